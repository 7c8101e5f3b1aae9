"""What the register and a rule's page show, worded beforehand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.urls import reverse

from seenheard.timescales import queries
from seenheard.timescales.domain import rule_words as words
from seenheard.timescales.domain.engine import clocks
from seenheard.timescales.domain.event_words import life_words, pattern_words
from seenheard.timescales.domain.interval import COUNTING_WORDS
from seenheard.timescales.domain.local import LocalLayer
from seenheard.timescales.domain.rule import AREAS, CLASSES, Instead, NotModelled, Rule, Rules, Version
from seenheard.timescales.domain.words import long_date
from seenheard.ui.parts import Cell, Filter, Link, Row
from seenheard.ui.words import join_and

NOT_CHECKED = "Not yet checked by a lawyer or practitioner."
HEAD = ("Rule", "What it asks", "Class", "Who sees to it", "Computed")
BACK = "Register of rules"


@dataclass(frozen=True)
class Wanted:
    """What a reader of the register filters by."""

    words: str = ""
    area: str = ""
    klass: str = ""
    computed: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Wanted":
        """From the address; nonsense filters nothing."""
        return cls(
            words=query.get("words", "").strip()[:80],
            area=query.get("area", "") if query.get("area") in AREAS else "",
            klass=query.get("class", "") if query.get("class") in CLASSES else "",
            computed=query.get("computed", "") if query.get("computed") in ("yes", "no") else "",
        )

    def allows(self, rule: Rule | NotModelled) -> bool:
        """Whether this rule is among those asked for."""
        told = f"{rule.id} {rule.title} {rule.law}".lower()
        return (
            all(word in told for word in self.words.lower().split())
            and self.area in ("", rule.area)
            and self.klass in ("", rule.klass)
            and (not self.computed or _is_computed(rule) == (self.computed == "yes"))
        )


@dataclass(frozen=True)
class Area:
    """The rules of one part of a child's life."""

    name: str
    rows: tuple[tuple[str | Cell, ...], ...]


@dataclass(frozen=True)
class Register:
    """Every rule that we know of, by part of life."""

    title: str
    heading: str
    said: str
    warning: str
    calendar: str
    filters: tuple[Filter, ...]
    head: tuple[str, ...]
    areas: tuple[Area, ...]


@dataclass(frozen=True)
class ExceptionPart:
    """A named condition under which other steps apply."""

    says: str
    words: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class VersionPart:
    """The rule as it stood for a time."""

    when: str
    facts: tuple[Row, ...]
    law: Link
    unknown: str
    exceptions: tuple[ExceptionPart, ...]


@dataclass(frozen=True)
class LocalPart:
    """One authority's tighter standard, with both days of an example."""

    authority: str
    note: str
    facts: tuple[Row, ...]


@dataclass(frozen=True)
class ExamplePart:
    """One example: what happened, why, and what follows."""

    name: str
    why: str
    events: tuple[str, ...]
    rows: tuple[tuple[str | Cell, ...], ...]


@dataclass(frozen=True)
class RulePage:
    """One rule, from its law to its examples."""

    template: str
    title: str
    caption: str
    heading: str
    back: Link
    checked: str
    says: str
    facts: tuple[Row, ...]
    versions: tuple[VersionPart, ...]
    conditions: tuple[str, ...]
    local: tuple[LocalPart, ...]
    examples_head: tuple[str, ...]
    examples: tuple[ExamplePart, ...]
    not_modelled: tuple[str, ...]


@dataclass(frozen=True)
class NotModelledPage:
    """A rule that we do not compute, and why."""

    template: str
    title: str
    caption: str
    heading: str
    back: Link
    facts: tuple[Row, ...]


