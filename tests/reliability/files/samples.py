"""Small invented files of a return, made from its spec: every table, every column, children that belong together."""

import csv
import io
import json
import random
import zipfile
from datetime import date, timedelta

from seenheard.returns.domain import spec as specs
from seenheard.returns.domain.types import Upload

CANARY = "Zqxcanary"  # stands in every cell of free text: if a sentence of ours ever shows it, a cell's value got out
FIRST_DAY = date(2025, 4, 1)


def make(name, rows=6, seed=0):
    """{file name: list of rows, the heading first} for the return called `name`."""
    spec = specs.load(name)
    chance = random.Random(seed)
    return {
        f"{table.file}.csv": [[column.name for column in table.columns]]
        + [[_cell(spec, table, column, row, chance) for column in table.columns] for row in range(rows)]
        for table in spec.tables.values()
        if not (table.first_year or 0) > 2026
    }


def _cell(spec, table, column, row, chance):
    if column.name in (table.born, table.repeats_birth):
        return _written(spec, date(2012, 5, 13) + timedelta(days=40 * row))
    if column.kind == "id":
        return _identifier(table, column, row)
    if column.kind == "date":
        begins = column.name in table.key or (table.spell or ("",))[0] == column.name
        return _written(spec, FIRST_DAY + timedelta(days=20 * row + (0 if begins else 15)))
    return CELLS[column.kind](spec, column, row, chance)


def _identifier(table, column, row):
    """The same identifier wherever the same thing is meant: children by their number, other things by their kind."""
    if column.name == table.child or column.name in ("CHILD", "moth_childs_person_id"):
        return f"70{row:03}"
    return f"{column.name[-9:].replace('_', '').upper()}{row:03}"


def _code(spec, column, row, chance):
    codes = [code.code for code in spec.codes[column.list].values() if code.in_force(2026)]
    return chance.choice(codes)


def _flags(spec, column, row, chance):
    return json.dumps({"LTFOST18": "Y", "RETURN1M": "N"})


def _address(spec, column, row, chance):
    return json.dumps({"LINE1": f"{row} {CANARY} Lane", "POSTCODE": "FM1 2AB"})


CELLS = {
    "text": lambda spec, column, row, chance: f"{CANARY} {row}",
    "code": _code,
    "codes": lambda spec, column, row, chance: json.dumps(sorted({_code(spec, column, row, chance) for _ in range(2)})),
    "part_date": lambda spec, column, row, chance: "ZZ/ZZ/2014" if row % 2 else "",
    "yes_no": lambda spec, column, row, chance: chance.choice("01" if spec.name == "ssda903" else "YN"),
    "whole": lambda spec, column, row, chance: str(chance.randint(column.least, column.most)),
    "number": lambda spec, column, row, chance: f"{chance.random():.2f}",
    "upn": lambda spec, column, row, chance: f"A{999_000_000_000 + row}",
    "postcode": lambda spec, column, row, chance: "FM1 2AB",
    "flags": _flags,
    "address": _address,
    "suitable": lambda spec, column, row, chance: chance.choice("12"),
}


def _written(spec, day):
    return day.strftime("%d/%m/%Y") if spec.dates == "day_first" else day.isoformat()


def as_text(rows, delimiter=","):
    """Rows as the text of a CSV file."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def put(folder, files):
    """Write {name: rows, text or bytes} into `folder`; the upload of that folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, list):
            content = as_text(content)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return [Upload("upload", str(folder))]


def zipped(files, method=zipfile.ZIP_DEFLATED):
    """{name: bytes} as the bytes of a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()
