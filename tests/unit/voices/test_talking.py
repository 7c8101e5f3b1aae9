"""What follows in words: read, talked about, made an action, told back; refused, repeated, raced; and who sees it."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from seenheard.accounts.permissions import NotAllowed
from seenheard.duties import operations as duties
from seenheard.prompts import queries as prompts
from seenheard.record import operations as record_operations
from seenheard.record import queries as record
from seenheard.record.domain.openings import DUTY, REASONS
from seenheard.record.models import ChildAction
from seenheard.trail.models import Entry
from seenheard.voices import operations, queries
from seenheard.voices.models import FirstReading, Talk, ToldBack
from tests import cast

from .test_following import child_said

ON = date(2026, 3, 31)
WORDS = {"with_whom": "Maya with Ash", "decided": "We ask the school.", "for_child": "We ask your school for you."}


@pytest.fixture
def both(asked, says, at):
    """A child who said red on home, and wants one thing changed; a worker who said green."""
    for who in ("tom", "otto", "mona", "ines", "sara"):
        cast.person(who)
    reply = child_said(asked, at=at, one_thing="More time with my brother.")
    operations.send_worker_reply(public_id=asked.public_id, given=says(home="green"), key="1", by=cast.maya(), at=at)
    return reply


def action(**more):
    told = {"words": "Ring the school.", "owned_by": str(cast.maya().public_id), "due_on": ON + timedelta(days=7)}
    return operations.ToDo(**(told | more))


def talk(asked, at, by=None, key="talk-1", **more):
    said = {"held_on": ON, "no_action_why": "" if "action" in more else "All is in place."} | WORDS | more
    return operations.record_talk(
        round_public_id=asked.public_id, category="home", key=key, by=by or cast.maya(), at=at, **said
    )


def causes(who, on=ON):
    return {one.cause for one in prompts.all_mine(viewer=cast.person(who), on=on)}


# --- the first reading ---------------------------------------------------------------------------------------------


def test_an_answer_is_read_once_and_its_prompt_closes(both, at):
    assert "answer_unread" in causes("maya")
    assert operations.read_reply(public_id=both.public_id, by=cast.tom(), at=at)
    assert not operations.read_reply(public_id=both.public_id, by=cast.maya(), at=at)
    assert FirstReading.objects.get().by == str(cast.tom().public_id)
    assert "answer_unread" not in causes("maya")
    assert Entry.objects.filter(what="read_reply").count() == 1


def test_blind_the_worker_reads_nothing_and_the_manager_does(asked, at):
    reply = child_said(asked, at=at)
    with pytest.raises(queries.NoSuchReply):
        operations.read_reply(public_id=reply.public_id, by=cast.maya(), at=at)
    assert operations.read_reply(public_id=reply.public_id, by=cast.tom(), at=at)


def test_who_sees_a_part_alone_has_not_read_it(asked, at):
    reply = child_said(asked, key="safety", at=at)
    child_said_more(reply, about="manager")
    with pytest.raises(NotAllowed, match="Somebody else reads"):
        operations.read_reply(public_id=reply.public_id, by=cast.tom(), at=at)
    assert operations.read_reply(public_id=reply.public_id, by=cast.sara(), at=at)


def child_said_more(reply, **more):
    from seenheard.voices.models import Category, Rating

    Rating.objects.create(
        child=reply.child,
        reply=reply,
        category=Category.objects.get(key="friends"),
        voice="child",
        said_by="child",
        colour=2,
        step=3,
        chosen="Not great",
        said_on=ON,
        **more,
    )


@pytest.mark.parametrize("who", ["otto", "mona", "ana", "adam"])
def test_nobody_else_reads_it(both, at, who):
    with pytest.raises((queries.NoSuchReply, NotAllowed)):
        operations.read_reply(public_id=both.public_id, by=cast.person(who), at=at)
    assert not FirstReading.objects.exists()


# --- a talk ----------------------------------------------------------------------------------------------------------


def test_a_talk_closes_the_difference_and_asks_for_the_child_to_be_told(both, asked, at):
    assert "voices_differ" in causes("maya") and "voices_differ" in causes("tom")
    kept = talk(asked, at, action=action())
    assert "voices_differ" not in causes("maya") | causes("tom")
    assert "child_not_told" in causes("maya")
    (row,) = record.actions(viewer=cast.maya(), child=asked.child, on=ON)
    assert (row.row_key, row.arising_from) == (kept.action_key, f"talk/{kept.public_id}")


def test_the_same_form_again_is_one_talk_and_one_action(both, asked, at):
    assert talk(asked, at, action=action()) == talk(asked, at, action=action())
    assert (Talk.objects.count(), ChildAction.objects.count()) == (1, 1)
    assert Entry.objects.filter(what="recorded_talk").count() == 1


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"with_whom": " "}, "who talked with whom"),
        ({"decided": "🙂"}, "what was decided"),
        ({"for_child": ""}, "what goes back to the child"),
        ({"decided": "a" * 2_001}, "2,000 letters"),
        ({"no_action_why": " "}, "Agree an action, or say why none"),
        ({"held_on": ON + timedelta(days=1)}, "between the day"),
        ({"held_on": ON - timedelta(days=1)}, "between the day"),
    ],
)
def test_refused_it_leaves_nothing(both, asked, at, said, why):
    with pytest.raises(NotAllowed, match=why):
        talk(asked, at, **said)
    with pytest.raises(NotAllowed, match="Agree an action"):
        talk(asked, at, action=action(), no_action_why="None.")
    assert not Talk.objects.exists() and not ChildAction.objects.exists()


def test_an_action_refused_takes_the_talk_with_it(both, asked, at):
    with pytest.raises(NotAllowed, match="has passed already"):
        talk(asked, at, action=action(due_on=ON - timedelta(days=1)))
    assert not Talk.objects.exists()


def test_what_nobody_has_said_to_you_cannot_be_talked_about(asked, at):
    child_said(asked, at=at)
    with pytest.raises(NotAllowed, match="open to you"):
        talk(asked, at)
    assert talk(asked, at, by=cast.tom())


@pytest.mark.parametrize("who", ["otto", "mona"])
def test_of_another_team_there_is_no_round(both, asked, at, who):
    with pytest.raises(queries.NoSuchRound):
        talk(asked, at, by=cast.person(who))


def test_an_action_that_is_done_is_no_answer_any_more_to_what_is_still_red(both, asked, at):
    kept = talk(asked, at, action=action())
    assert "worry_without_action" not in causes("maya")
    later = at + timedelta(days=3)
    done = {"done_on": ON + timedelta(days=3), "outcome": "They will help."}
    record_operations.finish_action(child=asked.child, key=kept.action_key, by=cast.maya(), at=later, **done)
    assert operations.follow_actions(at=later) == 1
    assert "worry_without_action" not in causes("maya", ON + timedelta(days=2))
    assert "worry_without_action" in causes("maya", ON + timedelta(days=3))


def test_what_was_kept_cannot_be_changed(both, asked, at):
    talk(asked, at)
    for change in (lambda: Talk.objects.update(decided="x"), lambda: Talk.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_killed_in_the_middle_nothing_is_left(both, asked, at):
    with pytest.raises(RuntimeError), transaction.atomic():
        talk(asked, at, action=action())
        raise RuntimeError("killed")
    assert not Talk.objects.exists() and "voices_differ" in causes("maya")


# --- told back -------------------------------------------------------------------------------------------------------


def tell(at, by=None, key="told-1", **more):
    said = {"told_on": ON, "how": "Face to face.", "words": "Your school helps now."} | more
    return operations.tell_back(key=key, by=by or cast.maya(), at=at, **said)


def test_the_child_is_told_of_a_talk_and_of_the_wish(both, asked, at):
    kept = talk(asked, at)
    assert tell(at, talk=kept.public_id) == tell(at, talk=kept.public_id)
    assert "child_not_told" in causes("maya")  # the wish
    operations.act_on_wish(public_id=both.public_id, action=action(), key="wish-1", by=cast.maya(), at=at)
    operations.act_on_wish(public_id=both.public_id, action=action(), key="wish-1", by=cast.maya(), at=at)
    tell(at, reply=both.public_id, key="told-2")
    assert "child_not_told" not in causes("maya")
    assert (ToldBack.objects.count(), ChildAction.objects.count()) == (2, 1)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"how": ""}, "how the child was told"),
        ({"words": " "}, "what you told"),
        ({"told_on": ON + timedelta(days=1)}, "between the day"),
        ({"told_on": ON - timedelta(days=1)}, "between the day"),
    ],
)
def test_telling_says_when_how_and_what(both, asked, at, said, why):
    kept = talk(asked, at)
    with pytest.raises(NotAllowed, match=why):
        tell(at, talk=kept.public_id, **said)
    assert not ToldBack.objects.exists()


# --- what was said and what was done ---------------------------------------------------------------------------------


def came(who, child):
    return {one.category: one for one in queries.said_and_done(viewer=cast.person(who), child=child, on=ON)}


def test_what_was_said_decided_changed_and_told_stands_in_one_list(both, asked, at):
    kept = talk(asked, at, action=action())
    tell(at, talk=kept.public_id)
    operations.act_on_wish(public_id=both.public_id, action=action(), key="wish-1", by=cast.maya(), at=at)
    found = came("maya", asked.child)
    home, wish = found["home"], found[""]
    assert {(one.voice, one.said) for one in home.said} == {("worker", "green"), ("child", "Really not OK")}
    assert (home.decided, home.action.words, home.told[0].how) == (
        "We ask the school.",
        "Ring the school.",
        "Face to face.",
    )
    assert (wish.said[0].words, wish.action.words, wish.told) == ("More time with my brother.", "Ring the school.", ())


@pytest.mark.parametrize(
    ("more", "hidden", "talker"),
    [
        ({"not_my_worker": True}, "maya", "tom"),
        ({"about": "worker"}, "maya", "tom"),
        ({"about": "manager"}, "tom", "maya"),
    ],
)
def test_a_talk_about_what_is_kept_from_somebody_is_kept_from_them_too(asked, says, at, more, hidden, talker):
    child_said(asked, at=at, **more)
    operations.send_worker_reply(public_id=asked.public_id, given=says(home="green"), key="1", by=cast.maya(), at=at)
    kept = talk(asked, at, by=cast.person(talker))
    assert "home" not in came(hidden, asked.child)
    assert "home" in came(talker, asked.child) and "home" in came("ines", asked.child)
    with pytest.raises(queries.NoSuchTalk):
        tell(at, by=cast.person(hidden), talk=kept.public_id)


def doors_of(who, child):
    """The words of actions that this person is shown, by each way in which the record tells them; and their prompts."""
    viewer = cast.person(who)
    asked_for = {"viewer": viewer, "child": child, "on": ON}
    then = record.actions_then(viewer=viewer, child_ids=[child.pk], as_at=ON)
    return {
        "list": {row.words for row in record.actions(**asked_for)},
        "story": {one.words for one in record.following(**asked_for).acting},
        "child's page": {one.words for one in record.in_full(**asked_for).following.acting},
        "figures": {row.words for rows in then.values() for row in rows},
        "prompts": {"Ring the school."} if "action_due" in causes(who) else set(),
    }


@pytest.mark.parametrize(
    ("more", "hidden", "talker", "others"),
    [
        ({"about": "worker"}, "maya", "tom", ("tom", "sara", "ines")),
        ({"not_my_worker": True}, "maya", "tom", ("tom",)),
        ({"about": "manager"}, "tom", "sara", ("maya", "sara")),
    ],
)
def test_an_action_agreed_about_what_is_kept_from_somebody_is_kept_from_them(
    asked, says, at, more, hidden, talker, others
):
    for who in ("tom", "mona", "ines", "sara"):
        cast.person(who)
    child_said(asked, at=at, **more)
    by = cast.person(talker)
    with pytest.raises(NotAllowed, match="keeps"):
        talk(asked, at, by=by, action=action(owned_by=str(cast.person(hidden).public_id)))
    talk(asked, at, by=by, action=action(owned_by=str(by.public_id)))
    row = ChildAction.objects.get()
    duties.follow(child_ids=[asked.child.pk], at=at)
    assert doors_of(hidden, asked.child) == {door: set() for door in doors_of(talker, asked.child)}
    for who in others:
        seen = doors_of(who, asked.child)
        assert all(seen[door] for door in ("list", "story", "child's page", "figures")), (who, seen)
    assert doors_of(talker, asked.child)["prompts"]
    changed = {"child": asked.child, "key": row.row_key, "at": at}
    with pytest.raises(record_operations.NotThere):
        record_operations.finish_action(**changed, done_on=ON, outcome="Done.", by=cast.person(hidden))
    given = {"owned_by": str(cast.person(hidden).public_id), "due_on": ON, "why": "They have more time for it"}
    with pytest.raises(NotAllowed, match="keeps"):
        record_operations.hand_on_action(**changed, **given, by=by)
    record_operations.finish_action(**changed, done_on=ON, outcome="Done.", by=by)
    assert not doors_of(hidden, asked.child)["list"] and doors_of(talker, asked.child)["list"]


@pytest.mark.parametrize("more", [{"about": "worker"}, {"not_my_worker": True}, {"about": "manager"}])
@pytest.mark.parametrize("refs", [[], ["P0002"]])
def test_who_has_only_opened_the_record_is_shown_no_action_that_is_kept_from_anybody(asked, says, at, more, refs):
    """Also where the one on duty is the very person, and where nothing names them."""
    dev = cast.person("dev", worker_refs=refs)
    child_said(asked, at=at, **more)
    sara = cast.sara()
    talk(asked, at, by=sara, action=action(owned_by=str(sara.public_id)))
    to_all = {"child": asked.child, "words": "Buy a lamp.", "key": "lamp", "due_on": ON}
    to_all["owned_by"] = str(sara.public_id)
    record_operations.add_action(**to_all, by=sara, at=at)
    assert doors_of("sara", asked.child)["list"] == {"Ring the school.", "Buy a lamp."}
    opening = {"kind": DUTY, "because": next(iter(REASONS[DUTY])), "why": "The school called about a bruise."}
    record_operations.open_record(child=asked.child, **opening, by=dev, on=ON, at=at)
    child = record.child_to_look_at(viewer=dev, public_id=asked.child.public_id, on=ON, at=at)
    told = record.in_full(viewer=dev, child=child, on=ON).following.acting
    assert [one.words for one in told] == ["Buy a lamp."]
    assert [one.words for one in record.following(viewer=dev, child=child, on=ON).acting] == ["Buy a lamp."]
    assert {row.words for row in record.actions(viewer=dev, child=child, on=ON)} == {"Buy a lamp."}


def test_who_does_not_know_that_anything_is_kept_agrees_an_action_as_ever(asked, says, at):
    child_said(asked, at=at, about="worker")
    operations.send_worker_reply(public_id=asked.public_id, given=says(home="green"), key="1", by=cast.maya(), at=at)
    talk(asked, at, action=action())
    assert doors_of("maya", asked.child)["list"] == {"Ring the school."}


def test_an_action_for_a_wish_that_is_kept_is_kept_too(asked, at):
    cast.person("tom")
    wish = {"one_thing": {"not_my_worker": True}}
    reply = child_said(asked, at=at, one_thing="Another social worker.", choices=wish)
    mine = action(owned_by=str(cast.tom().public_id))
    operations.act_on_wish(public_id=reply.public_id, action=mine, key="wish-1", by=cast.tom(), at=at)
    assert doors_of("maya", asked.child)["list"] == set()
    assert doors_of("tom", asked.child)["list"] == {"Ring the school."}
    assert came("tom", asked.child)[""].action.words == "Ring the school."


def test_a_wish_that_is_kept_from_the_worker_is_not_in_their_list(asked, says, at):
    child_said(asked, at=at, one_thing="Another social worker.", choices={"one_thing": {"not_my_worker": True}})
    operations.send_worker_reply(public_id=asked.public_id, given=says(home="green"), key="1", by=cast.maya(), at=at)
    assert "" not in came("maya", asked.child) and "" in came("tom", asked.child)
    assert "child_not_told" not in causes("maya") and "child_not_told" in causes("tom")
