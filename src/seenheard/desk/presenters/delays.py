"""What is late or cannot be done in time: the duties of a child of which it can be said, and which were ticked."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.urls import reverse

from seenheard.desk.presenters.duties import by_which_day
from seenheard.desk.presenters.owed import said_by
from seenheard.duties import queries as duties_queries
from seenheard.duties.domain.causes import act_by_on, key_of
from seenheard.duties.queries import NATIONAL_MEASURE, Owed
from seenheard.duties.queries.explained import explanations
from seenheard.prompts import queries as prompts_queries
from seenheard.prompts.queries import Ticked
from seenheard.timescales.domain.standing import is_open
from seenheard.ui.parts import Link, Row
from seenheard.ui.words import capital

A_QUARTER = timedelta(weeks=13)
BACK = "Back to My work"
OF_THEIR_OWN = (
    "No reason is asked for it here: it is settled under worries, actions and bookings, or on the child’s page."
)
NO_MORE = "Nothing is said of it any more."
REPLACES = "What you say now takes its place beside the duty. This one is kept, and read under Recorded here."
Choices = tuple[tuple[str, str], ...]


def can_be_late(*, viewer, child, on: date, ticked: Collection[Ticked] = ()) -> Choices:
    """The child's duties that are late, or due within a quarter of a year, or `ticked`; the earliest first."""
    owed = duties_queries.clocks_of_child(viewer=viewer, child=child, on=on)
    offered = ((f"{one.rule.id} {key_of(one.clock)}", one) for one in owed if _is_owed(one, on))
    about = {f"{one.cause} {one.key}" for one in ticked}
    return tuple(
        (value, _words(one))
        for value, one in offered
        if value in about or (act_by_on(one.clock) or date.max) <= on + A_QUARTER
    )


def _is_owed(one: Owed, on: date) -> bool:
    """Whether it runs and has a day; a national measure is no duty to one child."""
    return is_open(one.clock, on) and bool(act_by_on(one.clock)) and one.rule.klass != NATIONAL_MEASURE


def _words(owed) -> str:
    return f"{owed.rule.title}, due {by_which_day(owed.clock)}"


def stands(*, viewer, child, on: date, offered: Choices) -> tuple[Row, ...]:
    """Of which of these a reason stands already: its words, day and who said it, before another takes its place."""
    said = explanations(viewer=viewer, child=child, on=on)
    told = ((words, said.get(named(value))) for value, words in offered)
    return tuple(
        Row(f"A reason stands: {words}", one.why, f"{capital(said_by(one))}. {REPLACES}") for words, one in told if one
    )


def named(value: str) -> tuple[str, str]:
    """The rule and the clock's key of what was chosen."""
    rule, _, key = value.partition(" ")
    return rule, key


def chosen(ticked: Iterable[Ticked], offered: Choices) -> list[str]:
    """What was ticked on My work, as the form ticks it."""
    about = {f"{one.cause} {one.key}" for one in ticked}
    return [value for value, _ in offered if value in about]


def left_out(ticked: Collection[Ticked], offered: Choices) -> tuple[Row, ...]:
    """What was ticked and is done meanwhile, or is no duty: an action takes another day, a worry an answer."""
    values = {value for value, _ in offered}
    others = [one for one in ticked if f"{one.cause} {one.key}" not in values]
    rows = (
        Row("Ticked, and no duty", _titles(one for one in others if not one.is_gone), OF_THEIR_OWN),
        Row("Done meanwhile, or owed no more", _titles(one for one in others if one.is_gone), NO_MORE),
    )
    return tuple(row for row in rows if row.value)


def _titles(ticked: Iterable[Ticked]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(prompts_queries.named(one.cause).title for one in ticked))


def back() -> Link:
    """To the list on which it was ticked."""
    return Link(BACK, reverse("desk:my_work"))
