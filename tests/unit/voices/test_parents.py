"""What a parent says: written down by the child's worker, a voice of its own, in no comparison, never the carer's."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from seenheard.accounts import operations as accounts
from seenheard.accounts.domain import SYSTEM
from seenheard.accounts.permissions import NotAllowed
from seenheard.lib.sight import look_as_system
from seenheard.prompts.models import Prompt
from seenheard.record import queries as record
from seenheard.voices import operations, queries
from seenheard.voices.domain.answers import Voice
from seenheard.voices.domain.parents import LONGEST_NAME, NO_HOW, NO_NAME, NO_RELATION, Spoken
from seenheard.voices.domain.rounds import Asking, Known, all_sent, voices_for
from seenheard.voices.models import Reply, ReplyDraft, Round
from tests import cast
from tests.factories.at_once import at_once
from tests.factories.record import add, change
from tests.pages.desk.conftest import LATE, looked_after
from tests.unit.voices.test_carers import invite

ON = date(2026, 3, 31)
PARENTS_WORDS = "Only the child’s own social worker, or who stands in for them, writes down what a parent says."
ALL = ["worker", "carer", "child", "parent"]
MARY = Spoken("Mary Ash", "mother", "by telephone", "Ilse Brandt")
JOHN = Spoken("John Ash", "father", "in person")


@pytest.fixture
def council(council, at):
    operations.set_voices(name="voices", value=ALL, by=council, at=at)
    return council


def write(asked, spoken, given, at, *, by=None, key="", **more):
    said = {"public_id": asked.public_id, "spoken": spoken, "given": given, "key": key or spoken.said_by}
    return operations.write_down_parent(**said, by=by or cast.maya(), at=at, **more)


@pytest.mark.parametrize(
    ("spoken", "faults"),
    [
        (MARY, ()),
        (Spoken(" ", "mother", "in person"), (NO_NAME,)),
        (Spoken("M" * (LONGEST_NAME + 1), "aunt", "by owl"), (NO_NAME, NO_RELATION, NO_HOW)),
    ],
)
def test_who_spoke_has_to_be_said(spoken, faults):
    assert spoken.faults == faults


def test_a_parent_is_never_taken_for_the_carer_and_not_asked_of_who_is_grown_up():
    asking = Asking(tuple(Voice), who=frozenset({"care_leavers"}))
    child, grown = Known(1, date(2012, 5, 4), True), Known(2, date(2007, 5, 4), True, care_leaver=True)
    assert voices_for(child, asking, ON, child_may=True) == tuple(Voice)
    at_home = voices_for(child, asking, ON, child_may=True, with_parents=True)
    assert Voice.CARER not in at_home and Voice.PARENT in at_home
    assert Voice.PARENT not in voices_for(grown, asking, ON, child_may=True)
    assert all_sent(["worker", "child"], {"worker", "child"})
    assert not all_sent(["worker", "parent"], {"worker", "parent"}), "the other parent may still speak"


def test_they_are_off_until_somebody_asks_for_them(db, ash, at):
    operations.choose_pack(pack="five", by=cast.sara(), at=at)
    off = operations.open_round(child=ash, by=cast.maya(), at=at)
    assert "parent" not in off.voices
    with pytest.raises(operations.RoundOver):
        write(off, MARY, {}, at)


def test_each_parent_says_it_once_and_it_is_compared_with_nobody(asked, at, says):
    made = write(asked, MARY, says(health="red", safety="red"), at, anything_else="He should see his nan.")
    once_more = says(health="red", safety="red")
    assert write(asked, MARY, once_more, at, anything_else="He should see his nan. ").pk == made.pk, (
        "the same form again"
    )
    for changed, words in ((says(health="red"), "He should see his nan."), (once_more, "He should not.")):
        with pytest.raises(operations.SentAlready):  # and not "Sent", as if the later words stood
            write(asked, MARY, changed, at, anything_else=words)
    with pytest.raises(operations.SentAlready):
        write(asked, Spoken("mary  ASH", "mother", "on paper"), says(home="green"), at, key="another")
    write(asked, JOHN, says(health="green"), at)
    assert set(Reply.objects.values_list("spoken_by", "relation", "how", "written_by", "form")) == {
        ("Mary Ash", "mother", "by telephone", str(cast.maya().public_id), "parent"),
        ("John Ash", "father", "in person", str(cast.maya().public_id), "parent"),
    }
    assert made.helpers == [{"name": "Ilse Brandt", "role": "interpreter or advocate"}]
    assert not Prompt.objects.filter(cause__in=["answer_unread", "safety_red"], gone_at=None).exists()
    (now, child), maya = queries.round_for(viewer=cast.maya(), public_id=asked.public_id, on=ON), cast.maya()
    assert now.sent == (Voice.PARENT,) and Voice.CARER in now.waits_for
    blind = queries.columns(viewer=maya, child=child, now=now, on=ON)
    assert not any(row.columns.get(Voice.PARENT) for row in blind.rows if not row.is_safety) and not blind.words
    operations.send_worker_reply(public_id=asked.public_id, given=says(health="green"), key="w", by=maya, at=at)
    seen = queries.columns(viewer=maya, child=child, now=queries.rounds_of(viewer=maya, child=child, on=ON)[0], on=ON)
    health = next(row for row in seen.rows if row.key == "health")
    assert len(health.columns[Voice.PARENT]) == 2 and not health.mismatch.level.differs
    assert [one.words for one in seen.words] == ["He should see his nan."]


def test_only_the_childs_worker_writes_it_down_and_what_is_missing_is_said(asked, at, says):
    for who in ("tom", "ines", "sara"):
        with pytest.raises(NotAllowed, match=PARENTS_WORDS):
            write(asked, MARY, says(health="green"), at, by=cast.person(who))
    with pytest.raises(queries.NoSuchRound):
        write(asked, MARY, says(health="green"), at, by=cast.person("otto"))
    with pytest.raises(operations.NotSent, match=NO_NAME):
        write(asked, Spoken("", "mother", "in person"), says(health="green"), at)
    with pytest.raises(operations.NotSent, match="Answer at least one"):
        write(asked, MARY, {}, at)
    operations.save_parent_draft(public_id=asked.public_id, content={"a": "b"}, based_on=None, by=cast.maya(), at=at)
    write(asked, MARY, says(health="green"), at)
    assert not ReplyDraft.objects.exists()
    with pytest.raises(IntegrityError, match="reply_of_a_parent_says_who_spoke"), transaction.atomic():
        Reply.objects.create(child=asked.child, round=asked, voice="parent", form="parent", sent_at=at, key="nobody")


def test_a_colleague_of_the_team_does_not_write_it_down_and_who_stands_in_does(asked, at, says):
    kim = cast.person("otto", worker_refs=["P0077"], team_refs=[cast.TEAM])
    draft = {"public_id": asked.public_id, "content": {"a": "b"}, "based_on": None, "by": kim, "at": at}
    for act in (
        lambda: write(asked, MARY, says(health="green"), at, by=kim),
        lambda: operations.save_parent_draft(**draft),
    ):
        with pytest.raises(NotAllowed, match=PARENTS_WORDS):
            act()
    assert not Reply.objects.exists() and not ReplyDraft.objects.exists()
    days = {"from_on": ON, "until_on": ON + timedelta(days=3), "on": ON}
    accounts.set_cover(covered=cast.maya(), cover=kim, **days, by=cast.tom(), at=at)
    kim = type(kim).objects.get(pk=kim.pk)  # as the next request brings them
    operations.save_parent_draft(**draft | {"by": kim})
    assert write(asked, MARY, says(health="green"), at, by=kim).written_by == str(kim.public_id)


def test_placed_with_a_parent_nobody_is_invited_as_the_carer(council, at):
    child, other = looked_after(forename="Home"), looked_after(forename="Away")
    add("cla_placement", child, from_on=date(2026, 1, 5), place_code="U6")
    assert not record.placed_with_parents(viewer=cast.maya(), on=ON, child_ids=[child.pk])
    (key,) = (key for key, row in record.current_rows(source="ssd", object="cla_episode").items() if row[2] == child.pk)
    change("cla_episode", child, key, from_on=LATE, legal_code="C2", place_code="P1", care_ref="CARE")
    (key,) = record.current_rows(source="ssd", object="cla_placement")
    change("cla_placement", child, key, from_on=date(2026, 1, 5), place_code="P1")
    with pytest.raises(NotAllowed, match="a parent is never taken for the carer"):
        invite(child, at=at)
    assert operations.open_round(child=child, by=cast.maya(), at=at).voices == ["worker", "child", "parent"]
    look_as_system()
    operations.open_rounds(reviews={}, by=SYSTEM, at=at + timedelta(days=1))
    assert Round.objects.get(child=other).voices == ALL


@pytest.mark.django_db(transaction=True)
def test_the_same_form_twenty_times_at_once_is_one_reply(council, at, says):
    asked = operations.open_round(child=looked_after(), by=cast.maya(), at=at)
    maya = cast.maya()
    came = at_once(*[lambda: write(asked, MARY, says(health="green"), at, by=maya)] * 20)
    assert len({one.pk for one in came}) == 1 and Reply.objects.count() == 1


def test_a_form_that_is_gone_back_to_sends_what_the_other_parent_says(asked, at, says):
    made = write(asked, MARY, says(health="red"), at, key="form")
    other = write(asked, JOHN, says(health="green"), at, key="form")
    assert other.pk != made.pk and other.spoken_by == "John Ash"
    assert write(asked, JOHN, says(health="green"), at, key="form").pk == other.pk, "pressed twice"
    assert write(asked, MARY, says(health="red"), at, key="form").pk == made.pk
