"""What a rule is: frozen, cited, dated, exemplified. `loading` makes these from TOML and refuses what is not whole."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from seenheard.timescales.domain.conditions import Condition, StartingDay
from seenheard.timescales.domain.events import ENDINGS, KINDS, ONLY_HERE
from seenheard.timescales.domain.interval import Interval
from seenheard.timescales.domain.situation import CHANGES

CLASSES = ("statutory", "statutory guidance", "national measure", "local")
AREAS = (
    "assessment", "safety plan", "visits", "reviews", "health", "where they live", "education", "missing",
    "leaving care", "adoption", "child in need", "management",
)  # fmt: skip
OWNERS = ("social worker", "reviewing officer", "team manager", "personal adviser", "health")
STATUSES = ("in use", "expected")
RECURRENCES = ("once", "rolling")
READINGS = ("read", "restated", "recalled")


@dataclass(frozen=True, slots=True)
class Pattern:
    """Which happenings count: a kind, and facts that must be so (`where`), must not (`unless`), must be `known`."""

    kind: str
    where: tuple[tuple[str, Any], ...] = ()
    unless: tuple[tuple[str, Any], ...] = ()
    known: tuple[str, ...] = ()
    # It tells of a whole year and of no day: it says nothing new about a clock that began within that year.
    tells_of_a_year: bool = False
    # It counts also on the very day on which the clock began (what ends a clock mostly belongs to one that ran before).
    same_day: bool = False
    # Most patterns ask for nothing but their kind; the engine then need not call `holds`.
    is_plain: bool = field(init=False, default=True)

    def __post_init__(self) -> None:
        object.__setattr__(self, "is_plain", not (self.where or self.unless or self.known))

    def holds(self, facts: Mapping[str, Any]) -> bool:
        """An unknown fact satisfies no `where` and no `unless`."""
        for name, value in self.where:
            if facts.get(name) != value:
                return False
        for name, value in self.unless:
            if facts.get(name) == value:
                return False
        return not self.known or all(facts.get(name) is not None for name in self.known)


@dataclass(frozen=True, slots=True)
class Start:
    """A happening that starts a clock, and the day it counts from where that is not its own.

    `unless_seen`: it starts one only where no such earlier happening is on record; then the clock cannot be
    judged, because the day it would count from is missing. `missing` names what is missing, if not that happening.
    `begins_then`: nothing is owed, and no clock runs, before the day it counts from. `before_records`: it starts one
    only where it happened before the authority recorded here what would meet it; it then counts from that first day.
    """

    pattern: Pattern
    counting_from: StartingDay | None = None
    unless_seen: str = ""
    missing: str = ""
    begins_then: bool = False
    before_records: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One interval of a rule, and for how long it is the one that applies: a count, a length of time, until an event,
    or (all three empty) for good. `from_start`: counted from the rule's first day, not from what met it last.
    What is done before `no_sooner` is over does not meet it."""

    within: Interval
    count: int = 0
    lasting: Interval | None = None
    until: str = ""
    cite: str = ""
    from_start: bool = False
    no_sooner: Interval | None = None


@dataclass(frozen=True, slots=True)
class Instead:
    """Where a named condition holds when an interval begins, these steps apply instead."""

    condition: Condition
    says: str
    steps: tuple[Step, ...]
    counting_from: StartingDay | None
    begins_then: bool = False  # nothing is owed, and no clock runs, before the day it counts from


@dataclass(frozen=True, slots=True)
class Version:
    """The rule as it stood between two dates. `unknown` says why it gives no day to judge by."""

    from_on: date
    until_on: date | None
    law: str
    cite: str
    link: str
    says: str
    counting_from: str
    reading: str
    read_at: str
    encoded_by: str
    checked_by: str
    unknown: str
    steps: tuple[Step, ...]
    instead: tuple[Instead, ...]


