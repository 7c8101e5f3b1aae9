"""One category: what it is, and its words for everybody who is asked, in every language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from seenheard.ui.dates import short
from seenheard.ui.forms import Form
from seenheard.ui.parts import Link, Row

from .. import queries
from ..domain.categories import MERGED, CategoryNow
from ..domain.wordings import AUDIENCES, ENGLISH, OLDER, SPOKEN_TO, YOUNGER, Language, Worded
from ..forms.asking import TO
from .what_is_asked import NO_DUTY, back, duties, of_category

UNREAD = "Nobody has read this over yet: it is shown to no child and no carer."
IF_NOBODY = (
    "Words that nobody has read over are shown to no child and no carer. Ask somebody who knows how children, or "
    "carers, take them, and for another language somebody who speaks it; then write that person’s name below."
)
IN_OPEN_ROUNDS = "The words are asked from today, in rounds that are open too."
IN_ENGLISH = "Whoever asks for this language is asked in English instead, with an interpreter recorded."
OURS = "Written for this product."
UNTRIED = f"{OURS} No children-in-care council has tried it yet."
UNWRITTEN = "There are no words in this language."


@dataclass(frozen=True)
class Words:
    """The words for one audience in one language. `lang` and `dir` are set on the words themselves."""

    language: str
    lang: str
    dir: str
    words: str
    notes: tuple[str, ...]
    is_sample: bool
    link: Link | None


@dataclass(frozen=True)
class Audience:
    """Everybody of one kind who is asked, and the words for them."""

    heading: str
    words: tuple[Words, ...]


@dataclass(frozen=True)
class CategoryPage:
    """A category with its words."""

    title: str
    caption: str
    rows: tuple[Row, ...]
    duties: tuple[Link, ...]
    acts: tuple[Link, ...]
    ended: str
    audiences: tuple[Audience, ...]
    back: Link

    no_duty = NO_DUTY

    @property
    def heading(self) -> str:
        return self.title


@dataclass(frozen=True)
class WordsPage:
    """The form for the words of one audience in one language; `now`: what stands there."""

    title: str
    caption: str
    now: Words
    lead: tuple[str, ...]
    form: Form
    button: str
    back: Link

    @property
    def heading(self) -> str:
        return self.title


def category_page(one: CategoryNow, *, on: date) -> CategoryPage:
    """Everything on the page of one category."""
    told = queries.worded(on=on)[one.key]
    return CategoryPage(
        title=one.name,
        caption="What is asked",
        rows=tuple(_facts(one)),
        duties=duties(one.rules),
        acts=_acts(one),
        ended="" if one.is_asked else _ended(one, on),
        audiences=tuple(
            Audience(
                TO[audience],
                tuple(
                    _words(one, audience, tongue, told[audience, code]) for code, tongue in queries.languages().items()
                ),
            )
            for audience in AUDIENCES
        ),
        back=back(),
    )


def words_page(one: CategoryNow, audience: str, code: str, told: Worded, form: Form) -> WordsPage:
    """The form for the words of one audience in one language, with what stands there now."""
    tongue = queries.languages()[code]
    return WordsPage(
        title=f"{TO[audience]}, in {tongue.name}",
        caption=one.name,
        now=_words(one, audience, tongue, told),
        lead=(*([IF_NOBODY] if audience in SPOKEN_TO else []), IN_OPEN_ROUNDS),
        form=form,
        button="Keep these words",
        back=Link(one.name, of_category(one)),
    )


def reader(told: Worded) -> str:
    """Who has read over the council's own words: said again when they are kept, for other words need another look."""
    return told.reviewed_by if told.is_own else ""


def notes_of(told: Worded, tongue: Language, audience: str) -> tuple[str, ...]:
    """Where the words come from, who has read them over, and whether they are asked."""
    if not told.words:
        return (UNWRITTEN, IN_ENGLISH) if tongue.code != ENGLISH else (UNWRITTEN,)
    return tuple(
        filter(
            None, (_made(told, tongue, audience), _read_over(told, tongue, audience), _instead(told, tongue, audience))
        )
    )


def _made(told: Worded, tongue: Language, audience: str) -> str:
    if told.is_own:
        return "The council’s own words."
    ours = UNTRIED if audience in (OLDER, YOUNGER) else OURS
    return ours if tongue.code == ENGLISH else f"{tongue.made[:1].upper()}{tongue.made[1:]}."


def _read_over(told: Worded, tongue: Language, audience: str) -> str:
    if told.reviewed_by:
        when = f" on {short(told.reviewed_on)}" if told.reviewed_on else ""
        return f"Read over by {told.reviewed_by}{when}."
    if audience in SPOKEN_TO and (told.is_own or tongue.code != ENGLISH):
        return UNREAD
    return ""


def _instead(told: Worded, tongue: Language, audience: str) -> str:
    """What is asked in their place, where these words are not."""
    if told.is_asked:
        return ""
    if told.asked:
        return f"Until then this is asked: “{told.asked}”"
    return IN_ENGLISH if tongue.code != ENGLISH and audience in SPOKEN_TO else ""


def _words(one: CategoryNow, audience: str, tongue: Language, told: Worded) -> Words:
    link = Link("Write or read over", reverse("voices:words", args=[one.key, audience, tongue.code]))
    return Words(
        language=tongue.name,
        lang=tongue.code,
        dir=tongue.direction,
        words=told.words,
        notes=notes_of(told, tongue, audience),
        is_sample=bool(told.words) and not told.is_own and tongue.code != ENGLISH and not tongue.reviewed_by,
        link=link if one.is_asked else None,
    )


def _facts(one: CategoryNow):
    if one.is_safety:
        yield Row("Red on it", "Cannot wait: somebody is told at once, whoever says it.")
    if one.dimension:
        note = "Care Planning, Placement and Case Review (England) Regulations 2010, regulation 5"
        yield Row("In the care plan", one.dimension[:1].upper() + one.dimension[1:], note)


def _acts(one: CategoryNow) -> tuple[Link, ...]:
    if not one.is_asked:
        return (Link("Ask about it again", reverse("voices:ask_again", args=[one.key])),)
    acts = [("Rename or move", "change_category"), ("Change its duties", "duties"), ("Stop asking", "retire")]
    if not one.is_safety:
        acts.append(("Merge into another", "merge"))
    return tuple(Link(text, reverse(f"voices:{name}", args=[one.key])) for text, name in acts)


def _ended(one: CategoryNow, on: date) -> str:
    since = f"It has not been asked since {short(one.since_on)}."
    if one.use == MERGED and one.into and (other := queries.category_called(one.into, on=on)):
        since += f" {other.name} is asked in its place."
    return f"{since} {one.why}".strip()
