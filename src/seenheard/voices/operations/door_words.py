"""A child's door in another language: written by the council, and read over by somebody named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from seenheard.accounts.permissions import NotAllowed
from seenheard.record.domain.days import day_of
from seenheard.trail import operations as trail

from .. import permissions, queries
from ..domain.door_words import problem
from ..domain.wordings import ENGLISH
from ..models import DoorWords
from ..queries import door_words
from .turns import Turn, take_turn_at


@transaction.atomic
def word_door(*, language: str, words: Mapping[str, str], reviewed_by: str, by, at: datetime) -> None:
    """The council's words for the door and the four answers, by the English sentence. `reviewed_by`: who has read
    exactly these over; empty: nobody yet, and then no child is shown them. Raises NotAllowed."""
    permissions.check_can_set_voices(by)
    take_turn_at(Turn.CATEGORIES)
    if language == ENGLISH or language not in queries.languages():
        raise NotAllowed("There is no such language.")
    told = {text: " ".join(words.get(text, "").replace("\x00", "").split()) for text in door_words.every_text()}
    if not any(told.values()):
        raise NotAllowed("Write the words.")
    if wrong := next(filter(None, (problem(text, said) for text, said in told.items() if said)), ""):
        raise NotAllowed(wrong)
    reader = reviewed_by.strip()
    if reader and not all(told.values()):
        raise NotAllowed("Somebody can have read it over once every sentence has words.")
    on = day_of(at)
    DoorWords.objects.create(
        language=language,
        words={text: said for text, said in told.items() if said},
        reviewed_by=reader,
        reviewed_on=on if reader else None,
        from_on=on,
        by=str(by.public_id),
        at=at,
    )
    trail.write(what="worded_door", by=by, at=at, about=language)
