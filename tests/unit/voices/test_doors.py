"""The second line for whoever stands at a door: asked of the database itself, as the role that serves."""

from datetime import timedelta

import pytest
from django.db import DatabaseError

from seenheard.lib.sight import look_as
from seenheard.record import queries
from seenheard.voices.models import (
    Category,
    ChildCode,
    Household,
    Member,
    Rating,
    Reply,
    ReplyDraft,
    Sitting,
)
from seenheard.voices.models.households import EndedMember
from tests import cast
from tests.factories.record import add, change
from tests.pages.desk.conftest import LATE, looked_after
from tests.second_line import children_behind, looking_as

TABLES = ("voices_round", "voices_reply", "voices_rating", "voices_replydraft", "voices_household", "voices_talk")


def home(child, *people, at, from_on=LATE, ref="first"):
    made = Household.objects.create(
        child=child, kind="family", placement_ref=ref, from_on=from_on, by="somebody", at=at
    )
    for person in people:
        Member.objects.create(child=child, household=made, person=str(person.public_id), by="somebody", at=at)
    return made


def reply_of(asked, said_by, voice, at, household=None):
    reply = Reply.objects.create(
        child=asked.child,
        round=asked,
        voice=voice,
        household=household,
        said_by=said_by,
        form=voice,
        anything_else="x",
        sent_at=at,
        key=f"{voice}-{said_by}-{household and household.pk}",
    )
    Rating.objects.create(
        child=asked.child,
        reply=reply,
        category=Category.objects.get(key="home"),
        voice=voice,
        said_by=said_by,
        colour=1,
        comment="x",
        said_on=at.date(),
        show_carer=voice == "child",
    )
    return reply


def seen(viewer, at, on=None, table="voices_reply", column="said_by"):
    with looking_as(viewer, on=on or at.date(), at=at) as cursor:
        cursor.execute(f"SELECT {column} FROM {table} ORDER BY 1")
        return [value for (value,) in cursor.fetchall()]


@pytest.fixture
def carers(db):
    return [cast.carer(who) for who in ("carl", "cleo")]


@pytest.fixture
def said(asked, carers, at):
    """Everybody's reply to one round: the worker's, the child's, and the household's, sent by Cleo."""
    house = home(asked.child, *carers, at=at)
    reply_of(asked, str(cast.maya().public_id), "worker", at)
    reply_of(asked, "child", "child", at)
    reply_of(asked, str(carers[1].public_id), "carer", at, house)
    for who in (*(str(one.public_id) for one in carers), "child"):
        ReplyDraft.objects.create(
            child=asked.child, round=asked, voice="child" if who == "child" else "carer", said_by=who, saved_at=at
        )
    return house


def test_a_carer_sees_no_child_and_of_the_answers_the_households_own(said, asked, carers, at):
    carl, cleo = (str(one.public_id) for one in carers)
    assert children_behind(carl, on=at.date(), at=at) == set()
    assert seen(carl, at, table="record_childnow", column="child_id") == []
    assert seen(carl, at) == seen(carl, at, table="voices_rating") == [cleo]
    assert seen(carl, at, table="voices_replydraft") == [carl]
    assert seen(carl, at, table="voices_round", column="child_id") == [asked.child_id]
    assert seen(carl, at, table="voices_talk", column="child_id") == []


def test_another_household_a_stranger_and_staff(said, asked, carers, at):
    other = cast.carer("cato")
    assert seen(str(other.public_id), at) == []
    home(looked_after(), other, at=at)
    assert seen(str(other.public_id), at) == seen(str(other.public_id), at, table="voices_round", column="id") == []
    assert len(seen(str(cast.maya().public_id), at)) == 3
    assert seen(str(cast.otto().public_id), at) == []


