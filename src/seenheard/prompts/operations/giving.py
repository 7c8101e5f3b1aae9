"""Handing over causes: each giver says all that it knows of some children, and prompts open and close by themselves.

Not an act of a person's, so there is no trail row here: whoever changed the record has one, and so has the rebuild.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from seenheard.accounts.domain import SYSTEM
from seenheard.lib.copying import these, write_lines
from seenheard.record.domain.days import day_of

from ..domain.causes import COLUMNS, GIVERS, Cause, each_once, identity_of, line, told_otherwise

ONE_AT_A_TIME = 0x7072_6F6D  # "prom": two givings of one giver would each write the same prompts
STORED = f"""
COPY (
    SELECT id, {", ".join(COLUMNS)} FROM prompts_prompt
    WHERE child_id = ANY(%s::bigint[]) AND giver = ANY(%s) AND gone_at IS NULL
) TO STDOUT
"""
OF_BEFORE = """
COPY (
    SELECT id, giver, child_id, cause, key FROM prompts_prompt
    WHERE child_id = ANY(%s::bigint[]) AND giver = ANY(%s) AND gone_at IS NOT NULL
) TO STDOUT
"""
# Nobody ever had it in a list, and nobody did anything about it: nothing has been, and nothing is left.
FORGET = """
DELETE FROM prompts_prompt AS prompt
WHERE id = ANY(%s) AND opens_on > %s AND seen_at IS NULL AND acted_at IS NULL AND handed_at IS NULL
    AND NOT EXISTS (SELECT FROM prompts_step AS step WHERE step.prompt_id = prompt.id)
