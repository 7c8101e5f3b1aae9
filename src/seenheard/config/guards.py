"""What the database itself has to hold before anybody is served: policies, triggers, owners, grants, as they stand.

Migrations and `policies.apply` put all of it there. This looks whether it is there still: a restored dump, a hand at
the server or a migration half taken back may have left one out, and no page would look different. Asked as the role
that serves, which may read the catalogue and change nothing in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.db import connection, transaction
from psycopg import sql

from seenheard.config import grants, policies
from seenheard.ui.words import count

BEFORE_CHANGE, BEFORE_TRUNCATE, AFTER_ANYTHING = 27, 34, 28  # pg_trigger.tgtype, the bits of when and for what
BEFORE_INSERT, AFTER_INSERT, AFTER_UPDATE = 7, 5, 17
CLOSED = (
    ("facts_are_closed_once", BEFORE_CHANGE, "record_closed_once"),
    ("facts_are_never_truncated", BEFORE_TRUNCATE, "record_closed_once"),
)
GROWS = (
    ("only_grows", BEFORE_CHANGE, "prompts_history_only_grows"),
    ("never_truncated", BEFORE_TRUNCATE, "prompts_history_only_grows"),
)
# The triggers that hold what is written once, by table, beside those of facts and of what decides who sees whom.
TRIGGERS = {
    "prompts_step": GROWS,
    "prompts_toldnext": GROWS,
    "trail_entry": (
        ("trail_entry_numbered", BEFORE_INSERT, "trail_entry_numbered"),
        ("trail_entry_no_change", BEFORE_CHANGE, "trail_refuses_change"),
        ("trail_entry_no_truncate", BEFORE_TRUNCATE, "trail_refuses_change"),
    ),
    "trail_seal": (
        ("trail_seal_no_change", BEFORE_CHANGE, "trail_refuses_change"),
        ("trail_seal_no_truncate", BEFORE_TRUNCATE, "trail_refuses_change"),
    ),
    "accounts_user": (
        ("pgtrigger_insert_insert_3867c", AFTER_INSERT, "pgtrigger_insert_insert_3867c"),
        ("pgtrigger_update_update_0e890", AFTER_UPDATE, "pgtrigger_update_update_0e890"),
    ),
    "accounts_userchange": (("pgtrigger_append_only_97b47", BEFORE_CHANGE, "pgtrigger_append_only_97b47"),),
}
# What they do, as a digest of what migrations say: a trigger whose function does nothing stands, and holds nothing.
DOES = {
    "record_closed_once": "12352113057c984705f3edc569c8cfad",
    "prompts_history_only_grows": "ab45742684e5fdff05b06c25ef2adb0b",
    "trail_entry_numbered": "881fd0bff7e83859c9f3c3bb7f62eb7f",
    "trail_refuses_change": "fc33ef2f3609f4ff9effe96b910b90a5",
    "pgtrigger_insert_insert_3867c": "c6db457939868d04b8f7849981389bf2",
    "pgtrigger_update_update_0e890": "6bcf2089908a819206d0c168e798618a",
    "pgtrigger_append_only_97b47": "97262e3b07a366b09738c5e5bb55d3d8",
}
DEFINERS = {"duties_take_statistics"}  # ANALYZE, and nothing else

STANDING_TRIGGERS = """
SELECT relname, tgname, tgtype, proname FROM pg_trigger
JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid
WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND (tgqual IS NULL OR tgname = 'pgtrigger_update_update_0e890')
  AND relnamespace = 'public'::regnamespace AND relname NOT LIKE 'procrastinate%%'
"""
FUNCTIONS = """
SELECT proname, md5(prosrc), prosrc, prosecdef, pg_has_role(current_user, proowner, 'MEMBER') FROM pg_proc
WHERE pronamespace = 'public'::regnamespace
"""
SECURED = """
SELECT relname, relrowsecurity, relforcerowsecurity, polname, polcmd, polpermissive, polroles = '{0}',
    pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)
FROM pg_class LEFT JOIN pg_policy ON polrelid = pg_class.oid
WHERE relnamespace = 'public'::regnamespace AND relname = ANY (%s)
"""
PATTERN = """
SELECT pg_get_expr(polqual, polrelid) FROM pg_policy WHERE polrelid = 'pg_temp.pattern'::regclass AND polname = %s
"""
OWNED = """
SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'S')
  AND pg_has_role(current_user, relowner, 'MEMBER')
"""
GRANTED = """
SELECT tablename, privilege FROM pg_tables, unnest(ARRAY['TRUNCATE', 'REFERENCES', 'TRIGGER']) AS privilege
WHERE schemaname = 'public' AND has_table_privilege(format('%%I.%%I', schemaname, tablename), privilege)
UNION ALL
SELECT tablename, privilege FROM pg_tables, unnest(ARRAY['UPDATE', 'DELETE']) AS privilege
WHERE schemaname = 'public' AND tablename = ANY (%s)
  AND has_table_privilege(format('%%I.%%I', schemaname, tablename), privilege)
UNION ALL
SELECT table_name, 'UPDATE of ' || column_name FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = ANY (%s) AND column_name <> ALL (%s)
  AND has_column_privilege(format('%%I.%%I', table_schema, table_name), column_name, 'UPDATE')