@dataclass(frozen=True, slots=True)
class Expected:
    """What an example's clock should show. Fields left out of the file are not compared."""

    fields: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Example:
    """Events in, clocks out, and why: a test and a paragraph of the manual at once."""

    name: str
    why: str
    life: Any
    on: date | None
    expect: tuple[Expected, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One duty, measure or local standard, from its law to its examples."""

    id: str
    title: str
    klass: str
    area: str
    owner: str
    status: str
    soon_days: int
    recurs: bool
    same: str
    starts_when: tuple[Start, ...]
    applies: tuple[Condition, ...]
    met_when: tuple[Pattern, ...]
    doubted_when: tuple[Pattern, ...]
    lapses_when: tuple[Pattern, ...]
    planned_when: tuple[Pattern, ...]
    until_age: int | None
    stops_then: bool  # clocks that run on that birthday end, not only those that would be due after it
    only_latest_known: bool
    today: bool  # somebody is told at once when it begins to press, until somebody has it
    may_come_first: bool  # what meets it may be done before that which starts it
    versions: tuple[Version, ...]
    examples: tuple[Example, ...]
    not_modelled: tuple[str, ...]

    @property
    def latest(self) -> Version:
        """The newest version that is known."""
        return self.versions[-1]

    @property
    def says(self) -> str:
        """The words of the newest version."""
        return self.latest.says

    @property
    def law(self) -> str:
        """The law or guidance of the newest version."""
        return self.latest.law

    @property
    def link(self) -> str:
        """Where to read it."""
        return self.latest.link

    @property
    def checked_by(self) -> str:
        """Who checked it, or nothing."""
        return self.latest.checked_by

    def version_on(self, day: date) -> Version | None:
        """The version in force on a day, None if there was none."""
        for version in self.versions[::-1]:
            if version.from_on <= day:
                return version if version.until_on is None or day < version.until_on else None
        return None


@dataclass(frozen=True, slots=True)
class NotModelled:
    """A rule that we know of and do not compute, with what is missing."""

    id: str
    title: str
    area: str
    klass: str
    law: str
    asks: str
    missing: str


class Rules(Mapping[str, Rule]):
    """The rules by id, with what the engine needs to find them quickly, and an authority's own tighter standards."""

    def __init__(self, rules: Iterable[Rule], local: Any = None) -> None:
        self._rules = {rule.id: rule for rule in rules}
        self.local = local
        self._speaking: dict[frozenset[str], Rules] = {}
        used = [rule for rule in self._rules.values() if rule.status == "in use"]
        self.starting = _by_kind((start.pattern.kind, (rule, start)) for rule in used for start in rule.starts_when)
        self.meeting = _by_kind((p.kind, (rule, p)) for rule in used for p in rule.met_when)
        self.lapsing = _by_kind((p.kind, (rule, p)) for rule in used for p in rule.lapses_when)
        self.doubting = _by_kind((p.kind, (rule, p)) for rule in used for p in rule.doubted_when)
        self.planning = _by_kind((p.kind, (rule, p)) for rule in used for p in rule.planned_when)
        self.until = _by_kind((kind, rule) for rule in used for kind in _until_kinds(rule))
        self.outgrown = tuple((rule, rule.until_age) for rule in used if rule.stops_then and rule.until_age)
        self.watched = frozenset(start.unless_seen for rule in used for start in rule.starts_when) - {""}
        self.met_kinds = {rule.id: frozenset(p.kind for p in rule.met_when) for rule in used}
        self.early = _by_kind((p.kind, (rule, p)) for rule in used if rule.may_come_first for p in rule.met_when)
        # On a day of these kinds alone nothing ends, changes, is planned or is doubted: clocks are met and begin.
        loud = {*self.lapsing, *self.doubting, *self.planning, *self.until, *self.early, *self.watched}
        self.quiet = frozenset(KINDS) - loud - CHANGES - ENDINGS.keys()
        # Rules that only what is recorded here can meet.
        self.only_here = frozenset(name for name, kinds in self.met_kinds.items() if kinds <= ONLY_HERE)
        # What else may happen to a clock on the very day it began.
        self.same_day_kinds = {
            rule.id: self.met_kinds[rule.id] | {p.kind for p in rule.lapses_when if _on_its_first_day(p)}
            for rule in used
        }

    def __getitem__(self, key: str) -> Rule:
        return self._rules[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rules)

    def __len__(self) -> int:
        return len(self._rules)

    def that_speak(self, unrecorded: frozenset[str]) -> "Rules":
        """These rules without the silent ones. There are few different answers, and each is kept."""
        here = unrecorded & ONLY_HERE
        if here not in self._speaking:
            silent = {rule.id for rule in self.silent(here)}
            spoken = [rule for rule in self.values() if rule.id not in silent]
            self._speaking[here] = Rules(spoken, self.local) if silent else self
        return self._speaking[here]

    def silent(self, unrecorded: frozenset[str]) -> tuple[Rule, ...]:
        """The rules that count nothing where these kinds are not recorded: only they could meet them."""
        return tuple(self[name] for name in sorted(self.only_here) if self.met_kinds[name] <= unrecorded)

    def with_local(self, local: Any) -> "Rules":
        """The same rules with an authority's own standards beside them."""
        return Rules(self._rules.values(), local)


def _on_its_first_day(pattern: Pattern) -> bool:
    return pattern.same_day or pattern.kind in ENDINGS


def _by_kind(pairs: Iterable[tuple[str, Any]]) -> dict[str, tuple]:
    found: dict[str, list] = {}
    for kind, value in pairs:
        found.setdefault(kind, []).append(value)
    return {kind: tuple(values) for kind, values in found.items()}


def _until_kinds(rule: Rule) -> frozenset[str]:
    every = [step for version in rule.versions for step in version.steps]
    every += [step for version in rule.versions for other in version.instead for step in other.steps]
    return frozenset(step.until for step in every if step.until)
