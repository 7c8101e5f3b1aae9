"""Small uploads for the tests of reading: one line of set-up each."""

import tempfile
from pathlib import Path

from seenheard.returns.domain.read import read
from tests.reliability.files.samples import put

HEADER = ["CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB"]
EPISODES = ["CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC", "REASON_PLACE_CHANGE", "HOME_POST",
            "PL_POST", "URN"]  # fmt: skip
REVIEWS = ["CHILD", "DOB", "REVIEW", "REVIEW_CODE"]


def child(number="7", **changes):
    """One row of a Header."""
    row = {"CHILD": number, "SEX": "M", "DOB": "14/05/2012", "ETHNIC": "WBRI", "UPN": "UN1"} | changes
    return [row.get(column, "") for column in HEADER]


def episode(number="7", **changes):
    """One open row of Episodes."""
    row = {"CHILD": number, "DECOM": "14/05/2025", "RNE": "S", "LS": "C2", "CIN": "N1", "PLACE": "U6"}
    row |= {"PLACE_PROVIDER": "PR1", "HOME_POST": "FM1 1AA", "PL_POST": "FM2 2BB", "URN": "123"} | changes
    return [row.get(column, "") for column in EPISODES]


def review(number="7", day="20/06/2025", code="PN1", born="14/05/2012"):
    """One row of Reviews."""
    return [number, born, day, code]


def reading(files, answers=None):
    """The reading of {name: rows, text or bytes}."""
    with tempfile.TemporaryDirectory() as folder:
        return read(put(Path(folder), files), answers)


def codes(found, level=None):
    """The codes of a reading's problems, of one level or all."""
    return [problem.code for problem in found.problems if level in (None, problem.level)]


def the(found, code):
    """The one problem with that code."""
    (problem,) = [problem for problem in found.problems if problem.code == code]
    return problem
