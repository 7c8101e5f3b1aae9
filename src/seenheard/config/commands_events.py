"""`clocks --events FILE --on DATE`: what the law asks after the events of a file. No database, no record.

The file is a JSON list of {"id", "born_on", "expected_on", "unrecorded": [kind …], "events": [{"kind", "on", …facts}]};
docs/reference/event-kinds.md names the kinds and their facts. What is not in a child's list did not happen, unless its
kind is `unrecorded`.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from seenheard.lib import asked
from seenheard.timescales import queries
from seenheard.timescales.domain import engine
from seenheard.timescales.domain.events import KINDS, Event, Life, misfit
from seenheard.timescales.domain.standing import standing, up_to_its_day
from seenheard.timescales.domain.words import because_on


def is_meant(arguments: list[str]) -> bool:
    """Whether this is the command that needs no database."""
    return arguments[:1] == ["clocks"] and any(one.split("=")[0] == "--events" for one in arguments)


def add_to(parser: argparse.ArgumentParser) -> None:
    """Let `clocks --help` say it; the command itself is taken before the database is started."""
    parser.add_argument("--events", metavar="FILE", help="with --on: no database, a JSON list of children's events")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./seenheard clocks")
    parser.add_argument("--events", required=True, metavar="FILE", type=Path)
    parser.add_argument("--on", required=True, type=asked.day, metavar="DATE")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    wanted = parser.parse_args(arguments)
    try:
        listed = asked.json_list(wanted.events, "children")
        found = [one for child in children(listed) for one in clocks_of(child, wanted.on)]
    except asked.BadFile as why:
        print(why, file=sys.stderr)
        return 1
    print(json.dumps(found, default=str, indent=1) if wanted.json else "\n".join(map(line, found)) or "No clocks.")
    return 0


def children(listed: list[Any]) -> Iterator[tuple[str, Life]]:
    """Each child's id and life. Raises BadFile with the place of what is wrong."""
    for number, child in enumerate(listed, start=1):
        if not isinstance(child, dict) or "id" not in child:
            raise asked.BadFile(f"Child {number} of the list has no id.")
        yield str(child["id"]), life(child, number)


def life(child: dict[str, Any], number: int) -> Life:
    events = child.get("events", [])
    if not isinstance(events, list):
        raise asked.BadFile(f"Child {number}: events must be a list.")
    return Life(
        happenings=tuple(event(one, number, place) for place, one in enumerate(events, start=1)),
        born_on=day(child.get("born_on"), f"Child {number}: born_on"),
        expected_on=day(child.get("expected_on"), f"Child {number}: expected_on"),
        unrecorded=unrecorded(child.get("unrecorded", []), number),
    )


def unrecorded(kinds: Any, number: int) -> frozenset[str]:
    """The kinds of event that nobody wrote down for this child: their clocks "cannot be judged"."""
    if not isinstance(kinds, list) or not all(isinstance(one, str) and one in KINDS for one in kinds):
        raise asked.BadFile(f"Child {number}: unrecorded must be a list of kinds in docs/reference/event-kinds.md.")
    return frozenset(kinds)


def event(given: Any, number: int, place: int) -> Event:
    """One event. Unknown kinds and facts are refused: a misspelt one would be a duty that is never seen."""
    at = f"Child {number}, event {place}"
    if not isinstance(given, dict) or given.get("kind") not in KINDS:
        raise asked.BadFile(f"{at}: kind is missing or not one of those in docs/reference/event-kinds.md.")
    on = day(given.get("on"), f"{at}: on")
    if on is None:
        raise asked.BadFile(f"{at}: on is missing.")
    facts = {name: value for name, value in given.items() if name not in ("kind", "on", "ref")}
    if unknown := sorted(set(facts) - set(KINDS[given["kind"]])):
        raise asked.BadFile(f"{at}: {given['kind']} has no fact called {', '.join(unknown)}.")
    ref = str(given.get("ref", f"{given['kind']}:{on}:{place}"))
    return Event(given["kind"], on, {name: fact(name, value, at) for name, value in facts.items()}, ref)


def fact(name: str, value: Any, at: str) -> Any:
    if name.endswith("_on"):
        return day(value, f"{at}: {name}")
    if why := misfit(name, value):
        raise asked.BadFile(f"{at}: {name} is {why}.")
    return tuple(value) if isinstance(value, list) else value


def day(text: Any, what: str) -> date | None:
    return None if text is None else asked.day_in(text, what)


def clocks_of(child: tuple[str, Life], on: date) -> Iterator[dict[str, Any]]:
    """The clocks of one child as at the day `on`: what happened later is not yet known on it."""
    name, lived = child
    known = lived._replace(happenings=tuple(one for one in lived.happenings if one.on <= on))
    rules = queries.rules()
    for clock in engine.clocks(known, rules, queries.calendar()):
        rule, told = rules[clock.rule], up_to_its_day(clock, on)
        untold = clock.unjudged if told is not clock else None
        standing_on, says = standing(told, rule, on), because_on(clock, rule, on)
        yield {"child": name, **told._asdict(), "untold": untold, "standing": standing_on, "says": says}


def line(found: dict[str, Any]) -> str:
    return f"{found['child']}  {found['standing']:17} {found['rule']:40} {found['says']}"
