"""`publish`: the report of a quarter, published in the name of somebody who may."""

from __future__ import annotations

import argparse
import json
import sys

from seenheard.accounts import queries as accounts
from seenheard.lib.asked import day

from . import operations
from .domain.published import last_quarter_end, read


def register(sub) -> None:
    """Add the command."""
    command = sub.add_parser("publish", help="publish the report of a quarter, its small numbers hidden, once")
    command.add_argument("--by", required=True, metavar="USER", help="who publishes it: a director's e-mail address")
    command.add_argument("--on", type=day, help="the last day of the quarter (default: of the last one that is over)")
    command.add_argument("--json", action="store_true", help="print the result as JSON")
    command.set_defaults(func=publish)


def publish(args: argparse.Namespace, clock) -> int:
    """Publish, and say what became of each table; 1 where nobody signs in with this address, or they may not."""
    person = accounts.person_with_email(args.by)
    if person is None:
        print("Nobody signs in with this address.", file=sys.stderr)
        return 1
    made = operations.publish(on=args.on or last_quarter_end(clock.on), by=person, at=clock.at)
    tables = {table.key: table.why_not or "published" for table in read(made.text).tables}
    told = {"on": made.on.isoformat(), "report": str(made.public_id), "digest": made.digest, "tables": tables}
    if args.json:
        print(json.dumps(told, indent=1, ensure_ascii=False))
    else:
        print(f"{told['on']}  {told['report']}  {told['digest']}")
        print("\n".join(f"  {key:16} {state}" for key, state in tables.items()))
    return 0
