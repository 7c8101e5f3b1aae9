"""The guardian's pages: who looked, when and why that stands out. A child is a number here, and nothing else."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from seenheard.ui import dates
from seenheard.ui.paging import Paged, paged
from seenheard.ui.parts import Cell, Filter, Link, Row
from seenheard.ui.words import capital, count, in_words, join_and

from .. import queries
from ..domain.looks import GLASS, NIGHT, ON_DUTY, REASONS, SURNAME, SWEEP, UNALLOCATED, VERDICTS
from ..domain.openings import REASONS as OPENED_FOR
from ..forms.looks import JudgeForm
from ..queries.looks import JUDGED, UNJUDGED, LooksOfDay
from .people import GONE, file_of, names_of

STANDING = (("", "All"), (UNJUDGED, "Not judged yet"), (JUDGED, "Judged"))
WHY = (("", "Any reason"), *((code, capital(words)) for code, words in REASONS.items()))
DID = {
    "looked_at_list": "A list of children",
    "looked_at_child": "The child’s page",
    "looked_at_story": "The story so far",
    "looked_at_past_duties": "Past duties",
    "looked_at_due_dates": "Due dates",
    "looked_at_address": "The full address",
    "looked_at_rounds": "What people say",
    "looked_at_columns": "What people said, side by side",
    "looked_at_going": "How it is going",
    "looked_for_words": "Words in what people said",
    "looked_at_review_pack": "The review pack",
    "printed_review_pack": "The review pack, as a file",
    "looked_at_report": "A report about the child",
    "looked_at_child_to_mend_import": "The rows of an import",
    "opened_on_duty": "Opened the record on duty",
    "broke_glass": "Broke the glass",
    "gave_another_reason": "Asked for the open record again",
    "declared_conflict": "Declared a conflict",
}
WITH_REASON = frozenset({"gave_another_reason"})  # the others' stands above
SEVERAL = "Several children"


@dataclass(frozen=True)
class Looks:
    """One page of looks that stand out; `public_ids` are those of the children whose number is shown."""

    alert: str
    filters: tuple[Filter, ...]
    counted: str
    table: tuple[tuple[str | Cell, ...], ...]
    paged: Paged
    public_ids: list[str]

    title = heading = "Looks to judge"
    head = ("Person", "File", "Looked", "Stands out because", "Judged")


@dataclass(frozen=True)
class LookPage:
    """One person's looks at one child on one day, and the form while they are not judged."""

    rows: tuple[Row, ...]
    looks: tuple[tuple[str | Cell, ...], ...]
    judged: tuple[tuple[str | Cell, ...], ...]
    form: JudgeForm | None
    public_ids: list[str]
    back: Link

    title = heading = "A look at a record"
    looks_head = ("When", "What")
    judged_head = ("Found", "Words", "By")


def looks(*, viewer, asked) -> Looks:
    standing = asked.get("standing", "") if asked.get("standing") in (JUDGED, UNJUDGED) else ""
    reason = asked.get("reason", "") if asked.get("reason") in REASONS else ""
    who = _person(asked.get("who", ""))
    lines = queries.looks_standing_out(viewer=viewer, standing=standing, reason=reason, person=who)
    listed = paged(lines, asked.get("page"), filters={"standing": standing, "reason": reason, "who": who})
    files = queries.files_of(viewer=viewer, child_ids={line["child"] for line in listed if line["child"]})
    names = names_of(line["person_public_id"] for line in listed)
    return Looks(
        alert=_alert(viewer),
        filters=(Filter("standing", "Judged", standing, STANDING), Filter("reason", "Stands out because", reason, WHY)),
        counted=f"{capital(count(listed.total, 'look'))}, those not judged first",
        table=tuple(_line(line, names, files) for line in listed),
        paged=listed,
        public_ids=sorted(str(child.public_id) for child in files.values()),
    )