def register(*, wanted: Wanted, on: date) -> Register:
    """The whole register, or what a reader asked for of it."""
    every: list[Rule | NotModelled] = [*queries.rules().values(), *queries.not_modelled()]
    shown = sorted((rule for rule in every if wanted.allows(rule)), key=lambda rule: rule.id)
    return Register(
        title="Register of rules",
        heading="Register of rules",
        said=_said(every, shown),
        warning=queries.calendar().ends_soon(on) or "",
        calendar=(
            f"Bank holidays of England from {long_date(queries.calendar().first_on)} to "
            f"{long_date(queries.calendar().last_on)}. Source: {queries.calendar_source()}."
        ),
        filters=_filters(wanted),
        head=HEAD,
        areas=tuple(_areas(shown)),
    )


def _said(every: list[Rule | NotModelled], shown: list[Rule | NotModelled]) -> str:
    computed = sum(_is_computed(rule) for rule in every)
    return (
        f"{len(shown)} of {len(every)} rules shown. {computed} are computed; {len(every) - computed} are not yet "
        "modelled, and each says what is missing. No rule has been checked by a lawyer or practitioner yet."
    )


def _filters(wanted: Wanted) -> tuple[Filter, ...]:
    return (
        Filter("words", "Words in the title or the law", wanted.words, kind="search"),
        Filter("area", "Part of life", wanted.area, _choices(AREAS)),
        Filter("class", "Class", wanted.klass, _choices(CLASSES)),
        Filter("computed", "Computed", wanted.computed, (("", "All"), ("yes", "Computed"), ("no", "Not yet modelled"))),
    )


