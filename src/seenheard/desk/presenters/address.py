"""The full address, which one press opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from seenheard.desk.labels import source_words
from seenheard.desk.presenters.duties import NAME_NOT_RECORDED
from seenheard.record import queries as record_queries
from seenheard.ui.dates import short
from seenheard.ui.parts import Link, Row
from seenheard.ui.words import capital, join_and

DIFFER = "The sources give different addresses for the same kind of home. Ask which is right, and mend the other."
NOTHING_BUT_POSTCODE = "Only the postcode is recorded."


@dataclass(frozen=True)
class AddressPage:
    """The page that one press opens."""

    title: str
    heading: str
    caption: str
    back: Link
    protected: str
    rows: tuple[Row, ...]
    differs: str
    said: str


def address(*, viewer, child, on: date) -> AddressPage:
    """The addresses in force now, in full."""
    found = record_queries.address(viewer=viewer, child=child, on=on)
    return AddressPage(
        title="An address",
        heading="Where the child lives",
        caption=child.now.name or NAME_NOT_RECORDED,
        back=Link("Back to the child", reverse("desk:child", args=[child.public_id])),
        protected=capital("; ".join(dict.fromkeys(one.protected for one in found if one.protected))),
        rows=tuple(map(_address_row, found)),
        differs=DIFFER if _differ(found) else "",
        said="That you have read this address is written down. It is shown once: to see it again, press again.",
    )


def _differ(found) -> bool:
    kinds = [kind for one in found for kind in one.kinds]
    return len(kinds) != len(set(kinds))


def _address_row(one: record_queries.LivesAt) -> Row:
    since = f"Since {short(one.from_on)}. " if one.from_on else ""
    return Row(
        capital(join_and(kind or "address" for kind in one.kinds)),
        tuple(_lines(one)),
        f"{since}From {join_and(source_words(source) for source in one.sources)}.",
    )


def _lines(one: record_queries.LivesAt):
    yield from filter(None, (one.lines, one.postcode))
    if not one.lines:
        yield NOTHING_BUT_POSTCODE if one.postcode else "Neither the address nor the postcode is recorded."
