"""What an import brings: the frozen difference that a person has agreed to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


class Incoming(NamedTuple):
    """One row to insert.

    `child` is the id of a known child, the local identifier of a new one (listed in `Changes.new_children`),
    or None for facts that are not about one child. `values` follow `objects.FIELDS`: ISO dates, "t" or "f",
    numbers as text, arrays as lists of text, None for "not recorded". `aside` is JSON text.
    """

    child: int | str | None
    row_key: str
    row_hash: int
    file: str
    line: int | None
    values: tuple
    aside: str | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What one run adds and ends.

    `tables` names every object (see `objects.FIELDS`) that the run's files can carry, also those for which no
    row came: it tells "no visit is recorded" apart from "this source never carries visits". `covers_from`: the first
    day that the files speak of, where they do not reach back all the way; of days before it silence says nothing.
    """

    new_children: Sequence[str] = ()
    inserts: Mapping[str, Sequence[Incoming]] = field(default_factory=dict)
    closes: Mapping[str, Sequence[int]] = field(default_factory=dict)
    tables: Sequence[str] = ()
    covers_from: date | None = None


class NotAsProposed(Exception):
    """What was to be closed is no longer open: the record has moved on since the proposal was made."""


class BuiltUpon(Exception):
    """A run cannot be undone alone: later runs changed the same rows. `by_object` counts them."""

    def __init__(self, by_object: Mapping[str, int]) -> None:
        self.by_object = dict(by_object)
        what = ", ".join(f"{count} of {name}" for name, count in sorted(self.by_object.items()))
        super().__init__(f"Later changes were built upon this import: {what}.")


class NotTaken(Exception):
    """A value does not fit its column. Says where, never what."""

    def __init__(self, name: str, file: str, line: int | None) -> None:
        self.name, self.file, self.line = name, file, line
        super().__init__(f"A value of {name} in {file or 'no file'}, line {line or 'unknown'}, cannot be stored.")
