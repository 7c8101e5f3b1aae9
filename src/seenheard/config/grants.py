"""Two database roles (S6): the owner migrates, `seenheard_web` serves; run by the owner after every migrate.

The web role owns nothing, so it can neither drop a trigger, nor step round row-level security, nor empty a table.
A model narrows it further by an attribute:

* `append_only = "insert"`: rows are added and read, never changed (the trail);
* `append_only = "close"`: as well, `known_until` and `closed_run_id` may be set (facts; a trigger sees to "once").
"""

import os
from urllib.parse import unquote, urlsplit

from django.apps import apps
from django.db import connections
from psycopg import sql

from seenheard.config.environment import WEB_ROLE

CLOSING_COLUMNS = ("known_until", "closed_run_id")
OLDEST_SERVER = 15


class OldServer(Exception):
    """The database server is older than what the product is tested with."""


def web_role() -> str:
    """The role that serves: named by DATABASE_WEB_URL, else `seenheard_web`."""
    return urlsplit(os.environ.get("DATABASE_WEB_URL", "")).username or WEB_ROLE


def apply(using: str = "default", **_) -> None:
    """Make the web role if there is none, and give it exactly what it needs. Safe to repeat."""
    connection = connections[using]
    check_server(connection)
    with connection.cursor() as cursor:
        for statement in [*making(web_role()), *granting(web_role()), *narrowing(web_role())]:
            cursor.execute(statement)
        set_password(cursor, web_role())


def check_server(connection) -> None:
    """Raise OldServer with a sentence for the person who runs the database."""
    major = connection.pg_version // 10_000
    if major < OLDEST_SERVER:
        raise OldServer(
            f"This database server is PostgreSQL {major}. Seen & Heard needs PostgreSQL {OLDEST_SERVER} or newer."
        )


def making(role: str) -> list[sql.Composable]:
    """Make the role unless it is there. Two migrations at once may both try: the second finds it made."""
    name = sql.Identifier(role)
    return [
        sql.SQL(
            "DO $$ BEGIN CREATE ROLE {} NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE LOGIN;"
            " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        ).format(name),
    ]


def granting(role: str) -> list[sql.Composable]:
    """The four everyday rights on tables, now and to come; no TRUNCATE, no REFERENCES, no TRIGGER."""
    everyday = [
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {}",
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {}",
        "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {}",
    ]
    return [sql.SQL(statement).format(sql.Identifier(role)) for statement in everyday]


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
    """Give the role the password of DATABASE_WEB_URL, already hashed: the server's log cannot hold the plain one."""
    password = unquote(urlsplit(os.environ.get("DATABASE_WEB_URL", "")).password or "")
    if not password:
        return
    hashed = cursor.connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
    cursor.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(hashed.decode())))
