"""`demo`, `generate`, `verify-guards`: the invented authority, documents made from code, what the database holds."""

import argparse
import json
import sys

from seenheard.config import prepare


def register(sub) -> None:
    demo = sub.add_parser("demo", help="make the invented authority Fenmarsh in an empty database")
    demo.add_argument("--json", action="store_true", help="print the result as JSON")
    demo.set_defaults(func=make_demo)
    pages = sub.add_parser("generate", help="write the reference pages that are made from the code")
    pages.add_argument("--check", action="store_true", help="write nothing; 1 if a page is not current")
    pages.add_argument("--json", action="store_true", help="print the result as JSON")
    pages.set_defaults(func=generate_pages)
    guards = sub.add_parser("verify-guards", help="check that the database still holds who sees what, and its history")
    guards.add_argument("--json", action="store_true", help="print the result as JSON")
    guards.set_defaults(func=verify_guards)


def make_demo(args: argparse.Namespace, clock) -> int:
    """Make the demo, or finish one that was interrupted; 1 in a database that is an authority's own."""
    from seenheard.config.models import Installation

    here = Installation.objects.first()
    if here and not here.born_demo_at:
        print("This database is an authority's own. The demo is never put into it.", file=sys.stderr)
        return 1
    if here and here.demo_made_at and not args.json:
        print("The invented authority Fenmarsh is here already. Nothing was changed.")
    prepare.become("demo", say=(lambda sentence: None) if args.json else prepare.say)
    if args.json:
        print(json.dumps({"demo": True}))
    return 0


def generate_pages(args: argparse.Namespace, clock) -> int:
    """Write docs/reference and the other generated pages."""
    from seenheard.config import generate

    return generate.main(["--check"] if args.check else [])


def verify_guards(args: argparse.Namespace, clock) -> int:
    """Say what of policies, triggers, owners and grants does not stand; 1 if anything. Production asks it at start."""
    from seenheard.config import guards

    faults = guards.faults()
    if args.json:
        print(json.dumps({"faults": faults}))
    elif faults:
        print("\n".join(faults), file=sys.stderr)
    else:
        print("Policies, triggers, owners and grants stand as they were made.")
    return 1 if faults else 0
