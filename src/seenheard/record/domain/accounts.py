"""Where sources date one thing differently: what each says, beside what is believed, and never put right by itself."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from .arranged import ARRANGED
from .care import care_of
from .death import ended_by_death
from .happenings import Happening, in_order
from .lasting import KINDS_THAT_LAST, Edge, Says, lay_over
from .sources import RANK, Facts, by_source, first_value
from .spells import in_care, spells
from .typed import SOURCE, typed_events
from .whole import laid_by, status

# Of everything that lasts: how it begins, how it ends, and the fact by which two sources mean the same one.
LASTING: Mapping[str, tuple[str, str | None]] = {
    "early_help_started": ("early_help_ended", None),
    "referral_received": ("need_episode_closed", None),
    "assessment_started": ("assessment_authorised", None),
    "section_47_started": ("section_47_ended", None),
    "protection_plan_started": ("protection_plan_ended", None),
    "need_plan_started": ("need_plan_ended", None),
    "became_looked_after": ("ceased_to_be_looked_after", None),
    "legal_status_started": ("legal_status_ended", "legal"),
    "placement_started": ("placement_ended", "place"),
    "went_missing": ("returned_from_missing", "kind"),
    "deprived_of_liberty_started": ("deprived_of_liberty_ended", None),
    "worker_allocated": ("worker_left", "worker"),
}
# Where a file's first row is a change within a period of care, it says that the placement is new (P, B), or nothing.
IN_CARE = frozenset({"became_looked_after", "legal_status_started", "placement_started"})
NEW_PLACEMENT = frozenset({"P", "B"})
# This return tells of a year from 1 April: what was going on by then it begins on that day.
OF_A_YEAR, FIRST_DAY = "ssda903", (4, 1)


@dataclass(frozen=True, slots=True)
class Accounts:
    """What sources say otherwise: happenings that stand nowhere else, and beside any happening what others say."""

    otherwise: tuple[Happening, ...] = ()
    beside: Mapping[Edge, tuple[Says, ...]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Told:
    """One happening; `file` and `line` only for those who may follow a fact to its row.

    `beside`: the days that other sources give for the same thing. What does not stand is told by a source that is
    not believed there: it is part of the story and of nothing else.
    """

    happening: Happening
    file: str | None = None
    line: int | None = None
    beside: tuple[Says, ...] = ()
    stands: bool = True


@dataclass(frozen=True, slots=True)
class InCare:
    """What one source says of being looked after on a day: since when, or else when it last ended."""

    source: str
    since_on: date | None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class _Spell:
    began: Happening
    ended: Happening | None

    @property
    def source(self) -> str:
        return self.began.sources[0]

    @property
    def what(self) -> tuple[str, Any]:
        fact = LASTING[self.began.kind][1]
        return self.began.kind, self.began.facts[fact] if fact else None

    @property
    def until_on(self) -> date:
        return _day(self.ended) or date.max


def accounts(facts: Facts) -> Accounts:
    """All spells of one child that sources date differently, each edge that differs at its own day."""
    sources = _sources(facts)
    if len(sources) < 2:
        return Accounts()
    died_on = first_value(by_source(facts.get("person", ())), "died_on")
    believed = _spells(facts, died_on)
    stand = {(one.began.kind, one.began.ref) for one in believed}
    otherwise: list[Happening] = []
    beside: dict[Edge, list[Says]] = {}
    for source in sources:
        told = _spells(_only(facts, source), died_on)
        middles = {one.began.on for one in told if one.began.facts.get("began_earlier")}
        for theirs in told:
            if (theirs.began.kind, theirs.began.ref) in stand:
                continue
            if same := _same(theirs, believed):
                otherwise += _compare(same, theirs, _is_cut(theirs, middles), beside)
            else:
                otherwise += filter(None, (theirs.began, theirs.ended))
    otherwise += _than_typed(facts, died_on, beside)
    return Accounts(in_order(otherwise), MappingProxyType({told: tuple(says) for told, says in beside.items()}))


def _than_typed(facts: Facts, died_on: date | None, beside: dict[Edge, list[Says]]) -> list[Happening]:
    """What files say otherwise than was typed here; notes beside each edge what the other one says."""
    typed = [one for one in typed_events(facts) if one.kind in KINDS_THAT_LAST]
    if not typed:
        return []
    ended = ended_by_death(facts, died_on)
    laid = lay_over([*spells(ended), *in_care(care_of(ended))], typed)
    for edge, says in laid.beside.items():
        beside.setdefault(edge, []).extend(says)
    return laid.otherwise


def all_told(happenings: Iterable[Happening], found: Accounts) -> tuple[Told, ...]:
    """What stands and what is said otherwise, each at its own day, earliest first.

    From when on a review was ahead is reckoned from what else is told: nobody has told that.
    """
    stands = [Told(one, beside=found.beside.get((one.kind, one.ref), ())) for one in happenings if one.kind != ARRANGED]
    others = [Told(one, beside=found.beside.get((one.kind, one.ref), ()), stands=False) for one in found.otherwise]
    return tuple(sorted((*stands, *others), key=lambda told: told.happening.on))


def in_care_by_source(facts: Facts, on: date) -> tuple[InCare, ...]:
    """What each source that tells of care says of the day `on`, the one believed first."""
    sources = sorted({row.source for row in facts.get("cla_episode", ())}, key=RANK.__getitem__)
    return (*_in_care_as_typed(facts, on), *(_in_care(source, _only(facts, source), on) for source in sources))


def _in_care_as_typed(facts: Facts, on: date) -> Iterator[InCare]:
    """That it ended, as somebody typed here. That it began a file cannot contradict: it may only not know it yet."""
    laid = laid_by(facts, on)
    periods = laid.begun("became_looked_after", on) if laid else []
    ended = periods[-1].ended if periods else None
    if ended is not None and SOURCE in ended.sources:
        yield InCare(SOURCE, None, ended.on)


def _in_care(source: str, facts: Facts, on: date) -> InCare:
    since = status(facts, on).looked_after_since_on
    ends = [row.until_on for row in facts["cla_episode"] if row.until_on and row.until_on <= on]
    return InCare(source, since, None if since else max(ends, default=None))


def _sources(facts: Facts) -> list[str]:
    return sorted({row.source for rows in facts.values() for row in rows}, key=RANK.__getitem__)


def _only(facts: Facts, source: str) -> Facts:
    return {name: [row for row in rows if row.source == source] for name, rows in facts.items()}


def _spells(facts: Facts, died_on: date | None) -> list[_Spell]:
    facts = ended_by_death(facts, died_on)
    told = {(one.kind, one.ref): one for one in (*spells(facts), *in_care(care_of(facts)))}
    return [_Spell(began, told.get((LASTING[kind][0], ref))) for (kind, ref), began in told.items() if kind in LASTING]


def _same(theirs: _Spell, believed: Iterable[_Spell]) -> _Spell | None:
    """The believed spell that this one means: the one that began on its day, else one that it runs beside."""
    alike = [one for one in believed if one.what == theirs.what]
    beside = [one for one in alike if one.began.on < theirs.until_on and theirs.began.on < one.until_on]
    return next((one for one in alike if one.began.on == theirs.began.on), None) or next(iter(beside), None)


def _is_cut(spell: _Spell, middles: Collection[date]) -> bool:
    """Whether a spell begins only where its file does: that day says nothing of when it really began."""
    began = spell.began
    if spell.source == OF_A_YEAR and (began.on.month, began.on.day) == FIRST_DAY:
        return True
    return began.kind in IN_CARE and began.on in middles and began.facts.get("reason") not in NEW_PLACEMENT


def _compare(own: _Spell, theirs: _Spell, is_cut: bool, beside: dict[Edge, list[Says]]) -> Iterator[Happening]:
    """What the other source dates differently; notes beside each edge what the other one says."""
    began_as_told = own.began.on == theirs.began.on or (is_cut and own.began.on < theirs.began.on)
    edges: list[tuple[Happening | None, Happening | None]] = [(own.ended, theirs.ended)]
    if not began_as_told:
        edges.insert(0, (own.began, theirs.began))
    for mine, other in edges:
        if _day(mine) == _day(other):
            continue
        if mine:
            beside.setdefault((mine.kind, mine.ref), []).append(Says(theirs.source, _day(other)))
        if other:
            beside.setdefault((other.kind, other.ref), []).append(Says(own.source, _day(mine)))
            yield other


def _day(one: Happening | None) -> date | None:
    return one.on if one else None
