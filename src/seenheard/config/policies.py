"""Row-level security (AZ7): the database's own answer to who may see a child, put there by the owner after migrations.

Every table of children, or of rows about one, has one policy, and all have the same: the child's bit in a string of
bits, one for each id, that is worked out once in a transaction. `record.queries.seeing` is the first line and says
the same in Python; a property test holds both together. Why it is made so: ADR 21.

* `seenheard.viewer`: the public id of who looks; "system" sees everything, nobody nothing (`lib.sight` sets it);
* `seenheard.on`, `seenheard.at`: the day and the moment that count, by the application's clock;
* `seenheard.sight`, `seenheard.reach`: what was worked out: the children one sees, and those one also works with.

Carers and children at a browser see no child by this; the few rows that their doors lead to: `config/doors.py`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import NamedTuple

from django.apps import apps
from django.db import ProgrammingError, connections, transaction
from psycopg import sql

from seenheard.accounts.domain.roles import ABILITIES, Ability
from seenheard.config import doors, triggers
from seenheard.lib.sight import EVERYTHING
from seenheard.record.domain.openings import BREAK_GLASS, DUTY

log = logging.getLogger("seenheard.guards")

CHILD = "record.child"
POLICY = "seen_by_need"
TAKEN_AWAY = "taken_by_reach"  # a row is taken away by those who may write, and not by all who may look
TRIGGER = "seenheard_look_again"
# What decides who sees a child: a change here makes what was worked out old.
DECIDING = (
    "accounts_user", "accounts_cover", "accounts_endedcover", "record_childnow", "record_involved",
    "record_restriction", "record_endedrestriction", "record_conflict", "record_endedconflict",
    "record_namedaccess", "record_endedaccess", "record_opening", *doors.DECIDING,
)  # fmt: skip
SIGHT, REACH = "seenheard_sight", "seenheard_reach"


def _roles_that(*abilities: Ability) -> str:
    """The roles that have one of these abilities, as SQL: which they are, the table of abilities says."""
    roles = sorted(role for role, held in ABILITIES.items() if held & set(abilities) and role != EVERYTHING)
    return "ARRAY[{}]::text[]".format(", ".join(f"'{role}'" for role in roles))


ALLOCATED, OF_TEAMS = Ability.SEE_CHILDREN_ALLOCATED, Ability.SEE_CHILDREN_OF_TEAMS
IN_CARE, ALL = Ability.SEE_CHILDREN_IN_CARE_OR_PROTECTED, Ability.SEE_ALL_CHILDREN
ROLES = {
    "allocated": _roles_that(ALLOCATED),
    "of_teams": _roles_that(OF_TEAMS),
    "of_own_teams": _roles_that(ALLOCATED, OF_TEAMS),
    "in_care": _roles_that(IN_CARE),
    "all": _roles_that(ALL),
    "works": _roles_that(ALLOCATED, OF_TEAMS, IN_CARE, ALL),
    "on_duty": _roles_that(Ability.OPEN_RECORDS_ON_DUTY),
    "mends": _roles_that(Ability.SEE_ONE_CHILD_TO_MEND_AN_IMPORT),
    "everything": EVERYTHING,
    "duty": DUTY,
    "break_glass": BREAK_GLASS,
}

# A bit for each id from 1 on, the first of them the highest of each eight figures. Those in care are counted where
# they stand: thousands of ids put into an array, and taken out of it twice, took three times as long.
BITS = """
CREATE OR REPLACE FUNCTION seenheard_bits(children bigint[], all_others boolean, in_care boolean, but bigint[])
RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT 'x' || coalesce(string_agg(
            lpad(to_hex(CASE WHEN all_others THEN ~coalesce(bits, 0) & 4294967295 ELSE coalesce(bits, 0) END), 8, '0'),
            '' ORDER BY word), '')
        FROM generate_series(0, (CASE
            WHEN all_others OR in_care THEN (SELECT max(id) FROM record_child)
            ELSE (SELECT max(id) FROM unnest(children) AS id) END - 1) >> 5) AS word
        LEFT JOIN (
            SELECT (id - 1) >> 5 AS word, bit_or(1::bigint << ((-id)::int & 31)) AS bits
            FROM (
                SELECT unnest(children) AS id
                UNION ALL
                SELECT child_id FROM record_childnow
                WHERE in_care AND (looked_after_since_on IS NOT NULL OR protection_plan_since_on IS NOT NULL)
                  AND NOT adopted_closed AND child_id NOT IN (SELECT unnest(but))
            ) AS each_child GROUP BY 1
        ) AS told USING (word));
