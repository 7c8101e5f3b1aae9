"""A row that cannot be read is not a missing row: nothing of it is withdrawn, and nothing is said to be gone."""

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.record.models import Address, ClaEpisode, ClaReview, LinkedIdentifier
from seenheard.returns import operations
from seenheard.returns.models import State
from tests.factories.returns import moment
from tests.unit.returns_read.reading import EPISODES, HEADER, REVIEWS, child, episode, review

pytestmark = pytest.mark.django_db

MISTYPED = "31/02/2025"
IMPOSSIBLE = episode("7", DECOM=MISTYPED)


def files(*episodes, header=("7", "8", "9"), reviews=()):
    tables = {
        "header.csv": [HEADER, *(child(number) for number in header)],
        "episodes.csv": [EPISODES, *episodes],
        "reviews.csv": [REVIEWS, *reviews],
    }
    return [(name, "".join(",".join(row) + "\n" for row in rows).encode()) for name, rows in tables.items() if rows]


def imported(*episodes, complete=False, **others):
    run = operations.import_now(files=files(*episodes, **others), complete_for_year=complete, by=SYSTEM, at=moment())
    assert run.state == State.APPLIED, run.problems
    return run


def total(run, kind):
    return sum(of.get(kind, 0) for of in run.counts["objects"].values())


def current(model):
    return model.objects.filter(known_until=None).count()


def notes(run):
    return [problem["says"] for problem in run.problems if problem["code"] == "not_withdrawn"]


@pytest.fixture
def three():
    """Three children in care, each with one episode."""
    imported(episode("7"), episode("8"), episode("9"))
    assert (current(ClaEpisode), current(Address)) == (3, 6)


@pytest.mark.usefixtures("three")
def test_a_mistyped_date_withdraws_neither_the_episode_nor_its_addresses():
    run = imported(IMPOSSIBLE, episode("8"), episode("9"), complete=True)
    assert (total(run, "withdrawn"), total(run, "missing"), total(run, "unread")) == (0, 0, 3)
    assert (current(ClaEpisode), current(Address)) == (3, 6)
    assert notes(run) == [
        "3 rows of the record are not withdrawn: they may be told by rows that were left out because they cannot be "
        "read."
    ]


@pytest.mark.usefixtures("three")
def test_rows_of_other_children_that_are_missing_are_withdrawn_all_the_same():
    run = imported(IMPOSSIBLE, episode("9"), complete=True)
    assert run.counts["objects"]["cla_episode"]["withdrawn"] == 1
    assert set(ClaEpisode.objects.filter(known_until=None).values_list("row_key", flat=True)) == {
        "7|2025-05-14",
        "9|2025-05-14",
    }


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("whose", ["", "70", "1.2E+11"], ids=["blank", "unknown", "spoilt"])
def test_where_the_child_of_the_row_cannot_be_told_nothing_of_the_table_is_withdrawn(whose):
    run = imported(episode(whose, DECOM=MISTYPED), episode("8"), complete=True)
    assert total(run, "withdrawn") == 0 and current(ClaEpisode) == 3


@pytest.mark.usefixtures("three")
def test_a_line_with_too_few_cells_may_be_anyones():
    run = imported(episode("7")[:5], episode("8"), complete=True)
    assert total(run, "withdrawn") == 0 and current(ClaEpisode) == 3


@pytest.mark.usefixtures("three")
def test_the_other_tables_of_the_child_are_withdrawn_as_ever():
    imported(episode("7"), episode("8"), episode("9"), reviews=[review("7"), review("8")])
    run = imported(IMPOSSIBLE, episode("8"), episode("9"), reviews=[review("8")], complete=True)
    assert run.counts["objects"]["cla_review"]["withdrawn"] == 1 and current(ClaReview) == 1


@pytest.mark.usefixtures("three")
def test_a_child_told_by_the_unread_row_alone_keeps_its_identifier():
    before = current(LinkedIdentifier)
    imported(IMPOSSIBLE, episode("8"), episode("9"), header=("8", "9"), complete=True)
    assert current(LinkedIdentifier) == before


@pytest.mark.usefixtures("three")
def test_without_the_tick_nothing_is_said_of_it():
    run = imported(IMPOSSIBLE, episode("8"))
    assert run.counts["objects"]["cla_episode"]["missing"] == 1, "child 9's alone"
    assert not notes(run)
    assert "9|2025-05-14" in [row["key"] for row in run.missing_rows]
    assert "7|2025-05-14" not in [row["key"] for row in run.missing_rows]


@pytest.mark.usefixtures("three")
def test_a_new_row_is_no_correction_of_the_one_that_cannot_be_read():
    run = imported(IMPOSSIBLE, episode("7", DECOM="01/07/2025"), episode("8"), episode("9"))
    assert (total(run, "corrections"), current(ClaEpisode)) == (0, 4)


@pytest.mark.usefixtures("three")
def test_once_the_row_is_mended_what_is_missing_is_withdrawn():
    imported(IMPOSSIBLE, episode("8"), episode("9"), complete=True)
    run = imported(episode("8"), episode("9"), complete=True)
    assert run.counts["objects"]["cla_episode"]["withdrawn"] == 1 and not notes(run)
