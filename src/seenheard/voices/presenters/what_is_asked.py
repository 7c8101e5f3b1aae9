"""What is asked: the pages on which a service manager reads and changes it. They show no child."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from seenheard.timescales import queries as timescales
from seenheard.ui.dates import short
from seenheard.ui.forms import Form
from seenheard.ui.parts import Cell, Link, Row

from .. import queries
from ..domain.categories import MERGED, CategoryNow, Move, Pack, move_to

TITLE = "What is asked"
NOTHING_LOST = (
    "Whatever you change holds from today, for rounds that open from now on. A round that is open goes on asking what "
    "it asked when it opened. What people have said stays as it is, under the name it had."
)
WITHOUT_SAFETY = (
    "This is safety. Once it is not asked, nobody rates it, and no red on it tells anybody at once any more."
)
NO_SAFETY = "Safety is not among what is asked: nobody rates it, and no red on it tells anybody at once."
PACK_WITHOUT = (
    "Safety is not in this pack: nobody rates it, and no red on it tells anybody at once. You can move to the twelve "
    "later."
)
NO_DUTY = "No duty is counted beside it."


@dataclass(frozen=True)
class Asked:
    """One category that is asked."""

    name: str
    url: str
    is_safety: bool
    duties: tuple[Link, ...]


@dataclass(frozen=True)
class PackOffered:
    """A pack of categories that can be chosen. `holds`: the names of its categories."""

    name: str
    says: str
    holds: str
    url: str
    link: str


@dataclass(frozen=True)
class WhatIsAsked:
    """The categories in their order, those not asked any more, and the packs that would change something."""

    tabs: tuple[Link, ...]
    asked: tuple[Asked, ...]
    ended: tuple[tuple[str | Cell, ...], ...]
    packs: tuple[PackOffered, ...]
    warning: str

    title = heading = TITLE
    head = ("Name", "Since", "Why", "Ask again")
    nothing_lost = NOTHING_LOST
    no_duty = NO_DUTY


@dataclass(frozen=True)
class PackPage:
    """One pack: what it holds, and what choosing it does."""

    title: str
    form: Form
    says: str
    holds: tuple[Row, ...]
    does: tuple[Row, ...]
    button: str
    back: Link
    warning: str

    nothing_lost = NOTHING_LOST

    @property
    def heading(self) -> str:
        return self.title


@dataclass(frozen=True)
class AskingForm:
    """A page that is one short form about what is asked."""

    title: str
    form: Form
    button: str
    back: Link
    caption: str = ""
    lead: tuple[str, ...] = ()
    warning: bool = False

    @property
    def heading(self) -> str:
        return self.title


def tabs(current: str) -> tuple[Link, ...]:
    """The three pages on which the voices are set."""
    pages = (("Categories", "categories"), ("Settings", "settings"), ("Languages", "languages"))
    return tuple(Link(text, reverse(f"voices:{name}"), name == current) for text, name in pages)


def what_is_asked(*, on: date) -> WhatIsAsked:
    """Everything on the page of categories."""
    every = queries.categories(on=on)
    names = {one.key: one.name for one in every}
    return WhatIsAsked(
        tabs=tabs("categories"),
        asked=tuple(
            Asked(one.name, of_category(one), one.is_safety, duties(one.rules)) for one in every if one.is_asked
        ),
        ended=tuple(_ended(one, names) for one in every if not one.is_asked),
        packs=tuple(_offered(pack) for pack in queries.packs() if not _move(pack, every).changes_nothing),
        warning="" if _has_safety(every) else NO_SAFETY,
    )


def duties(rules: Iterable[str]) -> tuple[Link, ...]:
    """The duties of these rules, each leading to its page of the register."""
    titles = rule_titles()
    return tuple(
        Link(f"{rule} {titles.get(rule, '')}".strip(), reverse("timescales:rule", args=[rule])) for rule in rules
    )


def rule_titles() -> dict[str, str]:
    """By id, what every rule of the register is called; of those that are not counted yet it says so."""
    counted = {one.id: one.title for one in timescales.rules().values()}
    known = {one.id: f"{one.title} (not counted yet)" for one in timescales.not_modelled()}
    return dict(sorted((counted | known).items()))


def pack_page(pack: Pack, form: Form, *, on: date) -> PackPage:
    """What a pack holds, and what choosing it does to what is asked now."""
    every = queries.categories(on=on)
    move = _move(pack, every)
    begins_here = not every
    return PackPage(
        title=f"Begin with {_lower(pack.name)}" if begins_here else f"Move to {_lower(pack.name)}",
        form=form,
        says=pack.says,
        holds=tuple(
            Row(one.name, tuple(link.text for link in duties(one.rules)) or NO_DUTY) for one in pack.categories
        ),
        does=() if begins_here else _does(move),
        button=f"Ask {_lower(pack.name)}",
        back=back(),
        warning="" if _has_safety(every) or any(one.is_safety for one in pack.categories) else PACK_WITHOUT,
    )


def asking_form(title: str, form: Form, button: str, **more) -> AskingForm:
    """A page that is one short form; `back` leads to the categories unless said otherwise."""
    return AskingForm(title=title, form=form, button=button, **{"back": back()} | more)


def of_one(one: CategoryNow, title: str, form: Form, button: str, **more) -> AskingForm:
    """A short form about one category: its name stands over the heading, and the way back leads to its page."""
    return asking_form(title, form, button, caption=one.name, back=Link(one.name, of_category(one)), **more)


def back() -> Link:
    return Link(TITLE, reverse("voices:categories"))


def of_category(one: CategoryNow) -> str:
    """The address of one category's page."""
    return reverse("voices:category", args=[one.key])