END $$"""

# Asked as the system: what decides who sees a child stands behind the policies itself.
CHILDREN_OF = """
CREATE OR REPLACE FUNCTION seenheard_children_of(
    person text, today date, moment timestamp with time zone, with_opened boolean)
RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    me accounts_user;
    away accounts_user;
    workers text[];
    teams text[];
    in_care boolean := false;
    known bigint[] := ARRAY(
        SELECT child_id FROM record_conflict AS said WHERE person_public_id = person AND NOT EXISTS (
            SELECT FROM record_endedconflict AS ended WHERE ended.conflict_id = said.id AND ended_on <= today));
    restricted bigint[];
    let_in bigint[];
    named bigint[] := ARRAY(
        SELECT child_id FROM record_namedaccess AS naming
        WHERE person_public_id = person AND from_on <= today AND (until_on IS NULL OR until_on > today) AND NOT EXISTS (
            SELECT FROM record_endedaccess AS ended WHERE ended.naming_id = naming.id AND ended_on <= today));
    reached bigint[];
    seen bigint[] := '{{}}';
BEGIN
    IF today IS NULL OR moment IS NULL THEN
        RETURN 'x';
    END IF;
    SELECT * INTO me FROM accounts_user WHERE public_id = person::uuid AND is_active;
    SELECT array_agg(child_id), array_agg(child_id) FILTER (WHERE person = ANY (people)) INTO restricted, let_in
    FROM record_restriction AS restriction
    WHERE from_on <= today AND (until_on IS NULL OR until_on > today) AND NOT EXISTS (
        SELECT FROM record_endedrestriction AS ended WHERE ended.restriction_id = restriction.id AND ended_on <= today);
    restricted := coalesce(restricted, '{{}}');
    let_in := coalesce(let_in, '{{}}');

    IF me.role = ANY ({mends}) AND NOT with_opened THEN  -- who mends an import writes about no child
        RETURN 'x';
    END IF;
    IF me.role = ANY ({mends}) THEN  -- nobody is let in, or named, to mend an import
        let_in := '{{}}';
        named := '{{}}';
    END IF;
    IF me.role = ANY ({all} || {mends}) THEN
        RETURN seenheard_bits(known || ARRAY(
            SELECT child_id FROM record_childnow WHERE adopted_closed AND child_id <> ALL (named)
            UNION ALL
            SELECT child_id FROM record_childnow
            WHERE child_id = ANY (restricted) AND child_id <> ALL (let_in) AND NOT adopted_closed), true, false, NULL);
    END IF;

    IF me.role = ANY ({works}) THEN
        workers := CASE WHEN me.role = ANY ({allocated})
            THEN ARRAY(SELECT jsonb_array_elements_text(me.worker_refs)) ELSE '{{}}' END;
        teams := CASE WHEN me.role = ANY ({of_own_teams})
            THEN ARRAY(SELECT jsonb_array_elements_text(me.team_refs)) ELSE '{{}}' END;
        in_care := me.role = ANY ({in_care});
        FOR away IN
            SELECT covered.* FROM accounts_cover AS cover JOIN accounts_user AS covered ON covered.id = covered_id
            WHERE cover_id = me.id AND covered.is_active AND from_on <= today AND until_on > today AND NOT EXISTS (
                SELECT FROM accounts_endedcover AS ended WHERE ended.of_id = cover.id AND ended_on <= today)
        LOOP
            IF away.role = ANY ({allocated}) THEN
                workers := workers || ARRAY(SELECT jsonb_array_elements_text(away.worker_refs));
            END IF;
            IF away.role = ANY ({of_teams}) THEN
                teams := teams || ARRAY(SELECT jsonb_array_elements_text(away.team_refs));
            END IF;
            in_care := in_care OR away.role = ANY ({in_care});
        END LOOP;
        reached := let_in || ARRAY(
            SELECT child_id FROM record_involved
            WHERE (professional_ref = ANY (workers) OR team_ref = ANY (teams)) AND child_id <> ALL (restricted)
              AND (from_on IS NULL OR from_on <= today) AND (until_on IS NULL OR until_on > today));
        seen := ARRAY(
            SELECT child_id FROM record_childnow WHERE child_id = ANY (reached) AND NOT adopted_closed
            UNION ALL
            SELECT child_id FROM record_childnow WHERE child_id = ANY (named) AND adopted_closed);
    END IF;
    IF with_opened THEN
        seen := seen || ARRAY(
            SELECT child_id FROM record_opening JOIN record_childnow USING (child_id)
            WHERE person_public_id = person AND at <= moment AND until_at > moment
              AND CASE kind WHEN '{duty}' THEN me.role = ANY ({on_duty})
                  WHEN '{break_glass}' THEN me.role = ANY ({works}) END
              AND NOT adopted_closed AND child_id <> ALL (restricted));
    END IF;
    RETURN seenheard_bits(
        ARRAY(SELECT id FROM unnest(seen) AS id WHERE id <> ALL (known)), false, in_care, restricted || known);
