"""What follows, as prompts: each opens, stays away and falls on its day; whose it is; and whom it never reaches."""

from datetime import date, timedelta

import pytest

from seenheard.prompts import operations as prompts_operations
from seenheard.prompts import queries as prompts
from seenheard.prompts.models import Prompt, Step
from seenheard.prompts.permissions import NoSuchPrompt
from seenheard.prompts.queries import counting
from seenheard.voices import operations
from seenheard.voices.domain.answers import Colour, State, Voice
from seenheard.voices.domain.following import Answered, Asked, Rung, Sent, Story, Talked, causes, waiting_rounds
from seenheard.voices.domain.mismatch import Level
from seenheard.voices.domain.seeing import Reader
from seenheard.voices.models import Category, Rating, Reply
from tests import cast

ON = date(2026, 3, 31)
RED, AMBER, GREEN = Colour.RED, Colour.AMBER, Colour.GREEN
ALL = (Voice.WORKER, Voice.CARER, Voice.CHILD)
FROM_WORKER, FROM_MANAGER = frozenset({Reader.WORKER}), frozenset({Reader.MANAGER})


def days(start_on, number):
    """Every day is a working day: the calendar has tests of its own."""
    return start_on + timedelta(days=number)


def sent(voice, answer=GREEN, on=ON, kept_from=frozenset(), **more):
    told = {"read": True} | more
    return Sent(f"reply of {voice}", voice, on, (Answered("home", voice, answer, kept_from),), **told)


def asked(*replies, name="r1", opened_on=ON, voices=ALL, ended_on=None, safety=()):
    return Asked(name, opened_on, ended_on or opened_on + timedelta(days=28), voices, safety, replies)


def of(*rounds, talks=(), alarms=(), cause=None):
    found = list(causes(Story(1, rounds, tuple(talks), tuple(alarms)), days))
    return [one for one in found if cause is None or one.cause == cause]


def talked(round="r1", category="home", on=ON, told=True, **more):
    return Talked("t1", round, category, on, told=told, **more)


WORKER, CHILD, CARER = (lambda *a, v=v, **k: sent(v, *a, **k) for v in (Voice.WORKER, Voice.CHILD, Voice.CARER))


@pytest.mark.parametrize(
    ("replies", "fires"),
    [
        ([CHILD(read=False)], "team manager"),
        ([CHILD(read=False), WORKER()], "social worker"),
        ([CARER(read=False)], "team manager"),
        ([CHILD(kept_from=FROM_WORKER, read=False), WORKER()], "team manager"),
        ([CHILD(kept_from=FROM_MANAGER, read=False), WORKER()], "service manager"),
        ([CHILD(read=True)], None),
        ([WORKER(read=False)], None),
        ([CHILD(read=False, observed=True)], None),
        ([Sent("r", Voice.CHILD, ON)], None),  # nothing was said: there is nothing to read
        ([Sent("r", Voice.CHILD, ON, words=True)], "team manager"),
        ([CHILD(State.DID_NOT_WANT_TO_SAY, read=False)], "team manager"),
    ],
)
def test_an_answer_is_read_within_one_working_day(replies, fires):
    found = of(asked(*replies), cause="answer_unread")
    assert [one.owner for one in found] == ([fires] if fires else [])
    assert all((one.opens_on, one.act_by_on) == (ON, ON + timedelta(days=1)) for one in found)


@pytest.mark.parametrize(
    ("replies", "owners"),
    [
        ([WORKER(GREEN), CHILD(AMBER)], ["social worker"]),
        ([WORKER(GREEN), CHILD(RED)], ["social worker", "team manager"]),  # the manager sees it
        ([CHILD(RED)], ["social worker", "team manager"]),  # the worker's from the day the columns open
        ([WORKER(GREEN), CHILD(GREEN)], []),
        ([WORKER(GREEN), CHILD(State.DID_NOT_WANT_TO_SAY)], []),
        ([WORKER(GREEN)], []),
        ([WORKER(GREEN), CHILD(RED, observed=True)], []),
        ([WORKER(GREEN), CHILD(RED, kept_from=FROM_WORKER)], ["team manager"]),
        ([WORKER(GREEN), CHILD(AMBER, kept_from=FROM_WORKER)], ["team manager"]),
        ([WORKER(GREEN), CHILD(RED, kept_from=FROM_MANAGER)], ["social worker", "service manager"]),
    ],
)
def test_a_difference_is_followed_by_whom_it_is_for(replies, owners):
    assert [one.owner for one in of(asked(*replies), cause="voices_differ")] == owners


