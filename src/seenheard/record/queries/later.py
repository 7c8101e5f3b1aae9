"""One child's history from a day on, without reading what a long life is full of before it."""

import json
from datetime import date
from functools import cache
from typing import Any

from seenheard.accounts.domain import SYSTEM
from seenheard.lib.prepared import rows_of

from ..domain.later import VISITS, Earlier, Later, later
from ..domain.protecting import is_protected
from ..domain.telling import READS, Brought
from ..domain.typed import stands
from .facts import OPEN, fields_of, row_of, table_of

CARRIED = "carried"  # what each source has brought, for anyone: beside the objects, in the same question
BROUGHT = f"""
SELECT '{CARRIED}', NULL, source, name, to_jsonb(min(covers_from)) FROM record_loadedtable WHERE {OPEN}
GROUP BY source, name
"""


def history_since(
    *, child_id: int, since: date, names: tuple[str, ...] = (), viewer
) -> tuple[Later, dict[str, list[Any]]]:
    """What happened to one child from a day on, as known now; and the typed rows of these objects, as in `typed_of`.

    For SYSTEM only: nothing here asks who looks.
    """
    if viewer is not SYSTEM:
        raise TypeError("Only duties are worked out from a part of a life.")
    facts: dict[str, list] = {}
    earlier: list[Earlier] = []
    carried: dict[str, set[Brought]] = {}
    told = rows_of(_question(names), {"child": child_id, "since": since})
    for name, fact_id, source, row_key, values in told:
        if name == CARRIED:
            day = None if values is None else date.fromisoformat(json.loads(values))
            carried.setdefault(source, set()).add((row_key, day))
        elif fact_id is None:
            earlier.append((name, source, row_key))
        else:
            facts.setdefault(name, []).append(row_of(name, fact_id, source, row_key, values))
    typed = {name: stands(facts[name] if name in READS else facts.pop(name)) for name in names if name in facts}
    typed |= {"event": facts["event"]} if is_protected(facts.get("event", ())) else {}
    brought = {source: frozenset(names) for source, names in carried.items()}
    return later(child_id, facts, earlier, brought, since), typed


@cache
def _question(names: tuple[str, ...]) -> str:
    """All objects in one query; of visits before the day, one row a source with their ids."""
    read = [
        f"SELECT '{name}', id, source, row_key, jsonb_build_array({', '.join(fields_of(name))})"
        f" FROM {table_of(name, of_few=True)} WHERE child_id = %(child)s::bigint AND {OPEN}{_and_tells_since(name)}"
        for name in dict.fromkeys((*READS, *names))
    ]
    named = [
        f"SELECT '{name}', NULL, source, string_agg(id::text, ',' ORDER BY id), NULL"
        f" FROM {table_of(name)} WHERE child_id = %(child)s::bigint AND {OPEN} AND ({_tells_since(name)}) IS NOT TRUE"
        " GROUP BY source"
        for name in VISITS
    ]
    return " UNION ALL ".join([*read, *named, BROUGHT]) + " ORDER BY 1, 2"


def _tells_since(name: str) -> str:
    return " OR ".join(f"{day} >= %(since)s::date" for day in VISITS[name])


def _and_tells_since(name: str) -> str:
    return f" AND ({_tells_since(name)})" if name in VISITS else ""
