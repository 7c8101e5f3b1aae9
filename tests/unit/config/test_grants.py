"""The role that serves: everyday rights on rows, none on tables, and less on what only grows (S6, AU3)."""

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from seenheard.config import grants

pytestmark = pytest.mark.django_db


def refused(statement: str) -> bool:
    """Whether the statement is refused for want of a right, and not for any other reason."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except ProgrammingError as error:
        if "permission denied" not in str(error) and "must be owner" not in str(error):
            raise
        return True
    return False


def test_it_reads_and_writes_rows(as_web_role):
    assert not refused("INSERT INTO config_installation (id, counted_by) VALUES (1, '')")
    assert not refused("UPDATE config_installation SET day_taken_on = '2026-03-31'")
    assert not refused("DELETE FROM config_installation")


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE config_installation",
        "DROP TABLE config_installation",
        "ALTER TABLE config_installation ADD COLUMN more int",
        "ALTER TABLE trail_entry DISABLE TRIGGER ALL",
        "CREATE TABLE mine (id int)",
        "CREATE ROLE another",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'y', now())",
        "SET session_replication_role = replica",
    ],
)
def test_it_cannot_touch_what_holds_the_rows(as_web_role, statement):
    assert refused(statement)


def test_it_has_no_powers_of_its_own(as_web_role):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, False, False)
        cursor.execute("SELECT count(*) FROM pg_class JOIN pg_roles r ON r.oid = relowner WHERE rolname = current_user")
        assert cursor.fetchone() == (0,)


def test_every_append_only_table_refuses_change(as_web_role):
    tried = 0
    for model in grants.append_only_models():
        column = next(f.column for f in model._meta.concrete_fields if f.column not in grants.CLOSING_COLUMNS)
        assert refused(f"DELETE FROM {model._meta.db_table}"), model
        assert refused(f"TRUNCATE {model._meta.db_table}"), model
        assert refused(f"UPDATE {model._meta.db_table} SET {column} = {column}"), model
        tried += 1
    assert tried > 25


def test_a_fact_can_be_closed_and_a_trail_row_cannot(as_web_role):
    closable = [m for m in grants.append_only_models() if m.append_only == "close"]
    assert closable
    assert not refused(f"UPDATE {closable[0]._meta.db_table} SET known_until = known_until")
    assert refused("UPDATE trail_entry SET at = at")


def test_tables_made_later_are_served_too(as_web_role):
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("CREATE TABLE later (id serial primary key)")
        cursor.execute(f"SET ROLE {as_web_role}")
    assert not refused("INSERT INTO later DEFAULT VALUES")
    assert refused("TRUNCATE later")


def test_a_grant_too_many_would_be_noticed(as_web_role):
    """The planted fault: with TRUNCATE granted, the refusals above are no longer refused."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(f"GRANT TRUNCATE ON config_installation TO {as_web_role}")
        cursor.execute(f"SET ROLE {as_web_role}")
    assert not refused("TRUNCATE config_installation")


def test_an_old_server_is_refused_in_a_sentence():
    class Old:
        pg_version = 140_012

    with pytest.raises(grants.OldServer, match=r"PostgreSQL 14.*needs PostgreSQL 15"):
        grants.check_server(Old())


@pytest.fixture
def plain_owner():
    """The rest of the test talks to the database as an owner who may not make roles."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE plain_owner")
        cursor.execute("SET LOCAL ROLE plain_owner")
        yield cursor
        cursor.execute("RESET ROLE")


def test_an_owner_who_may_not_make_roles_is_told_what_to_ask_for(plain_owner):
    with pytest.raises(grants.NoRights, match="CREATE ROLE seenheard_try LOGIN"):
        grants.make(plain_owner, "seenheard_try")


@pytest.fixture
def no_temporary_tables():
    """Whoever runs the server took from everybody what everybody has."""
    with connection.cursor() as cursor:
        cursor.execute(f'REVOKE TEMPORARY ON DATABASE "{connection.settings_dict["NAME"]}" FROM PUBLIC')
        cursor.execute("CREATE ROLE seenheard_try")


MAY = "SELECT has_database_privilege('seenheard_try', current_database(), 'TEMPORARY')"


def test_temporary_tables_are_granted_where_they_are_not_everybodys(no_temporary_tables):
    with connection.cursor() as cursor:
        cursor.execute(MAY)
        assert cursor.fetchone() == (False,)
        grants.let_make_temporary_tables(cursor, "seenheard_try")
        cursor.execute(MAY)
        assert cursor.fetchone() == (True,)


def test_an_owner_who_cannot_grant_them_is_told_what_to_ask_for(no_temporary_tables, plain_owner):
    with pytest.raises(grants.NoRights, match=r"GRANT TEMPORARY ON DATABASE .* TO seenheard_try"):
        grants.let_make_temporary_tables(plain_owner, "seenheard_try")


def test_a_role_that_somebody_else_made_is_taken_as_it_is(plain_owner, monkeypatch):
    monkeypatch.setenv("DATABASE_WEB_URL", f"postgresql://{grants.WEB_ROLE}:theirs@db.example/seen")
    grants.make(plain_owner, grants.WEB_ROLE)
    grants.set_password(plain_owner, grants.WEB_ROLE)
    plain_owner.execute("SELECT 1")  # the transaction goes on


def test_the_password_reaches_the_server_hashed(monkeypatch):
    monkeypatch.setenv("DATABASE_WEB_URL", "postgresql://seenheard_try:plain%20words@db.example/seen")
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE seenheard_try")
        with connection.execute_wrapper(lambda run, sql, *rest: (seen.append(str(sql)), run(sql, *rest))[1]):
            seen: list[str] = []
            grants.set_password(cursor, "seenheard_try")
    assert sum("ALTER ROLE" in statement for statement in seen) == 1
    assert "plain words" not in "".join(seen)
