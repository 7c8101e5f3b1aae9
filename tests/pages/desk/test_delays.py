"""That something cannot be done in time is said in one way, wherever it is said from, and told wherever the duty is."""

import csv
import io
import re
from datetime import date

import pytest

from seenheard.accounts.permissions import NotAllowed
from seenheard.desk import operations as desk
from seenheard.desk.presenters import delays
from seenheard.duties.models import Clock, Explanation
from seenheard.duties.queries import NATIONAL_MEASURE
from seenheard.prompts.models import Prompt
from seenheard.prompts.queries import Ticked
from seenheard.record.operations.versions import write_first
from seenheard.record.permissions import NoSuchChild
from seenheard.timescales import queries as timescales_queries
from seenheard.trail.models import Entry
from tests import cast
from tests.factories import record as made

from .conftest import looked_after
from .test_recording import address, text

pytestmark = pytest.mark.django_db
WHY = "The reviewing officer is ill until the 9th"
SAID = f"Why it is late, said on 31 March 2026 by Maya Ashworth: {WHY}"


@pytest.fixture
def maya(ash):
    return cast.signed_in("maya")


def first_review(child):
    return Prompt.objects.get(child=child, cause="LR-01")


def tick(client, *prompts, **more):
    return client.post("/my-work/cannot/", {"prompt": [one.pk for one in prompts]} | more, follow=True)


def ticked_on(page):
    return re.findall(r'name="duty" type="checkbox" value="([^"]+)" checked', page)


def of_duty(prompt):
    return f"{prompt.cause} {prompt.key}"


def say(client, *prompts, why=WHY):
    form = tick(client, *prompts).redirect_chain[-1][0]
    return client.post(form, {"duty": [of_duty(one) for one in prompts], "why": why}, follow=True)


def test_a_tick_on_my_work_leads_to_the_form_with_its_duty_ticked(maya, ash):
    prompt = first_review(ash)
    assert 'formaction="/my-work/cannot/"' in text(maya.get("/my-work/"))
    answer = tick(maya, prompt)
    assert [where for where, _ in answer.redirect_chain] == [f"{address(ash, 'to-do/late/')}?prompt={prompt.pk}"]
    assert ticked_on(text(answer)) == [of_duty(prompt)]
    assert not Explanation.objects.exists() and first_review(ash).outcome == ""


def test_the_reason_stands_beside_the_duty_wherever_it_is_listed_and_is_counted(maya, ash):
    page = text(say(maya, first_review(ash)))
    assert "My work" in page and SAID in page
    assert "Maya Ashworth says that it cannot be done by that day (31 March 2026 at midday)." in page
    tom = cast.signed_in("tom")
    for where in (address(ash), "/my-team/"):
        assert SAID in text(tom.get(where)), where
    assert "Of these, 1 has an explained delay." in text(tom.get("/my-team/late/"))
    (row,) = [one for one in rows(tom) if one["Duty"] == "First review of a looked-after child's case"]
    assert (row["Why it is late"], row["Due on by law"], row["Due on by our standard"]) == (SAID, "2026-03-02", "")
    assert Explanation.objects.get().why == WHY and Entry.objects.filter(what="explained_delay").count() == 1


def rows(client):
    return list(csv.DictReader(io.StringIO(client.get("/my-team/file/").content.decode("utf-8-sig"))))


def test_no_clock_stops_and_the_prompt_goes_on(maya, ash):
    before = list(Clock.objects.filter(child=ash).values())
    say(maya, first_review(ash))
    assert list(Clock.objects.filter(child=ash).values()) == before
    assert "29 days late" in text(maya.get("/my-work/"))


def test_said_on_the_childs_own_page_it_answers_the_prompt_too(maya, ash):
    form = address(ash, "to-do/late/")
    assert ticked_on(text(maya.get(form))) == []
    maya.post(form, {"duty": [of_duty(first_review(ash))], "why": WHY})
    assert (first_review(ash).outcome, first_review(ash).seen_by) == ("cannot", str(cast.maya().public_id))
    assert [one.what for one in first_review(ash).steps.all()] == ["acted"]


def test_what_is_still_to_come_is_said_in_other_words(db, stopped_clock, take):
    child = looked_after(forename="Rowan", since=date(2026, 3, 9))  # the first review is due after Easter
    take()
    page = text(say(cast.signed_in("maya"), first_review(child)))
    assert f"Why it cannot be done in time, said on 31 March 2026 by Maya Ashworth: {WHY}" in page
    assert "Why it is late" not in page


def test_several_of_one_child_take_one_reason(maya, ash):
    prompts = list(Prompt.objects.filter(child=ash, gone_at=None, opens_on__lte="2026-03-31"))
    form = text(maya.get(address(ash, "to-do/late/")))
    offered = re.findall(r'name="duty" type="checkbox" value="([^"]+)"', form)
    assert len(offered) > 1
    maya.post(address(ash, "to-do/late/"), {"duty": offered, "why": WHY})
    assert Explanation.objects.filter(why=WHY).count() == len(offered)
    assert {one.outcome for one in Prompt.objects.filter(pk__in=[one.pk for one in prompts])} == {"cannot"}


