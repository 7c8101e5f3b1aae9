"""Rules from TOML, strictly: a missing field, an unknown one, a rule without law, link or date does not load."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from seenheard.timescales.domain.conditions import CONDITIONS, STARTING_DAYS, Condition, StartingDay
from seenheard.timescales.domain.events import CHOICES, KINDS, Event, Life, misfit
from seenheard.timescales.domain.interval import Interval
from seenheard.timescales.domain.rule import (
    AREAS,
    CLASSES,
    OWNERS,
    READINGS,
    RECURRENCES,
    STATUSES,
    Example,
    Expected,
    Instead,
    NotModelled,
    Pattern,
    Rule,
    Start,
    Step,
    Version,
)
from seenheard.timescales.domain.terms import Term, Terms

LEAST_EXAMPLES = 4
SOON_DAYS = 14
_EXPECTED_FIELDS = frozenset(
    {
        "due", "started", "ended", "how", "standing", "local_due", "council_due", "unjudged", "sentence", "instead",
        "to_the_day",
    }
)  # fmt: skip


class BadRule(ValueError):
    """A rule file that does not load; the message names the rule, the place and what is wrong."""


class Table:
    """One TOML table, read key by key; `done` refuses whatever was not asked for."""

    def __init__(self, where: str, values: Mapping[str, Any]) -> None:
        if not isinstance(values, Mapping):
            raise BadRule(f"{where}: a table is wanted, not {values!r}")
        self.where, self._left = where, dict(values)

    def take(self, name: str, kind: type, *, empty: bool = False) -> Any:
        """A field that must be there, of this type, and not empty unless allowed."""
        if name not in self._left:
            raise BadRule(f"{self.where}: {name} is missing")
        return self._checked(name, self._left.pop(name), kind, empty)

    def maybe(self, name: str, kind: type, default: Any) -> Any:
        """A field that may be left out."""
        return self._checked(name, self._left.pop(name), kind, False) if name in self._left else default

    def one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        """A field with a closed list of words."""
        value = self.take(name, str)
        if value not in allowed:
            raise BadRule(f"{self.where}: {name} is {value!r}; it must be one of {', '.join(allowed)}")
        return value

    def tables(self, name: str, *, empty: bool = False) -> list["Table"]:
        """A list of tables."""
        return [Table(f"{self.where}, {name} {n}", t) for n, t in enumerate(self.take(name, list, empty=empty), 1)]

    def maybe_tables(self, name: str) -> list["Table"]:
        """A list of tables that may be left out."""
        return self.tables(name) if name in self._left else []

    def done(self) -> None:
        """Refuse what nobody asked for."""
        if self._left:
            raise BadRule(f"{self.where}: unknown field {', '.join(sorted(self._left))}")

    def rest(self) -> dict[str, Any]:
        """Whatever is left, taken as it is."""
        left, self._left = self._left, {}
        return left

    def _checked(self, name: str, value: Any, kind: type, empty: bool) -> Any:
        if type(value) is not kind:
            raise BadRule(f"{self.where}: {name} must be of type {kind.__name__}, not {value!r}")
        if kind in (str, list, dict) and not value and not empty:
            raise BadRule(f"{self.where}: {name} is empty")
        return value


def rule(values: Mapping[str, Any], source: str = "rule") -> Rule:
    """A whole rule from the tables of one TOML file. Raises BadRule."""
    table = Table(source, values)
    identity = table.take("id", str)
    table.where = identity
    made = Rule(
        id=identity,
        title=table.take("title", str),
        klass=table.one_of("class", CLASSES),
        area=table.one_of("area", AREAS),
        owner=table.one_of("owner", OWNERS),
        status=table.one_of("status", STATUSES),
        soon_days=table.maybe("soon_days", int, SOON_DAYS),
        recurs=table.one_of("recurs", RECURRENCES) == "rolling",
        same=table.maybe("same", str, ""),
        starts_when=tuple(_start(t) for t in table.tables("starts_when")),
        applies=tuple(_condition(identity, name) for name in table.take("applies", list, empty=True)),
        met_when=tuple(_pattern(t) for t in table.tables("met_when")),
        doubted_when=tuple(_pattern(t) for t in table.maybe_tables("doubted_when")),
        lapses_when=tuple(_pattern(t) for t in table.tables("lapses_when", empty=True)),
        planned_when=tuple(_pattern(t) for t in table.tables("planned_when", empty=True)),
        until_age=table.maybe("until_age", int, None),
        stops_then=table.maybe("stops_then", bool, False),
        only_latest_known=table.maybe("only_latest_known", bool, False),
        today=table.maybe("today", bool, False),
        may_come_first=table.maybe("may_come_first", bool, False),
        versions=tuple(_version(t) for t in table.tables("in_force")),
        not_modelled=tuple(table.take("not_modelled", list, empty=True)),
        examples=tuple(_example(t) for t in table.tables("examples")),
    )
    table.done()
    _refuse_gaps_in_sense(made)
    return made


def not_modelled(values: Mapping[str, Any]) -> tuple[NotModelled, ...]:
    """The rules that we know of and do not compute, from `register.toml`. Raises BadRule."""
    top = Table("register", values)
    found = []
    for table in top.tables("not_modelled"):
        found.append(
            NotModelled(
                id=table.take("id", str),
                title=table.take("title", str),
                area=table.one_of("area", AREAS),
                klass=table.one_of("class", CLASSES),
                law=table.take("law", str),
                asks=table.take("asks", str),
                missing=table.take("missing", str),
            )
        )
        table.done()
    top.done()
    return tuple(found)


def school_terms(name: str, values: Mapping[str, Any]) -> Terms:
    """One authority's school terms from `school_terms.toml`. Raises BadRule where they overlap."""
    table = Table(f"school terms of {name}", values)
    found = Terms(table.take("authority", str), [_term(one) for one in table.tables("term")])
    table.take("source", str)
    table.done()
    for earlier, later in zip(found.terms, found.terms[1:], strict=False):
        if later.first_on <= earlier.last_on:
            raise BadRule(f"{table.where}: two terms hold {later.first_on}")
    return found


