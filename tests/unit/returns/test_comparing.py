"""Two files, one child: how two facts of the two returns stand to each other, and the reason of each difference."""

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.returns import operations
from seenheard.returns.domain.comparing import UNEXPLAINED, Context, Subject, compare
from seenheard.returns.domain.subjects import SUBJECTS, same
from seenheard.returns.models import Compared
from tests.factories.returns import moment

EARLIER = "it had ended before the collection year, which the return does not carry"


EPISODE = next(subject for subject in SUBJECTS if subject.what == "care episodes")
CONTEXT = Context(2026, in_return=frozenset({"A1"}), looked_after=frozenset({"A1", "A2"}))


def episode(child="A1", from_on="2025-06-01", **fields):
    return {"child": child, "from_on": from_on, "start_reason": "S", "until_on": None} | fields


@pytest.mark.parametrize(
    ("ssd", "ssda903", "outcome", "reason"),
    [
        ([episode()], [episode()], "alike", ""),
        ([episode(until_on="2025-07-01")], [episode(until_on="2025-07-02")], "differs", "“until” is not the same"),
        ([episode(end_reason="X1")], [episode()], "differs", "blank in SSDA903"),
        ([episode()], [episode(end_reason="X1")], "differs", "not recorded in SSD"),
        ([episode()], [], "only in SSD", UNEXPLAINED),
        ([], [episode()], "only in SSDA903", UNEXPLAINED),
        ([episode(until_on="2025-04-01", from_on="2024-01-01")], [], "only in SSD", EARLIER),
        ([episode("A2")], [], "only in SSD", "though SSD has the child looked after"),
        ([episode("A3")], [], "only in SSD", "neither looked after nor a care leaver"),
    ],
)
def test_how_two_facts_stand_to_each_other(ssd, ssda903, outcome, reason):
    (pair,) = compare(EPISODE, ssd, ssda903, CONTEXT).pairs
    assert pair.outcome == outcome and reason in pair.reason


def test_a_second_fact_of_one_day_is_not_hidden_behind_the_first():
    subject = Subject(
        "reviews", "cla_review", "cla_review", ("held_on",), same("participation"), lambda fact, context: ""
    )
    twice = [{"child": "A1", "held_on": "2025-06-01", "participation": said} for said in ("PN1", "PN7")]
    assert compare(subject, twice, twice[:1], CONTEXT).counts["only in SSD"] == 1


def test_nothing_is_compared_while_either_return_is_missing(db):
    assert operations.compare_returns(by=SYSTEM, at=moment()) == 0 and not Compared.objects.exists()
