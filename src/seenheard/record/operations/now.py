"""What is known of each child now, worked out again from the facts in a few statements."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import connection, transaction

from seenheard.lib.copying import these
from seenheard.lib.prepared import carry_out
from seenheard.lib.sight import seeing_everything

from ..domain.objects import SOURCES
from ..domain.places import PLACEMENTS
from ..models import Child
from ..queries.facts import table_of
from .name_parts import refresh_names
from .now_typed import MOVES, lay_over_involved, lay_over_now, typed_of

# How early in the declared order a row's source stands.
RANK = f"array_position(ARRAY[{', '.join(repr(source) for source in SOURCES)}], source)"

# Spells of one kind: those of the first source that has any, and others' that begin after its latest start and are
# not the same as one of its own that is then in force. The domain says the same (`sources.standing`).
STANDING = """
    SELECT * FROM (
        SELECT *, max(from_on) FILTER (WHERE is_own) OVER of_child AS latest_start,
               array_agg(coalesce(until_on, 'infinity')) FILTER (WHERE is_own) OVER of_child AS own_until,
               array_agg(same) FILTER (WHERE is_own) OVER of_child AS own_same,
               array_agg(detail) FILTER (WHERE is_own) OVER of_child AS own_detail
        FROM (
            SELECT *, min(rank) OVER (PARTITION BY child_id) AS first_rank,
                   from_on IS NOT NULL AND rank = min(rank) OVER (PARTITION BY child_id) AS is_own
            FROM (
                SELECT *, {rank} AS rank, {same}::text AS same, {detail}::text AS detail FROM ({rows}) AS of_all
            ) AS ranked
        ) AS with_first WINDOW of_child AS (PARTITION BY child_id)
    ) AS with_own
    WHERE rank = first_rank OR (from_on > latest_start AND NOT EXISTS (
        SELECT FROM unnest(own_until, own_same, own_detail) AS own (until_on, same, detail)
        WHERE own.until_on > with_own.from_on AND own.same = with_own.same
          AND coalesce(own.detail = with_own.detail, true)))