"""
POWERS = """
SELECT 'make tables' WHERE has_schema_privilege('public', 'CREATE')
UNION ALL
SELECT 'let triggers rest' WHERE has_parameter_privilege('session_replication_role', 'SET')
"""


def faults() -> list[str]:
    """A line for each thing that does not stand as it should; empty when all of it does."""
    return [*policy_faults(), *trigger_faults(), *function_faults(), *role_faults()]


def policy_faults() -> Iterator[str]:
    """Tables about a child that are not held, or not as they should be."""
    held = policies.held()
    found: dict[str, list[tuple]] = {}
    for table, *rest in _asked(SECURED, list(held)):
        found.setdefault(table, []).append(tuple(rest))
    wanted = {column: _wanted(column) for column in set(held.values())}
    for table, column in held.items():
        if sorted(found.get(table, []), key=str) != wanted[column]:
            yield f"{table}: row-level security does not hold it as it should. The owner's next migrate puts it right."


def trigger_faults() -> Iterator[str]:
    """Triggers that do not stand, are switched off, or do something else."""
    standing = set(_asked(STANDING_TRIGGERS))
    for table, name, when, function in sorted(triggers()):
        if (table, name, when, function) not in standing:
            yield f"{table}: the trigger {name} does not stand as it was made. Without it {_without(function)}."


def function_faults() -> Iterator[str]:
    """Functions that are not ours any more, or that lend somebody's rights."""
    there = {name: (digest, source, lends, ours) for name, digest, source, lends, ours in _asked(FUNCTIONS)}
    for name, source in _sources():
        if name not in there or there[name][1].strip() != source.strip():
            yield f"{name}: this function is not as it was made. The owner's next migrate puts it right."
    for name, digest in DOES.items():
        if name not in there or there[name][0] != digest:
            yield f"{name}: this function is not as migrations made it. Without it {_without(name)}."
    for name, (_, _, lends, _) in there.items():
        if lends and name not in DEFINERS:
            yield f"{name}: this function lends its owner's rights to whoever calls it. Drop it."


def role_faults() -> Iterator[str]:
    """What the role that serves owns, or may do beyond serving."""
    if owned := [table for (table,) in _asked(OWNED)]:
        told = count(len(owned), "table or sequence", "tables and sequences")
        yield f"The role that serves owns {told} or may become their owner, {owned[0]} for one. Give it away."
    append_only = [model._meta.db_table for model in grants.append_only_models()]
    for table, right in _asked(GRANTED, append_only, append_only, list(grants.CLOSING_COLUMNS)):
        yield f"{table}: the role that serves has {right} on it. The owner's next migrate takes it back."
    for (power,) in _asked(POWERS):
        yield f"The role that serves may {power}. Take that from it."


def triggers() -> set[tuple[str, str, int, str]]:
    """Every trigger that has to stand: table, name, when, function."""
    closed = [model._meta.db_table for model in grants.append_only_models() if model.append_only == "close"]
    every = TRIGGERS | dict.fromkeys(closed, CLOSED)
    written_once = {(table, *one) for table, several in every.items() for one in several}
    looks_again = {(table, policies.TRIGGER, AFTER_ANYTHING, policies.TRIGGER) for table in policies.DECIDING}
    return written_once | looks_again


def _wanted(column: str) -> list[tuple]:
    """The two policies of a table that says in this column which child; as this server writes them again."""
    sight, reach = _as_written(column)
    held = (True, True)  # enabled, and for the owner as well
    everything = (*held, policies.POLICY, "*", True, True, sight, reach)
    taking_away = (*held, policies.TAKEN_AWAY, "d", False, True, reach, None)
    return sorted([everything, taking_away], key=str)


def _as_written(column: str) -> list[str]:
    """Ours for seeing and for working with, read back from a table of our own that nobody keeps."""
    with transaction.atomic(), connection.cursor() as cursor:
        savepoint = transaction.savepoint()
        named = {"column": sql.Identifier(column)}
        cursor.execute(sql.SQL("CREATE TEMPORARY TABLE pattern ({column} bigint)").format(**named))
        written = []
        for function in (policies.SIGHT, policies.REACH):
            condition = sql.SQL(policies.CONDITION).format(function=sql.Identifier(function), **named)
            policy = sql.Identifier(function)
            cursor.execute(sql.SQL("CREATE POLICY {} ON pg_temp.pattern USING ({})").format(policy, condition))
            cursor.execute(PATTERN, [function])
            written.append(cursor.fetchone()[0])
        transaction.savepoint_rollback(savepoint)
    return written


def _sources() -> Iterable[tuple[str, str]]:
    """The name and the body of each function that the policies lean on."""
    for function in policies.FUNCTIONS:
        if made := re.search(r"FUNCTION (\w+)\(.*?\$\$(.*)\$\$", function, re.DOTALL):
            yield made[1], made[2]


def _without(function: str) -> str:
    if function == policies.TRIGGER:
        return "who sees whom may be an old answer"
    return "history can be changed, or is not kept, and nobody can tell"


def _asked(statement: str, *values) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
