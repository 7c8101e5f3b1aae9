"""`record`: one sentence or one JSON object, 0 done, 1 refused; nothing half-written."""

import json
from datetime import date

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.config import commandline
from seenheard.duties.models import Clock
from seenheard.record import operations
from seenheard.record.models import Event
from tests import cast
from tests.factories import record as made
from tests.pages.desk.conftest import looked_after

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(stopped_clock):
    return looked_after(local_id="600001")


def run(*words):
    return commandline.run(["record", *words])


def test_it_records_and_the_duty_is_met(child, capsys):
    said = ("care_review_held", "--child", "600001", "--on", "2026-03-30", "--fact", "participation=PN1", "--json")
    assert run(*said) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["written"], told["kind"], told["child"]) == (True, "care_review_held", str(child.public_id))
    assert Clock.objects.get(child=child, rule="LR-01").ended_on == date(2026, 3, 30)


def test_the_same_key_records_once(child, capsys):
    key = "8b0a6c1e-6d0f-4b8e-9d35-5b7b8d0b7f10"
    for _ in range(2):
        assert run("dental_check_held", "--child", str(child.public_id), "--on", "2026-03-30", "--key", key) == 0
    assert "recorded before" in capsys.readouterr().out
    assert Event.objects.count() == 1


def test_without_a_key_the_same_is_recorded_once_and_again_where_it_is_said(child, capsys):
    said = ("dental_check_held", "--child", "600001", "--on", "2026-03-30")
    for _ in range(2):
        assert run(*said) == 0
    assert "If it happened twice on that day, add --again." in capsys.readouterr().out
    assert Event.objects.count() == 1
    assert run("dental_check_held", "--child", "600001", "--on", "2026-03-29") == 0
    assert run(*said, "--again") == 0
    assert Event.objects.count() == 3


def test_what_was_taken_back_is_recorded_anew_only_where_it_is_said(child, capsys, at):
    said = ("dental_check_held", "--child", "600001", "--on", "2026-03-30")
    assert run(*said) == 0
    key = Event.objects.get().row_key
    operations.withdraw(name="event", child=child, key=key, why="Another child’s", by=SYSTEM, at=at)
    assert run(*said) == 1
    assert "add --again" in capsys.readouterr().err
    assert run(*said, "--again") == 0


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (("no_such_kind",), "Nothing of this kind"),
        (("health_year_reported",), "Nothing of this kind"),
        (("core_group_held", "--fact", "colour=red"), "carries these facts: plan"),
        (("sdq_completed", "--fact", "score=many"), "whole number"),
        (("contact_received", "--fact", "hour=25:00"), "a time of day"),
        (("care_visit_made", "--fact", "seen=perhaps"), "yes or no"),
        (("core_group_held", "--by", "nobody@example.org"), "Nobody signs in"),
        (("core_group_held", "--by", "otto@fenmarsh.example"), "no such child"),
        (("core_group_held", "--key", "1"), "not a UUID"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(child, capsys, said, sentence):
    cast.otto()
    assert run(*said, "--child", "600001", "--on", "2026-03-30") == 1
    assert sentence in capsys.readouterr().err
    assert not Event.objects.exists()


def test_a_plan_that_nobody_knows_of_is_refused_with_those_there_are(child, capsys):
    held = ("core_group_held", "--child", "600001", "--on", "2026-03-30", "--fact")
    assert run(*held, "plan=zzz") == 1
    assert "plan must be one that the record knows of this child: none." in capsys.readouterr().err
    made.add("cp_plan", child, from_on=date(2026, 3, 2), plan_ref="P1")
    made.add("cin_plan", child, from_on=date(2026, 1, 2), plan_ref="N1")
    for other in ("plan=zzz", "plan=N1"):
        assert run(*held, other) == 1
        assert "of this child: P1 (Protection plan started, 2 March 2026)." in capsys.readouterr().err
    assert not Event.objects.exists()
    assert run(*held, "plan=P1") == 0
    assert run(*held[:-1], "--again") == 0


def test_what_begins_names_itself(child):
    begun = ("need_plan_started", "--child", "600001", "--on", "2026-03-03", "--fact", "plan=mine")
    assert run(*begun) == 0
    assert run("need_plan_reviewed", "--child", "600001", "--on", "2026-03-30", "--fact", "plan=mine") == 0


def test_a_child_who_is_not_there_and_a_day_to_come_are_refused(child, capsys):
    assert run("core_group_held", "--child", "1", "--on", "2026-03-30") == 1
    assert run("core_group_held", "--child", "600001", "--on", "2026-04-30") == 1
    assert "has not come yet" in capsys.readouterr().err
    assert not Event.objects.exists()


def test_what_is_recorded_here_makes_silence_say_something(child, capsys):
    assert commandline.run(["keep-here", "reviewing_officer_named", "--from", "2026-01-01", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "kinds": ["reviewing_officer_named"],
        "from": "2026-01-01",
        "children": 1,
    }
    assert commandline.run(["keep-here", "no_such_kind", "--from", "2026-01-01"]) == 1


def test_who_must_not_know_the_address_is_said_and_ended_by_scripts(child, capsys, on):
    today, who = str(on), ("--fact", "must_not_know=her father", "--fact", "reason=He has found them before")
    ended = ("address_protection_ended", "--child", "600001", "--on", today, "--fact", "reason=The order was lifted")
    assert run(*ended) == 1
    assert "Nothing is said of this child" in capsys.readouterr().err
    assert run("address_protected", "--child", "600001", "--on", "2026-03-03") == 1
    assert "who must not know" in capsys.readouterr().err
    for _ in range(2):
        assert run("address_protected", "--child", "600001", "--on", "2026-03-03", *who) == 0
    assert "recorded before" in capsys.readouterr().out
    assert Event.objects.count() == 1
    assert run(*ended) == 0
    assert {one.kind for one in Event.objects.all()} == {"address_protected", "address_protection_ended"}
    capsys.readouterr()
    assert run("address_protected", "--child", "600001", "--on", "2026-03-03", *who) == 1
    told = capsys.readouterr()
    assert "recorded before and has been ended since" in told.err and not told.out
    assert run("address_protected", "--child", "600001", "--on", "2026-03-03", *who, "--again") == 0
