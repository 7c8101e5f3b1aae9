"""A cause: what there is to prompt about, as the room that knows it hands it over.

A cause is the same cause as long as its child, its name and its key are the same: gone and come back, it opens the same
prompt again. It holds references and days, never a word that somebody wrote about a child.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

COLUMNS = ("giver", "child_id", "cause", "key", "owner", "opens_on", "act_by_on", "until_on", "at_once", "facts")
GIVERS = ("duties", "record", "rounds", "voices")
# Among the facts of a cause of the voices, or of an action: who in which part never learns of it.
KEPT_FROM = "kept_from"
Identity = tuple[int, str, str]


class Cause(NamedTuple):
    """Something that needs somebody, from `opens_on`, by `act_by_on`.

    `cause`: the id of a rule, or one of `OTHER_CAUSES`. `key`: what began it, by reference. `owner`: whose it is, by
    what they do. `until_on`: the first day on which it no longer stands, where that is known beforehand. `at_once`:
    somebody is told at once, and it goes round until somebody has it. `facts`: references and numbers for the
    sentence that says why.
    """

    child_id: int
    cause: str
    key: str
    owner: str
    opens_on: date
    act_by_on: date
    until_on: date | None = None
    at_once: bool = False
    facts: Mapping[str, object] | None = None

    @property
    def identity(self) -> Identity:
        """What makes it the same cause at another time."""
        return self.child_id, self.cause, self.key


@dataclass(frozen=True, slots=True)
class Named:
    """A cause that is no rule: what is said of it, and what is to be done."""

    title: str
    do: str


OTHER_CAUSES = {
    "no_worker": Named("No worker", "Say who works with this child."),
    "issue_unanswered": Named(
        "Something raised at a visit has no answer", "Make it an action, or say why none is needed."
    ),
    "draft_unsent": Named("A visit was begun here and not sent", "Finish the form and send it, or throw it away."),
    "action_due": Named("An action is due", "Do it and say what came of it, or agree another day."),
    "booking_missed": Named("A booked day has passed", "Record what happened, or book another day."),
    "protection_unanswered": Named(
        "The child has moved since the address was protected",
        "Say on the child’s page whether the protection holds for the new address too, or end it.",
    ),
    "safety_red": Named("Something was said about safety", "Open it, say “I have this”, and record what was done."),
    "answer_unread": Named("Nobody has read an answer yet", "Read it, and say that you have."),
    "voices_differ": Named(
        "People see a part of the child’s life differently",
        "Talk about it; write down what was decided and what goes back to the child.",
    ),
    "worry_without_action": Named(
        "Red or amber, and nothing is being done", "Agree what is to be done, or say why nothing is needed."
    ),
    "round_unanswered": Named("A round waits for answers", "Answer your part, and help whoever has not answered."),
    "child_not_told": Named("The child has not been told what came of it", "Tell the child, and write down how."),
    "version_differs": Named("A file says otherwise than was recorded here", "Read both and say which is right."),
}


def each_once(causes: Iterable[Cause]) -> dict[Identity, Cause]:
    """The causes by identity: of two that are the same the one that presses sooner, and none that ends unopened."""
    found: dict[Identity, Cause] = {}
    for cause in causes:
        if cause.until_on is not None and cause.until_on <= cause.opens_on:
            continue
        before = found.get(cause.identity)
        if before is None or cause.act_by_on < before.act_by_on:
            found[cause.identity] = cause
    return found


def line(cause: Cause, giver: str) -> str:
    """The cause as one line of text in the order of `COLUMNS`, exactly as PostgreSQL's COPY reads and writes it."""
    child_id, name, key, owner, opens_on, act_by_on, until_on, at_once, facts = cause
    return (
        f"{giver}\t{child_id}\t{_text(name)}\t{_text(key)}\t{owner}\t{opens_on}\t{act_by_on}\t"
        f"{until_on or _NULL}\t{'t' if at_once else 'f'}\t{_json(facts)}"
    )


def identity_of(line: str) -> str:
    """What makes it the same cause at another time, cut out of its line: giver, child, cause, key."""
    return "\t".join(line.split("\t", 4)[:4])


def told_otherwise(gone: Iterable[str], new: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of identities of one cause that another source tells now: what began it has another reference, and its day.

    The key of a duty is that day and the reference: where one goes as another of the same day comes, it is the same
    thing, told by a file and not by a person any more, or the other way round. Of several the nth is the nth.
    """
    waiting: dict[str, list[str]] = {}
    gone = sorted(gone)
    for identity in sorted(new) if gone else ():
        if (began := _began(identity)) is not None:
            waiting.setdefault(began, []).append(identity)
    return [
        (identity, same.pop(0))
        for identity in gone
        if (began := _began(identity)) is not None and (same := waiting.get(began))
    ]


def _began(identity: str) -> str | None:
    """The identity without the reference; None where its key has none beside a day."""
    began, day_and_ref, _ = identity.partition(" ")
    return began if day_and_ref else None


_NULL = "\\N"
_ESCAPES = str.maketrans({"\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v"})


def _text(words: str) -> str:
    return words if words.isprintable() and "\\" not in words else words.translate(_ESCAPES)


def _json(facts: Mapping[str, object] | None) -> str:
    """As jsonb gives it back: the shorter key first, then by bytes."""
    if facts is None:
        return _NULL
    ordered = {key: facts[key] for key in sorted(facts, key=lambda key: (len(key.encode()), key.encode()))}
    return json.dumps(ordered, ensure_ascii=False, default=str).replace("\\", "\\\\")
