"""Worries and what is to be done, where everybody who opens the child's page reads them, and in the story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from seenheard.desk.labels import source_words
from seenheard.desk.presenters.late import recorded_late
from seenheard.desk.presenters.to_do import SOMEBODY
from seenheard.record.domain.days import day_of
from seenheard.record.queries import Acting, Following, Raised
from seenheard.ui.dates import from_today, long, short
from seenheard.ui.parts import Link, Moment
from seenheard.ui.words import count, join_and
from seenheard.voices.domain.mismatch import Level
from seenheard.voices.queries import Differs

GROUP = "Worries and actions"
KNOWN_FROM = f"From {source_words('typed')}."
UNDECIDED = "Nobody has decided yet what follows."
TO_DO = {Level.ACT_TODAY: "to act on today", Level.ACT: "to act on", Level.TALK: "to talk about"}
Names = Mapping[str, str]


@dataclass(frozen=True)
class Waits:
    """A worry that waits for a decision, or something that waits to be done."""

    words: str
    said: str
    late: bool
    link: Link | None


@dataclass(frozen=True)
class Open:
    """What is open of a child, and in words that nothing is."""

    worries: tuple[Waits, ...]
    actions: tuple[Waits, ...]
    no_worry: str
    no_action: str
    differs: Link | None = None


@dataclass(frozen=True)
class Told:
    """One step of it as the story tells it."""

    on: date
    moment: Moment


def still_open(child, found: Following, names: Names, on: date, differ: Sequence[Differs] = (), *, acts: bool) -> Open:
    """What nobody has decided about, the oldest first, and what is to be done, by its day; before it how much of what
    people see differently waits for a talk. `acts`: with links to it."""
    return Open(
        worries=tuple(_worry(child, one, names, acts) for one in found.undecided),
        actions=tuple(_action(child, one, names, on, acts) for one in found.to_do),
        no_worry="" if found.undecided else "No worry waits for a decision.",
        no_action="" if found.to_do else "Nothing is written down as to be done.",
        differs=_differs(child, differ, acts) if differ else None,
    )


def _differs(child, differ: Sequence[Differs], acts: bool) -> Link:
    """ "1 part to act on, 2 to talk about", and where each stands: for whom there is nothing to do, in its round."""
    found = Counter(one.level for one in differ)
    (first, number), *more = sorted(found.items(), reverse=True)
    said = [f"{count(number, 'part')} {TO_DO[first]}", *(f"{number} {TO_DO[level]}" for level, number in more)]
    done = reverse("voices:said_and_done", args=[child.public_id])
    return Link(join_and(said), done if acts else reverse("desk:round", args=[differ[0].round]))


def _worry(child, one: Raised, names: Names, acts: bool) -> Waits:
    link = Link("Decide what follows", reverse("desk:answer", args=[child.public_id, one.key]))
    said = f"Raised by {names.get(one.by, SOMEBODY)} on {short(one.on)}."
    return Waits(one.words, said, late=False, link=link if acts else None)


def _action(child, one: Acting, names: Names, on: date, acts: bool) -> Waits:
    link = Link("Finish or change it", reverse("desk:action", args=[child.public_id, one.key]))
    said = f"{names.get(one.owned_by, SOMEBODY)}, by {long(one.due_on)}, {from_today(one.due_on, on)}."
    return Waits(one.words, said, late=one.due_on < on, link=link if acts else None)


def told(found: Following, names: Names) -> tuple[Told, ...]:
    """Each worry on the day it was raised, each decision on the day it was made, each action when it was done."""
    raised = (step for one in found.raised for step in _of_a_worry(one, names))
    acting = (step for one in found.acting for step in _of_an_action(one, names))
    return tuple(sorted((*raised, *acting), key=lambda step: step.on))


def _of_a_worry(one: Raised, names: Names) -> Iterator[Told]:
    waits = "" if one.answered else UNDECIDED
    who = f"Raised by {names.get(one.by, SOMEBODY)}."
    yield _told(one.on, "A worry was raised", f"“{one.words}”", who, waits, late=recorded_late(one.on, one.at))
    if one.decided_at:
        why = f"“{one.words}” No action is needed: {one.no_action_why}"
        yield _told(day_of(one.decided_at), "No action follows from a worry", why, _by(one.decided_by, names))


def _of_an_action(one: Acting, names: Names) -> Iterator[Told]:
    owner = f"{names.get(one.owned_by, SOMEBODY)} answers for it, by {short(one.due_on)}."
    follows = f"It follows from the worry “{one.worry}”." if one.worry else ""
    yield _told(day_of(one.added_at), "An action was decided", f"“{one.words}”", owner, follows)
    if one.done_on:
        yield _told(one.done_on, "An action was done", f"“{one.words}”", f"What came of it: {one.outcome}")


def _by(who: str, names: Names) -> str:
    return f"Decided by {names.get(who, SOMEBODY)}."


def _told(on: date, what: str, *words: str, late: str = "") -> Told:
    said = " ".join(one if one.endswith((".", "”", "!", "?")) else f"{one}." for one in words if one)
    known = " ".join(filter(None, (KNOWN_FROM, late)))
    return Told(on, Moment(when=long(on), what=what, words=said, known_from=known, kind=GROUP))
