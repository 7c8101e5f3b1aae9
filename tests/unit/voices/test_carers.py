"""Who may answer for a child placed with them, what they send, and when it ends."""

from datetime import timedelta

import pytest
from django.db import transaction

from seenheard.accounts import operations as accounts
from seenheard.accounts.models import Role, User
from seenheard.accounts.permissions import NotAllowed
from seenheard.desk.presenters.voice_columns import ANOTHER_HOME, columns
from seenheard.lib.sight import look_as
from seenheard.record import queries as record
from seenheard.record.permissions import NoSuchChild
from seenheard.voices import operations, queries
from seenheard.voices.domain.answers import Colour, State, Voice
from seenheard.voices.domain.replies import Given
from seenheard.voices.models import Alarm, Household, Member, Rating, Reply, ReplyDraft, RoundEnd
from tests import cast
from tests.factories.at_once import at_once
from tests.factories.record import add
from tests.pages.desk.conftest import looked_after
from tests.second_line import looking_as
from tests.unit.voices.test_doors import end_episode
from tests.unit.voices.test_replying import child_said


def invite(child, who="carl", *, at, by=None, kind="family"):
    said = {"name": cast.CARERS[who], "email": f"{who}@carers.example", "kind": kind}
    return operations.invite_carer(child=child, by=by or cast.maya(), at=at, **said)


@pytest.fixture
def carl(asked, at):
    return came_in(invite(asked.child, at=at).person, at)


def came_in(person, at):
    User.objects.filter(pk=person.pk).update(last_login=at)
    return User.objects.get(pk=person.pk)


def send(asked, given, by, at, key="carer-1"):
    return operations.send_carer_reply(public_id=asked.public_id, given=given, key=key, by=by, at=at)


def placed(viewer, at):
    return [one.first_name for one in queries.placed_with(viewer=viewer, on=at.date())]


# --- inviting -----------------------------------------------------------------------------------------------------------


def test_invited_by_the_worker_to_the_placement_of_today(ash, at):
    made = invite(ash, at=at)
    assert (made.person.role, made.person.name, made.again) == (Role.CARER, "Carl Brightwater", False)
    assert not made.person.has_usable_password()
    home = Household.objects.get()
    assert (home.kind, home.from_on, home.placement_ref) == ("family", home.from_on, home.from_on.isoformat())
    (told,) = queries.households_of(viewer=cast.maya(), child=ash, on=at.date())
    assert told.runs and [one.name for one in told.may_answer] == ["Carl Brightwater"]
    assert placed(made.person, at) == ["Ash"]


def test_sees_no_child_by_the_first_line(ash, carl, at):
    assert not record.visible_children(viewer=carl, on=at.date()).exists()
    assert not record.sees(viewer=carl, child=ash, on=at.date())


def test_the_same_person_once_and_a_link_again_until_they_have_come_in(ash, at):
    first = invite(ash, at=at)
    assert invite(ash, at=at).again
    came_in(first.person, at)
    with pytest.raises(NotAllowed, match="may answer for this child already"):
        invite(ash, at=at)
    assert (Member.objects.count(), User.objects.filter(role="carer").count()) == (1, 1)


def test_two_of_a_household_and_one_person_for_two_children(ash, at):
    other = looked_after(forename="Bo")
    for child in (ash, other):
        invite(child, at=at)
    invite(ash, "cleo", at=at)
    assert Household.objects.count() == 2 and User.objects.filter(role="carer").count() == 2
    assert placed(cast.carer("carl"), at) == ["Ash", "Bo"] and placed(cast.carer("cleo"), at) == ["Ash"]


@pytest.mark.parametrize(
    ("who", "why"),
    [("ines", "Only the child’s social worker and their managers"), ("ana", "Only the child’s"), ("otto", None)],
)
def test_who_may_not_invite(ash, at, who, why):
    with pytest.raises((NotAllowed, NoSuchChild), match=why):
        invite(ash, at=at, by=cast.person(who))
    assert not Member.objects.exists() and not User.objects.filter(role="carer").exists()


def test_a_member_of_staff_is_no_carer(ash, at):
    said = {"name": "Otto", "email": cast.otto().email.upper(), "kind": "family"}
    with pytest.raises(NotAllowed, match="Somebody who works here signs in with this address"):
        operations.invite_carer(child=ash, by=cast.maya(), at=at, **said)
    assert cast.otto().role == Role.SOCIAL_WORKER


