"""The rows of every measure on one day, as it was known then; what several measures need is asked for once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from seenheard.duties import queries as duties_queries
from seenheard.duties.queries import NATIONAL_MEASURE, Owed
from seenheard.prompts import queries as prompts_queries
from seenheard.record import queries as record_queries
from seenheard.record.queries import ChildThen
from seenheard.voices import queries as voices_queries
from seenheard.voices.domain.answers import Answer, Colour, Voice
from seenheard.voices.domain.plans import Rater
from seenheard.voices.domain.rounds import Known, is_asked
from seenheard.voices.queries import HeatLine, LastSent, Stands, Talked

from ..domain import measures as m
from ..domain.measures import Plain, Row
from ..domain.outcomes import of_action, of_duty, of_meetings, of_prompt, of_visit, worst
from ..domain.trend import change


@dataclass(frozen=True, slots=True)
class Of:
    """Whom a report is about: of these teams, of these workers, or these children by id; None: of all."""

    teams: Collection[str] | None = None
    workers: Collection[str] | None = None
    child_ids: Collection[int] | None = None

    def holds(self, child: ChildThen) -> bool:
        """Whether this child is among them, by who held the case then."""
        of_team = self.teams is None or child.team_ref in self.teams
        return of_team and (self.workers is None or child.worker_ref in self.workers)


EVERYBODY = Of()


class AsAt:
    """One day, for one reader: whom the voices asked, and the rows of each measure about them.

    `on`: the day on which the viewer looks, which decides whom they may see. `since`: from when "recorded in the time
    reported on" counts, and the earlier day that "better, the same or worse" compares with.
    """

    def __init__(self, *, viewer, on: date, as_at: date, since: date | None = None, of: Of = EVERYBODY) -> None:
        self.viewer, self.on, self.as_at, self.of = viewer, on, as_at, of
        self.since = since

    def rows(self, key: str) -> list[Row]:
        """All rows of a measure. Raises KeyError for a key that is none."""
        return [Row(*plain) for plain in self.each(key)]

    def each(self, key: str) -> Iterator[Plain]:
        """The same one after the other, for who counts them. Raises KeyError."""
        return ROWS[key](self)

    def about_children(self, dimension: str) -> Mapping[int, str]:
        """What is so of each child: its team, its worker, how its visits, duties or actions stand, its plan."""
        return {
            m.TEAM: lambda: {child.child_id: child.team_ref for child in self.children.values()},
            m.WORKER: lambda: {child.child_id: child.worker_ref for child in self.children.values()},
            m.VISITS: lambda: worst(self.rows("visits"), self.children, m.VISITS),
            m.DUTY: lambda: worst(self.rows("duties"), self.children, m.DUTY),
            m.ACTION: lambda: worst(self.rows("actions"), self.children, m.ACTION),
            m.PLAN: lambda: self.rated[Rater.OFFICER],
        }[dimension]()

    @cached_property
    def children(self) -> dict[int, ChildThen]:
        """Whose voices the council asked on the day, as known then, by id."""
        asking = voices_queries.asking_on(self.as_at)
        known = record_queries.children_then(
            viewer=self.viewer, on=self.on, as_at=self.as_at, child_ids=self.of.child_ids
        )
        return {one.child_id: one for one in known if self.of.holds(one) and is_asked(_known(one), asking, self.as_at)}

    @cached_property
    def heat(self) -> Mapping[int, HeatLine]:
        """By child, the latest round that is open to read, as the heat map has it."""
        return voices_queries.heat_then(viewer=self.viewer, as_at=self.as_at, child_ids=list(self.children))

    @cached_property
    def talks(self) -> Mapping[int, list[Talked]]:
        """By child, the talks that the viewer may know of."""
        return voices_queries.talks_then(viewer=self.viewer, child_ids=list(self.children), as_at=self.as_at)

    @cached_property
    def standing(self) -> Mapping[int, Mapping[str, Stands]]:
        """By child and category, the difference that waits for a talk, of any round of a year, as lists have it."""
        year = self.as_at - timedelta(days=m.TWELVE_MONTHS)
        return voices_queries.standing_then(
            viewer=self.viewer, lines=self.heat, talks=self.talks, as_at=self.as_at, back_to=year
        )

    @cached_property
    def last_asked(self) -> Mapping[int, tuple[date, tuple[Voice, ...]]]:
        """By child, when its latest round was opened, and whom that asked."""
        return voices_queries.last_asked(child_ids=list(self.children), as_at=self.as_at)

    @cached_property
    def last_sent(self) -> Mapping[tuple[int, Voice], LastSent]:
        """By child and voice, the latest reply, and the latest in which something was said."""
        return voices_queries.last_sent(viewer=self.viewer, child_ids=list(self.children), as_at=self.as_at)

    @cached_property
    def rated(self) -> Mapping[Rater, Mapping[int, str]]:
        """By rater, of each child how they rate its plan, in words."""
        plans = voices_queries.plans_then(child_ids=list(self.children), as_at=self.as_at)
        words = {colour: colour.word for colour in Colour}
        return {
            rater: {child: words[told[child]] if child in told else m.NOT_RATED for child in self.children}
            for rater, told in plans.items()
        }

    def said(self, child: int, voice: Voice) -> date | None:
        """The day of a voice's latest answer."""
        last = self.last_sent.get((child, voice))
        return last.said_on if last else None

    @cached_property
    def owed(self) -> list[Owed]:
        """Every duty to these children but national measures, reckoned from what was known then."""
        known_at = record_queries.known_by(self.as_at)
        found = duties_queries.duties_as_at(
            viewer=self.viewer, on=self.on, as_at=self.as_at, child_ids=list(self.children), known_at=known_at
        )
        return [one for one in found if one.rule.klass != NATIONAL_MEASURE]

    @cached_property
    def earlier(self) -> AsAt:
        """The same children's answers as at the earlier day."""
        before = AsAt(viewer=self.viewer, on=self.on, as_at=self.since or self.as_at, of=self.of)
        before.__dict__["children"] = self.children
        return before

    @property
    def back_to(self) -> date:
        """The last day before the time reported on."""
        return self.since or self.as_at - timedelta(days=m.CURRENT_DAYS)

    @property
    def a_year_back(self) -> date:
        """The last day before the twelve months up to the day."""
        return self.as_at - timedelta(days=m.TWELVE_MONTHS)


