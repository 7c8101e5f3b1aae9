"""`heatmap`: every child of a team by every category, two lights each, the worst first."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from typing import Any

from django.db import transaction

from seenheard.accounts.domain import SYSTEM
from seenheard.desk.presenters import heat_map
from seenheard.lib.asked import day
from seenheard.record import queries as record_queries
from seenheard.record.queries import staff
from seenheard.trail import operations as trail


def register(sub) -> None:
    """Add the command."""
    heat = sub.add_parser(
        "heatmap", help="every child of a team by every category, what people say beside what is owed"
    )
    heat.add_argument("--team", required=True, help="a team, by its name or by the record's key")
    heat.add_argument("--on", type=day, help="as at the end of this day (default: today)")
    heat.add_argument("--json", action="store_true", help="print the result as JSON")
    heat.set_defaults(func=print_heat_map)


def print_heat_map(args: argparse.Namespace, clock) -> int:
    """Print the map; the look is in the trail before anything is shown."""
    teams = staff.teams_called(args.team)
    told = _told(teams, args, clock)
    if not told["children"]:
        nobody = "No child of this team is asked, or owed anything that can be judged."
        print(nobody if _is_known(teams, args.on or clock.on) else f"There is no team {args.team}.", file=sys.stderr)
        return 1
    print(json.dumps(told, indent=1, ensure_ascii=False) if args.json else "\n".join(_lines(told)))
    return 0


def _is_known(teams: list[str], on: date) -> bool:
    """Whether a staff list names one of them, or a child is with one that no list names."""
    listed = not staff.teams().keys().isdisjoint(teams)
    return listed or record_queries.children_now(viewer=SYSTEM, on=on).filter(team_ref__in=teams).exists()


@transaction.atomic
def _told(teams: list[str], args: argparse.Namespace, clock) -> dict[str, Any]:
    told = heat_map.heat_map(viewer=SYSTEM, on=args.on or clock.on, teams=teams)
    children = [one["child"] for one in told["children"]]
    if children:
        trail.write(what="printed_heat_map", by=SYSTEM, at=clock.at, children=children)
    return told


def _lines(told: dict[str, Any]):
    names = {one["key"]: one["name"] for one in told["categories"]}
    for child in told["children"]:
        yield f"{child['child']}  round of {child['round_opened_on'] or 'no day: no answers are open yet'}"
        for key, cell in child["cells"].items():
            said = ", ".join(f"{voice} {word}" for voice, word in cell["voices"]["answers"].items()) or "not asked"
            owed = cell["duty"]
            yield f"  {names[key]:22} {cell['voices']['level'] or '':20} {said}; overdue {owed['overdue']}"
