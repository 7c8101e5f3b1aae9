"""What follows, pressed by several people in one moment: one talk and one action, told once, one who has the alarm."""

from datetime import timedelta

import pytest

from seenheard.record.models import ChildAction
from seenheard.voices import operations as voices
from seenheard.voices.models import Alarm, AlarmStep, Category, FirstReading, Rating, Reply, Talk, ToldBack
from tests import cast
from tests.factories.at_once import at_once
from tests.unit.voices.conftest import ash, asked, council

__all__ = ["ash", "asked", "council"]
pytestmark = pytest.mark.django_db(transaction=True)
PRESSES = 8


@pytest.fixture
def said(asked, at):
    """Red on safety by the child, and what should change."""
    about = {"child": asked.child, "voice": "child", "said_by": "child"}
    reply = Reply.objects.create(round=asked, form="11-17", one_thing="A key", sent_at=at, key="said", **about)
    safety = Category.objects.get(key="safety")
    Rating.objects.create(reply=reply, category=safety, colour=1, step=4, chosen="No", said_on=at.date(), **about)
    voices.alarm_on_safety(reply=reply, at=at)
    return reply


def test_talked_about_told_back_taken_and_done_in_one_moment(said, asked, at):
    maya, tom = cast.maya(), cast.tom()
    to_do = voices.ToDo("Ask for a key", str(tom.public_id), at.date() + timedelta(days=7))
    talk = {"round_public_id": asked.public_id, "category": "safety", "held_on": at.date(), "with_whom": "The child"}
    talk |= {"decided": "A key is cut", "for_child": "You get a key", "action": to_do, "key": "talk"}
    came = at_once(*[lambda: voices.record_talk(by=tom, at=at, **talk)] * PRESSES)
    assert len({one.pk for one in came}) == 1 and Talk.objects.count() == 1
    assert ChildAction.objects.filter(known_until=None).count() == 1

    told = {"talk": came[0].public_id, "told_on": at.date(), "how": "At home", "words": "Here it is", "key": "told"}
    came = at_once(*[lambda: voices.tell_back(by=tom, at=at, **told)] * PRESSES)
    assert len({one.pk for one in came}) == 1 and ToldBack.objects.count() == 1

    came = at_once(*[lambda: voices.read_reply(public_id=said.public_id, by=tom, at=at)] * PRESSES)
    assert (sum(one is True for one in came), FirstReading.objects.count()) == (1, 1)

    alarm = Alarm.objects.get().public_id
    who = [maya, tom] * (PRESSES // 2)
    came = at_once(*(lambda by=by: voices.take_alarm(public_id=alarm, by=by, at=at) for by in who))
    assert sorted(came) == [False] * (PRESSES - 1) + [True]
    done = {"public_id": alarm, "at": at}
    came = at_once(*(lambda by=by: voices.finish_alarm(words=f"Seen by {by.name}", by=by, **done) for by in who))
    assert sum(one is True for one in came) == 1
    assert sum(isinstance(one, voices.DoneAlready) for one in came) == PRESSES // 2
    assert AlarmStep.objects.filter(what="done").count() == AlarmStep.objects.filter(what="has this").count() == 1
