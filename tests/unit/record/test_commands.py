"""`caseload` from the command line."""

import argparse
import json
from datetime import date
from types import SimpleNamespace

import pytest

from seenheard.record import commands
from seenheard.trail.models import Entry
from tests import cast
from tests.factories import record as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(at, on, capsys):
    """Run one command line; its exit code and what it printed."""
    parser = argparse.ArgumentParser()
    commands.register(parser.add_subparsers())

    def run(*words):
        args = parser.parse_args(words)
        return args.func(args, SimpleNamespace(at=at, on=on)), capsys.readouterr()

    return run


@pytest.fixture
def held(db):
    made.add("professional", None, professional_ref="P0002", name="Maya Ashworth", registration_no="SW900001")
    spell = {"role": "CW", "team_ref": cast.TEAM, "from_on": date(2026, 1, 5), "until_on": date(2026, 4, 1)}
    return made.make_child(facts={"involvement": {"professional_ref": "P0002", **spell}})


def test_what_each_worker_holds(run, held):
    code, printed = run("caseload", "--json")
    assert code == 0
    assert json.loads(printed.out) == [
        {
            "worker_ref": "P0002",
            "name": "Maya Ashworth",
            "registered": True,
            "teams": [cast.TEAM],
            "children": 1,
            "families": 1,
            "stage": None,
            "standing": "within",
        }
    ]
    assert Entry.objects.get(what="printed_caseloads").counts == {"workers": 1}


def test_the_same_as_text_and_on_another_day(run, held):
    code, printed = run("caseload", "--team", cast.TEAM)
    assert code == 0
    assert "Maya Ashworth" in printed.out and "1 child, 1 family" in printed.out and "stage not known" in printed.out
    code, printed = run("caseload", "--on", "2026-04-01")
    assert (code, printed.out) == (0, "No worker holds a child on this day.\n")
    assert json.loads(run("caseload", "--on", "2026-04-01", "--json")[1].out) == []


def test_a_team_of_which_nobody_holds_a_child_is_no_empty_success(run, held):
    code, printed = run("caseload", "--team", "T99")
    assert (code, printed.out) == (1, "")
    assert printed.err == "No worker of a team of this name or key holds a child on this day.\n"


def test_a_team_is_named_by_its_name_too(run, held):
    made.add("department", None, team_ref=cast.TEAM, name="Safeguarding North")
    assert "Maya Ashworth" in run("caseload", "--team", "safeguarding north")[1].out


def test_a_day_that_is_none_is_wrong_use(run, capsys):
    with pytest.raises(SystemExit) as ended:
        run("caseload", "--on", "31.3.2026")
    assert ended.value.code == 2
    assert "31.3.2026 is not a date (write YYYY-MM-DD)" in capsys.readouterr().err
