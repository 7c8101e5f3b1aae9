"""`mismatches` and `agreement` of a file: no database is started, and what is wrong with the file is said in words."""

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from seenheard.config import commands_ratings

ROOT = Path(__file__).resolve().parents[3]


def rated(voice, rating, category="health", child="C1", on="2026-01-05"):
    return {"child": child, "category": category, "voice": voice, "rating": rating, "on": on}


@pytest.fixture
def told(tmp_path, capsys):
    def ask(content, *more, command="mismatches"):
        file = tmp_path / "ratings.json"
        file.write_text(content if isinstance(content, str) else json.dumps(content))
        code = commands_ratings.main([command, "--ratings", str(file), *more])
        said = capsys.readouterr()
        return code, said.err if code else said.out

    def as_json(content, command="mismatches"):
        code, said = ask(content, "--json", command=command)
        assert code == 0
        return json.loads(said)

    ask.json = as_json
    return ask


def test_who_is_more_worried_and_what_follows(told):
    (line,) = told.json([rated("worker", "green"), rated("carer", "amber"), rated("child", "red", on="2026-01-20")])
    assert (line["level"], line["number"], line["steps"]) == ("act", 2, 2)
    assert line["who_is_more_worried"] == ["child"]
    assert line["red_while_the_worker_is_not"] == ["child"]
    assert line["gaps"] == {"carer": -1, "child": -2}
    assert line["what_happens"] == "The worker acts within 2 working days, and the manager sees it."


def test_safety_is_the_category_of_that_key(told):
    lines = {line["category"]: line for line in told.json([rated("carer", "Red", c) for c in ("safety", "home")])}
    assert lines["safety"]["level"] == "act today"
    assert lines["home"]["level"] == "act"
    assert lines["home"]["no_answer"] == ["worker", "child"]


def test_silence_and_reasons_are_no_agreement(told):
    for silent in (None, "not asked", "did not want to say", "cannot say yet", "does not apply"):
        (line,) = told.json([rated("worker", "green"), rated("child", silent)])
        assert (line["level"], line["number"], line["steps"]) == ("nothing to compare", -1, None)
        assert line["no_answer"] == ["carer", "child"]


def test_28_days_make_a_round_and_the_next_day_begins_another(told):
    first = date(2026, 1, 5)
    last = [(first + timedelta(days=days)).isoformat() for days in (28, 29)]
    assert len(told.json([rated("worker", "green"), rated("child", "amber", on=last[0])])) == 1
    lines = told.json([rated("worker", "green"), rated("child", "amber", on=last[1])])
    assert [line["level"] for line in lines] == ["nothing to compare"] * 2


def test_two_rounds_running_and_three_in_one_round(told):
    lines = told.json(
        [rated(voice, word, on=on) for on in ("2026-01-05", "2026-04-05") for voice, word in DIFFER]
        + [rated(voice, word, c, on="2026-04-05") for c in ("home", "family") for voice, word in DIFFER]
    )
    again = {(line["category"], line["round_from"]) for line in lines if line["two_rounds_running"]}
    several = {(line["category"], line["round_from"]) for line in lines if line["three_or_more_in_this_round"]}
    assert again == {("health", "2026-04-05")}
    assert several == {(category, "2026-04-05") for category in ("health", "home", "family")}


DIFFER = (("worker", "green"), ("child", "amber"))


def test_the_later_of_two_ratings_stands_and_of_one_day_neither_is_guessed(told):
    (line,) = told.json([rated("worker", "green"), rated("child", "red"), rated("child", "green", on="2026-01-09")])
    assert line["level"] == "the same"
    code, said = told([rated("child", "red"), rated("child", "green")])
    assert code == 1
    assert "two different ratings by the child of health on 2026-01-05" in said


def test_in_words_the_worst_comes_first(told):
    code, said = told([rated("worker", "green"), rated("child", "green"), rated("child", "red", "safety", "C9")])
    assert code == 0
    assert [line.split()[0] for line in said.splitlines()] == ["C9", "C1"]
    assert told([])[1].strip() == "No ratings."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("not json", "is not JSON: see line 1"),
        ("[" * 100_000, "nested too deeply"),
        ({"child": "C1"}, "must hold a list"),
        ([5], "Rating 1 must have child, category, voice, rating and on"),
        ([rated("worker", "green"), {"child": "C1"}], "Rating 2 must have"),
        ([rated("uncle", "green")], "voice must be one of worker, carer, child, parent"),
        ([rated(["worker"], "green")], "voice must be one of"),
        ([rated("child", "orange")], "rating must be null or one of red, amber, green, not asked"),
        ([rated("child", 3)], "rating must be null or one of"),
        ([rated("child", "red", on="31/12/2025")], "on is not a date"),
        ([rated("child", "red", on=None)], "on is not a date"),
        ([rated("child", "red", child=" ")], "child must be a word"),
        ([rated("child", "red", category=True)], "category must be a word"),
    ],
)
def test_what_is_wrong_is_said_and_where_and_never_what_stood_there(told, content, sentence):
    for command in commands_ratings.COMMANDS:
        code, said = told(content, command=command)
        assert code == 1
        assert sentence in said
        assert "orange" not in said and "uncle" not in said


def test_no_file_and_no_text(tmp_path, capsys):
    assert commands_ratings.main(["mismatches", "--ratings", str(tmp_path / "none.json")]) == 1
    assert "No such file" in capsys.readouterr().err
    (tmp_path / "odd.json").write_bytes(b"\xff\xfe\x00")
    assert commands_ratings.main(["agreement", "--ratings", str(tmp_path / "odd.json")]) == 1
    assert "not text in UTF-8" in capsys.readouterr().err


def test_agreement_hides_what_is_too_few_and_says_that_disagreement_is_normal(told):
    few = [rated(voice, "green", child=f"C{n}") for n in range(19) for voice in ("worker", "child")]
    said = told.json(few, command="agreement")
    assert "never counts against a worker" in said["says"]
    assert all(line["hidden"] and "exact" not in line for line in said["agreement"])
    (line,) = [
        line
        for line in told.json(
            [*few, rated("worker", "red", child="C99"), rated("child", "green", child="C99")], "agreement"
        )["agreement"]
        if (line["second"], line["category"]) == ("child", "health") and line["first"] == "worker"
    ]
    assert (line["n"], line["exact"], line["within_one"], line["mean_gap"]) == (20, 0.95, 0.95, 0.1)
    assert line["kappa"] == 0.0
    code, words = told(few, command="agreement")
    assert code == 0 and "hidden, fewer than 20 pairs" in words


def test_it_runs_without_any_database(tmp_path):
    (tmp_path / "r.json").write_text(json.dumps([rated("child", "red", "safety")]))
    done = subprocess.run(
        [sys.executable, "-m", "seenheard.config.commandline", "mismatches", "--ratings", "r.json", "--json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), "SEENHEARD_VAR": str(tmp_path / "var")},
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)[0]["level"] == "act today"
    assert not (tmp_path / "var").exists()


def test_all_that_is_wrong_is_named_at_once(tmp_path, capsys):
    wrong = [rated("worker", "green"), rated("aunt", "green"), *[rated("child", "blue")] * 24]
    file = tmp_path / "ratings.json"
    file.write_text(json.dumps(wrong))
    assert commands_ratings.main(["mismatches", "--ratings", str(file)]) == 1
    said = capsys.readouterr()
    first, second, *rest = said.err.splitlines()
    assert first.startswith("Rating 2: voice must be one of") and second.startswith("Rating 3: rating must be")
    assert len(rest) == 19 and rest[-1] == "And 5 more." and not said.out
