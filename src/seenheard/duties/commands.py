"""`clocks` and `rebuild-clocks`: the duties kept in the database, from the command line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date

from django.db import transaction

from seenheard.accounts.domain import SYSTEM
from seenheard.duties import operations, queries
from seenheard.duties.queries import Owed
from seenheard.lib.asked import day
from seenheard.record import queries as record_queries
from seenheard.record.domain.days import end_of
from seenheard.record.permissions import NoSuchChild
from seenheard.record.queries import staff
from seenheard.timescales.domain.standing import up_to_its_day
from seenheard.timescales.domain.words import because_on
from seenheard.trail import operations as trail

NONE = {"child": "No child has this number or id.", "team": "No child is with a team of this name or key."}


def register(sub) -> None:
    """Add both commands. `clocks --events`, which needs no database, is added by whoever knows both rooms."""
    clocks = sub.add_parser("clocks", help="what is owed to each child, and why")
    clocks.add_argument("--on", type=day, help="as at the end of this day (default: today)")
    clocks.add_argument("--known", type=day, help="with only what was known at the end of this day")
    clocks.add_argument("--child", help="one child: the council's own number, or the public id")
    clocks.add_argument("--team", help="the children of one team, by its name or by the record's key")
    clocks.add_argument("--json", action="store_true", help="print the result as JSON")
    clocks.set_defaults(func=print_clocks)
    rebuild = sub.add_parser("rebuild-clocks", help="make every clock again from the record and the rules")
    rebuild.add_argument("--json", action="store_true", help="print the result as JSON")
    rebuild.set_defaults(func=rebuild_clocks)


def print_clocks(args: argparse.Namespace, clock) -> int:
    """Print the clocks of one child, a team or everybody; the look is in the trail before anything is shown."""
    try:
        print(_told(args, clock))
    except NoSuchChild:
        print(NONE["child" if args.child else "team"], file=sys.stderr)
        return 1
    return 0


@transaction.atomic
def _told(args: argparse.Namespace, clock) -> str:
    """The whole text, and its trail row: committed together, before the first line is printed."""
    children = _children(args, clock.on)
    shown = [str(public_id) for public_id in children.values()]
    trail.write(what="printed_clocks", by=SYSTEM, at=clock.at, children=shown)
    as_at, known_at = args.on or clock.on, end_of(args.known) if args.known else None
    owed = queries.duties_as_at(viewer=SYSTEM, on=clock.on, as_at=as_at, child_ids=sorted(children), known_at=known_at)
    return _as_json(owed, children, as_at) if args.json else _as_text(owed, children, as_at)


def rebuild_clocks(args: argparse.Namespace, clock) -> int:
    """Make every clock again; what is printed says how many differed."""
    done = operations.rebuild(by=SYSTEM, at=clock.at)
    if args.json:
        print(json.dumps(asdict(done)))
    else:
        print(
            f"{done.children} children: {done.kept} clocks were right, "
            f"{done.written} written, {done.removed} taken away."
        )
    return 0


def _children(args: argparse.Namespace, on: date) -> dict[int, str]:
    if args.child:
        child = record_queries.child_called(args.child, viewer=SYSTEM, on=on)
        return {child.pk: str(child.public_id)}
    lines = record_queries.children_now(viewer=SYSTEM, on=on)
    rows = lines.filter(team_ref__in=staff.teams_called(args.team)) if args.team else lines
    found = {child_id: str(public_id) for child_id, public_id in rows.values_list("child_id", "child__public_id")}
    if args.team and not found:
        raise NoSuchChild  # a key misspelt is not a team to which nothing is owed
    return found


def _as_json(owed: Iterable[Owed], children: dict[int, str], as_at: date) -> str:
    return json.dumps([_plain(one, children[one.child_id], as_at) for one in owed], default=str, indent=1)


def _plain(one: Owed, public_id: str, as_at: date) -> dict:
    """`unjudged` is empty up to the day, as `standing` and `says` have it; `untold` is what no file will tell."""
    told = up_to_its_day(one.clock, as_at)
    untold = one.clock.unjudged if told is not one.clock else None
    says = because_on(one.clock, one.rule, as_at)
    return {"child": public_id, **told._asdict(), "untold": untold, "standing": one.standing, "says": says}


def _as_text(owed: Iterable[Owed], children: dict[int, str], as_at: date) -> str:
    return "\n".join(_lines(owed, children, as_at)) or "No clocks."


def _lines(owed: Iterable[Owed], children: dict[int, str], as_at: date) -> Iterator[str]:
    before = None
    for one in owed:
        if one.child_id != before:
            before = one.child_id
            yield children[before]
        yield f"  {one.standing:17} {one.rule.id:40} {because_on(one.clock, one.rule, as_at)}"
