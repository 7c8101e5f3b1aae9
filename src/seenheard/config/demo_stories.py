"""Rounds of Maya's children whose story can be followed, press by press, by the operations that the pages use.

A difference that led somewhere; a red on safety at night; what comes back from round to round; a child too young to be
asked; one with an interpreter; a round that nobody answered; how the plan is judged. All of it is invented.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from seenheard.accounts import queries as people
from seenheard.config.demo_rounds import NOT_OF_THE_SMALLEST, moment, words
from seenheard.prompts import operations as prompts
from seenheard.record import operations as record_operations
from seenheard.record import queries as record
from seenheard.record.domain.days import day_of
from seenheard.voices import operations as voices
from seenheard.voices import queries
from seenheard.voices.domain.answers import Colour, State
from seenheard.voices.domain.doors import CODE, form_for
from seenheard.voices.domain.replies import Given
from seenheard.voices.domain.saying import I_DID, MINE, WITH_HELP
from seenheard.voices.operations import child_saying, doors
from seenheard.voices.operations.observing import keep_observation
from seenheard.voices.queries import doors as behind

NAMES = uuid.UUID("0c2a7c52-7f1b-4a52-8a35-9f1f6f0b5a10")  # the same acts have the same keys in every demo
LINDEN, HEATH, MAPLE, GALE, FERN, OLIVE = "500490", "500784", "500875", "501211", "501330", "501939"
AUTUMN, WINTER = date(2025, 10, 13), date(2026, 1, 12)
HER_TABLET = "198.51.100.7"  # an address kept for examples
Differs = Mapping[str, tuple[Colour, str]]
Steps = Mapping[str, int]
RED, AMBER, GREEN = Colour
FINE: Differs = {}


class Story:
    """One child of Maya's, as she and the others find it."""

    def __init__(self, number: str) -> None:
        self.number = number
        self.maya, self.tom, self.ines, self.dev = (
            people.person_with_email(f"{who}@fenmarsh.example") for who in ("maya", "tom", "ines", "dev")
        )
        self.round: Any = None

    def child(self, by, on: date):
        """The child, as this person finds it on the day."""
        line = record.children_now(viewer=by, on=on).get(local_id=self.number)
        return record.child_for(viewer=by, public_id=line.child.public_id, on=on)

    def key(self, what: str) -> str:
        """The key of a form of this child's."""
        return str(uuid.uuid5(NAMES, f"{self.number} {what}"))

    def opens(self, on: date) -> None:
        """Maya asks."""
        self.on = on
        self.round = voices.open_round(child=self.child(self.maya, on), by=self.maya, at=moment(on, 9))

    def worker_says(self, days: int, differs: Differs = FINE) -> None:
        """Maya answers, so many days after the round was opened."""
        self._adult("worker", voices.send_worker_reply, self.maya, days, differs)

    def carer_says(self, days: int, differs: Differs = FINE) -> None:
        """Whoever the child lives with answers; and Maya reads it."""
        at = moment(self.on + timedelta(days=days), 20)
        (home, *_) = queries.households_of(viewer=self.maya, child=self.child(self.maya, self.on), on=day_of(at))
        carer = people.people_by_public_id({home.members[0].person})[home.members[0].person]
        sent = self._adult("carer", voices.send_carer_reply, carer, days, differs)
        voices.read_reply(public_id=sent.public_id, by=self.maya, at=at + timedelta(hours=14))

    def _adult(self, voice: str, send: Callable, by, days: int, differs: Differs):
        day = self.on + timedelta(days=days)
        turn = (self.on.toordinal() // 7) % 2
        given = {key: Given(GREEN, words()[voice][key]["green"][turn]) for key in self.round.categories}
        given |= {key: Given(colour, said) for key, (colour, said) in differs.items()}
        if self.number == LINDEN:
            given |= {key: Given(State.DOES_NOT_APPLY) for key in NOT_OF_THE_SMALLEST}
        return send(
            public_id=self.round.public_id,
            given=given,
            key=self.key(f"{voice} {self.on}"),
            by=by,
            at=moment(day, 16 if voice == "worker" else 20),
        )

    def child_says(
        self, days: int, steps: Steps, *, best: str = "", one: str = "", helper: str = "", hour: int = 17
    ) -> None:
        """The child answers at a tablet, page by page; `helper`: an interpreter who sits beside. A manager reads it."""
        at = moment(self.on + timedelta(days=days), hour, 12)
        child, told = self.child(self.maya, day_of(at)), [{"name": helper, "role": "interpreter"}] if helper else []
        born_on = record.children_now(viewer=self.maya, on=day_of(at), child_ids=[child.pk]).get().born_on
        way = {"kind": CODE, "form": form_for(born_on, day_of(at)), "language": "en", "helpers": told}
        made = doors.make_child_way(child=child, by=self.maya, at=at, **way)
        token = doors.enter(secret=made.secret, kind=CODE, address=HER_TABLET, at=at).token
        sat = behind.sitting_of(token, at=at, on=day_of(at))
        pages = {key: {"answer": str(steps.get(key, 1 + place % 2))} for place, key in enumerate(self.round.categories)}
        pages |= {"best_thing": {"words": best, "carer": "on"}, "one_thing": {"words": one}}
        pages = {MINE: dict[str, str]()} | pages
        for page, given in pages.items():
            child_saying.keep_child_page(sat=sat, page=page, given=given, go="on", at=at)
        sent = child_saying.send_child_reply(sat=sat, chose=WITH_HELP if helper else I_DID, helper=helper, at=at)
        doors.end_sitting(sat=sat, at=at)
        voices.read_reply(public_id=sent.public_id, by=self.tom, at=at + timedelta(hours=15))
        self.wish = sent.public_id

    def talks(
        self, days: int, category: str, decided: str, for_child: str, *, why_nothing: str = "", act: str = ""
    ) -> Any:
        """Maya talks with the child and the carer, and writes down what follows: something to do in four weeks, or why
        nothing."""
        day = self.on + timedelta(days=days)
        to_do = voices.ToDo(act, str(self.maya.public_id), day + timedelta(weeks=4)) if act else None
        return voices.record_talk(
            round_public_id=self.round.public_id,
            category=category,
            held_on=day,
            with_whom="Maya with the child, and the carer for the second half",
            decided=decided,
            for_child=for_child,
            action=to_do,
            no_action_why=why_nothing,
            key=self.key(f"talk {self.on} {category}"),
            by=self.maya,
            at=moment(day, 17, 30),
        )

    def does(self, talk, days: int, came: str) -> None:
        """What was agreed is done."""
        day = self.on + timedelta(days=days)
        said = {"key": talk.action_key, "done_on": day, "outcome": came, "by": self.maya, "at": moment(day, 15)}
        record_operations.finish_action(child=self.child(self.maya, day), **said)

    def tells(self, days: int, said: str, how: str, **about) -> None:
        """The child is told what became of it."""
        day, what = self.on + timedelta(days=days), " ".join(about)
        key = self.key(f"told {self.on} {days} {what}")
        voices.tell_back(told_on=day, how=how, words=said, key=key, by=self.maya, at=moment(day, 17), **about)

    def sees(self, days: int, said: str) -> None:
        """Maya writes down what she saw of a child who is too young to be asked."""
        day = self.on + timedelta(days=days)
        key, child = self.key(f"saw {self.on}"), self.child(self.maya, day)
        keep_observation(child=child, words=said, key=key, by=self.maya, at=moment(day, 16))

    def judges(self, by, on: date, colour: Colour, reasons: str) -> None:
        """The plan is rated."""
        key = self.key(f"plan {by.role} {on}")
        voices.rate_plan(child=self.child(by, on), colour=colour, reasons=reasons, key=key, by=by, at=moment(on, 11))


def tell() -> None:
    """All of them, each in the order in which it happened."""
    for one in STORIES:
        one()


def ask_today(at: datetime, on: date) -> None:
    """The round that waits for an answer today."""
    linden = Story(LINDEN)
    voices.open_round(child=linden.child(linden.maya, on), by=linden.maya, at=at)


def _a_difference_leads_somewhere() -> None:
    """Gale says that she hardly sees her brother; Maya had thought that it was going well."""
    gale = Story(GALE)
    gale.opens(AUTUMN)
    gale.worker_says(3)
    gale.carer_says(4, {"family": (AMBER, "She comes home quiet, and does not want to talk about it.")})
    wish = "I want to see my brother every second week and not once a month."
    gale.child_says(5, {"family": 4}, best="I made the under-16 team.", one=wish)
    gale.judges(gale.ines, AUTUMN + timedelta(days=9), RED, "Time with her brother is in no plan, and she asks for it.")
    talk = gale.talks(
        8,
        "family",
        "Once a month was set when they lived further apart. Both want more; the carers can drive on Saturdays.",
        "You said that once a month is too little. Maya asks for every second Saturday.",
        act="Ask the contact service for every second Saturday at the leisure centre",
    )
    gale.does(talk, 30, "Agreed from 22 November: every second Saturday, swimming first.")
    agreed = "It is agreed: every second Saturday from 22 November, and swimming first."
    gale.tells(32, agreed, "At the visit; she rang her brother at once", talk=talk.public_id)
    gale.tells(32, agreed, "At the same visit", reply=gale.wish)
    gale.opens(WINTER)
    gale.worker_says(2)
    gale.carer_says(3)
    gale.child_says(4, {"family": 2}, best="Saturdays with my brother.")
    better = "She sees her brother every second Saturday, and says that the plan is hers."
    gale.judges(gale.ines, WINTER + timedelta(days=16), GREEN, better)
    gale.judges(gale.maya, WINTER + timedelta(days=16), GREEN, "What she asked for has been done, and it lasts.")


def _red_on_safety_at_night() -> None:
    """On a Saturday night Maple says that he does not feel safe; the night team has it within the half hour."""
    maple = Story(MAPLE)
    maple.opens(AUTUMN)
    maple.worker_says(4)
    maple.carer_says(6)
    maple.child_says(7, {"safety": 2})
    maple.opens(WINTER)
    maple.worker_says(3)
    maple.child_says(5, {"safety": 4, "friends": 3}, one="Somebody should pick me up from the bus.", hour=23)
    day = WINTER + timedelta(days=5)
    night = moment(day, 23, 12)
    prompts.send_waiting(at=night + timedelta(minutes=1))
    (alarm,) = queries.alarms_of_child(viewer=maple.tom, child=maple.child(maple.tom, day), on=day)
    voices.take_alarm(public_id=alarm.public_id, by=maple.dev, at=night + timedelta(minutes=19))
    done = (
        "Rang him and the carer at 23:35: he was at home, and somebody had followed him from the bus. The police have "
        "it under their number. He is fetched from the bus until Maya has seen him on Monday."
    )
    voices.finish_alarm(public_id=alarm.public_id, words=done, by=maple.dev, at=night + timedelta(hours=1))
    maple.carer_says(6, {"safety": (AMBER, "He was followed from the bus on Saturday. We fetch him now.")})
    talk = maple.talks(
        7,
        "safety",
        "Maple showed where it was. Two others have been followed there; the school knows.",
        "You told us at night and you were right to. You are fetched from the bus until it stops.",
        act="Ask the school and the bus company about the stop at the mill",
    )
    bus = "We talked about the bus: it is not the friends, and they walk with you."
    friends = maple.talks(7, "friends", "It is the bus, not the friends.", bus, why_nothing="It goes with the bus.")
    maple.tells(7, bus, "In the talk itself", talk=friends.public_id)
    maple.does(talk, 18, "The bus stops at the school gate from 2 February, and the police walk past the mill.")
    gate = "From Monday the bus stops at the school gate. Until you say so you are fetched."
    maple.tells(18, gate, "On the phone, then at the visit", talk=talk.public_id)
    maple.tells(18, gate, "On the phone", reply=maple.wish)
    maple.judges(maple.ines, WINTER + timedelta(days=22), AMBER, "The safety plan is good; it is not in the care plan.")
    maple.judges(maple.maya, WINTER + timedelta(days=24), AMBER, "True: I write it into the care plan by the review.")
    maple.opens(date(2026, 2, 23))
    maple.worker_says(2)
    maple.carer_says(3)
    maple.child_says(4, {"safety": 2}, best="The bus stops at the gate now.")


def _it_comes_back() -> None:
    """Fern finds school hard, and the adults do not see it; the round after, the same again, and more."""
    fern = Story(FERN)
    fern.opens(date(2025, 12, 15))
    fern.worker_says(2)
    fern.carer_says(5, {"learning": (AMBER, "She does not want to go in on Mondays.")})
    fern.child_says(8, {"learning": 3}, best="The dog sleeps on my bed.")
    talk = fern.talks(
        10,
        "learning",
        "She misses her old school. Everybody thinks that it needs a few weeks.",
        "Starting somewhere new is hard. We ask you again soon.",
        why_nothing="She has been there for a week, and we wait until she has settled.",
    )
    fern.tells(10, "Starting somewhere new is hard. We ask you again soon.", "At the visit", talk=talk.public_id)
    fern.opens(date(2026, 3, 9))
    fern.worker_says(4)
    fern.carer_says(
        7,
        {
            "learning": (AMBER, "She sits alone at dinner, and says that her stomach hurts before school."),
            "friends": (AMBER, "Nobody from the new school has been here yet."),
        },
    )
    fern.child_says(9, {"learning": 4, "friends": 3, "my_say": 3}, one="I want to go back to my old school.")
    fern.judges(fern.ines, date(2026, 3, 24), AMBER, "The plan for school was written for the school before this one.")
    fern.judges(fern.maya, date(2026, 3, 20), GREEN, "The move went well, and everything in the plan has been done.")


def _with_an_interpreter() -> None:
    """Heath turned five last summer; an interpreter of the language of his family sits beside him."""
    heath = Story(HEATH)
    heath.opens(AUTUMN)
    heath.worker_says(3)
    heath.carer_says(6)
    heath.child_says(9, {"who_i_am": 3}, best="Pancakes.", helper="Amina Yusuf")
    why = "He asked why he lives here. His carer reads the story of it with him, and so does Amina in his language."
    talk = heath.talks(
        11, "who_i_am", why, "We read your story with you, in both languages.", why_nothing="It is done."
    )
    heath.tells(11, "We read your story with you, in both languages.", "Read to him, interpreted", talk=talk.public_id)
    heath.opens(WINTER)
    heath.worker_says(4)
    heath.carer_says(5)
    heath.child_says(9, {"who_i_am": 1}, best="My story with the pictures.", helper="Amina Yusuf")
    heath.judges(heath.ines, WINTER + timedelta(days=20), GREEN, "His story is told in his own language, as he asked.")


def _too_young_to_be_asked() -> None:
    """Linden is not yet one: what Maya saw stands beside the others, and counts as nobody's answer."""
    linden = Story(LINDEN)
    linden.opens(AUTUMN)
    linden.sees(3, "Reaches for Carl and is calm as soon as he holds him. Turns round when his sister laughs.")
    linden.worker_says(3)
    linden.carer_says(5)
    linden.opens(WINTER)
    linden.sees(4, "Crawls to the shelf and back to Carl. Cried when I put him down, and stopped when Carl sang.")
    linden.worker_says(4)
    linden.carer_says(6, {"family": (AMBER, "Family time is on the day of his nap, and he sleeps through it.")})
    said = "The centre can do Thursdays."
    talk = linden.talks(
        8, "family", "The nap was not thought of. " + said, "You see everybody awake.", why_nothing=said
    )
    linden.tells(
        8, "He is too young to be told; his carers and his sister were.", "Said to the carers", talk=talk.public_id
    )


def _nobody_answered() -> None:
    """Olive’s round of the autumn passed without a word from anybody; in the winter all answered."""
    olive = Story(OLIVE)
    olive.opens(AUTUMN)
    olive.opens(WINTER)
    olive.worker_says(5)
    olive.carer_says(6)
    olive.child_says(8, {}, best="The sea.")


STORIES = (
    _a_difference_leads_somewhere,
    _red_on_safety_at_night,
    _it_comes_back,
    _with_an_interpreter,
    _too_young_to_be_asked,
    _nobody_answered,
)
