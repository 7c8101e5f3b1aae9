"""What is owed, asked in every way the pages ask it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from seenheard.accounts.domain import SYSTEM
from seenheard.duties import operations, queries
from seenheard.duties.queries import Counted
from seenheard.duties.queries.explained import explained_late
from tests import cast
from tests.factories import record as made

pytestmark = pytest.mark.django_db

MAYA = cast.PEOPLE["maya"][2][0]
LATE = date(2026, 2, 2)  # looked after from here: the first review is overdue on 31 March
SOON = date(2026, 3, 12)  # from here: due within four weeks
LONG_AGO = date(2024, 1, 8)


def looked_after(since, *, worker=MAYA, team=cast.TEAM, **more):
    facts = {
        "cla_episode": {"from_on": since, "legal_code": "C2", "place_code": "U6", "care_ref": "CARE"},
        "involvement": {"professional_ref": worker, "role": "CW", "team_ref": team, "from_on": since},
    }
    return made.make_child(born_on=date(2012, 5, 4), facts=facts, tables=["cla_review"], **more)


@pytest.fixture
def counted(at):
    """Children whose clocks have been taken."""

    def count(*children):
        operations.take_changes(by=SYSTEM, at=at)
        return children

    return count


def reviews(found):
    return [(one.child_id, one.standing) for one in found.paged if one.rule.id == "LR-01"]


def test_the_longest_overdue_child_comes_first_and_each_child_stands_together(counted, on):
    soon, late = counted(looked_after(SOON), looked_after(LATE))
    found = queries.open_clocks(viewer=cast.maya(), on=on)
    assert reviews(found) == [(late.pk, "overdue"), (soon.pk, "due soon")]
    order = [one.child_id for one in found.paged]
    assert order == sorted(order, key=[late.pk, soon.pk].index)


def test_counts_are_of_the_whole_list(counted, on):
    counted(looked_after(LATE), looked_after(LATE))
    found = queries.open_clocks(viewer=cast.maya(), on=on)
    assert found.counted.duties == found.paged.total == len(found.paged)
    assert found.counted.children == 2
    assert found.counted.overdue == sum(one.standing == "overdue" for one in found.paged)


def test_another_team_sees_nothing_of_it(counted, on):
    counted(looked_after(LATE))
    assert queries.open_clocks(viewer=cast.otto(), on=on).counted.duties == 0
    assert queries.open_clocks(viewer=cast.sara(), on=on).counted.duties > 0


def test_a_list_can_be_of_one_worker_one_team_one_owner_one_part_of_life(counted, on):
    mine, hers = counted(looked_after(LATE), looked_after(LATE, worker="P0045"))
    viewer = cast.tom()

    def children(**chosen):
        return {one.child_id for one in queries.open_clocks(viewer=viewer, on=on, **chosen).paged}

    assert children(workers=[MAYA]) == {mine.pk}
    assert children(teams=[cast.TEAM]) == {mine.pk, hers.pk}
    assert children(teams=["T99"]) == set()
    reviewing = queries.open_clocks(viewer=viewer, on=on, owners=["reviewing officer"]).paged
    assert {one.rule.owner for one in reviewing} == {"reviewing officer"}
    assert {one.rule.area for one in queries.open_clocks(viewer=viewer, on=on, areas=["reviews"]).paged} == {"reviews"}


def test_what_is_due_later_than_four_weeks_is_not_pressing(counted, on):
    counted(looked_after(on - timedelta(days=1)))
    assert not reviews(queries.open_clocks(viewer=cast.maya(), on=on))
    assert reviews(queries.open_clocks(viewer=cast.maya(), on=on + timedelta(days=3)))


def test_what_no_file_carries_is_counted_and_never_called_overdue(counted, on):
    (child,) = counted(looked_after(LATE))
    found = queries.open_clocks(viewer=cast.maya(), on=on)
    assert "care_visit_made" in found.unjudged[child.pk]
    assert not [one for one in found.paged if one.clock.unjudged]


@pytest.mark.parametrize("few", [500, 0])
def test_the_number_of_queries_does_not_grow_with_the_rows(counted, on, monkeypatch, few):
    monkeypatch.setattr(queries, "FEW_CHILDREN", few)
    monkeypatch.setattr(queries, "SEE_MANY", frozenset())
    counted(looked_after(LATE))
    viewer = cast.sara()
    viewer.covers_at_times = False  # as a session knows it of nearly everybody
    asked = {
        "the list": lambda: queries.open_clocks(viewer=viewer, on=on),
        "what each worker carries": lambda: queries.by_worker(viewer=viewer, on=on),
        "the council's dates": lambda: queries.differences(viewer=viewer, on=on),
        "how many of them": lambda: queries.difference_counts(viewer=viewer, on=on),
    }
    before = {name: queries_of(ask) for name, ask in asked.items()}
    counted(*(looked_after(LATE) for _ in range(9)))
    assert {name: queries_of(ask) for name, ask in asked.items()} == before
    assert before["the list"] == 4


def queries_of(ask) -> int:
    with CaptureQueriesContext(connection) as sent:
        ask()
    return len(sent)


def test_what_each_worker_carries(counted, on):
    counted(looked_after(LATE), looked_after(LATE), looked_after(SOON, worker="P0045"))
    first, second = queries.by_worker(viewer=cast.tom(), on=on, teams=[cast.TEAM])
    assert (first.ref, first.children) == (MAYA, 2)
    assert (second.ref, second.children) == ("P0045", 1)
    assert first.overdue >= 2


def test_a_page_that_has_found_the_children_asks_for_them_no_more_and_is_told_the_same(counted, on):
    counted(looked_after(LATE), looked_after(SOON, worker="P0045"), looked_after(LATE, team="T99"))
    asked = {"viewer": cast.tom(), "on": on, "teams": [cast.TEAM]}
    few = queries.few_children(**asked)
    assert len(few) == 2
    for ask in (queries.by_worker, queries.open_clocks, explained_late):
        assert ask(**asked, few=few) == ask(**asked)
        assert ask(**asked, few=[]) != ask(**asked) or ask is explained_late
    assert queries_of(lambda: queries.by_worker(**asked, few=few)) == 1
    one_worker = queries.open_clocks(**asked, few=few, workers=["P0045"])
    assert one_worker == queries.open_clocks(**asked, workers=["P0045"]) and one_worker.counted.children == 1
    assert queries.few_children(viewer=cast.sara(), on=on) is None


def test_of_nobody_there_is_nothing(counted, on):
    counted(looked_after(LATE))
    viewer = cast.tom()
    for nobody in ([], ["T99"]):
        assert queries.by_worker(viewer=viewer, on=on, teams=nobody) == ()
        found = queries.open_clocks(viewer=viewer, on=on, teams=nobody)
        assert (list(found.paged), found.counted, found.not_judged) == ([], Counted(0, 0, 0), {})


def test_as_at_a_day_gone_by_only_what_had_happened_counts(counted, on):
    child = looked_after(LONG_AGO)
    made.add("cla_review", child, held_on=date(2024, 2, 1))
    counted(child)

    def review(as_at, **known):
        owed = queries.duties_as_at(viewer=cast.maya(), child_ids=[child.pk], as_at=as_at, on=on, **known)
        return [one.standing for one in owed if one.rule.id == "LR-01"]

    assert review(date(2024, 1, 5)) == []
    assert review(date(2024, 1, 25)) == ["due soon"]
    assert review(date(2024, 2, 1)) == ["met"]


def test_as_known_then_what_was_learned_later_is_not_known(at, on):
    before, after = datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 2, 5, tzinfo=UTC)
    child = made.make_child(born_on=date(2012, 5, 4), at=before)
    made.add("cla_episode", child, from_on=LONG_AGO, legal_code="C2", at=before)
    made.loads("ssd", ["cla_review"], at=before)
    made.add("involvement", child, professional_ref=MAYA, team_ref=cast.TEAM, from_on=LONG_AGO, at=before)
    made.add("cla_review", child, held_on=date(2024, 2, 1), at=after)

    def review(known_at):
        owed = queries.duties_as_at(viewer=cast.maya(), child_ids=[child.pk], as_at=on, on=on, known_at=known_at)
        return [one.standing for one in owed if one.rule.id == "LR-01"]

    assert review(after) == ["met"]
    assert review(before) == ["overdue"]


def test_the_councils_own_dates_are_compared_and_counted(counted, on):
    child = looked_after(LATE)
    made.add("cla_review", child, due_on=date(2026, 3, 10), held_on=None)
    counted(child)
    (one,) = [found for found in queries.differences(viewer=cast.maya(), on=on) if found.owed.rule.id == "LR-01"]
    assert one.days == (date(2026, 3, 10) - one.owed.clock.due_on).days
    (line,) = [found for found in queries.difference_counts(viewer=cast.maya(), on=on) if found.rule.id == "LR-01"]
    assert (line.same, line.earlier, line.later) == (0, 0, 1)
    assert queries.difference_counts(viewer=cast.otto(), on=on) == ()
    assert queries.difference_counts(viewer=cast.ana(), on=on) == queries.difference_counts(viewer=cast.sara(), on=on)


def test_the_clocks_of_one_child_are_for_those_who_may_see_the_child(counted, on):
    (child,) = counted(looked_after(LATE))
    assert queries.clocks_of_child(viewer=cast.maya(), child=child, on=on)
    assert queries.clocks_of_child(viewer=cast.otto(), child=child, on=on) == ()
    assert not list(queries.duties_as_at(viewer=cast.otto(), child_ids=[child.pk], as_at=on, on=on))


def test_what_ends_after_today_is_still_open_today(counted, on):
    child = looked_after(LATE)
    made.add("cla_review", child, held_on=on + timedelta(days=1))
    counted(child)
    assert reviews(queries.open_clocks(viewer=cast.maya(), on=on)) == [(child.pk, "overdue")]
    assert not reviews(queries.open_clocks(viewer=cast.maya(), on=on + timedelta(days=1)))


def test_what_begins_after_today_is_not_due_today(counted, on):
    counted(looked_after(on + timedelta(days=1)))
    assert queries.open_clocks(viewer=cast.sara(), on=on).counted.duties == 0
    assert queries.open_clocks(viewer=cast.sara(), on=on + timedelta(days=5)).counted.duties > 0


def test_what_cannot_be_judged_is_counted_over_all_pages(counted, on):
    counted(looked_after(LATE), looked_after(LATE))
    found = queries.open_clocks(viewer=cast.maya(), on=on)
    assert found.not_judged["care_visit_made"] == sum(missing["care_visit_made"] for missing in found.unjudged.values())


def test_looking_back_to_today_says_what_the_page_of_today_says(counted, on):
    child = looked_after(LATE)
    made.add("cla_review", child, due_on=on + timedelta(days=9), held_on=None)
    made.add("cla_visit", child, visited_on=on - timedelta(days=9), seen=True)
    counted(child)
    today = queries.clocks_of_child(viewer=cast.maya(), child=child, on=on)
    back = queries.duties_as_at(viewer=cast.maya(), child_ids=[child.pk], as_at=on, on=on)
    assert {(one.clock.rule, one.clock.council_due_on, one.standing) for one in back} == {
        (one.clock.rule, one.clock.council_due_on, one.standing) for one in today
    }
    assert any(one.clock.council_due_on == on + timedelta(days=9) for one in today)
