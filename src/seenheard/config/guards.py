"""What the database itself has to hold before anybody is served: policies, triggers, owners, grants, as they stand.

Migrations, `policies.apply`, `triggers.apply` and `grants.apply` put all of it there. This looks whether it is there
still: a restored dump, a hand at the server or a migration half taken back may have left one out, and no page would
look different. Asked as the role that serves, which may read the catalogue and change nothing in it.

Each line ends with what to do. Where it is the owner's next migrate, that is so: what looks here is what mends there.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from seenheard.config import grants, policies, triggers
from seenheard.ui.words import count

MIGRATE = "The owner's next migrate puts it right."
TAKES_BACK = "The owner's next migrate takes it back."

LENDING = """
SELECT proname, pg_proc.oid::regprocedure::text FROM pg_proc
WHERE pronamespace = 'public'::regnamespace AND prosecdef AND proname <> ALL (%s)
  AND NOT (pronargs = 0 AND proname = ANY (%s)) ORDER BY 2
"""
# Of those that are ours and may lend: what each does, what it is set to, and whether everybody may call it.
LENT = """
SELECT proname, md5(prosrc), 'search_path=pg_catalog, pg_temp' = ANY (proconfig),
    has_function_privilege('public', pg_proc.oid, 'EXECUTE')
FROM pg_proc
WHERE pronamespace = 'public'::regnamespace AND prosecdef AND pronargs = 0 AND proname = ANY (%s) ORDER BY 1
"""
DOES = {
    "duties_take_statistics": "e3a71287399c0186802f4feab0e8a6d6",
    "record_take_statistics": "fb245573d98220cee9a589af34f9463b",
}
OWNED = """
WITH owned AS (
    SELECT relowner AS owner, relname AS what, 'TABLE ' || pg_class.oid::regclass AS called FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
    UNION ALL
    SELECT relowner, relname, 'SEQUENCE ' || pg_class.oid::regclass FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'S'
    UNION ALL
    SELECT proowner, proname, 'ROUTINE ' || pg_proc.oid::regprocedure FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace
)
SELECT owner::regrole::text, owner = current_user::regrole, count(*), (array_agg(what ORDER BY called DESC))[1],
    (array_agg(called ORDER BY called DESC))[1]
FROM owned WHERE pg_has_role(current_user, owner, 'MEMBER') GROUP BY 1, 2 ORDER BY 1
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
ITS_OWN = """
SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND pg_has_role(current_user, tableowner, 'MEMBER')
"""
# Who was given the right and may be this role, and whether the owner gave it: only that can the owner take back.
GIVEN = """
SELECT DISTINCT CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE grantee::regrole::text END, grantor::regrole::text,
    grantor = relowner, grantee IN (0, current_user::regrole)
FROM (
    SELECT relowner, (aclexplode(relacl)).* FROM pg_class WHERE oid = %s::regclass
    UNION ALL
    SELECT relowner, (aclexplode(attacl)).* FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE attrelid = %s::regclass
) AS given
WHERE privilege_type = %s AND (grantee = 0 OR pg_has_role(current_user, nullif(grantee, 0), 'MEMBER')) ORDER BY 1
"""
POWERS = """
SELECT 'make tables', 'CREATE ON SCHEMA public' WHERE has_schema_privilege('public', 'CREATE')
UNION ALL
SELECT 'let triggers rest', 'SET ON PARAMETER session_replication_role'
WHERE has_parameter_privilege('session_replication_role', 'SET')
"""


def faults() -> list[str]:
    """A line for each thing that does not stand as it should; empty when all of it does."""
    return [*policy_faults(), *trigger_faults(), *function_faults(), *role_faults()]


def policy_faults() -> Iterator[str]:
    """Tables about a child that are not held, or not as they should be."""
    with connection.cursor() as cursor:
        loose = policies.tables_not_held(cursor)
    for table in loose:
        yield f"{table}: row-level security does not hold it as it should. {MIGRATE}"