@pytest.mark.django_db
def test_no_administrator_makes_a_carer_or_makes_staff_one(at):
    keys = {"role": "carer", "worker_refs": [], "team_refs": []}
    with pytest.raises(NotAllowed, match="from the page of the child"):
        accounts.invite(email="x@y.example", name="X", by=cast.adam(), at=at, **keys)
    with pytest.raises(NotAllowed, match="from the page of the child"):
        accounts.change_role(person=cast.otto(), by=cast.adam(), at=at, **keys)


def test_a_closed_account_and_a_child_who_is_nowhere_placed(ash, at):
    User.objects.filter(pk=cast.carer("carl").pk).update(is_active=False)
    with pytest.raises(NotAllowed, match="switched off"):
        invite(ash, at=at)
    end_episode(ash, at.date() - timedelta(days=1))
    with pytest.raises(NotAllowed, match="No placement of this child runs today"):
        invite(ash, "cleo", at=at)


# --- ending -------------------------------------------------------------------------------------------------------------


def test_ended_by_the_worker_with_a_reason(asked, carl, at, says):
    with pytest.raises(NotAllowed, match="Say why"):
        operations.end_member(child=asked.child, person=str(carl.public_id), reason=" ", by=cast.maya(), at=at)
    said = {"child": asked.child, "person": str(carl.public_id), "reason": "He has moved out.", "by": cast.maya()}
    operations.end_member(**said, at=at)
    with pytest.raises(NotAllowed, match="not among those"):
        operations.end_member(**said, at=at)
    assert placed(carl, at) == []
    with pytest.raises(queries.NoSuchRound):
        send(asked, says(health="green"), carl, at)
    (home,) = queries.households_of(viewer=cast.maya(), child=asked.child, on=at.date())
    assert home.may_answer == () and home.members[0].reason == "He has moved out."
    assert not invite(asked.child, at=at).again and placed(carl, at) == ["Ash"]


def test_the_placement_ended_yesterday_and_the_right_with_it_at_midnight(asked, carl, at, says):
    end_episode(asked.child, at.date())
    yesterday = at - timedelta(days=1)
    assert placed(carl, yesterday) == ["Ash"] and placed(carl, at) == []
    with pytest.raises(queries.NoSuchRound):
        send(asked, says(health="green"), carl, at)
    with pytest.raises(queries.NoSuchRound):
        operations.save_carer_draft(public_id=asked.public_id, content={}, based_on=None, by=carl, at=at)


def test_another_placement_began(asked, carl, at):
    end_episode(asked.child, at.date())
    add("cla_episode", asked.child, from_on=at.date(), legal_code="C2", place_code="U6", care_ref="CARE")
    assert placed(carl, at) == []
    invite(asked.child, "cato", at=at)
    assert placed(cast.carer("cato"), at) == ["Ash"] and placed(carl, at) == []
    old, new = sorted(queries.households_of(viewer=cast.maya(), child=asked.child, on=at.date()), key=lambda h: h.runs)
    assert (old.runs, new.runs) == (False, True)


@pytest.fixture
def moved(council, ash, at, says, request):
    """Carl answers (red, unless something else is asked for), then the child moves to Cato, who is asked, too: in one round."""
    operations.set_voices(name="voices", value=["worker", "carer"], by=council, at=at)
    asked = operations.open_round(child=ash, by=cast.maya(), at=at)
    carl = came_in(invite(ash, at=at).person, at)
    send(asked, says(health=getattr(request, "param", "red")), carl, at)
    later = at + timedelta(days=10)
    end_episode(ash, later.date())
    add("cla_episode", ash, at=later, from_on=later.date(), legal_code="C2", place_code="U6", care_ref="CARE")
    return asked, came_in(invite(ash, "cato", at=later).person, later), later


def worker_sends(asked, says, at):
    given = says(health="green")
    operations.send_worker_reply(public_id=asked.public_id, given=given, key="w", by=cast.maya(), at=at)


def now_of(asked, at):
    return queries.round_for(viewer=cast.maya(), public_id=asked.public_id, on=at.date())


