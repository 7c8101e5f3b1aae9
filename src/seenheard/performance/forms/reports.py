"""Which report somebody chose in the address: what is none of the choices is said, and nothing is reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from seenheard.lib.asked import EARLIEST
from seenheard.record import queries as record_queries
from seenheard.record.permissions import NoSuchChild
from seenheard.record.queries import staff, worker_names
from seenheard.ui.dates import short
from seenheard.ui.parts import Filter
from seenheard.voices import queries as voices_queries

from ..domain import measures as m
from ..domain.reports import ACROSS, KINDS, Kind
from ..queries import Asked, Of

AS_IT_HAS = ("", "as this report usually is")
CROSSED = {
    m.TEAM: "team",
    m.WORKER: "worker",
    m.VOICE: "voice",
    m.CATEGORY: "category",
    m.VISITS: "how the child’s visits stand",
    m.DUTY: "what is owed to the child",
    m.ACTION: "how the child’s actions stand",
    m.PLAN: "how the reviewing officer rates the plan",
}
NOTHING = ("none", "nothing: totals alone")


@dataclass(frozen=True, slots=True)
class Chosen:
    """`asked` is None where nothing can be reported; then `faults` says why, or nothing has been chosen yet.

    `address`: what was chosen, as an address holds it. `rows`: the measure whose rows are shown.
    """

    asked: Asked | None
    filters: tuple[Filter, ...]
    faults: tuple[str, ...]
    address: Mapping[str, str]
    rows: str
    page: str | None
    public_ids: tuple[str, ...] = ()


class _Reading:
    """Reads one address; gathers what is wrong with it."""

    def __init__(self, told: Mapping[str, str], viewer, on: date) -> None:
        self.told, self.viewer, self.on = told, viewer, on
        self.faults: list[str] = []
        self.public_ids: list[str] = []

    def text(self, name: str) -> str:
        return self.told.get(name, "").replace("\x00", "").strip()

    def kind(self) -> Kind:
        found = KINDS.get(self.text("report") or "service")
        if found is None:
            self.faults.append("Choose one of the reports.")
        return found or KINDS["service"]

    def day(self, name: str, what: str, latest: date | None) -> date | None:
        words = self.text(name)
        if not words:
            return None
        try:
            found = date.fromisoformat(words)
        except ValueError:
            self.faults.append(f"{what} must be a real date, written as 2026-03-31.")
            return None
        if found < EARLIEST:
            self.faults.append(f"{what} must be {short(EARLIEST)} or later.")
            return None
        if latest and found > latest:
            self.faults.append(f"{what} must be {short(latest)} or earlier.")
            return None
        return found

    def across(self) -> str | None:
        words = self.text("across")
        if words in ("", *ACROSS):
            return words or None
        if words != NOTHING[0]:
            self.faults.append("Choose what the figures are crossed by.")
        return ""

    def of(self, kind: Kind) -> tuple[Of, str]:
        """Whom it is about, and which category alone."""
        about = self.text("about")
        if not kind.about:
            return Of(), ""
        if not about:
            self.faults.append(f"Say which {kind.about} it is about.")
            return Of(), ""
        return getattr(self, f"_{kind.about}")(about)

    def _team(self, about: str) -> tuple[Of, str]:
        return Of(teams=staff.teams_called(about)), ""

    def _worker(self, about: str) -> tuple[Of, str]:
        known = {ref for ref, name in self._workers().items() if about.casefold() in (ref.casefold(), name.casefold())}
        return Of(workers=known or {about}), ""

    def _workers(self) -> Mapping[str, str]:
        lines = record_queries.children_now(viewer=self.viewer, on=self.on)
        refs = {ref for ref in lines.order_by().values_list("worker_ref", flat=True).distinct() if ref}
        return worker_names(refs=refs)

    def _category(self, about: str) -> tuple[Of, str]:
        for one in voices_queries.categories_then(self.on):
            if about.casefold() in (one.key.casefold(), one.name.casefold()):
                return Of(), one.key
        self.faults.append("There is no category of this name.")
        return Of(), ""

    def _child(self, about: str) -> tuple[Of, str]:
        try:
            child = record_queries.child_called(about, viewer=self.viewer, on=self.on)
        except NoSuchChild:
            self.faults.append("There is no child of this number whom you may see.")
            return Of(child_ids=()), ""
        self.public_ids.append(str(child.public_id))
        return Of(child_ids=(child.pk,)), ""


def chosen(told: Mapping[str, str], *, viewer, on: date) -> Chosen:
    """From an address. The whole service of today where nothing was chosen."""
    read = _Reading(told, viewer, on)
    kind, across = read.kind(), read.across()
    as_at = read.day("on", "The day", on) or on
    against = read.day("against", "The day to compare with", as_at)
    if against == as_at:
        against = None
    of, category = read.of(kind)
    only = told.get("only", "") if told.get("only", "") in m.MEASURES else ""
    asked = None if read.faults else Asked(kind, as_at, against, across, of, category, only)
    address = {name: read.text(name) for name in ("report", "about", "on", "against", "across") if read.text(name)}
    shown = told.get("rows", "") if told.get("rows", "") in m.MEASURES else ""
    return Chosen(
        asked, _filters(kind, address), tuple(read.faults), address, shown, told.get("page"), tuple(read.public_ids)
    )


def _filters(kind: Kind, address: Mapping[str, str]) -> tuple[Filter, ...]:
    across = (AS_IT_HAS, *CROSSED.items(), NOTHING)
    return (
        Filter("report", "Report", kind.key, tuple((one.key, one.name) for one in KINDS.values())),
        Filter("about", "Which team, worker, category or child (a child by number)", address.get("about", "")),
        Filter("on", "As at the end of", address.get("on", ""), kind="date"),
        Filter("against", "Compared with", address.get("against", ""), kind="date"),
        Filter("across", "Crossed by", address.get("across", ""), across),
    )