def _known(one: ChildThen) -> Known:
    return Known(one.child_id, one.born_on, one.looked_after, one.protection_plan, one.in_need, one.care_leaver)


def _asked(day: AsAt) -> Iterator[Plain]:
    since = day.as_at - timedelta(days=m.CURRENT_DAYS)
    for child in day.children:
        opened = day.last_asked.get(child)
        yield child, (), m.ASKED if opened and opened[0] > since else m.NOT_ASKED


def _current(day: AsAt) -> Iterator[Plain]:
    since = day.as_at - timedelta(days=m.CURRENT_DAYS)
    for child, (_, voices) in day.last_asked.items():
        for voice in voices:
            said = day.said(child, voice)
            outcome = m.NEVER if said is None else m.CURRENT if said > since else m.OLDER
            yield child, (voice.value,), outcome


def _ratings(day: AsAt) -> Iterator[Plain]:
    said = _once(lambda cell: [(voice.value, _colour(answer)) for voice, answer in cell.answers.items()])
    for child, line in day.heat.items():
        for category, cell in line.cells.items():
            for voice, outcome in said(cell):
                yield child, (voice, category), outcome


def _once(work_out: Callable[..., Any]) -> Callable[..., Any]:
    """Of few combinations of answers there are hundreds of thousands of cells, and each is one object: worked out once
    for each, and found again by which object it is. (Their own hashes take longer than all the rest.)"""
    known: dict[tuple[int, ...], tuple[Any, Any]] = {}

    def found(*of: Any) -> Any:
        key = tuple(map(id, of))
        if key not in known:
            known[key] = of, work_out(*of)  # what is kept keeps its id
        return known[key][1]

    return found


def _colour(answer: Answer) -> str:
    return answer.word if isinstance(answer, Colour) else m.NO_COLOUR


def _differences(day: AsAt) -> Iterator[Plain]:
    words = _once(lambda cell: cell.mismatch.level.words)
    for child, line in day.heat.items():
        for category, cell in line.cells.items():
            yield child, (category,), words(cell)


def _followed(day: AsAt) -> Iterator[Plain]:
    differs = _once(lambda cell: cell.mismatch.level.differs)
    for child, line in day.heat.items():
        still = day.standing.get(child, {})
        for category in still:
            yield child, (category,), m.OPEN
        for category, cell in line.cells.items():
            if differs(cell) and category not in still:
                since = [
                    one.told
                    for one in day.talks.get(child, ())
                    if one.category == category and one.opened_on >= line.opened_on
                ]
                yield child, (category,), m.CLOSED if any(since) else m.TALKED


