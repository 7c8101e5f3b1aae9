"""Rounds: who is asked, when one opens and how it ends; many at once, and never two for one child."""

from datetime import date, datetime, timedelta

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.accounts.permissions import NotAllowed
from seenheard.record import queries as record_queries
from seenheard.record.models import ChildNow
from seenheard.record.permissions import NoSuchChild
from seenheard.trail.models import Entry
from seenheard.voices import operations, queries
from seenheard.voices.domain.answers import Voice
from seenheard.voices.domain.rounds import Asking, Known, has_turned, in_turn, is_asked, voices_for, why_open
from seenheard.voices.models import Round, RoundEnd
from tests import cast
from tests.factories import record as made
from tests.pages.desk.conftest import looked_after

ON = date(2026, 3, 31)
ALL = Asking((Voice.WORKER, Voice.CARER, Voice.CHILD))
BORN = date(2012, 5, 4)


@pytest.mark.parametrize(
    ("known", "who", "asked"),
    [
        (Known(1, BORN, True), [], True),
        (Known(1, BORN, False), [], False),
        (Known(1, None, True), [], False),
        (Known(1, ON + timedelta(days=1), True), [], False),
        (Known(1, ON, True), [], True),
        (Known(1, BORN, True, closed=True), [], False),
        (Known(1, BORN, False, protection_plan=True), [], False),
        (Known(1, BORN, False, protection_plan=True), ["protection_plans"], True),
        (Known(1, BORN, False, need_plan=True), ["protection_plans"], False),
        (Known(1, BORN, False, need_plan=True), ["need_plans"], True),
        (Known(1, date(2008, 4, 1), True), [], True),
        (Known(1, date(2008, 3, 31), True), [], False),
        (Known(1, date(2008, 3, 31), False, care_leaver=True), [], False),
        (Known(1, date(2008, 3, 31), False, care_leaver=True), ["care_leavers"], True),
        (Known(1, date(2009, 3, 31), False, care_leaver=True), ["care_leavers"], True),
    ],
)
def test_who_is_asked(known, who, asked):
    assert is_asked(known, Asking(ALL.voices, frozenset(who)), ON) is asked


@pytest.mark.parametrize(
    ("last_on", "review_on", "why"),
    [
        (None, None, "every three months"),
        (date(2025, 12, 31), None, "every three months"),
        (date(2026, 1, 1), None, None),
        (date(2026, 1, 1), date(2026, 4, 28), "before a review"),
        (date(2026, 1, 1), date(2026, 4, 29), None),
        (date(2026, 3, 31), date(2026, 4, 28), None),
        (date(2026, 3, 30), date(2026, 4, 27), None),
        (date(2026, 3, 29), date(2026, 4, 27), "before a review"),
        (date(2026, 1, 1), date(2026, 3, 30), None),
        (date(2026, 1, 1), date(2026, 3, 31), "before a review"),
    ],
)
def test_when_a_round_opens(last_on, review_on, why):
    assert why_open(last_on, review_on, ALL, ON) == why


def test_three_months_end_with_the_month_and_a_leap_day_is_reached_in_march():
    assert why_open(date(2025, 11, 30), None, ALL, date(2026, 2, 27)) is None
    assert why_open(date(2025, 11, 30), None, ALL, date(2026, 2, 28)) == "every three months"
    assert not has_turned(14, date(2012, 2, 29), date(2026, 2, 28))
    assert has_turned(14, date(2012, 2, 29), date(2026, 3, 1))


def test_whose_voices():
    assert voices_for(Known(1, BORN, True), ALL, ON, child_may=True) == ALL.voices
    assert Voice.CHILD not in voices_for(Known(1, BORN, True), ALL, ON, child_may=False)
    assert Voice.CHILD not in voices_for(Known(1, date(2021, 4, 1), True), ALL, ON, child_may=True)
    assert Voice.CHILD in voices_for(Known(1, date(2021, 3, 31), True), ALL, ON, child_may=True)
    assert Voice.CARER not in voices_for(Known(1, BORN, False, care_leaver=True), ALL, ON, child_may=True)


def test_a_worker_opens_a_round(asked, ash, at):
    (now,) = queries.rounds_of(viewer=cast.maya(), child=ash, on=ON)
    assert now.closes_on == ON + timedelta(days=28)
    assert len(now.categories) == 12
    assert now.waits_for == (Voice.WORKER, Voice.CARER, Voice.CHILD)
    with pytest.raises(operations.NotAsked, match="A round is open for this child already"):
        operations.open_round(child=ash, by=cast.maya(), at=at)


def test_a_round_asks_no_child_while_nobody_would_read_a_red_at_once(db, ash, at):
    operations.choose_pack(pack="five", by=cast.sara(), at=at)
    assert operations.open_round(child=ash, by=cast.maya(), at=at).voices == ["worker", "carer"]


