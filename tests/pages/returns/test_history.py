"""The list of imports: each line can be told from the next, and the same files again stand apart."""

import re

import pytest

from seenheard.returns import operations
from seenheard.returns.models import Run, State
from tests import cast
from tests.factories.returns import moment
from tests.pages.returns.test_imports import CSV

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
MORE = {"missing.csv": "CHILD,DOB,MISSING,MIS_START,MIS_END\nA1,01/05/2015,M,02/02/2026,03/02/2026\n"}


@pytest.fixture
def ana():
    return cast.signed_in("ana")


def brought(files, **choices):
    given = [(name, text.encode()) for name, text in files.items()]
    return operations.import_now(files=given, by=cast.ana(), at=moment(), **choices)


def lines(browser):
    """The lines of the list, and those that are folded away, each as its words."""
    page = browser.get("/imports/").content.decode()
    shown, _, folded = page.partition("<details")
    return [_rows(part) for part in (shown, folded)]


def _rows(html):
    rows = re.findall(r"<tr.*?</tr>", html, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows if "<td" in row]


def test_a_line_says_return_year_files_rows_when_by_whom_and_how_it_stands(ana):
    run = brought(CSV)
    (line,), _ = lines(ana)
    assert "SSDA903" in line and "2025-26" in line
    assert "2 files, 2 rows" in line and "header.csv, reviews.csv" in line
    assert line.count("Ana Petrov") == 2, "who began it, and who said yes"
    assert "Applied" in line
    operations.undo(run=run, by=cast.ana(), at=moment())
    (line,), _ = lines(ana)
    assert "Undone" in line


def test_two_imports_of_one_return_and_year_differ_on_the_list(ana):
    brought(CSV)
    brought(CSV | MORE)
    (newer, older), _ = lines(ana)
    assert "3 files, 3 rows" in newer and "missing.csv" in newer
    assert "2 files, 2 rows" in older and "missing.csv" not in older


def test_the_same_files_again_are_folded_under_one_line(ana):
    first = brought(CSV)
    for _ in range(3):
        brought(CSV)
    (line,), folded = lines(ana)
    assert str(first.public_id) in ana.get("/imports/").content.decode().partition("<details")[0]
    assert len(folded) == 3 and "Applied" in line
    assert "3 more imports of the same files, with nothing new" in ana.get("/imports/").content.decode()


def test_what_waits_for_somebody_is_never_folded(ana):
    brought(CSV)
    waiting = brought(CSV, go_on=False)
    assert waiting.state == State.PROPOSED
    shown, folded = lines(ana)
    assert len(shown) == 2 and not folded


def test_of_files_that_brought_nothing_the_newest_stands_on_the_list(ana):
    for _ in range(2):
        operations.abandon(run=brought(CSV, go_on=False), by=cast.ana(), at=moment())
    newest = Run.objects.first()
    shown, folded = lines(ana)
    assert (len(shown), len(folded)) == (1, 1)
    assert str(newest.public_id) in ana.get("/imports/").content.decode().partition("<details")[0]


def test_files_that_were_not_read_yet_are_told_by_their_names(ana):
    operations.receive(files=[(name, text.encode()) for name, text in CSV.items()], by=cast.ana(), at=moment())
    (line,), _ = lines(ana)
    assert "2 files header.csv, reviews.csv" in line and "Waiting to be read" in line
    assert line.startswith("Not read yet")


def test_four_files_are_named_three_and_how_many_more(ana):
    files = CSV | MORE | {"uasc.csv": "CHILD,SEX,DOB,DUC\n"}
    brought(files)
    (line,), _ = lines(ana)
    assert "and 1 more" in line