END $$""".format(**ROLES)

# NULL, and nothing else, is everything: only for the system. A row about no child has no bit, and is not held here.
KEPT = """
CREATE OR REPLACE FUNCTION {name}() RETURNS bit varying LANGUAGE plpgsql STABLE AS $$
DECLARE
    person text := coalesce(current_setting('seenheard.viewer', true), '');
    kept text := current_setting('{setting}', true);
BEGIN
    IF person = '{everything}' THEN
        RETURN NULL;
    ELSIF person = '' OR person LIKE 'door:%' THEN
        RETURN '';
    END IF;
    IF coalesce(kept, '') = '' THEN
        PERFORM set_config('seenheard.viewer', '{everything}', true);
        kept := seenheard_children_of(
            person, nullif(current_setting('seenheard.on', true), '')::date,
            nullif(current_setting('seenheard.at', true), '')::timestamptz, {with_opened});
        PERFORM set_config('seenheard.viewer', person, true), set_config('{setting}', kept, true);
    END IF;
    RETURN kept;
END $$"""
LOOK_AGAIN = f"""
CREATE OR REPLACE FUNCTION {TRIGGER}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('seenheard.sight', '', true), set_config('seenheard.reach', '', true),
        set_config('seenheard.door', '', true);
    RETURN NULL;
END $$"""
# Arguments and results are written as PostgreSQL writes them again: what stands is compared with this text.
FUNCTIONS = (
    BITS,
    CHILDREN_OF,
    KEPT.format(name=SIGHT, setting="seenheard.sight", with_opened="true", everything=EVERYTHING),
    KEPT.format(name=REACH, setting="seenheard.reach", with_opened="false", everything=EVERYTHING),
    LOOK_AGAIN,
    *doors.FUNCTIONS,
)

# As "is not null": the planner then expects nearly every row to pass, which is so for whatever a page asks for.
# A condition that it cannot judge would count as one in two, at every table of a join.
CONDITION = """
CASE WHEN coalesce(substring((SELECT {function}()) FROM {column}::int FOR 1), B'1') = B'1' THEN true END IS NOT NULL
"""
SEEN = "CREATE POLICY {policy} ON {table} USING ({sight}) WITH CHECK ({reach})"
TAKEN = "CREATE POLICY {policy} ON {table} AS RESTRICTIVE FOR DELETE USING ({reach})"
IN_FORCE = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY
"""

