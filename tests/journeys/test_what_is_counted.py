"""What is counted: Tom's reports with the rows behind them, the quarter that Della publishes and others read, and the
pack that Ines takes to a review."""

import csv
import io
import re
from collections import Counter

import openpyxl
import pypdf
import pytest

from tests.journeys.person import PHONE

pytestmark = pytest.mark.browser
ITS_LAST_ROUNDS = True
FERN = "Fern Alderbrook"
TODAY, BEFORE = "2026-03-31", "2025-12-31"
QUARTER = "31 December 2025"
VOICES = ("social workers", "carers", "children")
CELLS = "table => [...table.tBodies[0].rows].map(row => [...row.cells].map(cell => cell.innerText.trim()))"


def asks_for_a_report(person, report: str, crossed_by: str) -> None:
    """From the navigation to the figures of two days."""
    person.goes_to("Reports")
    person.page.get_by_label("Report", exact=True).select_option(label=report)
    person.fills("As at the end of", TODAY)
    person.fills("Compared with", BEFORE)
    person.chooses("Crossed by", crossed_by)
    person.presses("Show the report")


def saves(person, words: str) -> bytes:
    """The file behind a link."""
    with person.page.expect_download() as saved:
        person.page.get_by_role("link", name=words).click()
    return saved.value.path().read_bytes()


def table_of(person, caption: str) -> dict[str, list[str]]:
    """The cells of a table of the page, by what stands first in each row."""
    cells = person.page.locator("table", has=person.page.get_by_text(caption)).evaluate(CELLS)
    return {first: rest for first, *rest in cells}


def test_tom_compares_two_days_opens_the_rows_and_saves_the_figures(as_person):
    tom = as_person("Tom")
    asks_for_a_report(tom, "The whole service", "category")
    tom.sees(f"How the voices compare: 31 March 2026, in brackets {QUARTER}", f"Better, the same or worse: {QUARTER}")
    tom.finds_the_page_sound()
    shown = table_of(tom, "How the voices compare")
    told = saves(tom, "CSV").decode("utf-8-sig")
    head, *lines = list(csv.reader(io.StringIO(told)))
    added, totals = Counter(), Counter()
    for measure, across, of, outcome, day, many, *_ in lines:
        if across:
            (totals if of == "All" else added)[measure, outcome, day] += int(many)
    assert added == totals and sum(totals.values()) > 1_000
    assert shown["All"][0] == "{} ({})".format(
        *(totals["How the voices compare", "act today", day] for day in (TODAY, BEFORE))
    )
    sheet = openpyxl.load_workbook(io.BytesIO(saves(tom, "XLSX"))).active
    rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert (rows[0], len(rows)) == (head, len(lines) + 1)
    assert [row[:6] for row in rows[1:]] == [line[:6] for line in lines]

    tom.follows(re.compile("Show its rows ?: How the voices compare"))
    behind = sum(
        many for (measure, _, day), many in totals.items() if (measure, day) == ("How the voices compare", TODAY)
    )
    tom.sees("The rows of “How the voices compare”", f"of {behind} rows")
    tom.finds_the_page_sound()
    tom.follows(re.compile("^Coral Jackdaw"))
    tom.sees("Coral Jackdaw")


def test_without_javascript_and_on_a_phone_one_team_is_reported_on_and_what_is_wrong_is_said(as_person):
    tom = as_person("Tom", scripts=False)
    asks_for_a_report(tom, "One team", "worker")
    tom.sees("Say which team it is about.")
    tom.fills("Which team, worker, category or child (a child by number)", "Safeguarding North")
    tom.presses("Show the report")
    tom.sees("One team: Safeguarding North, as at 31 March 2026", "Maya Ashworth", "Visits in time")
    tom.finds_the_page_sound()
    phone = as_person("Tom", screen=PHONE)
    phone.opens(tom.page.url)
    phone.sees("One team: Safeguarding North, as at 31 March 2026", "Maya Ashworth")
    phone.finds_the_page_sound()
    phone.opens("/reports/?report=views")
    phone.sees("Children whose own views were not recorded", "Observed only")
    phone.does_not_see(">About<", '"About"')
    phone.finds_the_page_sound()


def test_della_publishes_the_quarter_by_keyboard_and_others_read_the_same_figures(as_person):
    della = as_person("Della")
    della.goes_to("Totals")
    della.sees("The service in totals", QUARTER, "small numbers are not hidden here")
    della.finds_the_page_sound()
    della.goes_to("Published reports")
    della.sees("No report has been published yet.", f"The quarter that ended on {QUARTER} has not been published.")
    della.finds_the_page_sound()
    della.tabs_to("Publish the report")
    della.presses_enter()
    della.sees("It stays as it is now.", f"Three voices: the quarter that ended on {QUARTER}", "By Della Marsh.")
    della.finds_the_page_sound()
    on_paper = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(della.page.pdf())).pages]
    for one in on_paper:
        assert sum(f"What {who} said" in one for who in VOICES) == one.count("Part of the child’s life"), (
            "a table is cut"
        )
    assert sum("What children said" in one for one in on_paper) == 1

    hugh = as_person("Hugh", scripts=False)
    hugh.sees(QUARTER)
    hugh.tabs_to(QUARTER)
    hugh.presses_enter()
    hugh.sees("“c” stands for a number that is hidden", "By Della Marsh.")
    hugh.does_not_see("Publish the report", "Withdraw the report", "/children/")
    hugh.finds_the_page_sound()
    pike = as_person("Rowan Pike", screen=PHONE)
    pike.finds_the_page_sound()
    pike.follows(QUARTER)
    pike.finds_the_page_sound()
    for caption in ("What children said", "Children with a current assessment"):
        assert table_of(pike, caption) == table_of(hugh, caption) == table_of(della, caption) != {}
    assert "What children said" in saves(pike, "CSV").decode("utf-8-sig")
    della.on_a_phone()
    for address in ("/totals/", "/published/"):
        della.opens(address)
        della.finds_the_page_sound()
    della.does_not_see("Publish the report")


def test_ines_takes_the_pack_to_the_review(as_person):
    ines = as_person("Ines")
    ines.goes_to("Children")
    ines.follows(FERN)
    ines.follows(re.compile("Every round, and what can be done|Ask now, and what is asked"))
    ines.follows("Review pack")
    ines.sees("What goes well", "What people say, side by side", "How the care plan is judged")
    said = ines.page.locator(".sh-paper__said").first.inner_text()
    ines.finds_the_page_sound()
    ines.tabs_to("Print it: PDF")
    with ines.page.expect_download() as saved:
        ines.page.keyboard.press("Enter")
    pack = pypdf.PdfReader(io.BytesIO(saved.value.path().read_bytes()))
    told = " ".join(" ".join(page.extract_text() for page in pack.pages).split())
    assert said in told and "How the care plan is judged" in told
    assert saves(ines, "Work on it: DOCX").startswith(b"PK")
    ines.on_a_phone()
    ines.sees(said)
    ines.finds_the_page_sound()
