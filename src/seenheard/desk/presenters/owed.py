"""What is owed to one child, by part of life, today or as at a day gone by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from urllib.parse import urlencode

from django.urls import reverse

from seenheard.desk.forms import AsAtForm
from seenheard.desk.presenters.duties import duty, reader_of, was_missed
from seenheard.desk.presenters.looking import Looking
from seenheard.desk.presenters.to_do import SOMEBODY, booking_note
from seenheard.duties import queries as duties_queries
from seenheard.duties.domain.causes import act_by_on, key_of
from seenheard.duties.domain.comparisons import only_held
from seenheard.duties.queries import LOOK_AHEAD, NATIONAL_MEASURE, Owed
from seenheard.duties.queries.explained import Said
from seenheard.record.domain.days import day_of
from seenheard.record.domain.happenings import History
from seenheard.timescales.domain.standing import (
    CANNOT_BE_JUDGED,
    DUE_SOON,
    LAPSED,
    MET,
    MET_LATE,
    OVERDUE,
    RUNNING,
    TO_THE_DAY,
    is_open,
)
from seenheard.ui.dates import short, span
from seenheard.ui.parts import Duty, Link
from seenheard.ui.words import capital, count, join_and, plural

NOTHING: Mapping[tuple[str, str], Said] = MappingProxyType({})
OPEN_FIRST = (OVERDUE, TO_THE_DAY, DUE_SOON, RUNNING, CANNOT_BE_JUDGED)
LAST = (len(OPEN_FIRST), date.max)
UNTOLD_PART = (OPEN_FIRST.index(CANNOT_BE_JUDGED), date.max)
# Two ways in which what has lapsed was more than no longer needed.
MISSED = "missed"  # only after its day: never done, whatever ended it later
UNTOLD = "untold"  # no file tells whether it was done
ENDED_WORDS = (
    (MET, "done in time"),
    (MET_LATE, "done late"),
    (TO_THE_DAY, "done on the doubtful day"),
    (CANNOT_BE_JUDGED, "done (in time or late cannot be judged)"),
    (MISSED, "never recorded as done"),
    (UNTOLD, "over (done or not cannot be judged)"),
    (LAPSED, "no longer needed"),
)
ENDED_SHOWN = 40  # of each part of life; all of them are a page of their own
SOON_DAYS = 14  # what "due soon" means where a rule does not say otherwise
VISITS = "visits"
ENDS = {"ceased_to_be_looked_after": "became_looked_after", "placement_ended": "placement_started"}
NOT_PLACED = (
    "We cannot tell how often the child must be visited while looked after: no placement is recorded for the day, "
    "and the law counts visits by the placement."
)


@dataclass(frozen=True)
class Beside:
    """What people have said about duties: what is booked, and why something is late."""

    bookings: tuple
    explained: Mapping[tuple[str, str], Said]

    def of(self, owed: Owed) -> str:
        """Both, in words, for one duty."""
        return " ".join(filter(None, (booked(owed, self.bookings), self.why(owed))))

    def why(self, owed: Owed) -> str:
        """Why it is late, or was."""
        return why_late(owed, self.explained.get((owed.rule.id, key_of(owed.clock))))


@dataclass(frozen=True)
class PartOfLife:
    """The duties of one part of a child's life: those that run, and the latest that have ended."""

    name: str
    untold: str
    running: tuple[Duty, ...]
    ended_words: str
    ended: tuple[Duty, ...]
    all_ended: Link | None


@dataclass(frozen=True)
class OwedToChild:
    """All that is owed to a child as at a day."""

    summary: str
    soon: str
    as_at: str
    form: AsAtForm
    parts: tuple[PartOfLife, ...]
    council_differs: str
    empty: str


def owed_to_child(*, viewer, child, history: History, looking: Looking, bookings=(), explained=NOTHING) -> OwedToChild:
    """The duties that follow from the child's history, which is as known when `looking` says, as at its day.

    `bookings`: what stands in the child's diary; `explained`: why a duty is late, as somebody has said. Both are said
    beside the duty and change no date.

    The page holds the history anyway, and one child's duties are reckoned from it in a millisecond; the stored
    clocks, which are the same, are for lists.
    """
    owed = duties_queries.reckoned(history, looking.day)
    all_ended = reverse("desk:past_duties", args=[child.public_id])
    parts = tuple(_parts(owed, history, looking, reader_of(viewer), all_ended, Beside(bookings, explained)))
    return OwedToChild(
        summary=_summary(owed, looking.day),
        soon=what_soon_means(owed, looking.day),
        as_at=looking.words,
        form=looking.form,
        parts=parts,
        council_differs=_council_differs(owed),
        empty="" if parts else _empty(looking.known_at is not None),
    )


