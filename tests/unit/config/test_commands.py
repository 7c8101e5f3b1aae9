"""The command line: exit codes, JSON, and the one command that needs no database."""

import json
import os
import subprocess
import sys

import pytest

from seenheard.config import commandline, commands_events, commands_imports
from seenheard.config.models import Installation
from seenheard.trail import commands as trail_commands

TWENTY_DAYS = [
    {
        "id": "C1",
        "born_on": "2016-05-01",
        "events": [{"kind": "became_looked_after", "on": "2026-03-30"}],
    }
]


def told(tmp_path, content, *more, on="2026-04-20"):
    file = tmp_path / "events.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content))
    return commands_events.main(["--events", str(file), "--on", on, *more])


def test_events_without_a_database(tmp_path, capsys):
    assert told(tmp_path, TWENTY_DAYS, "--json") == 0
    reviews = [one for one in json.loads(capsys.readouterr().out) if one["due_on"] == "2026-04-29"]
    assert reviews, "the first review: 20 working days after 30 March 2026, Easter between"
    assert reviews[0]["child"] == "C1" and "29 April 2026" in reviews[0]["says"]


def test_events_in_words(tmp_path, capsys):
    assert told(tmp_path, TWENTY_DAYS) == 0
    assert "29 April 2026" in capsys.readouterr().out


def test_what_happens_after_the_day_is_not_known_on_it(tmp_path, capsys):
    later = [TWENTY_DAYS[0] | {"events": [{"kind": "became_looked_after", "on": "2026-05-01"}]}]
    assert told(tmp_path, later, "--json") == 0
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("not json", "is not JSON"),
        ({"id": "C1"}, "must hold a list"),
        ([{"events": []}], "Child 1 of the list has no id"),
        ([{"id": "C1", "events": {}}], "events must be a list"),
        ([{"id": "C1", "events": [{"kind": "danced", "on": "2026-01-01"}]}], "event 1: kind is missing or not one"),
        ([{"id": "C1", "events": [{"kind": "adopted"}]}], "event 1: on is missing"),
        ([{"id": "C1", "events": [{"kind": "adopted", "on": "31/12/2025"}]}], "on is not a date"),
        ([{"id": "C1", "born_on": 5, "events": []}], "born_on is not a date"),
        ([{"id": "C1", "events": [{"kind": "adopted", "on": "2026-01-01", "colour": "red"}]}], "no fact called colour"),
        (
            [{"id": "C1", "events": [{"kind": "care_visit_made", "on": "2026-01-01", "seen": "yes"}]}],
            "event 1: seen is yes or no: write it as true or false",
        ),
        (
            [{"id": "C1", "events": [{"kind": "contact_received", "on": "2026-01-01", "hour": "4 pm"}]}],
            "event 1: hour is a time of day: write it as 16:30",
        ),
    ],
)
def test_bad_events_are_refused_with_their_place(tmp_path, capsys, content, sentence):
    assert told(tmp_path, content) == 1
    assert sentence in capsys.readouterr().err


def test_a_file_that_cannot_be_read_is_refused(tmp_path, capsys):
    (tmp_path / "odd.json").write_bytes(b"\xff\xfe[]")
    for name, sentence in (("nothing.json", "No such file"), ("odd.json", "not text in UTF-8")):
        assert commands_events.main(["--events", str(tmp_path / name), "--on", "2026-04-20"]) == 1
        assert sentence in capsys.readouterr().err


def test_no_value_is_in_a_refusal(tmp_path, capsys):
    told(tmp_path, [{"id": "Zebedee", "events": [{"kind": "Quillfeather", "on": "2026-01-01"}]}])
    said = capsys.readouterr().err
    assert "Zebedee" not in said and "Quillfeather" not in said


