"""Who spoke as a parent in a round, for whoever may read what they said."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ..domain.answers import Voice
from ..models import Reply
from .rounds import RoundNow


@dataclass(frozen=True, slots=True)
class Spoken:
    """The name, what they are to the child, how they said it, and who wrote it down (public id)."""

    name: str
    relation: str
    how: str
    written_by: str


def spoken_in(*, viewer, now: RoundNow, said_by: Collection[str]) -> dict[str, Spoken]:
    """By what a reply calls who said it, the parents among those of this round whom `viewer` was just shown."""
    if Voice.PARENT not in now.sent:
        return {}
    rows = Reply.objects.filter(round_id=now.id, voice=Voice.PARENT, said_by__in=list(said_by))
    told = rows.values_list("said_by", "spoken_by", "relation", "how", "written_by")
    return {key: Spoken(*one) for key, *one in told}
