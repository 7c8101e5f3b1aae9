"""The categories, the packs that ship, and what the council has set: about no child, so nobody is asked who looks."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from seenheard.record.domain.days import end_of

from ..domain.categories import CategoryNow, Pack, Packed
from ..models import CategoryVersion, Setting

PACKS = ("five", "twelve")


def categories(*, on: date) -> tuple[CategoryNow, ...]:
    """Every category as it stood on the day, in order; those not asked any more last."""
    return _in_order({version.category_id: version for version in _versions(on)}.values())


def categories_then(as_at: date) -> tuple[CategoryNow, ...]:
    """The same with only what had been said by the end of a past day; one first said of later, as it first stood.

    So what a council told of the time before it began here can be read by the categories that it began with.
    """
    found: dict[int, CategoryVersion] = {}
    for version in _versions(date.max):
        said_by_then = version.from_on <= as_at and version.at < end_of(as_at)
        if said_by_then or version.category_id not in found:
            found[version.category_id] = version
    return _in_order(found.values())


def chosen() -> bool:
    """Whether anybody has ever chosen what is asked here."""
    return CategoryVersion.objects.exists()


def category_called(key: str, *, on: date) -> CategoryNow | None:
    """The category of this key as it stood on the day."""
    return next((one for one in categories(on=on) if one.key == key), None)


def settings_on(on: date) -> dict[str, Any]:
    """What had been set by the day: of each name the latest."""
    told = Setting.objects.filter(from_on__lte=on).order_by("from_on", "at", "id").values_list("name", "value")
    return dict(told)


@cache
def packs() -> tuple[Pack, ...]:
    """The packs that ship, the shorter first."""
    return tuple(_pack(key) for key in PACKS)


def _in_order(versions: Iterable[CategoryVersion]) -> tuple[CategoryNow, ...]:
    return tuple(sorted(map(_now, versions), key=lambda one: (not one.is_asked, one.place, one.key)))


def _versions(on: date) -> Iterator[CategoryVersion]:
    """The versions of a day and before, so ordered that of each category the last is the one that stands."""
    rows = CategoryVersion.objects.filter(from_on__lte=on).select_related("category", "into")
    return rows.order_by("from_on", "at", "id").iterator()


def _now(version: CategoryVersion) -> CategoryNow:
    return CategoryNow(
        id=version.category_id,
        key=version.category.key,
        name=version.name,
        place=version.place,
        is_safety=version.category.is_safety,
        rules=tuple(version.rules),
        dimension=version.dimension,
        use=version.use,
        into=version.into.key if version.into else None,
        since_on=version.from_on,
        why=version.why,
    )


def _pack(key: str) -> Pack:
    told = tomllib.loads((files("seenheard.voices") / "packs" / f"{key}.toml").read_text("utf-8"))
    return Pack(key, told["name"], told["says"], tuple(map(_packed, told["category"])))


def _packed(told: Mapping[str, Any]) -> Packed:
    return Packed(
        key=told["key"],
        name=told["name"],
        is_safety=told.get("safety", False),
        rules=tuple(told["rules"]),
        dimension=told["dimension"],
        becomes=told.get("becomes"),
    )