def test_events_start_no_django():
    code = (
        "import sys; from seenheard.config import commands_events; "
        "sys.exit(1 if 'django' in sys.modules or 'psycopg' in sys.modules else 0)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


@pytest.mark.parametrize("wrong", [[], ["dance"], ["import"], ["clocks", "--on", "yesterday"], ["undo"]])
def test_wrong_use_is_2(wrong):
    with pytest.raises(SystemExit) as end:
        commandline.parser().parse_args(wrong)
    assert end.value.code == 2


def test_every_command_of_the_promise_is_there_with_json():
    choices = commandline.parser()._subparsers._group_actions[0].choices
    promised = {
        "import",
        "undo",
        "clocks",
        "rules",
        "rebuild-clocks",
        "verify-trail",
        "verify-guards",
        "demo",
        "generate",
    }
    promised |= {
        "name-person",
        "end-naming",
        "record",
        "keep-here",
        "prompts",
        "due",
        "digest",
        "told-next",
        "caseload",
        "agree-right",
        "mismatches",
        "agreement",
        "heatmap",
        "report",
        "publish",
    }
    assert promised == set(choices)
    assert {name for name, one in choices.items() if "--json" not in one.format_help()} == set()


def test_what_nobody_recorded_is_due_up_to_its_day_and_cannot_be_judged_after_it(tmp_path, capsys):
    silent = [TWENTY_DAYS[0] | {"unrecorded": ["care_review_held", "care_visit_made"]}]
    for on, standings in (("2026-04-20", {"due soon"}), ("2026-04-30", {"cannot be judged"})):
        assert told(tmp_path, silent, "--json", on=on) == 0
        reviews = [one for one in json.loads(capsys.readouterr().out) if one["rule"] == "LR-01"]
        assert {one["standing"] for one in reviews} == standings
        for one in reviews:
            judged = one["standing"] != "cannot be judged"
            assert ("We cannot judge this" in one["says"]) != judged
            assert (one["unjudged"], one["untold"])[judged] == "care_review_held"


@pytest.mark.slow
def test_the_very_first_command_makes_the_tables(tmp_path):
    """Also before the first ./run, when not even the role exists that commands sign in as."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "SEENHEARD_"))
    }
    environment |= {"SEENHEARD_VAR": str(tmp_path)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "seenheard.config.commandline", "verify-trail", "--json"]
    first = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
    assert first.returncode == 0, first.stderr
    assert json.loads(first.stdout)["fault"] is None
    assert not (tmp_path / "pg" / "postmaster.pid").exists()  # and it leaves no server behind


@pytest.mark.django_db
def test_done_is_0(capsys):
    assert commandline.run(["verify-trail", "--json"]) == 0
    assert isinstance(json.loads(capsys.readouterr().out), dict)


@pytest.mark.django_db
def test_refused_is_1_with_a_reason(capsys):
    Installation.objects.create()
    assert commandline.run(["demo"]) == 1
    assert "never put into it" in capsys.readouterr().err


@pytest.mark.django_db
def test_a_fault_is_1_and_told_without_its_words(capsys, monkeypatch):
    def fail(args, clock):
        raise ValueError("Zebedee-Quillfeather")

    monkeypatch.setattr(trail_commands, "verify_trail", fail)
    assert commandline.run(["verify-trail"]) == 1
    said = capsys.readouterr().err
    assert "ValueError at" in said and "Zebedee" not in said


def test_an_imports_result_is_told_in_words():
    result = {
        "run": "4f1c", "return": "ssda903", "state": "proposed", "says": "",
        "counts": {"objects": {"cla_episode": {"adds": 1200, "amends": 2, "same": 9}, "address": {"same": 4}}},
        "problems": [
            {"file": "README.md", "line": None, "column": None, "says": "This is not a CSV file and was left out.", "do": ""},
            {"file": "", "line": None, "column": "", "says": "Read as the return of 2025-26.", "do": None},
            {"file": "episodes.csv", "line": 7, "column": "DECOM", "says": "This is not a date.", "do": "Mend it."},
        ],
        "questions": [],
    }  # fmt: skip
    assert list(commands_imports.lines(result)) == [
        "Import 4f1c: ssda903, proposed",
        "  Cla episode: 1,200 new, 2 changed",
        "  Address: as it was",
        "  README.md: This is not a CSV file and was left out.",
        "  These files: Read as the return of 2025-26.",
        "  episodes.csv, line 7, DECOM: This is not a date. Mend it.",
    ]


def test_a_question_is_told_with_what_can_be_answered_and_how():
    question = {"key": "a b.csv|REVIEW|date_order", "says": "How are they written?",
                "options": [["day_first", "Day first"], ["leave", "Leave these rows out"]]}  # fmt: skip
    result = {"run": "4f1c", "return": "", "state": "asking", "says": "", "counts": {}, "problems": []}
    assert list(commands_imports.lines(result | {"questions": [question]}))[1:] == [
        "  Question: How are they written? Load the files again with one of:",
        "    --answer 'a b.csv|REVIEW|date_order=day_first'   Day first",
        "    --answer 'a b.csv|REVIEW|date_order=leave'   Leave these rows out",
    ]


@pytest.mark.django_db
def test_a_demo_that_is_there_is_said(capsys, at):
    Installation.objects.create(born_demo_at=at, demo_made_at=at)
    assert commandline.run(["demo"]) == 0
    assert "here already" in capsys.readouterr().out


def test_a_day_that_is_none_is_said(capsys, tmp_path):
    (tmp_path / "e.json").write_text("[]")
    with pytest.raises(SystemExit) as end:
        commands_events.main(["--events", str(tmp_path / "e.json"), "--on", "2026-13-31"])
    assert end.value.code == 2
    assert "2026-13-31 is not a date (write YYYY-MM-DD)" in capsys.readouterr().err


@pytest.mark.django_db
def test_undoing_what_never_was_is_refused(capsys):
    assert commandline.run(["undo", "no-such-run"]) == 1
    assert "No import has this id" in capsys.readouterr().err


@pytest.mark.django_db
def test_importing_a_file_that_is_not_there_is_refused(capsys, tmp_path):
    assert commandline.run(["import", str(tmp_path / "nothing.csv")]) == 1
    assert "nothing.csv" in capsys.readouterr().err


# --- whoever reads has read enough -----------------------------------------------------------------------------------


MODULE = ["-m", "seenheard.config.commandline"]


def closed_early(*words):
    """Run a command whose reader goes away at once, as `… | head -0` does; how it ended."""
    reads, writes = os.pipe()
    os.close(reads)
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    try:
        to = {"stdout": writes, "stderr": subprocess.PIPE, "env": buffered}
        return subprocess.run([sys.executable, *words], text=True, timeout=120, **to)
    finally:
        os.close(writes)


@pytest.mark.parametrize(("many", "code"), [(1, 0), (4_000, 141)], ids=["less than a buffer", "more than a buffer"])
def test_a_pipe_that_is_closed_early_ends_a_command_quietly(tmp_path, many, code):
    file = tmp_path / "events.json"
    file.write_text(json.dumps([TWENTY_DAYS[0] | {"id": f"C{number}"} for number in range(many)]))
    ended = closed_early(*MODULE, "clocks", "--events", str(file), "--on", "2026-04-20")
    assert (ended.returncode, ended.stderr) == (code, "")


def ending(what):
    """A command that prints a line and then ends like that, as a program of Python's."""
    return "-c", (
        "import sys; from seenheard.config import commandline as line; "
        f"line.command = lambda words: print('one line') or {what}; sys.exit(line.main([]))"
    )


@pytest.mark.parametrize(
    ("what", "code"), [("0", 0), ("line.refuse('No.')", 1), ("sys.exit(2)", 2), ("sys.exit()", 0), ("1 / 0", 1)]
)
def test_what_a_command_came_to_is_told_though_nobody_reads(what, code):
    ended = closed_early(*ending(what))
    assert ended.returncode == code
    assert "BrokenPipe" not in ended.stderr and ("No." in ended.stderr) == ("refuse" in what)


@pytest.mark.parametrize(("what", "code"), [("0", 0), ("line.refuse('No.')", 1)])
def test_where_the_shell_has_closed_the_output_a_command_ends_as_it_would(what, code):
    line = f'"{sys.executable}" -c "$0" >&-'
    ended = subprocess.run(["sh", "-c", line, ending(what)[1]], stderr=subprocess.PIPE, text=True, timeout=60)
    assert (ended.returncode, ended.stderr) == (code, "No.\n" if code else "")
