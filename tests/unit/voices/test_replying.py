"""A worker's reply: what it has to hold, sent once, unchangeable; and what is seen before and after."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from seenheard.accounts.permissions import NotAllowed
from seenheard.voices import operations, queries
from seenheard.voices.domain.answers import Colour, State, Voice
from seenheard.voices.domain.mismatch import Level
from seenheard.voices.domain.replies import LONGEST, Given, Last, comment_of, faults_of
from seenheard.voices.models import Category, Rating, Reply, ReplyDraft
from tests import cast

ON = date(2026, 3, 31)
GREEN_BEFORE = {"health": Last(7, "All checks are done.", date(2026, 1, 5), Colour.GREEN)}
RED_BEFORE = {"health": Last(7, "The dentist was missed.", date(2026, 1, 5), Colour.RED)}


def says(one, last=()):
    return [fault.says for fault in faults_of({"health": one}, ["health"], dict(last))]


@pytest.mark.parametrize(
    ("given", "last", "fault"),
    [
        (Given(Colour.RED, "She waits for the dentist."), {}, None),
        (Given(Colour.RED), {}, "Say why it is red"),
        (Given(Colour.AMBER, "  "), {}, "Say why it is amber"),
        (Given(Colour.GREEN), {}, "Say why, in words"),
        (Given(Colour.GREEN, keeps=True), {}, "Say why, in words"),
        (Given(Colour.GREEN, keeps=True), GREEN_BEFORE, None),
        (Given(Colour.GREEN, keeps=True), RED_BEFORE, "Say why, in words"),
        (Given(Colour.RED, keeps=True), RED_BEFORE, "Say why it is red"),
        (Given(Colour.RED, "the  dentist was MISSED."), RED_BEFORE, "These are the words of last time"),
        (Given(Colour.GREEN, "All checks are done."), GREEN_BEFORE, None),
        (Given(Colour.AMBER, "🙂🙂🙂"), {}, "Say why it is amber"),
        (Given(Colour.AMBER, "ok"), {}, "Say why it is amber"),
        (Given(Colour.AMBER, "a" * (LONGEST + 1)), {}, "5,001 letters"),
        (Given(State.CANNOT_SAY_YET), {}, None),
        (Given(State.NOT_ANSWERED), {}, "Answer at least one part"),
    ],
)
def test_what_a_rating_needs(given, last, fault):
    found = says(given, last)
    assert (not found) if fault is None else (len(found) == 1 and fault in found[0]), found


def test_words_that_are_kept_are_the_last_ones():
    last = GREEN_BEFORE["health"]
    assert comment_of(Given(Colour.GREEN, keeps=True), last) == last.comment
    assert comment_of(Given(Colour.GREEN, "New.", keeps=True), last) == "New."


def send(asked, given, at, key="form-1", by=None, **more):
    by = by or cast.maya()
    return operations.send_worker_reply(public_id=asked.public_id, given=given, key=key, by=by, at=at, **more)


def test_sent_once_however_often_it_is_pressed(asked, says, at):
    first = send(asked, says(health="green"), at)
    assert send(asked, says(health="green"), at) == first
    for key in ("form-1", "form-2"):  # the same page with something else in it; another page
        with pytest.raises(operations.SentAlready):
            send(asked, says(health="red"), at, key=key)
    assert (Reply.objects.count(), Rating.objects.count()) == (1, 1)
    assert Rating.objects.get().asked == "Physical health needs are known and met."


def test_refused_leaves_nothing(asked, says, at):
    with pytest.raises(operations.NotSent) as refused:
        send(asked, says(health="green") | {"home": Given(Colour.RED)}, at)
    assert [(one.category, "red" in one.says) for one in refused.value.faults] == [("home", True)]
    assert not Reply.objects.exists() and not Rating.objects.exists()


def test_what_was_not_asked_is_refused_and_what_is_retired_meanwhile_is_not(asked, council, says, at):
    with pytest.raises(operations.NotSent, match="not asked in this round"):
        send(asked, says(pep="green"), at)
    operations.retire_category(key="friends", why="We ask elsewhere.", by=council, at=at)
    send(asked, says(friends="green"), at)
    assert Rating.objects.get().category.key == "friends"


@pytest.mark.parametrize("who", ["tom", "ines", "sara"])
def test_only_the_worker_is_the_worker(asked, says, at, who):
    with pytest.raises(NotAllowed, match="Only the child’s own social worker"):
        send(asked, says(health="green"), at, by=cast.person(who))


def test_of_another_team_there_is_no_round(asked, says, at):
    with pytest.raises(queries.NoSuchRound):
        send(asked, says(health="green"), at, by=cast.person("otto"))


def test_after_the_last_day_nothing_is_sent(asked, says, at):
    with pytest.raises(operations.RoundOver):
        send(asked, says(health="green"), at + timedelta(days=28))


def test_a_draft_is_ones_own_and_goes_when_it_is_sent(asked, says, at):
    maya = cast.maya()
    operations.save_worker_draft(public_id=asked.public_id, content={"health": "amber"}, based_on=None, by=maya, at=at)
    saved = operations.save_worker_draft(
        public_id=asked.public_id, content={"health": "red"}, based_on=1, by=maya, at=at
    )
    assert saved.version == 2
    with pytest.raises(NotAllowed, match="newer draft"):
        operations.save_worker_draft(public_id=asked.public_id, content={}, based_on=1, by=maya, at=at)
    for words in ("r", "re"):  # the saves of one window may overtake one another
        one = {"public_id": asked.public_id, "content": {"health": words}, "based_on": 2, "page": "window"}
        operations.save_worker_draft(**one, by=maya, at=at)
    with pytest.raises(operations.DraftChanged):
        operations.save_worker_draft(**one | {"page": "another"}, by=maya, at=at)
    with pytest.raises(operations.DraftTooLarge):
        operations.save_worker_draft(**one | {"content": {"health": "a" * 100_001}}, by=maya, at=at)
    operations.save_worker_draft(**one | {"content": {"health": "red"}, "page": "", "based_on": None}, by=maya, at=at)
    (now,) = queries.rounds_of(viewer=maya, child=asked.child, on=ON)
    assert queries.own_draft(viewer=maya, now=now, voice=Voice.WORKER).content == {"health": "red"}
    assert queries.own_draft(viewer=cast.person("tom"), now=now, voice=Voice.WORKER) is None
    send(asked, says(health="green"), at)
    assert not ReplyDraft.objects.exists()


def test_what_was_sent_cannot_be_changed_or_taken_away(asked, says, at):
    send(asked, says(health="green"), at)
    for change in (
        lambda: Rating.objects.update(colour=1),
        lambda: Rating.objects.all().delete(),
        lambda: Reply.objects.update(anything_else="x"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_green_keeps_the_words_of_last_time_and_says_so(asked, ash, says, at):
    first = send(asked, says(health="green"), at)
    later = at + timedelta(days=90)
    again = operations.open_round(child=ash, by=cast.maya(), at=later)
    send(again, {"health": Given(Colour.GREEN, keeps=True)}, later, key="form-2")
    kept = Rating.objects.get(reply__key="form-2")
    assert (kept.comment, kept.kept_from.reply) == ("Because of health.", first)


def child_said(asked, **more):
    """As a child's door will write it."""
    reply = Reply.objects.create(
        child=asked.child, round=asked, voice="child", said_by="child", form="11-17", sent_at=asked.at, key="child"
    )
    return [
        Rating.objects.create(
            child=asked.child,
            reply=reply,
            category=Category.objects.get(key=key),
            voice="child",
            said_by="child",
            colour=1,
            step=4,
            chosen="Really not OK",
            said_on=ON,
            **(more if key == "home" else {}),
        )
        for key in ("home", "safety")
    ]


