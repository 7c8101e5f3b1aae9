"""Fenmarsh's own SSD and SSDA903: everything that both hold is compared, each difference with its reason."""

from pathlib import Path

import pytest
from django.test.utils import override_settings

from seenheard.accounts.domain import SYSTEM
from seenheard.config import demo
from seenheard.returns import operations
from seenheard.returns.models import Compared
from seenheard.returns.operations import keeping
from tests.factories.returns import moment
from tests.unit.returns.test_comparing import EARLIER

pytestmark = pytest.mark.django_db

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


@pytest.fixture(scope="module")
def fenmarsh(for_this_file, tmp_path_factory):
    with for_this_file(), override_settings(FILES_FOLDER=tmp_path_factory.mktemp("files")):
        keeping._lock.cache_clear()
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
