"""`rules [ID] [--json]`: 0 done, 1 refused with a reason, 2 wrong use."""

import argparse
import json

import pytest

from seenheard.timescales import commands


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    commands.register(parser.add_subparsers(required=True))
    wanted = parser.parse_args(["rules", *words])
    return wanted.func(wanted, None)


def test_every_rule_is_listed(capsys):
    assert run() == 0
    told = capsys.readouterr().out.splitlines()
    assert len(told) == 95
    assert "LA-05  Notice of a placement out of the area: not yet modelled" in told


def test_one_rule_is_told_with_its_law_and_examples(capsys):
    assert run("LR-01") == 0
    told = capsys.readouterr().out
    assert "regulation 33(1)" in told and "Due Wednesday 29 April 2026" in told
    assert "nobody yet" in told


def test_a_rule_that_is_not_modelled_says_so(capsys):
    assert run("SU-01") == 0
    assert "Not yet modelled. Missing: It is the clock of a worker and not of a child" in capsys.readouterr().out


def test_the_register_as_json(capsys):
    assert run("--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told) == 95 and sum(rule["modelled"] for rule in told) == 60


def test_one_rule_as_json(capsys):
    assert run("LV-07", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["id"] == "LV-07" and len(told["in_force"]) == 3 and told["examples"][0]["clocks"]


def test_an_unknown_rule_is_refused_with_a_reason(capsys):
    assert run("XX-99") == 1
    assert "There is no rule XX-99." in capsys.readouterr().err


def test_wrong_use_ends_with_2():
    with pytest.raises(SystemExit) as stopped:
        run("LR-01", "LR-02")
    assert stopped.value.code == 2