def _term(table: Table) -> Term:
    term = Term(
        name=table.one_of("name", tuple(CHOICES["term"])),
        first_on=table.take("first_on", date),
        last_on=table.take("last_on", date),
        cut_off_on=table.maybe("cut_off_on", date, None),
    )
    table.done()
    if not term.first_on <= (term.cut_off_on or term.last_on) <= term.last_on:
        raise BadRule(f"{table.where}: its days are not in order")
    return term


def interval(where: str, values: Mapping[str, Any], *, back: bool = False) -> Interval:
    """`{ working_days = 20 }`; `back` counts it back from a day."""
    if not isinstance(values, Mapping) or len(values) != 1:
        raise BadRule(f"{where}: a length of time is one unit and one number, not {values!r}")
    ((unit, number),) = values.items()
    try:
        return Interval(number, unit, back)
    except ValueError as error:
        raise BadRule(f"{where}: {error}") from error


def _refuse_gaps_in_sense(rule: Rule) -> None:
    if len(rule.examples) < LEAST_EXAMPLES:
        raise BadRule(f"{rule.id}: {len(rule.examples)} examples; at least {LEAST_EXAMPLES} are wanted")
    for earlier, later in zip(rule.versions, rule.versions[1:], strict=False):
        if earlier.until_on is None or earlier.until_on > later.from_on:
            raise BadRule(f"{rule.id}: two versions are in force on {later.from_on}")
    if rule.may_come_first and rule.recurs:
        raise BadRule(f"{rule.id}: what may come first is done once")
    if rule.stops_then and rule.until_age is None:
        raise BadRule(f"{rule.id}: it stops at an age that it does not name")
    if rule.same and not any(rule.same in KINDS[start.pattern.kind] for start in rule.starts_when):
        raise BadRule(f"{rule.id}: no starting event carries {rule.same}")


def _pattern(table: Table, *, done: bool = True) -> Pattern:
    kind = table.take("kind", str)
    if kind not in KINDS:
        raise BadRule(f"{table.where}: there is no event kind {kind!r}")
    known = tuple(table.maybe("known", list, []))
    _refuse_unknown_facts(table, kind, known)
    found = Pattern(
        kind=kind,
        where=_facts(table, kind, "where"),
        unless=_facts(table, kind, "unless"),
        known=known,
        tells_of_a_year=table.maybe("tells_of_a_year", bool, False),
        same_day=table.maybe("same_day", bool, False),
    )
    if done:
        table.done()
    return found


def _facts(table: Table, kind: str, name: str) -> tuple[tuple[str, Any], ...]:
    facts = table.maybe(name, dict, {})
    _refuse_unknown_facts(table, kind, facts)
    _refuse_misfits(table, facts)
    return tuple(sorted(facts.items()))


def _refuse_unknown_facts(table: Table, kind: str, facts: Iterable[str]) -> None:
    if unknown := sorted(set(facts) - set(KINDS[kind])):
        raise BadRule(f"{table.where}: {kind} has no fact {', '.join(unknown)}")


def _refuse_misfits(table: Table, facts: Mapping[str, Any]) -> None:
    for name, value in facts.items():
        if why := misfit(name, value):
            raise BadRule(f"{table.where}: {name} is {why}")


def _start(table: Table) -> Start:
    pattern = _pattern(table, done=False)
    unless_seen, missing = table.maybe("unless_seen", str, ""), table.maybe("missing", str, "")
    begins_then, before_records = table.maybe("begins_then", bool, False), table.maybe("before_records", bool, False)
    start = Start(pattern, _starting_day(table), unless_seen, missing, begins_then, before_records)
    table.done()
    if start.begins_then and start.counting_from is None:
        raise BadRule(f"{table.where}: begins_then needs counting_from, the day on which it begins")
    return start


