"""Every measure, defined once: what is counted, among whom, as at when, and from which source.

A measure gives rows, each about one child, with one outcome. All figures are counts of these rows: by outcome, and
across whatever else a row is about. So the totals of a table are the rows, whichever way it is crossed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from seenheard.voices.domain.answers import Colour
from seenheard.voices.domain.mismatch import Level
from seenheard.voices.domain.plans import Rater

from .trend import Change

# How long an answer, and the asking, count as current: three months between rounds, and the 28 days of a round.
CURRENT_DAYS = 120
# Over how long a time what was due, raised or done is counted, back from the day.
TWELVE_MONTHS = 365

TEAM, WORKER, VOICE, CATEGORY = "team", "worker", "voice", "category"
RULE, CAUSE = "rule", "cause"
# What else is so of the row's child: any measure is crossed by it.
VISITS, DUTY, ACTION, PLAN = "visits", "duty", "action", "plan"
OF_CHILD = (TEAM, WORKER, VISITS, DUTY, ACTION, PLAN)

NO_COLOUR = "no colour"
ASKED, NOT_ASKED = "asked", "not asked"
CURRENT, OLDER, NEVER = "current", "older", "never"
ANSWERED, SILENT, STILL_TIME = "answered", "silent", "still has time"
OPEN, TALKED, CLOSED = "open", "talked about", "closed"
TOLD, NOT_TOLD = "told back", "not told yet"
RECORDED, SEEN_ALONE, NOT_RECORDED = "recorded", "observed only", "not recorded"
SENT_NOTHING = "sent without an answer"
IN_TIME, LATE, MISSED, NOT_YET, UNJUDGED = "in time", "late", "not done", "not due yet", "cannot be judged"
OVERDUE, DUE_SOON, RUNNING = "overdue", "due soon", "running"
NOT_RATED = "not rated"
ELSEWHERE_TOO, WHERE_THEY_LIVE, NOT_SEEN = "somewhere else too", "only where they live", "not seen"
NO_PLACE, NO_VISITS = "place not recorded", "visits not all recorded"
DONE, DONE_LATE, TO_DO, TO_DO_LATE = "done in time", "done late", "open", "open and late"


class Row(NamedTuple):
    """One thing that is counted: the child, what it is about (by dimensions of its measure) and how it came out."""

    child_id: int
    about: tuple[str, ...]
    outcome: str


Plain = tuple[int, tuple[str, ...], str]  # the same without names: what counts hundreds of thousands of them


@dataclass(frozen=True, slots=True)
class Measure:
    """One definition. `about`: the dimensions that a row has besides those of its child.

    `good`: the outcomes whose share is asked for, if any; `unknown`: those that stand apart and are in no share.
    `as_at`: what of a past day is known. `source`: where it comes from.
    """

    key: str
    name: str
    among: str
    counts: str
    outcomes: tuple[str, ...]
    as_at: str
    source: str
    about: tuple[str, ...] = ()
    good: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Everything it can be crossed by."""
        return (*self.about, *OF_CHILD)