def _empty(only_then: bool) -> str:
    if only_then:
        return "Nothing was known here of this child at the end of that day, or no duty that we can compute had begun."
    return "No duty that we can compute has begun for this child."


def _summary(owed: Iterable[Owed], day: date) -> str:
    """Counts of duties; a national measure is shown below and is no duty to one child."""
    running = [one for one in owed if is_open(one.clock, day)]
    duties = [one for one in running if one.rule.klass != NATIONAL_MEASURE]
    number = Counter(_pressing(one, day) for one in duties)
    until = short(day + LOOK_AHEAD)
    said = [
        f"{count(number[state], 'duty is', 'duties are')} {words}"
        for state, words in (
            (OVERDUE, "overdue"),
            (DUE_SOON, f"due by {until}"),
            (CANNOT_BE_JUDGED, "impossible to judge"),
        )
        if number[state]
    ]
    measures = " National measures are shown and not counted." if len(duties) < len(running) else ""
    return f"{capital(join_and(said))}.{measures}" if said else f"Nothing is overdue or due by {until}.{measures}"


def _pressing(one: Owed, day: date) -> str:
    """Overdue, due within four weeks as on My work, impossible to judge, or nothing of these yet."""
    if one.standing in (OVERDUE, CANNOT_BE_JUDGED):
        return one.standing
    days = [due for due in (one.clock.due_on, one.clock.local_due_on) if due]
    return DUE_SOON if days and min(days) <= day + LOOK_AHEAD else RUNNING


FEW = 2  # rules with another number of days that a sentence can name


def what_soon_means(owed: Iterable[Owed], day: date) -> str:
    """What the tag means, where it stands on the page, with the rules of which the page shows that they differ."""
    tagged = [one for one in owed if one.standing == DUE_SOON]
    if not tagged:
        return ""
    not_yet = [one for one in owed if one.standing == RUNNING and _within(one, day, SOON_DAYS)]
    rules = {(one.rule.soon_days, one.rule.title) for one in (*tagged, *not_yet)}
    said = [f"{span(days)} for “{title}”" for days, title in sorted(rules) if days != SOON_DAYS]
    if len(said) > FEW:
        return f"“Due soon” stands beside most duties from {span(SOON_DAYS)} before their day. Each rule says its own."
    return f"“Due soon” stands beside a duty from {join_and([f'{span(SOON_DAYS)} before its day', *said])}."


def _within(one: Owed, day: date, days: int) -> bool:
    return one.clock.due_on is not None and one.clock.due_on <= day + timedelta(days=days)


def parts_of_life(owed: Iterable[Owed]) -> Mapping[str, list[Owed]]:
    """The duties by the part of life that their rule belongs to."""
    by_part: dict[str, list[Owed]] = {}
    for one in owed:
        by_part.setdefault(one.rule.area, []).append(one)
    return by_part


def _parts(owed: Iterable[Owed], history: History, looking: Looking, reader: str, all_ended: str, beside: Beside):
    """The parts of life in the order of their most pressing duty; those where all has ended come last."""
    by_part = dict(parts_of_life(owed))
    untold = {VISITS: NOT_PLACED} if _in_care_and_nowhere(history, looking.day) else {}
    for name in untold:
        by_part.setdefault(name, [])
    parts = ((name, *running_and_ended(ones, looking.day)) for name, ones in by_part.items())
    for name, running, ended in sorted(parts, key=lambda part: _part_urgency(part[1], part[0] in untold)):
        address = f"{all_ended}?{urlencode((('part', name), *looking.asked))}"
        yield PartOfLife(
            name=capital(name),
            untold=untold.get(name, ""),
            running=tuple(duty(one, looking.day, reader=reader, booked=beside.of(one)) for one in running),
            ended_words=_folded(ended),
            ended=tuple(duty(one, looking.day, booked=beside.why(one)) for one in ended[:ENDED_SHOWN]),
            all_ended=Link(f"All {len(ended):,} that have ended", address) if len(ended) > ENDED_SHOWN else None,
        )