"""


def standing(rows: str, same: str = "NULL", detail: str = "NULL") -> str:
    """The SQL of the spells in `rows` (child_id, source, from_on, until_on …) that stand when sources differ.

    `same` and `detail`: by what a spell is the same in another source; without `same` none ever is.
    """
    return STANDING.format(rank=RANK, rows=rows, same=same, detail=detail)


def joined(rows: str, goes_on: str, columns: tuple[str, ...], same: str, detail: str = "NULL") -> str:
    """The SQL of spells: each source's own rows, as far as begun, joined where `goes_on` says so.

    Of these, the spells that stand; `columns` as the last row of each has them.
    """
    last = ", ".join(
        f"(array_agg({column} ORDER BY starts_on DESC, told_by DESC, id DESC))[1] AS {column}" for column in columns
    )
    joined_rows = f"""
        SELECT child_id, source, (array_agg(id ORDER BY starts_on, told_by, id))[1] AS id,
               min(told_by) AS told_by, (array_agg(from_on ORDER BY starts_on, told_by, id))[1] AS from_on,
               {last}
        FROM (
            SELECT *, count(*) FILTER (WHERE NOT goes_on)
                   OVER (PARTITION BY child_id, source ORDER BY starts_on, told_by, id) AS spell
            FROM (
                SELECT *, coalesce({goes_on}, false) AS goes_on
                FROM ({rows}) AS begun WHERE starts_on <= %(on)s
                WINDOW before AS (PARTITION BY child_id, source ORDER BY starts_on, told_by, id)
            ) AS compared
        ) AS numbered GROUP BY child_id, source, spell
    """
    return standing(joined_rows, same, detail)


# Open facts of the children asked for.
THESE = "known_until IS NULL AND child_id IN (SELECT child_id FROM asked)"

# Series of short breaks are no period of care. A row without a legal code has that of its source's legal status.
NOT_SHORT_BREAKS = """coalesce(legal_code, '') NOT IN ('V3', 'V4') AND (legal_code IS NOT NULL OR NOT EXISTS (
    SELECT FROM record_legalstatus AS break
    WHERE break.child_id = looked_after.child_id AND break.source = looked_after.source
      AND break.known_until IS NULL AND break.code IN ('V3', 'V4')
      AND break.from_on <= looked_after.from_on AND coalesce(break.until_on > looked_after.from_on, true)))"""

INVOLVEMENTS = standing(f"SELECT * FROM {table_of('involvement')} WHERE {THESE}", same="professional_ref")
PLANS = standing(f"SELECT * FROM record_cpplan WHERE {THESE}", same="'plan'")
REFERRALS = standing(f"SELECT *, referred_on AS from_on, closed_on AS until_on FROM record_cinepisode WHERE {THESE}")

# A period of care goes on where the episode before it did not end for good, nor before this one began.
PERIODS = joined(
    f"""
    SELECT id, 'cla_episode' AS told_by, child_id, source, from_on AS starts_on, until_on, end_reason,
           CASE WHEN start_reason IS DISTINCT FROM 'S' THEN least(from_on, entered_care_on) ELSE from_on END AS from_on
    FROM record_claepisode AS looked_after WHERE {THESE} AND {NOT_SHORT_BREAKS}
    """,
    "lag(id) OVER before IS NOT NULL AND (lag(until_on) OVER before IS NULL OR ("
    "lag(until_on) OVER before >= starts_on AND coalesce(lag(end_reason) OVER before, 'X1') = 'X1'))",
    ("until_on", "end_reason"),
    same="'care'",
)
LEGAL = joined(
    f"""
    SELECT id, 'legal_status' AS told_by, child_id, source, from_on AS starts_on, from_on, until_on, code
    FROM record_legalstatus WHERE {THESE} AND code IS NOT NULL
    UNION ALL
    SELECT id, 'cla_episode', child_id, source, from_on, from_on, until_on, legal_code
    FROM record_claepisode WHERE {THESE} AND legal_code IS NOT NULL
    """,
    "lag(until_on) OVER before = from_on AND lag(code) OVER before IS NOT DISTINCT FROM code",
    ("until_on", "code"),
    same="code",
)
# The same home goes on where the return says so (legal change, same carer), or home and type are the same.
STAYS = joined(
    f"""
    SELECT id, 'cla_placement' AS told_by, child_id, source, from_on AS starts_on, from_on, until_on, urn, place_code, (
        SELECT start_reason FROM record_claepisode AS why
        WHERE why.child_id = looked_after.child_id AND why.source = looked_after.source AND why.known_until IS NULL
          AND why.placement_ref = looked_after.placement_ref AND why.from_on IS NOT NULL
        ORDER BY why.from_on, why.id LIMIT 1) AS start_reason
    FROM (SELECT *, NULL AS legal_code FROM record_claplacement) AS looked_after WHERE {THESE} AND {NOT_SHORT_BREAKS}
    UNION ALL
    SELECT id, 'cla_episode', child_id, source, from_on, from_on, until_on, urn, place_code, coalesce(start_reason, '')
    FROM record_claepisode AS looked_after WHERE {THESE} AND place_code IS NOT NULL AND {NOT_SHORT_BREAKS}
    """,
    "lag(until_on) OVER before = from_on AND CASE WHEN start_reason IS NULL"
    " THEN urn = lag(urn) OVER before AND place_code IS NOT DISTINCT FROM lag(place_code) OVER before"
    " ELSE start_reason IN ('L', 'T', 'U') END",
    ("until_on", "place_code", "urn"),
    same="place_code",
    detail="urn",
)
# The latest spell of each child; on one day that of the believed source.
LATEST = "ORDER BY child_id, from_on DESC, rank, told_by DESC, id DESC"

PLACED = f"coalesce(kind, '') IN ({', '.join(repr(kind) for kind in sorted(PLACEMENTS))})"

FORGET = "WITH {{asked}} DELETE FROM {table} WHERE child_id IN (SELECT child_id FROM asked)"

INVOLVED = f"""
WITH {{asked}}
INSERT INTO record_involved (child_id, professional_ref, team_ref, role, from_on, until_on, change_reason)
SELECT child_id, professional_ref, team_ref, role, from_on, until_on, change_reason
FROM ({INVOLVEMENTS}) AS stands
ORDER BY child_id, from_on NULLS FIRST, rank DESC, id  -- so that of two alike the believed one is always the later
"""

# One value from the first source that has it, field by field.
FIRST = "(array_agg({0} ORDER BY " + RANK + ", id DESC) FILTER (WHERE {0} IS NOT NULL))[1] AS {0}"

CHILD_NOW = f"""
WITH {{asked}}, person AS (
    SELECT child_id, {", ".join(FIRST.format(name) for name in ("born_on", "expected_on", "died_on", "sex"))}
    FROM record_person WHERE {THESE} GROUP BY child_id
), named AS (
    SELECT child_id, {", ".join(FIRST.format(name) for name in ("forename", "surname", "name_used"))}
    FROM record_personname WHERE {THESE} GROUP BY child_id
), identified AS (
    SELECT child_id, (array_agg(value ORDER BY {RANK}, id))[1] AS local_id
    FROM record_linkedidentifier WHERE {THESE} AND kind = 'la_child_id' GROUP BY child_id
), lives AS (
    -- A looked after child lives at the placement; the parents' district is never put instead.
    SELECT child_id,
           (array_agg(area ORDER BY {RANK}, from_on DESC NULLS LAST, id DESC) FILTER (WHERE {PLACED}))[1] AS placed,
           (array_agg(area ORDER BY {RANK}, from_on DESC NULLS LAST, id DESC) FILTER (WHERE NOT {PLACED}))[1] AS at_home
    FROM record_address
    WHERE {THESE} AND area IS NOT NULL AND coalesce(from_on <= %(on)s, true) AND coalesce(until_on > %(on)s, true)
    GROUP BY child_id
), worker AS (
    SELECT DISTINCT ON (child_id) child_id, professional_ref AS worker_ref, team_ref FROM record_involved
    WHERE child_id IN (SELECT child_id FROM asked) AND coalesce(from_on <= %(on)s, true)
      AND coalesce(until_on > %(on)s, true) AND role IS DISTINCT FROM 'IRO'
    ORDER BY child_id, (coalesce(role, 'CW') = 'CW') DESC, from_on DESC NULLS LAST, id DESC
), reviewer AS (
    SELECT DISTINCT ON (child_id) child_id, professional_ref AS reviewer_ref FROM record_involved
    WHERE child_id IN (SELECT child_id FROM asked) AND role = 'IRO' AND professional_ref IS NOT NULL
      AND coalesce(from_on <= %(on)s, true) AND coalesce(until_on > %(on)s, true)
    ORDER BY child_id, from_on DESC NULLS LAST, id DESC
), professional AS (
    SELECT DISTINCT ON (ref) ref, name FROM (
        SELECT professional_ref AS ref, name, {RANK} AS rank, id FROM record_professional WHERE known_until IS NULL
        UNION ALL
        SELECT registration_no, name, {RANK}, id FROM record_professional WHERE known_until IS NULL
    ) AS refs WHERE name IS NOT NULL ORDER BY ref, rank, id DESC
), team AS (
    SELECT DISTINCT ON (team_ref) team_ref, name FROM record_department
    WHERE known_until IS NULL ORDER BY team_ref, {RANK}, id DESC
), care AS (
    SELECT DISTINCT ON (child_id) child_id, from_on AS since_on, until_on, end_reason
    FROM ({PERIODS}) AS stands {LATEST}
), legal AS (
    SELECT DISTINCT ON (child_id) child_id, code FROM ({LEGAL}) AS stands
    WHERE coalesce(until_on > %(on)s, true) AND code NOT IN ('V3', 'V4') {LATEST}
), placed AS (
    SELECT DISTINCT ON (child_id) child_id, from_on AS since_on, until_on FROM ({STAYS}) AS stands {LATEST}
), protected AS (
    SELECT child_id, max(from_on) AS since_on
    FROM ({PLANS}) AS stands
    WHERE from_on <= %(on)s AND coalesce(until_on > %(on)s, true) GROUP BY child_id
), in_need AS (
    SELECT child_id, max(from_on) AS since_on FROM ({REFERRALS}) AS stands
    WHERE from_on <= %(on)s AND coalesce(closed_on > %(on)s, true) AND no_further_action IS NOT TRUE GROUP BY child_id
), adopted AS (
    -- Whichever source says so: where accounts differ the file closes, until the same source brings the child back.
    SELECT DISTINCT child_id FROM (
        SELECT child_id, source, until_on AS left_on FROM record_claepisode
        WHERE {THESE} AND end_reason IN ('E11', 'E12') AND until_on <= %(on)s
        UNION ALL
        SELECT child_id, source, order_on FROM record_permanence
        WHERE {THESE} AND order_on <= %(on)s
          AND (order_type IN ('E11', 'E12') OR strpos(lower(order_type), 'adopt') > 0)
    ) AS gone
    WHERE NOT EXISTS (
        SELECT FROM record_claepisode AS again WHERE again.child_id = gone.child_id AND again.source = gone.source
        AND again.known_until IS NULL AND again.from_on > gone.left_on AND again.from_on <= %(on)s)
), leaver AS (
    SELECT DISTINCT child_id FROM record_careleaver WHERE {THESE}
)
INSERT INTO record_childnow (
    child_id, local_id, name, born_on, expected_on, sex, worker_ref, worker_name, team_ref, team_name, legal_code,
    looked_after_since_on, protection_plan_since_on, in_need_since_on, care_leaver, adopted_closed, area,
    placed_since_on, reviewer_ref)
