"""A round is closed while an answer is being sent: whoever comes second waits, and is told that the round is over."""

import threading

import pytest

from seenheard.voices import operations
from seenheard.voices.models import Reply, RoundEnd
from seenheard.voices.operations import replying, rounds
from tests import cast
from tests.factories.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("first", ["close", "send"])
def test_closed_and_sent_in_one_moment_the_second_waits_for_the_first(asked, says, at, monkeypatch, first):
    maya, tom, inside = cast.maya(), cast.tom(), threading.Event()
    room = rounds if first == "close" else replying
    hand_over = room.hand_over

    def slowly(**told):
        inside.set()
        threading.Event().wait(0.5)
        return hand_over(**told)

    monkeypatch.setattr(room, "hand_over", slowly)
    given = says(health="green")
    acts = {
        "close": lambda: operations.close_round(public_id=asked.public_id, why="She moved away.", by=tom, at=at),
        "send": lambda: operations.send_worker_reply(public_id=asked.public_id, given=given, key="k", by=maya, at=at),
    }
    second = "send" if first == "close" else "close"

    def waits():
        assert inside.wait(10)
        return acts[second]()

    _, came = at_once(acts[first], waits)
    assert RoundEnd.objects.filter(how="closed").count() == 1
    if first == "close":
        assert isinstance(came, operations.RoundOver) and not Reply.objects.exists()
    else:
        assert came is None and Reply.objects.count() == 1
