"""Small invented children, made through the record's own front door.

child = make_child(local_id="500001", born_on=date(2015, 5, 4), forename="Ash")
add("cla_review", child, held_on=date(2026, 1, 5))                     # source "ssd"
add("cla_episode", child, source="ssda903", from_on=..., legal_code="C2")
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import count
from types import MappingProxyType
from zlib import crc32

from seenheard.accounts.domain import SYSTEM
from seenheard.record import operations, queries
from seenheard.record.domain.changes import Changes, Incoming
from seenheard.record.domain.objects import FIELDS
from seenheard.record.models import Child

AT = datetime(2026, 3, 31, 9, 0, tzinfo=UTC)
_numbers = count(1)


def make_child(
    *,
    local_id: str | None = None,
    source: str = "ssd",
    run_id: str | None = None,
    at: datetime = AT,
    upn: str | None = None,
    forename: str | None = None,
    surname: str | None = None,
    name_used: str | None = None,
    facts: Mapping[str, Mapping[str, object]] = MappingProxyType({}),
    tables: Sequence[str] = (),
    **person,
) -> Child:
    """A child with a local identifier and a person row; more words about the person as `born_on=…, sex=…`.

    What `add` and `loads` would do afterwards, each in a run of its own, can come in the same run: one fact of each
    object in `facts`, and `tables`.
    """
    local_id = local_id or f"C{next(_numbers):06}"
    key = f"K{next(_numbers):06}"
    inserts = {
        "linked_identifier": [incoming("linked_identifier", local_id, row_key=key, kind="la_child_id", value=local_id)],
        "person": [incoming("person", local_id, **person)],
    }
    if upn:
        inserts["linked_identifier"].append(incoming("linked_identifier", local_id, kind="upn", value=upn))
    if forename or surname or name_used:
        names = {"forename": forename, "surname": surname, "name_used": name_used}
        inserts["person_name"] = [incoming("person_name", local_id, **names)]
    for name, fields in facts.items():
        inserts.setdefault(name, []).append(incoming(name, local_id, **fields))
    take_in(Changes(new_children=[local_id], inserts=inserts, tables=tables), source=source, run_id=run_id, at=at)
    return Child.objects.get(pk=queries.current_rows(source=source, object="linked_identifier")[key][2])


def add(
    name: str,
    child: Child | None,
    /,
    *,
    source: str = "ssd",
    row_key: str | None = None,
    run_id: str | None = None,
    at: datetime = AT,
    file: str = "made.csv",
    line: int = 2,
    **fields,
) -> str:
    """One fact of this object; the key of its row."""
    row = incoming(name, child and child.pk, row_key=row_key, file=file, line=line, **fields)
    take_in(Changes(inserts={name: [row]}), source=source, run_id=run_id, at=at)
    return row.row_key


def add_all(name: str, child: Child, rows: Iterable[Mapping[str, object]], *, source: str = "ssd") -> None:
    """Many facts of one object, in one run."""
    many = [incoming(name, child.pk, line=line, **fields) for line, fields in enumerate(rows, 2)]
    take_in(Changes(inserts={name: many}), source=source, run_id=None, at=AT)


def change(
    name: str,
    child: Child | None,
    row_key: str,
    /,
    *,
    source: str = "ssd",
    run_id: str | None = None,
    at: datetime = AT,
    **fields,
) -> None:
    """The row with this key, corrected: the old one closed, a new one in its place."""
    fact_id = queries.current_rows(source=source, object=name)[row_key][0]
    row = incoming(name, child and child.pk, row_key=row_key, **fields)
    take_in(Changes(inserts={name: [row]}, closes={name: [fact_id]}), source=source, run_id=run_id, at=at)


def loads(source: str, names: Sequence[str], *, at: datetime = AT) -> None:
    """This source carries these objects, even if no row of them came."""
    take_in(Changes(tables=names), source=source, run_id=None, at=at)


def take_in(changes: Changes, *, source: str, run_id: str | None, at: datetime) -> dict[str, int]:
    return operations.take_in(
        source=source, run_id=run_id or f"made-{next(_numbers)}", changes=changes, by=SYSTEM, at=at
    )


def incoming(name: str, child, /, *, row_key: str | None = None, file: str = "made.csv", line: int = 2, **fields):
    """One row as an import brings it, from Python values; refuses a field that the object does not have."""
    if unknown := set(fields) - set(FIELDS[name]):
        raise TypeError(f"{name} has no {', '.join(sorted(unknown))}")
    values = tuple(_as_text(fields.get(field)) for field in FIELDS[name])
    return Incoming(
        child=child,
        row_key=row_key or f"K{next(_numbers):06}",
        row_hash=crc32(json.dumps(values).encode()),
        file=file,
        line=line,
        values=values,
    )


def _as_text(value):
    """What COPY takes: ISO dates, t or f, lists of text."""
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [str(item) for item in value]
    return None if value is None else str(value)
