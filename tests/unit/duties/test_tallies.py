"""Over which days a clock stands in lists, and that clocks and tallies are never apart."""

from datetime import date

import pytest
from django.db import InterfaceError, OperationalError, connection, connections, transaction
from django.db.utils import ProgrammingError

from seenheard.accounts.domain import SYSTEM
from seenheard.duties import operations, queries, rulebook
from seenheard.duties.domain import comparisons, tallies
from seenheard.duties.models import Clock as Stored
from seenheard.duties.models import Comparison, Tally
from seenheard.record.models import ChangedChild
from seenheard.timescales.domain.clock import Clock
from tests.factories import record as made

BEGAN, DUE = date(2026, 3, 2), date(2026, 3, 30)
RUNNING = Clock(
    rule="LR-01",
    version=date(2011, 4, 1),
    started_on=BEGAN,
    started_ref="LA000001",
    due_on=DUE,
    local_due_on=None,
    council_due_on=None,
    ended_on=None,
    ended_how=None,
    ended_ref=None,
    unjudged=None,
    to_the_day=False,
    because={},
)


def told(*clocks):
    return [line.split("\t")[1:] for line in tallies.lines(7, clocks)]


def test_a_clock_that_runs_presses_from_its_start_and_for_good():
    assert told(RUNNING) == [["LR-01", "", "2026-03-30", "2026-03-30", "2026-03-02", "9999-12-31", "1"]]


def test_one_that_ended_presses_until_then_and_one_that_ended_at_once_never():
    assert told(RUNNING._replace(ended_on=DUE, ended_how="met"))[0][4:] == ["2026-03-02", "2026-03-30", "1"]
    assert told(RUNNING._replace(ended_on=BEGAN, ended_how="met")) == []


def test_it_is_to_be_acted_on_by_our_own_standard_where_that_is_earlier():
    assert told(RUNNING._replace(local_due_on=date(2026, 3, 20)))[0][2:4] == ["2026-03-20", "2026-03-30"]


def test_what_no_file_tells_of_presses_up_to_its_day_and_cannot_be_judged_from_then_on():
    assert told(RUNNING._replace(unjudged="care_visit_made")) == [
        ["LR-01", "", "2026-03-30", "2026-03-30", "2026-03-02", "2026-03-31", "1"],
        ["LR-01", "care_visit_made", "2026-03-30", "2026-03-30", "2026-03-31", "9999-12-31", "1"],
    ]


def test_what_lacks_something_else_never_presses():
    assert told(RUNNING._replace(unjudged="born_on", due_on=None)) == [
        ["LR-01", "born_on", r"\N", r"\N", "2026-03-02", "9999-12-31", "1"]
    ]


def test_clocks_that_no_list_can_tell_apart_are_one_line_with_their_number():
    assert [line[-1] for line in told(RUNNING, RUNNING._replace(started_ref="LA000002"))] == ["2"]


def test_the_councils_own_dates_are_counted_by_rule():
    dates = [None, DUE, DUE, date(2026, 3, 29), date(2026, 4, 1)]
    clocks = [RUNNING._replace(council_due_on=day) for day in dates]
    clocks.append(RUNNING._replace(rule="CP-04", due_on=None, unjudged="born_on", council_due_on=DUE))
    held = {"council_due_on": date(2026, 3, 29), "ended_on": date(2026, 3, 29)}
    clocks.append(RUNNING._replace(ended_how="met", **held))
    clocks.append(RUNNING._replace(ended_how="lapsed", **held))
    assert list(comparisons.lines(7, clocks)) == ["7\tLR-01\t2\t2\t1\t1\t0", "7\tCP-04\t0\t0\t0\t0\t1"]


# --- kept with the clocks ---------------------------------------------------------------------------------------


def looked_after():
    child = made.make_child(born_on=date(2012, 5, 4))
    made.add("cla_episode", child, from_on=BEGAN, legal_code="C2", place_code="U6")
    made.loads("ssd", ["cla_review"])
    return child


def stored(child) -> list[str]:
    rows = operations.stored_lines([child.pk], table="duties_tally", columns=tallies.COLUMNS)
    return sorted(line for line, _ in rows)


def follows_from_the_clocks(child) -> list[str]:
    rules = rulebook.rules()
    clocks = [queries._clock(row) for row in Stored.objects.filter(child=child)]
    return sorted(tallies.lines(child.pk, [c for c in clocks if rules[c.rule].klass != queries.NATIONAL_MEASURE]))


@pytest.mark.django_db
def test_tallies_follow_every_change_of_the_clocks(at):
    child = looked_after()
    operations.take_changes(by=SYSTEM, at=at)
    before = stored(child)
    assert before == follows_from_the_clocks(child) != []
    made.add("cla_review", child, held_on=date(2026, 3, 20))
    operations.take_changes(by=SYSTEM, at=at)
    assert before != stored(child) == follows_from_the_clocks(child)


