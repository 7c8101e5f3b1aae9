"""AZ7: with the first line removed, PostgreSQL's own shows nobody a child of whom they may not know.

The first line is taken out by planting: every filter lets everybody through. Then AZ2's children are swapped in every
address again, and every page is crawled in AZ3's dye. What the catalogue must say, who sets the viewer, and writing.
By day few actors; at night (SEENHEARD_NIGHT=1) all of AZ2.
"""

import os
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from seenheard.config import clock, policies
from seenheard.config.grants import web_role
from seenheard.lib.sight import EVERYTHING
from seenheard.record import operations
from seenheard.record.models import Opening, Restriction
from tests import cast
from tests.reliability import dyed as dye
from tests.reliability.dyed import SEES, WHY, WORKED_WITH, Dyed
from tests.reliability.test_az2_object_swap import let_through
from tests.reliability.test_az3_dye_by_field import NUMBER, NUMBER_ALONE
from tests.reliability.world import AT, ON
from tests.second_line import children_behind, looking_as

NIGHT = bool(os.environ.get("SEENHEARD_NIGHT"))
ACTORS = sorted(SEES) if NIGHT else ("worker", "reviewing officer", "duty worker")
# Whom PostgreSQL shows: a file's rows are of every child, and who mends imports reads them (ADR 21).
HELD = SEES | {"analyst": set(WORKED_WITH) - {"closed", "restricted"}}
SOON = AT + timedelta(minutes=5)
databases = pytest.mark.django_db(databases=["default", "apart"])


@pytest.fixture(scope="module")
def built(for_this_file):
    with for_this_file():
        return dye.build()


@pytest.fixture
def dyed(built, db, monkeypatch) -> Dyed:
    monkeypatch.setattr(clock, "now", lambda: AT)
    return built


def foreign(dyed: Dyed, actor: str) -> set[tuple[str, str, str]]:
    """Every page that shows this actor a word of a child of whom they may not know, the child and the field.

    Not where a page tells the number alone: that is an opening of its own (docs/security-properties.md).
    """
    return {
        (answer.page, found.relation, found.field)
        for answer in dye.crawl(dyed, actor)
        for found in dyed.found_in(answer.text)
        if found.relation not in HELD[actor]
        if found.field != NUMBER or answer.page not in NUMBER_ALONE.get(actor, ())
    }


# --- with the first line removed ------------------------------------------------------------------------------------


@databases
@pytest.mark.larger_at_night
@pytest.mark.parametrize("actor", ACTORS)
def test_no_foreign_child_is_there_where_the_first_line_is_removed(actor, dyed, no_first_line):
    assert let_through(dyed, [actor], HELD) == []


@databases
@pytest.mark.larger_at_night
@pytest.mark.parametrize("actor", ACTORS)
def test_no_page_shows_a_foreign_word_where_the_first_line_is_removed(actor, dyed, no_first_line):
    assert foreign(dyed, actor) == set()


@databases
def test_without_either_line_both_checks_are_red(dyed, no_first_line, without_the_second_line):
    """The planted fault: what is removed is what held."""
    assert let_through(dyed, ["worker"])
    assert {"desk:child", "desk:children"} <= {page for page, _, _ in foreign(dyed, "worker")}


# --- who looks ------------------------------------------------------------------------------------------------------


@databases
def test_who_is_nobody_sees_no_row_of_any_table(dyed):
    for viewer in ("", "00000000-0000-4000-8000-000000000000"):
        with looking_as(viewer, on=ON, at=AT) as cursor:
            for table in policies.held():
                cursor.execute(f"SELECT count(*) FROM {table} WHERE {policies.held()[table]} IS NOT NULL")
                assert cursor.fetchone() == (0,), (viewer, table)


@databases
@pytest.mark.parametrize("viewer", ["System", "system ", "*", "maya@fenmarsh.example"])
def test_what_is_no_public_id_is_refused(viewer, dyed):
    with pytest.raises(DatabaseError, match="invalid input syntax"), transaction.atomic():
        children_behind(viewer, on=ON, at=AT)


@databases
def test_each_actor_sees_their_children_and_the_system_all(dyed):
    ids = {relation: child.pk for relation, child in dyed.children.items()}
    for actor, seen in HELD.items():
        person = dyed.people[dye.ROLES[actor]]
        assert children_behind(str(person.public_id), on=ON, at=AT) == {ids[one] for one in seen}, actor
    assert children_behind(EVERYTHING, on=ON, at=AT) == set(ids.values())


@databases
@pytest.mark.parametrize("setting", ["on", "at"])
@pytest.mark.parametrize("who", ["maya", "sara"])
def test_without_a_day_or_a_moment_nobody_sees_anything(who, setting, dyed):
    with looking_as(str(dyed.people[who].public_id), on=ON, at=AT) as cursor:
        cursor.execute("SELECT set_config(%s, '', true)", [f"seenheard.{setting}"])
        cursor.execute("SELECT count(*) FROM record_child")
        assert cursor.fetchone() == (0,)


@databases
def test_a_switched_off_account_sees_nothing(dyed):
    maya = dyed.people["maya"]
    type(maya).objects.filter(pk=maya.pk).update(is_active=False)
    assert children_behind(str(maya.public_id), on=ON, at=AT) == set()


