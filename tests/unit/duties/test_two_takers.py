"""Two workers take the changed children at the same moment, each on a connection of its own."""

import threading
import time
from datetime import date

import pytest
from django.db import connection

from seenheard.accounts.domain import SYSTEM
from seenheard.duties import operations, rulebook
from seenheard.duties.domain.lines import line
from seenheard.record import queries as record_queries
from seenheard.record.models import ChangedChild
from seenheard.timescales import queries as timescales_queries
from seenheard.timescales.domain import engine
from seenheard.trail.models import Entry
from tests.factories import record as made

pytestmark = pytest.mark.django_db(transaction=True)
CHILDREN = 6
LONGEST = 20  # seconds that one taker may wait for the other before the test gives up


@pytest.fixture
def children():
    """Looked-after children of whom nobody has worked out anything yet."""
    everyone = [made.make_child(born_on=date(2012, 5, 4)) for _ in range(CHILDREN)]
    for child in everyone:
        made.add("cla_episode", child, from_on=date(2026, 1, 5), legal_code="C2", place_code="U6")
    made.loads("ssd", ["cla_review"])
    return everyone


class TwoTakers:
    """The second sets out when the first has read its children and written nothing yet: the worst moment there is.

    `meanwhile` is committed at that moment as well. The first goes on when the second has ended, or waits for it.
    """

    def __init__(self, monkeypatch, at, meanwhile=lambda: None):
        self.at, self.meanwhile, self.took = at, meanwhile, {}
        self.real = record_queries.tellings
        monkeypatch.setattr(record_queries, "tellings", self.tellings)
        self.first, self.second = (threading.Thread(target=self.take, name=name) for name in ("first", "second"))

    def run(self):
        self.first.start()
        for thread in (self.first, self.second):
            thread.join(LONGEST)
        return self

    def take(self):
        try:
            if threading.current_thread() is self.second:
                self.meanwhile()
            self.took[threading.current_thread().name] = operations.take_changes(by=SYSTEM, at=self.at)
        finally:
            connection.close()

    def tellings(self, **asked):
        read = list(self.real(**asked))
        if threading.current_thread() is self.first and self.second.ident is None:
            self.second.start()
            self.until_the_second_waits_or_has_ended()
        return iter(read)

    def until_the_second_waits_or_has_ended(self):
        give_up = time.monotonic() + LONGEST
        while self.second.is_alive() and not somebody_waits():
            assert time.monotonic() < give_up, "the second taker neither ended nor waited"
            time.sleep(0.01)


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return cursor.fetchone()[0] > 0


def stored(children) -> list[str]:
    return sorted(line for line, _ in operations.stored_lines([child.pk for child in children]))


def afresh(children) -> list[str]:
    """What the rules make of the record now, each clock once."""
    rules, calendar = rulebook.rules(), timescales_queries.calendar()
    histories = record_queries.histories(child_ids=[child.pk for child in children], viewer=SYSTEM)
    return sorted({line(h.child_id, clock) for h in histories for clock in engine.clocks(h, rules, calendar)})


def change_the_first(children):
    """A change of a child whom the first taker has in hand, committed while it works."""
    return lambda: made.add("cla_review", children[0], held_on=date(2026, 2, 2), due_on=date(2026, 2, 2))


def taken_children() -> list[int]:
    return [counts["children"] for counts in Entry.objects.filter(what="took_changes").values_list("counts", flat=True)]


def test_each_child_is_taken_once(children, at, monkeypatch):
    two = TwoTakers(monkeypatch, at).run()
    assert two.took == {"first": CHILDREN, "second": 0}
    assert taken_children() == [CHILDREN]
    assert not ChangedChild.objects.exists()
    assert stored(children) == afresh(children) != []


def test_a_child_who_changes_meanwhile_is_taken_again_and_the_clocks_are_those_made_afresh(children, at, monkeypatch):
    two = TwoTakers(monkeypatch, at, change_the_first(children)).run()
    assert sum(two.took.values()) == CHILDREN + 1
    assert sorted(taken_children()) == [1, CHILDREN]
    assert not ChangedChild.objects.exists()
    assert stored(children) == afresh(children) != []


def test_without_the_queue_of_writers_this_check_turns_red(children, at, monkeypatch):
    monkeypatch.setattr(operations, "_wait_for_other_writers", lambda: None)
    TwoTakers(monkeypatch, at, change_the_first(children)).run()
    assert stored(children) != afresh(children)