def look(found: LooksOfDay, form: JudgeForm | None) -> LookPage:
    one = found.noticed[0]
    judgements = [judgement for noticed in found.noticed for judgement in noticed.judgements.all()]
    names = names_of([one.person_public_id, *(judgement.by for judgement in judgements)])
    who = names.get(one.person_public_id, GONE)
    all_theirs = Link("All looks of this person", f"{reverse('record:looks')}?who={one.person_public_id}")
    rows = [
        Row("Person", who, links=(all_theirs,)),
        Row("File", file_of(one.child) if one.child else SEVERAL),
        Row("Day", dates.long(one.looked_on)),
        Row("Stands out because", tuple(_reason(noticed) for noticed in found.noticed)),
    ]
    shown = [one.child.public_id] if one.child else {row.children[0] for row in found.written}
    return LookPage(
        rows=tuple(rows),
        looks=tuple(_written(row) for row in found.written),
        judged=_judged(judgements, names),
        form=form,
        public_ids=sorted(map(str, shown)),
        back=Link("Looks to judge", reverse("record:looks")),
    )


def is_judged(found: LooksOfDay) -> bool:
    """Whether nothing of it is left to judge."""
    return all(any(judgement.verdict != "asked" for judgement in noticed.judgements.all()) for noticed in found.noticed)


def _person(asked: str) -> str:
    """Whose looks alone are asked for; nobody's in particular where it is no id."""
    try:
        return str(UUID(asked))
    except ValueError:
        return ""


def _alert(viewer) -> str:
    glass = queries.looks_standing_out(viewer=viewer, standing=UNJUDGED, reason=GLASS).count()
    if not glass:
        return ""
    return f"{capital(in_words(glass, 'record'))} {'was' if glass == 1 else 'were'} opened so, and not judged yet."


def _line(line: dict[str, Any], names: dict[str, str], files: dict) -> tuple[str | Cell, ...]:
    who = names.get(line["person_public_id"], GONE)
    what = file_of(files[line["child"]]) if line["child"] in files else count(line["children"], "child", "children")
    return (
        Cell(who, url=reverse("record:look", args=[line["key"]])),
        what,
        capital(dates.moment(line["first"])),
        capital(join_and(_in_order(line["reasons"]))),
        _standing(line),
    )


def _in_order(reasons: Collection[str]) -> list[str]:
    return [words for code, words in REASONS.items() if code in reasons]


def _standing(line: dict[str, Any]) -> str:
    if not line["unjudged"]:
        return "Judged"
    return "Asked the person" if line["asked"] else "Not judged yet"


EXPLAINED = {
    NIGHT: "Looked at between 10pm and 6am.",
    SURNAME: "The person’s surname is the child’s. Many people share a name without being related.",
    UNALLOCATED: "Neither the person nor their team was working with the child on that day, as far as is recorded.",
}


def _reason(noticed) -> str:
    if noticed.reason == SWEEP:
        return f"Opened {count(noticed.children, 'child', 'children')} within 15 minutes."
    if noticed.reason in (GLASS, ON_DUTY):
        opening = noticed.opening
        said = OPENED_FOR[opening.kind].get(opening.reason, "")
        until = dates.clock_time(opening.until_at)
        how = "by break-glass" if noticed.reason == GLASS else "on duty"
        return f"Opened {how} at {dates.clock_time(opening.at)}, until {until}. {said}: {opening.why}"
    return EXPLAINED[noticed.reason]


def _written(row) -> tuple[str | Cell, ...]:
    did = DID.get(row.what, capital(row.what.replace("_", " ")))
    return (capital(dates.moment(row.at)), Cell(did, note=row.why) if row.what in WITH_REASON else did)


def _judged(judgements, names: dict[str, str]) -> tuple[tuple[str | Cell, ...], ...]:
    """Each judgement once, though it stands beside every reason that it was about."""
    said = {
        (one.at, one.verdict, one.words, one.by): (
            VERDICTS[one.verdict],
            one.words,
            f"{names.get(one.by, GONE)}, {dates.moment(one.at)}",
        )
        for one in sorted(judgements, key=lambda one: (one.at, one.pk))
    }
    return tuple(said.values())