def _starting_day(table: Table) -> StartingDay | None:
    name = table.maybe("counting_from", str, "")
    if name and name not in STARTING_DAYS:
        raise BadRule(f"{table.where}: there is no starting day {name!r}")
    return STARTING_DAYS.get(name)


def _condition(where: str, name: Any) -> Condition:
    if name not in CONDITIONS:
        raise BadRule(f"{where}: there is no condition {name!r}")
    return CONDITIONS[name]


def _version(table: Table) -> Version:
    unknown = table.maybe("unknown", str, "")
    counting = table.take("counting_from", str)
    version = Version(
        from_on=table.take("from", date),
        until_on=table.maybe("until", date, None),
        law=table.take("law", str),
        cite=table.take("cite", str),
        link=_link(table),
        says=table.take("says", str),
        counting_from=counting,
        reading=table.one_of("read", READINGS),
        read_at=table.take("read_at", str),
        encoded_by=table.take("encoded_by", str),
        checked_by=table.take("checked_by", str, empty=True),
        unknown=unknown,
        steps=tuple(_step(t, counting) for t in table.tables("step", empty=bool(unknown))),
        instead=tuple(
            _instead(Table(f"{table.where}, instead", t), counting) for t in table.maybe("instead", list, [])
        ),
    )
    table.done()
    if version.until_on is not None and version.until_on <= version.from_on:
        raise BadRule(f"{table.where}: it ends before it begins")
    return version


def _link(table: Table) -> str:
    link = table.take("link", str)
    if not link.startswith("https://"):
        raise BadRule(f"{table.where}: link must begin with https://")
    return link


def _step(table: Table, counting: str) -> Step:
    before = table.maybe("before", dict, None)
    within = interval(table.where, before or table.take("within", dict), back=before is not None)
    if within.counting != counting:
        raise BadRule(f"{table.where}: {within.unit} are counted from {within.counting!r}, not {counting!r}")
    no_sooner = table.maybe("no_sooner", dict, None)
    lasts = Table(f"{table.where}, lasts", table.maybe("lasts", dict, {}))
    length = lasts.maybe("length", dict, None)
    step = Step(
        within=within,
        count=lasts.maybe("count", int, 0),
        lasting=interval(lasts.where, length) if length else None,
        until=lasts.maybe("until", str, ""),
        cite=table.maybe("cite", str, ""),
        from_start=table.maybe("from_start", bool, False),
        no_sooner=interval(table.where, no_sooner) if no_sooner else None,
    )
    lasts.done()
    table.done()
    if step.until and step.until not in KINDS:
        raise BadRule(f"{table.where}: there is no event kind {step.until!r}")
    return step


def _instead(table: Table, counting: str) -> Instead:
    made = Instead(
        condition=_condition(table.where, table.take("condition", str)),
        says=table.take("says", str),
        steps=tuple(_step(t, counting) for t in table.tables("step")),
        counting_from=_starting_day(table),
        begins_then=table.maybe("begins_then", bool, False),
    )
    if made.begins_then and made.counting_from is None:
        raise BadRule(f"{table.where}: begins_then needs counting_from, the day on which it begins")
    table.done()
    return made


def _example(table: Table) -> Example:
    born_on = table.maybe("born_on", date, None)
    unrecorded = frozenset(table.maybe("unrecorded", list, []))
    known_from = table.maybe("known_from", dict, {})
    events = tuple(event(t) for t in table.tables("events"))
    made = Example(
        name=table.take("name", str),
        why=table.take("why", str),
        life=Life(events, born_on, None, unrecorded, known_from),
        on=table.maybe("on", date, None),
        expect=tuple(_expected(t) for t in table.tables("expect", empty=True)),
    )
    table.done()
    return made


def event(table: Table) -> Event:
    """One event of an example: its kind, its day and facts that the kind may carry. Raises BadRule."""
    kind, on = table.take("kind", str), table.take("on", date)
    if kind not in KINDS:
        raise BadRule(f"{table.where}: there is no event kind {kind!r}")
    facts = {name: tuple(value) if isinstance(value, list) else value for name, value in table.rest().items()}
    _refuse_unknown_facts(table, kind, facts)
    _refuse_misfits(table, facts)
    return Event(kind, on, facts, f"{kind}:{on.isoformat()}:{sorted(facts.items())}")


def _expected(table: Table) -> Expected:
    fields = table.rest()
    if unknown := sorted(fields.keys() - _EXPECTED_FIELDS):
        raise BadRule(f"{table.where}: unknown field {', '.join(unknown)}")
    return Expected(tuple(sorted(fields.items())))
