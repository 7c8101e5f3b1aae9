"""Recording a visit: to one child, or to several at one address in one go, each with their own part."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from seenheard.accounts import queries as accounts
from seenheard.accounts.permissions import NotAllowed

from ..domain.contradictions import Contradiction, Seen, of_visit
from ..domain.days import day_of
from ..domain.typed import PLACES
from ..models import Child, Professional
from ..permissions import can_record
from ..queries.around import around
from .contradicting import refuse
from .versions import Saved, open_version, write_first, write_next


@dataclass(frozen=True, slots=True)
class Part:
    """One child's part of a visit. `issues`: what worried somebody, each to be answered."""

    child: Child
    seen: bool | None
    seen_alone: bool | None = None
    bedroom_seen: bool | None = None
    why_not_seen: str = ""
    why_not_alone: str = ""
    said: str = ""
    noticed: str = ""
    issues: tuple[str, ...] = ()
    kept_why: str = ""
    keep_words: str = ""  # why words are kept that may tell a protected address
    left_home_on: date | None = None

    @property
    def answers(self) -> Seen:
        """What of this can contradict itself."""
        return Seen(self.seen, self.seen_alone, self.bedroom_seen, self.said, self.why_not_seen, self.why_not_alone)


class VisitContradicted(NotAllowed):
    """What was typed cannot be right; nothing was kept. `found`: for each child (public id), what."""

    def __init__(self, found: dict[str, tuple[Contradiction, ...]]) -> None:
        self.found = found
        super().__init__(" ".join(f"{one.says}." for many in found.values() for one in many))


@transaction.atomic
def record_visit(
    *,
    visited_on: date,
    place: str,
    parts: Sequence[Part],
    key: str,
    by,
    at: datetime,
    hour: str = "",
    made_by: str = "",
    made_with: str = "",
) -> tuple[Saved, ...]:
    """One visit, a version for each child; all or none. `key` names the form: sent twice, it makes one visit.

    `made_by`: the public id of the colleague who went, where it was not `by`; whoever types it has recorded it.

    Raises VisitContradicted (unless a part's `kept_why` says why something strange is so), NotAllowed, NoSuchChild.
    """
    if place not in PLACES:
        raise NotAllowed("Choose where the child was visited.")
    visitor = _visitor(made_by, by)
    ordered = sorted(parts, key=lambda part: part.child.pk)  # so that two saves lock children in one order
    # Before anything is compared: of two people who record the same visit at once, the second is to know of the first.
    list(Child.objects.select_for_update(no_key=True).filter(pk__in=[part.child.pk for part in ordered]).order_by("pk"))
    _check_all(ordered, visited_on, key, at)
    whole = {
        "visited_on": visited_on,
        "hour": hour or None,
        "made_by": str(visitor.public_id),
        "made_with": made_with or None,
        "qualified": is_registered(visitor),
        "place": place,
        "written_on": day_of(at),
        "together": key if len(ordered) > 1 else None,
    }
    return tuple(_record(part, whole, key, by, at) for part in ordered)


def correct_visit(
    *,
    child: Child,
    key: str,
    visited_on: date,
    place: str,
    part: Part,
    why: str,
    by,
    at: datetime,
    made_by: str = "",
    made_with: str = "",
    based_on: int | None = None,
) -> Saved:
    """A new version of one child's part, with why. Raises VisitContradicted, NotAllowed, NoSuchChild, NotThere."""
    _check_all([part], visited_on, key.split(":")[0], at)
    changes = {"visited_on": visited_on, "place": place, "made_with": made_with or None, **_values(part)}
    if made_by and made_by != open_version("visit", child=child, key=key).made_by:
        visitor = _visitor(made_by, by)
        changes |= {"made_by": made_by, "qualified": is_registered(visitor)}
    return write_next(
        "visit",
        child=child,
        key=key,
        changes=changes,
        why=why,
        what="corrected_visit",
        by=by,
        at=at,
        based_on=based_on,
        keep_words=part.keep_words,
    )


def _visitor(made_by: str, by):
    """Who went: whoever types it, or a colleague who works with children. Raises NotAllowed."""
    if not made_by or made_by == str(by.public_id):
        return by
    found = accounts.active_person(made_by)
    if found is None or not can_record(found):
        raise NotAllowed("Choose who went: somebody who works with children here.")
    return found


def is_registered(person) -> bool | None:
    """Whether a social work registration of this person is on record; None where no staff list names them."""
    if not person.worker_refs:
        return None
    refs = list(person.worker_refs)
    rows = Professional.objects.filter(known_until__isnull=True)
    numbers = list(rows.filter(professional_ref__in=refs).values_list("registration_no", flat=True))
    numbers += list(rows.filter(registration_no__in=refs).values_list("registration_no", flat=True))
    return any(numbers) if numbers else None


def key_of(key: str, child: Child) -> str:
    """The key of one child's part of a visit."""
    return f"{key}:{child.public_id}"


def _check_all(parts: Collection[Part], visited_on: date, key: str, at: datetime) -> None:
    found = {}
    for part in parts:
        known = around(part.child, visited_on=visited_on, left_home_on=part.left_home_on, key=key_of(key, part.child))
        wrong = tuple(of_visit(visited_on, part.answers, known, today=day_of(at)))
        try:
            refuse(wrong, part.kept_why)
        except NotAllowed:
            found[str(part.child.public_id)] = wrong
    if found:
        raise VisitContradicted(found)


def _record(part: Part, whole: dict, key: str, by, at: datetime) -> Saved:
    own = key_of(key, part.child)
    said = {"child": part.child, "by": by, "at": at, "keep_words": part.keep_words}
    saved = write_first("visit", key=own, values=whole | _values(part), what="recorded_visit", **said)
    if saved.written:
        for number, words in enumerate(part.issues, 1):
            values = {"raised_on": whole["visited_on"], "words": words, "arising_from": f"visit/{own}"}
            write_first("issue", key=f"{own}:{number}", values=values, what="raised_issue", **said)
    return saved


def _values(part: Part) -> dict:
    return {
        "seen": part.seen,
        "seen_alone": part.seen_alone,
        "bedroom_seen": part.bedroom_seen,
        **{
            name: getattr(part, name) or None
            for name in ("why_not_seen", "why_not_alone", "said", "noticed", "kept_why")
        },
    }