# What stands of all this.
OF_A_POLICY = """polname, polcmd, polpermissive, polroles = '{0}',
    pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)"""
SECURED = f"""
SELECT relname, relrowsecurity, relforcerowsecurity, {OF_A_POLICY}
FROM pg_class LEFT JOIN pg_policy ON polrelid = pg_class.oid
WHERE relnamespace = 'public'::regnamespace AND relname = ANY (%s)
"""
PATTERN = f"SELECT {OF_A_POLICY} FROM pg_policy WHERE polrelid = 'pg_temp.pattern'::regclass"
STANDING = """
SELECT proname, pg_get_function_arguments(pg_proc.oid), pg_get_function_result(pg_proc.oid), prosrc,
    lanname = 'plpgsql' AND NOT prosecdef AND NOT proisstrict AND proconfig IS NULL
        AND provolatile = CASE WHEN prorettype = 'trigger'::regtype THEN 'v' ELSE 's' END,
    pg_proc.oid::regprocedure::text
FROM pg_proc JOIN pg_language ON pg_language.oid = prolang
WHERE pronamespace = 'public'::regnamespace AND proname = ANY (%s)
"""
OF_TABLE = "SELECT polname FROM pg_policy WHERE polrelid = %s::regclass"
PARTS = re.compile(r"FUNCTION (\w+)\(\s*(.*?)\)\s+RETURNS ([a-z ]+) LANGUAGE plpgsql.*?\$\$(.*)\$\$", re.DOTALL)


class Kind(NamedTuple):
    """What the policies of a table depend on: the column with the child, which doors lead there, and whose words."""

    column: str
    doors: str
    own: str


def held() -> dict[str, str]:
    """Every table with a row for each child, or about one, and the column that says which child."""
    tables = {}
    for model in apps.get_models():
        if model._meta.label_lower == CHILD:
            tables[model._meta.db_table] = "id"
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model._meta.label_lower == CHILD:
                tables[model._meta.db_table] = str(field.column)
    return tables


def apply(using: str = "default", **_) -> None:
    """Put the functions, the policies and the triggers there, wherever they are not as they are made here.

    Safe to repeat, and what stands is not made again: no table is locked. Tables not made yet are left out.
    """
    connection = connections[using]
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        if not there.issuperset((*held(), *DECIDING)):
            return  # migrations are being taken back, or are only half there: nothing is served from such a database
        changed = functions_changed(cursor)
        if changed:
            with transaction.atomic(using):
                _make_functions(cursor)
        loose = tables_not_held(cursor)
        for table in loose:
            with transaction.atomic(using):
                _hold(cursor, table, held()[table])
        asleep = sorted(watching() - triggers.standing(cursor))
        for trigger in asleep:
            triggers.put_back(cursor, trigger)
    if (changed or loose or asleep) and len(changed) < len(FUNCTIONS):  # all of them: the first time
        made = [*changed, *loose, *(f"{TRIGGER} on {table}" for table, *_ in asleep)]
        log.warning("Row-level security was not as this version makes it, and is: %s", ", ".join(made))


def watching() -> set[triggers.Trigger]:
    """The triggers by which what was worked out is forgotten."""
    return {(table, TRIGGER, triggers.AFTER_ANYTHING, TRIGGER) for table in DECIDING}


def functions_changed(cursor) -> list[str]:
    """Those of our functions that are gone, say something else, or stand beside another of their name."""
    found: dict[str, list[tuple]] = {}
    for name, *rest, _ in _standing(cursor):
        found.setdefault(name, []).append(tuple(rest))
    return [name for name, *rest in _wanted_functions() if found.get(name) != [(*rest, True)]]


def tables_not_held(cursor) -> list[str]:
    """Tables about a child whose policies are not ours and ours alone, or are not in force for everybody."""
    tables = held()
    cursor.execute(SECURED, [list(tables)])
    found: dict[str, list[tuple]] = {}
    for table, *rest in cursor.fetchall():
        found.setdefault(table, []).append(tuple(rest))
    kinds = {table: _kind(table, column) for table, column in tables.items()}
    wanted = {kind: _wanted(cursor, kind) for kind in set(kinds.values())}
    return [table for table, kind in kinds.items() if sorted(found.get(table, []), key=str) != wanted[kind]]