def trigger_faults() -> Iterator[str]:
    """Triggers that do not stand, are switched off, or do something else."""
    with connection.cursor() as cursor:
        fallen = wanted_triggers() - triggers.standing(cursor)
        changed = triggers.changed(cursor)
    for table, name, _, function in sorted(fallen):
        do = _written(function) if function in changed else MIGRATE
        yield f"{table}: the trigger {name} does not stand as it was made. Without it {_without(function)}. {do}"


def function_faults() -> Iterator[str]:
    """Functions that are not ours any more, or that lend somebody's rights."""
    with connection.cursor() as cursor:
        ours, of_migrations = policies.functions_changed(cursor), triggers.changed(cursor)
    for name in ours:
        yield f"{name}: this function is not as it was made. {MIGRATE}"
    for name in of_migrations:
        yield f"{name}: this function is not as migrations made it. Without it {_without(name)}. {_written(name)}"
    for name, does, keeps_to_its_path, is_everybodys in _asked(LENT, list(grants.DEFINERS)):
        if does != DOES[name] or not keeps_to_its_path:
            yield (
                f"{name}: this function lends its owner's rights, and is not as migrations made it. "
                f"As the owner: take the migrations back that made it, and migrate."
            )
        if is_everybodys:
            yield f"{name}: everybody may call this function, which lends its owner's rights. {TAKES_BACK}"
    for name, signature in _asked(LENDING, [*ours, *of_migrations], list(grants.DEFINERS)):
        yield (
            f"{name}: this function lends its owner's rights to whoever calls it. "
            f"Whoever owns it: DROP ROUTINE {signature};"
        )


def role_faults() -> Iterator[str]:
    """What the role that serves owns, or may do beyond serving."""
    web = grants.web_role()
    for owner, is_web, many, one, called in _asked(OWNED):
        told = count(many, "table, sequence or function", "tables, sequences and functions")
        yield f"The role that serves owns {told} or may become their owner, {one} for one. " + (
            f"Whoever runs the server, for each: ALTER {called} OWNER TO the role that migrates; and then migrate."
            if is_web
            else f"Whoever runs the server: REVOKE {owner} FROM {web};"
        )
    append_only = [model._meta.db_table for model in grants.append_only_models()]
    its_own = {table for (table,) in _asked(ITS_OWN)}  # said above: a right on these comes and goes with the table
    for table, right in _asked(GRANTED, append_only, append_only, list(grants.CLOSING_COLUMNS)):
        if table in its_own:
            continue
        yield f"{table}: the role that serves has {right} on it. {_taken_back(table, right)}"
    for power, right in _asked(POWERS):
        yield (
            f"The role that serves may {power}. Whoever runs the server takes that from it, and from every role that "
            f"it is a member of: REVOKE {right} FROM PUBLIC, {web};"
        )


def wanted_triggers() -> set[triggers.Trigger]:
    """Every trigger that has to stand."""
    return triggers.of_history() | policies.watching()


def _without(function: str) -> str:
    if function == policies.TRIGGER:
        return "who sees whom may be an old answer"
    return "history can be changed, or is not kept, and nobody can tell"


def _written(function: str) -> str:
    """What to do about a function that a migration made."""
    if triggers.is_pgtriggers(function):
        return MIGRATE
    return f"As the owner: CREATE OR REPLACE FUNCTION with the text in {triggers.WRITTEN_IN[function]}; then migrate."


def _taken_back(table: str, right: str) -> str:
    """What to do about a right too many: it may be given to everybody, to the role, or to another that it stands in."""
    privilege = right.split()[0]
    given = _asked(GIVEN, f'public."{table}"', f'public."{table}"', privilege)
    for role, giver, by_owner, to_it in given:
        if not to_it:
            return f"It has it through another role. Whoever runs the server: REVOKE {role} FROM {grants.web_role()};"
        if not by_owner:
            return f"Not the owner gave it. As {giver}: REVOKE {privilege} ON {table} FROM {role};"
    if given:
        return TAKES_BACK
    return "No grant says so. Whoever runs the server takes from it every role that it is a member of."


def _asked(statement: str, *values) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
