"""A child's way in: made by staff, opened once, ended by the child, by time, or by a newer one."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from seenheard.accounts.permissions import NotAllowed
from seenheard.lib.sight import seeing_everything
from seenheard.record.domain.days import day_of
from seenheard.record.permissions import check_can_record
from seenheard.trail import operations as trail

from .. import queries
from ..domain.doors import (
    CLOSED_FOR,
    CODE,
    FORMS,
    GOOD_FOR,
    HELPER_ROLES,
    IN_ENGLISH,
    INTERPRETER,
    LENGTH,
    LETTERS,
    LINK,
    is_closed,
    is_good,
    read_code,
)
from ..models import ChildCode, Round, Sitting, UsedCode, WrongTry
from ..queries import doors
from ..queries.door_words import told_in
from ..queries.rounds import _as_they_stand
from .forgetting import FORGOTTEN_AFTER
from .turns import Turn, take_turn_at

WHY = "who types a code is nobody yet: the code says which child it is for"
MOST_HELPERS, LONGEST_NAME = 6, 100


@dataclass(frozen=True, slots=True)
class Made:
    """A code (`secret` is its 8 letters) or a link (`secret` is the last part of its address). Shown once."""

    code: ChildCode
    secret: str


@dataclass(frozen=True, slots=True)
class Entered:
    """What a try came to. `token` for the browser's cookie; empty where nothing opened (`closed`: too many tries)."""

    token: str = ""
    closed: bool = False


@transaction.atomic
def make_child_way(
    *,
    child,
    kind: str,
    form: str,
    language: str,
    helpers: Iterable[Mapping[str, str]] = (),
    by,
    at: datetime,
    with_samples: bool = False,
) -> Made:
    """A code or a link for one child and the round that is open: good for 15 minutes, and once.

    Where not all that the child would see has been read over in its language, it is asked in English, and an
    interpreter is named (`with_samples`: in a demo nobody has to be).

    Raises NotAllowed with the reason why no child can be let in, NoSuchChild.
    """
    on = day_of(at)
    check_can_record(by)
    queries.check_seen(viewer=by, child=child, on=on)
    now = next(iter(queries.rounds_of(viewer=by, child=child, on=on)), None)
    why = doors.why_no_child_is_let_in(viewer=by, child_id=child.pk, now=now, on=on)
    if why or now is None:
        raise NotAllowed(why)
    if kind not in (CODE, LINK) or form not in FORMS or language not in queries.languages():
        raise NotAllowed("Choose a code or a link, one of the two forms, and a language.")
    helping = helpers_of(helpers)
    told = told_in(language, form=form, keys=now.categories, on=on, with_samples=with_samples)
    if told.code != language and not any(one["role"] == INTERPRETER for one in helping):
        raise NotAllowed(IN_ENGLISH)
    secret = "".join(secrets.choice(LETTERS) for _ in range(LENGTH)) if kind == CODE else secrets.token_urlsafe(32)
    made = ChildCode.objects.create(
        child=child,
        round_id=now.id,
        kind=kind,
        code_hash=doors.hashed(secret, kind),
        form=form,
        language=language,
        helpers=helping,
        made_by=str(by.public_id),
        made_at=at,
        until_at=at + GOOD_FOR,
    )
    trail.write(what="made_child_way", by=by, at=at, children=[str(child.public_id)], about=str(made.public_id))
    return Made(made, secret)


@transaction.atomic
@seeing_everything(WHY)
def enter(*, secret: str, kind: str, address: str, at: datetime) -> Entered:
    """Open the door with a code or a link. Whatever is wrong with it, the answer is the same.

    `address`: of the browser; ten wrong tries close it for an hour, the right code too. A newer sitting of the round
    ends the one before; the draft goes on.
    """
    here = doors.hashed(address, "address")
    take_turn_at(Turn.DOOR, int(here[:8], 16))  # tries of one address go one after another
    WrongTry.objects.filter(at__lte=at - FORGOTTEN_AFTER).delete()
    tries = WrongTry.objects.filter(address_hash=here, at__gt=at - CLOSED_FOR, at__lte=at)
    if is_closed(list(tries.values_list("at", flat=True)), at):
        return Entered(closed=True)
    code = doors.code_called(doors.hashed(read_code(secret) if kind == CODE else secret, kind))
    token = _opened(code, at) if code else ""
    if not token:
        WrongTry.objects.create(address_hash=here, at=at)
    return Entered(token)


@transaction.atomic
def end_sitting(*, sat: doors.Sat, at: datetime) -> None:
    """The door is shut: this browser's cookie opens nothing any more. Twice is once."""
    if Sitting.objects.filter(pk=sat.sitting.pk, ended_at=None).update(ended_at=at):
        trail.write(what="left_the_door", by=sat.by, at=at, children=[str(sat.child.public_id)])


def _opened(code: ChildCode, at: datetime) -> str:
    """A sitting by this code: its token, or nothing where the code is not good, or this child is not asked (now)."""
    on = day_of(at)
    if not is_good(code.until_at, hasattr(code, "used"), at):
        return ""
    (now,) = _as_they_stand(Round.objects.filter(pk=code.round_id), on)
    if doors.why_no_child_is_let_in(child_id=code.child_id, now=now, on=on):
        return ""
    try:
        with transaction.atomic():
            UsedCode.objects.create(child_id=code.child_id, code=code, at=at)
    except IntegrityError:  # another browser was quicker
        return ""
    Sitting.objects.filter(round_id=code.round_id, ended_at=None).update(ended_at=at)
    Sitting.objects.filter(ended_at__lte=at - FORGOTTEN_AFTER).delete()
    token = secrets.token_urlsafe(32)
    made = Sitting.objects.create(
        child_id=code.child_id,
        round_id=code.round_id,
        code=code,
        token_hash=doors.hashed(token, "sitting"),
        began_at=at,
        seen_at=at,
    )
    child = [str(code.child.public_id)]
    trail.write(what="opened_the_door", by=f"door:{made.public_id}", at=at, children=child, about=str(code.public_id))
    return token


def helpers_of(helpers: Iterable[Mapping[str, str]], *, whom: str = "sits beside the child") -> list[dict[str, str]]:
    """Those who were named, as they are kept. Raises NotAllowed: too many, too long a name, or an unknown role."""
    told = [{"name": one["name"].strip(), "role": one["role"]} for one in helpers if one.get("name", "").strip()]
    if len(told) > MOST_HELPERS or any(
        one["role"] not in HELPER_ROLES or len(one["name"]) > LONGEST_NAME for one in told
    ):
        raise NotAllowed(f"Say who {whom} by name and role, {MOST_HELPERS} people at most.")
    return told
