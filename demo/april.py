"""Make `fenmarsh-april/`: Fenmarsh's SSDA903 as sent again a few days later, with what had been typed late.

    python demo/april.py

Each change below is one thing that Ana's journey can see on Maya's list. Invented, like everything here; CC0.
"""

import csv
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
BEFORE, AFTER = HERE / "fenmarsh" / "ssda903", HERE / "fenmarsh-april"
Rows = list[dict[str, str]]

REVIEWED, MOVED, CEASED, NEW = "501939", "501330", "501211", "502999"
MAYA = "SW900001"


def reviews(rows: Rows) -> Rows:
    """A review held on 30 March, three days before it was due."""
    born = next(row["DOB"] for row in rows if row["CHILD"] == REVIEWED)
    return [*rows, {"CHILD": REVIEWED, "DOB": born, "REVIEW": "30/03/2026", "REVIEW_CODE": "PN1"}]


def episodes(rows: Rows) -> Rows:
    """One child moved on 24 March, one went home on 30 March, one came into care on 27 March."""
    moved, ceased = _open(rows, MOVED), _open(rows, CEASED)
    next_place = moved | {"DECOM": "24/03/2026", "RNE": "P", "PLACE": "U6", "PL_POST": "FM6 1AA", "URN": "9177126"}
    moved |= {"DEC": "24/03/2026", "REC": "X1", "REASON_PLACE_CHANGE": "CARPL"}
    ceased |= {"DEC": "30/03/2026", "REC": "E4A"}
    came = next_place | {"CHILD": NEW, "DECOM": "27/03/2026", "RNE": "S", "LS": "V2", "CIN": "N1"}
    return [*rows, next_place, came]


def header(rows: Rows) -> Rows:
    return [
        *rows,
        {"CHILD": NEW, "SEX": "F", "DOB": "12/05/2025", "ETHNIC": "WBRI", "UPN": "UN1", "MOTHER": "", "MC_DOB": ""},
    ]


def sw_episodes(rows: Rows) -> Rows:
    """The new child's worker is Maya."""
    return [*rows, _row(rows, CHILD=NEW, DOB="12/05/2025", SW_ID=MAYA, SW_DECOM="27/03/2026", SW_REASON="FCONTA")]


def previous_permanence(rows: Rows) -> Rows:
    return [*rows, _row(rows, CHILD=NEW, DOB="12/05/2025", PREV_PERM="Z1")]


CHANGES: dict[str, Callable[[Rows], Rows]] = {
    "episodes.csv": episodes,
    "header.csv": header,
    "previous_permanence.csv": previous_permanence,
    "reviews.csv": reviews,
    "sw_episodes.csv": sw_episodes,
}


def main() -> None:
    AFTER.mkdir(exist_ok=True)
    for source in sorted(BEFORE.glob("*.csv")):
        with source.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            rows, names = list(reader), reader.fieldnames
        with (AFTER / source.name).open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, names, lineterminator="\r\n")
            writer.writeheader()
            writer.writerows(CHANGES.get(source.name, list)(rows))


def _open(rows: Rows, child: str) -> dict[str, str]:
    """The child's episode that has not ended."""
    return next(row for row in rows if row["CHILD"] == child and not row["DEC"])


def _row(rows: Rows, **values: str) -> dict[str, str]:
    return dict.fromkeys(rows[0], "") | values


if __name__ == "__main__":
    main()
