"""What an import would change, in words: "until: not recorded → 30 March 2026"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from seenheard.record.domain.objects import DAY, FIELDS, OBJECTS, YES_NO
from seenheard.ui import dates
from seenheard.ui.paging import Paged, paged
from seenheard.ui.words import count

from ..domain import codes, spec
from ..domain.differing import ADDRESS, ELSEWHERE, NEW, WHOSE, WITHDRAWN, Field, Line, Part, Value
from ..models import Run
from ..operations.differing import differences
from .wording import FIELD_WORDS, KINDS, VALUES, called

UNKNOWN = "not recorded"
BESIDE = "only what the files say beside the fields that are shown here"
SAYS_NO_MORE = "nothing more"


@dataclass(frozen=True)
class ChangedLine:
    """One line of a file: whose it is and where it stands, and a sentence for each fact that it would change."""

    whose: str
    where: str
    changes: tuple[ChangedFact, ...]
    more: str = ""


@dataclass(frozen=True)
class ChangedFact:
    """One fact: "Care episodes", "changed", and its fields."""

    what: str
    how: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Changing:
    """The lines of one page of a proposal."""

    lines: tuple[ChangedLine, ...]
    says: str
    paged: Paged
    children: tuple[int, ...]


def changing(run: Run, *, viewer, on: date, wanted: str | None) -> Changing:
    """What the run's proposal would change, fifty lines at a time, what is changed before what is new."""
    found = differences(run, viewer=viewer, on=on)
    page = paged(found.lines, wanted)
    lists = code_lists(run.return_name) if found.lines else {}
    return Changing(
        lines=tuple(_line(line, lists) for line in page),
        says=_says(len(found.lines), found.total),
        paged=page,
        children=tuple(set().union(*(line.children for line in page))),
    )


@cache
def code_lists(return_name: str) -> Mapping[tuple[str, str], str]:
    """The code list of each field that has one, as the columns say from which the fields come."""
    found = {}
    for table in spec.load(return_name).tables.values():
        for land in table.lands:
            for name, field in zip(FIELDS[land.object], land.fields, strict=True):
                column = land.each if field and field.given == "each" else field.column if field else None
                if column is not None and table.columns[column].list:
                    found[land.object, name] = table.columns[column].list
    return found


def _says(shown: int, total: int) -> str:
    if shown == total:
        return f"{count(total, 'line')} of the files would change the record. What is changed stands first."
    return (
        f"{total:,} lines of the files would change the record. "
        f"The first {shown:,} are shown; what is changed stands first."
    )


def _line(line: Line, lists: Mapping[tuple[str, str], str]) -> ChangedLine:
    where = f"{line.file}, line {line.line}" if line.file else "no longer in the files"
    facts = tuple(_fact(part, lists) for part in line.parts)
    more = f"and {line.more:,} more" if line.more else ""
    return ChangedLine(f"Child {line.local_id}" if line.local_id else "About no child", where, facts, more)


def _fact(part: Part, lists: Mapping[tuple[str, str], str]) -> ChangedFact:
    which = VALUES.get(part.which, part.which)
    what = f"{called(part.object)}, {which}" if which else called(part.object)
    fields = tuple(_field(part, field, lists) for field in part.fields)
    return ChangedFact(what, KINDS[part.kind].lower(), fields or (_without_fields(part),))


def _without_fields(part: Part) -> str:
    return SAYS_NO_MORE if part.kind in (NEW, WITHDRAWN) else BESIDE


def _field(part: Part, field: Field, lists: Mapping[tuple[str, str], str]) -> str:
    name = FIELD_WORDS.get(field.name) or field.name.removesuffix("_on").replace("_", " ")
    if part.object == ADDRESS and field.name == ELSEWHERE:
        return "another address in the same district"
    if field.name == WHOSE:
        return f"was child {field.was or UNKNOWN}’s and would be child {field.now}’s"
    was, now = (_value(part.object, field.name, value, lists) for value in (field.was, field.now))
    if part.kind == NEW:
        return f"{name}: {now}"
    if part.kind == WITHDRAWN:
        return f"{name}: {was}"
    return f"{name}: {was} → {now}"


def _value(object: str, name: str, value: Value, lists: Mapping[tuple[str, str], str]) -> str:
    if value is None or value == []:
        return UNKNOWN
    if isinstance(value, list):
        return ", ".join(_coded(lists.get((object, name), ""), one) for one in value)
    if OBJECTS[object][name] == YES_NO:
        return {"t": "yes", "f": "no"}.get(value, value)
    if OBJECTS[object][name] == DAY:
        return dates.short(date.fromisoformat(value))
    return _coded(lists.get((object, name), ""), str(value))


def _coded(list_name: str, code: str) -> str:
    """ "Returned home (E4A)": the words, and the code that the analyst's own system shows."""
    label = codes.label(list_name, code) if list_name else code
    return f"{label} ({code})" if label != code else VALUES.get(code, code)