SELECT child.id, local_id, nullif(trim(concat_ws(' ', coalesce(name_used, forename), surname)), ''),
       person.born_on, person.expected_on, person.sex, worker_ref, professional.name, worker.team_ref, team.name,
       CASE WHEN is_in_care THEN legal.code END, CASE WHEN is_in_care THEN care.since_on END,
       CASE WHEN is_alive THEN protected.since_on END, CASE WHEN is_alive THEN in_need.since_on END,
       leaver.child_id IS NOT NULL, adopted.child_id IS NOT NULL,
       CASE WHEN is_in_care THEN lives.placed ELSE lives.at_home END,
       CASE WHEN is_in_care AND coalesce(placed.until_on > %(on)s, true) THEN placed.since_on END,
       reviewer_ref
FROM record_child AS child
LEFT JOIN person ON person.child_id = child.id
LEFT JOIN named ON named.child_id = child.id
LEFT JOIN identified ON identified.child_id = child.id
LEFT JOIN lives ON lives.child_id = child.id
LEFT JOIN worker ON worker.child_id = child.id
LEFT JOIN reviewer ON reviewer.child_id = child.id
LEFT JOIN professional ON professional.ref = worker.worker_ref
LEFT JOIN team ON team.team_ref = worker.team_ref
LEFT JOIN care ON care.child_id = child.id
LEFT JOIN legal ON legal.child_id = child.id
LEFT JOIN placed ON placed.child_id = child.id
LEFT JOIN protected ON protected.child_id = child.id
LEFT JOIN in_need ON in_need.child_id = child.id
LEFT JOIN leaver ON leaver.child_id = child.id
LEFT JOIN adopted ON adopted.child_id = child.id
CROSS JOIN LATERAL (
    SELECT is_alive, is_alive AND care.child_id IS NOT NULL AND coalesce(care.until_on > %(on)s, true) AS is_in_care
    FROM (SELECT coalesce(person.died_on > %(on)s, true) AS is_alive) AS life
) AS standing
-- A child of whom nothing is known any longer (an import undone) is in no list.
WHERE child.id IN (SELECT child_id FROM asked) AND (person.child_id IS NOT NULL OR identified.child_id IS NOT NULL)
"""


THE_NAMED = "asked AS MATERIALIZED (SELECT unnest(%(ids)s::bigint[]) AS child_id)"
EVERYONE = "asked AS MATERIALIZED (SELECT id AS child_id FROM record_child)"


WHY = "what is known of a child now is the same, whoever told the last of it"
MANY = 500  # children: from here on every table is read through rather than looked up


@transaction.atomic
@seeing_everything(WHY)
def refresh_now(*, child_ids: Collection[int] | None = None, on: date) -> None:
    """Work out `ChildNow`, `Involved` and `NamePart` of these children again, of all when None, as at the day `on`."""
    if child_ids is not None and not child_ids:
        return
    _refresh_lines(child_ids, on)
    refresh_names(child_ids=child_ids)


@transaction.atomic
@seeing_everything(WHY)
def follow_typed(*, child: Child, kind: str, on: date) -> None:
    """Bring the child's lines up to an event of this kind that was just typed, corrected or taken back."""
    if kind in MOVES:
        _refresh_lines([child.pk], on)


