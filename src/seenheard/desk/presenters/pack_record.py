"""The review pack's parts from the record: what happened, visits, worries and actions, and what is owed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from seenheard.desk import words
from seenheard.desk.presenters.duties import duty
from seenheard.desk.presenters.to_do import OF_A_VISIT, SOMEBODY
from seenheard.duties.queries import Owed
from seenheard.record.domain.accounts import Told
from seenheard.record.domain.days import day_of
from seenheard.record.queries import Acting, Following, Raised
from seenheard.timescales.domain.standing import CANNOT_BE_JUDGED, is_open
from seenheard.ui.dates import short
from seenheard.ui.papers import Part, Side, Table, Words
from seenheard.ui.papers.paper import QUIET, SAID, STRONG
from seenheard.ui.standings import look
from seenheard.ui.words import capital, count

AHEAD = timedelta(weeks=4)
VISITS = frozenset(OF_A_VISIT)
# That an address is protected, and from whom, is no word for a paper that is handed round.
NOT_ON_PAPER = frozenset({"address_protected", "address_protection_confirmed", "address_protection_ended"})
Names = Mapping[str, str]
Label = Callable[[str, str], str]

NO_WORRY = "No worry was raised at a visit in this time, and no action is open."


def what_happened(told: Iterable[Told], label: Label) -> Part:
    """Everything of the story in the period but visits, earliest first."""
    rows = tuple(_row(one, label, "") for one in told if one.stands and one.happening.kind not in VISITS | NOT_ON_PAPER)
    if not rows:
        return Part("What happened", 3, (Words("Nothing is recorded in this time."),))
    return Part("What happened", 3, (Table("What is recorded of this time", ("When", "What"), rows),))


def visits(told: Iterable[Told], label: Label, said: Mapping[str, str]) -> Part:
    """Every visit in the period: who was seen, and what the child said."""
    made = [one for one in told if one.happening.kind in VISITS]
    if not made:
        return Part("Visits", 2, (Words("No visit is recorded in this time."),))
    rows = tuple(_row(one, label, said.get(str(one.happening.facts.get("visit")), "")) for one in made)
    return Part("Visits", 2, (Table(f"{capital(count(len(made), 'visit'))} in this time", ("When", "Visit"), rows),))


def _row(one: Told, label: Label, said: str) -> tuple[Side, Side]:
    kind, facts = one.happening.kind, one.happening.facts
    more = words.more(kind, facts, label)
    what = (Words(words.sentence(kind, facts, label)), Words(more, QUIET), Words(said, SAID))
    return Side((Words(short(one.happening.on)),)), Side(tuple(part for part in what if part.text))


def worries_and_actions(found: Following, names: Names, since: date | None, on: date) -> Part:
    """What nobody has decided about or what was raised since then; what is to be done, and what was done since then."""
    raised = [one for one in found.raised if one.on <= on and (not one.answered or since is None or one.on >= since)]
    acting = [one for one in found.acting if not one.done_on or since is None or one.done_on >= since]
    rows = (*(_worry(one, names) for one in raised), *(_action(one, names, on) for one in acting))
    if not rows:
        return Part("Worries and actions", 2, (Words(NO_WORRY),))
    table = Table("What was raised, and what is to be done about it", ("What", "How it stands"), rows)
    return Part("Worries and actions", 2, (table,))


def _worry(one: Raised, names: Names) -> tuple[Side, Side]:
    waits = "" if one.answered else "Nobody has decided yet what follows."
    stands = f"No action is needed: {one.no_action_why}" if one.no_action_why else waits or "An action follows from it."
    who = f"Raised by {names.get(one.by, SOMEBODY)} on {short(one.on)}."
    return Side((Words("A worry", STRONG), Words(one.words, SAID))), Side((Words(stands), Words(who, QUIET)))


def _action(one: Acting, names: Names, on: date) -> tuple[Side, Side]:
    late = "Late: it was" if one.due_on < on else "It is"
    stands = f"Done on {short(one.done_on)}: {one.outcome}" if one.done_on else f"{late} due by {short(one.due_on)}."
    who = f"{names.get(one.owned_by, SOMEBODY)} answers for it. Written down on {short(day_of(one.added_at))}."
    return Side((Words("An action", STRONG), Words(one.words, SAID))), Side((Words(stands), Words(who, QUIET)))


def duties(owed: Sequence[Owed], since: date | None, on: date) -> Iterator[Part]:
    """What is overdue or due within four weeks, then what ended since then; and how many cannot be judged."""
    judged = [one for one in owed if is_open(one.clock, on) and one.standing != CANNOT_BE_JUDGED]
    soon = [one for one in judged if one.clock.due_on and one.clock.due_on <= on + AHEAD]
    done = [one for one in owed if not is_open(one.clock, on) and one.clock.ended_on]
    ended = [one for one in done if since is None or (one.clock.ended_on or on) >= since]
    unjudged = sum(1 for one in owed if is_open(one.clock, on)) - len(judged)
    yield Part("What is owed to the child", 2, (Words("Worked out from the record and the law. Nobody rates a duty."),))
    yield _owed("Overdue, or due within four weeks", soon, on, "Nothing is overdue or due within four weeks.", unjudged)
    yield _owed("Ended in this time", ended, on, "No duty ended in this time.", 0)


def _owed(heading: str, owed: Iterable[Owed], on: date, none: str, unjudged: int) -> Part:
    rows = tuple(_duty(one, on) for one in owed)
    table = Table(capital(count(len(rows), "duty", "duties")), ("How it stands", "Duty"), rows)
    under: tuple[Words | Table, ...] = (table,) if rows else (Words(none),)
    more = f"{capital(count(unjudged, 'duty', 'duties'))} cannot be judged: no file tells us enough."
    return Part(heading, 3, (*under, Words(more, QUIET)) if unjudged else under)


def _duty(one: Owed, on: date) -> tuple[Side, Side]:
    shown = duty(one, on)
    how = (Words(look(shown.standing).words, STRONG), Words(shown.when, QUIET))
    return Side(tuple(part for part in how if part.text)), Side((Words(shown.what), Words(shown.why, QUIET)))
