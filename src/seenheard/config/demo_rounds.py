"""Two years of rounds in Fenmarsh: what nearly every child in care, its carer and its worker said each quarter, and
what became of it. Invented, and the same in every demo: each draw hangs on the council's number of the child alone.

What somebody can follow from the first answer to the end is told by `demo_stories`.
"""

import random
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from django.conf import settings

from seenheard.accounts import operations as accounts
from seenheard.accounts import queries as people
from seenheard.accounts.domain import SYSTEM
from seenheard.record import queries as record
from seenheard.record.domain.days import LONDON, day_of
from seenheard.voices import operations as voices
from seenheard.voices import queries
from seenheard.voices.domain.answers import CHILD_STEPS, Colour, State, Voice
from seenheard.voices.domain.doors import form_for
from seenheard.voices.domain.mismatch import compare
from seenheard.voices.domain.rounds import LASTS, YOUNGEST_TO_ANSWER, has_turned
from seenheard.voices.operations.earlier import Answered, Earlier, LivedWith, Replied, Talked, Told

WORDS = settings.ROOT / "demo" / "voices.toml"
FIRST, QUARTER, ROUNDS, SPREAD = date(2024, 4, 15), timedelta(weeks=13), 8, 10
SAFETY = "safety"
NOT_OF_THE_SMALLEST = (
    "learning",
    "friends",
    "hard_times",
    "growing_up",
    "my_say",
)  # adults say so of them, under three
THREE = 3
MAYA, TOLD_PRESS_BY_PRESS = "P0002", 2  # of her children the last two rounds are told by `demo_stories`
WITH_CARL, CARL, BEA = "500490", "carl@fenmarsh.example", "Bea Brightwater"
LIKELY = {Voice.WORKER: 0.95, Voice.CARER: 0.88, Voice.CHILD: 0.8}  # that a voice answers at all
SEES = {Voice.WORKER: 0.97, Voice.CARER: 0.95, Voice.CHILD: 0.91}  # that it sees a part of life as the others do
NOBODY, SILENT, CHANGES = 0.03, 0.04, 0.12
TOLD_AFTER = timedelta(days=3)
Colours = dict[str, Colour]


@cache
def words() -> Mapping[str, Any]:
    """What people say, by voice, category and colour."""
    return tomllib.loads(WORDS.read_text("utf-8"))


def tell(at: datetime, on: date) -> None:
    """Accounts, households and rounds; after the record is there. The caller sees to it that this is told once."""
    sara = people.person_with_email("sara@fenmarsh.example")
    lines = [line for line in record.children_now(viewer=SYSTEM, on=on).order_by("local_id") if _is_asked(line)]
    workers, homes = _workers(lines, at), _homes(lines, sara, at)
    keys = tuple(one.key for one in queries.categories(on=FIRST) if one.is_asked)
    told = [
        one
        for place, line in enumerate(lines)
        for one in Quarters(line, place, keys, workers.get(line.worker_ref), homes.get(line.pk)).rounds(on)
    ]
    voices.take_in_rounds(rounds=told, by=sara, at=at)


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """A time of day in England."""
    return datetime.combine(day, time(hour, minute), LONDON)


def _is_asked(line) -> bool:
    return bool(line.looked_after_since_on and line.born_on and not line.adopted_closed)


def _workers(lines, at: datetime) -> dict[str, Any]:
    """By the workers' number, their accounts; made for who has none, and nobody signs in as them."""
    held = {line.worker_ref: line.team_ref for line in lines if line.worker_ref}
    known = {ref for one in people.people() for ref in one.worker_refs}
    for ref, name in sorted(record.worker_names(refs=held.keys() - known).items()):
        _account(name, "social_worker", [ref], [held[ref]], at)
    return {ref: one for one in people.people() for ref in one.worker_refs}


