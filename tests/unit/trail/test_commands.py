"""`verify-trail` as a person meets it."""

import argparse
import json
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from seenheard.trail import commands
from tests.unit.trail.conftest import AT

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def run():
    parser = argparse.ArgumentParser()
    commands.register(parser.add_subparsers())

    def run_with(*words):
        args = parser.parse_args(["verify-trail", *words])
        return args.func(args, SimpleNamespace(at=AT, on=AT.date()))

    return run_with


def test_a_trail_that_holds_says_so_and_exits_0(run, write, capsys):
    write()
    assert run() == 0
    assert "The trail holds. Sealed: 1. Not yet sealed: 0." in capsys.readouterr().out


def test_a_changed_row_is_named_and_exits_1(run, write, capsys):
    write()
    write()
    run()
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE trail_entry SET by = 'tom' WHERE id = (SELECT max(id) FROM trail_entry)")
    assert run("--json") == 1
    out, err = capsys.readouterr()
    assert json.loads(out.splitlines()[-1])["fault"]["position"] == 2
    assert "does not hold at position 2" in err
