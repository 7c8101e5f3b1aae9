"""What was raised of one child, what was decided about it and what is to be done: each step with who and since when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from django.db import connection

from ..domain.typed import SOURCE
from ..models import Child
from .facts import stored_in
from .parts import not_kept
from .seeing import find

ISSUE = "issue/"


@dataclass(frozen=True, slots=True)
class Raised:
    """A worry, who raised it, and why no action is needed if somebody has said so. `answered`: in either way."""

    key: str
    words: str
    on: date
    by: str
    at: datetime
    answered: bool
    no_action_why: str
    decided_by: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class Acting:
    """Something to be done by somebody, who said so, and what came of it. `worry`: in the words in which it was raised,
    where it arises from one; `arising_from`: what it arises from, by reference."""

    key: str
    words: str
    added_by: str
    added_at: datetime
    owned_by: str
    due_on: date
    done_on: date | None
    done_by: str
    outcome: str
    worry: str
    arising_from: str
    kept_from: str = ""


@dataclass(frozen=True, slots=True)
class Following:
    """All worries as they were raised, and all actions by the day they are due; nothing that was taken back."""

    raised: tuple[Raised, ...] = ()
    acting: tuple[Acting, ...] = ()

    @property
    def undecided(self) -> tuple[Raised, ...]:
        """The worries about which nobody has decided yet."""
        return tuple(one for one in self.raised if not one.answered)

    @property
    def to_do(self) -> tuple[Acting, ...]:
        """The actions that are not done yet."""
        return tuple(one for one in self.acting if one.done_on is None)

    @property
    def people(self) -> set[str]:
        """The public ids of everybody named here."""
        raised = {who for one in self.raised for who in (one.by, one.decided_by)}
        return (raised | {who for one in self.acting for who in (one.added_by, one.owned_by, one.done_by)}) - {""}


class Version(NamedTuple):
    """One version of a worry or an action, whether or not it stands; `row` in the order of writing."""

    name: str
    key: str
    by: str
    at: datetime
    stands: bool
    words: str
    raised_on: date | None
    no_action_why: str
    owned_by: str
    due_on: date | None
    done_on: date | None
    outcome: str
    arising_from: str
    kept_from: str
    row: int


VERSIONS = """
SELECT 'issue', row_key, recorded_by, known_from, known_until IS NULL AND withdrawn IS NOT TRUE, words, raised_on,
       coalesce(no_action_why, ''), '', NULL::date, NULL::date, '', '', '', id
FROM {issue} WHERE child_id = %(child)s AND source = '{source}'
UNION ALL
SELECT 'child_action', row_key, recorded_by, known_from, known_until IS NULL AND withdrawn IS NOT TRUE, words, NULL,
       '', owned_by, due_on, done_on, coalesce(outcome, ''), coalesce(arising_from, ''),
       coalesce(kept_from, ''), id
FROM {child_action} WHERE child_id = %(child)s AND source = '{source}'
"""


@cache
def question() -> str:
    """SQL for every version of what was raised of the child `%(child)s` and is to be done: a `Version` each."""
    return VERSIONS.format(issue=stored_in("issue"), child_action=stored_in("child_action"), source=SOURCE)


def following(*, viewer, child: Child, on: date) -> Following:
    """One query, also for a child whose record was opened for a time and found so. Raises NoSuchChild."""
    find(viewer=viewer, child=child, on=on)
    with connection.cursor() as cursor:
        cursor.execute(question(), {"child": child.pk})
        return shown(viewer, child, put_together(Version(*row) for row in cursor.fetchall()))


def shown(viewer, child: Child, found: Following) -> Following:
    """For the queries of this room: what of it is not kept from this person."""
    return replace(found, acting=tuple(not_kept(viewer, child, found.acting)))


def put_together(told: Iterable[Version]) -> Following:
    """For the queries of this room: what these versions come to. No query."""
    versions: dict[tuple[str, str], list[Version]] = {}
    for one in sorted(told, key=lambda one: (one.name, one.row)):
        versions.setdefault((one.name, one.key), []).append(one)
    stand = {one: rows for one, rows in versions.items() if rows[-1].stands}
    acting = [_acting(rows, stand) for (name, _), rows in stand.items() if name == "child_action"]
    answered = {rows[-1].arising_from for (name, _), rows in stand.items() if name == "child_action"}
    raised = [_raised(rows, answered) for (name, _), rows in stand.items() if name == "issue"]
    return Following(tuple(sorted(raised, key=lambda one: one.on)), tuple(sorted(acting, key=lambda one: one.due_on)))


def _raised(rows: Sequence[Version], answered: set[str]) -> Raised:
    first, last = rows[0], rows[-1]
    decided = next((one for one in rows if one.no_action_why), None) if last.no_action_why else None
    return Raised(
        key=last.key,
        words=last.words,
        on=_day(last.raised_on),
        by=first.by,
        at=first.at,
        answered=bool(last.no_action_why) or f"{ISSUE}{last.key}" in answered,
        no_action_why=last.no_action_why,
        decided_by=decided.by if decided else "",
        decided_at=decided.at if decided else None,
    )


def _acting(rows: Sequence[Version], stand: dict[tuple[str, str], list[Version]]) -> Acting:
    first, last = rows[0], rows[-1]
    done = next((one for one in rows if one.done_on), None) if last.done_on else None
    arises = stand.get(("issue", last.arising_from.removeprefix(ISSUE))) if last.arising_from else None
    return Acting(
        key=last.key,
        words=last.words,
        added_by=first.by,
        added_at=first.at,
        owned_by=last.owned_by,
        due_on=_day(last.due_on),
        done_on=last.done_on,
        done_by=done.by if done else "",
        outcome=last.outcome,
        worry=arises[-1].words if arises else "",
        arising_from=last.arising_from,
        kept_from=last.kept_from,
    )


def _day(day: Any) -> date:
    """A worry has the day on which it was raised, an action the day by which it is due: none is made without."""
    if day is None:
        raise ValueError("a worry or an action without its day")
    return day