def test_two_categories_and_one_voice_are_enough_and_more_lose_nothing(council, ash, at):
    for one in queries.categories(on=ON)[2:]:
        operations.retire_category(key=one.key, why="We begin with two.", by=council, at=at)
    operations.set_voices(name="voices", value=["worker"], by=council, at=at)
    first = operations.open_round(child=ash, by=cast.maya(), at=at)
    assert (first.categories, first.voices) == (["health", "feelings"], ["worker"])
    operations.choose_pack(pack="twelve", by=council, at=at)
    operations.set_voices(name="voices", value=["worker", "carer", "child"], by=council, at=at)
    later = at + timedelta(days=100)
    second = operations.open_round(child=ash, by=cast.maya(), at=later)
    assert len(second.categories) == 12 and len(second.voices) == 3
    first.refresh_from_db()
    assert (first.categories, first.voices) == (["health", "feelings"], ["worker"])


def test_nothing_chosen_yet(db, ash, at):
    with pytest.raises(operations.NotAsked, match="has to choose the categories first"):
        operations.open_round(child=ash, by=cast.maya(), at=at)


def test_a_child_who_is_not_asked_and_one_who_is_not_known(council, at):
    not_in_care = made.make_child(born_on=BORN, facts={"involvement": {"professional_ref": "W-MAYA", "from_on": ON}})
    with pytest.raises((operations.NotAsked, NoSuchChild)):
        operations.open_round(child=not_in_care, by=council, at=at)
    with pytest.raises(NoSuchChild):
        operations.open_round(child=looked_after(worker="somebody else", team="another"), by=cast.maya(), at=at)
    with pytest.raises(NotAllowed):
        operations.open_round(child=not_in_care, by=cast.person("ana"), at=at)
    assert not Round.objects.exists()


def opened(at, **reviews):
    return operations.open_rounds(reviews=reviews, by=SYSTEM, at=at)


def test_on_schedule_each_child_once_and_again_after_three_months(council, at):
    for _ in range(3):
        looked_after()
    assert opened(at).opened == 3
    assert opened(at).opened == 0
    assert opened(at + timedelta(days=30)).opened == 0
    assert opened(datetime(2026, 7, 1, 9, tzinfo=at.tzinfo)).opened == 3
    assert Entry.objects.filter(what="opened_rounds").count() == 2


def test_before_a_review_once_for_each(council, ash, at):
    reviews = {ash.pk: ON + timedelta(days=60)}
    assert operations.open_rounds(reviews=reviews, by=SYSTEM, at=at).opened == 1
    near = at + timedelta(days=32)
    assert operations.open_rounds(reviews=reviews, by=SYSTEM, at=near).opened == 1
    assert operations.open_rounds(reviews=reviews, by=SYSTEM, at=near + timedelta(days=29)).opened == 0
    last = Round.objects.latest("opened_on")
    assert (last.why, last.review_on) == ("before a review", ON + timedelta(days=60))


def test_a_child_who_leaves_care_is_asked_no_more(asked, ash, at):
    ChildNow.objects.filter(child=ash).update(looked_after_since_on=None)
    assert opened(at).ended == 1
    assert RoundEnd.objects.get().how == "left"
    assert queries.rounds_of(viewer=SYSTEM, child=ash, on=ON)[0].is_over


def test_closed_by_hand_says_why_and_is_closed_once(asked, at):
    maya = cast.maya()
    with pytest.raises(NotAllowed, match="Say why"):
        operations.close_round(public_id=asked.public_id, why=" ", by=maya, at=at)
    operations.close_round(public_id=asked.public_id, why="She has moved today.", by=maya, at=at)
    with pytest.raises(NotAllowed, match="over already"):
        operations.close_round(public_id=asked.public_id, why="Again.", by=maya, at=at)
    with pytest.raises(queries.NoSuchRound):
        operations.close_round(public_id=asked.public_id, why="Not mine.", by=cast.person("mona"), at=at)


def test_on_its_last_day_it_is_over_by_itself(asked, ash):
    last = asked.closes_on - timedelta(days=1)
    maya = cast.maya()
    assert not queries.rounds_of(viewer=maya, child=ash, on=last)[0].is_over
    assert queries.rounds_of(viewer=maya, child=ash, on=asked.closes_on)[0].is_over


def test_the_order_of_categories_varies_by_person_and_round_and_stays_for_both():
    keys = [f"c{number}" for number in range(12)]
    orders = {whose: in_turn(keys, whose=whose) for whose in ("r1 maya", "r2 maya", "r1 otto")}
    assert len(set(orders.values())) == 3
    assert orders["r1 maya"] == in_turn(reversed(keys), whose="r1 maya")
    assert all(sorted(order) == sorted(keys) for order in orders.values())
    assert len({in_turn(keys, whose=f"r{number}")[0] for number in range(200)}) == len(keys)


def test_rounds_are_asked_for_at_once(asked, ash, django_assert_num_queries):
    maya, child = cast.maya(), record_queries.child_for(viewer=cast.maya(), public_id=ash.public_id, on=ON)
    with django_assert_num_queries(1):
        assert len(queries.rounds_of(viewer=maya, child=child, on=ON)) == 1
