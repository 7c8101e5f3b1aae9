"""`report`: one report as the pages show it, of everybody, on any day or two."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from seenheard.accounts.domain import SYSTEM
from seenheard.lib.asked import day
from seenheard.trail import operations as trail

from .domain.reports import ACROSS, KINDS
from .forms.reports import chosen
from .presenters import reports as presenter
from .queries import report


def register(sub) -> None:
    """Add the command."""
    command = sub.add_parser("report", help="figures as they were known on a day, or on two side by side")
    command.add_argument("name", choices=list(KINDS), help=f"which report: {', '.join(KINDS)}")
    command.add_argument("--on", type=day, help="as at the end of this day (default: today)")
    command.add_argument("--against", type=day, help="an earlier day to compare with")
    command.add_argument("--about", default="", help="which team, worker, category or child the report is about")
    command.add_argument("--across", default="", help=", ".join([*ACROSS, "or none"]))
    command.add_argument("--only", default="", help="one measure alone, by its key")
    command.add_argument("--json", action="store_true", help="print the result as JSON")
    command.set_defaults(func=print_report)


def print_report(args: argparse.Namespace, clock) -> int:
    """Print the report; the look is in the trail before anything is shown."""
    told = _told(args, clock)
    if isinstance(told, tuple):
        print("\n".join(told), file=sys.stderr)
        return 1
    print(json.dumps(told, indent=1, ensure_ascii=False) if args.json else "\n".join(_lines(told)))
    if not args.json:  # there it is a field
        print(told["not_to_hand_on"], file=sys.stderr)
    return 0


@transaction.atomic
def _told(args: argparse.Namespace, clock) -> dict[str, Any] | tuple[str, ...]:
    """The report as plain values, or the sentences that say why there is none."""
    given = {"report": args.name, "about": args.about, "across": args.across, "only": args.only}
    days = {name: value.isoformat() for name in ("on", "against") if (value := getattr(args, name))}
    picked = chosen(given | days, viewer=SYSTEM, on=clock.on)
    if picked.asked is None:
        return picked.faults
    found = report(viewer=SYSTEM, on=clock.on, asked=picked.asked)
    if found.is_of_nobody:
        return (presenter.nobodys(found, picked),)
    trail.write(what="printed_report", by=SYSTEM, at=clock.at, children=picked.public_ids, about=args.name)
    return presenter.plain(found)


def _lines(told: dict[str, Any]) -> Iterator[str]:
    for on, many in told["children"].items():
        yield f"{on}: {many} children"
    for table in told["tables"]:
        yield f"{table['name']}" + (f", by {table['across']}" if table["across"] else "")
        for line in [*table["lines"], {**table["total"], "by": "all"}]:
            for on in told["children"]:
                if on in line:
                    figures = ", ".join(f"{outcome} {many}" for outcome, many in line[on]["outcomes"].items())
                    yield f"  {line['by'] or 'nobody':30} {on}  {figures}"
    if told["note"]:
        yield told["note"]
