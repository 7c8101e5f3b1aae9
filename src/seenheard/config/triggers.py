"""The triggers that hold what is written once: which have to stand, whether they do, and putting them back.

Migrations made them. Where one has fallen since, the owner's next migrate makes it again (`apply`) and says so in the
log. What a trigger's function does is a migration's own text and is not written again from here: `WRITTEN_IN` says
where it stands.
"""

from __future__ import annotations

import logging

import pgtrigger
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from seenheard.config import grants

log = logging.getLogger("seenheard.guards")

Trigger = tuple[str, str, int, str]  # table, name, when, function

# pg_trigger.tgtype: the bits of when and for what.
EACH_ROW, BEFORE = 1, 2
EVENTS = {4: "INSERT", 8: "DELETE", 16: "UPDATE", 32: "TRUNCATE"}
BEFORE_CHANGE, BEFORE_TRUNCATE, AFTER_ANYTHING = 27, 34, 28
BEFORE_INSERT, AFTER_INSERT, AFTER_UPDATE = 7, 5, 17
CLOSED = (
    ("facts_are_closed_once", BEFORE_CHANGE, "record_closed_once"),
    ("facts_are_never_truncated", BEFORE_TRUNCATE, "record_closed_once"),
)
# By table, where it is not as the model alone says: facts are closed (`CLOSED`), other rows only added (`_grows`).
HISTORY = {
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
    "accounts_userchange": (
        ("pgtrigger_append_only_97b47", BEFORE_CHANGE, "pgtrigger_append_only_97b47"),
        ("never_truncated", BEFORE_TRUNCATE, "accounts_history_only_grows"),
    ),
}
# What their functions do, as a digest of what migrations say: one that does nothing stands, and holds nothing.
DOES = {
    "record_closed_once": "12352113057c984705f3edc569c8cfad",
    "accounts_history_only_grows": "ab45742684e5fdff05b06c25ef2adb0b",
    "duties_history_only_grows": "ab45742684e5fdff05b06c25ef2adb0b",
    "prompts_history_only_grows": "ab45742684e5fdff05b06c25ef2adb0b",
    "record_history_only_grows": "ab45742684e5fdff05b06c25ef2adb0b",
    "voices_history_only_grows": "ab45742684e5fdff05b06c25ef2adb0b",
    "performance_history_only_grows": "ab45742684e5fdff05b06c25ef2adb0b",
    "trail_entry_numbered": "881fd0bff7e83859c9f3c3bb7f62eb7f",
    "trail_refuses_change": "fc33ef2f3609f4ff9effe96b910b90a5",
    "pgtrigger_insert_insert_3867c": "c6db457939868d04b8f7849981389bf2",
    "pgtrigger_update_update_0e890": "6bcf2089908a819206d0c168e798618a",
    "pgtrigger_append_only_97b47": "97262e3b07a366b09738c5e5bb55d3d8",
}
# The others are django-pgtrigger's, and it writes them again.
WRITTEN_IN = {
    "record_closed_once": "src/seenheard/record/migrations/0002_facts_are_closed_once.py",
    "accounts_history_only_grows": "src/seenheard/accounts/migrations/0004_history_only_grows.py",
    "duties_history_only_grows": "src/seenheard/duties/migrations/0009_history_only_grows.py",
    "record_history_only_grows": "src/seenheard/record/migrations/0013_history_only_grows.py",
    "voices_history_only_grows": "src/seenheard/voices/migrations/0002_history_only_grows.py",
    "performance_history_only_grows": "src/seenheard/performance/migrations/0002_history_only_grows.py",
    "prompts_history_only_grows": "src/seenheard/prompts/migrations/0002_history_only_grows.py",
    "trail_entry_numbered": "src/seenheard/trail/migrations/0002_only_grows.py",
    "trail_refuses_change": "src/seenheard/trail/migrations/0002_only_grows.py",
}