def _kind(table: str, column: str) -> Kind:
    return Kind(column, doors.OPEN.get(table, ""), doors.OWN.get(table, ""))


def _wanted(cursor, kind: Kind) -> list[tuple]:
    """The policies of a table of this kind as this server writes them again: read back from a table of our own that
    nobody keeps.

    Without the functions there is nothing to read, and no policy that leans on them can stand.
    """
    try:
        with transaction.atomic(cursor.db.alias):
            savepoint = transaction.savepoint(cursor.db.alias)
            name = sql.Identifier(kind.column)
            cursor.execute(sql.SQL("CREATE TEMPORARY TABLE pattern ({} bigint, said_by text)").format(name))
            for statement in _policies(sql.SQL("pg_temp.pattern"), kind):
                cursor.execute(statement)
            cursor.execute(PATTERN)
            written = [(True, True, *told) for told in cursor.fetchall()]  # enabled, and for the owner as well
            transaction.savepoint_rollback(savepoint, cursor.db.alias)
    except ProgrammingError:
        return []
    return sorted(written, key=str)


def _standing(cursor) -> list[tuple]:
    cursor.execute(STANDING, [[name for name, *_ in _wanted_functions()]])
    return cursor.fetchall()


def _wanted_functions() -> list[tuple[str, ...]]:
    """Name, arguments, result and body of each of our functions."""
    return [made.groups() for made in map(PARTS.search, FUNCTIONS) if made]


def _make_functions(cursor) -> None:
    """What has the name of one of ours and is called otherwise cannot be replaced, and goes, with what leans on it."""
    ours = {tuple(wanted[:3]) for wanted in _wanted_functions()}
    for *called, _, _, signature in _standing(cursor):
        if tuple(called) not in ours:
            cursor.execute(f"DROP ROUTINE {signature} CASCADE")
    for function in FUNCTIONS:
        cursor.execute(function)


def _hold(cursor, table: str, column: str) -> None:
    """Our policies, and no other: what else stands there lets somebody see, or keeps somebody from seeing."""
    cursor.execute(OF_TABLE, [f"public.{table}"])
    name = sql.Identifier(table)
    for (policy,) in cursor.fetchall():
        cursor.execute(sql.SQL("DROP POLICY {} ON {}").format(sql.Identifier(policy), name))
    for statement in _policies(name, _kind(table, column)):
        cursor.execute(statement)
    cursor.execute(sql.SQL(IN_FORCE).format(table=name))


def _policies(table: sql.Composable, kind: Kind) -> Iterator[sql.Composed]:
    """What makes the policies of a table of this kind."""
    column = sql.Identifier(kind.column)
    sight, reach = (sql.SQL(CONDITION).format(function=sql.Identifier(one), column=column) for one in (SIGHT, REACH))
    yield sql.SQL(SEEN).format(policy=sql.Identifier(POLICY), table=table, sight=sight, reach=reach)
    if kind.doors:
        door = sql.SQL(doors.CONDITION).format(doors=sql.Literal(kind.doors), column=column)
        yield sql.SQL(doors.OPENED).format(policy=sql.Identifier(doors.BEHIND), table=table, door=door)
        reach = sql.SQL("{} OR {}").format(reach, door)
    if kind.own:
        said, said_now = (sql.SQL(doors.SAID).format(whose=sql.Literal(whose)) for whose in (kind.own, "self"))
        own = sql.Identifier(doors.OWN_WORDS)
        yield sql.SQL(doors.HELD_BY_WHO_SAID_IT).format(policy=own, table=table, said=said, said_now=said_now)
    yield sql.SQL(TAKEN).format(policy=sql.Identifier(TAKEN_AWAY), table=table, reach=reach)
