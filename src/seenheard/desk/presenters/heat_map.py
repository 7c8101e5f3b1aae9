"""The heat map: every child by every category, two lights each, the worst first. What people say and what is owed are
never one light: the first is chosen by people, the second counted by rules, and nobody can rate it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from django.urls import reverse

from seenheard.desk.presenters.duties import NAME_NOT_RECORDED, age_words
from seenheard.desk.presenters.heat_filters import Chosen, chosen, filters
from seenheard.desk.presenters.team_lists import TeamFile, child_words, file_of, lists, teams_of
from seenheard.duties import queries as duties_queries
from seenheard.duties.queries import Light
from seenheard.record import queries as record_queries
from seenheard.ui.dates import long, short
from seenheard.ui.paging import Paged, paged
from seenheard.ui.parts import Filter, Link
from seenheard.ui.words import NUMBERS, count
from seenheard.voices import queries as voices_queries
from seenheard.voices.domain.answers import Answer, Colour, Voice
from seenheard.voices.domain.categories import CategoryNow
from seenheard.voices.domain.mismatch import Level
from seenheard.voices.queries import Heat, HeatLine

NAME, FILE = "desk:heat_map", "what-people-say"
HEADING = "What people say"
SAYS = (
    "Each category has two lights. The first is what worker, carer and child chose in the latest round that is open to "
    "read; the second is what is owed, counted by the rules. They are never added up, and no difference counts against "
    "anybody.",
    "It tells what people said, also where it has been talked about since: the child’s page says what came of it.",
)
LEGEND = "Letters: W worker, C carer, Y the child or young person, P parent; then R red, A amber, G green, – no answer."
NOT_OPEN = "No answers are open yet"
LETTERS = {Voice.WORKER: "W", Voice.CARER: "C", Voice.CHILD: "Y", Voice.PARENT: "P"}
LOOKS = {
    Level.ACT_TODAY: "today",
    Level.ACT: "act",
    Level.TALK: "talk",
    Level.SAME: "same",
    Level.NOTHING_TO_COMPARE: "one",
}
NO_LOOK, SOME = "none", "some"  # nobody spoke; those who did say the same, and somebody is silent
WORRIED = (Colour.RED, Colour.AMBER)
WORDS = {
    Level.ACT_TODAY: "Act today",
    Level.ACT: "Act",
    Level.TALK: "To talk about",
    Level.SAME: "The same",
    Level.NOTHING_TO_COMPARE: "One answer alone",
}
NOBODY = "No child of yours is asked, or owed anything that can be judged."
NOBODY_FITS = "No child has a category that fits what you chose."
NOTHING_DUE, NO_DUTY = "Nothing due", "No duty here"


@dataclass(frozen=True, slots=True)
class HeatCell:
    """Both lights of one category: how the first looks and its words, and the words of the second. `url`: to the
    answers side by side, where there are any."""

    look: str
    says: str
    who: str
    owed: str
    late: bool
    url: str = ""
    worried: bool = False  # somebody says red or amber, and be it everybody

    @property
    def is_calm(self) -> bool:
        """No red or amber, so nothing differs either, and nothing overdue: on a narrow screen counted, not shown."""
        return not self.late and not self.worried


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One child."""

    name: str
    url: str
    facts: str
    cells: tuple[HeatCell, ...]
    calm: str


@dataclass(frozen=True)
class HeatMap:
    """One page of fifty children."""

    caption: str
    lists: tuple[Link, ...]
    summary: str
    filters: tuple[Filter, ...]
    head: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    paged: Paged
    download: str
    empty: str
    public_ids: tuple[str, ...]

    title = heading = HEADING
    letters, notes = LEGEND, SAYS


def page(*, viewer, on: date, asked) -> HeatMap:
    """The children of the viewer's teams, the worst first over all of them, fifty to a page."""
    whole = _whole(viewer, on, asked=asked)
    listed = paged(whole.order, asked.get("page"), filters=whole.chosen.asked)
    shown = list(listed)
    lines = _lines(viewer, on, shown)
    owed = _owed(viewer, on, shown, whole.categories)
    return HeatMap(
        caption=long(on),
        lists=lists(NAME),
        summary=_summary(whole),
        filters=filters(whole.chosen, whole.all_asked),
        head=tuple(one.name for one in whole.categories),
        rows=tuple(_row(lines[child], whole, owed.get(child, {}), on) for child in shown),
        paged=listed,
        download=f"{reverse(f'{NAME}_file')}{'?' if listed.query else ''}{listed.query}",
        empty=NOBODY_FITS if listed.query else NOBODY,
        public_ids=tuple(str(lines[child].public_id) for child in shown),
    )


