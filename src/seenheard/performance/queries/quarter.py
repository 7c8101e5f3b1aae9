"""What is counted over every child: a published report's tables on the last day of a quarter, as was known then; and
the totals of the service, for the director.

These figures are not hidden yet: for partners and scrutiny, publishing hides what must be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date, timedelta
from functools import cached_property

from seenheard.accounts.domain import SYSTEM
from seenheard.lib.sight import seeing_everything
from seenheard.prompts.domain.causes import OTHER_CAUSES
from seenheard.voices import queries as voices_queries
from seenheard.voices.domain.answers import Colour
from seenheard.voices.domain.following import OF_VOICES
from seenheard.voices.domain.mismatch import Level

from ..domain import measures as m
from ..domain.published import Counted, first_day_of_quarter
from .as_at import AsAt
from .reporting import Asked, Report, report

ADULTS = (("worker", "Social worker"), ("carer", "Carers"))
AGES = (("0", 0, 4), ("5", 5, 9), ("10", 10, 15), ("16", 16, 17), ("18", 18, 130))
AGE_WORDS = ("Under 5", "5 to 9", "10 to 15", "16 and 17", "18 and over")
UNKNOWN_AGE = ("unknown", "Not known")
LEVELS = (Level.ACT_TODAY, Level.ACT, Level.TALK)
ABOUT = (("law", "Duties"), ("voices", "What people said"), ("work", "What workers recorded or agreed"))
COLOURS = (Colour.RED.word, Colour.AMBER.word, Colour.GREEN.word)
BECAME = (m.IN_TIME, m.LATE, m.MISSED, m.NOT_YET)


class Quarter(AsAt):
    """The measures on the last day of a quarter; what happened counts in the quarter alone, so that no two overlap."""

    @property
    def a_year_back(self) -> date:
        """The last day before what is counted: here, before the quarter."""
        return first_day_of_quarter(self.as_at) - timedelta(days=1)

    @cached_property
    def current(self) -> dict[str, frozenset[int]]:
        """By voice, the children of whom it has said something that is current."""
        found: dict[str, set[int]] = {
            "child": {row.child_id for row in self.rows("views") if row.outcome == m.RECORDED}
        }
        for row in self.rows("current"):
            if row.outcome == m.CURRENT and row.about[0] != "child":
                found.setdefault(row.about[0], set()).add(row.child_id)
        return {voice: frozenset(children) for voice, children in found.items()}


def counted(*, on: date, today: date) -> dict[str, Counted]:
    """What each published table counts of the quarter that ended on `on`, by the table's key."""
    with seeing_everything("totals are counted over every child, and name none"):
        day = Quarter(viewer=SYSTEM, on=today, as_at=on)
        return {
            "assessed": _assessed(day),
            "own_views": _own_views(day),
            **{f"said_by_{voice}": _said(day, voice) for voice in ("worker", "carer", "child")},
            "mismatches": _mismatches(day),
            "prompts": _prompts(day),
        }


def begins_on() -> date | None:
    """The first day of which anything can be published: of the first round. None: nobody has been asked yet."""
    with seeing_everything("totals are counted over every child, and name none"):
        return voices_queries.first_opened()


def whole_service(*, on: date, asked: Asked) -> Report:
    """A report over every child, for who sees totals and no child: its tables alone may be shown."""
    with seeing_everything("totals are counted over every child, and name none"):
        return report(viewer=SYSTEM, on=on, asked=asked)


def _assessed(day: Quarter) -> Counted:
    have = [len(day.current.get(voice, ())) for voice, _ in ADULTS]
    return Counted(ADULTS, tuple((one, len(day.children) - one) for one in have))


def _own_views(day: Quarter) -> Counted:
    rows = [(key, words) for (key, *_), words in zip(AGES, AGE_WORDS, strict=True)]
    ages = {child: _age_group(one.born_on, day.as_at) for child, one in day.children.items()}
    if UNKNOWN_AGE[0] in ages.values():
        rows.append(UNKNOWN_AGE)
    found = Counter((group, child in day.current["child"]) for child, group in ages.items())
    return Counted(tuple(rows), tuple((found[key, True], found[key, False]) for key, _ in rows))


def _age_group(born_on: date | None, on: date) -> str:
    if born_on is None:
        return UNKNOWN_AGE[0]
    age = on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
    return next(key for key, first, last in AGES if first <= age <= last)


def _said(day: Quarter, voice: str) -> Counted:
    """Of each part of life the three colours, and all other children: not asked, silent, or said longer ago."""
    children = day.current.get(voice, frozenset())
    told = [row for row in day.rows("ratings") if row.about[0] == voice and row.child_id in children]
    found = Counter((row.about[1], row.outcome) for row in told)
    rows = _parts_of_life(day.as_at, {category for category, _ in found})
    cells = [tuple(found[key, colour] for colour in COLOURS) for key, _ in rows]
    return Counted(rows, tuple((*three, len(day.children) - sum(three)) for three in cells))


def _parts_of_life(on: date, rated: Collection[str]) -> tuple[tuple[str, str], ...]:
    known = voices_queries.categories(on=on)
    return tuple((one.key, one.name) for one in known if one.is_asked or one.key in rated) or (("none", "None"),)


def _mismatches(day: Quarter) -> Counted:
    """Each child once, by its highest difference: one child's twelve differences are not twelve children. Followed up
    is a child of whom none is open, of whichever round.

    In the quarter on whose last day a round's difference can be read for the first time: one that was opened in one
    quarter and could be read, or was answered, in the next is counted in the next, and none in both.
    """
    before = Quarter(viewer=day.viewer, on=day.on, as_at=day.a_year_back)
    before.__dict__["children"] = day.children
    told_before = {(child, before.heat[child].round) for child in _highest(before)}
    told = {child: level for child, level in _highest(day).items() if (child, day.heat[child].round) not in told_before}
    for child, still in day.standing.items():  # of an earlier round: a later one, in which all agree, hides nothing
        for one in still.values():
            is_new = child not in before.heat or before.heat[child].opened_on <= one.opened_on
            if is_new and (child, one.round) not in told_before:
                told[child] = max(told.get(child, Level.TALK), one.level)
    followed = day.rows("followed")
    with_open = {row.child_id for row in followed if row.outcome != m.CLOSED}
    found = Counter((level, child in with_open) for child, level in told.items())
    rows = tuple((level.name.lower(), level.words.capitalize()) for level in LEVELS)
    return Counted(rows, tuple((found[level, False], found[level, True]) for level in LEVELS))


def _highest(day: Quarter) -> dict[int, Level]:
    """By child, the highest level of difference in its latest round that can be read; who has none is left out."""
    levels = {level.words: level for level in LEVELS}
    highest: dict[int, Level] = {}
    for row in day.rows("differences"):
        if row.outcome in levels:
            highest[row.child_id] = max(highest.get(row.child_id, Level.TALK), levels[row.outcome])
    return highest


def _prompts(day: Quarter) -> Counted:
    found = Counter((_about(row.about[0]), row.outcome) for row in day.rows("prompts"))
    return Counted(ABOUT, tuple(tuple(found[key, outcome] for outcome in BECAME) for key, _ in ABOUT))


def _about(cause: str) -> str:
    if cause in OF_VOICES:
        return "voices"
    return "work" if cause in OTHER_CAUSES else "law"
