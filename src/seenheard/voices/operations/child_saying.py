"""What a child says at the door: kept page by page, read by nobody, and sent once. Red on safety does not wait."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from seenheard.record.domain.days import day_of
from seenheard.trail import operations as trail

from ..domain.answers import Colour, Voice, packed
from ..domain.saying import (
    ABOUT,
    FREE,
    LONGEST,
    LONGEST_NAME,
    MINE,
    SOMEBODY_ELSE,
    TOLD,
    WHO_CHOSE,
    Chosen,
    answers_of,
    following,
    kept_choice,
    kept_words,
    pages,
    preceding,
    read_choice,
    read_words,
    words_of,
)
from ..models import Alarm, Category, Rating, Reply, ReplyDraft, Sitting
from ..queries import doors
from ..queries.alarms import NOT_MY_WORKER
from ..queries.door_words import four_answers
from ..queries.said import OBSERVED
from .alarms import raise_alarm
from .replying import close_if_all_sent
from .turns import take_turn


class TooLong(ValueError):
    """More words in one box than are kept."""


class Over(Exception):
    """Nothing can be sent to this round any more: it is over, or this child is not asked (any more)."""


@dataclass(frozen=True, slots=True)
class AtTheDoor:
    """Who acts: the child in this sitting."""

    public_id: str


@transaction.atomic
def keep_child_page(*, sat: doors.Sat, page: str, given: Mapping[str, Any], go: str, at: datetime) -> str:
    """Keep what stands on one page, and say which page is next. `go`: "on", "back", "skip", or the name of a page.

    A red on safety is told at once, in this transaction. Raises TooLong, Over; then nothing is kept.
    """
    on = day_of(at)
    take_turn(sat.now.id)
    if sat.now.is_over:
        raise Over
    asked = doors.asked_of(sat, on=on)
    order = pages(list(asked), something_since=bool(doors.since_last_time(sat)))
    draft = _draft(sat, at)
    content = dict(draft.content)
    page = page.removeprefix(f"{TOLD}:")
    told = go != "skip" and _kept(content, sat, page, given, asked, go == "back", at)
    if page == MINE:
        content["mine"] = str(sat.sitting.public_id)
    next_page = preceding(page, order) if go == "back" else go if go in order else following(page, order)
    content["at"] = f"{TOLD}:{page}" if told else next_page
    draft.content, draft.version, draft.saved_at = content, draft.version + 1, at
    draft.save()
    Sitting.objects.filter(pk=sat.sitting.pk).update(seen_at=at)
    trail.write(what="kept_child_draft", by=sat.by, at=at, children=[str(sat.child.public_id)])
    return str(content["at"])


@transaction.atomic
def say_not_safe(*, sat: doors.Sat, about: str, words: str, key: str, at: datetime) -> Alarm:
    """The button on every page: told at once, whatever the round asks. The same form again is the alarm that is there.

    Raises TooLong.
    """
    if len(words) > LONGEST:
        raise TooLong
    take_turn(sat.now.id)
    Sitting.objects.filter(pk=sat.sitting.pk).update(seen_at=at)
    told = hashlib.sha256(f"{sat.sitting.public_id} {key}".encode()).hexdigest()[:40]
    said = Chosen(step=None, about=about if about in ABOUT else "")
    return _tell_at_once(sat, said, key=f"not safe {told}", words=words.replace("\x00", ""), at=at)


@transaction.atomic
def send_child_reply(*, sat: doors.Sat, chose: str, helper: str, at: datetime) -> Reply:
    """Send what the draft holds: the colour is that of the step the child chose, and the words chosen are kept.

    Sent again it is the reply that is there. Where somebody else chose the answers it is kept as what somebody saw,
    and never counted as the child's. Raises Over.
    """
    on = day_of(at)
    take_turn(sat.now.id)
    observed = chose == SOMEBODY_ELSE
    key = sat.observed_key if observed else sat.own_key
    if same := Reply.objects.filter(child=sat.child, key=key).first():
        return same
    if doors.why_not_any_more(sat, on=on):
        raise Over
    draft = doors.draft_of(sat)
    content = draft.content if draft else {}
    words = words_of(content)
    reply = Reply.objects.create(
        child=sat.child,
        round_id=sat.now.id,
        voice=Voice.CHILD,
        said_by=doors.CHILD,
        form=OBSERVED if observed else sat.form,
        language=doors.told_to(sat, on=on).code,
        helpers=_helpers(sat, chose, helper),
        **{name: one.words for name, one in words.items()},
        choices={name: one.choices for name, one in words.items()},
        colours=packed(sat.now.categories, {name: one.answer for name, one in _given(sat, content, on).items()}),
        sent_at=at,
        key=key,
    )
    _write_ratings(reply, sat, content, at)
    if draft:
        draft.delete()
    close_if_all_sent(sat.now, by=AtTheDoor(sat.by), at=at)
    Sitting.objects.filter(pk=sat.sitting.pk).update(seen_at=at)
    child = [str(sat.child.public_id)]
    trail.write(what="sent_reply", by=sat.by, at=at, children=child, about=str(reply.public_id))
    return reply


def _draft(sat: doors.Sat, at: datetime) -> ReplyDraft:
    return doors.draft_of(sat) or ReplyDraft(
        child=sat.child, round_id=sat.now.id, voice=Voice.CHILD, said_by=doors.CHILD, saved_at=at
    )


def _kept(
    content: dict[str, Any], sat: doors.Sat, page: str, given: Mapping[str, Any], asked, back: bool, at: datetime
) -> bool:
    """Put what was filled in into the draft's content; whether somebody was told at once.

    Whoever goes back from safety has not said red: nobody is told by a press that says something else.
    """
    if page in FREE:
        wrote = read_words(given)
        if len(wrote.words) > LONGEST:
            raise TooLong
        content["free"] = content.get("free", {}) | {page: kept_words(wrote)}
    if page not in asked:
        return False
    is_safety = bool(doors.safety_keys([page]))
    chosen = read_choice(given, is_safety=is_safety)
    if not chosen.is_said or back and is_safety and chosen.is_red:
        return False
    content["answers"] = content.get("answers", {}) | {page: kept_choice(chosen)}
    if is_safety and chosen.is_red:
        _tell_at_once(sat, chosen, key=_key_of(sat, page, chosen), at=at)
        return True
    return False


def _key_of(sat: doors.Sat, page: str, said: Chosen) -> str:
    """One alarm for one round, whom it is about and whether the worker may read it, however often it is pressed, kept
    or sent. Said later, any of these is an alarm of its own, and what it is kept from holds for those before it."""
    kept = f"{said.about} {NOT_MY_WORKER}" if said.not_my_worker else said.about
    return hashlib.sha256(f"{sat.now.public_id} {page} {kept}".encode()).hexdigest()[:50]


def _tell_at_once(
    sat: doors.Sat, said: Chosen, *, key: str, words: str = "", at: datetime, rating: Rating | None = None
) -> Alarm:
    """Whoever keeps children safe is told now, and not whom it is about; twice with one key is once."""
    return raise_alarm(
        child_id=sat.child.pk,
        voice=Voice.CHILD,
        key=key,
        at=at,
        by=AtTheDoor(sat.by),
        round_id=sat.now.id,
        reply_id=rating.reply_id if rating else None,
        rating_id=rating.pk if rating else None,
        about=said.about,
        not_my_worker=said.not_my_worker,
        words=words,
    )


def _write_ratings(reply: Reply, sat: doors.Sat, content: Mapping[str, Any], at: datetime) -> None:
    on = day_of(at)
    given, asked = _given(sat, content, on), doors.asked_of(sat, on=on)
    told = doors.told_to(sat, on=on)
    ids = dict(Category.objects.filter(key__in=given).values_list("key", "pk"))
    rows = [
        _rating(reply, ids[key], one, asked[key], four_answers(told, asked[key], sat.form), on)
        for key, one in given.items()
    ]
    for key, row in zip(given, Rating.objects.bulk_create(rows), strict=True):
        if given[key].is_red and doors.safety_keys([key]):
            _tell_at_once(sat, given[key], key=_key_of(sat, key, given[key]), at=at, rating=row)


def _given(sat: doors.Sat, content: Mapping[str, Any], on: date) -> dict[str, Chosen]:
    """The answers that the draft holds, of what the child is asked."""
    asked = doors.asked_of(sat, on=on)
    return answers_of(content, list(asked), doors.safety_keys(asked))


def _rating(reply: Reply, category_id: int, one: Chosen, asked, four: tuple[str, ...], on) -> Rating:
    return Rating(
        child_id=reply.child_id,
        reply=reply,
        category_id=category_id,
        voice=Voice.CHILD,
        said_by=doors.CHILD,
        colour=int(one.answer) if isinstance(one.answer, Colour) else None,
        state="" if isinstance(one.answer, Colour) else str(one.answer),
        step=one.step,
        chosen=four[one.step - 1] if one.step else "",
        asked=asked.words,
        show_carer=one.show_carer,
        not_my_worker=one.not_my_worker,
        about=one.about,
        said_on=on,
    )


def _helpers(sat: doors.Sat, chose: str, helper: str) -> list[dict[str, str]]:
    """Who sat beside the child, as the worker said it, and who helped, as the child did."""
    told = [dict(one) for one in sat.helpers]
    if chose in WHO_CHOSE[1:]:
        role = "chose the answers" if chose == SOMEBODY_ELSE else "helped, says the child"
        told.append({"name": helper.strip()[:LONGEST_NAME], "role": role})
    return told
