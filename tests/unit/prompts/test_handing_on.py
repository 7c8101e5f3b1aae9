"""What may not wait: told at once, handed on while nobody says "I have this", and every turn in the history."""

from datetime import date, timedelta

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from seenheard.accounts.permissions import NotAllowed
from seenheard.prompts import operations, queries
from seenheard.prompts.domain.causes import Cause
from seenheard.prompts.domain.turns import next_told
from seenheard.prompts.models import Message, Prompt, Step
from tests import cast
from tests.pages.desk.conftest import looked_after

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 31)
HOUR = timedelta(minutes=60)


def ids(*who):
    return [str(cast.person(one).public_id) for one in who]


def told():
    names = {public_id: one for one in cast.PEOPLE for public_id in ids(one)}
    return [names[to] for to in Step.objects.filter(what="handed_on").order_by("id").values_list("to", flat=True)]


@pytest.fixture
def urgent(db, at):
    for who in ("maya", "tom", "mona", "ines", "sara", "adam"):
        cast.person(who)
    child = looked_after()
    cause = Cause(child.pk, "FD-09", "", "team manager", DAY, DAY, at_once=True)
    operations.causes_of_child(child_id=child.pk, giver="duties", causes=[cause], at=at)
    return Prompt.objects.get()


def test_its_owner_is_told_at_once_and_once(urgent, at):
    assert operations.hand_on(at=at) == 1
    assert operations.hand_on(at=at + timedelta(minutes=59)) == 0
    operations.send_waiting(at=at)
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([cast.tom().email], "Something may not wait")
    assert "nobody has said so within 60 minutes" in sent.body
    assert "Ash" not in sent.body and "FD-09" not in sent.body


def test_without_an_answer_the_next_of_the_list_is_told_until_somebody_has_it(urgent, at):
    sara = cast.sara()
    operations.say_who_is_told_next(people=ids("ines", "mona", "sara"), from_on=DAY, by=sara, at=at)
    for hour in range(4):
        operations.hand_on(at=at + hour * HOUR)
    assert told() == ["tom", "ines", "sara", "ines"]  # Mona manages another team: the child is not hers to see
    assert urgent.pk in [one.id for one in queries.all_mine(viewer=cast.ines(), on=DAY)]
    operations.act(prompt_id=urgent.pk, outcome="mine", by=cast.ines(), at=at + 4 * HOUR)
    assert operations.hand_on(at=at + 9 * HOUR) == 0
    kept = [(one.what, one.outcome) for one in Step.objects.order_by("id")]
    assert kept[-1] == ("acted", "mine") and Message.objects.filter(kind="today").count() == 4


@pytest.mark.parametrize("who", ["tom", "maya"])
def test_who_says_why_it_is_late_has_not_taken_it_and_the_next_is_told(urgent, at, who):
    by = cast.person(who)
    operations.hand_on(at=at)
    assert operations.cannot_be_done(child_id=urgent.child_id, cause="FD-09", key="", by=by, at=at)
    urgent.refresh_from_db()
    assert (urgent.acted_at, urgent.acted_by) == (None, "")
    assert urgent.seen_by == (ids("tom")[0] if who == "tom" else "")  # the manager's, and nobody's else
    last = Step.objects.latest("id")
    assert (last.what, last.outcome, last.by) == ("acted", "cannot", ids(who)[0])
    operations.hand_on(at=at + HOUR)
    assert told() == ["tom", "sara"]
    operations.act(prompt_id=urgent.pk, outcome="mine", by=by, at=at + HOUR)
    assert operations.hand_on(at=at + 2 * HOUR) == 0


def test_without_a_list_the_service_managers_are_told(urgent, at):
    operations.hand_on(at=at)
    operations.hand_on(at=at + HOUR)
    assert told() == ["tom", "sara"]


def test_come_back_it_begins_with_its_owner_again(urgent, at):
    operations.hand_on(at=at)
    cause = Cause(urgent.child_id, "FD-09", "", "team manager", DAY, DAY, at_once=True)
    for causes in ([], [cause]):
        operations.causes_of_child(child_id=urgent.child_id, giver="duties", causes=causes, at=at + HOUR)
    operations.hand_on(at=at + HOUR)
    assert told() == ["tom", "tom"]
    assert len(set(Message.objects.values_list("key", flat=True))) == 2


def test_what_is_gone_is_handed_to_nobody(urgent, at):
    operations.causes_of_child(child_id=urgent.child_id, giver="duties", causes=[], at=at)
    assert operations.hand_on(at=at) == 0


def test_killed_while_telling_nobody_was_told_and_the_next_run_tells(urgent, at, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr("seenheard.trail.operations.write", lambda **entry: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            operations.hand_on(at=at)
    assert not Step.objects.exists() and not Message.objects.exists()
    assert operations.hand_on(at=at) == 1


def test_a_list_is_dated_and_a_later_one_takes_its_place_on_its_day(urgent, at):
    sara = cast.sara()
    operations.say_who_is_told_next(people=ids("ines"), from_on=DAY, by=sara, at=at)
    operations.say_who_is_told_next(people=ids("sara", "ines"), from_on=date(2026, 4, 6), by=sara, at=at)
    assert queries.told_next(on=date(2026, 3, 30)) == []
    assert queries.told_next(on=date(2026, 4, 5)) == ids("ines")
    assert queries.told_next(on=date(2026, 4, 6)) == ids("sara", "ines")
    operations.say_who_is_told_next(people=ids("tom"), from_on=DAY, by=sara, at=at + HOUR)
    assert queries.told_next(on=DAY) == ids("tom")


@pytest.mark.parametrize("who", ["maya", "tom", "ines", "ana", "adam"])
def test_only_a_service_manager_says_who_is_told(urgent, at, who):
    with pytest.raises(NotAllowed):
        operations.say_who_is_told_next(people=ids("ines"), from_on=DAY, by=cast.person(who), at=at)
    assert queries.told_next(on=DAY) == []


@pytest.mark.parametrize("people", [[], ["nobody"], ["adam"], ["ines", "ines"]])
def test_a_list_of_nobody_or_of_who_sees_no_child_is_refused(urgent, at, people):
    listed = [one if one == "nobody" else ids(one)[0] for one in people]
    listed = ["00000000-0000-0000-0000-000000000000" if one == "nobody" else one for one in listed]
    with pytest.raises(NotAllowed):
        operations.say_who_is_told_next(people=listed, from_on=DAY, by=cast.sara(), at=at)


@given(st.lists(st.text(min_size=1, max_size=2), min_size=1, max_size=6, unique=True), st.text(max_size=2))
def test_going_round_everybody_of_the_list_has_a_turn(listed, last):
    turns = []
    for _ in listed:
        last = next_told(listed, last=last)
        turns.append(last)
    assert sorted(turns) == sorted(listed)
