"""Two database roles (S6): the owner migrates, `seenheard_web` serves; run by the owner after every migrate.

The web role owns nothing, so it can neither drop a trigger, nor step round row-level security, nor empty a table.
A model narrows it further by an attribute:

* `append_only = "insert"`: rows are added and read, never changed (the trail);
* `append_only = "close"`: as well, `known_until` and `closed_run_id` may be set (facts; a trigger sees to "once").
"""

import contextlib
import os
from urllib.parse import unquote, urlsplit

from django.apps import apps
from django.db import ProgrammingError, connections, transaction
from psycopg import sql

from seenheard.config.environment import WEB_ROLE

CLOSING_COLUMNS = ("known_until", "closed_run_id")
OLDEST_SERVER = 15
DEFINERS = ("duties_take_statistics", "record_take_statistics")  # the owner's: ANALYZE, and nothing else


class NoRights(Exception):
    """The owner lacks a right on the server; the sentence says what to ask for."""


class OldServer(Exception):
    """The database server is older than what the product is tested with."""


def web_role() -> str:
    """The role that serves: named by DATABASE_WEB_URL, else `seenheard_web`."""
    return urlsplit(os.environ.get("DATABASE_WEB_URL", "")).username or WEB_ROLE


def apply(using: str = "default", **_) -> None:
    """Make the web role if there is none, and give it exactly what it needs. Safe to repeat."""
    connection = connections[using]
    check_server(connection)
    role = web_role()
    with connection.cursor() as cursor:
        make(cursor, role)
        for statement in [*granting(role), *narrowing(role)]:
            cursor.execute(statement)
        let_make_temporary_tables(cursor, role)
        set_password(cursor, role)


def check_server(connection) -> None:
    """Raise OldServer with a sentence for the person who runs the database."""
    major = connection.pg_version // 10_000
    if major < OLDEST_SERVER:
        raise OldServer(
            f"This database server is PostgreSQL {major}. Seen & Heard needs PostgreSQL {OLDEST_SERVER} or newer."
        )


def make(cursor, role: str) -> None:
    """Make the role unless it is there. Raises NoRights if the owner may not: then whoever runs the server must."""
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    if cursor.fetchone():
        return
    # Two migrations at once may both try: the second finds it made.
    statement = (
        "DO $$ BEGIN CREATE ROLE {} NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE LOGIN;"
        " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
    )
    try:
        with transaction.atomic(cursor.db.alias):
            cursor.execute(sql.SQL(statement).format(sql.Identifier(role)))
    except ProgrammingError:
        raise NoRights(
            f"The owner of this database may not make roles. Ask whoever runs the server for: CREATE ROLE {role} LOGIN "
            "PASSWORD '…'; then set DATABASE_WEB_URL to an address with that name and password."
        ) from None


def let_make_temporary_tables(cursor, role: str) -> None:
    """Many rows are copied into a temporary table first (`lib.copying`); everybody may make those, unless whoever runs
    the server took it back. Raises NoRights if the owner cannot grant it then."""
    names = {"role": sql.Identifier(role), "database": sql.Identifier(cursor.db.settings_dict["NAME"])}
    may = "SELECT has_database_privilege(%s, current_database(), 'TEMPORARY')"
    cursor.execute(may, [role])
    if cursor.fetchone()[0]:
        return
    with contextlib.suppress(ProgrammingError), transaction.atomic(cursor.db.alias):
        cursor.execute(sql.SQL("GRANT TEMPORARY ON DATABASE {database} TO {role}").format(**names))
    cursor.execute(may, [role])
    if not cursor.fetchone()[0]:
        raise NoRights(
            f"The role {role} may not make temporary tables, and the owner of this database cannot let it. "
            f"Ask whoever runs the server for: GRANT TEMPORARY ON DATABASE {cursor.db.settings_dict['NAME']} TO {role};"
        )


def granting(role: str) -> list[sql.Composable]:
    """The four everyday rights on tables, now and to come; no TRUNCATE, no REFERENCES, no TRIGGER."""
    everyday = [
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC, {}",
        "GRANT USAGE ON SCHEMA public TO {}",
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}",
        # What everybody may, this role may. Reading is left: whoever looks at figures of the server's may need it.
        "REVOKE INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON ALL TABLES IN SCHEMA public FROM PUBLIC",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}",
        *map(_may_call, DEFINERS),
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {}",
        "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {}",
    ]
    return [sql.SQL(statement).format(sql.Identifier(role)) for statement in everyday]


def _may_call(function: str) -> str:
    """This role, and nobody else. Not there while migrations are taken back."""
    return (
        f"DO $$ BEGIN IF to_regprocedure('{function}()') IS NOT NULL THEN"
        f" REVOKE EXECUTE ON FUNCTION {function}() FROM PUBLIC;"
        f" GRANT EXECUTE ON FUNCTION {function}() TO {{}}; END IF; END $$"
    )


def narrowing(role: str) -> list[sql.Composable]:
    """Take back what an append-only table must not allow; also from its columns, where rights can stand alone."""
    statements: list[sql.Composable] = []
    for model in append_only_models():
        table, name = sql.Identifier(model._meta.db_table), sql.Identifier(role)
        statements.append(sql.SQL("REVOKE UPDATE, DELETE ON {} FROM {}").format(table, name))
        if model.append_only == "close":
            columns = sql.SQL(", ").join(map(sql.Identifier, CLOSING_COLUMNS))
            statements.append(sql.SQL("GRANT UPDATE ({}) ON {} TO {}").format(columns, table, name))
    return statements


def append_only_models() -> list:
    """Every model that says it is append-only."""
    return [model for model in apps.get_models() if getattr(model, "append_only", None)]


def set_password(cursor, role: str) -> None:
    """Give the role the password of DATABASE_WEB_URL, already hashed: the server's log cannot hold the plain one.

    A role that somebody else made keeps the password they gave it.
    """
    password = unquote(urlsplit(os.environ.get("DATABASE_WEB_URL", "")).password or "")
    if not password:
        return
    hashed = cursor.connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
    statement = sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(hashed.decode()))
    with contextlib.suppress(ProgrammingError), transaction.atomic(cursor.db.alias):
        cursor.execute(statement)
