"""`agree-right`: where nobody is left who could be the second person, whoever may run commands on the server is."""

import argparse
import json
import sys
import uuid
from collections.abc import Iterable

from seenheard.accounts import operations, presenters, queries
from seenheard.accounts.domain import SYSTEM
from seenheard.accounts.models import AskedRight
from seenheard.accounts.operations import AlreadySettled
from seenheard.trail.domain.reasons import SHORTEST_TO_SEE, in_letters, is_too_short
from seenheard.ui.words import count


def register(sub) -> None:
    one = sub.add_parser("agree-right", help="be the second person for a right that an administrator asked for")
    one.add_argument("person", metavar="PERSON", help="the e-mail address of the person who is to have the right")
    one.add_argument("--why", required=True, metavar="TEXT", help="the reason, for the trail: 20 letters or more")
    one.add_argument(
        "--ask",
        type=uuid.UUID,
        metavar="ID",
        help="which of several things that wait for this person; the command lists them where it has to be said",
    )
    one.add_argument("--json", action="store_true", help="print the result as JSON")
    one.set_defaults(func=agree_right)


class NotOne(Exception):
    """There is not one thing to agree to; says what there is."""


def agree_right(args: argparse.Namespace, clock) -> int:
    """Agree to the one thing that waits; 1 if there is none, or not one, or where somebody could agree on the page."""
    try:
        asked = _meant(args)
    except NotOne as why:
        return _refuse(str(why))
    if is_too_short(args.why, SHORTEST_TO_SEE):
        return _refuse(f"{in_letters('Say why', SHORTEST_TO_SEE)}.")
    if queries.who_could_agree(by=asked.by, person=asked.person).exists():
        return _refuse("Somebody can agree to this on the page “Waiting for a second person”.")
    try:
        overtaken = operations.agree(asked=asked, by=SYSTEM, at=clock.at, why=args.why.strip())
    except AlreadySettled as why:
        return _refuse(str(why))
    _tell(asked, overtaken, list(queries.rights_waiting().filter(person=asked.person)), as_json=args.json)
    return 0


def _meant(args: argparse.Namespace) -> AskedRight:
    """What is to be agreed to. Raises NotOne."""
    person = queries.person_with_email(args.person)
    every = list(queries.rights_asked().filter(person=person)) if person else []
    if args.ask:
        every = [one for one in every if one.public_id == args.ask]
    waiting = [one for one in every if not hasattr(one, "settled")]
    if len(waiting) == 1:
        return waiting[0]
    if waiting:
        raise NotOne(
            f"{count(len(waiting), 'thing waits', 'things wait')} for this person. Say which, by --ask ID:\n"
            + "\n".join(f"  {line}" for line in _lines(reversed(waiting)))
        )
    if not every:
        raise NotOne("Nothing waits for a person with this address" + (" by this id." if args.ask else "."))
    said, latest = _sentences(every[:1])[0], operations.settled_already(every[0])
    raise NotOne(f"Nothing waits for this person. Asked last: {said} {latest}")


def _tell(asked: AskedRight, overtaken: list[AskedRight], waiting: list[AskedRight], *, as_json: bool) -> None:
    told = {"agreed": _sentences([asked]), "overtaken": _sentences(overtaken), "waits": _lines(waiting)}
    if as_json:
        print(json.dumps(told))
        return
    words = {"agreed": "Agreed: ", "overtaken": "Waits no more because of it: ", "waits": "Still waits: "}
    for what, said in told.items():
        for one in said:
            print(f"{words[what]}{one}")


def _lines(asked: Iterable[AskedRight]) -> list[str]:
    """Each with the id by which it is called."""
    listed = list(asked)
    return [f"{one.public_id}  {said}" for one, said in zip(listed, _sentences(listed), strict=True)]


def _sentences(asked: list[AskedRight]) -> list[str]:
    names = queries.names(presenters.those_named(asked))
    return [presenters.sentence(one, names) for one in asked]


def _refuse(why: str) -> int:
    print(why, file=sys.stderr)
    return 1