def file(*, viewer, on: date, asked) -> TeamFile:
    """All of them, a row for each child and category; of what was chosen on the page."""
    whole = _whole(viewer, on, asked=asked)
    lines = _lines(viewer, on, whole.order)
    owed = _owed(viewer, on, whole.order, whole.categories)
    rows = [
        (*words, category.name, *_file_cells(whole.heat.get(child), category, owed.get(child, {})))
        for child, words in ((child, child_words(lines[child], on)) for child in whole.order)
        for category in whole.categories
    ]
    ids = [str(lines[child].public_id) for child in whole.order]
    return file_of(FILE, on=on, head=FILE_HEAD, rows=rows, public_ids=ids)


FILE_HEAD = (
    "Child",
    "Council’s number",
    "Age",
    "Known to us as",
    "Team",
    "Category",
    "What people say",
    "Worker",
    "Carer",
    "Child says",
    "Parent",
    "Duties overdue",
    "Next day",
    "Cannot be judged",
)


@dataclass(frozen=True, slots=True)
class _Whole:
    """What the order of all of them is made from. `categories`: those shown, of `all_asked`; `many`: how many children
    there are before anything is chosen among them."""

    categories: tuple[CategoryNow, ...]
    all_asked: tuple[CategoryNow, ...]
    heat: Mapping[int, HeatLine]
    overdue: Mapping[int, int]
    order: list[int]
    many: int
    chosen: Chosen


def heat_map(*, viewer, on: date, teams: Collection[str] | None) -> dict[str, Any]:
    """The whole map as plain values, for the command line: children by public id, in order, and their cells."""
    whole = _whole(viewer, on, teams)
    lines = _lines(viewer, on, whole.order)
    owed = _owed(viewer, on, whole.order, whole.categories)
    return {
        "on": on.isoformat(),
        "categories": [{"key": one.key, "name": one.name} for one in whole.categories],
        "children": [
            {
                "child": str(lines[child].public_id),
                "round_opened_on": line.opened_on.isoformat() if (line := whole.heat.get(child)) else None,
                "cells": {one.key: _plain(line, one, owed.get(child, {})) for one in whole.categories},
            }
            for child in whole.order
        ],
    }


def _whole(
    viewer, on: date, teams: Collection[str] | None = None, asked: Mapping[str, str] = MappingProxyType({})
) -> _Whole:
    lines = record_queries.children_now(viewer=viewer, on=on)
    teams = teams_of(viewer, on) if teams is None else tuple(teams)
    if teams is not None:
        lines = lines.filter(team_ref__in=teams)
    children = list(lines.order_by("name", "local_id", "pk").values_list("pk", flat=True))
    known = voices_queries.categories(on=on)
    heat = voices_queries.heat(viewer=viewer, on=on, teams=teams, known=known)
    overdue = duties_queries.overdue_by_child(viewer=viewer, on=on, teams=teams)
    told = [child for child in children if child in heat or child in overdue]
    all_asked = tuple(one for one in known if one.is_asked)
    picked = chosen(asked, all_asked)
    categories = tuple(one for one in all_asked if picked.category in ("", one.key))
    order = list(voices_queries.in_order(heat, overdue, told))
    whole = _Whole(categories, all_asked, heat, overdue, order, len(order), picked)
    return _narrowed(whole, viewer, on) if picked.asked else whole


def _narrowed(whole: _Whole, viewer, on: date) -> _Whole:
    """The children of whom one category fits what was chosen; where one category was, the worst in that first."""
    owed = _owed(viewer, on, whole.order, whole.categories) if whole.chosen.owed else {}

    def cell(child: int, category: CategoryNow) -> Heat | None:
        line = whole.heat.get(child)
        return line.cells.get(category.key) if line else None

    def fits(child: int, category: CategoryNow) -> bool:
        heat, (overdue, act_by, unjudged) = cell(child, category), _added(category, owed.get(child, {}))
        look = _said(heat)[0] if heat else NO_LOOK
        return whole.chosen.fits(look, overdue, act_by is not None, unjudged)

    order = [child for child in whole.order if any(fits(child, one) for one in whole.categories)]
    if whole.chosen.category:
        levels = {child: heat.mismatch.level for child in order if (heat := cell(child, whole.categories[0]))}
        order.sort(key=lambda child: levels.get(child, Level.NOTHING_TO_COMPARE), reverse=True)
    return replace(whole, order=order)


def _lines(viewer, on: date, child_ids: Collection[int]) -> dict[int, Any]:
    return {now.pk: now for now in record_queries.children_now(viewer=viewer, on=on, child_ids=child_ids)}


def _owed(viewer, on: date, child_ids: Collection[int], asked: Collection[CategoryNow]):
    rules = {rule for one in asked for rule in one.rules}
    return duties_queries.lights(viewer=viewer, on=on, child_ids=child_ids, rules=rules)


