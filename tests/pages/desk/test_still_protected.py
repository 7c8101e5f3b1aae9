"""A move after an address was protected is a prompt until somebody says whether the protection holds there too."""

from datetime import date, timedelta

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.duties import operations as duties
from seenheard.duties.models import Bookmark
from seenheard.prompts.models import Prompt
from seenheard.record import queries
from tests import cast
from tests.factories import record as made

from .test_protecting import LINES, NEW, POSTCODE, WHO, child, hidden, key, maya, page_of, protect, text

__all__ = ["child", "maya"]
ON = date(2026, 3, 31)
ASKED = "The child has moved since the address was protected"


def move(child, take, **more):
    made.add("address", child, row_key="new", **{**NEW, "from_on": date(2026, 3, 20), **more})
    take()


def prompts(child, **more):
    return list(Prompt.objects.filter(child=child, cause="protection_unanswered", **more))


def test_it_asks_the_childs_worker_from_the_day_the_move_is_known_and_tells_no_address(child, maya, take):
    protect(maya, child)
    assert ASKED not in text(maya.get("/my-work/"))
    move(child, take)
    (one,) = prompts(child)
    assert (one.owner, one.key, one.opens_on, one.act_by_on) == ("social worker", key(), ON, ON + timedelta(days=2))
    page = maya.get("/my-work/").content.decode()
    assert ASKED in page and f'href="{page_of(child)}#home"' in page
    assert not any(words in page for words in (LINES, POSTCODE, NEW["lines"], NEW["postcode"], WHO))
    assert not any(words in f"{one.key}{one.facts}{one.cause}" for words in (LINES, POSTCODE, *NEW.values()))


def test_who_says_that_it_holds_has_answered(child, maya, take):
    protect(maya, child)
    move(child, take)
    press = page_of(child, "address", "protected", key(), "holds")
    maya.post(press, hidden(maya.get(page_of(child))))
    assert [one.gone_at is not None for one in prompts(child)] == [True]
    assert ASKED not in text(maya.get("/my-work/"))


def test_so_has_who_ends_it(child, maya, take):
    protect(maya, child)
    move(child, take)
    end = page_of(child, "address", "protected", key(), "end")
    maya.post(end, hidden(maya.get(end)) | {"why": "He has died abroad", "sure": "on"})
    assert prompts(child, gone_at=None) == []


def test_the_next_move_opens_the_same_prompt_again(child, maya, take):
    protect(maya, child)
    move(child, take)
    maya.post(page_of(child, "address", "protected", key(), "holds"), hidden(maya.get(page_of(child))))
    made.add("address", child, row_key="third", kind="home", lines="9 Elm Way", postcode="PE1 1BB", from_on=ON)
    take()
    (one,) = prompts(child)
    assert one.gone_at is None and [step.what for step in one.steps.all()] == ["closed", "reopened"]


def test_a_move_to_come_is_asked_about_on_its_day(child, maya, take):
    protect(maya, child)
    move(child, take, from_on=date(2026, 4, 7))
    (one,) = prompts(child)
    assert (one.opens_on, one.act_by_on) == (date(2026, 4, 7), date(2026, 4, 9))
    assert ASKED not in text(maya.get("/my-work/"))


def test_a_stay_that_ends_is_asked_about_while_it_lasts(child, maya, take):
    protect(maya, child)
    move(child, take, until_on=date(2026, 4, 3))
    assert [one.until_on for one in prompts(child)] == [date(2026, 4, 3)]


def test_the_same_place_told_again_is_no_move(child, maya, take):
    protect(maya, child)
    move(child, take, lines=LINES, postcode=POSTCODE.replace(" ", ""))
    assert prompts(child) == []


def test_the_other_of_two_homes_is_not_asked_about(child, maya, take):
    made.add("address", child, row_key="placed", kind="placement", lines="2 Ash Court", postcode="PE2 2CC")
    protect(maya, child, which="home")
    move(child, take, kind="placement")
    assert prompts(child) == []


def test_made_again_it_is_the_same(child, maya, take, at):
    protect(maya, child)
    move(child, take)
    before = list(Prompt.objects.filter(child=child).order_by("pk").values())
    duties.rebuild(by=SYSTEM, at=at)
    assert list(Prompt.objects.filter(child=child).order_by("pk").values()) == before


def test_following_one_act_says_the_same_as_counting_it_all(child, maya, take, at, monkeypatch):
    """The short way of a long life does not forget it: a visit recorded meanwhile leaves the prompt as it is."""
    for day in range(90):
        on = ON - timedelta(days=400 - 4 * day)
        made.add("cla_visit", child, row_key=f"v{day}", visited_on=on, visit_ref=f"v{day}", care_ref="CARE", seen=True)
    protect(maya, child)
    move(child, take)
    (before,) = prompts(child)
    assert Bookmark.objects.filter(child=child).exists()
    monkeypatch.setattr(duties, "_rebuild", lambda *_: pytest.fail("the whole life was counted"))
    duties.follow(child_ids=[child.pk], at=at)
    (after,) = prompts(child)
    assert (after.pk, after.gone_at, after.act_by_on) == (before.pk, None, before.act_by_on)


def test_of_whom_nothing_was_protected_nothing_more_is_asked(child, take, monkeypatch):
    monkeypatch.setattr(queries, "moves_to_ask_about", lambda **_: pytest.fail("asked of every child"))
    move(child, take)
    assert prompts(child) == []


def test_a_child_without_a_worker_who_is_there_is_its_managers(child, maya, take):
    protect(maya, child)
    move(child, take)
    user = cast.maya()
    user.is_active = False
    user.save()
    assert ASKED in text(cast.signed_in("tom").get("/my-work/"))