def booked(owed: Owed, bookings) -> str:
    """What stands in the diary for a duty, if anything."""
    return booking_note((pattern.kind for pattern in owed.rule.met_when), bookings)


def why_late(owed: Owed, said: Said | None) -> str:
    """ "Why it is late, said on 31 March 2026 by Maya Ashworth: The carer has flu." Said ahead, it is why it cannot be
    done in time: as whoever said it saw it on that day, whatever has become of it since. What was said before is
    named, and read in full under Recorded here."""
    if said is None:
        return ""
    by_day = act_by_on(owed.clock)
    what = "Why it is late" if by_day and by_day < day_of(said.at) else "Why it cannot be done in time"
    return f"{what}, {said_by(said)}: {said.why}{_earlier(said)}"


def said_by(said: Said) -> str:
    """ "said on 31 March 2026 by Maya Ashworth" """
    return f"said on {short(day_of(said.at))} by {said.name or SOMEBODY}"


def _earlier(said: Said) -> str:
    if not said.earlier:
        return ""
    stop = "" if said.why.endswith((".", "!", "?")) else "."
    kept = ", ".join(short(day_of(one.at)) for one in said.earlier)
    before = f"{plural(len(said.earlier), 'a reason', 'reasons')} of {kept}"
    return f"{stop} Said before, and kept under Recorded here: {before}."


def _in_care_and_nowhere(history: History, day: date) -> bool:
    """Whether the child is looked after on the day, and nothing says where: no clock of visits can start."""
    in_force: dict[str, set[str]] = {"became_looked_after": set(), "placement_started": set()}
    for one in history.happenings:
        if one.on > day:
            break
        if one.kind in in_force:
            in_force[one.kind].add(one.ref)
        elif one.kind in ENDS:
            in_force[ENDS[one.kind]].discard(one.ref)
    return bool(in_force["became_looked_after"]) and not in_force["placement_started"]


def running_and_ended(owed: Iterable[Owed], day: date) -> tuple[list[Owed], list[Owed]]:
    """What runs, the most pressing first, and what has ended, the latest first."""
    owed = list(owed)
    running = [one for one in owed if is_open(one.clock, day)]
    ended = [one for one in owed if not is_open(one.clock, day)]
    return sorted(running, key=_urgency), sorted(ended, key=_end, reverse=True)


def _part_urgency(running: list[Owed], is_untold: bool) -> tuple[int, date]:
    if running:
        return _urgency(running[0])
    return UNTOLD_PART if is_untold else LAST


def _urgency(one: Owed) -> tuple[int, date]:
    return OPEN_FIRST.index(one.standing), one.clock.due_on or date.max


def _end(one: Owed) -> date:
    return one.clock.ended_on or date.min


def ended_words(ended: Iterable[Owed]) -> str:
    """ "12 done in time, 2 done late and 1 never recorded as done"."""
    number = Counter(map(_how_ended, ended))
    return join_and(f"{number[state]:,} {words}" for state, words in ENDED_WORDS if number[state])


def _folded(ended: list[Owed]) -> str:
    latest = "; the latest forty" if len(ended) > ENDED_SHOWN else ""
    return f"{ended_words(ended)}{latest}"


def _how_ended(one: Owed) -> str:
    if one.standing != LAPSED:
        return one.standing
    return MISSED if was_missed(one.clock) else UNTOLD if one.clock.unjudged else LAPSED


def _council_differs(owed: Iterable[Owed]) -> str:
    """How many of the council's own dates differ; those that are the day it was held say nothing, and are apart."""
    other = [one.clock for one in owed if one.clock.council_due_on and one.clock.council_due_on != one.clock.due_on]
    held = sum(only_held(clock) for clock in other)
    differ, said = len(other) - held, []
    if differ:
        verb = "differs" if differ == 1 else "differ"
        said.append(f"{count(differ, 'due date', 'due dates')} of the council’s own {verb} from ours.")
    if held:
        dates = "date in the file is" if held == 1 else "dates in the file are"
        said.append(f"{held} other due {dates} the day it was held, which tells nothing of when it was due.")
    return " ".join(said)
