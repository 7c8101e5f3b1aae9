"""Laws of taking in and undoing: after any run of imports, the past is as it was and undo is before."""

import sys
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as some

from seenheard.accounts.domain import SYSTEM
from seenheard.record import operations, queries
from seenheard.record.domain.changes import Changes
from seenheard.record.models import ChildNow
from tests.factories.record import AT, incoming, take_in
from tests.properties.record import often

pytestmark = pytest.mark.django_db
SOURCES = ("ssd", "ssda903")
CHILDREN = ("A", "B", "C")
day = some.integers(0, 20).map(lambda n: date(2026, 1, 1) + timedelta(days=n))

# A file of one source: what it says of each key. Keys are few, so that files correct and withdraw each other's rows.
reviews = some.dictionaries(
    some.tuples(some.just("cla_review"), some.sampled_from(CHILDREN), some.integers(1, 2)),
    some.fixed_dictionaries({"held_on": day}),
    max_size=4,
)
episodes = some.dictionaries(
    some.tuples(some.just("cla_episode"), some.sampled_from(CHILDREN), some.integers(1, 2)),
    some.fixed_dictionaries({"from_on": day, "until_on": some.none() | day, "legal_code": some.sampled_from("AB")}),
    max_size=3,
)
files = some.tuples(some.sampled_from(SOURCES), reviews, episodes).map(lambda it: (it[0], it[1] | it[2]))
steps = some.lists(files | some.just("undo the last"), min_size=1, max_size=7)


def differences(source, file):
    """What taking the file would change: a whole proposal, withdrawals and all."""
    known = queries.identifiers()[0]
    wanted: dict[str, dict] = {"cla_review": {}, "cla_episode": {}, "linked_identifier": {}}
    for (name, child, number), fields in file.items():
        wanted[name][f"{child}{number}"] = incoming(
            name, known.get(child, child), row_key=f"{child}{number}", line=number, **fields
        )
        wanted["linked_identifier"][child] = incoming(
            "linked_identifier", known.get(child, child), row_key=child, kind="la_child_id", value=child
        )
    inserts, closes = {}, {}
    for name, rows in wanted.items():
        current = queries.current_rows(source=source, object=name)
        inserts[name] = [row for key, row in rows.items() if key not in current or current[key][1] != row.row_hash]
        closes[name] = [at[0] for key, at in current.items() if key not in rows or rows[key].row_hash != at[1]]
    new = sorted({row.child for rows in inserts.values() for row in rows if isinstance(row.child, str)})
    return Changes(new_children=new, inserts=inserts, closes=closes)


def is_nothing(changes):
    return not any([*changes.new_children, *changes.inserts.values(), *changes.closes.values()])


def current():
    """Everything that is current, without what a row is called inside."""
    rows = {}
    for source in SOURCES:
        for name in ("cla_review", "cla_episode", "linked_identifier"):
            at = queries.current_rows(source=source, object=name)
            values = queries.row_values(object=name, fact_ids=[row[0] for row in at.values()])
            rows |= {(source, name, key): (row[1:], values[row[0]]) for key, row in at.items()}
    return rows, list(ChildNow.objects.order_by("pk").values())


def told(known_at=None):
    return list(queries.histories(viewer=SYSTEM, known_at=known_at))


@often(25)
@given(steps)
def test_undo_is_before_and_the_past_stays_as_it_was_known(steps):
    with transaction.atomic():
        moment, runs, past = AT, [], []
        for number, step in enumerate(steps):
            moment += timedelta(hours=1)
            if step != "undo the last":
                before = current()
                counts = take_in(differences(*step), source=step[0], run_id=f"run-{number}", at=moment)
                assert counts["inserted"] == 0 or current() != before
                runs.append((f"run-{number}", before))
                assert is_nothing(differences(*step))
            elif runs:
                run_id, before = runs.pop()
                operations.undo(run_id=run_id, by=SYSTEM, at=moment)
                assert current() == before
            past.append((moment, told()))
        for moment, as_told_then in past:
            assert told(known_at=moment) == as_told_then
        transaction.set_rollback(True)


@often(15)
@given(files)
def test_the_same_run_twice_is_once(file):
    with transaction.atomic():
        changes = differences(*file)
        take_in(changes, source=file[0], run_id="once", at=AT)
        after = current()
        assert set(take_in(changes, source=file[0], run_id="once", at=AT).values()) == {0}
        assert current() == after
        transaction.set_rollback(True)


def test_the_law_of_undo_catches_an_undo_that_brings_nothing_back(monkeypatch):
    monkeypatch.setattr(
        sys.modules["seenheard.record.operations.undo"], "BRING_BACK", "SELECT {child} FROM {table} WHERE false"
    )
    key = ("cla_review", "A", 1)
    said = [("ssd", {key: {"held_on": date(2026, 1, day)}}) for day in (1, 2)]
    with pytest.raises(AssertionError):
        test_undo_is_before_and_the_past_stays_as_it_was_known.hypothesis.inner_test([*said, "undo the last"])
