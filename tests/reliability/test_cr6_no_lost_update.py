"""CR6: of two people who change the same thing at the same time, the second is told, and nobody's words are lost.

Two editors have the same version before them and save. Each has a connection of their own, and a seed decides whose
next statement the database gets, commit included: 10 interleavings of each kind of change in ./test, 200 at night
(SEENHEARD_NIGHT=1), which makes 1,000.
"""

import os
import threading
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.db import connection, transaction

from seenheard.accounts.models import User
from seenheard.desk import operations as desk
from seenheard.record import operations as record
from seenheard.record.models import Child, ChildAction, Event, Issue, Visit
from seenheard.record.operations import ChangedMeanwhile, Part, versions
from tests import cast
from tests.factories.record import make_child

NIGHT = bool(os.environ.get("SEENHEARD_NIGHT"))
EACH = 200 if NIGHT else 10
AT = datetime(2026, 3, 31, 16, 0, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
ON = date(2026, 3, 30)
ANOTHER = "There was another visit on this day"
BLOCKED_AFTER = 0.03  # seconds: whose statement has not come back by then waits for the other's lock
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.larger_at_night]


class Turns:
    """One statement at a time, by whoever the seed says, as long as both wait to go on."""

    def __init__(self, seed: str) -> None:
        self.chance, self.changed, self.state = Random(seed), threading.Condition(), {}
        self.order: list[str] = []

    def wait(self, who: str) -> None:
        """Until it is this editor's turn."""
        with self.changed:
            self.state[who] = "waits"
            self.changed.notify_all()
            self.changed.wait_for(lambda: self.state[who] == "goes", timeout=30)

    def is_done(self, who: str) -> None:
        with self.changed:
            self.state[who] = "done"
            self.changed.notify_all()

    def give(self, number: int) -> None:
        """Hand out turns until all are done."""
        with self.changed:
            self.changed.wait_for(lambda: len(self.state) == number, timeout=30)
            while "waits" in self.state.values() or "goes" in self.state.values():
                waiting = sorted(who for who, state in self.state.items() if state == "waits")
                if not waiting:
                    self.changed.wait(timeout=30)
                    continue
                who = self.chance.choice(waiting)
                self.state[who] = "goes"
                self.order.append(who)
                self.changed.notify_all()
                self.changed.wait_for(lambda: self.state[who] != "goes", timeout=BLOCKED_AFTER)  # noqa: B023


def editing(turns: Turns, who: str, act, answers: dict):
    """One editor's save on a connection of their own, each statement in its turn, and the commit too."""

    def in_turn(execute, *args):
        turns.wait(who)
        return execute(*args)

    try:
        with connection.execute_wrapper(in_turn), transaction.atomic():
            answers[who] = act()
            turns.wait(who)
    except Exception as error:  # noqa: BLE001 - looked at by the test
        answers[who] = error
    finally:
        turns.is_done(who)
        connection.close()


def both(seed: str, acts: dict) -> tuple[dict, list[str]]:
    """What each was answered, and whose statements came in which order."""
    turns, answers = Turns(seed), {}
    threads = [threading.Thread(target=editing, args=(turns, who, act, answers)) for who, act in acts.items()]
    for thread in threads:
        thread.start()
    turns.give(len(acts))
    for thread in threads:
        thread.join(timeout=30)
    return answers, turns.order


# --- what is changed: how it is made, how it is changed with some words, and where these words then are -------------


def an_event(child, by, key):
    desk.for_child(record.record_event, child=child, kind="core_group_held", on=ON, key=key, by=by, at=AT)
    return Event, lambda row: row.facts.get("words")


def correct_event(words):
    return record.correct_event, {"on": ON, "facts": {"words": words}, "why": f"It was so: {words}"}


def a_visit(child, by, key):
    part = Part(child=child, seen=True, seen_alone=True, said="before", kept_why=ANOTHER)
    record.record_visit(visited_on=ON, place="home", parts=[part], key=key, by=by, at=AT)
    return Visit, lambda row: row.said


def correct_visit(words, child):
    part = Part(child=child, seen=True, seen_alone=True, said=words, kept_why=ANOTHER)
    return record.correct_visit, {"visited_on": ON, "place": "home", "part": part, "why": "It was said otherwise"}


def an_action(child, by, key):
    said = {"words": "Buy a coat", "owned_by": str(by.public_id), "due_on": LATER.date()}
    record.add_action(child=child, key=key, by=by, at=AT, **said)
    return ChildAction, lambda row: row.outcome