def test_to_act_is_two_working_days_and_to_talk_is_ten_from_when_the_columns_open():
    later = ON + timedelta(days=5)
    (talk,) = of(asked(WORKER(GREEN, on=later), CARER(AMBER)), cause="voices_differ")
    assert (talk.opens_on, talk.act_by_on) == (later, later + timedelta(days=10))
    worker, manager = of(asked(WORKER(GREEN, on=later), CARER(RED)), cause="voices_differ")
    assert (worker.opens_on, worker.act_by_on) == (later, later + timedelta(days=2))
    assert (manager.opens_on, manager.act_by_on) == (ON, ON + timedelta(days=2)), "at once, and no later for the worker"
    assert worker.facts["level"] == int(Level.ACT) and worker.facts["red"] == ["carer"]
    assert talk.facts["red"] == []


def test_nobody_is_late_for_words_that_were_not_yet_said():
    """The worker sends first; what makes the difference, the worry and the wish comes days after."""
    later, last = ON + timedelta(days=5), ON + timedelta(days=9)
    rounds = asked(WORKER(GREEN), CARER(AMBER, on=later), CHILD(RED, on=last, wishes=True))
    worker, manager = of(rounds, cause="voices_differ")
    assert {(one.opens_on, one.act_by_on) for one in (worker, manager)} == {(last, last + timedelta(days=2))}
    assert of(rounds, cause="child_not_told")[0].opens_on == last
    (talk,) = of(asked(WORKER(GREEN), CARER(AMBER, on=later), CHILD(GREEN, on=last)), cause="voices_differ")
    assert talk.opens_on == later, "what came after made nothing worse"
    (worry,) = of(asked(WORKER(AMBER), CARER(AMBER, on=later)), cause="worry_without_action")
    assert worry.opens_on == ON
    (kept,) = of(asked(CARER(GREEN), CHILD(AMBER, on=last, kept_from=FROM_WORKER)), cause="voices_differ")
    assert (kept.owner, kept.opens_on) == ("team manager", last)


def test_a_workers_prompt_that_an_answer_about_the_manager_makes_is_kept_from_the_manager():
    """They find it in the team's list; where carer and worker make the same difference, it is no secret of the child's."""
    about = {"kept_from": FROM_MANAGER}
    told = {
        "differs": (WORKER(GREEN), CHILD(RED, **about)),
        "worry": (WORKER(RED), CHILD(RED, **about)),
        "carers too": (WORKER(GREEN), CARER(RED), CHILD(RED, **about)),
        "green": (WORKER(AMBER), CHILD(GREEN, **about)),
    }
    kept = {
        name: [one.facts.get("kept_from", "") for one in of(asked(*replies)) if one.owner == "social worker"]
        for name, replies in told.items()
    }
    assert kept == {"differs": ["manager"], "worry": [""], "carers too": ["manager"], "green": ["manager"]}
    told["carers too"] = (WORKER(GREEN), CARER(RED), CHILD(AMBER, **about))
    assert [one.facts.get("kept_from") for one in of(asked(*told["carers too"])) if one.owner == "social worker"] == [
        None
    ]
    for more, wanted in ((about, "manager"), ({}, None)):
        (alone,) = of(asked(CHILD(AMBER, **more), voices=(Voice.CHILD,)), cause="worry_without_action")
        assert alone.facts.get("kept_from") == wanted


def test_a_red_that_is_kept_from_the_worker_is_not_named_to_the_worker():
    hidden = sent(Voice.CHILD, RED, kept_from=FROM_WORKER)
    worker, manager = of(asked(WORKER(GREEN), CARER(RED), hidden), cause="voices_differ")
    assert (worker.facts["red"], manager.facts["red"]) == (["carer"], ["carer", "child"])


def test_while_the_worker_is_silent_it_is_the_workers_on_the_last_day_and_the_managers_at_once():
    worker, manager = of(asked(CHILD(RED)), cause="voices_differ")
    assert (worker.opens_on, manager.opens_on) == (ON + timedelta(days=28), ON)


def test_it_stands_until_somebody_has_talked_and_no_later_round_closes_it():
    first, second = asked(WORKER(GREEN), CHILD(AMBER)), asked(WORKER(GREEN), CHILD(GREEN), name="r2")
    assert len(of(first, second, cause="voices_differ")) == 1
    assert not of(first, second, talks=[talked(no_action=True)], cause="voices_differ")
    assert not of(first, second, talks=[talked("r2", no_action=True)], cause="voices_differ")
    again = asked(WORKER(GREEN), CHILD(AMBER), name="r2")
    (one,) = of(first, again, talks=[talked(no_action=True)], cause="voices_differ")
    assert one.facts["round"] == "r2"
    (one,) = of(first, again, cause="voices_differ")  # one talk is enough for both
    assert one.facts["round"] == "r2"


