"""Differences that form a pattern, of many children at once: what `pattern_now` says of one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ..domain.categories import CategoryNow
from ..domain.mismatch import Level, Pattern, pattern
from .categories import categories
from .figures import talks_then
from .heat import Earlier, HeatLine, heat, level_of, rounds_before
from .standing import standing_then

MOST_ROUNDS = 8  # so many are gone back through, two years or so: what is older says no more for a supervision


@dataclass(frozen=True, slots=True)
class Running:
    """One part of life of a pattern: in how many rounds running people differ (MOST_ROUNDS: or more), since when, and
    whether it waits for a talk."""

    category: CategoryNow
    rounds: int
    since_on: date
    waits: bool


@dataclass(frozen=True, slots=True)
class ChildPattern:
    """What comes back for one child. `round`: the latest that is open to this person; `several`: three or more parts of
    life differ in it, and all of them are among `parts`."""

    child_id: int
    round: str
    opened_on: date
    several: bool
    parts: tuple[Running, ...]


@dataclass(slots=True)
class _Run:
    """The parts of one child's pattern while its rounds are gone back through."""

    latest: HeatLine
    found: Pattern
    since: dict[str, tuple[int, date]]
    running: frozenset[str]

    def look(self, one: Earlier) -> None:
        """Whether they differ in this round, too."""
        self.running &= _differing(_levels(one))
        for key in self.running:
            self.since[key] = (self.since[key][0] + 1, one.opened_on)


def patterns(*, viewer, on: date, teams: Collection[str] | None = None) -> tuple[ChildPattern, ...]:
    """Of the children whom this person may see, of these teams; as they may see the answers. No more questions for a
    thousand children than for one, but where a talk was written down by who was not to know of an answer."""
    known = categories(on=on)
    lines = heat(viewer=viewer, on=on, teams=teams, known=known)
    runs = {child_id: run for child_id, run in _runs(viewer, on, lines, known).items() if run.found}
    latest = {child_id: run.latest for child_id, run in runs.items()}
    talks = talks_then(viewer=viewer, child_ids=list(runs), as_at=on)
    standing = standing_then(viewer=viewer, lines=latest, talks=talks, as_at=on, back_to=on)  # the latest round alone
    return tuple(_told(child_id, run, standing.get(child_id, {})) for child_id, run in runs.items())


def _runs(viewer, on: date, lines: Mapping[int, HeatLine], known) -> dict[int, _Run]:
    levels = {child_id: _levels(line) for child_id, line in lines.items()}
    differing = {child_id: keys for child_id, told in levels.items() if (keys := _differing(told))}
    asked_of = {"viewer": viewer, "as_at": on, "back_to": date.min, "known": known}
    before = rounds_before(before={child_id: lines[child_id].opened_on for child_id in differing}, **asked_of)
    runs = {}
    for child_id, keys in differing.items():
        earlier = before.get(child_id)
        found = pattern(levels[child_id], _levels(earlier) if earlier else None)
        since = dict.fromkeys(keys if found.several else found.again, (1, lines[child_id].opened_on))
        runs[child_id] = _Run(lines[child_id], found, since, frozenset(since))
    _go_back(runs, before, asked_of)
    return runs


def _go_back(runs: Mapping[int, _Run], before: Mapping[int, Earlier], asked_of) -> None:
    """Through the rounds before, as long as anything differs in them, too."""
    for _ in range(MOST_ROUNDS - 1):
        for child_id, one in before.items():
            runs[child_id].look(one)
        back = {child_id: one.opened_on for child_id, one in before.items() if runs[child_id].running}
        if not back:
            return
        before = rounds_before(before=back, **asked_of)


def _told(child_id: int, run: _Run, standing: Mapping[str, object]) -> ChildPattern:
    named = {one.key: one for one in run.latest.asked if one}
    parts = tuple(_parts(run, named, standing))
    return ChildPattern(child_id, run.latest.round, run.latest.opened_on, run.found.several, parts)


def _parts(run: _Run, named: Mapping[str, CategoryNow], standing: Mapping[str, object]) -> Iterator[Running]:
    for key, one in named.items():
        if key in run.since:
            rounds, since_on = run.since[key]
            yield Running(one, rounds, since_on, (one.into or key) in standing)


def _levels(one: HeatLine | Earlier) -> dict[str, Level]:
    """By category, under the key it was asked by."""
    told = zip(one.asked, *one.told, strict=True)
    return {category.key: Level(level_of(*four, category.is_safety)) for category, *four in told if category}


def _differing(levels: Mapping[str, Level]) -> frozenset[str]:
    return frozenset(key for key, level in levels.items() if level.differs)
