"""`caseload`: what each worker holds on a day, from the command line."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from django.db import transaction

from seenheard.accounts.domain import SYSTEM
from seenheard.lib.asked import day
from seenheard.record import queries
from seenheard.record.queries import Caseload, Caseloads
from seenheard.record.queries.staff import teams_called
from seenheard.trail import operations as trail
from seenheard.ui.words import count

NONE = {
    False: "No worker holds a child on this day.",
    True: "No worker of a team of this name or key holds a child on this day.",
}


def register(sub) -> None:
    """Add the command."""
    caseload = sub.add_parser("caseload", help="what each worker holds, in children and families, and how it stands")
    caseload.add_argument("--on", type=day, help="on this day (default: today)")
    caseload.add_argument("--team", help="the workers of one team, by its name or by the record's key")
    caseload.add_argument("--json", action="store_true", help="print the result as JSON")
    caseload.set_defaults(func=print_caseloads)


def print_caseloads(args: argparse.Namespace, clock) -> int:
    """Print what each worker holds, as the record now tells of that day; 1 where nobody of the team named holds any."""
    told, families = _told(args, clock)
    if args.team and not told:
        print(NONE[True], file=sys.stderr)
        return 1
    if args.json:
        print(json.dumps([asdict(one) | {"families": families[one.worker_ref]} for one in told], indent=1))
    else:
        print("\n".join(_line(one, families[one.worker_ref]) for one in told) or NONE[False])
    return 0


@transaction.atomic
def _told(args: argparse.Namespace, clock) -> tuple[Caseloads, dict[str, int]]:
    """The caseloads, the families of each, and their trail row: committed together, before anything is printed."""
    on = args.on or clock.on
    told = queries.caseloads(viewer=SYSTEM, on=on, teams=teams_called(args.team) if args.team else None)
    families = queries.families_held(viewer=SYSTEM, on=on, workers=[one.worker_ref for one in told])
    trail.write(what="printed_caseloads", by=SYSTEM, at=clock.at, about=args.team or "", counts={"workers": len(told)})
    return told, families


def _line(one: Caseload, families: int) -> str:
    holds = f"{count(one.children, 'child', 'children')}, {count(families, 'family', 'families')}"
    stage = (one.stage or "stage not known").replace("_", " ")
    return f"{one.worker_ref:16} {one.name or 'name not recorded':28} {holds:26} {one.standing} ({stage})"
