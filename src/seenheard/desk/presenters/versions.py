"""What was recorded here, version by version: who changed what, when and why. Nothing that was corrected is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

from django.urls import reverse

from seenheard.accounts import queries as accounts
from seenheard.desk.presenters.duties import NAME_NOT_RECORDED
from seenheard.desk.presenters.recorded import event_now, visit_now
from seenheard.desk.presenters.to_do import SOMEBODY
from seenheard.record import queries as record_queries
from seenheard.timescales.domain.event_words import kind_words
from seenheard.ui.dates import long, moment
from seenheard.ui.parts import Link, Row

NOT_SAID = "Not said"


@dataclass(frozen=True)
class Version:
    """One version: what was done and by whom, why, and what it says that the one before did not."""

    heading: str
    why: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class VersionsPage:
    """The page, the latest version first."""

    title: str
    heading: str
    caption: str
    back: Link
    lead: str
    versions: tuple[Version, ...]


def versions(*, viewer, child, name: str, key: str, on: date) -> VersionsPage | None:
    """Every version of one event, visit or worry; None where there is none."""
    rows = record_queries.versions(viewer=viewer, child=child, on=on).get((name, key))
    if rows is None:
        return None
    names = accounts.names({row.recorded_by for row in rows} | {row.made_by for row in rows if name == "visit"})
    told = [(row, lines_of(name, row, names)) for row in rows]
    first = Version(_heading("Recorded", rows[0], names), rows[0].version_why or "", told[0][1])
    later = [_changed(before, row, now, names) for (_, before), (row, now) in pairwise(told)]
    return VersionsPage(
        title="What was changed",
        heading=f"What was changed: {what(name, rows[-1])}",
        caption=child.now.name or NAME_NOT_RECORDED,
        back=Link("Back to what was recorded here", reverse("desk:recorded", args=[child.public_id])),
        lead="The latest first. What stood before is kept, and counts for nothing any more.",
        versions=(*reversed(later), first),
    )


def what(name: str, row: Any) -> str:
    """What one of them is, in a word or two."""
    if name == "event":
        return kind_words(row.kind)
    return "Visit" if name == "visit" else "Worry"


def lines_of(name: str, row: Any, names: Mapping[str, str]) -> tuple[Row, ...]:
    """One version, line by line."""
    if name == "event":
        return event_now(record_queries.typed_event(row))
    if name == "visit":
        return visit_now(row, names)
    said = (("Day", long(row.raised_on)), ("What worries", row.words), ("No action is needed", row.no_action_why))
    return tuple(Row(label, words) for label, words in said if words)


def _changed(before: Sequence[Row], row: Any, now: Sequence[Row], names: Mapping[str, str]) -> Version:
    if row.withdrawn:
        return Version(_heading("Taken back", row, names), row.version_why or "", ())
    return Version(_heading("Changed", row, names), row.version_why or "", tuple(_differences(before, now)))


def _differences(before: Sequence[Row], now: Sequence[Row]) -> Iterator[Row]:
    """What is new or other, with what stood before; and what is said no more."""
    was = {line.key: line.value for line in before}
    for line in now:
        if was.get(line.key) != line.value:
            yield replace(line, note=f"Before: {was.get(line.key, NOT_SAID)}")
    said = {line.key for line in now}
    yield from (Row(line.key, NOT_SAID, f"Before: {line.value}") for line in before if line.key not in said)


def _heading(done: str, row: Any, names: Mapping[str, str]) -> str:
    return f"{done} by {names.get(row.recorded_by, SOMEBODY)}, {moment(row.known_from)}"