def seen(asked, who, on=ON):
    viewer = cast.person(who)
    (now,) = queries.rounds_of(viewer=viewer, child=asked.child, on=on)
    found = queries.columns(viewer=viewer, child=asked.child, now=now, on=on)
    return found, {row.key for row in found.rows if row.columns.get(Voice.CHILD)}


def test_nobody_sees_the_child_before_the_worker_has_sent_but_for_safety_and_the_first_reader(asked, says, at):
    child_said(asked)
    assert seen(asked, "maya")[1] == {"safety"}
    assert seen(asked, "ines")[1] == {"safety"}
    assert seen(asked, "tom")[1] == {"home", "safety"}
    send(asked, says(home="green"), at)
    for who in ("maya", "ines", "tom"):
        found, keys = seen(asked, who)
        assert found.opened and keys == {"home", "safety"}
        levels = {row.key: row.mismatch.level for row in found.rows}
        assert (levels["home"], levels["safety"]) == (Level.ACT, Level.ACT_TODAY)


def test_when_the_round_is_over_the_columns_are_open(asked):
    child_said(asked)
    assert seen(asked, "maya", asked.closes_on)[1] == {"home", "safety"}


def test_not_my_social_worker_goes_to_manager_and_reviewing_officer_and_makes_no_difference_the_worker_could_see(
    asked, says, at
):
    child_said(asked, not_my_worker=True)
    assert seen(asked, "ines")[1] == {"home", "safety"}
    send(asked, says(home="green"), at)
    found, keys = seen(asked, "maya")
    assert keys == {"safety"}
    home = next(row for row in found.rows if row.key == "home")
    assert home.mismatch.level is Level.NOTHING_TO_COMPARE
    assert next(row for row in seen(asked, "tom")[0].rows if row.key == "home").mismatch.level is Level.ACT


def test_everybody_has_answered_and_the_round_is_over(council, ash, says, at):
    operations.set_voices(name="voices", value=["worker"], by=council, at=at)
    asked = operations.open_round(child=ash, by=cast.maya(), at=at)
    send(asked, says(health="green"), at)
    (now,) = queries.rounds_of(viewer=cast.maya(), child=ash, on=ON)
    assert now.is_over and now.sent == (Voice.WORKER,)
