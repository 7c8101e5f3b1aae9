"""Two files, one child: Fenmarsh's own SSD and SSDA903, everything that both hold, each difference with its reason."""

from pathlib import Path

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.config import demo
from seenheard.returns import operations
from seenheard.returns.domain.comparing import UNEXPLAINED, Context, Subject, compare
from seenheard.returns.domain.subjects import SUBJECTS, same
from seenheard.returns.models import Compared
from tests.factories.returns import moment

EARLIER = "it had ended before the collection year, which the return does not carry"
NOT_IN_RETURN = "the child was neither looked after nor a care leaver in the year, so is not in the return"
CARE_LEAVER = "the child was not looked after in the year: the return has only what it has of care leavers"
EXPECTED = {
    # subject: alike, differs, only in SSD, only in SSDA903, reasons
    "care episodes": (121, 0, 24, 0, {EARLIER: 24}),
    "legal statuses": (121, 0, 24, 0, {EARLIER: 24}),
    "placements": (121, 0, 24, 0, {EARLIER: 24}),
    "care reviews": (170, 0, 258, 0, {"it was held before the collection year, which the return does not carry": 258}),
    "missing episodes": (27, 0, 0, 0, {}),
    "who the child is": (
        17,
        113,
        270,
        0,
        {NOT_IN_RETURN: 270, "SSD says that the child is not a mother; the return leaves that blank": 113},
    ),
    "UPN and local identifier": (260, 0, 540, 0, {NOT_IN_RETURN: 540}),
    "previous permanence": (87, 0, 0, 0, {}),
    "care leavers": (43, 0, 0, 0, {}),
    "unaccompanied children": (
        0,
        9,
        5,
        0,
        {
            "the return gives the day on which the status will end; SSD gives an end only once it has ended": 9,
            CARE_LEAVER: 5,
        },
    ),
    "workers’ allocations": (
        33,
        54,
        178,
        0,
        {
            NOT_IN_RETURN: 178,
            "the allocation began before the return’s own first day of allocations, 1 April 2024": 29,
            "the return ends the allocation on the day the child left care; in SSD the worker went on": 14,
            "the allocation began before the return’s own first day of allocations, 1 April 2024; the return ends the allocation on the day the child left care; in SSD the worker went on": 11,
        },
    ),
}


@pytest.fixture
def fenmarsh(db):
    for part in ("ssd", "ssda903"):
        run = operations.import_now(files=operations.files_of([Path(demo.FILES) / part]), by=SYSTEM, at=moment())
        assert run.state == "applied", (run.says, run.questions, run.problems)
    return {made.what: made for made in Compared.objects.all()}


def test_every_fact_that_both_returns_hold_is_compared_and_each_difference_has_its_reason(fenmarsh):
    found = {what: (*made.counts.values(), made.reasons) for what, made in fenmarsh.items()}
    assert found == EXPECTED


def test_all_121_episodes_of_the_903_file_are_in_ssd_which_has_24_more(fenmarsh):
    episodes = fenmarsh["care episodes"]
    assert (episodes.counts["alike"], episodes.counts["only in SSD"], episodes.counts["only in SSDA903"]) == (
        121,
        24,
        0,
    )
    assert len(episodes.pairs) == 24


def test_no_difference_in_fenmarsh_is_left_without_a_reason(fenmarsh):
    assert not [reason for made in fenmarsh.values() for reason in made.reasons if "wrong" in reason]


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
