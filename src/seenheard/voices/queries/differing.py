"""The differences of a child that nobody has talked about yet, as far as their reader sees them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ..domain.mismatch import Level
from ..domain.standing import Shown, still_standing
from .done import Said, answers_in
from .following import workers_among
from .over_time import RoundTold, over_time
from .said import columns_of_rounds


@dataclass(frozen=True, slots=True)
class Differs:
    """One of them: in which round, about what, how far it is followed; `said` where it was asked for."""

    round: UUID
    asked_on: date
    category: str
    level: Level
    said: tuple[Said, ...] = ()


def still_differing(told: Sequence[RoundTold]) -> tuple[Differs, ...]:
    """Of rounds as `over_time` tells them, the most pressing first: no question more, but in rare cases one or two."""
    shown = [Shown(one.now.voices, one.colours, one.to_worker, one.talked, one.safety) for one in told]
    by = {who for one in told for _, who in one.talked}
    found = still_standing(shown, lambda: workers_among(by, told[0].now.child_id))
    rounds = [told[one.place].now for one in found]
    return tuple(
        Differs(now.public_id, now.opened_on, one.category, one.level) for now, one in zip(rounds, found, strict=True)
    )


def to_talk_about(*, viewer, child, on: date) -> tuple[Differs, ...]:
    """The same with what was said, as far as this person may see it. Raises NoSuchChild."""
    return tuple(_with_answers(viewer, child, over_time(viewer=viewer, child=child, on=on), on))


def _with_answers(viewer, child, told: Sequence[RoundTold], on: date) -> Iterator[Differs]:
    found = still_differing(told)
    rounds = {one.now.public_id: one.now for one in told if any(each.round == one.now.public_id for each in found)}
    seen = columns_of_rounds(viewer=viewer, child=child, rounds=rounds.values(), on=on) if rounds else {}
    for one in found:
        said = tuple(answers_in(seen[rounds[one.round].id], one.category))
        yield Differs(one.round, one.asked_on, one.category, one.level, said)
