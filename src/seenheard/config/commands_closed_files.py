"""`name-person`, `end-naming`: who may open a file that adoption has closed. They join people and the record."""

import argparse
import json
import sys
from collections.abc import Callable

from seenheard.accounts import queries as accounts
from seenheard.accounts.domain import SYSTEM
from seenheard.lib.asked import day
from seenheard.record import operations, permissions, queries
from seenheard.ui import dates


def register(sub) -> None:
    _register_name_person(sub)
    _register_end_naming(sub)


def _register_name_person(sub) -> None:
    one = _about_one(sub, "name-person", "let one person open one file that adoption has closed, for a time")
    one.add_argument(
        "--until",
        required=True,
        type=day,
        metavar="DATE",
        help="the day on which the file is closed to them again (YYYY-MM-DD)",
    )
    one.set_defaults(func=name_person)


def _register_end_naming(sub) -> None:
    one = _about_one(sub, "end-naming", "close such a file to one person again, before the day given")
    one.set_defaults(func=end_naming)


def _about_one(sub, name: str, words: str) -> argparse.ArgumentParser:
    """A command about one child's file and one person, with a reason."""
    one = sub.add_parser(name, help=words)
    one.add_argument("child", metavar="CHILD", help="the council's own number for the child, or the public id")
    one.add_argument("person", metavar="PERSON", help="the e-mail address with which the person signs in")
    one.add_argument("--why", required=True, metavar="TEXT", help="the reason, for the trail: 20 letters or more")
    one.add_argument("--json", action="store_true", help="print the result as JSON")
    return one


def name_person(args: argparse.Namespace, clock) -> int:
    """Name the person from today; 1 if there is no such closed file or person, or no good reason."""
    try:
        child, person = _meant(args, queries.closed_file)
    except NotThere as why:
        return refuse(str(why))
    permissions.check_can_be_named_for_closed_file(person)
    named = operations.name_person_for_closed_file(
        child=child,
        person_public_id=str(person.public_id),
        from_on=clock.on,
        until_on=args.until,
        why=args.why,
        by=SYSTEM,
        at=clock.at,
    )
    told = {"child": str(child.public_id), "person": named.person_public_id, "from": named.from_on, "until": args.until}
    print(json.dumps(told, default=str) if args.json else sentence(told))
    return 0


def end_naming(args: argparse.Namespace, clock) -> int:
    """Close the file to the person from today; 1 if they are not named for it, or no good reason."""
    try:
        child, person = _meant(args, _named_for)
    except NotThere as why:
        return refuse(str(why))
    operations.end_naming_for_closed_file(
        child=child, person_public_id=str(person.public_id), on=clock.on, why=args.why, by=SYSTEM, at=clock.at
    )
    told = {"child": str(child.public_id), "person": str(person.public_id), "ended": clock.on}
    print(
        json.dumps(told, default=str) if args.json else f"From {dates.short(clock.on)} on the file is closed to them."
    )
    return 0


class NotThere(Exception):
    """There is no such person, or no such closed file; says which."""


def _named_for(*, viewer, called: str):
    """A closed file; by its public id also one that is open again and for which somebody was named."""
    try:
        return queries.closed_file(viewer=viewer, called=called)
    except permissions.NoSuchChild:
        return queries.closed_file_to_end(viewer=viewer, public_id=called)


def _meant(args: argparse.Namespace, find: Callable):
    """The child, as `find` has it, and the person whom a command names; NotThere."""
    person = accounts.person_with_email(args.person)
    if person is None:
        raise NotThere("Nobody signs in with this address.")
    try:
        return find(viewer=SYSTEM, called=args.child), person
    except permissions.NoSuchChild:
        raise NotThere("No file that adoption has closed has this number or id.") from None


def sentence(told: dict) -> str:
    """What was done, without a child's name or number."""
    begins, ends = dates.short(told["from"]), dates.short(told["until"])
    return f"From {begins} until {ends} this person opens the file at /children/{told['child']}/."


def refuse(why: str) -> int:
    print(why, file=sys.stderr)
    return 1
