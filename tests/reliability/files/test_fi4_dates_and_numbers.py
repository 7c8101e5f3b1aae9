"""FI4: dates and numbers. A table of written forms with the day each means; no silent swap; doubt is one question."""

import itertools
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seenheard.returns.domain import dates
from seenheard.returns.domain.cells import read_cells
from seenheard.returns.domain.codes import everything
from seenheard.returns.domain.dates import read_column
from seenheard.returns.domain.read import read
from seenheard.returns.domain.spec import ColumnSpec
from tests.reliability.files.samples import as_text, put

DAYS = [date(2025, 4, 1), date(2012, 2, 29), date(2025, 12, 31), date(1999, 1, 13), date(2025, 3, 30), date(2025, 10, 26),
        date(2026, 3, 31), date(2000, 2, 29), date(1950, 6, 15), date(2031, 11, 5), date(2008, 8, 24)]  # fmt: skip
CLEAR = {  # written one way only
    "%Y-%m-%d": "iso", "%Y-%m-%dT00:00:00": "iso", "%Y-%m-%d 14:30:00": "iso", "%Y-%m-%d 14:30:00.000": "iso",
    "%Y/%m/%d": "iso", "%Y%m%d": "iso", "%d %b %Y": "worded", "%d-%b-%Y": "worded", "%d %B %Y": "worded",
}  # fmt: skip
SLASHED = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y 00:00", "%d/%m/%Y 00:00:00"]
CASES = [
    *((day.strftime(form), convention, day.isoformat()) for day, form, convention in
      itertools.product(DAYS, CLEAR, ("day_first", "iso"))),
    *((day.strftime(form), "day_first", day.isoformat()) for day, form in itertools.product(DAYS, SLASHED)),
    *((day.strftime(form), "iso", day.isoformat()) for day, form in itertools.product(DAYS, SLASHED) if day.day > 12),
    # moments with an offset are the day in London: an hour before midnight in July is already the next day there
    ("2025-06-30T23:30:00Z", "iso", "2025-07-01"), ("2025-12-31T23:30:00Z", "iso", "2025-12-31"),
    ("2025-03-30T00:59:59Z", "iso", "2025-03-30"), ("2025-10-25T23:15:00+00:00", "iso", "2025-10-26"),
    ("2025-07-01T00:30:00+02:00", "iso", "2025-06-30"), ("2025-07-01T00:30:00+01:00", "iso", "2025-07-01"),
    ("1st April 2025", "iso", "2025-04-01"), ("2 Sept 2025", "iso", "2025-09-02"), ("04/04/2025", "iso", "2025-04-04"),
]  # fmt: skip
IMPOSSIBLE = ["31/02/2025", "29/02/2023", "2025-02-29", "00/01/2025", "32/01/2025", "13/13/2025", "2025-13-01", "1/1/0001", "01/01/1899",
              "01/01/2101", "31 Foo 2025", "soon", "n/a", "-", "2025", "2025-04", "0", "1", "60", "999999", "1,234", "1E5", "12:30",
              "2025-04-01T25:00", "2025-04-01T10:99", "١٢/٠٣/٢٠٢٥x", "31/04/2025", "30 Feb 2025", "20251301", "2025-4-31"]  # fmt: skip


@pytest.mark.parametrize(("text", "convention", "day"), CASES)
def test_a_date_means_its_day(text, convention, day):
    found = read_column([text], convention=convention)
    assert (found.meaning.get(text), found.ask) == (day, "")


@pytest.mark.parametrize("text", IMPOSSIBLE)
@pytest.mark.parametrize("convention", ["day_first", "iso"])
def test_what_is_no_date_is_said_to_be_none(text, convention):
    found = read_column([text], convention=convention)
    assert (text in found.bad, found.ask, found.meaning.get(text)) == (True, "", None)


def column(pattern, days):
    return [day.strftime(pattern) for day in days]


LATE = [date(2025, month, day) for month in range(1, 13) for day in (14, 25)]  # only one order fits
EARLY = [date(2025, month, day) for month in range(1, 13) for day in range(1, 13) if day != month]  # both fit
COLUMNS = {
    "day first, plain": (column("%d/%m/%Y", LATE + EARLY), "iso", "", "%d/%m/%Y"),
    "month first, plain": (column("%m/%d/%Y", LATE + EARLY), "iso", "", "%m/%d/%Y"),
    "month first in a 903": (column("%m/%d/%Y", LATE + EARLY), "day_first", "", "%m/%d/%Y"),
    "all doubtful, no guide": (column("%d/%m/%Y", EARLY), "iso", "date_order", None),
    "all doubtful, the guide says day first": (column("%d/%m/%Y", EARLY), "day_first", "", "%d/%m/%Y"),
    "both orders in one column": (column("%d/%m/%Y", LATE) + column("%m/%d/%Y", LATE), "day_first", "date_order", None),
    "two month-first cells in many doubtful": ([*column("%d/%m/%Y", EARLY), "05/13/2025", "05/14/2025"], "day_first", "date_order", None),
    "two-figure years": (column("%d/%m/%y", LATE), "day_first", "date_order", None),
    "numbers of days": (["45748", "45749"], "iso", "date_serial", None),
    "numbers among dates": (["45748", "2025-04-01"], "iso", "date_serial", None),
}  # fmt: skip