def finish_action(words):
    return record.finish_action, {"done_on": ON, "outcome": words}


def hand_on_action(words, owner):
    changes = {"owned_by": owner, "due_on": LATER.date() + timedelta(days=len(words))}
    return record.hand_on_action, changes | {"why": f"Handed on: {words}"}


def an_issue(child, by, key):
    record.raise_issue(child=child, words="No coat", on=ON, key=key, by=by, at=AT)
    return Issue, lambda row: row.no_action_why


def answer_issue(words):
    return record.answer_issue, {"no_action_why": words}


KINDS = {
    "event": (an_event, lambda words, child, by: correct_event(words), None),
    "visit": (a_visit, lambda words, child, by: correct_visit(words, child), None),
    "action finished": (an_action, lambda words, child, by: finish_action(words), None),
    "action handed on": (
        an_action,
        lambda words, child, by: hand_on_action(words, str(by.public_id)),
        lambda row: (row.version_why or "").removeprefix("Handed on: "),
    ),
    "issue": (an_issue, lambda words, child, by: answer_issue(words), None),
}
WORDS = {"maya": "Maya's words of it", "tom": "Tom's own words of it"}


def interleaved(kind: str, seed: int) -> tuple[list[str], list[str]]:
    """What is wrong after one interleaving, and the order of it."""
    make, change, where = KINDS[kind]
    people = {"maya": cast.maya(), "tom": cast.tom()}
    child = Child.objects.order_by("pk").first()
    key = f"{kind}-{seed}"
    model, words_of = make(child, people["maya"], key)
    row = model.objects.get(row_key__startswith=key)
    acts = {}
    for who, person in people.items():
        act, said = change(WORDS[who], child, person)

        def save(act=act, said=said, person=person):
            by, mine = User.objects.get(pk=person.pk), Child.objects.get(pk=child.pk)
            return act(child=mine, key=row.row_key, based_on=row.pk, by=by, at=LATER, **said)

        acts[who] = save
    answers, order = both(f"{kind} {seed}", acts)
    return list(_wrong(model, row.row_key, answers, where or words_of)), order


def _wrong(model, key, answers, words_of):
    written = [who for who, answer in answers.items() if getattr(answer, "written", False)]
    told = [who for who, answer in answers.items() if isinstance(answer, ChangedMeanwhile)]
    rows = list(model.objects.filter(row_key=key).order_by("id"))
    if len(written) != 1 or len(told) != 1:
        yield f"{answers}: one is kept, and the other is told"
    if [words_of(row) for row in rows[1:]] != [WORDS[who] for who in written]:
        yield "what was confirmed is not what is there"
    if [row.known_until is None for row in rows] != [False] * (len(rows) - 1) + [True]:
        yield "not the last version alone stands"


@pytest.fixture
def child():
    made = make_child(born_on=date(2015, 5, 4), facts={"involvement": {"professional_ref": "P0002", "team_ref": "T02"}})
    cast.maya(), cast.tom()
    return made


@pytest.mark.parametrize("kind", KINDS)
def test_of_two_who_change_the_same_thing_one_is_kept_and_the_other_is_told(kind, child):
    orders, first = set(), Counter()
    for seed in range(EACH):
        wrong, order = interleaved(kind, seed)
        assert wrong == [], f"seed {seed}: {order}"
        orders.add(tuple(order))
        first[order[0]] += 1
    assert len(orders) >= EACH * 0.8, "the interleavings are different ones"
    assert len(first) == 2


def test_as_many_interleavings_as_are_asked_for():
    assert EACH * len(KINDS) >= (1_000 if NIGHT else 50)


def test_a_version_that_nobody_compares_turns_this_check_red(child, monkeypatch):
    real = versions.write_next
    for module in ("recording", "visiting", "acting"):
        monkeypatch.setattr(
            f"seenheard.record.operations.{module}.write_next", lambda *a, based_on=None, **more: real(*a, **more)
        )
    assert interleaved("event", 1)[0]


def test_a_lock_that_is_not_taken_turns_this_check_red(child, monkeypatch):
    """Both compare before either has written: then the database's one open row a key refuses the second."""

    def check(child, by, at):
        versions.check_can_record(by)

    monkeypatch.setattr(versions, "_lock", check)
    assert any(interleaved("event", seed)[0] for seed in range(20))
