"""What goes well, worked out from what people said and what was done about it; nobody types it twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .answers import Colour, Voice


@dataclass(frozen=True, slots=True)
class Given:
    """The colour that a voice gave one category in the round that was opened on a day."""

    on: date
    colour: Colour


Lines = Mapping[str, Mapping[Voice, Sequence[Given]]]  # by category key and voice, the earliest first


@dataclass(frozen=True, slots=True)
class TurnedGreen:
    """A category that everybody who answered in the latest round sees green; `before`: who of them saw it amber or red
    the time before, and when."""

    category: str
    on: date
    before: Mapping[Voice, Given]


def turned_green(lines: Lines, latest_on: date) -> tuple[TurnedGreen, ...]:
    """What has become green in the round opened on `latest_on`, in the order of the categories.

    Silence makes nothing green: it needs somebody who said otherwise before and says green now.
    """
    found = (_turned(category, by_voice, latest_on) for category, by_voice in lines.items())
    return tuple(one for one in found if one)


def _turned(category: str, by_voice: Mapping[Voice, Sequence[Given]], latest_on: date) -> TurnedGreen | None:
    latest = {voice: line for voice, line in by_voice.items() if line and line[-1].on == latest_on}
    if not latest or any(line[-1].colour is not Colour.GREEN for line in latest.values()):
        return None
    said = {voice: latest[voice][-2] for voice in Voice if len(latest.get(voice, ())) > 1}
    before = {voice: one for voice, one in said.items() if one.colour < Colour.GREEN}
    return TurnedGreen(category, latest_on, before) if before else None


def lines_of(told: Iterable[tuple[date, Voice, str, Colour]]) -> dict[str, dict[Voice, list[Given]]]:
    """By category and voice, what was given, the earliest first. Of one round's several (households, or categories
    that were merged into one) the most worried counts."""
    found: dict[str, dict[Voice, list[Given]]] = {}
    for on, voice, category, colour in sorted(told, key=lambda one: one[0]):
        line = found.setdefault(category, {}).setdefault(voice, [])
        if line and line[-1].on == on:
            line[-1] = Given(on, min(line[-1].colour, colour))
        else:
            line.append(Given(on, colour))
    return found
