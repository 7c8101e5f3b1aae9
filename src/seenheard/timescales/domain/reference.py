"""The generated pages of the manual: every rule with its law, words and examples; every kind of event."""

from collections.abc import Iterable, Mapping

from seenheard.timescales.domain import rule_words as words
from seenheard.timescales.domain.calendar import Calendar
from seenheard.timescales.domain.event_words import GROUPS, kind_words, life_words, pattern_words
from seenheard.timescales.domain.events import CHOICES, KINDS, ONLY_HERE, WHICH, YES_NO
from seenheard.timescales.domain.interval import COUNTING_WORDS
from seenheard.timescales.domain.rule import AREAS, NotModelled, Rule, Rules, Version
from seenheard.timescales.domain.words import long_date

MADE = "*Made from the code by `./seenheard generate`. Change the code, not this page.*"


def pages(rules: Rules, not_modelled: Iterable[NotModelled], calendar: Calendar, source: str) -> Mapping[str, str]:
    """Path in the project and text of each page."""
    return {
        "docs/reference/rules.md": "\n".join(_rules(rules, tuple(not_modelled), calendar, source)) + "\n",
        "docs/reference/event-kinds.md": "\n".join(_kinds()) + "\n",
    }


def _rules(rules: Rules, missing: tuple[NotModelled, ...], calendar: Calendar, source: str) -> Iterable[str]:
    yield from ("# Register of rules", "", MADE, "")
    yield f"{len(rules)} rules are computed, {len(missing)} are not yet modelled."
    yield "**None has been checked by a lawyer or practitioner yet.**"
    yield ""
    yield f"Bank holidays of England are known from {long_date(calendar.first_on)} to {long_date(calendar.last_on)}"
    yield f"({source}). Past either end the calendar refuses to count."
    for area in AREAS:
        mine = [rule for rule in rules.values() if rule.area == area]
        others = [rule for rule in missing if rule.area == area]
        if mine or others:
            yield from ("", f"## {area.capitalize()}")
        for rule in mine:
            yield from _rule(rule, rules, calendar)
        if others:
            yield from (
                "",
                "| Not yet modelled | What it asks | Law or guidance | What is missing |",
                "|---|---|---|---|",
            )
            yield from (f"| {r.id} {r.title} | {r.asks} | {r.law} | {r.missing} |" for r in others)


def _rule(rule: Rule, rules: Rules, calendar: Calendar) -> Iterable[str]:
    yield from ("", f"### {rule.id} {rule.title}", "", f"{rule.klass.capitalize()}; {rule.owner}. {rule.says}", "")
    yield from _bullets("Begins with", (words.start_words(start) for start in rule.starts_when))
    yield from _bullets("Met by", (pattern_words(pattern) for pattern in rule.met_when))
    if rule.id in rules.only_here:
        yield f"* {words.ONLY_HERE_WORDS}"
    yield from _bullets("Left open by", (pattern_words(pattern) for pattern in rule.doubted_when))
    yield from _bullets("No longer owed after", (pattern_words(pattern) for pattern in rule.lapses_when))
    yield from _bullets("Applies where", (condition.words for condition in rule.applies))
    for version in rule.versions:
        yield from _version(version)
    yield from _bullets("Not modelled", rule.not_modelled)
    yield from ("", "| Example | What happened | What follows |", "|---|---|---|")
    for example in rule.examples:
        life = example.life
        happened = "; ".join(life_words(life))
        follows = " · ".join(
            f"{_outcome(line)}. {line.sentence}" for line in words.example_lines(rule, example, calendar)
        )
        yield f"| {example.name}. {example.why} | {happened} | {follows or 'Nothing is asked.'} |"


def _outcome(line: words.ExampleLine) -> str:
    return f"{line.standing.capitalize()}, {line.as_at}"


def _version(version: Version) -> Iterable[str]:
    yield f"* {words.period_words(version)}: [{version.law}]({version.link}). {'; '.join(words.steps_words(version))}"
    if version.unknown:
        yield f"  {version.unknown}"
    for instead in version.instead:
        yield f"  * Exception: {instead.says} {'; '.join(words.steps_words(instead))}"
    yield f"  * {COUNTING_WORDS[version.counting_from]}"
    yield f"  * {words.READINGS[version.reading]}: {version.read_at}."


def _bullets(title: str, lines: Iterable[str]) -> Iterable[str]:
    lines = tuple(lines)
    if lines:
        yield f"* {title}: {'; '.join(line.rstrip('.') for line in lines)}."


def _kinds() -> Iterable[str]:
    yield from ("# Kinds of event", "", MADE, "")
    yield "The words that the record, the rules and `./seenheard clocks --events FILE` share. A file of events is a"
    yield "JSON list of children:"
    yield '`[{"id": …, "born_on": "2015-06-10", "events": [{"kind": …, "on": "2026-03-30", …facts}]}]`.'
    yield "Every fact may be left out: what is not recorded is unknown, neither yes nor no."
    yield ""
    yield f"Yes or no is written `true` or `false`: {_listed(YES_NO)}. What ends in"
    yield "`_on` is a day; `hour` is the time of day in England, as `16:30`; `score` and `sdq_score` are numbers,"
    yield "`intentions` is a list of codes. One of a few words:"
    yield ""
    yield from (f"* `{fact}`: {_listed(values)}" for fact, values in CHOICES.items())
    yield ""
    yield f"A name of your own says which one is meant, the same in all events that belong together: {_listed(WHICH)}."
    yield 'Everything else is text: the code as the files have it (`"place": "U6"`, `"legal": "C2"`), or a name.'
    yield ""
    yield "*Only here*: no return carries it. A rule that only such events could meet counts from the first day from"
    yield "which the authority records them here, and counts nothing where it does not."
    for group, kinds in GROUPS.items():
        yield from ("", f"## {group}", "", "| Kind | What it is | Facts it may carry | |", "|---|---|---|---|")
        yield from (_kind(kind) for kind in kinds)


def _kind(kind: str) -> str:
    facts = ", ".join(f"`{fact}`" for fact in KINDS[kind]) or "none"
    return f"| `{kind}` | {kind_words(kind)} | {facts} | {'only here' if kind in ONLY_HERE else ''} |"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))
