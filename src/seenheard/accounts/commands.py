"""`agree-right`: where nobody is left who could be the second person, whoever may run commands on the server is."""

import argparse
import json
import sys

from seenheard.accounts import operations, presenters, queries
from seenheard.accounts.domain import SYSTEM
from seenheard.accounts.operations import AlreadySettled
from seenheard.trail.domain.reasons import SHORTEST_TO_SEE, in_letters, is_too_short


def register(sub) -> None:
    one = sub.add_parser("agree-right", help="be the second person for a right that an administrator asked for")
    one.add_argument("person", metavar="PERSON", help="the e-mail address of the person who is to have the right")
    one.add_argument("--why", required=True, metavar="TEXT", help="the reason, for the trail: 20 letters or more")
    one.add_argument("--json", action="store_true", help="print the result as JSON")
    one.set_defaults(func=agree_right)


def agree_right(args: argparse.Namespace, clock) -> int:
    """Agree to everything that waits for this person; 1 if nothing does, or where somebody could agree on the page."""
    person = queries.person_with_email(args.person)
    waiting = list(queries.rights_waiting().filter(person=person)) if person else []
    if not waiting:
        return _refuse("Nothing waits for a person with this address.")
    if is_too_short(args.why, SHORTEST_TO_SEE):
        return _refuse(f"{in_letters('Say why', SHORTEST_TO_SEE)}.")
    if any(queries.who_could_agree(by=asked.by, person=asked.person).exists() for asked in waiting):
        return _refuse("Somebody can agree to this on the page “Waiting for a second person”.")
    try:
        for asked in waiting:
            operations.agree(asked=asked, by=SYSTEM, at=clock.at, why=args.why.strip())
    except AlreadySettled as why:
        return _refuse(str(why))
    names = queries.names(presenters.those_named(waiting))
    said = [presenters.sentence(asked, names) for asked in waiting]
    print(json.dumps({"agreed": said}) if args.json else "\n".join(f"Agreed: {one}" for one in said))
    return 0


def _refuse(why: str) -> int:
    print(why, file=sys.stderr)
    return 1
