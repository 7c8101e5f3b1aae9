"""What was typed of things that last, laid over the lines that files make: for the few children of whom any was."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from ..domain.involved import NAMED, WORKERS, Holds, involvements
from ..domain.lasting import KINDS_THAT_LAST
from ..domain.typed import typed_events
from ..domain.whole import READS, Status, lives, status
from ..queries.facts import facts_by_child

# Kinds of event after which a child's line may say something else.
MOVES = frozenset({*KINDS_THAT_LAST, "became_care_leaver", NAMED})
STATUS = ("legal_code", "looked_after_since_on", "protection_plan_since_on", "in_need_since_on", "care_leaver")
PLACE = ("area", "placed_since_on")
TYPES = ("text", "date", "date", "date", "boolean", "text", "date")
TOLD_HERE = """
SELECT DISTINCT child_id FROM record_event
WHERE known_until IS NULL AND withdrawn IS NOT TRUE AND kind = ANY(%(kinds)s)
    AND (%(ids)s::bigint[] IS NULL OR child_id = ANY(%(ids)s))
ORDER BY child_id
"""
INVOLVED = """
INSERT INTO record_involved (child_id, professional_ref, team_ref, role, from_on, until_on, change_reason)
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
NOW = f"""
UPDATE record_childnow AS now SET {", ".join(f"{name} = typed.{name}" for name in (*STATUS, *PLACE))}
FROM unnest(%s::bigint[], {", ".join(f"%s::{kind}[]" for kind in TYPES)})
    AS typed (child_id, {", ".join((*STATUS, *PLACE))})
WHERE now.child_id = typed.child_id
"""
MOST = 1_000  # children: beyond it an import would send more ids than the table has rows


@dataclass(frozen=True, slots=True)
class Typed:
    """What one child's lines have to say. `holds` is None where files alone tell who works with the child."""

    child_id: int
    status: Status
    area: str | None
    holds: Sequence[Holds] | None


def typed_of(child_ids: Collection[int] | None, on: date) -> list[Typed]:
    """What has to be laid over the lines of these children, of all when None, as at the day."""
    told = _told_here(child_ids)
    return [_typed(child_id, facts, on) for child_id, facts in facts_by_child(told, READS)] if told else []


def lay_over_involved(typed: Collection[Typed]) -> None:
    """Who works with these children, as it was typed."""
    changed = [one for one in typed if one.holds is not None]
    if not changed:
        return
    rows = [
        (one.child_id, it.professional_ref, it.team_ref, it.role, it.from_on, it.until_on, it.change_reason)
        for one in changed
        for it in one.holds or ()
    ]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM record_involved WHERE child_id = ANY(%s)", [[one.child_id for one in changed]])
        cursor.executemany(INVOLVED, rows)


def lay_over_now(typed: Collection[Typed]) -> None:
    """Where these children stand, as it was typed."""
    if typed:
        columns: list[list] = [[getattr(one.status, name) for one in typed] for name in STATUS]
        place: list[list] = [[one.area for one in typed], [one.status.placed_since_on for one in typed]]
        with connection.cursor() as cursor:
            cursor.execute(NOW, [[one.child_id for one in typed], *columns, *place])


def _told_here(child_ids: Collection[int] | None) -> list[int]:
    few = sorted(child_ids) if child_ids is not None and len(child_ids) <= MOST else None
    with connection.cursor() as cursor:
        cursor.execute(TOLD_HERE, {"kinds": sorted(MOVES), "ids": few})
        found = [child_id for (child_id,) in cursor.fetchall()]
    return found if child_ids is None or few is not None else sorted(set(child_ids).intersection(found))


def _typed(child_id: int, facts: dict, on: date) -> Typed:
    stands = status(facts, on)
    is_of_workers = any(one.kind in WORKERS or one.kind == NAMED for one in typed_events(facts))
    return Typed(
        child_id=child_id,
        status=stands,
        area=lives(facts, on, in_care=stands.looked_after_since_on is not None).area,
        holds=involvements(facts) if is_of_workers else None,
    )
