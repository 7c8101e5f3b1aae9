"""Saying that somebody must not know where a child lives; that it holds after a move; correcting it; ending it.

It protects from the moment it commits, whatever day it is said for, and until somebody ends it: no day ends it, no
file, no move and no correction.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from seenheard.accounts.permissions import NotAllowed
from seenheard.trail.domain.reasons import in_letters, is_too_short

from ..domain.contradictions import of_day
from ..domain.days import day_of
from ..domain.places import HOME, PLACEMENT
from ..domain.protecting import CONFIRMED, ENDED, HELD, LAST, NAMED, PROTECTED, WHICH, WHO, WHY, Protection
from ..domain.typed import SOURCE
from ..models import Address, Child, Event
from ..queries.around import around
from ..queries.protected import guarded, held_now, protections_of
from .contradicting import refuse
from .telling_addresses import check_words
from .versions import NotThere, RecordedAlready, Saved, check_may_write, write_first, write_next

LONGEST = 300
WHICH_THERE_ARE = ("", PLACEMENT, HOME)
NARROWS = (
    "A correction cannot take the protection from an address. Say anew for which address it holds, then end this one, "
    "with the reason why they may know the other."
)


class EndedSince(RecordedAlready):
    """What this form said was kept, and has been ended since; nothing was changed by sending it again."""

    def __init__(self) -> None:
        NotAllowed.__init__(
            self,
            "What this form said was kept, and has been ended since: by it the address is not protected any more. To "
            "protect it again, open the form again.",
        )


class SaidAlready(NotAllowed):
    """The same people must not know the same address already; nothing was changed. `key`: of what says so."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__("This is said already, and stands. Nothing was changed.")


@transaction.atomic
def protect_address(
    *,
    children: Sequence[Child],
    who: str,
    why: str,
    from_on: date,
    key: str,
    by,
    at: datetime,
    which: str = "",
    keep_words: str = "",
) -> tuple[Saved, ...]:
    """Somebody must not know where these children live, for this reason; all or none, and from now.

    `from_on`: the day from which it is so, as the story tells it. `which`: placement, home, or every address. Of whom
    the same is said already, it stands. Raises NotAllowed (among it Contradicted, TellsAddress, EndedSince;
    SaidAlready: of all of them), NoSuchChild.
    """
    facts = {WHO: who, WHY: why, WHICH: which}
    saved: list[Saved] = []
    already: list[SaidAlready] = []
    for child in sorted(children, key=lambda child: child.pk):  # so that two saves lock children in one order
        own = key if len(children) == 1 else f"{key}:{child.public_id}"
        said: dict[str, Any] = {"kind": PROTECTED, "on": from_on, "facts": facts, "key": own, "keep_words": keep_words}
        try:
            saved.append(said_of_address(child=child, **said, by=by, at=at))
        except SaidAlready as sentence:
            already.append(sentence)
    if already and not saved:
        raise already[0]
    return (*saved, *(Saved(one.key, written=False) for one in already))


def protection_holds(*, child: Child, protection: str, key: str, by, at: datetime) -> Saved:
    """What was said before the child moved holds for the new address too. Raises NotAllowed, NoSuchChild, NotThere."""
    said = {"facts": {NAMED: protection}, "key": key, "keep_words": "", "by": by, "at": at}
    return said_of_address(child=child, kind=CONFIRMED, on=day_of(at), **said)


def end_protection(
    *, child: Child, protection: str, why: str, key: str, by, at: datetime, keep_words: str = ""
) -> Saved:
    """From now on these people may know the address; say why. Raises NotAllowed, NoSuchChild, NotThere."""
    said = {"facts": {NAMED: protection, WHY: why}, "key": key, "keep_words": keep_words, "by": by, "at": at}
    return said_of_address(child=child, kind=ENDED, on=day_of(at), **said)


@transaction.atomic
def correct_protection(
    *,
    child: Child,
    protection: str,
    who: str,
    reason: str,
    from_on: date,
    why: str,
    by,
    at: datetime,
    which: str = "",
    based_on: int | None = None,
    keep_words: str = "",
) -> Saved:
    """A new version of what was said, with `why` it is corrected; it protects on. `reason`: why they must not know.

    It may come to hold for more addresses and for none less. Raises NotAllowed (among it ChangedMeanwhile,
    TellsAddress), NoSuchChild, NotThere.
    """
    _lock(child, by, at)
    if _standing(child, protection).narrows(which):
        raise NotAllowed(NARROWS)
    facts = _checked(child, {WHO: who, WHY: reason, WHICH: which}, from_on, at, keep_words)
    return write_next(
        "event",
        child=child,
        key=protection,
        changes={
            "happened_on": from_on,
            "facts": facts | {NAMED: protection} | _held(child, _first(child, protection)),
        },
        why=why,
        what="corrected_address_protection",
        by=by,
        at=at,
        based_on=based_on,
        keep_words=keep_words,
    )


