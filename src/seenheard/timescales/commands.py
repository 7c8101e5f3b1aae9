"""`rules [ID]`: the register, or one rule, from the command line."""

import argparse
import json
import sys
from collections.abc import Iterable
from typing import Any

from seenheard.timescales import queries
from seenheard.timescales.domain import rule_words as words
from seenheard.timescales.domain.event_words import event_words, pattern_words
from seenheard.timescales.domain.rule import NotModelled, Rule


def register(sub: Any) -> None:
    """Add the command."""
    rules = sub.add_parser("rules", help="the register of rules, or one rule with its law and examples")
    rules.add_argument("id", nargs="?", metavar="ID", help="one rule, such as LR-01")
    rules.add_argument("--json", action="store_true", help="print the result as JSON")
    rules.set_defaults(func=show_rules)


def show_rules(args: argparse.Namespace, clock: Any) -> int:
    """Print every rule, or one. 1 where there is no such rule."""
    args.id = args.id and args.id.upper()
    every: dict[str, Rule | NotModelled] = {**queries.rules(), **{r.id: r for r in queries.not_modelled()}}
    if args.id is not None and args.id not in every:
        print(f"There is no rule {args.id}. Without an ID, rules lists them all.", file=sys.stderr)
        return 1
    wanted = [every[args.id]] if args.id else [every[name] for name in sorted(every)]
    if args.json:
        told = [_as_json(rule, whole=bool(args.id)) for rule in wanted]
        print(json.dumps(told[0] if args.id else told, default=str, indent=1))
    elif args.id:
        print("\n".join(_whole(wanted[0])))
    else:
        print("\n".join(_line(rule) for rule in wanted))
    return 0


def _line(rule: Rule | NotModelled) -> str:
    state = words.asks_words(rule) if isinstance(rule, Rule) else "not yet modelled"
    return f"{rule.id}  {rule.title}: {state}"


def _whole(rule: Rule | NotModelled) -> Iterable[str]:
    yield f"{rule.id}  {rule.title} ({rule.klass})"
    yield f"Law: {rule.law}"
    if isinstance(rule, NotModelled):
        yield f"Asks: {rule.asks}"
        yield f"Not yet modelled. Missing: {rule.missing}"
        return
    yield f"Link: {rule.link}"
    yield f"Says: {rule.says}"
    yield from (f"Begins with: {words.start_words(start)}" for start in rule.starts_when)
    yield from (f"Met by: {pattern_words(pattern)}" for pattern in rule.met_when)
    for version in rule.versions:
        yield f"{words.period_words(version)}: {version.unknown or '; '.join(words.steps_words(version))}"
    yield f"Checked by: {rule.checked_by or 'nobody yet (no lawyer or practitioner)'}"
    for example in rule.examples:
        yield f"Example: {example.name}. {example.why}"
        yield from (f"  {line.sentence}" for line in words.example_lines(rule, example, queries.example_calendar()))


def _as_json(rule: Rule | NotModelled, *, whole: bool) -> dict[str, Any]:
    told: dict[str, Any] = {"id": rule.id, "title": rule.title, "area": rule.area, "class": rule.klass, "law": rule.law}
    if isinstance(rule, NotModelled):
        return told | {"modelled": False, "asks": rule.asks, "missing": rule.missing}
    told |= {"modelled": True, "owner": rule.owner, "link": rule.link, "says": rule.says}
    told |= {"asks": words.asks_words(rule), "checked_by": rule.checked_by or None}
    return told | _history_and_examples(rule) if whole else told


def _history_and_examples(rule: Rule) -> dict[str, Any]:
    return {
        "starts_when": [words.start_words(start) for start in rule.starts_when],
        "met_when": [pattern_words(pattern) for pattern in rule.met_when],
        "lapses_when": [pattern_words(pattern) for pattern in rule.lapses_when],
        "applies": [condition.words for condition in rule.applies],
        "in_force": [
            {
                "from": version.from_on,
                "until": version.until_on,
                "law": version.law,
                "link": version.link,
                "steps": words.steps_words(version),
                "unknown": version.unknown or None,
                "read": version.reading,
                "read_at": version.read_at,
            }
            for version in rule.versions
        ],
        "not_modelled": rule.not_modelled,
        "examples": [
            {
                "name": example.name,
                "why": example.why,
                "events": [event_words(event) for event in example.life.happenings],
                "clocks": [line._asdict() for line in words.example_lines(rule, example, queries.example_calendar())],
            }
            for example in rule.examples
        ],
    }
