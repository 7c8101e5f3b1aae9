"""Files that the browser saves: tables that a spreadsheet opens, and papers."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

import xlsxwriter
from django.http import HttpResponse

# A spreadsheet takes a cell that begins so for a formula; an apostrophe in front makes it words.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NO_TIME = datetime(1980, 1, 1)  # the day from which a zip counts
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


def xlsx_download(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """The same table as a workbook of one sheet. Words are written as words: no cell is a formula or a link.

    It keeps no time: the same table is the same file.
    """
    written = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(written, plain) as book:
        book.set_properties({"created": NO_TIME})
        sheet = book.add_worksheet("Figures")
        bold = book.add_format({"bold": True})
        sheet.write_row(0, 0, head, bold)
        for place, row in enumerate(rows, 1):
            sheet.write_row(place, 0, ["" if value is None else value for value in row])
        sheet.freeze_panes(1, 0)
    answer = HttpResponse(written.getvalue(), content_type=WORKBOOK)
    answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
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
