"""What was typed of something that lasts (care, a placement, a plan, who works with the child), laid over files.

A typed beginning or end is believed before what files say. A file that tells the same day tells the same; one that
dates the same thing otherwise stands beside, and its day counts for nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from .happenings import PLACE_IN_DAY, Happening

SOURCE = "typed"
# Dated further apart than this, two beginnings or two ends are two and not one that somebody dated otherwise.
NEAR = timedelta(days=31)
Edge = tuple[str, str]  # a kind of happening and the reference of the row that tells it


@dataclass(frozen=True, slots=True)
class Lasts:
    """One kind of thing that lasts: how it begins, how it ends.

    `of`: the fact by which it is told from others of its kind; None: there is only one at a time. `name`: the fact by
    which it is called. `again`: a second one may begin while the first goes on, so only the same day makes them one.
    """

    began: str
    ended: str
    of: str | None = None
    name: str | None = None
    again: bool = False


LASTING = (
    Lasts("early_help_started", "early_help_ended"),
    Lasts("referral_received", "need_episode_closed", name="referral", again=True),
    Lasts("protection_plan_started", "protection_plan_ended", name="plan"),
    Lasts("need_plan_started", "need_plan_ended", name="plan"),
    Lasts("became_looked_after", "ceased_to_be_looked_after", name="care"),
    Lasts("legal_status_started", "legal_status_ended", of="legal"),
    Lasts("placement_started", "placement_ended", name="placement", again=True),
    Lasts("went_missing", "returned_from_missing", name="missing"),
    Lasts("deprived_of_liberty_started", "deprived_of_liberty_ended"),
    Lasts("worker_allocated", "worker_left", of="worker"),
)
KINDS_THAT_LAST: Mapping[str, Lasts] = MappingProxyType(
    {kind: lasts for lasts in LASTING for kind in (lasts.began, lasts.ended)}
)
# Of two people who begin on one day each begins: a file that names another worker tells of another.
EACH_HIS_OWN = "worker_allocated"


@dataclass(frozen=True, slots=True)
class Says:
    """The day that another source gives for the same thing; None: it gives none."""

    source: str
    on: date | None


@dataclass(slots=True)
class Spell:
    """From a beginning to its end, as it is believed. `file`: the beginning as a file tells it, if one does."""

    began: Happening
    ended: Happening | None = None
    file: Happening | None = None

    @property
    def order(self) -> tuple[date, bool]:
        """Earliest first; of one day what was typed comes last, so that the latest is what is believed."""
        return self.began.on, SOURCE in self.began.sources

    def fact(self, name: str) -> Any:
        """A fact of its beginning; None where it is not known."""
        return self.began.facts.get(name)

    def covers(self, on: date) -> bool:
        """Half-open: on the day it ends it is over."""
        return self.began.on <= on and (self.ended is None or self.ended.on > on)


@dataclass(slots=True)
class Laid:
    """What stands after the laying over, and what files say otherwise.

    `own`: what an event called the thing it began -> what the file that tells of it calls it.
    """

    spells: dict[str, list[Spell]] = field(default_factory=lambda: defaultdict(list))
    rest: list[Happening] = field(default_factory=list)
    otherwise: list[Happening] = field(default_factory=list)
    beside: dict[Edge, list[Says]] = field(default_factory=lambda: defaultdict(list))
    own: dict[Any, Any] = field(default_factory=dict)

    def happenings(self) -> Iterator[Happening]:
        """Everything that stands, in no order; what was typed of a thing calls it as its file does."""
        for one in self._all():
            yield renamed(one, self.own)

    def latest(self, began: str, on: date) -> Spell | None:
        """The latest of these spells, if it covers the day."""
        begun = self.begun(began, on)
        return begun[-1] if begun and begun[-1].covers(on) else None

    def covering(self, began: str, on: date) -> Spell | None:
        """The latest of these spells that cover the day."""
        return next((spell for spell in reversed(self.begun(began, on)) if spell.covers(on)), None)

    def begun(self, began: str, on: date) -> list[Spell]:
        """Those that had begun by the day, the latest last."""
        begun = [spell for spell in self.spells[began] if spell.began.on <= on]
        return sorted(begun, key=lambda spell: spell.order)

    def _all(self) -> Iterator[Happening]:
        yield from self.rest
        for spells in self.spells.values():
            for spell in spells:
                yield spell.began
                if spell.ended is not None:
                    yield spell.ended


def lay_over(told: Iterable[Happening], typed: Sequence[Happening]) -> Laid:
    """What files tell with what was typed laid over it, day by day."""
    laid = Laid()
    _pair(told, laid)
    events = sorted(typed, key=_order)
    ends_nothing: list[Happening] = []
    waiting: list[Happening] = []
    for one in events:
        lasts = KINDS_THAT_LAST.get(one.kind)
        if lasts is None:
            waiting.append(one)
        elif one.kind == lasts.began:
            _begin(lasts, one, events, laid)
        elif not _end(lasts, one, laid):
            ends_nothing.append(one)
    # Of one day ends are told first. What ended on the day it began has begun by now.
    waiting += [one for one in ends_nothing if not _end(KINDS_THAT_LAST[one.kind], one, laid)]
    laid.rest = list(same_day(laid.rest, waiting, laid.own))
    return laid


def _order(one: Happening) -> tuple[date, int, str]:
    return one.on, PLACE_IN_DAY[one.kind], one.ref


def both(typed: Happening, file: Happening, own: dict[Any, Any]) -> Happening:
    """One happening of two sources: what was typed over what the file says; what it says otherwise beside."""
    key = typed.ref.rpartition("/")[2]
    known = {}
    for name, value in typed.facts.items():
        if value == key and file.facts.get(name) is not None:
            own[value] = file.facts[name]  # the file's name for it, by which its end is told as well
        elif value is not None:
            known[name] = value
    otherwise = tuple(
        (file.sources[0], name, file.facts[name])
        for name, value in known.items()
        if file.facts.get(name) is not None and file.facts[name] != value
    )
    facts = {**file.facts, **known}
    return replace(typed, facts=facts, sources=(*typed.sources, *file.sources), otherwise=otherwise)


def renamed(one: Happening, own: Mapping[Any, Any]) -> Happening:
    """What was typed of something that a file knows by another name: it is the same thing."""
    if SOURCE not in one.sources or not any(value in own for value in one.facts.values() if isinstance(value, str)):
        return one
    facts = {name: own.get(value, value) if isinstance(value, str) else value for name, value in one.facts.items()}
    return replace(one, facts=facts)


def _pair(told: Iterable[Happening], laid: Laid) -> None:
    """Each beginning that files tell with its end, which has the same reference; the rest as it is."""
    begun: dict[Edge, Spell] = {}
    ends: list[Happening] = []
    for one in told:
        lasts = KINDS_THAT_LAST.get(one.kind)
        if lasts is None:
            laid.rest.append(one)
        elif one.kind == lasts.began:
            spell = begun[one.kind, one.ref] = Spell(one, file=one)
            laid.spells[one.kind].append(spell)
        else:
            ends.append(one)
    for one in ends:
        spell_of = begun.get((KINDS_THAT_LAST[one.kind].began, one.ref))
        if spell_of is None or spell_of.ended is not None:
            laid.rest.append(one)
        else:
            spell_of.ended = one


def _begin(lasts: Lasts, one: Happening, events: Sequence[Happening], laid: Laid) -> None:
    spells = laid.spells[one.kind]
    files = [spell for spell in spells if SOURCE not in spell.began.sources]
    if same_day := _of_that_day(lasts, one, files):
        same_day.began = both(one, same_day.began, laid.own)
    elif dated_otherwise := _otherwise(lasts, one, files, events):
        theirs = dated_otherwise.began
        dated_otherwise.began = _over(one, theirs, laid)
        if not theirs.facts.get("began_earlier"):  # such a row says no day: its file begins there
            _note(one, theirs, laid)
    else:
        spells.append(Spell(one))


def _of_that_day(lasts: Lasts, one: Happening, files: Iterable[Spell]) -> Spell | None:
    there = [spell for spell in files if spell.began.on == one.on]
    alike = [spell for spell in there if _alike(lasts, one, spell.began)]
    return next(iter(alike if alike or one.kind == EACH_HIS_OWN else there), None)


def _otherwise(lasts: Lasts, one: Happening, files: Iterable[Spell], events: Sequence[Happening]) -> Spell | None:
    """The spell of a file that is this one, dated on another day: where there is only one at a time."""
    if lasts.again:
        return None
    alike = [spell for spell in files if _alike(lasts, one, spell.began)]
    earlier = [spell for spell in alike if spell.covers(one.on) and one.on - spell.began.on <= NEAR]
    if earlier:
        return max(earlier, key=lambda spell: spell.began.on)
    until = min((it.on for it in events if _is_over(lasts, one, it)), default=date.max)
    later = [spell for spell in alike if one.on < spell.began.on < until]
    return min(later, key=lambda spell: spell.began.on, default=None)


def _is_over(lasts: Lasts, one: Happening, other: Happening) -> bool:
    """Whether this other typed event says that what `one` began is over: it ended, or began anew."""
    return other.kind in (lasts.began, lasts.ended) and _order(other) > _order(one) and _alike(lasts, one, other)


def _end(lasts: Lasts, one: Happening, laid: Laid) -> bool:
    """End the spell that is meant; False where there is none: the end then stands by itself."""
    open_then = [spell for spell in laid.spells[lasts.began] if _may_end(lasts, one, spell)]
    called = one.facts.get(lasts.name) if lasts.name else None
    called = laid.own.get(called, called)
    meant = [spell for spell in open_then if called is not None and called == spell.fact(lasts.name or "")]
    spell = max(meant or open_then, key=lambda spell: spell.began.on, default=None)
    if spell is None:
        return False
    theirs = spell.ended
    if theirs is not None and theirs.on == one.on:
        spell.ended = both(one, theirs, laid.own)
    else:
        spell.ended = one
        if theirs is not None:
            _note(one, theirs, laid)
    return True


def _may_end(lasts: Lasts, one: Happening, spell: Spell) -> bool:
    """Begun by then, the same thing, not ended here already, and not ended by a file long before."""
    if spell.began.on > one.on or not _alike(lasts, one, spell.began):
        return False
    ended = spell.ended
    return ended is None or (SOURCE not in ended.sources and ended.on >= one.on - NEAR)


def _alike(lasts: Lasts, one: Happening, other: Happening) -> bool:
    """Whether both may tell of the same thing: of workers the same one, of legal statuses the same code."""
    if lasts.of is None:
        return True
    mine, theirs = one.facts.get(lasts.of), other.facts.get(lasts.of)
    return mine is None or theirs is None or mine == theirs


def _over(one: Happening, theirs: Happening, laid: Laid) -> Happening:
    """What was typed, with what only the file knows; its day is not this one, so it is no source of it."""
    laid_over = both(one, theirs, laid.own)
    facts = {name: value for name, value in laid_over.facts.items() if name != "began_earlier"}
    return replace(laid_over, facts=facts, sources=one.sources)


def _note(one: Happening, theirs: Happening, laid: Laid) -> None:
    """The file's day counts for nothing here; it is told all the same, and each says what the other says."""
    laid.otherwise.append(theirs)
    laid.beside[one.kind, one.ref].append(Says(theirs.sources[0], theirs.on))
    laid.beside[theirs.kind, theirs.ref].append(Says(SOURCE, one.on))


def same_day(told: Iterable[Happening], typed: Sequence[Happening], own: dict[Any, Any]) -> Iterator[Happening]:
    """Same kind and day are one happening, the nth with the nth."""
    waiting: dict[tuple[str, date], list[Happening]] = defaultdict(list)
    for one in typed:
        waiting[one.kind, one.on].append(one)
    for one in told:
        same = waiting.get((one.kind, one.on))
        yield both(same.pop(0), one, own) if same else one
    for left in waiting.values():
        yield from left