@dataclass(frozen=True, slots=True)
class Value:
    """A figure. `count` of `of`; `unknown` stands apart from both. `of` is None where no share is asked for."""

    count: int
    of: int | None
    unknown: int

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None where there is nothing to divide by, or no share is asked for."""
        return self.count / self.of if self.of else None


def value(measure: Measure, outcomes: Mapping[str, int]) -> Value:
    """The figure of a measure from how often each outcome was found."""
    unknown = sum(many for outcome, many in outcomes.items() if outcome in measure.unknown)
    known = sum(outcomes.values()) - unknown
    if not measure.good:
        return Value(known, None, unknown)
    return Value(sum(many for outcome, many in outcomes.items() if outcome in measure.good), known, unknown)


CHILDREN = "Children whose voices the council asks on the day: looked after, or switched on; born, and under 18."
LATEST_ROUND = "Those children’s latest round that is open to read on the day: the worker has sent, or it is over."
NO_ANSWER = "what was sent without a colour and without words is no answer"
VOICES_KNOWN = "What was sent by the end of the day. Nothing sent is ever changed."
FACTS_KNOWN = "What was known at the end of the day, whatever was learned or corrected since."

_ALL = (
    Measure(
        key="asked",
        name="Children who are asked",
        among=CHILDREN,
        counts=f"Each child once: whether a round was opened in the {CURRENT_DAYS} days up to the day.",
        outcomes=(ASKED, NOT_ASKED),
        good=frozenset({ASKED}),
        as_at=VOICES_KNOWN,
        source="Rounds.",
    ),
    Measure(
        key="current",
        name="Children with a current assessment",
        among=CHILDREN,
        counts=(
            f"Each child once for each voice that its latest round asks: whether that voice’s last answer is at most "
            f"{CURRENT_DAYS} days old. What was observed is not the child’s answer, and {NO_ANSWER}."
        ),
        about=(VOICE,),
        outcomes=(CURRENT, OLDER, NEVER),
        good=frozenset({CURRENT}),
        as_at=VOICES_KNOWN,
        source="Rounds and replies.",
    ),
    Measure(
        key="ratings",
        name="What people say",
        among=LATEST_ROUND,
        counts=(
            "Each category once for each voice that was asked: the colour that the person chose. Of several households "
            "the most worried. A category that was merged counts under the one it became."
        ),
        about=(VOICE, CATEGORY),
        outcomes=(Colour.GREEN.word, Colour.AMBER.word, Colour.RED.word, NO_COLOUR),
        unknown=frozenset({NO_COLOUR}),
        as_at=VOICES_KNOWN,
        source="Ratings, as the heat map shows them.",
    ),
    Measure(
        key="differences",
        name="How the voices compare",
        among=LATEST_ROUND,
        counts="Each category once: what the answers mean side by side. Nobody is counted for or against anything.",
        about=(CATEGORY,),
        outcomes=tuple(level.words for level in sorted(Level, reverse=True)),
        unknown=frozenset({Level.NOTHING_TO_COMPARE.words}),
        as_at=VOICES_KNOWN,
        source="Ratings, as the heat map shows them.",
    ),
    Measure(
        key="followed",
        name="Differences, open and closed",
        among=LATEST_ROUND,
        counts=(
            "Each category once in which people differ in that round, or differed in an earlier one of the twelve "
            "months up to the day and nobody has talked about it since. Open: it waits for a talk, as lists have it, "
            "which go back to the child’s first round. Closed: somebody talked about it in that round or a later one, "
            "an action was agreed or a reason given why none, and the child was told back."
        ),
        about=(CATEGORY,),
        outcomes=(OPEN, TALKED, CLOSED),
        good=frozenset({CLOSED}),
        as_at=VOICES_KNOWN,
        source="Ratings, talks and what was told back.",
    ),
    Measure(
        key="wishes",
        name="One thing should change",
        among=CHILDREN,
        counts=(
            "Each thing once that a child asked to be changed in the twelve months up to the day, in a round that is "
            "open to read: whether the child has been told what came of it, whatever that was."
        ),
        outcomes=(TOLD, NOT_TOLD),
        good=frozenset({TOLD}),
        as_at=VOICES_KNOWN,
        source="Replies, and what was told back.",
    ),
    Measure(
        key="silence",
        name="Who has answered",
        among=LATEST_ROUND,
        counts="Each voice that was asked once. Silence is nobody’s agreement.",
        about=(VOICE,),
        outcomes=(ANSWERED, SILENT, STILL_TIME),
        good=frozenset({ANSWERED}),
        unknown=frozenset({STILL_TIME}),
        as_at=VOICES_KNOWN,
        source="Rounds and replies.",
    ),
    Measure(
        key="views",
        name="Children whose own views were recorded",
        among=CHILDREN,
        counts=(
            "Each child once: whether the child sent an answer of their own in the time reported on. What somebody "
            f"observed of a child who cannot answer is counted apart; {NO_ANSWER}, and is counted apart, too. Both as "
            "far as whoever asks may read it."
        ),
        outcomes=(RECORDED, SEEN_ALONE, SENT_NOTHING, NOT_RECORDED),
        good=frozenset({RECORDED}),
        as_at=VOICES_KNOWN,
        source="Replies.",
    ),
    Measure(
        key="family",
        name="Children whose parents’ views were recorded",
        among=CHILDREN,
        counts="Each child once: whether what a parent said was written down in the time reported on.",
        outcomes=(RECORDED, NOT_RECORDED),
        good=frozenset({RECORDED}),
        as_at=VOICES_KNOWN,
        source="Replies of parents.",
    ),
    Measure(
        key="plan",
        name="How the plan is rated",
        among=CHILDREN,
        counts=(
            f"Each child once for each of two raters: the colour of the {Rater.OFFICER}’s latest rating of the plan, "
            f"and of the {Rater.WORKER}’s, each under the scheme of its day, however long ago that was. The two are "
            "never made into one."
        ),
        about=(VOICE,),
        outcomes=(Colour.GREEN.word, Colour.AMBER.word, Colour.RED.word, NOT_RATED),
        unknown=frozenset({NOT_RATED}),
        as_at="What had been rated by the end of the day. No rating is ever changed.",
        source="Ratings of the plan, as the child’s page “How the care plan is judged” shows them.",
    ),
    Measure(
        key="change",
        name="Better, the same or worse",
        among="The same children and voices as “What people say”, on the later of the two days.",
        counts="Each category once for each voice: the colour beside that voice’s colour as at the earlier day.",
        about=(VOICE, CATEGORY),
        outcomes=tuple(map(str, Change)),
        unknown=frozenset({str(Change.FIRST), str(Change.NO_ANSWER)}),
        as_at=VOICES_KNOWN,
        source="Ratings, as the heat map shows them.",
    ),
    Measure(
        key="visits",
        name="Visits in time",
        among=CHILDREN,
        counts="Each visit that fell due in the twelve months up to the day, by the rules of the register.",
        about=(RULE,),
        outcomes=(IN_TIME, LATE, MISSED, UNJUDGED),
        good=frozenset({IN_TIME}),
        unknown=frozenset({UNJUDGED}),
        as_at=FACTS_KNOWN,
        source="The clocks of each child, worked out from the record of that day.",
    ),
    Measure(
        key="met",
        name="Where children were met",
        among="Those children whose voices the council asks on the day who are looked after on it.",
        counts=(
            "Each child once, by the visits of the twelve months up to the day, or since the child came into care if "
            "that is later, at which the child was seen: whether one of them was anywhere but where the child lived "
            "then or just before. Where none was, it is not known of whom a visit has no place (files tell of none) or "
            "does not say whether the child was seen, nor of whom visits are recorded for only part of that time. "
            "After the last file came in only visits that are typed here are counted. "
            "Whether the child had asked to be met elsewhere is not worked out: what children write is not searched."
        ),
        outcomes=(ELSEWHERE_TOO, WHERE_THEY_LIVE, NOT_SEEN, NO_PLACE, NO_VISITS),
        good=frozenset({ELSEWHERE_TOO}),
        unknown=frozenset({NO_PLACE, NO_VISITS}),
        as_at=FACTS_KNOWN,
        source="Visits, typed here and from files.",
    ),
    Measure(
        key="duties",
        name="Duties",
        among=CHILDREN,
        counts="Each duty that runs on the day, by the rules of the register; national measures are left out.",
        about=(RULE,),
        outcomes=(OVERDUE, DUE_SOON, RUNNING, UNJUDGED),
        unknown=frozenset({UNJUDGED}),
        as_at=FACTS_KNOWN,
        source="The clocks of each child, worked out from the record of that day.",
    ),
    Measure(
        key="actions",
        name="Actions",
        among=CHILDREN,
        counts="Each action for one of these children that was open in the twelve months up to the day.",
        outcomes=(DONE, DONE_LATE, TO_DO, TO_DO_LATE),
        good=frozenset({DONE, TO_DO}),
        as_at=FACTS_KNOWN,
        source="Actions that people agreed to.",
    ),
    Measure(
        key="prompts",
        name="Prompts raised and met in time",
        among=CHILDREN,
        counts=(
            "Each prompt that was raised in the twelve months up to the day, each time it was: whether its cause was "
            "gone by its day. Days are those that it had last."
        ),
        about=(CAUSE,),
        outcomes=(IN_TIME, LATE, MISSED, NOT_YET),
        good=frozenset({IN_TIME}),
        unknown=frozenset({NOT_YET}),
        as_at="What had been raised and what was gone by the end of the day.",
        source="Prompts and their steps.",
    ),
)
MEASURES: Mapping[str, Measure] = MappingProxyType({one.key: one for one in _ALL})
NOT_BUILT = "Audits of plans, due and done, are not part of this system yet: nothing is counted of them."
OF_CATEGORY = tuple(one.key for one in _ALL if CATEGORY in one.about)
