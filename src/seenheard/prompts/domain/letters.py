"""What a message says: counts and a link. No name, no rule, nothing about any child."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from seenheard.accounts.domain.rights import waiting

DIGEST, TODAY, OPENED, SET_UP, SHUT_OUT = "digest", "today", "opened", "set_up", "shut_out"
ALARM, ROUND = "alarm", "round"
ROUND_ASKED, ROUND_AGAIN = f"{ROUND}:asked", f"{ROUND}:again"  # what the keys of such messages begin with


@dataclass(frozen=True, slots=True)
class Letter:
    """The words of one message."""

    subject: str
    body: str


def letter(kind: str, counts: Mapping[str, Any], *, address: str, council: str) -> Letter:
    """The message of this kind. `address`: where the reader goes from here; `council`: whose Seen & Heard this is."""
    if kind == TODAY:
        return Letter("Something may not wait", _told(["One thing needs somebody today.", TAKE_IT], address, counts))
    if kind == ALARM:
        return Letter("Something may not wait", _told([NOT_SAFE, TAKE_IT, *_reference(counts)], address, counts))
    if kind == ROUND:
        again = counts.get("again")
        subject = "Your answers are still waited for" if again else "You are asked for your answers"
        said = [ASKS_AGAIN if again else ASKS, UNTIL.format(day=counts["until"])]
        return Letter(subject, _told(said, address, counts))
    if kind == OPENED:
        return Letter("A record was opened in an emergency", _told([LOOK, *_reference(counts)], address, counts))
    if kind == SHUT_OUT:
        said = [RESTRICTED, *_reference(counts)]
        return Letter("A record is open to named people only", _told(said, address, counts))
    if kind == SET_UP:
        return Letter("Set up your Seen & Heard account", _told([NEW.format(council=council), ONCE], address, counts))
    if counts.get("ownerless"):
        number = counts["ownerless"]
        subject = f"{number:,} {_plural(number, 'prompt has', 'prompts have')} no owner"
        return Letter(subject, _told([f"{subject}.", NO_OWNER, *_to_agree(counts)], address, counts))
    if not counts["prompts"]:
        (sentence,) = _to_agree(counts)
        return Letter(sentence.rstrip("."), _told([sentence, AGREE], address, counts))
    number = counts["prompts"]
    subject = f"{number:,} {_plural(number, 'thing needs', 'things need')} you"
    return Letter(subject, _told([f"{subject}, for {_children(counts['children'])}.", *_more(counts)], address, counts))


TAKE_IT = "Say “I have this” if you do. If nobody has said so within {minutes} minutes, the next person is told."
NOT_SAFE = "Somebody has said something about safety that a person has to read now."
ASKS = "A few questions wait for you in Seen & Heard. They take about five minutes."
ASKS_AGAIN = (
    "Some questions still wait for you in Seen & Heard. They take about five minutes. This is the one reminder."
)
UNTIL = "You can answer until the end of {day}. If you have answered since, there is nothing to do."
NEW = (
    "You have an account in Seen & Heard at {council}. This link sets "
    "your password; after that you set up a second step."
)
ONCE = "It works once, for three days. Give it to nobody. If you did not expect it, tell whoever looks after accounts."
LOOK = "Somebody opened a child’s record by break-glass. It waits for you under Looks to judge."
RESTRICTED = (
    "A service manager has restricted a record that you worked with, and you are not among the people named. You see "
    "it no more, and nothing of it is asked of you. If you have to go on with it, ask a service manager, with the "
    "reference."
)
NO_OWNER = (
    "Nobody who works with children has an account that is switched on, or a child keeps it from all who have. "
    "Make somebody else a service manager."
)

AGREE = "Agree to it or refuse it under To agree."


def _reference(counts: Mapping[str, Any]) -> list[str]:
    return [f"Reference: {counts['reference']}."]


def _told(sentences: list[str], address: str, counts: Mapping[str, Any]) -> str:
    said = " ".join(sentences).replace("{minutes}", str(counts.get("minutes", "")))
    return f"{said}\n\n{address}\n"


def _more(counts: Mapping[str, int]) -> list[str]:
    late, unseen = counts.get("late", 0), counts.get("unseen", 0)
    said = [f"{late:,} {_plural(late, 'is past its day', 'are past their day')}."] if late else []
    return [*said, *([f"{unseen:,} {_plural(unseen, 'is', 'are')} new."] if unseen else []), *_to_agree(counts)]


def _to_agree(counts: Mapping[str, int]) -> list[str]:
    sentence = waiting(counts.get("to_agree", 0))
    return [sentence] if sentence else []


def _children(number: int) -> str:
    return f"{number:,} {_plural(number, 'child', 'children')}"


def _plural(number: int, one: str, many: str) -> str:
    return one if number == 1 else many
