"""What the keys by which figures are crossed are called by people."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from seenheard.prompts import queries as prompts_queries
from seenheard.record.queries import staff, worker_names
from seenheard.timescales import queries as timescales_queries
from seenheard.voices import queries as voices_queries
from seenheard.voices.domain.plans import Rater

from ..domain import measures as m

VOICES = {
    "worker": "Worker",
    "carer": "Carer",
    "child": "Child or young person",
    "parent": "Parent",
    Rater.OFFICER.value: "Reviewing officer",
}
NOBODY = {m.TEAM: "No team is recorded", m.WORKER: "No worker is recorded"}


def names_of(dimension: str, keys: Collection[str], as_at: date) -> Mapping[str, str]:
    """By key, what it is called; categories as they were called on the day, teams and workers as they are now."""
    told = _told(dimension, keys, as_at)
    return {key: told.get(key, key) or NOBODY.get(dimension, "Not recorded") for key in keys}


def _told(dimension: str, keys: Collection[str], as_at: date) -> Mapping[str, str]:
    if dimension == m.TEAM:
        return staff.teams()
    if dimension == m.WORKER:
        return worker_names(refs=[key for key in keys if key])
    if dimension == m.CATEGORY:
        return {one.key: one.name for one in voices_queries.categories_then(as_at)}
    if dimension == m.RULE:
        return {key: rule.title for key, rule in timescales_queries.rules().items()}
    if dimension == m.CAUSE:
        return {key: prompts_queries.named(key).title for key in keys}
    return VOICES if dimension == m.VOICE else {}
