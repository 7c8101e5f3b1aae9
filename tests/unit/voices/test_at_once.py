"""One form pressed twenty times in one moment, two who open a round at once: one reply, one round."""

import pytest

from seenheard.voices import operations
from seenheard.voices.models import Rating, Reply, Round
from tests import cast
from tests.factories.at_once import at_once

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


def test_two_who_ask_at_once_open_one_round(council, ash, at):
    maya, tom = cast.maya(), cast.tom()
    came = at_once(*[lambda by=by: operations.open_round(child=ash, by=by, at=at) for by in (maya, tom)])
    assert Round.objects.count() == 1
    assert sorted(type(one).__name__ for one in came) == ["NotAsked", "Round"]
