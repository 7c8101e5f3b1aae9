"""`clocks` and `rebuild-clocks` from the command line."""

import argparse
import json
from datetime import date
from types import SimpleNamespace
from uuid import uuid4

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.duties import commands, operations
from seenheard.duties.models import Clock
from seenheard.record.models import ChildNow
from seenheard.trail.models import Entry
from tests.factories import record as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(at, on, capsys):
    """Run one command line; its exit code and what it printed."""
    parser = argparse.ArgumentParser()
    commands.register(parser.add_subparsers())

    def run(*words):
        args = parser.parse_args(words)
        code = args.func(args, SimpleNamespace(at=at, on=on))
        return code, capsys.readouterr()

    return run


@pytest.fixture
def child(at):
    child = made.make_child(born_on=date(2012, 5, 4))
    made.add("cla_episode", child, from_on=date(2026, 3, 2), legal_code="C2")
    made.add("involvement", child, professional_ref="P0002", role="CW", team_ref="T02", from_on=date(2026, 3, 2))
    made.loads("ssd", ["cla_review"])
    operations.take_changes(by=SYSTEM, at=at)
    return child


def review(printed):
    (found,) = [clock for clock in json.loads(printed.out) if clock["rule"] == "LR-01"]
    return found


def test_every_clock_with_the_sentence_that_explains_it(run, child):
    code, printed = run("clocks", "--json")
    found = review(printed)
    assert code == 0
    assert found["child"] == str(child.public_id)
    assert (found["due_on"], found["standing"]) == ("2026-03-30", "overdue")
    assert found["says"].startswith("Due Monday 30 March 2026: 20 working days after 2 March 2026.")


def test_the_same_as_text(run, child):
    code, printed = run("clocks")
    assert code == 0
    assert str(child.public_id) in printed.out
    assert "overdue           LR-01" in printed.out


def test_as_at_a_day_and_as_known_then(run, child):
    assert review(run("clocks", "--json", "--on", "2026-03-29")[1])["standing"] == "due soon"
    assert json.loads(run("clocks", "--json", "--known", "2026-03-01")[1].out) == []


@pytest.fixture
def untold(at):
    """A looked-after child of whose visits no file tells."""
    child = made.make_child(born_on=date(2012, 5, 4))
    made.add("cla_episode", child, from_on=date(2026, 3, 27), legal_code="C2", place_code="U6")
    operations.take_changes(by=SYSTEM, at=at)


def told(printed) -> list[dict]:
    return [one for one in json.loads(printed.out) if one["due_on"]]


def test_what_can_still_be_done_is_never_said_to_be_beyond_judging(run, untold):
    """Up to its day it is due, and the sentence says what nobody will be able to say; then it cannot be judged."""
    before = told(run("clocks", "--json")[1])
    assert {one["standing"] for one in before} & {"running", "due soon"}
    assert any(one["untold"] == "care_visit_made" for one in before)
    for one in before:
        assert ("We cannot judge this" in one["says"]) == (one["standing"] == "cannot be judged")
        assert (one["unjudged"] is not None) == (one["standing"] == "cannot be judged")
        assert (
            "Once that day has passed nobody can say: no file we hold about this child says when" in one["says"]
        ) == bool(one["untold"])
    later = told(run("clocks", "--json", "--on", "2028-06-30")[1])
    assert {one["standing"] for one in later} == {"cannot be judged"}
    assert not any(one["untold"] for one in later)


def test_and_neither_is_it_in_the_text(run, untold):
    for on in ("2026-03-31", "2028-06-30"):
        lines = [line for line in run("clocks", "--on", on)[1].out.splitlines() if line.startswith("  ")]
        assert lines
        for line in lines:
            assert ("We cannot judge this" in line) == line.startswith("  cannot be judged")


def test_one_child_one_team(run, child):
    made.make_child(born_on=date(2012, 5, 4))
    assert review(run("clocks", "--json", "--child", str(child.public_id))[1])
    number = ChildNow.objects.get(child=child).local_id
    assert review(run("clocks", "--json", "--child", f" {number.lower()} ")[1])
    assert review(run("clocks", "--json", "--team", "T02")[1])
    made.add("department", None, team_ref="T02", name="Safeguarding North")
    assert review(run("clocks", "--json", "--team", "safeguarding north")[1])
    code, misspelt = run("clocks", "--team", "T99")
    assert code == 1 and "No child is with a team of this name or key" in misspelt.err


def test_a_child_that_is_not_there_is_refused(run, child):
    code, printed = run("clocks", "--child", str(uuid4()))
    assert (code, printed.out, printed.err) == (1, "", "No child has this number or id.\n")


def test_a_look_from_the_command_line_is_in_the_trail(run, child):
    run("clocks")
    assert Entry.objects.get(what="printed_clocks").children == [str(child.public_id)]


def test_rebuilding_says_what_differed(run, child):
    number = Clock.objects.count()
    Clock.objects.filter(rule="LR-01").delete()
    code, printed = run("rebuild-clocks", "--json")
    assert code == 0
    assert json.loads(printed.out) == {"children": 1, "kept": number - 1, "written": 1, "removed": 0}
    assert f"{number} clocks were right, 0 written, 0 taken away." in run("rebuild-clocks")[1].out


def test_the_row_is_there_before_the_first_line(run, child, monkeypatch):
    def broken_pipe(*words, **more):
        raise BrokenPipeError

    monkeypatch.setattr("builtins.print", broken_pipe)
    with pytest.raises(BrokenPipeError):
        run("clocks")
    assert Entry.objects.filter(what="printed_clocks").count() == 1