def _choices(values: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return (("", "All"), *((value, value.capitalize()) for value in values))


def _areas(shown: list[Rule | NotModelled]) -> Iterable[Area]:
    for area in AREAS:
        rows = tuple(_row(rule) for rule in shown if rule.area == area)
        if rows:
            yield Area(area.capitalize(), rows)


def _row(rule: Rule | NotModelled) -> tuple[str | Cell, ...]:
    name = Cell(f"{rule.id} {rule.title}", url=reverse("timescales:rule", args=[rule.id]))
    if isinstance(rule, Rule):
        asks = Cell(words.asks_words(rule), note=words.counted_from_words(rule))
        return (name, asks, rule.klass.capitalize(), rule.owner.capitalize(), _state(rule))
    return (name, rule.asks, rule.klass.capitalize(), "", Cell("Not yet modelled", note=rule.missing))


def _is_computed(rule: Rule | NotModelled) -> bool:
    return isinstance(rule, Rule) and rule.status == "in use"


def _state(rule: Rule) -> str | Cell:
    return "Yes" if _is_computed(rule) else Cell("Not yet", note="Expected law: shown and not computed.")


@cache
def rule(rule_id: str) -> RulePage | NotModelledPage | None:
    """The page of a rule; None if there is no such rule. The rules do not change while the product runs."""
    found = queries.rules().get(rule_id)
    if found is not None:
        return _rule_page(found)
    missing = next((other for other in queries.not_modelled() if other.id == rule_id), None)
    return _not_modelled_page(missing) if missing else None


def _not_modelled_page(rule: NotModelled) -> NotModelledPage:
    return NotModelledPage(
        template="timescales/not_modelled.html",
        title=f"Rule {rule.id}",
        caption=f"Rule {rule.id}, {rule.area}",
        heading=rule.title,
        back=_back(),
        facts=(
            Row("What it asks", rule.asks),
            Row("Class", rule.klass.capitalize()),
            Row("Law or guidance", rule.law),
            Row("Not yet modelled", "What is missing: " + rule.missing),
        ),
    )


def _rule_page(rule: Rule) -> RulePage:
    return RulePage(
        template="timescales/rule.html",
        title=f"Rule {rule.id}",
        caption=f"Rule {rule.id}, {rule.area}",
        heading=rule.title,
        back=_back(),
        checked=f"Checked by {rule.checked_by}." if rule.checked_by else NOT_CHECKED,
        says=rule.says,
        facts=tuple(_facts(rule)),
        versions=tuple(_version(version) for version in reversed(rule.versions)),
        conditions=tuple(condition.words for condition in rule.applies),
        local=tuple(part for layer in queries.local_layers() if (part := _local(rule, layer))),
        examples_head=("Due", "How it stands", "The sentence"),
        examples=tuple(_examples(rule)),
        not_modelled=rule.not_modelled,
    )


def _back() -> Link:
    return Link(BACK, reverse("timescales:rules"))


def _facts(rule: Rule) -> Iterable[Row]:
    yield Row("Class", rule.klass.capitalize())
    yield Row("Who sees to it", rule.owner.capitalize())
    yield Row("Begins with", tuple(words.start_words(start) for start in rule.starts_when))
    yield Row("Met by", tuple(pattern_words(pattern) for pattern in rule.met_when))
    if rule.id in queries.rules().only_here:
        yield Row("Counted from when it is recorded here", words.ONLY_HERE_WORDS)
    if rule.doubted_when:
        yield Row("Left open by", tuple(pattern_words(pattern) for pattern in rule.doubted_when))
    if rule.lapses_when:
        yield Row("No longer owed after", tuple(pattern_words(pattern) for pattern in rule.lapses_when))
    if rule.may_come_first:
        yield Row(
            "Beforehand", "What meets it may be done up to twelve weeks before; the clock is then met as it begins."
        )
    again = "Begins again on the day it was met." if rule.recurs else "Once for each beginning."
    yield Row("Recurs", again)
    if rule.until_age:
        stops = " What is overdue on that day stops too." if rule.stops_then else ""
        yield Row("Age", f"Nothing that would fall due on or after the day of turning {rule.until_age} is owed.{stops}")
    if rule.only_latest_known:
        yield Row("What the files hold", "Only the latest one, so one that looks late cannot be judged.")
    if rule.today:
        yield Row("Told at once", "It cannot wait for a day: somebody is told at once, until somebody has it.")
    yield Row("Shown as due soon", f"{rule.soon_days} days before.")


def _version(version: Version) -> VersionPart:
    facts = [Row("It says", version.says)]
    if version.steps:
        facts.append(Row("Steps", words.steps_words(version)))
    facts += [
        Row("Counting", COUNTING_WORDS[version.counting_from]),
        Row("How we know", words.READINGS[version.reading], note=version.read_at + "."),
        Row("Encoded by", version.encoded_by),
        Row("Checked by", version.checked_by or NOT_CHECKED),
    ]
    return VersionPart(
        when=words.period_words(version),
        facts=tuple(facts),
        law=Link(version.law, version.link),
        unknown=version.unknown,
        exceptions=tuple(_exception(instead) for instead in version.instead),
    )


def _exception(instead: Instead) -> ExceptionPart:
    return ExceptionPart(instead.says, instead.condition.words, words.steps_words(instead))


def _local(rule: Rule, layer: LocalLayer) -> LocalPart | None:
    standard = layer.standards.get(rule.id)
    if standard is None:
        return None
    facts = [
        Row("It says", standard.says),
        Row("Asks", f"Within {standard.within.words}, from {long_date(standard.from_on)}."),
        Row("Policy", standard.policy),
    ]
    for example in rule.examples:
        found = [
            c for c in clocks(example.life, Rules([rule], layer), queries.calendar()) if c.local_due_on and c.due_on
        ]
        if found:
            facts.append(
                Row(
                    "For example",
                    (
                        f"{example.name}: by law {long_date(found[0].due_on)}",
                        f"by this authority's own standard {long_date(found[0].local_due_on)}",
                    ),
                )
            )
            break
    return LocalPart(layer.authority, layer.note, tuple(facts))


def _examples(rule: Rule) -> Iterable[ExamplePart]:
    for example in rule.examples:
        life = example.life
        yield ExamplePart(
            name=example.name,
            why=example.why,
            events=life_words(life),
            rows=tuple(_example_row(line) for line in words.example_lines(rule, example, queries.example_calendar())),
        )


def _example_row(line: words.ExampleLine) -> tuple[str | Cell, ...]:
    stands = Cell("", standing=line.standing, note=line.as_at)
    not_counted = f"Not counted: {join_and(line.not_counted)}." if line.not_counted else ""
    return (line.due, stands, Cell(line.sentence, note=not_counted))
