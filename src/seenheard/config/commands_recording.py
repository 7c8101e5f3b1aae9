"""`record KIND`, `keep-here`: what happened to a child, for scripts; and what is recorded here at all."""

import argparse
import json
import sys
import uuid
from datetime import date
from typing import Any

from seenheard.accounts import queries as accounts
from seenheard.accounts.domain import SYSTEM
from seenheard.duties import operations as duties
from seenheard.lib.asked import day
from seenheard.record import operations, permissions, queries
from seenheard.timescales.domain.event_words import beginnings, kind_words
from seenheard.timescales.domain.events import KINDS, NUMBERS, ONLY_HERE, ONLY_IN_FILES, WHICH, YES_NO, misfit
from seenheard.ui.dates import short

SAID = uuid.UUID("3f9d1c64-6f0e-4a55-8a55-7b0f7a3e2c11")  # names what is typed twice alike
SAME = "The same was recorded before; nothing was changed. If it happened twice on that day, add --again."
TAKEN_BACK = "The same was recorded before and has been taken back since. To record it anew, add --again."
ENDED = "The same was recorded before and has been ended since: it protects no more. To say it anew, add --again."
OWN_CHECK = frozenset({"protection"})  # which protection of an address is meant the operation asks itself
ANSWERS = {"yes": True, "true": True, "no": False, "false": False}


class Wrong(ValueError):
    """A fact that the kind does not carry, or a value that it cannot have; says which, and never the value."""


def register(sub) -> None:
    one = sub.add_parser("record", help="record something that happened to a child, as a person would on a page")
    one.add_argument("kind", metavar="KIND", help="what happened: a kind of docs/reference/event-kinds.md")
    one.add_argument(
        "--child", required=True, metavar="ID", help="the council's own number for the child, or the public id"
    )
    one.add_argument("--on", required=True, type=day, metavar="DATE", help="the day (YYYY-MM-DD)")
    one.add_argument("--fact", action="append", default=[], metavar="NAME=VALUE", help="more about it; may be repeated")
    one.add_argument("--by", metavar="PERSON", help="the e-mail address of whoever says so; without it, the system")
    one.add_argument(
        "--key",
        metavar="UUID",
        help="sent twice with the same key, it is recorded once; without one, so is the same of one child and day",
    )
    one.add_argument("--again", action="store_true", help="the same once more: it happened twice on that day")
    one.add_argument("--because", default="", metavar="TEXT", help="why something strange is right all the same")
    one.add_argument("--json", action="store_true", help="print the result as JSON")
    one.set_defaults(func=record)
    one = sub.add_parser(
        "keep-here", help="say what is recorded here: from then on, silence about it means that it was not done"
    )
    one.add_argument("kinds", nargs="*", metavar="KIND", help="kinds of event; without any, all that no return carries")
    one.add_argument("--from", dest="since", required=True, type=day, metavar="DATE", help="the first day")
    one.add_argument("--json", action="store_true", help="print the result as JSON")
    one.set_defaults(func=keep_here)


def keep_here(args: argparse.Namespace, clock) -> int:
    """Say from which day such things are recorded here, and count every child's duties again."""
    kinds = sorted(args.kinds or ONLY_HERE)
    operations.keep_here(kinds=kinds, from_on=args.since, by=SYSTEM, at=clock.at)
    children = duties.take_changes(by=SYSTEM, at=clock.at)
    told = {"kinds": kinds, "from": args.since, "children": children}
    words = f"{len(kinds)} kinds of event are recorded here from {args.since} on. {children:,} children counted again."
    print(json.dumps(told, default=str) if args.json else words)
    return 0


