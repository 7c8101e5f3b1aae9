"""A rule that is not whole does not load, and the message says what and where."""

import copy
import tomllib
from importlib.resources import files

import pytest

from seenheard.timescales.domain import loading

WHOLE = tomllib.loads((files("seenheard.timescales") / "rules" / "LR-01.toml").read_text(encoding="utf-8"))
REQUIRED = [
    "id", "title", "class", "area", "owner", "status", "recurs", "starts_when", "applies", "met_when", "lapses_when",
    "planned_when", "not_modelled", "in_force", "examples",
]  # fmt: skip
MISFIT = {"kind": "contact_received", "on": WHOLE["in_force"][0]["from"], "hour": "half past four"}
REQUIRED_IN_FORCE = [
    "from", "law", "cite", "link", "says", "counting_from", "read", "read_at", "encoded_by", "checked_by", "step",
]  # fmt: skip


@pytest.fixture
def values():
    return copy.deepcopy(WHOLE)


def test_the_whole_rule_loads(values):
    assert loading.rule(values).id == "LR-01"


@pytest.mark.parametrize("name", REQUIRED)
def test_a_rule_without_one_of_its_fields_does_not_load(values, name):
    del values[name]
    with pytest.raises(loading.BadRule, match=f"{name} is missing"):
        loading.rule(values)


@pytest.mark.parametrize("name", REQUIRED_IN_FORCE)
def test_a_version_without_law_link_date_or_words_does_not_load(values, name):
    del values["in_force"][0][name]
    with pytest.raises(loading.BadRule, match=f"LR-01, in_force 1: {name} is missing"):
        loading.rule(values)


@pytest.mark.parametrize("name", ["law", "link", "says", "cite", "read_at"])
def test_an_empty_citation_is_no_citation(values, name):
    values["in_force"][0][name] = ""
    with pytest.raises(loading.BadRule, match=f"{name} is empty"):
        loading.rule(values)


def _set(path, value):
    def change(values):
        *folders, last = path
        for name in folders:
            values = values[name]
        values[last] = value

    return change


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_set(["deadline"], 20), "unknown field deadline"),
        (_set(["in_force", 0, "note"], "x"), "unknown field note"),
        (_set(["class"], "advice"), "class is 'advice'"),
        (_set(["area"], "moon"), "area is 'moon'"),
        (_set(["stops_then"], True), "stops at an age that it does not name"),
        (_set(["owner"], "somebody"), "owner is 'somebody'"),
        (_set(["status"], "maybe"), "status is 'maybe'"),
        (_set(["soon_days"], "14"), "soon_days must be of type int"),
        (_set(["starts_when", 0, "kind"], "became_adult"), "no event kind 'became_adult'"),
        (_set(["starts_when", 0, "where"], {"colour": "red"}), "became_looked_after has no fact colour"),
        (_set(["starts_when", 0, "counting_from"], "the moon"), "no starting day 'the moon'"),
        (_set(["applies"], ["is_a_full_moon"]), "no condition 'is_a_full_moon'"),
        (_set(["in_force", 0, "link"], "http://example.org"), "link must begin with https://"),
        (_set(["in_force", 0, "from"], "2011-04-01"), "from must be of type date"),
        (_set(["in_force", 0, "until"], WHOLE["in_force"][0]["from"]), "ends before it begins"),
        (_set(["in_force", 0, "step"], []), "step is empty"),
        (_set(["in_force", 0, "step", 0, "within"], {"fortnights": 1}), "unit must be one of"),
        (_set(["in_force", 0, "step", 0, "within"], {"working_days": 0}), "above nought"),
        (_set(["in_force", 0, "step", 0, "within"], {"weeks": 1, "days": 1}), "one unit and one number"),
        (_set(["in_force", 0, "step", 0, "within"], {"weeks": 4}), "weeks are counted from 'the same day'"),
        (_set(["in_force", 0, "counting_from"], "the same day"), "working_days are counted from 'the day after'"),
        (_set(["in_force", 0, "read"], "skimmed"), "read is 'skimmed'"),
        (_set(["examples"], WHOLE["examples"][:3]), "3 examples; at least 4"),
        (_set(["examples", 0, "expect", 0, "dew"], 1), "unknown field dew"),
        (_set(["same"], "enquiry"), "no starting event carries enquiry"),
        (_set(["may_come_first"], "yes"), "may_come_first must be of type bool"),
        (_set(["today"], 1), "today must be of type bool"),
        (_set(["starts_when", 0, "begins_then"], True), "begins_then needs counting_from"),
        (_set(["starts_when", 0, "unless"], {"began_earlier": "no"}), "began_earlier is yes or no"),
        (_set(["examples", 0, "events", 0], MISFIT), "hour is a time of day: write it as 16:30"),
        (_set(["in_force", 0, "step", 0], {"before": {"working_days": 5}}), "counted from 'the day before'"),
        (_set(["in_force", 0, "step", 0], {"before": {"months": 1}}), "months are not counted back"),
        (_set(["in_force", 0, "step", 0, "no_sooner"], {"moons": 1}), "unit must be one of"),
    ],
)
def test_a_fault_is_named(values, change, says):
    change(values)
    with pytest.raises(loading.BadRule, match=says):
        loading.rule(values)


def test_a_clock_that_begins_on_a_day_must_name_it():
    values = tomllib.loads((files("seenheard.timescales") / "rules" / "LH-05.toml").read_text(encoding="utf-8"))
    del values["in_force"][0]["instead"][0]["counting_from"]
    with pytest.raises(loading.BadRule, match="begins_then needs counting_from"):
        loading.rule(values)


def test_what_may_come_first_is_done_once():
    values = tomllib.loads((files("seenheard.timescales") / "rules" / "LA-03.toml").read_text(encoding="utf-8"))
    with pytest.raises(loading.BadRule, match="what may come first is done once"):
        loading.rule(values | {"recurs": "rolling"})


def test_two_versions_may_not_be_in_force_on_one_day(values):
    del values["in_force"][0]["until"]
    with pytest.raises(loading.BadRule, match="two versions are in force on 2020-04-24"):
        loading.rule(values)


def test_a_version_that_is_not_known_needs_no_steps(values):
    assert loading.rule(values).versions[1].unknown