@pytest.mark.parametrize(("texts", "convention", "ask", "pattern"), COLUMNS.values(), ids=COLUMNS)
def test_a_column_is_read_one_way_or_asked_about(texts, convention, ask, pattern):
    found = read_column(texts, convention=convention)
    assert found.ask == ask
    if pattern:
        days = LATE + EARLY if len(texts) > len(EARLY) else EARLY
        assert {found.meaning[text] for text in texts} == {day.isoformat() for day in days}
        assert all(found.meaning[day.strftime(pattern)] == day.isoformat() for day in days)


def test_one_slip_among_many_is_a_slip_not_another_order():
    texts = [
        *column("%d/%m/%Y", [date(year, month, 20) for year in range(2018, 2026) for month in range(1, 13)]),
        "05/13/2025",
    ]
    found = read_column(texts, convention="day_first")
    assert (found.ask, found.bad) == ("", {"05/13/2025"})


@pytest.mark.parametrize(
    ("texts", "answer", "text", "meaning"),
    [
        (["03/04/2025"], "day_first", "03/04/2025", "2025-04-03"),
        (["03/04/2025"], "month_first", "03/04/2025", "2025-03-04"),
        (["03/04/25"], "day_first", "03/04/25", "2025-04-03"),
        (["03/04/62"], "day_first", "03/04/62", "1962-04-03"),
        (["45748"], "excel1900", "45748", "2025-04-01"),
        (["44286"], "excel1904", "44286", "2025-04-01"),
    ],
)
def test_an_answer_settles_the_column(texts, answer, text, meaning):
    assert read_column(texts, convention="iso").ask
    assert read_column(texts, convention="iso", answers=[answer]).meaning[text] == meaning


@pytest.mark.parametrize("text", ["03/04/2025", "03/04/25", "45748"])
def test_a_column_left_out_is_left_out_and_named(text):
    found = read_column([text, "2025-04-14"], convention="iso", answers=["leave"])
    assert found.left == {text}
    assert text not in found.meaning
    assert found.meaning["2025-04-14"] == "2025-04-14"


@pytest.mark.parametrize("text", ["1900-01-01", "1900-01-01T00:00:00", "1900-01-01 00:00:00.000", "1899-12-30"])
def test_a_stand_in_is_unknown(text):
    found = read_column([text], convention="iso", stand_ins={"1900-01-01", "1899-12-30"})
    assert (found.meaning[text], found.bad, found.stand_ins) == (None, frozenset(), {text})


def test_a_day_before_1900_that_stands_for_nothing_is_no_date():
    assert read_column(["1899-12-30"], convention="iso").bad == {"1899-12-30"}


def read_one(kind, text, **words):
    found = read_cells(ColumnSpec("X", kind, **words), [text], everything(), 2026)
    return found.meaning[text], next(iter(found.odd), "")


NUMBERS = [
    ("id", "00123", "00123", ""), ("id", " ab12 ", "AB12", ""), ("id", "1E5", "1E5", "suspect_identifier"),
    ("id", "1.2E+05", None, "spoilt_identifier"), ("id", "1,23E+11", None, "spoilt_identifier"), ("id", "5E+11", None, "spoilt_identifier"),
    ("id", "500098.0", "500098", "point_nought"), ("id", "12.5", "12.5", ""), ("id", "1,234", "1,234", ""),
    ("upn", "A123456789012", "A123456789012", ""), ("upn", "a123456789012", "A123456789012", ""), ("upn", "UN1", "UN1", ""),
    ("upn", "A12345678901", None, "bad_upn"), ("upn", "123456789012", None, "bad_upn"), ("upn", "1.23457E+11", None, "bad_upn"),
    ("upn", "A12345678901B", "A12345678901B", ""), ("number", "12.50", "12.50", ""), ("number", "1,234", None, "not_a_figure"),
    ("number", "inf", None, "not_a_figure"), ("number", "NaN", None, "not_a_figure"), ("number", "1e9", None, "not_a_figure"),
    ("yes_no", "Y", "t", ""), ("yes_no", "0", "f", ""), ("yes_no", "true", "t", ""), ("yes_no", "2", None, "not_yes_no"),
    ("suitable", "1", "t", ""), ("suitable", "2", "f", ""), ("suitable", "3", None, "not_yes_no"),
    ("postcode", "fm82bb", "FM8 2BB", ""), ("postcode", "FM8  2BB", "FM8 2BB", ""), ("postcode", "nowhere", "NOWHERE", ""),
    ("part_date", "ZZ/ZZ/2014", "ZZ/ZZ/2014", ""), ("part_date", "01/02/2014", "2014-02-01", ""), ("part_date", "zz/02/2014", "ZZ/02/2014", ""),
    ("part_date", "whenever", None, "bad_date_aside"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "value", "problem"), NUMBERS)
