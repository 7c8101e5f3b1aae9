"""AU3: the role that serves cannot change history; each attempt is tried, none is only read about.

Every table whose model says `append_only` is attacked, so a new one is under test the day it arrives.
"""

import pytest
from django.db import Error, connection, transaction

from seenheard.config import grants
from seenheard.trail.models import Entry

pytestmark = pytest.mark.django_db

ATTACKS = {
    "delete": "DELETE FROM {table}",
    "truncate": "TRUNCATE {table} CASCADE",
    "drop": "DROP TABLE {table} CASCADE",
    "alter": "ALTER TABLE {table} ADD COLUMN mine text",
    "drop a column": "ALTER TABLE {table} DROP COLUMN {column}",
    "rename": "ALTER TABLE {table} RENAME TO gone",
    "disable trigger all": "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "disable trigger user": "ALTER TABLE {table} DISABLE TRIGGER USER",
    "triggers at rest": "SET session_replication_role = replica",
    "take ownership": "ALTER TABLE {table} OWNER TO CURRENT_USER",
    "grant to itself": "GRANT ALL ON {table} TO CURRENT_USER; DELETE FROM {table}",
    "rule instead": "CREATE RULE quiet AS ON INSERT TO {table} DO INSTEAD NOTHING",
    "own trigger": "CREATE TRIGGER mine BEFORE INSERT ON {table} EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "update": "UPDATE {table} SET {column} = {column}",
    "become owner": "SET ROLE {owner}",
    "make a role": "CREATE ROLE helper SUPERUSER",
}


def tables():
    return [(model._meta.db_table, _a_column(model)) for model in grants.append_only_models()]


def _a_column(model) -> str:
    names = [field.column for field in model._meta.local_concrete_fields if not field.primary_key]
    return "source" if "source" in names else names[0]


def not_refused() -> list[str]:
    """Every attack that the web role got away with, as "table: attack". Leaves nothing changed."""
    return [
        f"{table}: {name}"
        for table, column in tables()
        for name, statement in ATTACKS.items()
        if _succeeds(statement.format(table=table, column=f'"{column}"', owner='"' + _owner() + '"'))
    ]


def _owner() -> str:
    return connection.settings_dict["USER"]


def _succeeds(statement: str) -> bool:
    """Try as if signed in as the web role (SET SESSION AUTHORIZATION; SET ROLE would leave the owner's rights near)."""
    savepoint = transaction.savepoint()
    try:
        with connection.cursor() as cursor:
            cursor.execute(f'SET LOCAL SESSION AUTHORIZATION "{grants.web_role()}"')
            cursor.execute(statement)
        return True
    except Error:
        return False
    finally:
        transaction.savepoint_rollback(savepoint)


@pytest.fixture(autouse=True)
def a_row(at):
    """Refusals share their set-up with success: the table is there, has a row, and the web role may add another."""
    Entry.objects.create(what="signed_in", by="maya", at=at)


def test_the_web_role_can_add_a_trail_row_and_read_it():
    insert = "INSERT INTO trail_entry (at, by, what, children, about, why) VALUES (now(), 'x', 'y', '{}', '', '')"
    assert _succeeds(insert)
    assert _succeeds("SELECT * FROM trail_entry")


def test_the_trail_is_among_the_tables_under_attack():
    assert {"trail_entry", "trail_seal"} <= {table for table, _ in tables()}


def test_the_web_role_can_do_nothing_else_to_any_history_table():
    assert not_refused() == []


@pytest.mark.parametrize("statement", ["UPDATE {} SET hash = hash", "DELETE FROM {}", "TRUNCATE {}"])
def test_even_the_owner_is_refused_by_the_trigger(statement):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO trail_seal VALUES (1, 1, '\\x00', '\\x00')")
        for table in ("trail_entry", "trail_seal"):
            savepoint = transaction.savepoint()
            with pytest.raises(Error, match="only grows"):
                cursor.execute(
                    statement.format(table).replace("hash = hash", "at = at" if "entry" in table else "hash = hash")
                )
            transaction.savepoint_rollback(savepoint)


# --- planted faults: each guard taken away in turn must show -----------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "shows"),
    [
        (
            "GRANT UPDATE ON trail_entry TO {web}; DROP TRIGGER trail_entry_no_change ON trail_entry",
            "trail_entry: update",
        ),
        (
            "GRANT DELETE ON trail_entry TO {web}; DROP TRIGGER trail_entry_no_change ON trail_entry",
            "trail_entry: delete",
        ),
        (
            "GRANT TRUNCATE ON trail_entry TO {web}; DROP TRIGGER trail_entry_no_truncate ON trail_entry",
            "trail_entry: truncate",
        ),
        ("ALTER TABLE trail_entry OWNER TO {web}", "trail_entry: disable trigger all"),
    ],
)
def test_a_missing_guard_turns_this_check_red(fault, shows):
    with connection.cursor() as cursor:
        cursor.execute(fault.format(web=f'"{grants.web_role()}"'))
    assert shows in not_refused()
