"""Categories: chosen as a pack, added, renamed, retired, merged. No rating is ever touched by any of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from seenheard.accounts.permissions import NotAllowed
from seenheard.record.domain.days import day_of
from seenheard.trail import operations as trail

from .. import permissions, queries
from ..domain.categories import IN_USE, MERGED, RETIRED, CategoryNow, Packed, merges
from ..domain.wordings import AUDIENCES
from ..models import Category, CategoryVersion, Wording
from .turns import Turn, take_turn_at

LONGEST_NAME, LONGEST_WORDS = 60, 300


@transaction.atomic
def choose_pack(*, pack: str, by, at: datetime) -> int:
    """Ask about the categories of a pack from today on; how many versions were written.

    What is in use and has a counterpart in the pack is merged into it; what has none stays in use. A category of the
    pack that was retired is asked again. Twice is once. Raises NotAllowed: not for this viewer, or no such pack.
    """
    on = _begin(by, at)
    chosen = next((one for one in queries.packs() if one.key == pack), None)
    if chosen is None:
        raise NotAllowed("There is no such pack of categories. Nothing was changed.")
    now = {one.key: one for one in queries.categories(on=on)}
    written = [_packed(packed, place, now, on, by, at) for place, packed in enumerate(chosen.categories, start=1)]
    going = merges(now.values(), chosen, queries.packs())
    after = {one.key: one for one in queries.categories(on=on)}
    for key, into in going.items():
        _write(replace(now[key], use=MERGED, into=into), after[into].id, on, by, at, why=f"Moved to {chosen.name}.")
    changed = sum(written) + len(going)
    if changed:
        trail.write(what="chose_categories", by=by, at=at, about=pack, counts={"changed": changed})
    return changed


@transaction.atomic
def add_category(*, name: str, words: Mapping[str, str], rules: Collection[str] = (), by, at: datetime) -> CategoryNow:
    """A category of the council's own, asked from today on, in its own words for each audience.

    Raises NotAllowed: not for this viewer, no name, a name in use, or no words for one of the audiences.
    """
    on = _begin(by, at)
    name = _name(name, on)
    if missing := [audience for audience in AUDIENCES if not words.get(audience, "").strip()]:
        raise NotAllowed(f"Write the words for {', '.join(missing)}, too.")
    now = queries.categories(on=on)
    key = _free_key(name, {one.key for one in now})
    place = max((one.place for one in now), default=0) + 1
    category = Category.objects.create(key=key, is_safety=False, made_at=at, made_by=str(by.public_id))
    added = CategoryNow(category.pk, key, name, place, False, tuple(rules), "", IN_USE, None)
    _write(added, None, on, by, at)
    for audience in AUDIENCES:
        _word(category.pk, audience, "en", words[audience], by.name, on, by, at)
    trail.write(what="added_category", by=by, at=at, about=key)
    return added


@transaction.atomic
def change_category(
    *,
    key: str,
    name: str | None = None,
    rules: Collection[str] | None = None,
    place: int | None = None,
    by,
    at: datetime,
) -> CategoryNow:
    """Rename it, say which duties stand beside it, or move it to a place among those asked (1: the first).

    Raises NotAllowed.
    """
    on = _begin(by, at)
    now = _called(key, on)
    changed = replace(
        now,
        name=now.name if name is None or name.strip() == now.name else _name(name, on, besides=key),
        rules=now.rules if rules is None else tuple(rules),
    )
    if changed != now:
        _write(changed, None, on, by, at)
    moved = place is not None and _moved(changed, place, on, by, at)
    if moved or changed != now:
        trail.write(what="changed_category", by=by, at=at, about=key)
    return _called(key, on)


@transaction.atomic
def retire_category(*, key: str, why: str, by, at: datetime) -> None:
    """From today on no new round asks about it; what was said stays readable. Raises NotAllowed."""
    on = _begin(by, at)
    now = _called(key, on)
    if not why.strip():
        raise NotAllowed("Say why this category is not asked any more.")
    if sum(one.is_asked for one in queries.categories(on=on)) == 1:
        raise NotAllowed("This is the last category that is asked. Add another one first.")
    _write(replace(now, use=RETIRED), None, on, by, at, why=why.strip())
    trail.write(what="retired_category", by=by, at=at, about=key)


@transaction.atomic
def ask_again(*, key: str, by, at: datetime) -> None:
    """From today on new rounds ask about a category that was not asked any more, last of all. Raises NotAllowed."""
    on = _begin(by, at)
    every = queries.categories(on=on)
    now = next((one for one in every if one.key == key), None)
    if now is None or now.is_asked:
        raise NotAllowed("There is no such category, or it is asked already.")
    last = max(one.place for one in every) + 1
    _write(replace(now, name=_name(now.name, on), use=IN_USE, into=None, place=last), None, on, by, at)
    trail.write(what="asked_category_again", by=by, at=at, about=key)


@transaction.atomic
def merge_category(*, key: str, into: str, why: str, by, at: datetime) -> None:
    """From today on the other is asked in its place; what was said stands under both, with the name it had.

    Raises NotAllowed.
    """
    on = _begin(by, at)
    now, other = _called(key, on), _called(into, on)
    if key == into:
        raise NotAllowed("A category cannot be merged into itself.")
    if now.is_safety:
        raise NotAllowed("Safety is not merged into anything: a red on it has to reach somebody at once.")
    if not why.strip():
        raise NotAllowed("Say why these two become one.")
    _write(replace(now, use=MERGED, into=into), other.id, on, by, at, why=why.strip())
    trail.write(what="merged_category", by=by, at=at, about=f"{key} into {into}")


@transaction.atomic
def word_category(*, key: str, audience: str, language: str, words: str, reviewed_by: str, by, at: datetime) -> None:
    """The council's own words for a category. `reviewed_by`: who has read them over; empty: nobody yet, and then no
    child and no carer is shown them. Raises NotAllowed."""
    on = _begin(by, at)
    category = _called(key, on)
    if audience not in AUDIENCES or language not in queries.languages():
        raise NotAllowed("There is no such audience or language.")
    if not words.strip():
        raise NotAllowed("Write the words.")
    _word(category.id, audience, language, words, reviewed_by, on, by, at)
    trail.write(what="worded_category", by=by, at=at, about=f"{key} {audience} {language}")


def _begin(by, at: datetime) -> date:
    """The day, once it is this person's turn."""
    permissions.check_can_set_voices(by)
    take_turn_at(Turn.CATEGORIES)
    return day_of(at)