def _homes(lines, sara, at: datetime) -> dict[int, tuple[int, date, str]]:
    """By child, its household: the id, since when, and who of it answers. Brothers and sisters live together."""
    placed = [line for line in lines if line.placed_since_on]
    names = words()["names"]["carers"]
    accounts_of = [str(_account(name, "carer", [], [], at).public_id) for name in (BEA, *names)]
    families = {name: place for place, name in enumerate(dict.fromkeys(line.name.split()[-1] for line in placed))}
    carl = str(people.person_with_email(CARL).public_id)
    with_whom = {
        line.pk: (carl, accounts_of[0])
        if line.local_id == WITH_CARL
        else (accounts_of[1 + families[line.name.split()[-1]] % len(names)],)
        for line in placed
    }
    made = voices.take_in_households(
        households=[LivedWith(line.pk, line.placed_since_on, with_whom[line.pk]) for line in placed], by=sara, at=at
    )
    return {line.pk: (made[line.pk], line.placed_since_on, with_whom[line.pk][0]) for line in placed}


def _account(name: str, role: str, refs: list[str], teams: list[str], at: datetime):
    email = f"{name.lower().replace(' ', '.')}@fenmarsh.example"
    said = {"name": name, "role": role, "cast_as": "", "worker_refs": refs, "team_refs": teams}
    accounts.cast_member(email=email, by=SYSTEM, at=at, came_at=at, **said)
    return people.person_with_email(email)


