"""The plan as reviewing officer and worker judge it: side by side, under the scheme of the day, and never a category."""

import html
import uuid
from datetime import date

import pytest
from django.urls import reverse

from seenheard.accounts.permissions import NotAllowed
from seenheard.record.permissions import NoSuchChild
from seenheard.trail.models import Entry
from seenheard.voices import operations, queries
from seenheard.voices.domain.answers import Colour
from seenheard.voices.domain.plans import Rater
from seenheard.voices.models import PlanRating, Rating
from tests import cast
from tests.pages.desk.conftest import looked_after

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 31)
WHY = "The school place was promised for January."


@pytest.fixture
def ash(stopped_clock):
    return looked_after()


@pytest.fixture
def of_ash(ash):
    return reverse("voices:plan", args=[ash.public_id])


def read(answer):
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def rates(client, address, colour, reasons=WHY, key=None):
    return client.post(address, {"colour": colour, "reasons": reasons, "key": key or str(uuid.uuid4())}, follow=True)


def test_nobody_then_one_then_both(of_ash):
    ines, maya = cast.signed_in("ines"), cast.signed_in("maya")
    assert "Nobody has rated the plan yet." in read(ines.get(of_ash))
    said = read(rates(ines, of_ash, "red"))
    assert "Your rating of the plan is kept." in said
    assert "Only one has rated the plan: the worker has not." in said
    assert "Red: The plan is not right for the child" in said and WHY in said
    said = read(rates(maya, of_ash, "green"))
    assert "To talk about: the reviewing officer is more worried, by two steps." in said
    assert "Ines Duarte, 31 March 2026, by the scheme 2026-1." in said
    assert not Rating.objects.exists(), "the plan enters no category"


def test_the_manager_reads_and_does_not_rate(of_ash):
    rates(cast.signed_in("ines"), of_ash, "amber")
    tom = cast.signed_in("tom")
    said = read(tom.get(of_ash))
    assert "Amber: The plan is right" in said and "Rate the plan" not in said
    assert tom.post(of_ash, {"colour": "green", "reasons": WHY}).status_code == 403
    assert PlanRating.objects.count() == 1


def test_every_look_and_every_rating_is_in_the_trail(ash, of_ash):
    ines = cast.signed_in("ines")
    read(ines.get(of_ash))
    rates(ines, of_ash, "green")
    told = Entry.objects.filter(children=[str(ash.public_id)]).values_list("what", flat=True)
    assert sorted(told) == ["looked_at_plan_ratings", "looked_at_plan_ratings", "rated_plan"]


def test_of_another_team_it_does_not_exist(of_ash):
    assert cast.signed_in("otto").get(of_ash).status_code == 404
    assert rates(cast.signed_in("otto"), of_ash, "green").status_code == 404
    assert not PlanRating.objects.exists()


def test_what_is_missing_is_said_and_what_was_typed_stays(of_ash):
    said = read(rates(cast.signed_in("ines"), of_ash, "", reasons="The plan is late."))
    assert "There is a problem" in said and "Choose how the plan is" in said
    assert "The plan is late.</textarea>" in said
    said = read(rates(cast.signed_in("ines"), of_ash, "red", reasons="🙂"))
    assert "Give your reasons, in words." in said
    assert "5,000 letters or fewer" in read(rates(cast.signed_in("ines"), of_ash, "red", reasons="a" * 5_001))
    assert not PlanRating.objects.exists()


def test_the_same_form_sent_twenty_times_is_one_rating(of_ash):
    ines, key = cast.signed_in("ines"), str(uuid.uuid4())
    for _ in range(20):
        rates(ines, of_ash, "green", key=key)
    assert PlanRating.objects.count() == 1
    assert Entry.objects.filter(what="rated_plan").count() == 1


def test_a_rating_keeps_the_scheme_under_which_it_was_made(ash, at, monkeypatch):
    operations.rate_plan(child=ash, colour=Colour.AMBER, reasons=WHY, key="one", by=cast.ines(), at=at)
    (first,) = queries.schemes()
    later = first.__class__("2027-1", date(2026, 3, 1), "Another", dict.fromkeys(Colour, "Something else."))
    from seenheard.voices.queries import plans

    monkeypatch.setattr(plans, "schemes", lambda: (later, first))
    operations.rate_plan(child=ash, colour=Colour.AMBER, reasons=WHY, key="two", by=cast.ines(), at=at)
    told = queries.plan_of(viewer=cast.ines(), child=ash, on=ON)
    assert told.latest[Rater.OFFICER].scheme == "2027-1" and told.latest[Rater.OFFICER].meant == "Something else."
    assert [(one.scheme, one.meant) for one in told.earlier] == [("2026-1", first.meanings[Colour.AMBER])]


def test_refused_leaves_nothing(ash, at):
    for who, error in (("tom", NotAllowed), ("ana", NotAllowed), ("otto", NoSuchChild)):
        with pytest.raises(error):
            operations.rate_plan(child=ash, colour=Colour.RED, reasons=WHY, key=who, by=cast.person(who), at=at)
    assert not PlanRating.objects.exists() and not Entry.objects.exists()


@pytest.mark.browser
def test_the_page_is_sound(of_ash):
    from tests import browser

    pages = {}
    ines = cast.signed_in("ines")
    pages["/empty/"] = ines.get(of_ash).content.decode()
    rates(ines, of_ash, "red")
    rates(ines, of_ash, "amber", reasons="The place was found.")
    rates(cast.signed_in("maya"), of_ash, "green")
    pages["/both/"] = ines.get(of_ash).content.decode()
    pages["/wrong/"] = rates(ines, of_ash, "").content.decode()
    with browser.showing(pages) as look:
        for address in pages:
            browser.is_sound(look, address, f"plan-{address.strip('/')}")