@pytest.mark.parametrize(
    ("worker", "talk", "fires"),
    [
        (RED, None, True),
        (AMBER, None, True),
        (GREEN, None, False),
        (RED, talked(to_do=True), False),
        (RED, talked(no_action=True), False),
        (RED, talked(done_on=ON), True),
        (RED, talked(), True),  # what was agreed was taken back
        (RED, talked(category="health", to_do=True), True),
    ],
)
def test_red_or_amber_without_a_current_action(worker, talk, fires):
    found = of(asked(WORKER(worker)), talks=[talk] if talk else (), cause="worry_without_action")
    assert bool(found) is fires


def test_from_when_nothing_is_being_done():
    (one,) = of(asked(WORKER(RED)), cause="worry_without_action")
    assert (one.opens_on, one.act_by_on) == (ON, ON + timedelta(days=10))
    done = ON + timedelta(days=20)
    (one,) = of(asked(WORKER(RED)), talks=[talked(done_on=done)], cause="worry_without_action")
    assert (one.opens_on, one.act_by_on) == (done, done + timedelta(days=10))
    (one,) = of(asked(CARER(RED, kept_from=FROM_WORKER)), talks=[talked(done_on=done)], cause="worry_without_action")
    assert one.owner == "team manager"


def test_a_round_reminds_once_from_its_middle_to_its_end():
    (one,) = waiting_rounds(Story(1, (asked(WORKER()),)), ON)
    assert one.facts["waits_for"] == ["carer", "child"] and one.owner == "social worker"
    last = ON + timedelta(days=28)
    assert (one.opens_on, one.act_by_on, one.until_on) == (
        ON + timedelta(days=14),
        last - timedelta(days=1),
        last,
    )
    assert list(waiting_rounds(Story(1, (asked(WORKER()),)), last - timedelta(days=1)))
    assert not list(waiting_rounds(Story(1, (asked(WORKER()),)), last))
    assert not list(waiting_rounds(Story(1, (asked(WORKER(), CARER(), CHILD()),)), ON))
    assert list(waiting_rounds(Story(1, (asked(WORKER(), CARER(), CHILD(observed=True)),)), ON))


@pytest.mark.parametrize(
    ("more", "owner"),
    [
        ({"wishes": True}, "social worker"),
        ({"wishes": True, "wish_kept_from": FROM_WORKER}, "team manager"),
        ({"wishes": True, "wish_kept_from": FROM_MANAGER}, "service manager"),
        ({"wishes": True, "wish_told": True}, None),
        ({}, None),
    ],
)
def test_one_thing_that_should_change_comes_back_to_the_child(more, owner):
    found = of(asked(WORKER(), CHILD(**more)), cause="child_not_told")
    assert [one.owner for one in found] == ([owner] if owner else [])
    assert all(one.act_by_on == one.opens_on + timedelta(days=10) for one in found)


def test_after_a_talk_the_child_is_told():
    both = asked(WORKER(), CHILD(AMBER))
    (one,) = of(both, talks=[talked(told=False)], cause="child_not_told")
    assert (one.owner, one.opens_on, one.act_by_on) == ("social worker", ON, ON + timedelta(days=10))
    assert not of(both, talks=[talked(told=True)], cause="child_not_told")
    hidden = asked(WORKER(), CHILD(AMBER, kept_from=FROM_WORKER))
    assert of(hidden, talks=[talked(told=False)], cause="child_not_told")[0].owner == "team manager"


@pytest.mark.parametrize(
    ("kept_from", "owners"),
    [
        (frozenset(), ["social worker", "team manager"]),
        (FROM_WORKER, ["team manager"]),
        (FROM_MANAGER, ["social worker"]),
        (FROM_WORKER | FROM_MANAGER, ["service manager"]),
    ],
)
def test_red_on_safety_is_for_today_and_never_for_whom_it_is_about(kept_from, owners):
    found = of(alarms=[Rung("a1", ON, kept_from)])
    assert [one.owner for one in found] == owners
    assert {one.act_by_on for one in found} == {ON}
    assert len({one.key for one in found}) == len(owners)


# --- as they stand in people's lists ------------------------------------------------------------------------------


def child_said(asked, *, colour=1, key="home", at, one_thing="", choices=None, **more):
    reply = Reply.objects.create(
        child=asked.child,
        round=asked,
        voice="child",
        said_by="child",
        form="11-17",
        sent_at=at,
        key=f"child {key}",
        one_thing=one_thing,
        choices=choices or {},
    )
    Rating.objects.create(
        child=asked.child,
        reply=reply,
        category=Category.objects.get(key=key),
        voice="child",
        said_by="child",
        colour=colour,
        step=4,
        chosen="Really not OK",
        said_on=ON,
        **more,
    )
    operations.alarm_on_safety(reply=reply, at=at)
    operations.hand_over(child_id=asked.child_id, at=at)
    return reply


