"""An authority's own, tighter standards beside the law. They may tighten, never loosen: proven when they are loaded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from seenheard.timescales.domain.calendar import Calendar, CalendarEnds
from seenheard.timescales.domain.interval import Interval
from seenheard.timescales.domain.loading import BadRule, Table, interval
from seenheard.timescales.domain.rule import Rule
from seenheard.timescales.domain.terms import Terms

# Every starting day of four years, a leap year among them: every month's length, every weekday, every Easter's reach.
SAMPLED_FROM, SAMPLED_DAYS = date(2023, 1, 1), 1461


class LocalLoosens(BadRule):
    """A local standard that would sometimes allow more time than the rule it stands beside."""


@dataclass(frozen=True, slots=True)
class Standard:
    """One authority's standard for one rule, with the policy that sets it."""

    rule: str
    within: Interval
    from_on: date
    says: str
    policy: str


@dataclass(frozen=True, slots=True)
class LocalLayer:
    """An authority's standards and its closure days, which only its own standards know."""

    name: str
    authority: str
    note: str
    closures: frozenset[date]
    standards: Mapping[str, Standard]
    calendar: Calendar
    terms: Terms | None = None

    def due_on(self, rule: Rule, counted_from: date, law_due_on: date) -> date | None:
        """The authority's own last day, never after the law's; None where it has no standard of its own."""
        standard = self.standards.get(rule.id)
        if standard is None or counted_from < standard.from_on:
            return None
        try:
            return min(law_due_on, standard.within.after(counted_from, self.calendar))
        except CalendarEnds:
            return None


def local_layer(
    values: Mapping, rules: Mapping[str, Rule], calendar: Calendar, terms: Terms | None = None
) -> LocalLayer:
    """A local layer from the tables of one TOML file, with the authority's school terms if they are known.

    Raises BadRule, or LocalLoosens with the day that shows it.
    """
    table = Table("local layer", values)
    name = table.where = table.take("name", str)
    closures = frozenset(table.take("closures", list, empty=True))
    layer = LocalLayer(
        name=name,
        authority=table.take("authority", str),
        note=table.take("note", str),
        closures=closures,
        standards={s.rule: s for s in (_standard(t) for t in table.tables("standard"))},
        calendar=calendar.with_closures(closures) if closures else calendar,
        terms=terms,
    )
    table.done()
    for standard in layer.standards.values():
        if standard.rule not in rules:
            raise BadRule(f"{name}: there is no rule {standard.rule!r} to tighten")
        _refuse_to_loosen(standard, rules[standard.rule], layer.calendar, calendar)
    return layer


def _within(table: Table) -> Interval:
    before = table.maybe("before", dict, None)
    return interval(table.where, before or table.take("within", dict), back=before is not None)


def _standard(table: Table) -> Standard:
    made = Standard(
        rule=table.take("rule", str),
        within=_within(table),
        from_on=table.take("from", date),
        says=table.take("says", str),
        policy=table.take("policy", str),
    )
    table.done()
    return made


def _refuse_to_loosen(standard: Standard, rule: Rule, own: Calendar, national: Calendar) -> None:
    for within in _intervals(rule):
        if within.back is not standard.within.back:
            raise BadRule(f"{standard.rule}: one counts on from a day and the other back to it")
        for start_on in (SAMPLED_FROM + timedelta(days=n) for n in range(SAMPLED_DAYS)):
            try:
                local, law = standard.within.after(start_on, own), within.after(start_on, national)
            except CalendarEnds:
                break
            if local > law:
                raise LocalLoosens(
                    f"{standard.rule}: {standard.within.words} from {start_on} is {local}, "
                    f"but the rule's {within.words} is {law}. A local standard may tighten, never loosen."
                )


def _intervals(rule: Rule) -> Iterable[Interval]:
    return {step.within for version in rule.versions for step in version.steps}