"""
CLOSE = """
WITH closed AS (
    UPDATE prompts_prompt SET gone_at = %(at)s WHERE id = ANY(%(ids)s) RETURNING *
)
INSERT INTO prompts_step (child_id, prompt_id, what, at, by, opened_on, act_by_on, outcome)
SELECT child_id, id, 'closed', %(at)s, %(by)s, opens_on, act_by_on, outcome FROM closed ORDER BY id
"""
REOPEN = """
WITH reopened AS (
    UPDATE prompts_prompt
    SET gone_at = NULL, seen_at = NULL, seen_by = '', acted_at = NULL, acted_by = '', outcome = '',
        handed_at = NULL, handed_to = ''
    WHERE id = ANY(%(ids)s) RETURNING *
)
INSERT INTO prompts_step (child_id, prompt_id, what, at, by, opened_on, act_by_on)
SELECT child_id, id, 'reopened', %(at)s, %(by)s, opens_on, act_by_on FROM reopened ORDER BY id
"""
AS_GIVEN = """
UPDATE prompts_prompt
SET key = %s, owner = %s, opens_on = %s, act_by_on = %s, until_on = %s, at_once = %s, facts = %s
WHERE id = %s
"""


@dataclass(frozen=True, slots=True)
class Given:
    """What handing over came to, in numbers of prompts."""

    kept: int = 0
    opened: int = 0
    changed: int = 0
    reopened: int = 0
    closed: int = 0


def causes_of_child(*, child_id: int, giver: str, causes: Iterable[Cause], at: datetime) -> Given:
    """All that this giver knows to prompt about one child, as of now: what is new opens, what is gone closes."""
    return causes_of_children(child_ids=[child_id], giver=giver, causes=causes, at=at)


def causes_of_children(
    *, child_ids: Collection[int], giver: str, causes: Iterable[Cause], at: datetime, by=SYSTEM
) -> Given:
    """The same for many children at once; twice in a row changes nothing the second time.

    `child_ids` are all that were looked at: a child of whom there is no cause has none left. Causes of another giver
    stay as they are. ValueError for a cause of a child that was not looked at, or for a giver nobody knows.
    """
    return causes_of_givers(child_ids=child_ids, told={giver: causes}, at=at, by=by)


def causes_of_givers(
    *, child_ids: Collection[int], told: Mapping[str, Iterable[Cause]], at: datetime, by=SYSTEM
) -> Given:
    """The same for several givers at once: each has said all that it knows of these children."""
    wanted = {giver: each_once(causes).values() for giver, causes in told.items()}
    _check(wanted, child_ids)
    with transaction.atomic(savepoint=False):  # whoever hands over keeps all of it or nothing
        _wait_for(wanted)
        return _make_it_so(wanted, sorted(child_ids), at, str(by.public_id))


def _check(wanted: Mapping[str, Iterable[Cause]], child_ids: Collection[int]) -> None:
    for giver in wanted:
        if giver not in GIVERS:
            raise ValueError(f"Nobody called {giver!r} hands over causes.")
    looked_at = frozenset(child_ids)
    if not all(cause.child_id in looked_at for causes in wanted.values() for cause in causes):
        raise ValueError("A cause is of a child that was not looked at.")


def _wait_for(givers: Iterable[str]) -> None:
    """In one order, whoever waits: else two could wait for each other."""
    places = sorted(GIVERS.index(giver) for giver in givers)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, place) FROM unnest(%s::int[]) AS place", [ONE_AT_A_TIME, these(places)]
        )


def _make_it_so(wanted: Mapping[str, Iterable[Cause]], child_ids: list[int], at: datetime, by: str) -> Given:
    """Both sides are lines, as in `duties`: what is right already is found without reading a value of it."""
    givers = list(wanted)
    lines = {line(cause, giver): cause for giver, causes in wanted.items() for cause in causes}
    stored = _read(STORED, child_ids, givers)
    surplus = {identity_of(line): prompt_id for line, prompt_id in stored.items() if line not in lines}
    missing = {identity_of(line): line for line in lines if line not in stored}
    of_before = _of_before([lines[line] for line in missing.values()], givers)
    changed = {surplus.pop(one): lines[missing.pop(one)] for one in surplus.keys() & missing.keys()}
    reopened = {of_before[one]: lines[missing.pop(one)] for one in of_before.keys() & missing.keys()}
    changed |= {surplus.pop(one): lines[missing.pop(other)] for one, other in told_otherwise(surplus, missing)}
    _as_given(changed | reopened)
    _step(REOPEN, reopened, at, by)
    _write(missing.values(), at)
    _close(list(surplus.values()), at, by)
    kept = len(stored) - len(changed) - len(surplus)
    return Given(kept, len(missing), len(changed), len(reopened), len(surplus))


def _read(question: str, child_ids: list[int], givers: list[str]) -> dict[str, int]:
    with connection.cursor() as cursor, cursor.copy(question, [these(child_ids), givers]) as copy:
        read = "".join(str(block, "utf-8") for block in copy)
    pairs = (row.split("\t", 1) for row in read.split("\n") if row)
    return {line: int(prompt_id) for prompt_id, line in pairs}


def _of_before(missing: Collection[Cause], givers: list[str]) -> dict[str, int]:
    """The prompts of these causes' children that are gone, by identity: some of them come back."""
    return _read(OF_BEFORE, sorted({cause.child_id for cause in missing}), givers) if missing else {}


def _as_given(causes: Mapping[int, Cause]) -> None:
    if causes:
        rows = [(*_as_now(cause), prompt_id) for prompt_id, cause in causes.items()]
        with connection.cursor() as cursor:
            cursor.executemany(AS_GIVEN, rows)


def _as_now(cause: Cause) -> tuple:
    facts = None if cause.facts is None else Jsonb(dict(cause.facts))
    return cause.key, cause.owner, cause.opens_on, cause.act_by_on, cause.until_on, cause.at_once, facts


def _write(lines: Collection[str], at: datetime) -> None:
    write_lines("prompts_prompt", (*COLUMNS, "given_at"), [f"{line}\t{at.isoformat()}" for line in lines])


def _close(prompt_ids: list[int], at: datetime, by: str) -> None:
    if prompt_ids:
        with connection.cursor() as cursor:
            cursor.execute(FORGET, [prompt_ids, day_of(at)])
        _step(CLOSE, prompt_ids, at, by)


def _step(statement: str, prompt_ids: Iterable[int], at: datetime, by: str) -> None:
    if ids := list(prompt_ids):
        with connection.cursor() as cursor:
            cursor.execute(statement, {"ids": ids, "at": at, "by": by})
