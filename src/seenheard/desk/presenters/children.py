"""The children somebody may see, fifty to a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from seenheard.desk.forms import FindForm
from seenheard.desk.presenters.duties import child_line
from seenheard.record import queries as record_queries
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
    return _page(listed, FindForm(), known, on, lead, whose)


def found(*, viewer, on: date, form: FindForm) -> Children:
    """The first fifty children with these words in their name, or with this as the council's own number."""
    rows = record_queries.children_now(viewer=viewer, on=on)
    if form.is_valid():
        words = form.cleaned_data["words"]
        rows = rows.filter(Q(name__icontains=words) | Q(local_id=words))
    else:
        rows = rows.none()
    listed = paged(rows.order_by("name", "child_id"))
    return _page(listed, form, "", on, f"{capital(_counted(listed.total))} found.")


def _counted(number: int) -> str:
    return count(number, "child", "children")


def _page(listed: Paged, form: FindForm, known: str, on: date, lead: str, more: tuple[Filter, ...] = ()) -> Children:
    return Children(
        title="Children",
        heading="Children",
        caption=long(on),
        lead=lead,
        form=form,
        filters=(*more, Filter("with_us", "Known to us as", known, WITH_US)),
        children=tuple(child_line(now, on) for now in listed),
        paged=listed,
        more="Only the first fifty are shown. Type more of the name." if form.is_bound and listed.pages > 1 else "",
        empty="No child fits what you asked for.",
        public_ids=tuple(str(now.child.public_id) for now in listed),
    )
