"""A child's door in other languages: in which a child can be asked, what is missing, and the form for one of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.urls import reverse

from seenheard.ui.dates import short
from seenheard.ui.parts import Cell, Link
from seenheard.ui.words import count

from .. import queries
from ..domain.wordings import OLDER, YOUNGER, Language
from ..forms.door_words import DoorWordsForm
from ..queries import door_words
from .one_category import IN_OPEN_ROUNDS
from .what_is_asked import AskingForm, asking_form

HEAD = ("Language", "11 to 17", "5 to 10", "Door and answers")
IF_NOBODY = (
    "A child is asked in this language once a person with a name has read over all of this, and every question of its "
    "form. Until then it is asked in English, with an interpreter. Leave the name empty while nobody has."
)
AS_IT_IS = "What stands in { } is filled in later: keep it, and keep telephone numbers."


def can_be_asked(*, on: date) -> tuple[tuple[str | Cell, ...], ...]:
    """By language, whether a child can be asked in it, by form, and who has read the door over."""
    missing, written = door_words.missing(on=on), door_words.written(on=on)
    return tuple(_row(queries.languages()[code], told, written[code].latest) for code, told in missing.items())


def door_form(tongue: Language, said, *, on: date) -> DoorWordsForm:
    """The form with the council's own words, or the sample's. Who read them over stands there where they are whole."""
    row = door_words.written(on=on, code=tongue.code)[tongue.code].latest
    words = door_words.shipped(tongue.code) | (row.words if row else {})
    reader = row.reviewed_by if row and door_words.is_whole(row.words) else ""
    initial = DoorWordsForm.holding(words, reader)
    return DoorWordsForm(said, texts=door_words.every_text(), direction=tongue.direction, initial=initial)


def door_page(tongue: Language, form: DoorWordsForm) -> AskingForm:
    """The page of that form."""
    lead = (IF_NOBODY, AS_IT_IS, IN_OPEN_ROUNDS)
    back = Link("Languages", reverse("voices:languages"))
    title = f"The answers and the child’s pages, in {tongue.name}"
    return asking_form(title, form, "Keep these words", lead=lead, back=back)


def _row(one: Language, missing: Mapping[str, door_words.Missing], latest) -> tuple[str | Cell, ...]:
    read = f"Read over by {latest.reviewed_by} on {short(latest.reviewed_on)}" if latest and latest.reviewed_on else ""
    address = reverse("voices:door_words", args=[one.code])
    door = Cell(f"Write or read over: {one.name}", address, note=read or "Read over by nobody")
    return (one.name, *(_can(missing[form]) for form in (OLDER, YOUNGER)), door)


def _can(missing: door_words.Missing) -> str:
    """ "Yes", or what nobody has read over yet."""
    told = [*(["door and answers"] if missing.door else []), count(missing.questions, "question")]
    return f"Not yet: {', '.join(told if missing.questions else told[:1])}" if missing else "Yes"
