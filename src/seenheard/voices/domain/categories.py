"""A category as it stands on a day, and a pack of categories to begin with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

IN_USE, RETIRED, MERGED = "in use", "retired", "merged"


@dataclass(frozen=True, slots=True)
class CategoryNow:
    """`rules`: ids of the rules whose duties stand beside the voices. `into`: the key of the one it was merged into.

    `since_on`, `why`: since when it stands as it does, and the reason that was given.
    """

    id: int
    key: str
    name: str
    place: int
    is_safety: bool
    rules: tuple[str, ...]
    dimension: str
    use: str
    into: str | None
    since_on: date | None = None
    why: str = ""

    @property
    def is_asked(self) -> bool:
        """Whether new rounds ask about it; what was said of it stays readable for ever."""
        return self.use == IN_USE


@dataclass(frozen=True, slots=True)
class Packed:
    """One category of a pack. `becomes`: the key under which another pack asks about the same part of life."""

    key: str
    name: str
    is_safety: bool
    rules: tuple[str, ...]
    dimension: str
    becomes: str | None


@dataclass(frozen=True, slots=True)
class Pack:
    """Categories to begin with, in order."""

    key: str
    name: str
    says: str
    categories: tuple[Packed, ...]


def merges(now: Iterable[CategoryNow], pack: Pack, packs: Iterable[Pack]) -> dict[str, str]:
    """On moving to a pack: which category in use goes into which of the new ones, by key."""
    wanted = {packed.key for packed in pack.categories}
    pairs = [(packed.key, packed.becomes) for one in packs for packed in one.categories if packed.becomes]
    counterparts = dict([*pairs, *((other, key) for key, other in pairs)])
    going = {one.key: counterparts.get(one.key) for one in now if one.is_asked and one.key not in wanted}
    return {key: into for key, into in going.items() if into in wanted}


@dataclass(frozen=True, slots=True)
class Move:
    """What choosing a pack would do, by name. `merged`: pairs, what is asked now and what is asked in its place.

    `begins`: asked for the first time; `again`: asked before, and once more; `stays`: asked now, and not in the pack.
    """

    begins: tuple[str, ...]
    again: tuple[str, ...]
    merged: tuple[tuple[str, str], ...]
    stays: tuple[str, ...]

    @property
    def changes_nothing(self) -> bool:
        """Whether all of the pack is asked already."""
        return not (self.begins or self.again or self.merged)


def move_to(pack: Pack, now: Iterable[CategoryNow], packs: Iterable[Pack]) -> Move:
    """What moving to this pack does to what is asked now."""
    known = {one.key: one for one in now}
    wanted = {packed.key: known[packed.key].name if packed.key in known else packed.name for packed in pack.categories}
    going = merges(known.values(), pack, packs)
    asked = {key for key, one in known.items() if one.is_asked}
    return Move(
        begins=tuple(name for key, name in wanted.items() if key not in known),
        again=tuple(name for key, name in wanted.items() if key in known and key not in asked),
        merged=tuple((known[key].name, wanted[into]) for key, into in going.items()),
        stays=tuple(one.name for key, one in known.items() if key in asked - set(wanted) - set(going)),
    )
