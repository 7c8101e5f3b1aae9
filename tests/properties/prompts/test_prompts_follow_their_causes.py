"""Whatever causes come and go, in whatever order: a prompt is there while its cause is, it is always the same prompt,
and what happened to it is all kept."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seenheard.prompts import operations
from seenheard.prompts.domain.causes import Cause
from seenheard.prompts.models import Prompt, Step
from tests import cast
from tests.factories import record as made

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 31)
NAMES = ("LV-04", "LR-01", "action_due")

one_cause = st.tuples(
    st.sampled_from(NAMES),
    st.sampled_from(["", "2026-03-06", "2026-03-06 a\tb"]),
    st.integers(-30, 30),
    st.integers(0, 20),
    st.none() | st.integers(-5, 40),
)
sets = st.lists(one_cause, max_size=5)
acts = st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["see", "mine", "done"])), max_size=2)
lives = st.lists(st.tuples(sets, acts), min_size=1, max_size=8)


def causes_of(child, told):
    for name, key, opens, lasts, until in told:
        opens_on = DAY + timedelta(days=opens)
        until_on = None if until is None else opens_on + timedelta(days=until)
        yield Cause(child.pk, name, key, "social worker", opens_on, opens_on + timedelta(days=lasts), until_on)


class Naive:
    """What should be, kept as simply as can be: the causes there are, and what was ever said of each prompt."""

    def __init__(self):
        self.there, self.history = {}, {}

    def give(self, causes):
        wanted = {}
        for one in causes:
            before = wanted.get(one.identity)
            ends_unopened = one.until_on is not None and one.until_on <= one.opens_on
            if not ends_unopened and (before is None or one.act_by_on < before.act_by_on):
                wanted[one.identity] = one
        for identity in self.there.keys() - wanted.keys():
            opened = self.there[identity].opens_on <= DAY
            if opened or identity in self.history:
                self.history.setdefault(identity, []).append("closed")
        for identity in wanted.keys() - self.there.keys():
            if identity in self.history:
                self.history[identity].append("reopened")
        self.there = wanted

    def act(self, prompt, what):
        kept = self.history.setdefault((prompt.child_id, prompt.cause, prompt.key), [])
        since_opened = kept[len(kept) - kept[::-1].index("reopened") :] if "reopened" in kept else kept
        if what != "see":
            last = [one for one in since_opened if one not in ("seen",)][-1:]
            if last != [what]:
                kept.append(what)
        elif not since_opened:
            kept.append("seen")


def kept_of(prompt):
    return [
        one.outcome if one.what == "acted" else one.what for one in Step.objects.filter(prompt=prompt).order_by("id")
    ]


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(life=lives)
def test_prompts_are_their_causes_and_keep_their_history(life, at):
    child, sara, naive = made.make_child(born_on=date(2012, 5, 4)), cast.sara(), Naive()
    numbers = {}
    for told, acted in life:
        causes = list(causes_of(child, told))
        for _ in range(2):  # handed over twice is handed over once
            operations.causes_of_child(child_id=child.pk, giver="duties", causes=causes, at=at)
        naive.give(causes)
        there = list(Prompt.objects.filter(child=child, gone_at=None).order_by("id"))
        assert {(p.child_id, p.cause, p.key): (p.opens_on, p.act_by_on, p.until_on) for p in there} == {
            identity: (one.opens_on, one.act_by_on, one.until_on) for identity, one in naive.there.items()
        }
        for number, what in acted:
            if number < len(there):
                prompt = there[number]
                if what == "see":
                    operations.see(prompt_id=prompt.pk, by=sara, at=at)
                else:
                    operations.act(prompt_id=prompt.pk, outcome=what, by=sara, at=at)
                naive.act(prompt, "see" if what == "see" else what)
        for prompt in Prompt.objects.filter(child=child):
            identity = (prompt.child_id, prompt.cause, prompt.key)
            kept = kept_of(prompt)
            assert kept == naive.history.get(identity, [])
            if kept:  # what nobody ever had leaves nothing behind, not even its number
                assert numbers.setdefault(identity, prompt.pk) == prompt.pk
            assert (prompt.gone_at is None) == (identity in naive.there)


def test_a_prompt_made_anew_instead_of_opened_again_turns_this_check_red(at, monkeypatch):
    monkeypatch.setattr(operations.giving, "_of_before", lambda missing, giver: {})
    child = made.make_child(born_on=date(2012, 5, 4))
    told = [("LR-01", "", -3, 2, None)]
    for causes in (told, []):
        operations.causes_of_child(child_id=child.pk, giver="duties", causes=list(causes_of(child, causes)), at=at)
    with pytest.raises(Exception, match="prompt_one_for_a_cause"):
        operations.causes_of_child(child_id=child.pk, giver="duties", causes=list(causes_of(child, told)), at=at)
