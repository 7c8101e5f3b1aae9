"""What an administrator is told of prompts: messages that did not go, and prompts that nobody is there to have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from seenheard.accounts import queries as accounts
from seenheard.prompts import queries
from seenheard.prompts.domain.letters import ALARM, DIGEST, OPENED, ROUND, SET_UP, SHUT_OUT, TODAY
from seenheard.ui.dates import moment, short
from seenheard.ui.words import count

NOBODY = "nobody who works with children is there to have them, or all who are may not know of them."
KINDS = {
    DIGEST: "The digest of the day",
    TODAY: "What may not wait",
    OPENED: "A record opened in an emergency",
    SET_UP: "A set-up link",
    SHUT_OUT: "A record restricted to others",
    ROUND: "A carer is asked, or reminded",
    ALARM: "Something said about safety",
}


@dataclass(frozen=True)
class Messages:
    """The page. It names people who work here, and nothing about any child."""

    title: str
    heading: str
    ownerless: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str


def messages(*, on: date) -> Messages:
    """Messages of the last seven days that could not be sent, the latest first."""
    failed = queries.not_arrived(on=on)
    names = accounts.names(one.person for one in failed)
    return Messages(
        title="Messages",
        heading="Messages",
        ownerless=_ownerless(queries.ownerless(on=on)),
        head=("To", "What", "Of", "Tried last", "Tries", "Why not"),
        rows=tuple(
            (
                _to(one.person, names),
                KINDS[one.kind],
                short(one.on),
                moment(one.failed_at),
                str(one.tries),
                one.why,
            )
            for one in failed
        ),
        empty="Every message of the last seven days was sent.",
    )


def _to(person: str, names: Mapping[str, str]) -> str:
    """The name of a person, or the address that is read by whoever is on duty."""
    return person if "@" in person else names.get(person, "Somebody who is not here")


def _ownerless(number: int) -> str:
    if not number:
        return ""
    prompts = count(number, "prompt has", "prompts have")
    return f"{prompts} no owner: {NOBODY} Make somebody a service manager."