@dataclass
class Quarters:
    """One child's rounds. `holder`: whose child it is: a worker, or a manager, who cannot answer as the worker."""

    line: Any
    place: int
    keys: tuple[str, ...]
    holder: Any
    home: tuple[int, date, str] | None

    def __post_init__(self) -> None:
        self.draws = random.Random(self.line.local_id)  # noqa: S311 - invented answers, no secret
        self.talks_by = str(self.holder.public_id) if self.holder else SYSTEM.public_id
        self.life: Colours = {key: self._drawn_life(key) for key in self.keys}

    def rounds(self, on: date) -> Iterator[Earlier]:
        """The earliest first; those since the child came into care."""
        mine = self.line.worker_ref == MAYA
        shift = timedelta(weeks=0 if mine else 1 + self.place % SPREAD)
        for number in range(ROUNDS - (TOLD_PRESS_BY_PRESS if mine else 0)):
            opened_on = FIRST + QUARTER * number + shift
            if self.line.looked_after_since_on <= opened_on:
                yield self._round(opened_on, number, on)

    def _round(self, opened_on: date, number: int, on: date) -> Earlier:
        self.life = {key: self._lived_on(key, colour) for key, colour in self.life.items()}
        asks_child = has_turned(YOUNGEST_TO_ANSWER, self.line.born_on, opened_on)
        asked = [Voice.WORKER, Voice.CARER, *([Voice.CHILD] if asks_child else [])]
        silent = self.draws.random() < NOBODY
        replies = [
            reply
            for voice in asked
            if not silent
            and self.draws.random() < LIKELY[voice]
            and (reply := self._reply(voice, opened_on, number))
            and day_of(reply.at) < on
        ]
        return Earlier(
            child_id=self.line.pk,
            opened_on=opened_on,
            opened_at=moment(opened_on, 6),
            categories=self.keys,
            voices=tuple(asked),
            replies=tuple(replies),
            talks=tuple(self._talks(replies, opened_on, on)),
        )

    def _reply(self, voice: Voice, opened_on: date, number: int) -> Replied | None:
        day = opened_on + timedelta(days=self.draws.randint(2, 20))
        at = moment(day, self.draws.randint(9, 20), self.draws.randint(0, 59))
        told = {"voice": voice, "at": at}
        if voice is Voice.CHILD:
            return self._child(told, day)
        small = not has_turned(THREE, self.line.born_on, opened_on)
        left_out = NOT_OF_THE_SMALLEST if small else ()
        answers = {
            key: Answered(State.DOES_NOT_APPLY) if key in left_out else self._adult(voice, key, number)
            for key in self.keys
        }
        if voice is Voice.WORKER:
            can = self.holder is not None and self.holder.role == "social_worker"
            return Replied(by=self.talks_by, form="worker", answers=answers, **told) if can else None
        if self.home is None or opened_on < self.home[1]:
            return None
        return Replied(
            by=self.home[2], form="carer", answers=answers, household_id=self.home[0], **told, **self._read(at)
        )

    def _adult(self, voice: Voice, key: str, number: int) -> Answered:
        colour = self._as_seen(voice, key)
        said = words()[voice][key][colour.word]
        return Answered(colour, said[(number + self.place) % len(said)])

    def _child(self, told: dict, day: date) -> Replied:
        answers = {}
        for key in self.keys:
            if self.draws.random() < SILENT:
                answers[key] = Answered(State.DID_NOT_WANT_TO_SAY)
                continue
            colour = self._as_seen(Voice.CHILD, key)
            step = self.draws.choice([step for step, one in CHILD_STEPS.items() if one is colour])
            answers[key] = Answered(colour, step=step)
        says = words()["child"]
        wish = self.draws.choice(says["one"]) if self.draws.random() < 0.4 else ""
        best = self.draws.choice(says["best"]) if self.draws.random() < 0.6 else ""
        form = form_for(self.line.born_on, day)
        heard_on = day + timedelta(days=self.draws.randint(5, 15))
        heard = self._told(heard_on, self.draws.choice(words()["talk"]["wish"])) if wish else None
        return Replied(
            by="child",
            form=form,
            answers=answers,
            best_thing=best,
            one_thing=wish,
            told=heard,
            **told,
            **self._read(told["at"]),
        )

    def _read(self, at: datetime) -> dict[str, Any]:
        return {"read_at": at + timedelta(hours=self.draws.randint(1, 20)), "read_by": self.talks_by}

    def _talks(self, replies: list[Replied], opened_on: date, on: date) -> Iterator[Talked]:
        """Each difference, and each worry, has been talked about, but for those of the last weeks."""
        answered = [day_of(reply.at) for reply in replies]
        there = {reply.voice for reply in replies}
        until = max(answered, default=opened_on) if Voice.WORKER in there else opened_on + LASTS
        day = until + timedelta(days=self.draws.randint(3, 9))
        if not replies or day + TOLD_AFTER > on:
            return
        told = words()["talk"]
        for key in self.keys:
            answers = {reply.voice: reply.answers[key].answer for reply in replies}
            worried = any(isinstance(one, Colour) and one < Colour.GREEN for one in answers.values())
            differs = compare(answers, safety=key == SAFETY).level.differs
            if differs or worried:
                story = self.draws.choice(told["differ" if differs else "worry"])
                yield Talked(
                    category=key,
                    with_whom="The social worker with the child and the carer",
                    decided=self.draws.choice(story["decided"]),
                    why_nothing=self.draws.choice(story["nothing"]),
                    for_child=story["for_child"],
                    by=self.talks_by,
                    at=moment(day, 16),
                    on=day,
                    told=self._told(day + TOLD_AFTER, story["for_child"]),
                )

    def _told(self, day: date, said: str) -> Told:
        how = self.draws.choice(words()["talk"]["how"])
        return Told(on=day, how=how, words=said, by=self.talks_by, at=moment(day, 17))

    def _drawn_life(self, key: str) -> Colour:
        return Colour.GREEN if key == SAFETY or self.draws.random() < 0.8 else Colour.AMBER

    def _lived_on(self, key: str, now: Colour) -> Colour:
        """Life changes a step at a time, and a red does not last. Nobody is unsafe here: that is told on its own."""
        if key == SAFETY or self.draws.random() > CHANGES:
            return Colour.AMBER if now is Colour.RED else now
        return Colour(max(Colour.RED, min(Colour.GREEN, now + self.draws.choice((-1, 1, 1)))))

    def _as_seen(self, voice: Voice, key: str) -> Colour:
        colour = self.life[key]
        if self.draws.random() > SEES[voice]:
            colour = Colour(max(Colour.RED, min(Colour.GREEN, colour + self.draws.choice((-1, -1, 1)))))
        return max(colour, Colour.AMBER) if key == SAFETY else colour
