"""How far two voices agree over a year, for a team: four figures together, and never anything about one person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from seenheard.desk.presenters.team_lists import Row, TeamFile, TeamPage, file_of, page_of, teams_of
from seenheard.timescales.domain.calendar import add_months
from seenheard.ui.dates import long
from seenheard.ui.paging import paged
from seenheard.ui.parts import Cell
from seenheard.ui.words import capital
from seenheard.voices import queries
from seenheard.voices.domain.agreement import HIDDEN_BELOW, NORMAL, Agreement, agreement
from seenheard.voices.queries import SIDES, Pairs

from .voice_words import VOICES, the

NAME, FILE = "desk:team_agreement", "agreement"
MONTHS = 12
ALL = "All together"
ALL_SHOWN = "All that are shown, together"
HIDDEN = f"Fewer than {HIDDEN_BELOW} pairs: not shown"
ONE_COLOUR, NO_WIDTH = "Cannot tell: one of the two always chose the same colour", 1e-4  # less than is shown
FIGURES = ("Pairs", "The same", "Within one step", "Mean gap", "Weighted kappa", "95% interval")
HEAD: Row = ("Between", "Category", *(Cell(one, numeric=True) for one in FIGURES))
FILE_HEAD = ("First", "Second", "Category", "Pairs", "The same", "Within one step", "Mean gap")
FILE_HEAD_KAPPA = ("Weighted kappa", "Kappa from", "Kappa to", "Rounds opened after")
MEANS = (
    "A pair is one category of one child in one round, to which both gave a colour; silence is in no pair. The gap is "
    "counted in steps, the second less the first: below nought the second is the more worried. Kappa (weighted by the "
    "square) is how far they agree beyond chance, from -1 to 1; where nearly everybody says green it falls however "
    "well people agree, so it never stands without the others. What a child keeps from its worker or a manager is in "
    "no pair, whoever reads this."
)


@dataclass(frozen=True)
class Compared:
    """One line: whose answers, of what, how many pairs, and the figures, or None with too few."""

    sides: tuple
    category: str
    figures: Agreement | None


def page(*, viewer, on: date, asked) -> TeamPage:
    """The last twelve months of the viewer's teams."""
    rows = tuple(_row(one) for one in _compared(viewer, on))
    return page_of(
        NAME,
        on=on,
        heading="Agreement",
        summary=NORMAL,
        notes=(f"Rounds opened since {long(_after(on))}, as far as they are open to read.", MEANS),
        head=HEAD,
        rows=rows,
        paged=paged(rows, asked.get("page"), per_page=len(rows) or 1),
        what=("line", "lines"),
        empty="Nothing can be compared yet: no two people have given a colour for the same child in the same round.",
        public_ids=(),
    )


def file(*, viewer, on: date, asked) -> TeamFile:
    """The same in numbers."""
    rows = [_file_row(one, _after(on)) for one in _compared(viewer, on)]
    return file_of(FILE, on=on, head=(*FILE_HEAD, *FILE_HEAD_KAPPA), rows=rows, public_ids=())


def _after(on: date) -> date:
    return add_months(on, -MONTHS)


def _compared(viewer, on: date) -> Iterator[Compared]:
    """Each two voices: all categories together, then each in its order."""
    found = queries.colours_in_pairs(viewer=viewer, after=_after(on), on=on, teams=teams_of(viewer, on))
    names = {one.key: one.name for one in queries.categories(on=on)}
    for sides in SIDES:
        of_sides = found[sides]
        if of_sides:
            yield _together(sides, of_sides)
        for key in sorted(of_sides, key=list(names).index):
            yield Compared(sides, names[key], _figures(of_sides[key]))


def _together(sides: tuple, of_sides: Mapping[str, Pairs]) -> Compared:
    """All categories; but without those too few to be shown, where they could be told from all less the others."""
    shown = [pairs for pairs in of_sides.values() if pairs.total() >= HIDDEN_BELOW]
    everything = sum(of_sides.values(), Counter())
    left = everything.total() - sum(pairs.total() for pairs in shown)
    if shown and 0 < left < HIDDEN_BELOW:
        return Compared(sides, ALL_SHOWN, _figures(sum(shown, Counter())))
    return Compared(sides, ALL, _figures(everything))


def _figures(pairs: Pairs) -> Agreement | None:
    return agreement(list(pairs.elements()))


def _row(one: Compared) -> Row:
    between = capital(the(one.sides))
    if one.figures is None:
        return (between, one.category, HIDDEN, *[""] * 5)
    told = one.figures
    kappa, between_which = _kappa(told)
    return (
        between,
        one.category,
        told.n,
        f"{told.exact:.0%}",
        f"{told.within_one:.0%}",
        f"{told.mean_gap:+.2f}",
        kappa,
        between_which,
    )


def _kappa(told: Agreement) -> tuple[str, str]:
    """Kappa and its interval in words. Where one of two chose one colour alone it is nought, however alike."""
    if told.kappa is None or told.low is None or told.high is None:
        return "All said the same", ""
    if told.high - told.low < NO_WIDTH:
        return ONE_COLOUR, ""
    return f"{told.kappa:.2f}", f"{told.low:.2f} to {told.high:.2f}"


def _file_row(one: Compared, after: date) -> tuple[str | int | float, ...]:
    first, second = (VOICES[voice] for voice in one.sides)
    if one.figures is None:
        return (first, second, one.category, HIDDEN, *[""] * 6, after.isoformat())
    told = one.figures
    figures = (told.exact, told.within_one, told.mean_gap, told.kappa, told.low, told.high)
    numbers = tuple("" if figure is None else round(figure, 4) for figure in figures)
    return (first, second, one.category, told.n, *numbers, after.isoformat())
