"""Issues and actions: what was raised is answered, by something to do or by why nothing is needed; and bookings."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from seenheard.accounts import queries as accounts
from seenheard.accounts.permissions import NotAllowed
from seenheard.trail.domain.reasons import in_letters, is_too_short

from ..domain.days import day_of
from ..domain.parts import is_kept
from ..models import Child
from ..queries.parts import parts_to
from ..queries.seeing import sees
from .versions import ChangedMeanwhile, NotThere, Saved, open_version, write_first, write_next

BOOKED, CANCELLED = "booked", "cancelled"  # "cannot be met", too, was said of bookings until November 2026
KEPT_FROM_OWNER = (
    "The child keeps what this is about from the person you chose, who is not shown it. Choose somebody else to do it."
)
LONGEST = 2_000  # letters of an action: one thing to do, not a report


def raise_issue(
    *,
    child: Child,
    words: str,
    on: date,
    key: str,
    by,
    at: datetime,
    arising_from: str = "",
    keep_words: str = "",
) -> Saved:
    """Something that worries somebody. Raises NotAllowed, NoSuchChild."""
    values = {"raised_on": on, "words": _said(words, "Say what worries you"), "arising_from": arising_from or None}
    return write_first(
        "issue", child=child, key=key, values=values, what="raised_issue", by=by, at=at, keep_words=keep_words
    )


def answer_issue(
    *,
    child: Child,
    key: str,
    no_action_why: str,
    by,
    at: datetime,
    based_on: int | None = None,
    keep_words: str = "",
) -> Saved:
    """No action is needed, because. Raises NotAllowed, NoSuchChild, NotThere."""
    if is_too_short(no_action_why):
        raise NotAllowed(f"{in_letters('Say why no action is needed')}.")
    changes = {"no_action_why": no_action_why.strip()}
    return write_next(
        "issue",
        child=child,
        key=key,
        changes=changes,
        why="",
        what="answered_issue",
        by=by,
        at=at,
        reason_needed=False,
        based_on=based_on,
        keep_words=keep_words,
    )


def add_action(
    *,
    child: Child,
    words: str,
    owned_by: str,
    due_on: date,
    key: str,
    by,
    at: datetime,
    arising_from: str = "",
    kept_from: Collection[str] = (),
    keep_words: str = "",
) -> Saved:
    """Something that a person (public id) is to do by a day. Raises NotAllowed, NoSuchChild.

    `kept_from`: of worker and manager those from whom the child keeps what it is about. They are never shown it.
    """
    if due_on < day_of(at):
        raise NotAllowed("The day by which it is to be done has passed already.")
    kept = " ".join(sorted(kept_from))
    values = {
        "words": _said(words, "Say what is to be done"),
        "owned_by": _owner(owned_by, child, day_of(at), kept),
        "due_on": due_on,
        "arising_from": arising_from or None,
        "kept_from": kept or None,
    }
    return write_first(
        "child_action", child=child, key=key, values=values, what="added_action", by=by, at=at, keep_words=keep_words
    )


@transaction.atomic
def answer_with_action(
    *,
    child: Child,
    issue: str,
    words: str,
    owned_by: str,
    due_on: date,
    key: str,
    by,
    at: datetime,
    based_on: int | None = None,
    keep_words: str = "",
) -> Saved:
    """An action that answers an issue. Raises NotAllowed (among it ChangedMeanwhile), NoSuchChild, NotThere."""
    if based_on is not None and open_version("issue", child=child, key=issue).pk != based_on:
        raise ChangedMeanwhile
    return add_action(
        child=child,
        words=words,
        owned_by=owned_by,
        due_on=due_on,
        key=key,
        by=by,
        at=at,
        arising_from=f"issue/{issue}",
        keep_words=keep_words,
    )


def finish_action(
    *,
    child: Child,
    key: str,
    done_on: date,
    outcome: str,
    by,
    at: datetime,
    based_on: int | None = None,
    keep_words: str = "",
) -> Saved:
    """Done, and what came of it. Raises NotAllowed, NoSuchChild, NotThere."""
    if done_on > day_of(at):
        raise NotAllowed("The day on which it was done has not come yet.")
    _not_kept(child, key, by)
    changes = {"done_on": done_on, "outcome": _said(outcome, "Say what came of it")}
    said = {"based_on": based_on, "keep_words": keep_words}
    return _change_action(child, key, changes, "finished_action", by, at, why="", reason_needed=False, **said)


def hand_on_action(
    *,
    child: Child,
    key: str,
    owned_by: str,
    due_on: date,
    why: str,
    by,
    at: datetime,
    based_on: int | None = None,
    keep_words: str = "",
) -> Saved:
    """Another owner or another day, with why. Raises NotAllowed, NoSuchChild, NotThere."""
    kept_from = _not_kept(child, key, by)
    changes = {"owned_by": _owner(owned_by, child, day_of(at), kept_from), "due_on": due_on}
    said = {"based_on": based_on, "keep_words": keep_words}
    return _change_action(child, key, changes, "changed_action", by, at, why=why, **said)


def book(*, child: Child, kind: str, planned_on: date, key: str, by, at: datetime, hour: str = "") -> Saved:
    """A visit, review or assessment on a day to come. Raises NotAllowed, NoSuchChild."""
    if planned_on < day_of(at):
        raise NotAllowed("The day has passed already. Record what happened instead of booking it.")
    values = {"kind": kind, "planned_on": planned_on, "hour": hour or None, "booked_on": day_of(at), "state": BOOKED}
    return write_first("booking", child=child, key=key, values=values, what="booked", by=by, at=at)


def cancel_booking(*, child: Child, key: str, why: str, by, at: datetime, keep_words: str = "") -> Saved:
    """The booking falls through, with why. Raises NotAllowed, NoSuchChild, NotThere."""
    changes = {"state": CANCELLED, "why": why}
    return write_next(
        "booking",
        child=child,
        key=key,
        changes=changes,
        why=why,
        what="cancelled_booking",
        by=by,
        at=at,
        keep_words=keep_words,
    )


def _change_action(child, key, changes, what, by, at, *, why, based_on, keep_words, reason_needed=True) -> Saved:
    return write_next(
        "child_action",
        child=child,
        key=key,
        changes=changes,
        why=why,
        what=what,
        by=by,
        at=at,
        reason_needed=reason_needed,
        based_on=based_on,
        keep_words=keep_words,
    )


def _said(words: str, ask: str) -> str:
    words = words.strip()
    if not words:
        raise NotAllowed(f"{ask}.")
    if len(words) > LONGEST:
        raise NotAllowed(f"{ask} in {LONGEST:,} letters or fewer.")
    return words


def _not_kept(child: Child, key: str, by) -> str:
    """From whom the action is kept. Raises NotThere: also where it is kept from this person."""
    kept_from = open_version("child_action", child=child, key=key).kept_from or ""
    if kept_from and is_kept(kept_from, parts_to(by, child)):
        raise NotThere
    return kept_from


def _owner(public_id: str, child: Child, on: date, kept_from: str = "") -> str:
    """Somebody who can still sign in and sees the child: an action of anybody else would be in nobody's list. Nobody
    from whom the child keeps what it is about."""
    person = accounts.active_person(public_id)
    if person is None:
        raise NotAllowed("Choose somebody whose account is in use to own this.")
    if not sees(viewer=person, child=child, on=on):
        raise NotAllowed("Choose somebody who sees this child to own this.")
    if kept_from and is_kept(kept_from, parts_to(person, child)):
        raise NotAllowed(KEPT_FROM_OWNER)
    return str(public_id)