STANDING = """
SELECT relname, tgname, tgtype, proname FROM pg_trigger
JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid
WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND (tgqual IS NULL OR tgname = 'pgtrigger_update_update_0e890')
  AND relnamespace = 'public'::regnamespace AND relname NOT LIKE 'procrastinate%'
"""
FUNCTIONS = """
SELECT proname, md5(prosrc), prosecdef OR proconfig IS NOT NULL FROM pg_proc
WHERE pronamespace = 'public'::regnamespace AND proname = ANY (%s)
"""
MADE = """
CREATE OR REPLACE TRIGGER {name} {when} ON {table} FOR EACH {each} EXECUTE FUNCTION public.{function}();
ALTER TABLE {table} ENABLE TRIGGER {name}
"""


def of_history() -> set[Trigger]:
    """Every trigger that keeps what is written once."""
    every = {
        model._meta.db_table: CLOSED if model.append_only == "close" else _grows(model._meta.app_label)
        for model in grants.append_only_models()
    }
    return {(table, *one) for table, several in (every | HISTORY).items() for one in several}


def _grows(room: str) -> tuple[tuple[str, int, str], ...]:
    """The triggers of a table whose rows are only added; each room has a function of its own for them."""
    function = f"{room}_history_only_grows"
    return ("only_grows", BEFORE_CHANGE, function), ("never_truncated", BEFORE_TRUNCATE, function)


def standing(cursor) -> set[Trigger]:
    """Every trigger that stands and is on, whatever it is for; the queue's own are the queue's."""
    cursor.execute(STANDING)
    return set(cursor.fetchall())


def changed(cursor) -> list[str]:
    """The functions of migrations that are gone, or are not as migrations made them."""
    cursor.execute(FUNCTIONS, [list(DOES)])
    found: dict[str, list[tuple]] = {}
    for name, *as_it_is in cursor.fetchall():
        found.setdefault(name, []).append(tuple(as_it_is))
    return [name for name, digest in DOES.items() if found.get(name) != [(digest, False)]]


def is_pgtriggers(name: str) -> bool:
    """Whether a trigger, or its function, is one that django-pgtrigger wrote."""
    return name.startswith("pgtrigger_")


def apply(using: str = "default") -> None:
    """Put back what has fallen of the triggers that keep history. Safe to repeat; makes nothing where all stands."""
    connection = connections[using]
    with connection.cursor() as cursor:
        fallen, not_ours = sorted(of_history() - standing(cursor)), changed(cursor)
        if not (fallen or any(map(is_pgtriggers, not_ours))) or not _is_migrated(connection):
            return
        for uri in _uris({name for _, name, *_ in fallen} | set(not_ours)):
            log.warning("%s: the trigger had fallen, and is put back", uri)
            pgtrigger.install(uri, database=using)
        for trigger in fallen:
            table, name, _, function = trigger
            if function in WRITTEN_IN and _is_there(cursor, function):
                log.warning("%s: the trigger %s had fallen, and is put back", table, name)
                put_back(cursor, trigger)


def put_back(cursor, trigger: Trigger) -> None:
    """Make the trigger as it has to stand, and switch it on. Its function has to be there."""
    table, name, when, function = trigger
    events = " OR ".join(event for bit, event in EVENTS.items() if when & bit)
    words = {
        "when": sql.SQL(f"{'BEFORE' if when & BEFORE else 'AFTER'} {events}"),
        "each": sql.SQL("ROW" if when & EACH_ROW else "STATEMENT"),
    }
    named = {"name": name, "table": table, "function": function}
    cursor.execute(sql.SQL(MADE).format(**words, **{what: sql.Identifier(one) for what, one in named.items()}))


def _is_migrated(connection) -> bool:
    """Whether every migration has run. While they are taken back, or only half there, a trigger is theirs to make."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _is_there(cursor, function: str) -> bool:
    cursor.execute("SELECT to_regprocedure(%s) IS NOT NULL", [f"public.{function}()"])
    return cursor.fetchone()[0]


def _uris(names: set[str]) -> list[str]:
    """What django-pgtrigger calls those of these triggers that are its own."""
    every = pgtrigger.registered()
    return [trigger.get_uri(model) for model, trigger in every if trigger.get_pgid(model) in names]
