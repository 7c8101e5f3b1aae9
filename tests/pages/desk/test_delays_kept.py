"""A reason why something is late stays: beside what was done late, in the figures, and when another takes its place."""

from datetime import date

import pytest

from seenheard.desk import operations as desk
from seenheard.duties.models import Explanation
from seenheard.duties.queries.explained import explained
from tests import cast
from tests.factories import record as made

from .test_delays import WHY, address, first_review, maya, of_duty, say, text

__all__ = ["maya"]
pytestmark = pytest.mark.django_db
SECOND = "The child was in hospital until the 12th"
SAYS = f"Why it is late, said on 31 March 2026 by Maya Ashworth: {WHY}"


def hold_the_review(child, take, on=date(2026, 3, 30)):
    made.add("cla_review", child, held_on=on, row_key="held")
    take()


def test_done_late_the_reason_stands_beside_what_has_ended(maya, ash, take):
    say(maya, first_review(ash))
    hold_the_review(ash, take)
    for where in (address(ash), address(ash, "past-duties/?part=reviews")):
        page = text(maya.get(where))
        assert "28 days late" in page and SAYS in page, where


def test_done_late_it_is_counted_on_and_named(maya, ash, take):
    say(maya, first_review(ash))
    tom = cast.signed_in("tom")
    assert "Of these, 1 has an explained delay." in text(tom.get("/my-team/late/"))
    hold_the_review(ash, take)
    page = text(tom.get("/my-team/late/"))
    assert "1 duty was done late in the last twelve months, with a reason." in page
    assert WHY in page and "2 March 2026, done 30 March 2026" in page
    file = tom.get("/my-team/late/file/").content.decode()
    assert WHY in file and "2026-03-30" in file


def test_done_in_time_it_is_counted_as_late_nowhere(maya, ash, take, on):
    say(maya, first_review(ash))
    hold_the_review(ash, take, on=date(2026, 2, 20))
    found = explained(viewer=cast.person("tom"), on=on)
    assert (found.overdue, found.done) == ((), ())
    assert SAYS in text(maya.get(address(ash))), "as it was said on its day"


def test_a_second_reason_is_asked_for_beside_the_first_and_both_are_kept(maya, ash, at):
    say(maya, first_review(ash))
    form = text(maya.get(address(ash, "to-do/late/")))
    assert "A reason stands" in form and WHY in form and "Said on 31 March 2026 by Maya Ashworth." in form
    asked = {"owed": [("LR-01", first_review(ash).key)], "why": SECOND}
    desk.explain_delays(child=ash, by=cast.person("tom"), at=at, **asked)
    page = text(maya.get(address(ash)))
    assert f"said on 31 March 2026 by Tom Hale: {SECOND}" in page and WHY not in page
    assert "Said before, and kept under Recorded here: a reason of 31 March 2026." in page
    kept = text(maya.get(address(ash, "recorded/")))
    assert WHY in kept and SECOND in kept and "Said by Maya Ashworth." in kept and "Said by Tom Hale." in kept
    assert Explanation.objects.count() == 2 and of_duty(first_review(ash)).startswith("LR-01")


def test_before_anything_was_said_the_form_says_of_nothing_that_it_stands(maya, ash):
    assert "A reason stands" not in text(maya.get(address(ash, "to-do/late/")))