def _wishes(day: AsAt) -> Iterator[Plain]:
    for one in voices_queries.wishes_then(
        viewer=day.viewer, on=day.on, child_ids=list(day.children), since=day.a_year_back, as_at=day.as_at
    ):
        yield one.child_id, (), m.TOLD if one.told else m.NOT_TOLD


def _silence(day: AsAt) -> Iterator[Plain]:
    for child, line in day.heat.items():
        for voice, answered in line.answered.items():
            outcome = m.ANSWERED if answered else m.SILENT if line.over else m.STILL_TIME
            yield child, (voice.value,), outcome


def _views(day: AsAt) -> Iterator[Plain]:
    seen = voices_queries.observed(child_ids=list(day.children), since=day.back_to, as_at=day.as_at)
    for child in day.children:
        said, sent = day.said(child, Voice.CHILD), day.last_sent.get((child, Voice.CHILD))
        if said and said > day.back_to:
            yield child, (), m.RECORDED
        elif child in seen:
            yield child, (), m.SEEN_ALONE
        else:
            yield child, (), m.SENT_NOTHING if sent and sent.sent_on > day.back_to else m.NOT_RECORDED


def _family(day: AsAt) -> Iterator[Plain]:
    for child in day.children:
        said = day.said(child, Voice.PARENT)
        yield child, (), m.RECORDED if said and said > day.back_to else m.NOT_RECORDED


def _plan(day: AsAt) -> Iterator[Plain]:
    for rater, rated in day.rated.items():
        about = (rater.value,)
        for child, outcome in rated.items():
            yield child, about, outcome


def _change(day: AsAt) -> Iterator[Plain]:
    said = _once(
        lambda then, now: [
            (voice.value, change(then.answers.get(voice) if then else None, answer).value)
            for voice, answer in now.answers.items()
        ]
    )
    for child, line in day.heat.items():
        before = day.earlier.heat.get(child)
        earlier = before.cells if before else {}
        for category, cell in line.cells.items():
            for voice, outcome in said(earlier.get(category), cell):
                yield child, (voice, category), outcome


def _visits(day: AsAt) -> Iterator[Plain]:
    for one in day.owed:
        due = one.clock.due_on
        is_counted = one.rule.area == "visits" and due and day.a_year_back < due <= day.as_at
        if is_counted and (outcome := of_visit(one.standing)):
            yield one.child_id, (one.rule.id,), outcome


def _duties(day: AsAt) -> Iterator[Plain]:
    for one in day.owed:
        if outcome := of_duty(one.standing):
            yield one.child_id, (one.rule.id,), outcome


def _met(day: AsAt) -> Iterator[Plain]:
    first = day.a_year_back + timedelta(days=1)
    cared = {child: one for child, one in day.children.items() if one.looked_after_since_on}
    since = {child: max(first, one.looked_after_since_on or first) for child, one in cared.items()}
    met = record_queries.met_then(since=since, as_at=day.as_at)
    for child, one in cared.items():
        told_since = one.visits_told_since_on
        is_whole = told_since is not None and told_since <= since[child]
        yield child, (), of_meetings(met.get(child, ()), is_whole=is_whole)


def _actions(day: AsAt) -> Iterator[Plain]:
    found = record_queries.actions_then(viewer=day.viewer, child_ids=list(day.children), as_at=day.as_at)
    for child, actions in found.items():
        for one in actions:
            if outcome := of_action(one.due_on, one.done_on, day.as_at, day.a_year_back):
                yield child, (), outcome


def _prompts(day: AsAt) -> Iterator[Plain]:
    raised = prompts_queries.raised(
        viewer=day.viewer, child_ids=list(day.children), since=day.a_year_back, as_at=day.as_at
    )
    for one in raised:
        yield one.child_id, (one.cause,), of_prompt(one.act_by_on, one.until_on, one.gone_on, day.as_at)


ROWS: Mapping[str, Callable[[AsAt], Iterator[Plain]]] = {
    "asked": _asked,
    "current": _current,
    "ratings": _ratings,
    "differences": _differences,
    "followed": _followed,
    "wishes": _wishes,
    "silence": _silence,
    "views": _views,
    "family": _family,
    "plan": _plan,
    "change": _change,
    "visits": _visits,
    "met": _met,
    "duties": _duties,
    "actions": _actions,
    "prompts": _prompts,
}
