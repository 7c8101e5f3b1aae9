"""A red on safety, and “I am not safe”: told at once, said at once, never to whom it is about."""

from datetime import date

import pytest

from seenheard.prompts import queries as prompts
from seenheard.voices import operations as voices
from seenheard.voices import queries
from seenheard.voices.models import Alarm, AlarmStep, Rating, Reply
from tests import cast
from tests.pages.desk.conftest import looked_after
from tests.pages.voices.door import HELP, Child, council_that_asks, draft_of, way

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
PROMISED = (
    "We have told a person whose job is to keep children safe.",
    "At night there may be no one reading.",
    "Call 999",
    "0800 1111",
    "01632 960 001",
)


@pytest.fixture
def ash(db, stopped_clock):
    cast.tom()
    return looked_after(born_on=date(2012, 5, 4))


@pytest.fixture
def asked(ash, at):
    council_that_asks(at)
    return voices.open_round(child=ash, by=cast.maya(), at=at)


@pytest.fixture
def inside(asked, ash, at):
    return Child(way(ash, at)).begins()


def told() -> set[str]:
    """To whom alarms were told."""
    return {one for one in AlarmStep.objects.filter(what="told").values_list("to", flat=True) if one}


def test_a_red_is_told_at_once_and_said_at_once_although_nothing_is_sent(inside, asked):
    page = inside.presses("safety", answer="4")
    assert all(words in page for words in PROMISED)
    alarm = Alarm.objects.get()
    assert (alarm.voice, alarm.about, alarm.reply, alarm.round) == ("child", "", None, asked)
    assert told() == {str(cast.maya().public_id), str(cast.tom().public_id), "duty@fenmarsh.example"}
    assert "Number 5" in inside.presses("told:safety"), "and then it goes on"
    assert draft_of(asked)["answers"]["safety"]["answer"] == "4"


@pytest.mark.parametrize("answer", ["1", "2", "3", "unsaid", ""])
def test_anything_but_the_last_of_the_four_is_no_alarm(inside, answer):
    inside.presses("safety", answer=answer)
    inside.presses("health", answer="4")
    assert not Alarm.objects.exists()


def test_whom_it_is_about_is_not_told(inside):
    inside.presses("safety", answer="4", about="worker")
    assert Alarm.objects.get().about == "worker"
    assert str(cast.maya().public_id) not in told() and str(cast.tom().public_id) in told()


@pytest.mark.parametrize("more", [{"about": "worker"}, {"not_worker": "yes"}])
def test_of_whom_it_is_said_later_holds_for_the_alarm_before_it(inside, asked, ash, at, more):
    def stand_to(who):
        return len(queries.alarms_standing(viewer=cast.person(who), on=at.date()))

    def asks(who):
        return sum(one.cause == "safety_red" for one in prompts.all_mine(viewer=cast.person(who), on=at.date()))

    inside.presses("safety", answer="4")
    assert (stand_to("maya"), stand_to("tom")) == (1, 1) == (asks("maya"), asks("tom"))
    voices.raise_alarm(child_id=ash.pk, voice="carer", key="carer's", at=at, round_id=asked.pk)
    voices.raise_alarm(child_id=ash.pk, voice="child", key="of no round", at=at)
    inside.presses("safety", answer="4", **more)
    assert Alarm.objects.count() == 4, "the manager is told anew: now it is known from whom it is kept"
    assert (stand_to("maya"), stand_to("tom")) == (2, 4), "the worker: of the carer’s, and the one of no round"
    assert (asks("maya"), asks("tom")) == (2, 4)
    inside.presses("safety", answer="4")
    inside.presses("check", go="send")
    assert (Alarm.objects.count(), stand_to("maya"), stand_to("tom")) == (4, 2, 4), "once said, it holds"


def test_twenty_times_and_then_sent_is_one_alarm(inside):
    for _ in range(20):
        inside.presses("safety", answer="4", about="carer")
    inside.presses("check", go="send")
    assert Reply.objects.count() == 1 and Rating.objects.get().about == "carer"
    assert Alarm.objects.count() == 1


@pytest.mark.parametrize("go", ["skip", "back"])
def test_skipping_or_going_back_tells_nobody_and_keeps_nothing(inside, asked, go):
    inside.presses("safety", go=go, answer="4")
    assert not Alarm.objects.exists() and "safety" not in draft_of(asked).get("answers", {})


def test_a_safety_answer_is_never_offered_to_a_carer(inside, asked):
    page = inside.presses("hard_times")
    assert "You may show this" not in page and "Is it about one of these people?" in page
    inside.presses("safety", answer="3", carer="yes")
    inside.presses("check", go="send")
    assert not Rating.objects.get().show_carer


def test_the_button_tells_with_words_and_without(inside):
    page = inside.client.get(HELP).content.decode()
    assert "No one is told till you press the button." in page and "0800 1111" in page
    assert not Alarm.objects.exists()
    for _ in range(20):
        answer = inside.client.post(HELP, {"about": "carer", "words": "He hits me.", "key": "k1"})
        assert all(words in answer.content.decode() for words in PROMISED)
    alarm = Alarm.objects.get()
    assert (alarm.about, alarm.words, alarm.rating) == ("carer", "He hits me.", None)
    inside.client.post(HELP, {"about": "", "words": "", "key": "k2"})
    assert Alarm.objects.count() == 2


def test_the_button_is_there_where_safety_is_not_asked(ash, at):
    council_that_asks(at, pack="five")
    voices.open_round(child=ash, by=cast.maya(), at=at)
    child = Child(way(ash, at)).begins()
    assert f'href="{HELP}"' in child.sees()
    child.client.post(HELP, {"key": "k"})
    assert told()


def test_without_a_sitting_the_button_shows_the_numbers_and_tells_nobody(asked):
    page = Child().client.get(HELP).content.decode()
    assert "0800 1111" in page and "Tell a person now" not in page
    assert "0800 1111" in Child().client.post(HELP, {"words": "x"}).content.decode()
    assert not Alarm.objects.exists()


def test_the_button_works_when_everything_is_sent_or_over(inside, asked, at):
    inside.presses("check", go="send")
    inside.client.post(HELP, {"key": "after"})
    voices.close_round(public_id=asked.public_id, why="Moved.", by=cast.maya(), at=at)
    inside.client.post(HELP, {"key": "over"})
    assert Alarm.objects.count() == 2


def test_if_nobody_can_be_told_nothing_is_kept_as_if_they_were(inside, asked, monkeypatch):
    """The alarm stands in the same transaction as the answer: where it fails, the page says that it did not work."""

    def fails(**_):
        raise RuntimeError

    monkeypatch.setattr("seenheard.voices.operations.child_saying.raise_alarm", fails)
    inside.client.raise_request_exception = False
    page = inside.presses("safety", answer="4")
    assert "That did not work" in page and "We have told" not in page and "0800 1111" in page
    assert "safety" not in draft_of(asked).get("answers", {})
