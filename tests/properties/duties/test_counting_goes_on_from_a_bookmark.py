"""A long life is counted on from a bookmark: whatever is learned, in whatever order, nothing differs from counting it all.

Typed in any order, dated back, corrected and withdrawn; told by files beside it; and with what is recorded here said anew.
"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seenheard.accounts.domain import SYSTEM
from seenheard.duties import operations, rulebook
from seenheard.duties.domain import bookmarks, comparisons, lines, tallies
from seenheard.duties.models import Bookmark
from seenheard.prompts.models import Prompt
from seenheard.record import operations as record
from seenheard.record import queries
from seenheard.record.domain.involved import WORKERS
from seenheard.record.domain.protecting import CONFIRMED, ENDED, PROTECTED
from seenheard.timescales.domain.events import KINDS, ONLY_HERE, ONLY_IN_FILES, VISITS
from tests import cast
from tests.factories import record as made

pytestmark = pytest.mark.django_db

WHY = "Because it was so, and nobody had said it."
BEGAN, TODAY = date(2024, 1, 8), date(2026, 3, 31)
FACTS = {"plan": "P1", "placement": "L1", "care": "C1", "referral": "R1", "legal": "C2", "place": "U4", "seen": True,
         "missing": "M1", "carer": "K1", "arrangement": "A1", "visit": "V1", "conference": "review", "hour": "10:30",
         "arranged_for_on": "2026-03-20", "score": 12, "agreed": True, "old_enough": True, "worker": "W1"}  # fmt: skip
numbers = count(1)

days = st.integers(0, (TODAY - BEGAN).days).map(lambda number: BEGAN + timedelta(days=number))
lately = st.integers(0, 200).map(lambda number: TODAY - timedelta(days=number))
some_day = days | lately
ABOUT_AN_ADDRESS = {PROTECTED, CONFIRMED, ENDED}  # said in an order of their own, and met by no rule
# Who works with a child is a manager's to say, and takes the child from whoever types here.
kinds = st.sampled_from(sorted(KINDS.keys() - ONLY_IN_FILES - VISITS - ABOUT_AN_ADDRESS - WORKERS))
in_files = st.sampled_from(
    ["cla_visit", "cp_visit", "cin_visit", "cla_review", "cla_health", "cp_plan", "legal_status", "cla_placement"]
)
acts = st.one_of(
    st.tuples(st.just("visit"), lately),
    st.tuples(st.just("visit"), some_day),
    st.tuples(st.just("event"), kinds, some_day),
    st.tuples(st.just("file"), in_files, some_day, st.sampled_from(["ssd", "ssda903"])),
    st.tuples(st.just("correct"), st.integers(0, 99), some_day),
    st.tuples(st.just("withdraw"), st.integers(0, 99)),
    st.tuples(st.just("keep"), st.sets(st.sampled_from(sorted(ONLY_HERE)), min_size=1, max_size=20), some_day),
    st.tuples(st.just("plan"), some_day),
    st.tuples(st.just("book"), st.sampled_from(["visit", "care_review_held"])),
)


@pytest.fixture
def short_bookmarks(monkeypatch):
    """Bookmarks in short lives too, so that they can be tried in seconds."""
    monkeypatch.setattr(bookmarks, "LONG", 8)
    monkeypatch.setattr(bookmarks, "LATELY", 4)
    monkeypatch.setattr(bookmarks, "FAR", 12)


class Life:
    """One child in care with a dozen visits from a file, and what is typed of the child from then on."""

    def __init__(self, at):
        self.at, self.by, self.typed = at, cast.maya(), []
        self.child = made.make_child(born_on=date(2012, 5, 4))
        made.add("involvement", self.child, professional_ref="P0002", team_ref="T02", role="CW", from_on=BEGAN)
        made.add("cla_episode", self.child, from_on=BEGAN, legal_code="C2", place_code="U6", care_ref="C1")
        made.add("cla_placement", self.child, from_on=BEGAN, place_code="U6", care_ref="C1", placement_ref="L1")
        visits = [{"visited_on": BEGAN + timedelta(days=61 * number), "seen": True} for number in range(1, 13)]
        made.add_all("cla_visit", self.child, visits)
        self.follow()

    def follow(self):
        operations.follow(child_ids=[self.child.pk], at=self.at)

    def act(self, what, *said):
        getattr(self, f"_{what}")(*said)
        self.follow()

    def _visit(self, on):
        key = f"visit-{next(numbers)}"
        part = record.Part(child=self.child, seen=True, seen_alone=True, kept_why=WHY)
        (saved,) = record.record_visit(visited_on=on, place="home", parts=[part], key=key, by=self.by, at=self.at)
        self.typed.append(("visit", saved.key))

    def _event(self, kind, on):
        key = f"event-{next(numbers)}"
        facts = {name: FACTS[name] for name in KINDS[kind] if name in FACTS and name != "hour"}
        said = {"child": self.child, "by": self.by, "at": self.at, "kept_why": WHY}
        record.record_event(kind=kind, on=on, key=key, facts=facts, **said)
        self.typed.append(("event", key))

    def _plan(self, on):
        made.add("cla_review", self.child, due_on=on)

    def _file(self, name, on, source):
        fields = {
            "cla_visit": {"visited_on": on, "seen": True},
            "cp_visit": {"visited_on": on, "seen": True, "plan_ref": "P1"},
            "cin_visit": {"visited_on": on, "seen": False},
            "cla_review": {"held_on": on, "due_on": on + timedelta(days=3)},
            "cla_health": {"held_on": on, "kind": "Health assessment"},
            "cp_plan": {"from_on": on, "plan_ref": "P1"},
            "legal_status": {"from_on": on, "code": "V2"},
            "cla_placement": {"from_on": on, "place_code": "U4", "care_ref": "C1"},
        }
        made.add(name, self.child, source=source, **fields[name])

    def _correct(self, number, on):
        if self.typed:
            name, key = self.typed[number % len(self.typed)]
            said = {"child": self.child, "key": key, "why": WHY, "by": self.by, "at": self.at}
            if name == "event":
                record.correct_event(on=on, facts={}, kept_why=WHY, **said)
            else:
                part = record.Part(child=self.child, seen=True, seen_alone=True, kept_why=WHY)
                record.correct_visit(visited_on=on, place="home", part=part, **said)

    def _withdraw(self, number):
        if self.typed:
            name, key = self.typed.pop(number % len(self.typed))
            record.withdraw(name=name, child=self.child, key=key, why=WHY, by=self.by, at=self.at)

    def _keep(self, kept, from_on):
        record.keep_here(kinds=sorted(kept), from_on=from_on, by=cast.sara(), at=self.at)

    def _book(self, kind):
        on = TODAY + timedelta(days=14)
        record.book(child=self.child, kind=kind, planned_on=on, key=f"b-{next(numbers)}", by=self.by, at=self.at)

    def check(self):
        """What is stored is what counting the whole life makes."""
        ids = [self.child.pk]
        should_be = operations._should_be(ids, TODAY)
        for table, columns, rows in (
            ("duties_clock", lines.COLUMNS, should_be.clocks),
            ("duties_tally", tallies.COLUMNS, should_be.tallies),
            ("duties_comparison", comparisons.COLUMNS, should_be.comparisons),
        ):
            stored = operations.stored_lines(ids, table=table, columns=columns)
            assert Counter(line for line, _ in stored) == Counter(rows), table
        wanted = {
            (one.cause, one.key, one.act_by_on)
            for one in (*should_be.causes, *should_be.typed)
            if one.until_on is None or one.until_on > max(one.opens_on, TODAY)
        }
        open_ones = Prompt.objects.filter(child=self.child, gone_at=None).exclude(until_on__lte=TODAY)
        assert set(open_ones.values_list("cause", "key", "act_by_on")) == {
            min(found, key=lambda one: one[2]) for found in _alike(wanted)
        }


def _alike(wanted):
    found = {}
    for one in wanted:
        found.setdefault(one[:2], []).append(one)
    return found.values()


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(acts=st.lists(acts, min_size=1, max_size=10))
def test_counting_on_gives_what_counting_it_all_gives(acts, at, short_bookmarks):
    life = Life(at)
    for act in acts:
        life.act(*act)
        life.check()


@pytest.fixture
def gone_on(monkeypatch):
    """Whether each count went on from the bookmark."""
    went, go_on = [], operations._go_on

    def watched(child_id, at):
        went.append(go_on(child_id, at))
        return went[-1]

    monkeypatch.setattr(operations, "_go_on", watched)
    return went


def test_what_happened_since_is_counted_on_and_what_came_before_counts_it_all(at, short_bookmarks, gone_on):
    life = Life(at)
    life.act("visit", TODAY - timedelta(days=3))
    life.act("event", "health_assessment_held", TODAY - timedelta(days=2))
    life.act("correct", 0, TODAY - timedelta(days=1))
    life.act("withdraw", 0)
    assert gone_on == [False, True, True, True, True]
    life.act("visit", BEGAN + timedelta(days=100))
    life.act("visit", TODAY)
    life.act("event", "placement_ended", BEGAN + timedelta(days=100))
    life.act("keep", {"core_group_held"}, TODAY)
    assert gone_on[5:] == [False, True, False, False]
    life.check()


def test_a_bookmark_is_moved_on_as_life_goes_on(at, short_bookmarks, gone_on):
    life = Life(at)
    first = Bookmark.objects.get(child=life.child).since_on
    for number in range(12):
        life.act("visit", TODAY - timedelta(days=20 - number))
    assert Bookmark.objects.get(child=life.child).since_on > first
    assert gone_on.count(False) == 2
    life.check()


@pytest.mark.parametrize("forgotten", ["before", "in lists", "compared", "latest"])
def test_forgetting_anything_of_the_time_before_turns_this_check_red(at, short_bookmarks, monkeypatch, forgotten):
    life = Life(at)
    made.add("cla_review", life.child, held_on=date(2024, 2, 1), due_on=date(2024, 2, 3))
    made.add("cla_visit", life.child, visited_on=date(2024, 5, 1), seen=False)
    long_ago = {"key": "long ago", "by": life.by, "at": datetime(2024, 1, 20, tzinfo=UTC)}
    record.book(child=life.child, kind="care_review_held", planned_on=date(2024, 1, 30), **long_ago)
    operations.rebuild(by=SYSTEM, at=at)
    mark = Bookmark.objects.filter(child=life.child)
    match forgotten:
        case "before":
            later = queries.history_since(child_id=life.child.pk, since=mark.get().since_on, viewer=SYSTEM)
            life._visit(BEGAN + timedelta(days=100))
            monkeypatch.setattr(operations.record_queries, "history_since", lambda **_: later)
        case "in lists":
            monkeypatch.setattr(operations, "STILL_LISTED", " AND until_on >= %s AND NOT (%s::text[] = %s::text[])")
        case "compared":
            mark.update(compared={})
        case "latest":
            mark.update(latest_on={})
    life.follow()
    with pytest.raises(AssertionError):
        life.check()


def test_another_child_is_counted_again_when_silence_means_something_else(at, short_bookmarks, gone_on):
    """A bookmark says also what is known of everybody: from when a kind is recorded here at all."""
    life, other = Life(at), Life(at)
    record.keep_here(kinds=["supervision_held"], from_on=date(2026, 1, 1), by=cast.sara(), at=at)
    other.follow()
    assert gone_on[-1] is False
    operations.take_changes(by=SYSTEM, at=at)
    life.check()


def test_a_bookmark_is_kept_for_long_lives_that_go_on(at):
    life = Life(at)
    assert not Bookmark.objects.exists()
    made.add_all(
        "cla_visit", life.child, [{"visited_on": BEGAN + timedelta(days=9 * n)} for n in range(bookmarks.LONG)]
    )
    operations.rebuild(by=SYSTEM, at=at)
    assert Bookmark.objects.get().child_id == life.child.pk
    assert {rule for rule, _ in operations._bookmark_of(life.child.pk).ran} <= set(rulebook.rules())
