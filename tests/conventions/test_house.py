"""The tests' own house: no network, a fresh order, a database that can always be emptied, warnings as errors."""

import socket
import warnings
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from seenheard.accounts.domain import SYSTEM
from seenheard.trail import operations as trail
from tests import migrated
from tests.conftest import NoNetwork, shuffled

TESTS = Path(__file__).resolve().parents[1]


def test_a_test_cannot_leave_this_machine():
    with socket.socket() as one, pytest.raises(NoNetwork):
        one.connect(("192.0.2.1", 80))


def test_a_test_may_talk_to_this_machine():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as one:
        one.connect(server.getsockname())


def test_the_order_is_fresh_complete_and_repeatable():
    items = [f"tests/file_{number // 5}.py::test_{number}" for number in range(50)]

    def by_file(item):
        return item.partition("::")[0]

    one, again, other = (shuffled(items, seed, by_file) for seed in (1, 1, 2))
    assert one == again != other
    assert sorted(one) == sorted(items)
    files = [by_file(item) for item in one]
    assert [f for n, f in enumerate(files) if n == 0 or files[n - 1] != f] == list(dict.fromkeys(files))


def test_a_part_of_the_tests_has_the_order_that_it_has_in_the_whole():
    items = [f"tests/file_{number // 5}.py::test_{number}" for number in range(50)]
    part = [item for item in items if "file_3" in item or "file_7" in item or "file_8" in item]

    def by_file(item):
        return item.partition("::")[0]

    assert shuffled(part, 1, by_file) == [item for item in shuffled(items, 1, by_file) if item in part]


def test_a_warning_is_an_error():
    with pytest.raises(DeprecationWarning):
        warnings.warn("old", DeprecationWarning, stacklevel=1)


@pytest.mark.django_db(transaction=True)
def test_append_only_tables_are_empty_for_the_next_test(at):
    with transaction.atomic():
        trail.write(what="looked_at_list", by=SYSTEM, at=at)  # the flush after this test would be refused


def test_every_folder_of_tests_is_a_package():
    """So that two rooms may each have a test_operations.py."""
    folders = {path.parent for path in TESTS.rglob("*.py")}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


def reads_the_night_unmarked(text: str) -> bool:
    return "SEENHEARD_" + "NIGHT" in text and "mark.larger_at_night" not in text


def test_what_is_larger_at_night_is_run_at_night():
    """`./test night` finds by its mark what grows with the variable; so a file that reads it has the mark."""
    assert [str(path) for path in TESTS.rglob("*.py") if reads_the_night_unmarked(path.read_text())] == []
    assert reads_the_night_unmarked('MANY = 9 if "SEENHEARD_' + 'NIGHT" in os.environ else 1')


@pytest.mark.django_db
def test_the_database_has_every_migration_also_where_it_is_a_copy():
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_a_new_or_changed_migration_is_another_database_to_copy(tmp_path, monkeypatch):
    monkeypatch.setattr(migrated, "ROOT", tmp_path)
    (tmp_path / "requirements-dev.lock").touch()
    (tmp_path / "src/room/migrations").mkdir(parents=True)
    names = [migrated.name()]
    for words in ("one", "another"):
        (tmp_path / "src/room/migrations/0001_initial.py").write_text(words)
        names.append(migrated.name())
    assert len(set(names)) == 3 and migrated.name() == names[-1]
