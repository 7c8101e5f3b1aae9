"""A category as it stands on a day, and a pack of categories to begin with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

IN_USE, RETIRED, MERGED = "in use", "retired", "merged"


@dataclass(frozen=True, slots=True)
class CategoryNow:
    """`rules`: ids of the rules whose duties stand beside the voices. `into`: the key of the one it was merged into."""

    id: int
    key: str
    name: str
    place: int
    is_safety: bool
    rules: tuple[str, ...]
    dimension: str
    use: str
    into: str | None

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
