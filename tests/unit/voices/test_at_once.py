"""One form pressed twenty times in one moment, two who open a round at once: one reply, one round."""

import pytest

from seenheard.voices import operations
from seenheard.voices.domain.answers import Colour
from seenheard.voices.models import PlanRating, Rating, Reply, Round, Talk
from seenheard.voices.operations.observing import keep_observation
from tests import cast
from tests.factories.at_once import at_once
from tests.unit.voices.test_following import child_said

pytestmark = pytest.mark.django_db(transaction=True)


def test_twenty_presses_in_one_moment_are_one_reply_and_two_windows_are_not_two(asked, says, at):
    maya = cast.maya()

    def press(key):
        given = says(health="green")
        return lambda: operations.send_worker_reply(public_id=asked.public_id, given=given, key=key, by=maya, at=at)

    came = at_once(*[press("one form")] * 19, press("another window"))
    assert (Reply.objects.count(), Rating.objects.count()) == (1, 1)
    sent = [one for one in came if isinstance(one, Reply)]
    others = [one for one in came if not isinstance(one, Reply)]
    assert sent and all(isinstance(one, operations.SentAlready) for one in others), others
    assert len({one.pk for one in sent}) == 1


def test_whatever_is_pressed_eight_times_in_one_moment_is_there_once(asked, at):
    child_said(asked, key="home", at=at)
    maya, child, on = cast.maya(), asked.child, at.date()
    saw = {"child": child, "words": "She smiled at the swing.", "key": "one", "by": maya, "at": at}
    plan = {"child": child, "colour": Colour.AMBER, "reasons": "No date for school.", "key": "p", "by": maya, "at": at}
    talk = {"round_public_id": asked.public_id, "category": "home", "held_on": on, "with_whom": "Ash and I", "key": "t"}
    talk |= {"decided": "A new lamp.", "no_action_why": "It is there.", "for_child": "Here it is.", "at": at}
    tom = cast.tom()  # the worker has not answered, and so has nothing to talk about yet
    acts = {
        Reply: lambda: keep_observation(**saw),
        PlanRating: lambda: operations.rate_plan(**plan),
        Talk: lambda: operations.record_talk(by=tom, **talk),
    }
    for model, act in acts.items():
        came = at_once(*[act] * 8)
        assert {type(one) for one in came} == {model} and len({one.pk for one in came}) == 1, came
    told = {"talk": Talk.objects.get().public_id, "told_on": on, "how": "On a walk", "words": "We did it.", "key": "b"}
    assert len({one.pk for one in at_once(*[lambda: operations.tell_back(by=tom, at=at, **told)] * 8)}) == 1


def test_two_who_ask_at_once_open_one_round(council, ash, at):
    maya, tom = cast.maya(), cast.tom()
    came = at_once(*[lambda by=by: operations.open_round(child=ash, by=by, at=at) for by in (maya, tom)])
    assert Round.objects.count() == 1
    assert sorted(type(one).__name__ for one in came) == ["NotAsked", "Round"]
