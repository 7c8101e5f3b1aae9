"""Files that the browser saves: tables that a spreadsheet opens, and papers."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

# A spreadsheet takes a cell that begins so for a formula; an apostrophe in front makes it words.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
BYTE_ORDER_MARK = "\ufeff"  # without it some spreadsheets take UTF-8 for something else


def csv_download(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """The table as a CSV file (UTF-8, one header row) that the browser saves under this name and keeps nowhere else."""
    written = io.StringIO(newline="")
    lines = csv.writer(written)
    lines.writerow(map(_cell, head))
    lines.writerows([_cell(value) for value in row] for row in rows)
    answer = HttpResponse(BYTE_ORDER_MARK + written.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer["Cache-Control"] = "no-store"
    return answer


def file_download(name: str, content: bytes, content_type: str) -> HttpResponse:
    """A file that the browser saves under this name, which tells of nobody, and keeps nowhere else."""
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _cell(value: object) -> object:
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA) else value
