"""Tables as files: no cell is ever a formula, and every name arrives as it was."""

import csv
import io

import openpyxl
import pytest

from seenheard.ui.downloads import csv_download, xlsx_download


def read(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_it_is_utf_8_with_one_header_row_and_is_kept_nowhere():
    answer = csv_download("caseloads-2026-03-31", ["Worker", "Children"], [["Łucja, Ødegård", 12], [None, 0]])
    assert read(answer) == [["Worker", "Children"], ["Łucja, Ødegård", "12"], ["", "0"]]
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="caseloads-2026-03-31.csv"'
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "  @"])
def test_no_cell_is_taken_for_a_formula(start):
    (_, (cell,)) = read(csv_download("x", ["Name"], [[f"{start}HYPERLINK(1)"]]))
    assert cell == f"'{start}HYPERLINK(1)"


def test_a_number_and_an_ordinary_name_stay_what_they_are():
    assert read(csv_download("x", ["A"], [[-3, "Smith-Jones", "O'Brien"]]))[1] == ["-3", "Smith-Jones", "O'Brien"]


def test_words_that_look_like_a_formula_or_an_address_stay_words():
    words = ["=1+1", "+44", "@x", "-2", "http://somewhere", "{=A1}", "12", None, 3]
    answer = xlsx_download("figures", ["A"] * len(words), [words])
    assert (
        answer["Content-Disposition"] == 'attachment; filename="figures.xlsx"' and answer["Cache-Control"] == "no-store"
    )
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    (sheet,) = book.worksheets
    row = sheet[2]
    assert [cell.value for cell in row] == [*words[:7], None, 3]
    assert [cell.data_type for cell in row[:7]] == ["s"] * 7 and not [cell for cell in row if cell.hyperlink]