def places(one: CategoryNow, *, on: date) -> list[tuple[int, str]]:
    """Where it can stand: first, or after each of the others."""
    others = [other.name for other in queries.categories(on=on) if other.is_asked and other.key != one.key]
    return [(1, "First"), *((number, f"After {name}") for number, name in enumerate(others, start=2))]


def place_of(one: CategoryNow, *, on: date) -> int:
    """Where it stands now, counted from 1."""
    return [other.key for other in queries.categories(on=on) if other.is_asked].index(one.key) + 1


def others(one: CategoryNow, *, on: date) -> list[tuple[str, str]]:
    """The other categories that are asked, as choices."""
    return [(other.key, other.name) for other in queries.categories(on=on) if other.is_asked and other.key != one.key]


def choices_of_rules() -> list[tuple[str, str]]:
    """Every rule of the register, as choices."""
    return [(rule, f"{rule} {title}") for rule, title in rule_titles().items()]


def _ended(one: CategoryNow, names: dict[str, str]) -> tuple[str | Cell, ...]:
    why = f"Merged into {names[one.into]}. {one.why}" if one.use == MERGED and one.into else one.why
    again = Cell("Ask again", reverse("voices:ask_again", args=[one.key]))
    return (Cell(one.name, of_category(one)), short(one.since_on), why, again)


def _offered(pack: Pack) -> PackOffered:
    holds = ", ".join(one.name for one in pack.categories)
    address = reverse("voices:pack", args=[pack.key])
    return PackOffered(pack.name, pack.says, holds, address, f"Look at {_lower(pack.name)}")


def _move(pack: Pack, every: Iterable[CategoryNow]) -> Move:
    return move_to(pack, every, queries.packs())


def _does(move: Move) -> tuple[Row, ...]:
    """What would change, in words; a line that has nothing to say is left out."""
    merged = tuple(f"{name}: {into} is asked in its place" for name, into in move.merged)
    rows = (
        Row("Asked from now on", move.begins),
        Row("Asked again", move.again),
        Row("Merged", merged, "What was said under the old name stays under it."),
        Row("Stays as well", move.stays, "Asked on, until you stop asking or merge them."),
    )
    return tuple(row for row in rows if row.value)


def _has_safety(every: Iterable[CategoryNow]) -> bool:
    return any(one.is_safety and one.is_asked for one in every)


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]
