"""The children somebody may see, fifty to a page; and finding one by a name or a number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from seenheard.desk.forms import FindForm
from seenheard.desk.presenters.duties import child_line
from seenheard.record import queries as record_queries
from seenheard.record.queries import Match
from seenheard.ui.dates import long
from seenheard.ui.paging import Paged, paged
from seenheard.ui.parts import ChildLine, Filter
from seenheard.ui.words import capital, count

ALL = "all"
WHOSE = (("", "Mine"), (ALL, "My team’s too"))
WITH_US = (
    ("", "All"),
    ("looked_after", "Looked after"),
    ("protection", "On a protection plan"),
    ("in_need", "In need"),
    ("care_leaver", "Care leavers"),
)
CHOSEN = {
    "looked_after": {"looked_after_since_on__isnull": False},
    "protection": {"protection_plan_since_on__isnull": False},
    "in_need": {"in_need_since_on__isnull": False},
    "care_leaver": {"care_leaver": True},
}
MORE = "Only the nearest fifty are shown. Type more of the name."
SPELT_OTHERWISE = "Spelt otherwise"
WHY = {
    "name": "Also recorded as",
    "known_as": "Known as",
    "former": "Former name",
    "upn": "Unique pupil number",
    "former_upn": "Former unique pupil number",
    "la_child_id": "Another number of the council’s",
    "legacy_id": "Number in an earlier system",
    "single_unique_id": "Single unique identifier",
}


@dataclass(frozen=True)
class Children:
    """The page."""

    title: str
    heading: str
    caption: str
    lead: str
    form: FindForm
    filters: tuple[Filter, ...]
    children: tuple[ChildLine, ...]
    paged: Paged
    more: str
    empty: str
    public_ids: tuple[str, ...]


def children(*, viewer, on: date, asked) -> Children:
    """The children this person may see, by name."""
    known = asked.get("with_us", "") if asked.get("with_us", "") in CHOSEN else ""
    rows = record_queries.children_now(viewer=viewer, on=on).filter(**CHOSEN.get(known, {}))
    mine = viewer.role == "social_worker" and asked.get("whose") != ALL
    if mine:
        rows = rows.filter(worker_ref__in=list(viewer.worker_refs))
    kept = {"with_us": known, "whose": asked.get("whose", "") if not mine else ""}
    listed = paged(rows.order_by("name", "child_id"), asked.get("page"), filters=kept)
    lead = f"{capital(_counted(listed.total))} {'whom you hold' if mine else 'whose file you may open'}."
    whose = (Filter("whose", "Whose", kept["whose"], WHOSE),) if viewer.role == "social_worker" else ()
    ids = tuple(str(now.child.public_id) for now in listed)
    lines = listed.holding([child_line(now, on) for now in listed])
    return _page(lines, FindForm(), known, on, lead, ids, whose)


def found(*, viewer, on: date, form: FindForm) -> Children:
    """The nearest fifty children with these names, or with this number, each with why it was found."""
    looked_for = form.cleaned_data["words"] if form.is_valid() else ""
    searched = record_queries.search(viewer=viewer, on=on, looked_for=looked_for)
    shown = tuple(_found_line(one, on) for one in searched.matches)
    listed = Paged(shown, 1, 1, searched.total)
    ids = tuple(str(one.now.child.public_id) for one in searched.matches)
    page = _page(listed, form, "", on, f"{capital(_counted(searched.total))} found.", ids)
    return replace(page, more=MORE) if searched.total > len(shown) else page


def _found_line(match: Match, on: date) -> ChildLine:
    line = child_line(match.now, on)
    told = (f"{WHY.get(one.kind, 'Number')}: {one.words}" for one in match.why)
    return replace(line, flags=(*told, *((SPELT_OTHERWISE,) if match.spelt_otherwise else ())))


def _counted(number: int) -> str:
    return count(number, "child", "children")


def _page(
    listed: Paged[ChildLine],
    form: FindForm,
    known: str,
    on: date,
    lead: str,
    public_ids: tuple[str, ...],
    more_filters: tuple[Filter, ...] = (),
) -> Children:
    return Children(
        title="Children",
        heading="Children",
        caption=long(on),
        lead=lead,
        form=form,
        filters=(*more_filters, Filter("with_us", "Known to us as", known, WITH_US)),
        children=listed.items,
        paged=listed,
        more="",
        empty="No child fits what you asked for.",
        public_ids=public_ids,
    )
