"""The worker's page from which a child is let in, the code itself, and the page for what somebody saw instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from seenheard.record import queries as record_queries
from seenheard.ui.parts import Link

from .. import queries
from ..domain.doors import CODE, NO_ROUND, form_for, spaced
from ..forms.child_way import SawForm, WayForm
from ..operations.doors import Made
from ..queries import door_words
from ..queries.doors import why_no_child_is_let_in

NO_NAME = "Name not recorded"
SAYS = (
    "The code or link is good for 15 minutes, once. Before the first question the child reads who will see the "
    "answers and what cannot be promised. What was begun and not sent goes on with a new code. On whichever device the "
    "code is typed in, whoever is signed in here is signed out."
)
OBSERVED = (
    "For a child who is too young, or cannot answer even with help. It is kept and shown as what somebody saw, under "
    "your name, and never counted as the child’s answer. If a child is not safe, do not write it here and wait: act."
)


@dataclass(frozen=True)
class WayPage:
    """The form, or why no child can be let in now. `ask`: opens a round, where only that is missing."""

    caption: str
    back: Link
    why_not: str
    form: WayForm | None
    ask: Link | None
    instead: Link
    title = heading = "Let the child answer"
    lead = SAYS
    button = "Make it"


@dataclass(frozen=True)
class MadePage:
    """The code or link, shown once."""

    caption: str
    back: Link
    code: str
    link: str
    address: str
    title = heading = "Hand this to the child now"


@dataclass(frozen=True)
class SawPage:
    """The form for what somebody saw."""

    caption: str
    back: Link
    form: SawForm
    rows: tuple = ()
    title = heading = "What I saw"
    lead = OBSERVED
    button = "Keep it"


def languages(*, on: date, with_samples: bool) -> tuple[tuple[str, str], ...]:
    """Every language; beside those of which nobody has read all over yet it says what happens then."""
    missing = door_words.missing(on=on)
    otherwise = "a sample nobody has read over" if with_samples else "in English, with an interpreter"
    return tuple(
        (one.code, f"{one.name} ({otherwise})" if one.code in missing and all(missing[one.code].values()) else one.name)
        for one in queries.languages().values()
    )


def suggested(*, viewer, child, on: date) -> str:
    """The form that is offered first, by the child's age."""
    known = next(iter(queries.known_of(viewer=viewer, on=on, child_ids=[child.pk])), None)
    return form_for(known.born_on, on) if known and known.born_on else ""


def way(*, viewer, child, on: date, form: WayForm) -> WayPage:
    """The page for one child."""
    now = next(iter(queries.rounds_of(viewer=viewer, child=child, on=on)), None)
    why = why_no_child_is_let_in(viewer=viewer, child_id=child.pk, now=now, on=on)
    saw = Link("Write down what you saw instead", reverse("voices:saw", args=[child.public_id]))
    # Whoever comes here may record; what else stands in the way of a round, the press itself says.
    ask = Link("Open a round now", reverse("desk:ask_voices", args=[child.public_id])) if why == NO_ROUND else None
    return WayPage(_name(viewer, child, on), _back(child), why, None if why else form, ask, saw)


def made(*, viewer, child, on: date, way: Made, site: str) -> MadePage:
    """The code or the link itself."""
    is_code = way.code.kind == CODE
    link = "" if is_code else site + reverse("voices:door_link", args=[way.secret])
    return MadePage(
        _name(viewer, child, on),
        _back(child),
        spaced(way.secret) if is_code else "",
        link,
        site + reverse("voices:door"),
    )


def saw(*, viewer, child, on: date, form: SawForm) -> SawPage:
    """The page for one child."""
    return SawPage(_name(viewer, child, on), _back(child), form)


def _name(viewer, child, on: date) -> str:
    now = record_queries.children_now(viewer=viewer, on=on, child_ids=[child.pk]).first()
    return (now.name if now else None) or NO_NAME


def _back(child) -> Link:
    return Link("Back to what people say", reverse("desk:voices", args=[child.public_id]))
