"""`prompts`, `due`, `digest` and `told-next` from the command line, and the jobs that run by themselves."""

import argparse
import json
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.core import mail

from seenheard.accounts.domain import SYSTEM
from seenheard.config import clock, jobs
from seenheard.duties import operations as duties
from seenheard.prompts import commands, queries
from seenheard.prompts.models import Message
from seenheard.record import operations as record
from seenheard.trail.models import Entry
from tests import cast
from tests.factories.record import add
from tests.pages.desk.conftest import looked_after

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
def ash(at):
    for who in ("maya", "tom", "sara", "ines", "adam"):
        cast.person(who)
    child = looked_after()
    duties.take_changes(by=SYSTEM, at=at)
    return child


def test_each_prompt_says_which_child_why_what_who_and_by_when(ash, run):
    code, told = run("prompts", "--json")
    (one,) = [row for row in json.loads(told.out) if row["cause"] == "LR-01"]
    assert code == 0
    assert (one["child"], one["act_by_on"], one["owner"]) == (str(ash.public_id), "2026-03-02", "reviewing officer")
    assert (one["people"], one["height"]) == ([str(cast.ines().public_id)], "reviewing officer")
    assert one["title"] and one["do"] and one["began_with"].startswith("2026-02-02")
    assert Entry.objects.get(what="printed_prompts").children == [str(ash.public_id)]


def test_one_persons_list_and_a_teams(ash, run):
    hers = json.loads(run("prompts", "--for", "ines@fenmarsh.example", "--json")[1].out)
    assert "LR-01" in {row["cause"] for row in hers}
    his = json.loads(run("prompts", "--for", "tom@fenmarsh.example", "--json")[1].out)
    assert "LR-01" not in {row["cause"] for row in his}
    team = json.loads(run("due", "--team", "T02", "--json")[1].out)
    assert "LR-01" in {row["cause"] for row in team}
    assert "LR-01" in run("due", "--team", "T02")[1].out


def test_a_team_is_named_by_its_name_too_and_a_child_by_the_councils_number(ash, run):
    add("department", None, team_ref="T02", name="Safeguarding North")
    told = run("due", "--team", "safeguarding north")[1].out
    assert told == run("due", "--team", "T02")[1].out
    assert f"{ash.public_id}  {ash.now.local_id}" in told.splitlines()
    assert json.loads(run("prompts", "--json")[1].out)[0]["council_number"] == ash.now.local_id
    add("department", None, team_ref="T03", name="Safeguarding North")
    code, told = run("due", "--team", "Safeguarding North")
    assert (code, told.out) == (1, "") and "T02, T03" in told.err


@pytest.fixture
def visited(at, settings):
    """In the first weeks of a placement, last visited on 2 March: every five weeks by our standard, six by law."""
    settings.LOCAL_STANDARDS = "fenmarsh"
    cast.person("maya")
    child = looked_after(forename="Rowan")
    add("cla_placement", child, from_on=date(2026, 2, 2), place_code="U1", provider_code="PR1", care_ref="CARE")
    for day in (date(2026, 2, 5), date(2026, 3, 2)):
        add("cla_visit", child, visited_on=day, seen=True, seen_alone=True, care_ref="CARE")
    duties.take_changes(by=SYSTEM, at=at)
    return child


def test_where_the_day_is_our_own_standards_it_is_said_with_the_laws(visited, run):
    rows = {row["cause"]: row for row in json.loads(run("prompts", "--json")[1].out)}
    days = ("act_by_on", "due_on", "local_due_on")
    assert [rows["LV-02"][one] for one in days] == ["2026-04-06", "2026-04-13", "2026-04-06"]
    assert [rows["LR-01"][one] for one in days] == ["2026-03-02", "2026-03-02", None]
    for words in (("prompts",), ("due", "--team", "T02")):
        told = run(*words)[1].out
        assert "  by 2026-04-06 (our standard; by law 2026-04-13)  LV-02" in told
        assert "  by 2026-03-02  LR-01" in told


def test_what_no_rule_asks_for_has_no_day_of_a_rule(ash, run, at):
    record.raise_issue(child=ash, words="Has no coat", on=at.date(), key="coat", by=cast.maya(), at=at)
    duties.take_changes(by=SYSTEM, at=at)
    (one,) = [row for row in json.loads(run("prompts", "--json")[1].out) if row["cause"] == "issue_unanswered"]
    assert (one["act_by_on"], one["due_on"], one["local_due_on"]) == ("2026-04-02", None, None)


def test_whose_role_sees_no_child_has_an_empty_list(ash, run, on):
    assert run("prompts", "--for", "adam@fenmarsh.example")[1].out == "Nothing.\n"
    for ask in (queries.mine, queries.everybodys):
        found = ask(viewer=cast.adam(), on=on)
        assert (found.paged.items, found.numbers) == ((), queries.Numbers())


def test_on_a_day_before_it_opened_it_is_not_there(ash, run):
    assert json.loads(run("prompts", "--on", "2026-02-03", "--json")[1].out) == []
    assert run("prompts", "--on", "2026-02-03")[1].out == "Nothing.\n"


@pytest.mark.parametrize(
    "words",
    [
        ("prompts", "--for", "nobody@fenmarsh.example"),
        ("due", "--team", "T99"),
        ("digest", "--on", "2026-04-01"),
        ("digest", "--on", "2026-03-30"),
        ("told-next", "nobody@fenmarsh.example"),
        ("told-next", "adam@fenmarsh.example"),
    ],
)
def test_refused_with_a_reason_and_nothing_done(ash, run, words):
    code, told = run(*words)
    assert (code, told.out) == (1, "")
    assert told.err
    assert not Message.objects.exists() and not Entry.objects.filter(what="printed_prompts").exists()


def test_the_digest_is_made_and_sent_once(ash, run):
    first = json.loads(run("digest", "--json")[1].out)
    again = json.loads(run("digest", "--json")[1].out)
    assert (first["made"], first["sent"]) == (first["people"], first["people"]) != (0, 0)
    assert (again["people"], again["made"], again["sent"]) == (first["people"], 0, 0)
    assert len(mail.outbox) == first["people"]


def test_a_message_that_did_not_go_is_said(ash, run, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", 1, False
    code, told = run("digest")
    assert code == 1
    assert "could not be sent" in told.err


def test_who_is_told_next_can_be_set_and_read(ash, run):
    assert run("told-next")[1].out == "The service managers.\n"
    assert run("told-next", "ines@fenmarsh.example", "sara@fenmarsh.example")[0] == 0
    assert run("told-next")[1].out == "1  Ines Duarte\n2  Sara Okafor\n"
    assert len(json.loads(run("told-next", "--json")[1].out)) == 2


def test_the_jobs_make_the_days_digests_from_their_hour_on_and_once(ash, monkeypatch):
    for moment, people in (
        (datetime(2026, 3, 31, 5, 59, tzinfo=UTC), False),
        (datetime(2026, 3, 31, 6, 0, tzinfo=UTC), True),
    ):
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        for _ in range(2):
            jobs.digest()
            jobs.tell()
        assert Message.objects.exists() is people  # 7 in the morning is 6 UTC: summer time has begun
    assert len(mail.outbox) == Message.objects.count() > 0
