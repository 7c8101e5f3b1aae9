"""What somebody says of a delay is not lost where the duty is done while they write; and when it was late is told so."""

from datetime import date

import pytest

from seenheard.desk.presenters.owed import why_late
from seenheard.duties.models import Clock, Explanation
from seenheard.duties.queries.explained import Said
from seenheard.prompts.models import Prompt
from tests import cast
from tests.factories import record as made

from .test_delays import WHY, first_review, of_duty, tick, ticked_on
from .test_recording import address, text

pytestmark = pytest.mark.django_db
MEANWHILE = "What you ticked is done meanwhile, or is owed no more"


@pytest.fixture
def maya(ash):
    return cast.signed_in("maya")


def is_done(child, take):
    made.add("cla_review", child, held_on=date(2026, 3, 30))
    take()


@pytest.mark.parametrize("from_where", ["{form}", "{form}?prompt={prompt}"])
def test_words_come_back_where_the_duty_is_done_meanwhile(maya, ash, take, from_where):
    prompt = first_review(ash)
    is_done(ash, take)
    assert first_review(ash).gone_at
    where = from_where.format(form=address(ash, "to-do/late/"), prompt=prompt.pk)
    answer = maya.post(where, {"duty": [of_duty(prompt)], "why": WHY})
    assert answer.status_code == 200
    assert WHY in text(answer) and MEANWHILE in text(answer)
    assert not Explanation.objects.exists()


def test_of_two_the_one_that_is_still_owed_stays_ticked(maya, ash, take):
    still = Clock.objects.create(
        child=ash,
        rule="LV-02",
        started_on=date(2026, 3, 2),
        started_ref="x",
        due_on=date(2026, 3, 9),
        to_the_day=False,
        because={},
    )
    assert still.due_on
    prompt = first_review(ash)
    Clock.objects.filter(child=ash, rule="LR-01").update(ended_on=date(2026, 3, 30), ended_how="met")
    said = {"duty": [of_duty(prompt), "LV-02 2026-03-02 x"], "why": WHY}
    page = text(maya.post(address(ash, "to-do/late/"), said))
    assert WHY in page and MEANWHILE in page and ticked_on(page) == ["LV-02 2026-03-02 x"]
    assert not Explanation.objects.exists()


def test_words_come_back_where_nothing_at_all_is_owed_any_more(maya, ash):
    prompt = first_review(ash)
    Clock.objects.filter(child=ash).delete()
    page = text(maya.post(address(ash, "to-do/late/"), {"duty": [of_duty(prompt)], "why": WHY}))
    assert WHY in page and MEANWHILE in page


@pytest.mark.parametrize("trace", [True, False], ids=["closed", "nothing is left of it"])
def test_the_way_to_the_form_says_so_too(maya, ash, take, trace):
    prompt = first_review(ash)
    if trace:
        is_done(ash, take)
    else:
        Prompt.objects.filter(pk=prompt.pk).delete()
    answers = [maya.get(f"{address(ash, 'to-do/late/')}?prompt={prompt.pk}", follow=True)]
    if trace:
        answers.append(tick(maya, prompt))
    for answer in answers:
        assert answer.status_code == 200
        assert MEANWHILE in text(answer) and "is no duty of which" not in text(answer)


@pytest.mark.parametrize("trace", [True, False], ids=["closed", "nothing is left of it"])
def test_words_are_not_lost_with_the_prompt(maya, ash, take, trace):
    prompt = first_review(ash)
    owed = of_duty(prompt)
    if trace:
        is_done(ash, take)
    else:
        Prompt.objects.filter(pk=prompt.pk).delete()
    answer = maya.post(f"{address(ash, 'to-do/late/')}?prompt={prompt.pk}", {"duty": [owed], "why": WHY})
    kept = Explanation.objects.filter(why=WHY).exists()
    assert kept != trace and (kept or WHY in text(answer))


def test_what_is_done_meanwhile_is_not_called_no_duty(maya, ash, take):
    first, others = first_review(ash), Prompt.objects.filter(child=ash, gone_at=None).exclude(cause="LR-01")
    other = next(one for one in others if one.cause in set(Clock.objects.values_list("rule", flat=True)))
    is_done(ash, take)
    page = text(maya.get(f"{address(ash, 'to-do/late/')}?prompt={first.pk}&prompt={other.pk}"))
    assert "Done meanwhile, or owed no more" in page and "Ticked, and no duty" not in page


@pytest.mark.parametrize(
    ("due_on", "words"),
    [("2026-03-30", "Why it is late"), ("2026-03-31", "Why it cannot be"), ("2026-04-07", "Why it cannot be")],
)
@pytest.mark.parametrize("standing", ["met late", "overdue", "running", "lapsed"])
def test_why_is_told_as_it_was_when_it_was_said(at, due_on, words, standing):
    clock = type("Clock", (), {"due_on": date.fromisoformat(due_on), "local_due_on": None})
    owed = type("Owed", (), {"clock": clock, "standing": standing})
    assert why_late(owed, Said(WHY, "x", at)).startswith(f"{words}")
