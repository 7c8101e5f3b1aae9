"""Who answers as the worker: the child's own, and who stands in for them; never a colleague who happens to see the child."""

from datetime import timedelta

import pytest

from seenheard.accounts import operations as accounts
from seenheard.accounts.models import User
from seenheard.accounts.permissions import NotAllowed
from seenheard.voices import operations
from seenheard.voices.models import PlanRating, Reply, ReplyDraft
from tests import cast
from tests.pages.desk.test_voices import ash, asked, maya, ones, send

__all__ = ["ash", "asked", "maya"]
pytestmark = pytest.mark.django_db
NOT_THEIRS = "Only the child’s own social worker, or who stands in for them, answers as the worker."


@pytest.fixture
def colleague(db, stopped_clock):
    """A social worker of Maya's team, and their browser."""
    kim = cast.person("otto", name="Kim Vale", worker_refs=["P0077"], team_refs=[cast.TEAM])
    return kim, cast.signed_in(kim)


def test_a_colleague_of_the_team_reads_and_does_not_answer(asked, colleague):
    kim, browser = colleague
    page = f"/rounds/{asked.public_id}/"
    shown = browser.get(page)
    assert shown.status_code == 200 and f'href="{page}answer/"' not in shown.content.decode()
    assert f'href="{page}answer/"' not in browser.get(f"/children/{asked.child.public_id}/").content.decode()
    for answer in (browser.get(f"{page}answer/"), browser.post(f"{page}answer/", ones())):
        assert answer.status_code == 403 and NOT_THEIRS in answer.content.decode()
    with pytest.raises(NotAllowed):
        operations.save_worker_draft(public_id=asked.public_id, content={}, based_on=None, by=kim, at=asked.at)
    plan = f"/children/{asked.child.public_id}/plan-ratings/"
    assert "Rate the plan" not in browser.get(plan).content.decode()
    assert browser.post(plan, {"colour": "green", "reasons": "It is good", "key": "x"}).status_code == 403
    assert not (Reply.objects.exists() or ReplyDraft.objects.exists() or PlanRating.objects.exists())


def test_who_stands_in_answers(asked, colleague, maya, at):
    kim, browser = colleague
    on = at.date()
    accounts.set_cover(
        covered=cast.maya(), cover=kim, from_on=on, until_on=on + timedelta(days=3), on=on, by=cast.tom(), at=at
    )
    assert send(asked, browser, **ones()).status_code == 302
    assert Reply.objects.get().said_by == str(kim.public_id)


@pytest.mark.parametrize("worker", ["none", "nobody here", "a manager", "switched off"])
def test_where_no_worker_of_the_child_could_answer_whoever_of_the_team_sees_it_does(asked, colleague, worker):
    _, browser = colleague
    line = type(asked.child.now).objects.filter(pk=asked.child.now.pk)
    refs = {"none": None, "nobody here": "P9999", "a manager": cast.tom().worker_refs[0]}
    if worker == "switched off":
        User.objects.filter(pk=cast.maya().pk).update(is_active=False)
    else:
        line.update(worker_ref=refs[worker])
    assert send(asked, browser, **ones()).status_code == 302