@databases
def test_what_changes_in_a_transaction_counts_from_then_on(dyed):
    """What was worked out once is worked out again after a change that decides who sees whom."""
    maya, mine = dyed.people["maya"], dyed.children["mine"]
    with looking_as(str(maya.public_id), on=ON, at=AT) as cursor:
        seen = "SELECT count(*) FROM record_child WHERE id = %s"
        cursor.execute(seen, [mine.pk])
        assert cursor.fetchone() == (1,)
        cursor.execute("RESET ROLE")
        Restriction.objects.create(child=mine, people=["x"], from_on=ON, by="x", at=AT, why="x")
        cursor.execute(f'SET LOCAL ROLE "{web_role()}"')
        cursor.execute(seen, [mine.pk])
        assert cursor.fetchone() == (0,)


@databases
@pytest.mark.parametrize(
    ("who", "kind", "relation", "opens"),
    [
        ("dev", "duty", "another team's", True),
        ("dev", "break_glass", "another team's", False),
        ("maya", "break_glass", "another team's", True),
        ("maya", "duty", "another team's", False),
        ("maya", "break_glass", "known to me", False),
        ("dev", "duty", "restricted", False),
        ("dev", "duty", "closed", False),
        ("grace", "break_glass", "mine", False),
    ],
)
def test_an_opened_record_is_seen_while_it_is_open_and_not_written_to(who, kind, relation, opens, dyed):
    person, child = str(dyed.people[who].public_id), dyed.children[relation]
    before = children_behind(person, on=ON, at=AT)
    Opening.objects.create(
        child=child, person_public_id=person, kind=kind, reason="x", why="x", at=AT, until_at=SOON + timedelta(hours=1)
    )
    assert children_behind(person, on=ON, at=SOON) == before | ({child.pk} if opens else set())
    assert children_behind(person, on=ON, at=SOON + timedelta(hours=1)) == before
    assert is_refused("record_visit", child.pk, person, at=SOON)


# --- writing --------------------------------------------------------------------------------------------------------


def is_refused(table: str, child_id: int, viewer: str, *, at=AT) -> bool:
    """Whether the policy refuses a new row about this child; what the row lacks besides is asked after that."""
    savepoint = transaction.savepoint()
    try:
        with looking_as(viewer, on=ON, at=at) as cursor:
            cursor.execute(f"INSERT INTO {table} ({policies.held()[table]}) VALUES (%s)", [child_id])
    except DatabaseError as error:
        return "row-level security" in str(error)
    finally:
        transaction.savepoint_rollback(savepoint)
    return False


WRITTEN = sorted(set(policies.held()) - {"record_child"})


@databases
def test_a_row_about_a_child_one_does_not_see_is_refused_by_every_table(dyed):
    maya, sara = str(dyed.people["maya"].public_id), str(dyed.people["sara"].public_id)
    mine, other = dyed.children["mine"].pk, dyed.children["another team's"].pk
    for table in WRITTEN:
        assert is_refused(table, other, maya) and is_refused(table, mine, ""), table
        assert not is_refused(table, mine, maya) and not is_refused(table, other, sara), table
        assert not is_refused(table, other, EVERYTHING), table


@databases
def test_no_row_about_a_child_one_does_not_see_is_changed_or_deleted(dyed):
    maya, other = str(dyed.people["maya"].public_id), dyed.children["another team's"].pk
    with looking_as(maya, on=ON, at=AT) as cursor:
        for statement in (
            "UPDATE record_childnow SET name = 'x' WHERE child_id = %s",
            "UPDATE record_person SET known_until = now(), closed_run_id = 'x' WHERE child_id = %s",
            "DELETE FROM duties_clock WHERE child_id = %s",
        ):
            cursor.execute(statement, [other])
            assert cursor.rowcount == 0, statement


@databases
@pytest.mark.parametrize(("who", "kind"), [("dev", "duty"), ("otto", "break_glass"), ("ana", "")])
def test_who_only_looks_takes_no_row_away(who, kind, dyed):
    """A record that is open for looking, and every record to who mends imports, can be read and not written."""
    child, person = dyed.children["mine"], cast.person(who)
    if kind:
        because = "contact" if kind == "duty" else "danger"
        operations.open_record(child=child, kind=kind, because=because, on=ON, why=WHY, by=person, at=AT)
    with looking_as(str(person.public_id), on=ON, at=AT) as cursor:
        for statement in ("SELECT FROM {}", "DELETE FROM {}"):
            for table in ("record_involved", "record_namepart", "record_childnow"):
                cursor.execute(f"{statement.format(table)} WHERE child_id = %s", [child.pk])
                assert bool(cursor.rowcount) == statement.startswith("SELECT"), (statement, table)


@databases
def test_no_row_is_handed_to_a_child_one_does_not_see(dyed):
    maya, mine, other = str(dyed.people["maya"].public_id), dyed.children["mine"].pk, dyed.children["another team's"].pk
    refused = pytest.raises(DatabaseError, match="row-level security")
    with refused, transaction.atomic(), looking_as(maya, on=ON, at=AT) as cursor:
        cursor.execute("UPDATE duties_clock SET child_id = %s WHERE child_id = %s", [other, mine])