def test_a_number_or_identifier_is_kept_as_it_was_meant(kind, text, value, problem):
    assert read_one(kind, text) == (value, problem)


@pytest.mark.parametrize(
    ("text", "value"),
    [("0", "0"), ("40", "40"), ("07", "7"), ("7.0", "7"), ("41", None), ("-1", None), ("²", None), ("1 2", None)],
)
def test_a_whole_number_keeps_its_bounds(text, value):
    assert read_one("whole", text, least=0, most=40) == (value, "" if value else "not_a_number")


def test_there_are_four_hundred_cases():
    assert len(CASES) + 2 * len(IMPOSSIBLE) + len(COLUMNS) + len(NUMBERS) >= 400


WRITTEN = st.lists(st.dates(date(1990, 1, 1), date(2030, 12, 31)), min_size=1, max_size=80)
WAYS = ["%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d", "%d-%b-%Y"]


@settings(max_examples=300, deadline=None)
@given(days=WRITTEN, way=st.sampled_from(WAYS))
def test_without_a_guide_no_day_is_ever_swapped(days, way):
    found = read_column({day.strftime(way) for day in days}, convention="iso")
    assert found.ask or {found.meaning[day.strftime(way)] for day in days} == {day.isoformat() for day in days}


@settings(max_examples=300, deadline=None)
@given(days=WRITTEN, way=st.sampled_from(WAYS))
def test_with_a_guide_only_a_column_that_could_follow_it_throughout_is_read_by_it(days, way):
    found = read_column({day.strftime(way) for day in days}, convention="day_first")
    right = {day.isoformat() for day in days}
    follows_throughout = way == "%m/%d/%Y" and all(day.day <= 12 for day in days)
    assert found.ask or follows_throughout or {found.meaning.get(day.strftime(way)) for day in days} == right


# In a file: asked once, never guessed, and the answer is enough


def reviews(days):
    return {
        "reviews.csv": [["CHILD", "DOB", "REVIEW", "REVIEW_CODE"], *(["7", "14/05/2012", day, "PN1"] for day in days)]
    }


def test_a_doubtful_column_is_one_question_however_many_rows(tmp_path):
    texts = column("%d/%m/%Y", LATE) + column("%m/%d/%Y", LATE)
    uploads = put(tmp_path, reviews(texts * 20))
    reading = read(uploads)
    (question,) = reading.questions
    assert (question.kind, question.column, reading.rows) == ("date_order", "REVIEW", 0)
    answered = read(uploads, {question.key: "day_first"})
    assert answered.questions == []
    assert answered.rows == len(LATE) * 20
    (left,) = [problem for problem in answered.problems if problem.level == "row"]
    assert (left.code, left.count) == ("bad_date", len(LATE) * 20)


def test_a_month_first_neighbour_makes_a_doubtful_column_a_question(tmp_path):
    files = reviews(column("%d/%m/%Y", EARLY))
    for number, row in enumerate(files["reviews.csv"][1:]):
        row[1] = f"05/{14 + number % 10}/2012"
    (question,) = read(put(tmp_path, files)).questions
    assert question.column == "REVIEW"


def test_an_impossible_date_costs_its_row_and_shows_no_value(tmp_path):
    reading = read(put(tmp_path, reviews(["14/05/2025", "31/02/2025", "15/05/2025"])))
    (problem,) = [problem for problem in reading.problems if problem.level == "row"]
    assert (problem.code, problem.line, problem.column, problem.count) == ("bad_date", 3, "REVIEW", 1)
    assert "31/02" not in problem.says + problem.do
    assert [row.line for row in reading.tables["reviews"]] == [2, 4]


@pytest.mark.parametrize(("born", "code"), [("01/01/1900", "born_too_early"), ("01/06/2026", "born_after")])
def test_a_birth_that_cannot_be_is_a_finding(born, code, tmp_path):
    header = [["CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB"], ["7", "M", born, "WBRI", "UN1", "", ""]]
    reading = read(put(tmp_path, {"header.csv": header, **reviews(["14/05/2025"])}))
    assert code in {problem.code for problem in reading.problems if problem.level == "finding"}


# Planted fault: a reader that takes the first order that fits


def test_a_reader_that_guesses_is_noticed(monkeypatch):
    monkeypatch.setattr(dates, "_order", lambda cells, convention, answers: ("day_first", False))
    with pytest.raises(AssertionError):
        test_a_column_is_read_one_way_or_asked_about(*COLUMNS["all doubtful, no guide"])
    with pytest.raises((AssertionError, KeyError)):
        test_a_column_is_read_one_way_or_asked_about(*COLUMNS["month first, plain"])


def test_a_file_of_dates_as_text_is_read_like_any_other(tmp_path):
    reading = read(put(tmp_path, {"reviews.csv": as_text(reviews(["14 May 2025"])["reviews.csv"], ";")}))
    assert reading.tables["reviews"][0].values[2] == "2025-05-14"
    assert "dates_other_form" in {problem.code for problem in reading.problems}