def _row(now, whole: _Whole, owed: Mapping[str, Light], on: date) -> HeatRow:
    line = whole.heat.get(now.pk)
    facts = ", ".join(filter(None, (age_words(now, on), f"round of {short(line.opened_on)}" if line else NOT_OPEN)))
    place = reverse("desk:round", args=[line.round]) if line else ""
    cells = tuple(_cell(line.cells.get(one.key) if line else None, one, owed, place) for one in whole.categories)
    url = reverse("desk:child", args=[now.public_id])
    return HeatRow(now.name or NAME_NOT_RECORDED, url, facts, cells, _calm(cells))


def _calm(cells: Collection[HeatCell]) -> str:
    calm = sum(one.is_calm for one in cells)
    if not calm:
        return ""
    return f"{count(calm, 'part' if calm == len(cells) else 'other part')}: no red or amber, nothing overdue."


def _cell(heat: Heat | None, category: CategoryNow, owed: Mapping[str, Light], place: str) -> HeatCell:
    overdue, act_by, unjudged = _added(category, owed)
    words = _owed_words(overdue, act_by, unjudged, bool(category.rules))
    if heat is None:
        return HeatCell(NO_LOOK, "Not asked", "", words, overdue > 0)
    look, says, who = _said(heat)
    worried = any(answer in WORRIED for answer in heat.answers.values())
    return HeatCell(look, says, who, words, overdue > 0, f"{place}#c-{heat.was_key or category.key}", worried)


@lru_cache(maxsize=2048)
def _letters(answers: tuple[tuple[Voice, Answer], ...]) -> str:
    told = {voice: answer.word[0].upper() if isinstance(answer, Colour) else "–" for voice, answer in answers}
    return " ".join(f"{LETTERS[voice]}{told[voice]}" for voice in LETTERS if voice in told)


def _said(heat: Heat) -> tuple[str, str, str]:
    level = heat.mismatch.level
    if not any(isinstance(answer, Colour) for answer in heat.answers.values()):
        return NO_LOOK, "No answer", ""
    who = _letters(tuple(heat.answers.items()))
    look, words = LOOKS[level], WORDS[level]
    compared = [answer for voice, answer in heat.answers.items() if voice is not Voice.PARENT]
    spoke = sum(isinstance(answer, Colour) for answer in compared)
    if level is Level.SAME and spoke < len(compared):  # silence is not agreement
        look, words = SOME, f"The same of {NUMBERS[spoke]}"
    return look, words, f"{who} (as {heat.was})" if heat.was else who


def _added(category: CategoryNow, owed: Mapping[str, Light]) -> tuple[int, date | None, int]:
    mine = [owed[rule] for rule in category.rules if rule in owed]
    days = [one.act_by_on for one in mine if one.act_by_on]
    return sum(one.overdue for one in mine), min(days, default=None), sum(one.unjudged for one in mine)


def _owed_words(overdue: int, act_by: date | None, unjudged: int, has_rules: bool) -> str:
    if overdue:
        return f"{overdue} overdue"
    if act_by:
        return f"Next {short(act_by)}"
    if unjudged:
        return f"{unjudged} cannot be judged"
    return NOTHING_DUE if has_rules else NO_DUTY


def _file_cells(line: HeatLine | None, category: CategoryNow, owed: Mapping[str, Light]) -> Iterator[str | int]:
    heat = line.cells.get(category.key) if line else None
    yield _said(heat)[1] if heat else "Not asked"
    for voice in LETTERS:
        answer = heat.answers.get(voice) if heat else None
        yield "" if answer is None else answer.word if isinstance(answer, Colour) else str(answer)
    overdue, act_by, unjudged = _added(category, owed)
    yield from (overdue, act_by.isoformat() if act_by else "", unjudged)


def _plain(line: HeatLine | None, category: CategoryNow, owed: Mapping[str, Light]) -> dict[str, Any]:
    heat = line.cells.get(category.key) if line else None
    overdue, act_by, unjudged = _added(category, owed)
    answers = heat.answers if heat else {}
    return {
        "voices": {
            "level": heat.mismatch.level.words if heat else None,
            "answers": {str(v): a.word if isinstance(a, Colour) else str(a) for v, a in answers.items()},
            "who_is_more_worried": [str(one) for one in heat.mismatch.more_worried] if heat else [],
            "steps": heat.mismatch.steps if heat else None,
        },
        "duty": {"overdue": overdue, "next_on": act_by.isoformat() if act_by else None, "cannot_be_judged": unjudged},
    }


def _summary(whole: _Whole) -> str:
    if whole.chosen.asked:
        many = count(whole.many, "child", "children")
        return f"{len(whole.order):,} of {many}: those with a category that fits what you chose."
    worst = [whole.heat[child].rank for child in whole.order if child in whole.heat]
    today, act, talk = (sum(1 for rank in worst if rank[place]) for place in range(3))
    late = sum(1 for child in whole.order if whole.overdue.get(child))
    return (
        f"{count(len(whole.order), 'child', 'children')}. To act on today: {today}. To act on: {act}. "
        f"To talk about: {talk}. With something overdue: {late}."
    )
