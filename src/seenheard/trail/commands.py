"""`verify-trail`: seal what is finished, then prove that nothing was changed."""

import argparse
import json
import sys
from dataclasses import asdict

from seenheard.trail import operations, queries


def register(sub) -> None:
    parser = sub.add_parser("verify-trail", help="check that no row of the trail was changed, removed or added")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.set_defaults(func=verify_trail)


def verify_trail(args: argparse.Namespace, clock) -> int:
    """Exit 0 when the chain holds, 1 with the first bad row when it does not."""
    operations.seal(at=clock.at)
    verdict = queries.verify()
    if args.json:
        print(json.dumps(asdict(verdict)))
    elif verdict.fault is None:
        print(_holds(verdict))
    if verdict.fault is None:
        return 0
    print(_broken(verdict.fault), file=sys.stderr)
    return 1


def _holds(verdict: queries.Verdict) -> str:
    return (
        f"The trail holds. Sealed: {verdict.sealed:,}. Not yet sealed: {verdict.not_yet_sealed:,}. "
        f"Heads noted outside the database, all in agreement: {verdict.heads:,}."
    )


def _broken(fault) -> str:
    row = "no row" if fault.entry_id is None else f"row {fault.entry_id}"
    return f"The trail does not hold at position {fault.position} ({row}): {fault.says}."
