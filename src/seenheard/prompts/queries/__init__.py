"""What needs doing: on one person's list, on everybody's, for one child; and what became of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from seenheard.lib.sight import seeing_everything
from seenheard.record import queries as record_queries
from seenheard.timescales import queries as timescales_queries
from seenheard.ui.paging import PER_PAGE, Paged

from ..domain.causes import OTHER_CAUSES, Named
from ..domain.letters import ROUND, ROUND_ASKED
from ..domain.owners import is_kept_from
from ..models import Message, Step
from . import counting
from .at_once import told_next, told_next_from
from .raised import Was, raised
from .staffing import Whose, owners, staff_on
from .standing import WEEK, Asked, Numbers, Standing, all_of, asked_by, page_of
from .ticked import Ticked, ticked

UNKNOWN = Named("Something that this version does not know", "Ask whoever looks after the system.")
LONGEST_PAGE_NUMBER = 6  # digits: no list is longer, and the database counts no further than it can


@dataclass(frozen=True, slots=True)
class OnList:
    """One page of a list of prompts, the worst child first, and the numbers of the whole list."""

    paged: Paged
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened to one prompt, the first of them first; `by` and `to` are public ids."""

    cause: str
    key: str
    what: str
    at: datetime
    by: str
    to: str
    opened_on: date
    act_by_on: date
    outcome: str


def mine(*, viewer, on: date, causes: Collection[str] | None = None, page=1, filters=None) -> OnList:
    """What falls to this person on this day: as worker, as cover, as manager, as reviewing officer, or handed on."""
    return _on_list(asked_by(viewer, on, causes), page, filters)


def everybodys(
    *,
    viewer,
    on: date,
    teams: Collection[str] | None = None,
    causes: Collection[str] | None = None,
    unseen_for: int | None = None,
    page=1,
    filters=None,
) -> OnList:
    """What stands for the children this person may see, whosever it is; with `unseen_for`, what nobody has seen
    although it has stood for so many days."""
    kept = record_queries.kept(viewer=viewer, on=on)
    return _on_list(Asked(viewer, on, kept, teams=teams, causes=causes, unseen_for=unseen_for), page, filters)


def all_mine(*, viewer, on: date) -> list[Standing]:
    """The whole of `mine`, for the command line."""
    return all_of(asked_by(viewer, on))


def all_standing(
    *, viewer, on: date, teams: Collection[str] | None = None, causes: Collection[str] | None = None
) -> list[Standing]:
    """The whole of `everybodys`, for the command line and for the system."""
    return all_of(Asked(viewer, on, record_queries.kept(viewer=viewer, on=on), teams=teams, causes=causes))


def history_of(*, viewer, child, on: date) -> tuple[Happened, ...]:
    """What happened to the prompts of one child, in its order. Raises NoSuchChild for who may not know of the child."""
    child = record_queries.child_for(viewer=viewer, public_id=child.public_id, on=on)
    rows = Step.objects.filter(child=child).order_by("id")
    columns = ("what", "at", "by", "to", "opened_on", "act_by_on", "outcome")
    told = rows.values_list("prompt__facts", "prompt__cause", "prompt__key", *columns)
    parts = record_queries.parts_to(viewer, child)
    return tuple(Happened(*row) for facts, *row in told if not is_kept_from(parts, facts))


def named(cause: str) -> Named:
    """What is said of a cause and what is to be done: a rule's own words, or those of a cause that is none."""
    rule = timescales_queries.rules().get(cause)
    return Named(rule.title, rule.says) if rule else OTHER_CAUSES.get(cause, UNKNOWN)


def not_arrived(*, on: date, person: str | None = None) -> tuple[Message, ...]:
    """Messages of the last week that could not be sent, the latest first: of one person, or everybody's."""
    week = Message.objects.filter(sent_at=None, failed_at__isnull=False, on__gt=on - WEEK, on__lte=on)
    found = week if person is None else week.filter(person=person)
    return tuple(found.order_by("-failed_at", "-id"))


def asked_by_rounds(*, since: date) -> dict[tuple[str, str], date]:
    """On which day the message that asks was made, from `since` on: by the round and the person, as public ids."""
    made = Message.objects.filter(kind=ROUND, key__startswith=f"{ROUND_ASKED}:", on__gte=since)
    return {(key.split(":")[2], person): on for key, person, on in made.values_list("key", "person", "on")}


@seeing_everything("how much has no owner is a number, for administrators, who see no child")
def ownerless(*, on: date) -> int:
    """How many prompts nobody who works with children is there to have."""
    return max((tally.ownerless for tally in counting.by_person(on).values()), default=0)


def _on_list(asked: Asked, page, filters) -> OnList:
    number = _page_number(page)
    found, numbers = page_of(asked, number=number)
    if not found and number > 1:  # a page that is no longer there
        number = 1
        found, numbers = page_of(asked, number=number)
    pages = max(1, -(-numbers.prompts // PER_PAGE))
    kept = urlencode({name: value for name, value in (filters or {}).items() if value})
    return OnList(Paged(tuple(found), number, pages, numbers.prompts, kept), numbers)


def _page_number(asked: int | str | None) -> int:
    words = str(asked or "")
    return max(1, int(words)) if words.isdecimal() and len(words) <= LONGEST_PAGE_NUMBER else 1


__all__ = [
    "Happened",
    "Numbers",
    "OnList",
    "Standing",
    "Ticked",
    "Was",
    "Whose",
    "all_mine",
    "all_standing",
    "asked_by_rounds",
    "everybodys",
    "history_of",
    "mine",
    "named",
    "not_arrived",
    "ownerless",
    "owners",
    "raised",
    "staff_on",
    "ticked",
    "told_next",
    "told_next_from",
]
