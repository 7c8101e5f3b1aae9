"""The page of what waits for a second person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from seenheard.accounts.models import Asked, AskedRight
from seenheard.accounts.presenters.pages import Headed
from seenheard.accounts.presenters.rights import keys, sentence
from seenheard.ui import dates
from seenheard.ui.parts import Link, Row

WHOSE_LINK = (
    "Whoever is given the set-up link afterwards is this person to everybody here. Agree when you know from the "
    "person that they need it."
)
WHOSE_MAIL = (
    "A set-up link is sent to this e-mail address: whoever reads it there is this person to everybody here. Agree when "
    "you know from the person that they need it."
)
LINK_SENT = "A set-up link is sent to this e-mail address. Agree when you know that it is theirs."


@dataclass(frozen=True)
class ToSettle:
    """One thing asked for; `held_back` says why this viewer is not the second person for it."""

    says: str
    rows: tuple[Row, ...]
    held_back: str
    agree_url: str
    refuse_url: str


@dataclass(frozen=True)
class Waiting(Headed):
    """Everything that waits for a second person, the longest first."""

    title: str
    asked: tuple[ToSettle, ...]
    paged: Any
    back: Link | None = None
    caption: str = ""
    as_at: str = ""


def waiting(
    paged, names: Mapping[str, str], held_back: Mapping[AskedRight, str], every: Iterable[AskedRight], *, sent: bool
) -> Waiting:
    """`every`: all that waits for the people of this page, wherever it stands; `sent`: set-up links go by e-mail."""
    besides = {one: [sentence(other, names) for other in every if _is_another(other, one)] for one in paged.items}
    asked = tuple(_to_settle(one, held_back[one], sentence(one, names), besides[one], sent) for one in paged.items)
    return Waiting(title="Waiting for a second person", asked=asked, paged=paged)


def _is_another(other: AskedRight, one: AskedRight) -> bool:
    return other.person_id == one.person_id and other != one


def _to_settle(asked: AskedRight, held_back: str, says: str, besides: list[str], sent: bool) -> ToSettle:
    return ToSettle(
        says=says,
        rows=(*_rows(asked, sent), *(Row("Waits as well", one) for one in besides)),
        held_back=held_back,
        agree_url=reverse("accounts:agree", args=[asked.public_id]),
        refuse_url=reverse("accounts:refuse", args=[asked.public_id]),
    )


def _rows(asked: AskedRight, sent: bool):
    person = asked.person
    yield Row("Who", person.name, note=person.email)
    yield Row("Asked on", dates.short(asked.at.date()))
    if asked.what == Asked.CHANGE_ROLE:
        yield Row("Now", keys(person.role, person.worker_refs, person.team_refs))
        yield Row("If you agree", keys(asked.role, asked.worker_refs, asked.team_refs))
    elif asked.what == Asked.REMOVE_SECOND_FACTOR:
        yield Row("If you agree", WHOSE_MAIL if sent else WHOSE_LINK)
    else:
        note = LINK_SENT if sent and asked.what == Asked.INVITE else ""
        yield Row("If you agree", f"Can sign in as {keys(asked.role, asked.worker_refs, asked.team_refs)}", note=note)
