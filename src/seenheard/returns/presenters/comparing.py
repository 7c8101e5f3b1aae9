"""Two files, one child: what SSD and SSDA903 both tell, how often they agree, and every difference with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from seenheard.record import queries as record
from seenheard.ui import dates
from seenheard.ui.paging import Paged, paged
from seenheard.ui.parts import Cell, Filter, Link
from seenheard.ui.words import capital

from .. import queries
from ..domain.comparing import OUTCOMES, explained
from ..models import Compared

COUNTS_HEAD = ("Told by both", *(Cell(capital(outcome), numeric=True) for outcome in OUTCOMES), "Why they differ")
PAIRS_HEAD = ("Told by both", "Child’s identifier", "Which", "How they stand", "Why")


@dataclass(frozen=True)
class ComparingPage:
    """Everything that both returns hold, compared."""

    as_at: str
    back: Link
    counts: tuple[tuple, ...]
    filters: tuple[Filter, ...]
    rows: tuple[tuple, ...]
    paged: Paged
    children: tuple[int, ...]
    title: str = "Two files, one child"
    heading: str = "Two files, one child"
    lead: str = (
        "Both returns tell of the same children. Where they differ, one may be wrong: ask, and mend it at the source."
    )
    counts_head: tuple = COUNTS_HEAD
    rows_head: tuple = PAIRS_HEAD
    empty: str = "There is nothing to compare until both returns have been imported."
    no_rows: str = "Nothing differs here."


def comparison(*, viewer, on: date, asked: Mapping[str, str]) -> ComparingPage:
    """The last comparison, one subject's differences at a time; of children restricted since, or known to the viewer,
    nothing."""
    subjects = list(queries.comparison())
    chosen = asked.get("what", "")
    told = [(s.what, *pair) for s in subjects if chosen in ("", s.what) for pair in s.pairs]
    named = {child for *_, child in told if child is not None}
    shown = record.counted_among(viewer=viewer, on=on, child_ids=named)
    told = [pair for pair in told if pair[-1] is None or pair[-1] in shown]
    pairs = sorted(told, key=lambda pair: explained(pair[4]))
    page = paged(pairs, asked.get("page"), filters={"what": chosen})
    return ComparingPage(
        as_at=f"As compared on {dates.moment(subjects[0].compared_at)}, after the last import." if subjects else "",
        back=Link("Imports", reverse("returns:history")),
        counts=tuple(_counts(subject) for subject in subjects),
        filters=(
            Filter(
                "what", "Told by both", chosen, (("", "Everything"), *((s.what, capital(s.what)) for s in subjects))
            ),
        ),
        rows=tuple(
            (capital(what), child, _which(which), outcome, capital(reason))
            for what, child, which, outcome, reason, _ in page.items
        ),
        paged=page,
        children=tuple({child for *_, child in page.items if child is not None}),
    )


def _which(words: str) -> str:
    """A day in words; anything else as it is."""
    try:
        return dates.short(date.fromisoformat(words))
    except ValueError:
        return words


def _counts(subject: Compared) -> tuple:
    reasons = [f"{capital(reason)} ({number:,})." for reason, number in subject.reasons.items()]
    return (capital(subject.what), *(subject.counts[outcome] for outcome in OUTCOMES), " ".join(reasons))