def columns_page(asked, at):
    return whole_page(asked, at).answered


def whole_page(asked, at):
    now, child = now_of(asked, at)
    return columns(viewer=cast.maya(), child=child, now=now, on=at.date())


def test_a_round_waits_for_the_household_that_lives_with_the_child_now(moved, says):
    asked, cato, later = moved
    assert ANOTHER_HOME not in columns_page(asked, later), "the worker has not answered either"
    worker_sends(asked, says, later)
    assert ANOTHER_HOME in columns_page(asked, later)
    assert not RoundEnd.objects.exists(), "Cato lives with the child and was asked"
    assert queries.waits_for_a_home(now_of(asked, later)[0], later.date())
    with looking_as(str(cato.public_id), on=later.date(), at=later):
        send(asked, says(health="amber"), cato, later, key="carer-2")
    assert RoundEnd.objects.get().how == "all answered" and ANOTHER_HOME not in columns_page(asked, later)
    now, child = now_of(asked, later)
    seen = queries.columns(viewer=cast.maya(), child=child, now=now, on=later.date())
    (row,) = [row for row in seen.rows if row.key == "health"]
    assert [one.answer for one in row.columns[Voice.CARER]] == [Colour.RED, Colour.AMBER], "both, side by side"
    assert row.mismatch.red == (Voice.CARER,), "the most worried is compared, as ever"


@pytest.mark.parametrize("moved", ["green"], indirect=True)
def test_nothing_is_folded_away_while_the_household_of_today_is_silent(moved, says, monkeypatch):
    monkeypatch.setattr("seenheard.desk.presenters.voice_columns.LOUD", set())  # whatever is owed
    asked, cato, later = moved
    worker_sends(asked, says, later)
    assert whole_page(asked, later).calm == ()
    send(asked, says(health="green"), cato, later, key="carer-2")
    assert [one.name for one in whole_page(asked, later).calm]


def test_no_longer_than_until_its_own_last_day(moved, says):
    asked, cato, later = moved
    worker_sends(asked, says, later)
    last = asked.closes_on - timedelta(days=1)
    for day, over in ((last, False), (asked.closes_on, True)):
        on = later + (day - later.date())
        assert now_of(asked, on)[0].is_over is over
    with pytest.raises(operations.RoundOver):
        send(asked, says(health="amber"), cato, later + (asked.closes_on - later.date()), key="carer-2")


def test_it_does_not_wait_for_an_account_that_is_switched_off(moved, says):
    asked, cato, later = moved
    cato.is_active = False
    cato.save()
    worker_sends(asked, says, later)
    assert RoundEnd.objects.get().how == "all answered"


def test_it_does_not_wait_for_who_was_not_asked_or_may_not_answer(moved, says):
    asked, cato, later = moved
    ending = {"child": asked.child, "person": str(cato.public_id), "by": cast.maya(), "at": later}
    operations.end_member(**ending, reason="He is away.")
    worker_sends(asked, says, later)
    assert RoundEnd.objects.get().how == "all answered"


# --- the reply ----------------------------------------------------------------------------------------------------------


def test_sent_once_for_the_household(asked, carl, at, says):
    cleo = came_in(invite(asked.child, "cleo", at=at).person, at)
    operations.save_carer_draft(
        public_id=asked.public_id, content={"health-answer": "red"}, based_on=None, by=cleo, at=at
    )
    reply = send(asked, says(health="green"), carl, at)
    assert send(asked, says(health="green"), carl, at) == reply, "pressed twice"
    with pytest.raises(operations.SentAlready):  # the same page, filled in otherwise
        send(asked, says(health="red"), carl, at)
    with pytest.raises(operations.SentAlready):
        send(asked, says(health="red"), cleo, at, key="carer-2")
    assert (reply.voice, reply.said_by) == ("carer", str(carl.public_id)) and reply.household.kind == "family"
    assert Rating.objects.get().asked == "They get the checks and the treatment they need."
    assert queries.round_placed(viewer=cleo, public_id=asked.public_id, on=at.date()).sent_by == str(carl.public_id)


