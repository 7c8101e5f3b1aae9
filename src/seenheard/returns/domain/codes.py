"""Code lists as data: what a code is called, in which collection years it was in force, and what replaced it."""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Code:
    """One code of one list. Years are collection years (2026 is April 2025 to March 2026); no `last_year`: in force."""

    code: str
    label: str
    first_year: int
    last_year: int | None
    replaced_by: tuple[str, ...]
    same_as: str = ""  # the new code for the very same thing

    def in_force(self, year: int | None) -> bool:
        """Whether the code may be used in the return of `year`; without a year, whether it may be used today."""
        if year is None:
            return self.last_year is None
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    def kept_as(self, year: int | None) -> str:
        """The code to keep of a return of `year`.

        A mere new spelling is kept as that, always. What took an old code's place is kept only when the old one is used
        after its time, and only when there is no choice: what was right in its year stays as it was.
        """
        if self.same_as:
            return self.same_as
        over = year is not None and self.last_year is not None and year > self.last_year
        return self.replaced_by[0] if over and len(self.replaced_by) == 1 else self.code


CodeLists = Mapping[str, Mapping[str, Code]]

# Words that stand for codes in SSD extracts. Folded and without anything but letters before looking them up.
WORDS: Mapping[str, Mapping[str, str]] = {
    "ABUSE": {
        "neglect": "NEG",
        "physicalabuse": "PHY",
        "physical": "PHY",
        "sexualabuse": "SAB",
        "sexual": "SAB",
        "emotionalabuse": "EMO",
        "emotional": "EMO",
        "multiple": "MUL",
        "multiplecategories": "MUL",
    },
    "SEX": {"male": "M", "female": "F", "unknown": "U", "indeterminate": "U"},
    "MISSING": {"missing": "M", "away": "A", "awaywithoutauthorisation": "A", "absent": "A"},
    "RHI": {"yes": "Y", "no": "N", "notapplicable": "NA"},
    "IN_TOUCH": {"yes": "YES", "y": "YES", "no": "NO", "n": "NO"},
}


FOLDER = Path(__file__).resolve().parent.parent / "codes"


@functools.cache
def label(list_name: str, code: str) -> str:
    """What a code of that list is called, for a person to read; the code itself when the list does not have it."""
    found = everything().get(list_name, {}).get(code)
    return found.label if found else code


@functools.cache
def everything() -> CodeLists:
    """Every code list there is, by name."""
    return read_code_lists(sorted(FOLDER.glob("*.csv")))


def read_code_lists(files: Iterable[Path]) -> CodeLists:
    """Every list in `files` by name, each a mapping from code to Code."""
    lists: dict[str, dict[str, Code]] = {}
    for file in files:
        with file.open(encoding="utf-8", newline="") as opened:
            for row in csv.DictReader(line for line in opened if not line.startswith("#")):
                lists.setdefault(row["list"], {})[row["code"]] = Code(
                    code=row["code"],
                    label=row["label"],
                    first_year=int(row["first_year"]),
                    last_year=int(row["last_year"]) if row["last_year"] else None,
                    replaced_by=tuple(row["replaced_by"].removeprefix("=").split()),
                    same_as=row["replaced_by"][1:] if row["replaced_by"].startswith("=") else "",
                )
    return lists


def from_words(list_name: str, text: str) -> str | None:
    """The code that a word stands for in that list, or None."""
    folded = "".join(letter for letter in text.casefold() if letter.isalpha())
    return WORDS.get(list_name, {}).get(folded)
