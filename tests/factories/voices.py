"""What people said, put straight into the tables: rounds long over, answers with every choice a child has."""

import uuid
from datetime import datetime, timedelta

from seenheard.record.domain.days import day_of
from seenheard.voices import operations
from seenheard.voices.domain.answers import packed
from seenheard.voices.models import Category, Household, Rating, Reply, Round, RoundEnd
from tests import cast

LONG = timedelta(days=28)


def council(at: datetime, pack: str = "twelve") -> None:
    """From this moment the categories of a pack are asked."""
    operations.choose_pack(pack=pack, by=cast.sara(), at=at)


def asked(child, at: datetime, *, keys=("home", "friends", "safety"), voices=("worker", "carer", "child")) -> Round:
    """A round of this child, opened at the moment."""
    opened = day_of(at)
    return Round.objects.create(
        child=child,
        opened_on=opened,
        closes_on=opened + LONG,
        why="wish",
        categories=list(keys),
        voices=list(voices),
        at=at,
        by=str(cast.sara().public_id),
    )


def ended(now: Round, at: datetime) -> Round:
    """The same, closed at the moment."""
    RoundEnd.objects.create(child=now.child, round=now, how="closed", reason="Enough", by="x", at=at)
    return now


def said(
    now: Round, voice: str, at: datetime, *, by: str = "", words=None, choices=None, form: str = "", **rated
) -> Reply:
    """A sent reply. `rated`: by category a colour, or a colour and what else a rating holds."""
    who = by or ("child" if voice == "child" else str(cast.maya().public_id))
    colours = {key: one if not isinstance(one, tuple) else one[0] for key, one in rated.items()}
    reply = Reply.objects.create(
        child=now.child,
        round=now,
        voice=voice,
        household=_household(now.child, at) if voice == "carer" else None,
        said_by=who,
        form=form or ("11-17" if voice == "child" else voice),
        colours=packed(now.categories, colours),
        choices=choices or {},
        sent_at=at,
        key=str(uuid.uuid4()),
        **(words or {}),
    )
    for key, one in rated.items():
        colour, more = one if isinstance(one, tuple) else (one, {})
        own = {"step": 4 if colour == 1 else 1, "chosen": "As I said"} if voice == "child" else {"comment": "Because."}
        Rating.objects.create(
            child=now.child,
            reply=reply,
            category=Category.objects.get(key=key),
            voice=voice,
            said_by=who,
            colour=int(colour),
            said_on=day_of(at),
            **own | more,
        )
    return reply


def _household(child, at: datetime) -> Household:
    found = Household.objects.filter(child=child).first()
    first = day_of(at)
    return found or Household.objects.create(
        child=child, kind="family", placement_ref="P", from_on=first, at=at, by="x"
    )
