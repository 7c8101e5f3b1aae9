"""`prompts`, `due`, `digest` and `told-next`: who has to do what, from the command line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from django.db import transaction

from seenheard.accounts import queries as accounts
from seenheard.accounts.domain import SYSTEM
from seenheard.accounts.permissions import NotAllowed
from seenheard.lib.asked import day
from seenheard.prompts import operations, queries
from seenheard.prompts.domain.causes import OTHER_CAUSES
from seenheard.prompts.queries import Standing
from seenheard.record import queries as record_queries
from seenheard.record.queries import staff
from seenheard.trail import operations as trail

NOBODY = "Nobody signs in with this address."
KNOWN_BY = ("pk", "child__public_id", "local_id")


def register(sub) -> None:
    """Add the four commands."""
    prompts = _command(sub, "prompts", "what needs doing: everybody’s, or one person’s list", print_prompts)
    prompts.add_argument("--for", dest="person", metavar="USER", help="one person: the e-mail address")
    due = _command(sub, "due", "what needs doing for the children of one team, whosever it is", print_due)
    due.add_argument("--team", required=True, help="the team, by its name or by the record's key")
    digest = _command(sub, "digest", "make the digests of a day and send what waits; none twice", send_digest)
    told = _command(sub, "told-next", "who is told next where nobody answers for what may not wait", told_next)
    told.add_argument("people", nargs="*", metavar="USER", help="a new list: e-mail addresses, in their order")
    for command in (prompts, due, digest, told):
        command.add_argument("--on", type=day, help="as at this day (default: today)")


def _command(sub, name: str, says: str, do) -> argparse.ArgumentParser:
    command = sub.add_parser(name, help=says)
    command.add_argument("--json", action="store_true", help="print the result as JSON")
    command.set_defaults(func=do)
    return command


def print_prompts(args: argparse.Namespace, clock) -> int:
    """Print a list of prompts, the worst child first; the look is in the trail before anything is shown."""
    person = accounts.person_with_email(args.person) if args.person else None
    if args.person and person is None:
        return _refused(NOBODY)
    on = args.on or clock.on
    with transaction.atomic():
        found = queries.all_mine(viewer=person, on=on) if person else queries.all_standing(viewer=SYSTEM, on=on)
        print(_told(found, on, args, clock, about=str(person.public_id) if person else ""))
    return 0


def print_due(args: argparse.Namespace, clock) -> int:
    """Print what stands for the children of one team. A name misspelt is not a team to which nothing is due."""
    on = args.on or clock.on
    teams = staff.teams_called(args.team)
    if len(teams) > 1:
        return _refused(f"Several teams are called so. Name one by its key: {', '.join(sorted(teams))}.")
    if not record_queries.children_now(viewer=SYSTEM, on=on, team_ref=teams[0]).exists():
        return _refused("No child is with a team of this name or key.")
    with transaction.atomic():
        print(_told(queries.all_standing(viewer=SYSTEM, on=on, teams=teams), on, args, clock, about=teams[0]))
    return 0


def send_digest(args: argparse.Namespace, clock) -> int:
    """Make today's digests and send what waits: nobody is told of a day that is past or has not come."""
    on = args.on or clock.on
    if on > clock.on:
        return _refused("That day has not come.")
    if on < clock.on:
        return _refused("That day is past. A digest says what stands on the day it is sent: nothing was made or sent.")
    made, went = operations.make_digests(on=on, at=clock.at), operations.send_waiting(at=clock.at)
    if args.json:
        print(json.dumps({"on": str(on), **asdict(made), **asdict(went)}))
    else:
        print(f"{made.people} people have a digest of {on}: {made.made} made now. {went.sent} messages sent.")
    return _refused(f"{went.failed} messages could not be sent.") if went.failed else 0


def told_next(args: argparse.Namespace, clock) -> int:
    """Print the list of a day; with people, say who stands in it from that day on."""
    on = args.on or clock.on
    found = [accounts.person_with_email(one) for one in args.people]
    if None in found:
        return _refused(NOBODY)
    if found:
        try:
            people = [str(one.public_id) for one in found]
            operations.say_who_is_told_next(people=people, from_on=on, by=SYSTEM, at=clock.at)
        except NotAllowed as why:
            return _refused(str(why))
    listed = queries.told_next(on=on)
    names = accounts.names(listed)
    if args.json:
        print(json.dumps(listed))
    else:
        print("\n".join(f"{place}  {names[one]}" for place, one in enumerate(listed, 1)) or "The service managers.")
    return 0


def _told(found: list[Standing], on: date, args: argparse.Namespace, clock, *, about: str) -> str:
    """The whole text, and its trail row."""
    children = {one.child_id for one in found}
    lines = record_queries.children_now(viewer=SYSTEM, on=on, child_ids=children).order_by("pk")
    known = {pk: (str(public_id), number) for pk, public_id, number in lines.values_list(*KNOWN_BY)}
    shown = sorted(public_id for public_id, _ in known.values())
    trail.write(what="printed_prompts", by=SYSTEM, at=clock.at, children=shown, about=about)
    owners = queries.owners({queries.Whose.of(one) for one in found}, on)
    rows = [_plain(one, known[one.child_id], owners[queries.Whose.of(one)]) for one in found]
    return json.dumps(rows, default=str, indent=1) if args.json else "\n".join(_lines(rows)) or "Nothing."


def _plain(one: Standing, child: tuple[str, str | None], owner) -> dict:
    """`act_by_on` is the tighter of `due_on` and, where we have a standard of our own, `local_due_on`."""
    named, facts = queries.named(one.cause), one.facts or {}
    return {
        "child": child[0],
        "council_number": child[1],
        "cause": one.cause,
        "title": named.title,
        "do": named.do,
        "began_with": one.key,
        "facts": facts,
        "opens_on": one.opens_on,
        "act_by_on": one.act_by_on,
        **_days(one, facts),
        "owner": one.owner,
        "people": list(owner.people),
        "height": owner.height,
        "seen_at": one.seen_at,
        "outcome": one.outcome,
    }


def _days(one: Standing, facts: dict) -> dict:
    """The rule's day and our own; neither of what no rule asks for."""
    if "local_due_on" in facts:
        return {"due_on": facts["due_on"], "local_due_on": facts["local_due_on"]}
    return {"due_on": None if one.cause in OTHER_CAUSES else one.act_by_on, "local_due_on": None}


def _lines(rows: Iterable[dict]) -> Iterable[str]:
    before = None
    for row in rows:
        if row["child"] != before:
            before = row["child"]
            yield f"{before}  {row['council_number'] or ''}".rstrip()
        yield f"  by {row['act_by_on']}{_whose_day(row)}  {row['cause']:18} {row['title']}"


def _whose_day(row: dict) -> str:
    """Where the day is our own standard's, it says so, with the law's."""
    if not row["local_due_on"]:
        return ""
    return f" (our standard; by law {row['due_on']})" if row["due_on"] else " (our standard)"


def _refused(why: str) -> int:
    print(why, file=sys.stderr)
    return 1
