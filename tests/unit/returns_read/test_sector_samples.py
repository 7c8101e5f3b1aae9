"""The sector's own sample files (tests/data/fake-903/README.md): each set loads, or is refused with its reason."""

import csv
from pathlib import Path

import pytest

from .reading import codes, reading

SAMPLES = Path(__file__).parents[2] / "data" / "fake-903"
YEARS = range(2017, 2022)


def files(folder, *patterns):
    return {path.name: path.read_bytes() for pattern in patterns for path in sorted((SAMPLES / folder).glob(pattern))}


def without(found, name):
    return {file: data for file, data in found.items() if file != name}


def test_the_validators_tables_load():
    found = reading(without(files("d2i-validator", "*.csv"), "placed_for_adoption_errors.csv"))
    assert (found.refused, found.questions, found.year, len(found.tables)) == (False, [], 2018, 12)
    assert {"old_code", "table_before_its_year"} <= set(codes(found, "note"))
    assert "unknown_code" in codes(found, "finding")
    assert codes(found, "row") == []


def test_the_validators_second_copy_of_a_table_is_asked_about():
    questions = reading(files("d2i-validator", "*.csv")).questions
    assert {question.file for question in questions} == {"placed_for_adoption.csv", "placed_for_adoption_errors.csv"}
    found = reading(files("d2i-validator", "*.csv"), {question.key: "this" for question in questions})
    assert not found.refused
    assert "table_in_parts" in codes(found, "note")


@pytest.mark.parametrize(("name", "code"), [("ch_fake.xlsx", "spreadsheet"), ("fake_903.xml", "not_csv")])
def test_what_is_no_csv_is_refused_for_what_it_is(name, code):
    assert codes(reading(files("d2i-validator", name)), "refuse") == [code]


@pytest.mark.parametrize("year", YEARS)
def test_each_year_of_the_demand_model_loads_alone(year):
    found = reading(files("cs-demand-model", f"{year}-*.csv"))
    assert (found.refused, found.questions, found.year) == (False, [], year + 1)
    assert found.rows > 150


@pytest.mark.parametrize("year", YEARS[1:])
def test_each_year_of_the_demand_model_loads_with_the_one_before(year):
    found = reading(files("cs-demand-model", f"{year}-*.csv", f"{year - 1}-*.csv"))
    assert (found.refused, found.questions, found.year) == (False, [], year + 1)
    assert {file.name[:4] for file in found.files if file.last_year} == {str(year - 1)}


def test_five_years_at_once_are_refused():
    assert codes(reading(files("cs-demand-model", "*.csv")), "refuse") == ["too_many_years"]


def test_the_regional_file_is_refused_for_its_authorities_and_years():
    found = reading(files("cs-demand-model-regional", "*.csv"))
    assert set(codes(found, "refuse")) == {"regional_file"}
    assert {problem.column for problem in found.problems if problem.level == "refuse"} == {"LA", "YEAR"}


def test_one_authority_and_year_of_the_regional_file_loads():
    with (SAMPLES / "cs-demand-model-regional" / "episodes.csv").open(encoding="utf-8", newline="") as opened:
        heading, *rows = csv.reader(opened)
    one = next(row[-2:] for row in rows)
    found = reading({"episodes.csv": [heading, *(row for row in rows if row[-2:] == one)]})
    assert not found.refused
    assert "dates_other_form" in codes(found, "note")
    assert found.tables["episodes"][0].aside == {"LA": one[0], "YEAR": one[1]}