@pytest.mark.parametrize("how", ["ended", "member", "moved", "home", "closed"])
def test_with_the_placement_the_door_is_shut(said, asked, carers, at, how):
    carl = str(carers[0].public_id)
    yesterday = at.date() - timedelta(days=1)
    if how == "member":
        member = Member.objects.get(person=carl)
        EndedMember.objects.create(child=asked.child, member=member, ended_on=at.date(), by="x", at=at)
    elif how == "closed":
        type(carers[0]).objects.filter(pk=carers[0].pk).update(is_active=False)
    else:
        end_episode(asked.child, yesterday)
    if how in ("moved", "home"):
        add("cla_episode", asked.child, from_on=yesterday, legal_code="C2", place_code="U6", care_ref="CARE")
    assert [seen(carl, at, table=table, column="child_id") for table in TABLES] == [[]] * len(TABLES)


def end_episode(child, on):
    rows = queries.current_rows(source="ssd", object="cla_episode")
    key = next(key for key, row in rows.items() if row[2] == child.pk)
    change(
        "cla_episode", child, key, from_on=LATE, until_on=on, legal_code="C2", place_code="U6", care_ref="CARE",
        end_reason="X1",
    )  # fmt: skip


def write(viewer, at, statement, *values):
    with looking_as(viewer, on=at.date(), at=at) as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


DRAFT = """
INSERT INTO voices_replydraft (public_id, child_id, round_id, voice, said_by, content, version, saved_at)
VALUES (gen_random_uuid(), %s, %s, 'carer', %s, '{}', 1, now())
"""


def test_a_carer_writes_as_themselves_for_the_children_placed_with_them(said, asked, carers, at):
    carl, cleo = (str(one.public_id) for one in carers)
    ReplyDraft.objects.filter(said_by__in=[carl, cleo]).delete()
    assert write(carl, at, DRAFT, asked.child_id, asked.pk, carl) == 1
    assert write(carl, at, "DELETE FROM voices_replydraft WHERE said_by = %s", carl) == 1
    assert write(carl, at, "DELETE FROM voices_replydraft") == 0


@pytest.mark.parametrize("who", ["cleo", "child", "maya"])
def test_nobody_at_a_door_writes_as_somebody_else(said, asked, carers, at, who):
    as_whom = "child" if who == "child" else str((carers[1] if who == "cleo" else cast.maya()).public_id)
    ReplyDraft.objects.all().delete()
    with pytest.raises(DatabaseError, match="row-level security"):
        write(str(carers[0].public_id), at, DRAFT, asked.child_id, asked.pk, as_whom)


def test_nobody_writes_of_a_child_who_is_not_behind_their_door(said, asked, carers, at):
    other = looked_after()
    with pytest.raises(DatabaseError, match="row-level security"):
        write(str(carers[0].public_id), at, DRAFT, other.pk, asked.pk, str(carers[0].public_id))


@pytest.fixture
def sitting(said, asked, at):
    code = ChildCode.objects.create(
        child=asked.child, round=asked, kind="code", code_hash="x", form="11-17", made_by="x", made_at=at, until_at=at
    )
    return Sitting.objects.create(child=asked.child, round=asked, code=code, token_hash="x", began_at=at, seen_at=at)


def test_a_child_sees_their_own_words_and_no_adults(sitting, asked, at):
    door = f"door:{sitting.public_id}"
    assert seen(door, at) == seen(door, at, table="voices_rating") == seen(door, at, table="voices_replydraft")
    assert seen(door, at) == ["child"]
    assert seen(door, at, table="voices_sitting", column="child_id") == [asked.child_id]
    for table in ("record_child", "voices_household", "voices_member", "voices_talk"):
        assert seen(door, at, table=table, column="id") == []


def test_a_sitting_ends(sitting, at):
    door = f"door:{sitting.public_id}"
    assert seen(door, at + timedelta(minutes=15)) == []
    Sitting.objects.update(ended_at=at)
    assert seen(door, at) == []
    assert seen("door:00000000-0000-4000-8000-000000000000", at) == []


def test_what_was_worked_out_for_one_is_not_used_for_the_next(said, carers, at):
    with looking_as(str(carers[0].public_id), on=at.date(), at=at) as cursor:
        cursor.execute("SELECT count(*) FROM voices_reply")
        look_as(str(cast.carer("cato").public_id), on=at.date(), at=at)
        cursor.execute("SELECT count(*) FROM voices_reply")
        assert cursor.fetchone() == (0,)