def on_list_of(who, on=ON):
    return sorted({one.cause for one in prompts.all_mine(viewer=cast.person(who), on=on)})


@pytest.fixture
def team(asked):
    for who in ("maya", "tom", "otto", "mona", "ines", "sara"):
        cast.person(who)
    return asked


def test_blind_it_is_the_managers_and_then_the_workers(team, says, at):
    child_said(team, at=at)
    assert (on_list_of("maya"), on_list_of("tom")) == ([], ["answer_unread", "voices_differ"])
    operations.send_worker_reply(public_id=team.public_id, given=says(home="green"), key="1", by=cast.maya(), at=at)
    assert on_list_of("maya") == ["answer_unread", "voices_differ"]
    assert on_list_of("tom") == ["voices_differ"]


@pytest.mark.parametrize(
    ("more", "hidden", "shown"),
    [
        ({"not_my_worker": True}, "maya", "tom"),
        ({"about": "worker"}, "maya", "tom"),
        ({"about": "manager"}, "tom", "sara"),
    ],
)
@pytest.mark.parametrize("key", ["home", "safety"])
def test_no_list_no_count_and_no_press_reaches_whom_it_is_about(team, says, at, more, hidden, shown, key):
    operations.send_worker_reply(public_id=team.public_id, given=says(home="green"), key="1", by=cast.maya(), at=at)
    child_said(team, key=key, at=at, **more)
    assert on_list_of(shown)
    kept = {
        one.pk for one in Prompt.objects.filter(giver="voices") if hidden_part(more) in one.facts.get("kept_from", "")
    }
    assert kept
    person = cast.person(hidden)
    for found in (
        prompts.all_mine(viewer=person, on=ON),
        prompts.all_standing(viewer=person, on=ON),
        prompts.mine(viewer=person, on=ON).paged,
        prompts.everybodys(viewer=person, on=ON).paged,
    ):
        assert not kept & {one.id for one in found}
    mine = prompts.mine(viewer=person, on=ON).numbers.prompts
    tally = counting.by_person(ON).get(str(person.public_id))
    assert (tally.prompts if tally else 0) == mine
    for one in kept:
        with pytest.raises(NoSuchPrompt):
            prompts_operations.see(prompt_id=one, by=person, at=at)
        with pytest.raises(NoSuchPrompt):
            prompts.ticked(viewer=person, on=ON, numbers=[one])


def hidden_part(more):
    return "manager" if more.get("about") == "manager" else "worker"


def test_what_became_of_it_is_not_told_to_whom_it_is_about_either(team, at):
    child_said(team, at=at, about="worker")
    for one in Prompt.objects.filter(giver="voices"):
        prompts_operations.see(prompt_id=one.pk, by=cast.tom(), at=at)
    assert Step.objects.exists()
    assert not prompts.history_of(viewer=cast.maya(), child=team.child, on=ON)
    assert prompts.history_of(viewer=cast.tom(), child=team.child, on=ON)


def test_an_alarm_stands_in_both_lists_until_it_is_settled(team, at):
    child_said(team, key="safety", at=at)
    assert "safety_red" in on_list_of("maya") and "safety_red" in on_list_of("tom")
    (alarm,) = {one.facts["alarm"] for one in Prompt.objects.filter(cause="safety_red")}
    operations.finish_alarm(public_id=alarm, words="Seen at school.", by=cast.tom(), at=at)
    assert "safety_red" not in on_list_of("maya") and "safety_red" not in on_list_of("tom")


def test_a_round_reminds_its_worker_from_the_middle_on(team, at):
    middle = ON + timedelta(days=14)
    assert "round_unanswered" not in on_list_of("maya", middle - timedelta(days=1))
    assert "round_unanswered" in on_list_of("maya", middle)
    assert "round_unanswered" in on_list_of("maya", team.closes_on - timedelta(days=1))
    assert "round_unanswered" not in on_list_of("maya", team.closes_on)
    operations.close_round(public_id=team.public_id, why="She has moved.", by=cast.maya(), at=at)
    assert "round_unanswered" not in on_list_of("maya", middle)


def test_a_talk_by_whom_it_is_kept_from_settles_what_they_see_and_nothing_else():
    both = asked(WORKER(GREEN), CARER(AMBER), CHILD(RED, kept_from=FROM_WORKER))
    assert [one.owner for one in of(both, cause="voices_differ")] == ["social worker", "team manager"]
    by_worker, by_manager = talked(no_action=True, knew=False), talked(no_action=True)
    assert [one.owner for one in of(both, talks=[by_worker], cause="voices_differ")] == ["team manager"]
    assert not of(both, talks=[by_manager], cause="voices_differ")
    unasked = talked(told=False, knew=False)
    assert of(both, talks=[unasked], cause="child_not_told")[0].owner == "social worker"