def _refresh_lines(child_ids: Collection[int] | None, on: date) -> None:
    """What files tell by the database, for the many; what was typed by the domain, for the few of whom it was."""
    asked = EVERYONE if child_ids is None else THE_NAMED
    values: dict[str, Any] = {"ids": these(sorted(child_ids or ())), "on": on}
    forget = (FORGET.format(table=table) for table in ("record_involved", "record_childnow"))
    typed = typed_of(child_ids, on)
    with connection.cursor() as cursor, _carrying_out(cursor, child_ids is None or len(child_ids) > MANY) as do:
        for statement in (*forget, INVOLVED):
            do(statement.replace("{asked}", asked), values)
        lay_over_involved(typed)
        do(CHILD_NOW.replace("{asked}", asked), values)
    lay_over_now(typed)


@contextmanager
def _carrying_out(cursor, many: bool) -> Iterator[Callable[[str, dict[str, Any]], None]]:
    """How to carry out a statement: for few children, to plan it takes longer than to do it, and a plan is kept.

    Right after a large import PostgreSQL has no statistics, expects one row where there are thousands, and would
    compare every child with every child. So for many children it may not, and plans anew."""
    if not many:
        yield carry_out
        return
    cursor.execute("SET LOCAL enable_nestloop = off")
    yield cursor.execute
    cursor.execute("SET LOCAL enable_nestloop TO DEFAULT")
