"""Ana brings in a council's files of April; Maya's list follows; Ana takes them back, and all is as before."""

import re
from pathlib import Path

import pytest

from tests.journeys.person import PHONE

pytestmark = pytest.mark.browser

POSTCODE = re.compile(r"\bFM\d{1,2} ?\d[A-Z]{2}\b")
APRIL = Path(__file__).resolve().parents[2] / "demo" / "fenmarsh-april"


def test_ana_brings_in_april_maya_sees_it_and_ana_takes_it_back(as_person, work_is_done):
    maya, ana = as_person("Maya"), as_person("Ana")
    before = maya.reads
    assert "Name not recorded" not in before

    ana.presses("Import files")
    ana.finds_the_page_sound()
    ana.uploads(APRIL)
    ana.presses("Read these files")
    work_is_done()
    ana.looks_again()
    ana.sees(
        "Changes, by part of the record", "whose duties are worked out again.", "Line by line", "episodes.csv, line "
    )
    ana.sees("until: not recorded → 30 March 2026; why it ended: not recorded → ")
    assert not POSTCODE.search(ana.reads)
    ana.finds_the_page_sound()
    ana.presses("Yes, apply")
    work_is_done()
    ana.looks_again()
    ana.finds_the_page_sound()

    maya.looks_again()
    after = maya.reads
    assert after != before
    maya.sees("Name not recorded")
    maya.follows("Name not recorded")
    maya.sees("Due Tuesday 28 April 2026: 20 working days after 27 March 2026.")
    maya.goes_to("My work")
    assert "Due Thursday 2 April 2026: 6 months after 2 October 2025." not in after
    maya.finds_the_page_sound()

    ana.follows(re.compile("[Uu]ndo"))
    ana.finds_the_page_sound()
    ana.presses("Yes, undo this import")
    work_is_done()
    maya.looks_again()
    assert maya.reads == before


def test_ana_is_asked_on_the_page_of_the_import_itself(as_person, work_is_done, tmp_path):
    (tmp_path / "header.csv").write_text("CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nQ1,F,01/05/2015,WBRI,UN1,,\n")
    ana = as_person("Ana", screen=PHONE)
    ana.opens("/imports/new/")
    ana.uploads(tmp_path)
    ana.presses("Read these files")
    work_is_done()
    ana.looks_again()
    ana.sees("There is a question about these files", "Which year are they about?", "The year says with which earlier")
    ana.finds_the_page_sound()
    ana.presses("Continue")
    ana.sees("There is a problem", "Choose an answer")
    ana.finds_the_page_sound()
    ana.page.get_by_label("2025-26").check()
    ana.presses("Continue")
    work_is_done()
    ana.looks_again()
    ana.sees("What would change", "1 child would be new to the record.")
    ana.finds_the_page_sound()
