"""`heatmap`: a team's children by every category, in the trail before it is printed."""

import argparse
import json
from types import SimpleNamespace

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.desk import commands
from seenheard.duties import operations as duties
from seenheard.trail.models import Entry
from seenheard.voices import operations
from tests import cast
from tests.pages.desk.conftest import looked_after

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(at):
    operations.choose_pack(pack="five", by=cast.sara(), at=at)
    child = looked_after()
    duties.take_changes(by=SYSTEM, at=at)
    return child


@pytest.fixture
def told(at):
    """Run the command as on the day of the test; its exit code."""
    parser = argparse.ArgumentParser()
    commands.register(parser.add_subparsers())

    def run(*words):
        args = parser.parse_args(["heatmap", *words])
        return args.func(args, SimpleNamespace(at=at, on=at.date()))

    return run


def test_the_map_as_json(team, told, capsys):
    assert told("--team", cast.TEAM, "--on", "2026-03-31", "--json") == 0
    printed = json.loads(capsys.readouterr().out)
    assert [one["key"] for one in printed["categories"]] == ["health", "pep", "visits", "contact", "provision"]
    (child,) = printed["children"]
    assert child["child"] == str(team.public_id) and child["round_opened_on"] is None
    assert any(cell["duty"]["next_on"] or cell["duty"]["cannot_be_judged"] for cell in child["cells"].values())
    assert Entry.objects.get(what="printed_heat_map").children == [str(team.public_id)]


def test_in_words_and_without_a_name(team, told, capsys):
    assert told("--team", cast.TEAM, "--on", "2026-03-31") == 0
    printed = capsys.readouterr().out
    assert "Statutory visits" in printed and "not asked" in printed and "Underwood" not in printed


def test_a_team_that_is_none(team, told, capsys):
    assert told("--team", "Nowhere") == 1
    assert capsys.readouterr().err == "There is no team Nowhere.\n"
    assert not Entry.objects.filter(what="printed_heat_map").exists()


def test_a_team_of_which_nothing_can_be_said(db, told, capsys):
    looked_after()  # nobody has reckoned what is owed
    assert told("--team", cast.TEAM) == 1
    assert capsys.readouterr().err.startswith("No child of this team is asked")
