"""Every duty to a child that has ended, one part of life at a time, fifty to a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from seenheard.desk.presenters.duties import NAME_NOT_RECORDED, duty
from seenheard.desk.presenters.looking import Looking, looking
from seenheard.desk.presenters.owed import Beside, ended_words, parts_of_life, running_and_ended
from seenheard.duties import queries as duties_queries
from seenheard.duties.queries import Owed
from seenheard.duties.queries.explained import explanations
from seenheard.record import queries as record_queries
from seenheard.ui.paging import Paged, paged
from seenheard.ui.parts import Duty, Link
from seenheard.ui.words import capital


@dataclass(frozen=True)
class PastDuties:
    """The page."""

    title: str
    heading: str
    caption: str
    back: Link
    looking_back: str
    parts: tuple[Link, ...]
    summary: str
    duties: tuple[Duty, ...]
    paged: Paged
    empty: str


def past_duties(*, viewer, child, on: date, asked) -> PastDuties:
    """The duties that had ended by the day looked at, the latest first. NoSuchChild where the viewer may not look."""
    look = looking(asked, on)
    life = record_queries.life(viewer=viewer, child=child, on=on, known_at=look.known_at)
    ended = _ended_by_part(duties_queries.reckoned(life.history, look.day), look.day)
    part = asked.get("part", "") if asked.get("part", "") in ended else next(iter(ended), "")
    chosen = ended.get(part, [])
    said = {} if look.known_at else explanations(viewer=viewer, child=child, on=on)
    beside = Beside((), said)
    listed = paged(chosen, asked.get("page"), filters={"part": part, **dict(look.asked)})
    return PastDuties(
        title="Duties that have ended",
        heading="Duties that have ended",
        caption=child.now.name or NAME_NOT_RECORDED,
        back=_back(child, look),
        looking_back=look.words,
        parts=tuple(_part(name, ones, name == part, look) for name, ones in ended.items()),
        summary=f"{capital(part)}: {ended_words(chosen)}." if chosen else "",
        duties=tuple(duty(one, look.day, booked=beside.why(one)) for one in listed),
        paged=listed,
        empty="" if chosen else "No duty to this child had ended by then.",
    )


def _ended_by_part(owed: tuple[Owed, ...], day: date) -> dict[str, list[Owed]]:
    """What has ended, the latest first, by part of life in the order of the alphabet."""
    ended = {name: running_and_ended(ones, day)[1] for name, ones in sorted(parts_of_life(owed).items())}
    return {name: ones for name, ones in ended.items() if ones}


def _part(name: str, ended: list[Owed], is_chosen: bool, look: Looking) -> Link:
    return Link(f"{capital(name)} ({len(ended):,})", f"?{urlencode((('part', name), *look.asked))}", is_chosen)


def _back(child, look: Looking) -> Link:
    asked = f"?{urlencode(look.asked)}" if look.asked else ""
    return Link("Back to the child", f"{reverse('desk:child', args=[child.public_id])}{asked}#duties")