@transaction.atomic
def said_of_address(
    *, child: Child, kind: str, on: date, facts: Mapping[str, Any], key: str, keep_words: str, by, at: datetime
) -> Saved:
    """One of the three things that are said of it: that it is protected, still holds, or is over.

    Raises NotAllowed, NoSuchChild, NotThere (of what is to be confirmed or ended).
    """
    _lock(child, by, at)
    if kind == CONFIRMED and not guarded(child, day_of(at)).unanswered:
        return Saved(key, written=False)  # somebody has answered meanwhile, or pressed twice
    values, what = _values(child, kind, on, facts, key, at, keep_words)
    return write_first(
        "event",
        child=child,
        key=key,
        values={"kind": kind, "happened_on": on, "hour": None, "facts": values},
        what=what,
        by=by,
        at=at,
        why=values.get(WHY, ""),
        keep_words=keep_words,
    )


def _values(
    child: Child, kind: str, on: date, facts: Mapping[str, Any], key: str, at: datetime, keep_words: str
) -> tuple[dict[str, Any], str]:
    """What is kept, and the trail's verb for it."""
    stand = protections_of(child)
    first = _first(child, key)
    held = _held(child, first)
    if kind == PROTECTED:
        said = _checked(child, facts, on, at, keep_words)
        same = [one for one in stand if (one.who, one.which) == (said[WHO], said.get(WHICH, "")) and one.key != key]
        if same:
            raise SaidAlready(same[0].key)
        if first and first.kind == PROTECTED and all(one.key != key for one in stand):
            raise EndedSince
        return said | {NAMED: key} | held, "protected_address"
    if on != day_of(at):
        raise NotAllowed("This counts from today, and from no other day.")
    named = {NAMED: str(facts.get(NAMED) or (stand[0].key if len(stand) == 1 else ""))}
    if first is None:  # the same form sent again may end nothing any more: what it made is found by its key
        _standing(child, named[NAMED])
    if kind == CONFIRMED:
        return named | held, "confirmed_address_protection"
    return named | {WHY: _reason(facts.get(WHY), "Say why the address need not be protected any more")}, (
        "ended_address_protection"
    )


def _checked(child: Child, facts: Mapping[str, Any], on: date, at: datetime, keep_words: str) -> dict[str, Any]:
    """Who and why, as they are kept; NotAllowed where they say too little, or tell what is to be protected."""
    refuse((one for one in of_day(on, around(child), today=day_of(at), what="what happened") if not one.kept), "")
    who = str(facts.get(WHO) or "").strip()
    if len(who) < 2 or len(who) > LONGEST:
        raise NotAllowed(f"Say who must not know the address, in {LONGEST} letters or fewer.")
    which = facts.get(WHICH) or ""
    if which not in WHICH_THERE_ARE:
        raise NotAllowed("Choose which address must not be known.")
    said = {WHO: who, WHY: _reason(facts.get(WHY), "Say why they must not know the address")}
    said |= {WHICH: which} if which else {}
    # As if it stood already: the first to be told the address by mistake would be the readers of these very words.
    today = Address.objects.filter(Q(until_on=None) | Q(until_on__gt=on), child=child, known_until=None)
    meant = Protection("", who, "", which, on, "", 0, ())
    check_words(child, said, on=day_of(at), keep_because=keep_words, also=[r for r in today if meant.covers(r.kind)])
    return said


def _reason(why: Any, ask: str) -> str:
    why = str(why or "").strip()
    if is_too_short(why):
        raise NotAllowed(f"{in_letters(ask)}.")
    return why


def _standing(child: Child, key: str) -> Protection:
    """What was said and is not over. Raises NotThere."""
    found = next((one for one in protections_of(child) if one.key == key), None)
    if found is None:
        raise NotThere
    return found


def _first(child: Child, key: str) -> Event | None:
    """The first version of what was said under this key."""
    return Event.objects.filter(child=child, source=SOURCE, row_key=key).order_by("id").first()


def _held(child: Child, first: Event | None) -> dict[str, Any]:
    """Which rows of an address the record holds as this is written; the first version's, where there is one."""
    if first is None:
        return held_now(child)
    return {fact: first.facts[fact] for fact in (HELD, LAST) if fact in first.facts}


def _lock(child: Child, by, at: datetime) -> None:
    """As every write: whoever may write does, and two writers to one child take turns."""
    check_may_write(child, by, at)
    Child.objects.select_for_update(no_key=True).get(pk=child.pk)
