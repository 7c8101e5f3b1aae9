"""Naming who may open a file that adoption has closed, and ending it, from the command line to the page."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.config import clock, commandline
from seenheard.record import operations
from seenheard.record.models import NamedAccess
from seenheard.trail.models import Entry
from tests import cast
from tests.factories import record as made

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 31, 11, 0, tzinfo=UTC)
UNTIL = "2026-05-01"
WHY = "The adoption agency asks for her early health record"
ENDED = "The agency has had its answer by now"
OTHERS = ("tom", "ines", "sara", "ana", "adam", "mona", "otto")


@pytest.fixture
def go_to(monkeypatch):
    """Stop the clock at this moment."""
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture
def adopted(go_to):
    """A child whom Maya worked with until the adoption closed the file."""
    go_to(NOON)
    facts = {
        "involvement": {
            "professional_ref": "P0002",
            "team_ref": cast.TEAM,
            "role": "CW",
            "from_on": date(2025, 1, 1),
        },
        "cla_episode": {"from_on": date(2020, 5, 1), "until_on": date(2021, 5, 1), "end_reason": "E11"},
    }
    child = made.make_child(local_id="A1", born_on=date(2018, 5, 4), forename="Fern", surname="Quill", facts=facts)
    for who in ("maya", *OTHERS):
        cast.person(who)
    return child


def name(child="A1", person="maya@fenmarsh.example", until=UNTIL, why=WHY, *more):
    return commandline.run(["name-person", child, person, "--until", until, "--why", why, *more])


def end(child="A1", person="maya@fenmarsh.example", why=ENDED, *more):
    return commandline.run(["end-naming", child, person, "--why", why, *more])


def answer(who, child, page=""):
    return cast.signed_in(who).get(f"/children/{child.public_id}/{page}")


def test_nobody_opens_a_closed_file_until_somebody_is_named(adopted):
    assert {answer(who, adopted).status_code for who in ("maya", *OTHERS)} == {404}
    assert name() == 0
    assert "Fern Quill" in answer("maya", adopted).content.decode()
    assert answer("maya", adopted, "story/").status_code == 200
    assert {answer(who, adopted).status_code for who in OTHERS} == {404}


def test_the_role_that_serves_may_do_all_of_it(adopted, as_web_role):
    assert name() == 0 and name() == 1


def test_it_closes_again_on_its_day(adopted, go_to):
    name()
    last = NOON + timedelta(days=30)
    go_to(last)
    assert clock.today(last) == date(2026, 4, 30) and answer("maya", adopted).status_code == 200
    go_to(last + timedelta(days=1))
    assert answer("maya", adopted).status_code == 404


def test_it_can_be_ended_by_the_public_id_also_where_the_file_is_closed_no_longer(adopted):
    child = made.make_child(local_id="U1")
    gone = {"from_on": date(2020, 5, 1), "until_on": date(2021, 5, 1), "end_reason": "E11"}
    made.add("cla_episode", child, run_id="adoption", **gone)
    name(str(child.public_id))
    operations.undo(run_id="adoption", by=SYSTEM, at=made.AT + timedelta(minutes=1))
    assert end(str(child.public_id)) == 0
    assert end(str(made.make_child().public_id)) == 1


def test_ended_early_it_closes_at_once_and_is_in_the_trail(adopted, capsys):
    name()
    assert end() == 0
    assert capsys.readouterr().out.endswith("From 31 March 2026 on the file is closed to them.\n")
    assert answer("maya", adopted).status_code == 404
    row = Entry.objects.get(what="ended_naming_for_closed_file")
    assert (row.children, row.by, row.why) == ([str(adopted.public_id)], "system", ENDED)
    assert end() == 1
    assert "not named for this file, or no longer" in capsys.readouterr().err


def test_the_end_as_json(adopted, capsys):
    name()
    capsys.readouterr()
    assert end("A1", "maya@fenmarsh.example", ENDED, "--json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "child": str(adopted.public_id),
        "person": str(cast.maya().public_id),
        "ended": "2026-03-31",
    }


def test_a_naming_that_is_over_is_not_ended_again(adopted, go_to):
    name()
    go_to(NOON + timedelta(days=31))
    assert end() == 1


@pytest.mark.parametrize("given", [{"why": "enough"}, {"person": "nobody@fenmarsh.example"}, {"child": "Z9"}])
def test_an_end_that_is_refused_leaves_it_open(adopted, given, capsys):
    name()
    assert end(**given) == 1
    assert capsys.readouterr().err
    assert answer("maya", adopted).status_code == 200


def test_it_is_written_once_in_the_trail_with_its_reason(adopted, capsys):
    assert name() == 0
    assert name() == 1
    assert "Nothing was changed" in capsys.readouterr().err
    row = Entry.objects.get(what="named_person_for_closed_file")
    assert (row.children, row.by, row.why) == ([str(adopted.public_id)], "system", WHY)
    assert row.about == str(cast.maya().public_id)
    assert NamedAccess.objects.count() == 1
    assert name(until="2026-06-01") == 0, "longer is another matter"


@pytest.mark.parametrize("called", ["A1", " a1", "public id"])
def test_the_child_is_called_by_number_or_public_id_and_never_named_in_the_answer(adopted, called, capsys):
    assert name(str(adopted.public_id) if called == "public id" else called) == 0
    said = capsys.readouterr().out
    assert "From 31 March 2026 until 1 May 2026" in said
    assert "Fern" not in said and "A1" not in said


def test_the_result_as_json(adopted, capsys):
    assert name("A1", "MAYA@fenmarsh.example", UNTIL, WHY, "--json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "child": str(adopted.public_id),
        "person": str(cast.maya().public_id),
        "from": "2026-03-31",
        "until": UNTIL,
    }


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"why": "because she asked  "}, "20 letters"),
        ({"why": " " * 40}, "20 letters"),
        ({"until": "2026-03-31"}, "after the day on which it opens"),
        ({"person": "nobody@fenmarsh.example"}, "Nobody signs in"),
        ({"person": "ana@fenmarsh.example"}, "opens no child’s page"),
        ({"person": "left@fenmarsh.example"}, "switched off"),
        ({"child": "Z9"}, "No file that adoption has closed"),
        ({"child": "OPEN"}, "No file that adoption has closed"),
        ({"child": "TWICE"}, "Several closed files"),
    ],
)
def test_what_is_refused_leaves_nothing(adopted, given, sentence, capsys):
    made.make_child(local_id="OPEN")
    cast.User.objects.create_user("left@fenmarsh.example", cast.PASSWORD, role="social_worker", is_active=False)
    for source in ("ssd", "ssda903"):
        child = made.make_child(local_id="TWICE", source=source)
        made.add("cla_episode", child, from_on=date(2020, 5, 1), until_on=date(2021, 5, 1), end_reason="E12")
    assert name(**given) == 1
    assert sentence in capsys.readouterr().err
    assert not NamedAccess.objects.exists()
    assert not Entry.objects.filter(what="named_person_for_closed_file").exists()


@pytest.mark.parametrize("missing", ["--until", "--why"])
def test_without_a_date_or_a_reason_it_is_wrong_use(missing):
    whole = {"--until": UNTIL, "--why": WHY}
    del whole[missing]
    given = [part for pair in whole.items() for part in pair]
    with pytest.raises(SystemExit) as end:
        commandline.parser().parse_args(["name-person", "A1", "maya@fenmarsh.example", *given])
    assert end.value.code == 2
