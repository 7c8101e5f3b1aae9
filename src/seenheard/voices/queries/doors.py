"""Behind a child's door: the sitting a browser has, and what it may show. Nobody signed in asks any of this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.crypto import salted_hmac

from seenheard.accounts.domain import SYSTEM
from seenheard.lib.sight import seeing_everything

from ..domain import settings
from ..domain.answers import Voice
from ..domain.doors import IDLE, why_not
from ..domain.rounds import is_asked
from ..models import Category, ChildCode, Reply, ReplyDraft, Round, Sitting, Talk, ToldBack
from .categories import categories, settings_on
from .door_words import Told, told_in
from .rounds import RoundNow, _as_they_stand, asking_on, known_of
from .said import OBSERVED
from .wordings import Asked, asked_in

WHY = "whose page a token opens, whether that child is asked, and what came of it, is asked before the door is"
CHILD = "child"  # who said it, of whatever a child said


@dataclass(frozen=True, slots=True)
class Sat:
    """A sitting that goes on: whose it is, the round it answers, and how it is asked."""

    sitting: Sitting
    child: Any
    now: RoundNow
    form: str
    language: str
    helpers: tuple[Mapping[str, str], ...]

    @property
    def by(self) -> str:
        """Who acts, for the trail."""
        return f"door:{self.sitting.public_id}"

    @property
    def own_key(self) -> str:
        """The key of the child's reply to this round: there is one, however often it is sent."""
        return f"child {self.now.public_id}"

    @property
    def observed_key(self) -> str:
        """The key of what somebody else chose in this sitting."""
        return f"{OBSERVED} {self.sitting.public_id}"


@dataclass(frozen=True, slots=True)
class Since:
    """One thing that came of what was said: what somebody chose to write to the child."""

    what: str
    on: date
    words: str


def hashed(secret: str, kind: str) -> str:
    """A code, a token or an address as it is kept: under the site's key, so that nobody can try them all out."""
    return salted_hmac(f"voices.doors.{kind}", secret, algorithm="sha256").hexdigest()


@seeing_everything(WHY)
def sitting_of(token: str, *, at: datetime, on: date) -> Sat | None:
    """The sitting of the browser that holds this token; None where it ended, or nobody pressed for 15 minutes."""
    rows = Sitting.objects.select_related("child", "code").filter(ended_at=None, seen_at__gt=at - IDLE)
    row = rows.filter(token_hash=hashed(token, "sitting")).first() if token else None
    if row is None:
        return None
    (now,) = _as_they_stand(Round.objects.filter(pk=row.round_id), on)
    return Sat(row, row.child, now, row.code.form, row.code.language, tuple(row.code.helpers))


def why_no_child_is_let_in(*, child_id: int, now: RoundNow | None, on: date, viewer=SYSTEM) -> str:
    """Why this child cannot answer this round today, as a sentence for staff; empty where nothing stands in the way."""
    known = next(iter(known_of(viewer=viewer, on=on, child_ids=[child_id])), None)
    return why_not(
        born_on=known.born_on if known else None,
        still_asked=known is not None and is_asked(known, asking_on(on), on),
        settings_missing=settings.missing_for_children(settings_on(on)),
        voices=now.voices if now and not now.is_over else None,
        sent=now.sent if now else (),
        on=on,
    )


@seeing_everything(WHY)
def why_not_any_more(sat: Sat, *, on: date) -> str:
    """The same, of a child who sits at the door: it may have turned 18, or the round may be over, since it opened."""
    return why_no_child_is_let_in(child_id=sat.child.pk, now=sat.now, on=on)


def asked_of(sat: Sat, *, on: date, with_samples: bool = False) -> dict[str, Asked]:
    """By category, in the round's order, the words in which this child is asked; what has no words is left out."""
    tongue = told_to(sat, on=on, with_samples=with_samples).code
    found = asked_in(tongue, audience=sat.form, on=on, with_samples=with_samples)
    return {key: found[key] for key in sat.now.categories if key in found}


def is_sent(sat: Sat) -> bool:
    """Whether the child's own answers are there, or what somebody else chose in this sitting."""
    return Reply.objects.filter(child=sat.child, key__in=[sat.own_key, sat.observed_key]).exists()


def told_to(sat: Sat, *, on: date, with_samples: bool = False) -> Told:
    """The words of this child's pages: in the language wanted, or in English."""
    return told_in(sat.language, form=sat.form, keys=sat.now.categories, on=on, with_samples=with_samples)


def safety_keys(keys) -> frozenset[str]:
    """Which of these categories is the one on which a red cannot wait."""
    return frozenset(Category.objects.filter(key__in=keys, is_safety=True).values_list("key", flat=True))


def draft_of(sat: Sat) -> ReplyDraft | None:
    """What the child has begun and not sent; nobody else ever reads it."""
    return ReplyDraft.objects.filter(round_id=sat.now.id, voice=Voice.CHILD, said_by=CHILD).first()


@seeing_everything(WHY)
def since_last_time(sat: Sat) -> tuple[Since, ...]:
    """What adults chose to write to the child since the child last sent something, or of what it then sent."""
    last = Reply.objects.filter(child=sat.child, voice=Voice.CHILD, said_by=CHILD).order_by("-sent_at").first()
    if last is None:
        return ()
    names = {one.key: one.name for one in categories(on=last.sent_at.date())}
    talks = Talk.objects.filter(child=sat.child, at__gte=last.sent_at).exclude(for_child="").select_related("category")
    told = ToldBack.objects.filter(child=sat.child, at__gte=last.sent_at).exclude(words="")
    found = [
        Since(names.get(one.category.key, one.category.key), one.held_on, one.for_child) for one in talks.order_by("at")
    ]
    return (*found, *(Since("", one.told_on, one.words) for one in told.order_by("at")))


def code_called(code_hash: str) -> ChildCode | None:
    """The code or link of this hash, whether or not it is still good."""
    return ChildCode.objects.select_related("child", "used").filter(code_hash=code_hash).first()