def test_a_rating_needs_words_and_a_green_keeps_the_households_last(asked, carl, at, says):
    with pytest.raises(operations.NotSent):
        send(asked, {"health": Given(Colour.RED)}, carl, at)
    send(asked, says(health="green"), carl, at)
    later = at + timedelta(days=90)
    operations.close_round(public_id=asked.public_id, why="Enough", by=cast.maya(), at=at)
    again = operations.open_round(child=asked.child, by=cast.maya(), at=later)
    send(again, {"health": Given(Colour.GREEN, keeps=True)}, carl, later, key="carer-2")
    assert Rating.objects.get(reply__key="carer-2").comment == "Because of health."


def test_no_one_elses_round_and_no_one_elses_voice(asked, carl, at, says):
    other = operations.open_round(child=looked_after(), by=cast.maya(), at=at)
    for by in (carl, came_in(cast.carer("cato"), at)):
        with pytest.raises(queries.NoSuchRound):
            send(other, says(health="green"), by, at)
    with pytest.raises(NotAllowed, match="answer for the children placed with them"):
        send(asked, says(health="green"), cast.maya(), at)
    with pytest.raises(queries.NoSuchRound):
        operations.send_worker_reply(public_id=asked.public_id, given=says(health="green"), key="x", by=carl, at=at)
    assert not Reply.objects.exists()


def test_as_the_role_that_serves_and_everybody_has_answered(council, ash, at, says):
    """The carer sees neither the child nor the worker's reply, and yet the round is over with theirs."""
    operations.set_voices(name="voices", value=["worker", "carer"], by=council, at=at)
    asked = operations.open_round(child=ash, by=cast.maya(), at=at)
    carl = came_in(invite(ash, at=at).person, at)
    operations.send_worker_reply(public_id=asked.public_id, given=says(health="green"), key="w", by=cast.maya(), at=at)
    with looking_as(str(carl.public_id), on=at.date(), at=at):
        operations.save_carer_draft(public_id=asked.public_id, content={"a": "b"}, based_on=None, by=carl, at=at)
        send(asked, says(health="red", safety="red"), carl, at)
        look_as(str(carl.public_id), on=at.date(), at=at)
        assert ReplyDraft.objects.count() == 0 and Reply.objects.count() == 1
    assert RoundEnd.objects.get().how == "all answered"
    assert Alarm.objects.get().voice == "carer"


def test_what_the_child_lets_them_see_once_all_is_open(asked, carl, at, says):
    child_said(asked, show_carer=True)

    def told():
        found = queries.round_placed(viewer=carl, public_id=asked.public_id, on=at.date())
        return queries.told_carer(viewer=carl, told=found)

    assert not told().childs
    send(asked, says(home="green", safety="green"), carl, at)
    assert set(told().own) == {"home", "safety"} and not told().childs
    operations.send_worker_reply(public_id=asked.public_id, given=says(home="red"), key="w", by=cast.maya(), at=at)
    assert {key: one.chosen for key, one in told().childs.items()} == {"home": "Really not OK"}
    assert told().own["home"].answer is Colour.GREEN


@pytest.mark.parametrize("more", [{}, {"show_carer": True, "about": "carer"}])
def test_and_nothing_else_of_the_childs(asked, carl, at, says, more):
    child_said(asked, **more)
    send(asked, says(home="green"), carl, at)
    operations.send_worker_reply(public_id=asked.public_id, given=says(home="red"), key="w", by=cast.maya(), at=at)
    found = queries.round_placed(viewer=carl, public_id=asked.public_id, on=at.date())
    assert queries.told_carer(viewer=carl, told=found).childs == {}
    assert {one.voice for one in queries.told_carer(viewer=carl, told=found).own.values()} == {Voice.CARER}


@pytest.mark.django_db(transaction=True)
def test_two_of_a_household_send_at_once(council, ash, at, says):
    asked = operations.open_round(child=ash, by=cast.maya(), at=at)
    people = [came_in(invite(ash, who, at=at).person, at) for who in ("carl", "cleo")]

    def one(number):
        try:
            with transaction.atomic():
                return send(asked, says(health="green"), people[number], at, key=f"k{number}")
        except operations.SentAlready:
            return State.NOT_ANSWERED

    found = at_once(*(lambda number=number: one(number) for number in range(2)))
    assert sorted(isinstance(reply, Reply) for reply in found) == [False, True] and Reply.objects.count() == 1
