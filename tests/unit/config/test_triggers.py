"""What keeps history is put back by the owner's migrate, is said to have fallen, and is left to migrations half done."""

import logging
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from seenheard.accounts import operations as accounts
from seenheard.config import grants, triggers
from tests import cast
from tests.factories.record import AT

pytestmark = pytest.mark.django_db
ON = AT.date()


def fallen() -> set[triggers.Trigger]:
    with connection.cursor() as cursor:
        return triggers.of_history() - triggers.standing(cursor)


@pytest.fixture
def three_fallen():
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER trail_entry_numbered ON trail_entry")
        cursor.execute("ALTER TABLE record_person DISABLE TRIGGER facts_are_closed_once")
        cursor.execute("DROP TRIGGER pgtrigger_update_update_0e890 ON accounts_user")
    assert len(fallen()) == 3


def test_what_is_put_back_is_said_in_the_log(three_fallen, caplog):
    """That history could be changed for a time is worth knowing, though it cannot any more."""
    with caplog.at_level(logging.WARNING, logger="seenheard.guards"):
        triggers.apply()
    assert fallen() == set()
    said = sorted(one.getMessage() for one in caplog.records if one.name == "seenheard.guards")
    assert [line.split(" had fallen")[0] for line in said] == [
        "accounts.User:update_update: the trigger",
        "record_person: the trigger facts_are_closed_once",
        "trail_entry: the trigger trail_entry_numbered",
    ]
    caplog.clear()
    triggers.apply()
    assert not caplog.records


def test_while_migrations_are_half_there_triggers_are_theirs_to_make(three_fallen, monkeypatch):
    monkeypatch.setattr(triggers, "_is_migrated", lambda connection: False)
    triggers.apply()
    assert len(fallen()) == 3


def test_a_trigger_without_its_function_waits_for_it():
    with connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION prompts_history_only_grows CASCADE")
    triggers.apply()
    assert {table for table, *_ in fallen()} == {"prompts_step", "prompts_toldnext"}


@pytest.mark.parametrize("model", grants.append_only_models(), ids=lambda model: model._meta.db_table)
def test_the_owner_too_can_empty_no_table_whose_rows_are_only_added_or_closed(model):
    """Whom no missing grant holds back."""
    with (
        pytest.raises(DatabaseError, match=r"is refused|refused: the rows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"TRUNCATE {model._meta.db_table} CASCADE")


@pytest.mark.parametrize("statement", ["UPDATE {} SET by = 'somebody else'", "DELETE FROM {}"])
def test_the_owner_cannot_say_that_somebody_else_covered_or_asked(statement):
    accounts.set_cover(
        covered=cast.maya(),
        cover=cast.person("otto"),
        from_on=ON,
        until_on=ON + timedelta(days=7),
        on=ON,
        by=cast.person("tom"),
        at=AT,
    )
    refused = pytest.raises(DatabaseError, match="the rows of accounts_cover are only added")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format("accounts_cover"))