def record(args: argparse.Namespace, clock) -> int:
    """Record it and count the child's duties again; 1 with a sentence where it cannot be."""
    by = accounts.person_with_email(args.by) if args.by else SYSTEM
    if by is None:
        return refuse("Nobody signs in with this address.")
    try:
        facts = facts_of(args.kind, args.fact)
        child = queries.child_called(args.child, viewer=by, on=clock.on)
        _check_which(args.kind, facts, child, by, clock.on)
        saved = operations.record_event(
            child=child,
            kind=args.kind,
            on=args.on,
            key=_key(args, child, facts, by),
            hour=str(facts.pop("hour", "")),
            facts=facts,
            kept_why=args.because,
            by=by,
            at=clock.at,
        )
    except Wrong as why:
        return refuse(str(why))
    except operations.EndedSince:
        return refuse(ENDED)
    except operations.RecordedAlready as why:
        return refuse(str(why) if args.key else TAKEN_BACK)
    except permissions.NoSuchChild:
        return refuse("There is no such child, or none whose record this person may open.")
    except operations.NotThere:
        return refuse("Nothing is said of this child that this could confirm or end.")
    except ValueError:
        return refuse("The key is not a UUID.")
    duties.follow(child_ids=[child.pk], at=clock.at)
    told = {"child": str(child.public_id), "kind": args.kind, "on": args.on, "key": saved.key, "written": saved.written}
    print(json.dumps(told, default=str) if args.json else sentence(saved))
    return 0


def sentence(saved: operations.Saved) -> str:
    """What was done, without a child's name or number."""
    return "Recorded." if saved.written else SAME


def facts_of(kind: str, said: list[str]) -> dict[str, Any]:
    """The facts of `--fact`, each as the record keeps it. Raises Wrong."""
    if kind not in KINDS or kind in ONLY_IN_FILES:
        raise Wrong("Nothing of this kind can be recorded. docs/reference/event-kinds.md names every kind.")
    return dict(_fact(kind, one) for one in said)


def _fact(kind: str, said: str) -> tuple[str, Any]:
    name, equals, typed = said.partition("=")
    if not equals or name not in KINDS[kind]:
        raise Wrong(f"{kind} carries these facts: {', '.join(KINDS[kind]) or 'none'}. Write each as NAME=VALUE.")
    value = _value(name, typed)
    if why := misfit(name, value):
        raise Wrong(f"{name} is {why}.")
    return name, value


def _value(name: str, typed: str) -> Any:
    """What was typed, as the record keeps it; what does not fit stays as it is, for `misfit` to say."""
    if name in YES_NO:
        return ANSWERS.get(typed.lower(), typed)
    if name.endswith("_on"):
        return _day(name, typed)
    return int(typed) if name in NUMBERS and typed.isdecimal() else typed


def _day(name: str, typed: str) -> str:
    try:
        return date.fromisoformat(typed).isoformat()
    except ValueError:
        raise Wrong(f"{name} is a day, such as 2026-03-31.") from None


def _check_which(kind: str, facts: dict[str, Any], child, by, on: date) -> None:
    """Raises Wrong where a fact names a plan, a placement … that the record does not know of this child: as on the
    page, where one chooses among those there are. Under an invented name a duty would run twice."""
    named = {fact: str(facts[fact]) for fact in facts if kind not in WHICH.get(fact, (kind,)) and fact not in OWN_CHECK}
    if not named:
        return
    happened = queries.life(viewer=by, child=child, on=on).history.happenings
    for fact, value in named.items():
        begun = [one for one in happened if one.kind in beginnings(fact, kind) and one.facts.get(fact)]
        if value not in {str(one.facts[fact]) for one in begun}:
            there = "; ".join(f"{one.facts[fact]} ({kind_words(one.kind)}, {short(one.on)})" for one in begun)
            raise Wrong(f"{fact} must be one that the record knows of this child: {there or 'none'}.")


def _key(args: argparse.Namespace, child, facts: dict[str, Any], by) -> str:
    """The key asked for; else the same for the same words, so that a script run twice records once. ValueError."""
    if args.key:
        return str(uuid.UUID(args.key))
    if args.again:
        return str(uuid.uuid4())
    said = [str(child.public_id), args.kind, str(args.on), sorted(facts.items()), str(by.public_id)]
    return str(uuid.uuid5(SAID, json.dumps(said, default=str)))


def refuse(why: str) -> int:
    print(why, file=sys.stderr)
    return 1