def _called(key: str, on: date) -> CategoryNow:
    found = queries.category_called(key, on=on)
    if found is None or not found.is_asked:
        raise NotAllowed("There is no such category, or it is not asked any more.")
    return found


def _moved(one: CategoryNow, place: int, on: date, by, at: datetime) -> bool:
    """Put it in its place, and those after it after it; whether that changed anything."""
    order = [other for other in queries.categories(on=on) if other.is_asked and other.key != one.key]
    order.insert(max(place, 1) - 1, one)
    late = [(number, other) for number, other in enumerate(order, start=1) if other.place != number]
    for number, other in late:
        _write(replace(other, place=number), None, on, by, at)
    return bool(late)


def _name(name: str, on: date, besides: str = "") -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise NotAllowed(f"Give the category a name of at most {LONGEST_NAME} letters.")
    others = (one for one in queries.categories(on=on) if one.is_asked and one.key != besides)
    if any(one.name.casefold() == name.casefold() for one in others):
        raise NotAllowed("Another category has this name.")
    return name


def _free_key(name: str, taken: Collection[str]) -> str:
    first = (slugify(name).replace("-", "_") or "category")[:30]
    return next(key for key in [first, *(f"{first}_{n}" for n in range(2, 1_000))] if key not in taken)


def _packed(packed: Packed, place: int, now: Mapping[str, CategoryNow], on: date, by, at: datetime) -> bool:
    """Write this category as the pack has it, unless it is so; whether it was written."""
    before = now.get(packed.key)
    if before is None:
        made = Category.objects.create(
            key=packed.key, is_safety=packed.is_safety, made_at=at, made_by=str(by.public_id)
        )
        category_id, name, rules = made.pk, packed.name, packed.rules
    elif before.is_asked:
        return False  # the council may have renamed it, or moved it: that is its own
    else:
        category_id, name, rules = before.id, before.name, before.rules
    wanted = CategoryNow(category_id, packed.key, name, place, packed.is_safety, rules, packed.dimension, IN_USE, None)
    _write(wanted, None, on, by, at)
    return True


def _write(one: CategoryNow, into: int | None, on: date, by, at: datetime, why: str = "") -> CategoryVersion:
    told: dict[str, Any] = {"name": one.name, "place": one.place, "rules": list(one.rules), "dimension": one.dimension}
    return CategoryVersion.objects.create(
        category_id=one.id, into_id=into, use=one.use, from_on=on, why=why, by=str(by.public_id), at=at, **told
    )


def _word(category_id: int, audience: str, language: str, words: str, reviewed_by: str, on: date, by, at) -> None:
    words = " ".join(words.split())
    if len(words) > LONGEST_WORDS:
        raise NotAllowed(f"A question has at most {LONGEST_WORDS} letters.")
    Wording.objects.create(
        category_id=category_id,
        audience=audience,
        language=language,
        words=words,
        reviewed_by=reviewed_by.strip(),
        reviewed_on=on if reviewed_by.strip() else None,
        from_on=on,
        by=str(by.public_id),
        at=at,
    )
