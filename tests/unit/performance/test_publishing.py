"""Publishing: what is counted is what the measures say; once a quarter; kept as it was; withdrawn and not changed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from seenheard.accounts.permissions import NotAllowed
from seenheard.performance import operations, queries
from seenheard.performance.domain import published
from seenheard.performance.domain.published import Counted, read
from seenheard.performance.models import Published, Withdrawn
from seenheard.performance.queries import quarter
from seenheard.trail.models import Entry
from tests import cast

END = date(2025, 12, 31)
AT = datetime(2026, 3, 31, 11, 0, tzinfo=UTC)
WHY = "The carers of one home were counted twice."
pytestmark = pytest.mark.django_db


@pytest.fixture
def della():
    return cast.person("della")


def counts(without: int = 20):
    """Every table, of 100 children, with enough in each cell."""
    rows = (("a", "A"), ("b", "B"))
    two, four = ((100 - without, without), (70, 30)), ((10, 20, 40, 30), (20, 20, 20, 40))
    cells = {definition.key: four if len(definition.columns) == 4 else two for definition in published.DEFINITIONS}
    told = {key: Counted(rows, each) for key, each in cells.items()}
    told["assessed"] = Counted(quarter.ADULTS, two)
    told["own_views"] = Counted(rows, ((40, 10), (30, 20)))
    return told


@pytest.fixture
def counting(monkeypatch):
    """Publishing counts this, not a record: set `.told` to have something else counted."""

    class Counting:
        told = counts()

    kept = Counting()
    monkeypatch.setattr("seenheard.performance.operations.publishing.counted", lambda **_: kept.told)
    for reads in ("operations.publishing", "presenters.published"):
        monkeypatch.setattr(f"seenheard.performance.{reads}.begins_on", lambda: date(2025, 1, 7))
    return kept


def test_a_report_is_kept_as_it_was_shown_with_a_row_in_the_trail(della, counting):
    made = operations.publish(on=END, by=della, at=AT)
    report = read(Published.objects.get().text)
    assert report.on == END and made.digest == report.digest()
    assert {table.key: table.why_not for table in report.tables} == dict.fromkeys(published.BY_KEY, "")
    (row,) = Entry.objects.filter(what="published_report")
    assert (row.about, row.children, row.counts) == (str(made.public_id), [], {"tables": 7, "not_published": 0})


BEFORE_ANY_ROUND = [(on, "Nobody had been asked") for on in (date(1, 3, 31), date(1990, 3, 31), date(2024, 12, 31))]


@pytest.mark.parametrize(
    ("on", "sentence"),
    [(date(2025, 12, 30), "Reports are published of quarters"), (date(2026, 3, 31), "not over yet"), *BEFORE_ANY_ROUND],
)
def test_only_a_quarter_that_is_over_can_be_asked_for(on, sentence, della, counting):
    with pytest.raises(NotAllowed, match=sentence):
        operations.publish(on=on, by=della, at=AT)
    assert not Published.objects.exists()


@pytest.mark.parametrize("who", ["sara", "ana", "cllr", "hugh"])
def test_only_the_director_publishes_and_withdraws(who, della, counting):
    made = operations.publish(on=END, by=della, at=AT)
    with pytest.raises(NotAllowed):
        operations.publish(on=date(2025, 9, 30), by=cast.person(who), at=AT)
    with pytest.raises(NotAllowed):
        operations.withdraw(published=made, why=WHY, by=cast.person(who), at=AT)
    assert Published.objects.count() == 1 and not Withdrawn.objects.exists()


def test_one_who_asks_again_a_child_later_is_told_that_it_is_published_once(della, counting):
    """A partner who asks for two reports that differ by one child: there is no second one, withdrawn or not."""
    first = operations.publish(on=END, by=della, at=AT)
    operations.withdraw(published=first, why=WHY, by=della, at=AT)
    counting.told = counts(without=21)
    with pytest.raises(NotAllowed, match="published once"):
        operations.publish(on=END, by=della, at=AT + timedelta(days=1))
    assert list(Published.objects.values_list("digest", flat=True)) == [first.digest]


def test_the_next_quarter_is_held_against_those_before_also_one_that_was_withdrawn(della, counting):
    first = operations.publish(on=date(2025, 9, 30), by=della, at=AT)
    operations.withdraw(published=first, why=WHY, by=della, at=AT)
    counting.told = counts(without=21)
    told = {table.key: table.why_not for table in read(operations.publish(on=END, by=della, at=AT).text).tables}
    assert told["assessed"] == published.TOO_LITTLE_CHANGED and told["prompts"] == ""


def test_it_is_withdrawn_once_with_a_reason_that_says_something(della, counting):
    made = operations.publish(on=END, by=della, at=AT)
    with pytest.raises(NotAllowed, match="Say why"):
        operations.withdraw(published=made, why=" wrong ", by=della, at=AT)
    again = [operations.withdraw(published=made, why=WHY, by=della, at=AT) for _ in range(2)]
    assert again[0] == again[1] and Entry.objects.filter(what="withdrew_report").count() == 1
    (listed,) = queries.published()
    assert listed.withdrawn.why == WHY


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE performance_published SET text = '{}'",
        "DELETE FROM performance_published",
        "TRUNCATE performance_published CASCADE",
    ],
)
def test_what_was_published_cannot_be_changed(change, della, counting):
    operations.publish(on=END, by=della, at=AT)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_a_report_that_is_not_there_is_not_found():
    with pytest.raises(queries.NoSuchReport):
        queries.published_report(public_id="00000000-0000-4000-8000-000000000000")