@pytest.mark.django_db
def test_a_national_measure_is_in_no_list(at):
    child = looked_after()
    operations.take_changes(by=SYSTEM, at=at)
    measures = [rule.id for rule in rulebook.rules().values() if rule.klass == queries.NATIONAL_MEASURE]
    assert Stored.objects.filter(child=child, rule__in=measures).exists()
    assert not Tally.objects.filter(rule__in=measures).exists()


@pytest.mark.django_db
def test_a_rebuild_mends_tallies_that_somebody_altered_and_the_second_touches_none(at):
    child = looked_after()
    operations.take_changes(by=SYSTEM, at=at)
    right = stored(child)
    Tally.objects.filter(rule="LR-01").update(number=5)
    Tally.objects.filter(rule="LV-01").delete()
    Comparison.objects.create(child=child, rule="LR-01", same=1, earlier=0, later=0, held=0, undated=0)
    operations.rebuild(by=SYSTEM, at=at)
    assert stored(child) == right
    assert not Comparison.objects.exists()
    rows = set(Tally.objects.values_list("id", flat=True))
    operations.rebuild(by=SYSTEM, at=at)
    assert set(Tally.objects.values_list("id", flat=True)) == rows


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["duties_clock", "duties_tally", "duties_comparison"])
def test_who_is_cut_off_between_clocks_and_tallies_leaves_both_as_they_were(at, monkeypatch, table):
    child = looked_after()
    operations.take_changes(by=SYSTEM, at=at)
    clocks, lists = operations.stored_lines([child.pk]), stored(child)
    made.add("cla_review", child, held_on=date(2026, 3, 20), due_on=date(2026, 3, 27))
    with monkeypatch.context() as patched:
        patched.setattr(operations, "replace_lines", cut_off_after(table))
        with pytest.raises((OperationalError, InterfaceError)):
            operations.take_changes(by=SYSTEM, at=at)
    connection.close()
    assert (operations.stored_lines([child.pk]), stored(child)) == (clocks, lists)
    assert not Comparison.objects.exists()
    assert ChangedChild.objects.filter(child=child).exists()
    operations.take_changes(by=SYSTEM, at=at)
    assert lists != stored(child) == follows_from_the_clocks(child)
    assert Comparison.objects.exists()


def cut_off_after(table):
    """Write as ever, and with this table's rows lose the connection, as a process that is killed does."""
    write = operations.replace_lines

    def written(into, columns, rows, gone):
        write(into, columns, rows, gone)
        if into == table:
            connection.connection.close()

    return written


# --- what the planner knows -----------------------------------------------------------------------------------------


def known_rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::int FROM pg_class WHERE oid = %s::regclass", [table])
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_after_much_was_taken_the_planner_knows_the_tables(at, monkeypatch, as_web_role):
    monkeypatch.setattr(operations, "MANY", 3)
    for _ in range(2):
        looked_after()
    before = known_rows("duties_clock")
    operations.take_changes(by=SYSTEM, at=at)
    assert known_rows("duties_clock") == before
    for _ in range(3):
        looked_after()
    operations.take_changes(by=SYSTEM, at=at)
    assert known_rows("duties_clock") == Stored.objects.count()
    assert known_rows("record_claepisode") == 5


@pytest.mark.django_db
def test_after_a_rebuild_that_wrote_much_as_well(at, monkeypatch):
    looked_after()
    operations.take_changes(by=SYSTEM, at=at)
    monkeypatch.setattr(operations, "MANY", 1)
    before = known_rows("duties_tally")
    operations.rebuild(by=SYSTEM, at=at)
    assert known_rows("duties_tally") == before
    Stored.objects.filter(rule="LR-01").delete()
    operations.rebuild(by=SYSTEM, at=at)
    assert known_rows("duties_tally") == Tally.objects.count()


@pytest.mark.django_db
def test_nobody_but_the_web_role_may_ask_for_it():
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE passer_by")
        cursor.execute("SET ROLE passer_by")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute("SELECT duties_take_statistics()")
        cursor.execute("RESET ROLE")


@pytest.mark.django_db(transaction=True)
def test_whoever_holds_a_table_is_not_waited_for_and_what_was_counted_stays(at, monkeypatch, caplog):
    looked_after()
    monkeypatch.setattr(operations, "MANY", 1)
    monkeypatch.setattr(operations, "WAIT_FOR_STATISTICS", "50ms")
    other = connections.create_connection("default")
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("LOCK TABLE record_mother IN SHARE UPDATE EXCLUSIVE MODE")  # as a VACUUM does
            operations.take_changes(by=SYSTEM, at=at)
    finally:
        other.close()
    assert Stored.objects.exists() and "may be slow" in caplog.text