def test_what_is_far_away_is_offered_only_where_it_was_ticked_and_a_national_measure_never(ash, on):
    offered = dict(delays.can_be_late(viewer=cast.maya(), child=ash, on=on))
    assert any(one.startswith("LR-01") for one in offered)
    rules = timescales_queries.rules()
    assert not any(rules[one.partition(" ")[0]].klass == NATIONAL_MEASURE for one in offered)
    assert not any("2027" in words for words in offered.values())
    far = Clock.objects.create(
        child=ash,
        rule="LV-02",
        started_on=date(2026, 3, 2),
        started_ref="x",
        due_on=date(2026, 9, 9),
        to_the_day=False,
        because={},
    )
    ticked = [Ticked(str(ash.public_id), "LV-02", "2026-03-02 x")]
    assert "LV-02 2026-03-02 x" not in dict(delays.can_be_late(viewer=cast.maya(), child=ash, on=on))
    assert "LV-02 2026-03-02 x" in dict(delays.can_be_late(viewer=cast.maya(), child=ash, on=on, ticked=ticked)), far


def test_of_two_children_and_of_none_it_is_said_what_to_do_and_nothing_is_kept(maya, ash, take):
    rowan = looked_after(forename="Rowan")
    take()
    back = {"back": "/my-work/?part=reviews"}
    answer = tick(maya, first_review(ash), first_review(rowan), **back)
    ((where, _),) = answer.redirect_chain
    assert where.startswith("/my-work/?part=reviews&ticked=")
    assert "Tick things of one child at a time" in text(answer)
    assert "Nothing was ticked" in text(tick(maya, **back))
    assert not Explanation.objects.exists()


def test_without_a_reason_nothing_is_kept(maya, ash):
    page = text(say(maya, first_review(ash), why="late"))
    assert "Say why it is late" in page and ticked_on(page) == [of_duty(first_review(ash))]
    assert "Tick what is late" in text(maya.post(address(ash, "to-do/late/"), {"why": WHY}))
    assert first_review(ash).outcome == "" and not Explanation.objects.exists()


def test_the_old_tick_without_a_reason_is_no_answer_any_more_and_what_it_said_still_stands(maya, ash, at):
    asked = {"prompt": first_review(ash).pk, "answer": "cannot"}
    assert maya.post("/prompts/answer/", asked).status_code == 400
    said = {"outcome": "cannot", "acted_by": str(cast.maya().public_id), "acted_at": at}
    Prompt.objects.filter(pk=first_review(ash).pk).update(**said)
    assert "says that it cannot be done by that day" in text(maya.get("/my-work/"))


def test_what_was_said_of_a_booking_before_still_stands_beside_the_duty(maya, ash, at):
    values = {"kind": "care_review_held", "planned_on": at.date(), "state": "cannot be met", "why": WHY}
    write_first("booking", child=ash, key="old", values=values, what="booked", by=cast.maya(), at=at)
    for where in (address(ash), "/my-work/"):
        assert f"Said ahead that it cannot be met: {WHY}" in text(maya.get(where))
    assert "Take it back" in text(maya.get(address(ash, "to-do/")))


def test_what_is_no_duty_has_its_own_page(maya, ash, at):
    Prompt.objects.create(
        child=ash,
        giver="record",
        cause="action_due",
        key="a",
        owner="social worker",
        opens_on=at.date(),
        act_by_on=at.date(),
        at_once=False,
        given_at=at,
    )
    action = Prompt.objects.get(cause="action_due")
    answer = tick(maya, action)
    assert answer.redirect_chain[-1][0] == address(ash, "to-do/")
    assert "no duty of which it is said why" in text(answer)
    assert "Ticked, and no duty" in text(tick(maya, action, first_review(ash)))


def test_a_child_without_any_duty_is_not_asked(db, stopped_clock, take):
    child = made.make_child(facts={"involvement": {"professional_ref": "P0044"}}, forename="Fern")
    client = cast.signed_in("sara")
    answer = client.get(address(child, "to-do/late/"), follow=True)
    assert "Nothing owed to this child is late, or due within a quarter of a year." in text(answer)


@pytest.mark.parametrize("who", ["otto", "mona"])
def test_a_prompt_of_a_child_of_whom_one_may_not_know_leads_nowhere(ash, who):
    client = cast.signed_in(who)
    assert tick(client, first_review(ash)).status_code == 404
    asked = {"owed": [("LR-01", first_review(ash).key)], "why": WHY}
    with pytest.raises((NoSuchChild, NotAllowed)):
        desk.explain_delays(child=ash, by=cast.person(who), at=first_review(ash).given_at, **asked)


def test_a_prompt_of_another_child_is_not_taken_for_this_ones(maya, ash, take):
    rowan = looked_after(forename="Rowan")
    take()
    form = f"{address(ash, 'to-do/late/')}?prompt={first_review(rowan).pk}"
    assert maya.get(form).status_code == 404
    assert maya.get(f"{address(ash, 'to-do/late/')}?prompt=x").status_code == 400


def test_of_several_duties_of_which_one_is_not_owed_none_is_explained(ash, at):
    asked = [("LR-01", first_review(ash).key), ("LR-01", "2020-01-01 nothing")]
    with pytest.raises(NotAllowed):
        desk.explain_delays(child=ash, owed=asked, why=WHY, by=cast.maya(), at=at)
    assert not Explanation.objects.exists() and first_review(ash).outcome == ""


@pytest.mark.parametrize(("who", "where"), [("maya", "/my-work/"), ("tom", "/my-team/"), ("sara", "/my-team/")])
def test_lists_with_reasons_ask_no_more_than_fifteen_questions(maya, ash, count_queries, who, where):
    say(maya, first_review(ash))
    client = cast.signed_in(who)
    client.get(where)
    assert count_queries(lambda: client.get(where)) <= 15
