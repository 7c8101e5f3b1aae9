"""Sara names Maya for a file that adoption has closed, and shuts it again, at a browser without JavaScript."""

import re
import threading
from datetime import date

import pytest
from django.db import connection

from tests.factories import record as made
from tests.journeys.person import PHONE

pytestmark = pytest.mark.browser
WHY = "The adoption agency asks for her early health record"
DONE = "The agency has had the answer it asked for"


@pytest.fixture(scope="module")
def closed(demo, django_db_blocker):
    """A child who left by adoption; Fenmarsh's own files hold none. In a thread: the browser has a loop in this one."""
    children = []

    def make():
        with django_db_blocker.unblock():
            child = made.make_child(local_id="990001", forename="Zinnia", surname="Oakmoor", born_on=date(2019, 3, 4))
            made.add("cla_episode", child, from_on=date(2020, 5, 1), until_on=date(2021, 5, 1), end_reason="E11")
            children.append(child)
        connection.close()

    thread = threading.Thread(target=make)
    thread.start()
    thread.join()
    return f"/children/{children[0].public_id}/"


def test_sara_names_maya_and_ends_it_early(as_person, closed):
    sara = as_person("Sara", scripts=False, screen=PHONE)
    maya = as_person("Maya", scripts=False, screen=PHONE)
    maya.opens(closed)
    assert maya.status == 404

    sara.goes_to("Closed files")
    sara.follows("Name a person")
    sara.presses("Name this person")
    sara.sees("There is a problem", "Enter the council’s own number for the child")
    sara.fills("The council’s own number for the child", "990001")
    sara.fills("Who is to open it", "Maya Ashworth")
    for box, value in (("Day", "1"), ("Month", "June"), ("Year", "2026")):
        sara.fills(box, value)
    sara.fills("Why do they need to open it?", WHY)
    sara.tabs_to("Name this person")
    sara.presses_enter()
    sara.sees("Check that this is the child you mean", "990001", "You do not see this child")
    sara.does_not_see("Zinnia", "Oakmoor")
    sara.tabs_to("Name this person")
    sara.presses_enter()
    sara.sees("Maya Ashworth", "From 31 March 2026 until 1 June 2026", WHY)
    sara.does_not_see("Zinnia", "Oakmoor")

    maya.opens(closed)
    maya.sees("Zinnia Oakmoor")
    sara.opens(closed)
    assert sara.status == 404, "naming somebody does not open the file to her"

    sara.opens("/closed-files/")
    sara.follows(re.compile("^End this early"))
    sara.fills("Why is it closed to them again?", DONE)
    sara.presses("Close the file to them")
    sara.sees("Ended early on 31 March 2026 by Sara Okafor", DONE)
    maya.opens(closed)
    assert maya.status == 404


def test_every_page_on_the_way_is_sound(as_person, closed):
    sara = as_person("Sara")
    sara.opens("/closed-files/name/")
    sara.finds_the_page_sound()
    sara.fills("The council’s own number for the child", "990001")
    sara.fills("Who is to open it", "tom@fenmarsh.example")
    for box, value in (("Day", "1"), ("Month", "June"), ("Year", "2026")):
        sara.fills(box, value)
    sara.presses("Name this person")
    sara.sees("There is a problem", "Say why this person needs to open the file")
    sara.finds_the_page_sound()
    sara.fills("Why do they need to open it?", WHY)
    sara.presses("Name this person")
    sara.finds_the_page_sound()
    sara.follows(re.compile("^End this early for Tom"))
    sara.finds_the_page_sound()
