"""What of the heat map somebody wants to see: one category, one kind of difference, one state of what is owed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from seenheard.ui.parts import Filter
from seenheard.voices.domain.categories import CategoryNow

ALL = ("", "All")
SAYS = (
    ALL,
    ("today", "Act today"),
    ("act", "Act"),
    ("talk", "To talk about"),
    ("same", "The same, of all who were asked"),
    ("some", "The same, of those who answered"),
    ("one", "One answer alone"),
    ("none", "No answer, or not asked"),
)
OWED = (
    ALL,
    ("overdue", "Something overdue"),
    ("due", "Something due, nothing overdue"),
    ("nothing", "Nothing due"),
    ("unjudged", "Something that cannot be judged"),
)
FITS: Mapping[str, Callable[[int, bool, int], bool]] = {
    "overdue": lambda overdue, due, unjudged: overdue > 0,
    "due": lambda overdue, due, unjudged: not overdue and due,
    "nothing": lambda overdue, due, unjudged: not overdue and not due and not unjudged,
    "unjudged": lambda overdue, due, unjudged: unjudged > 0,
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen, each empty for all. A child is listed where one category fits everything chosen."""

    category: str = ""
    says: str = ""
    owed: str = ""

    @property
    def asked(self) -> dict[str, str]:
        """As an address holds it."""
        told = {"category": self.category, "says": self.says, "owed": self.owed}
        return {name: value for name, value in told.items() if value}

    def fits(self, look: str, overdue: int, due: bool, unjudged: int) -> bool:
        """Whether both lights of one cell are those chosen. `due`: something is, by a day that is known."""
        return self.says in ("", look) and (not self.owed or FITS[self.owed](overdue, due, unjudged))


def chosen(asked: Mapping[str, str], categories: Collection[CategoryNow]) -> Chosen:
    """From an address; what is none of the choices is as good as nothing."""

    def one_of(name: str, known: Collection[str]) -> str:
        return asked.get(name, "") if asked.get(name, "") in known else ""

    return Chosen(
        category=one_of("category", {one.key for one in categories}),
        says=one_of("says", dict(SAYS)),
        owed=one_of("owed", dict(OWED)),
    )


def filters(picked: Chosen, categories: Collection[CategoryNow]) -> tuple[Filter, ...]:
    """The form above the map."""
    return (
        Filter("category", "Category", picked.category, (ALL, *((one.key, one.name) for one in categories))),
        Filter("says", "What people say", picked.says, SAYS),
        Filter("owed", "What is owed", picked.owed, OWED),
    )
