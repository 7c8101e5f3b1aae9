import copy
import tomllib

import pytest

from seenheard.record.domain.objects import FIELDS, OBJECTS
from seenheard.returns.domain import codes, spec

RAW = {name: tomllib.loads((spec.FOLDER / name / "spec.toml").read_text("utf-8")) for name in spec.NAMES}


@pytest.mark.parametrize("name", spec.NAMES)
def test_a_spec_loads_and_lands_every_table(name):
    loaded = spec.load(name)
    assert {table.name for table in loaded.tables.values() if not table.lands} == set()
    assert set(loaded.telling) <= set(loaded.tables)


def test_every_object_of_the_record_comes_from_a_return():
    landed = {land.object for name in spec.NAMES for table in spec.load(name).tables.values() for land in table.lands}
    assert landed == set(OBJECTS)


@pytest.mark.parametrize("name", spec.NAMES)
def test_no_column_is_read_and_dropped(name):
    """Each column lands somewhere, or is one of those that only say whose row it is or repeat what another table says."""
    for table in spec.load(name).tables.values():
        landed = {part.column for land in table.lands for part in (*land.key, *land.fields) if part}
        landed |= {land.each for land in table.lands}
        whose = {table.child, table.repeats_birth, *table.key, *(table.via or ())[:1]}
        dropped = {column.name for place, column in enumerate(table.columns) if place not in landed} - whose
        assert dropped <= KNOWN_DROPPED.get(table.name, set()), table.name


KNOWN_DROPPED = {"uasc": {"SEX"}}  # repeats the Header's


FAULTS = {
    "an unknown key": lambda raw: raw.update(colour="blue"),
    "an unknown key of a table": lambda raw: raw["table"][0].update(colour="blue"),
    "an unknown kind of column": lambda raw: raw["table"][0]["columns"].update(CHILD="colour"),
    "an unknown code list": lambda raw: raw["table"][0]["columns"].update(SEX="code COLOURS"),
    "a word that is not understood": lambda raw: raw["table"][0]["columns"].update(DOB="date often"),
    "a key that is no column": lambda raw: raw["table"][0].update(key=["COLOUR"]),
    "an object that the record has not": lambda raw: raw["table"][0]["lands"][0].update(object="colour"),
    "a field that the object has not": lambda raw: raw["table"][0]["lands"][0]["fields"].update(colour="SEX"),
    "a field from no column": lambda raw: raw["table"][0]["lands"][0]["fields"].update(sex="COLOUR"),
    "an unknown turn": lambda raw: raw["table"][0]["lands"][0]["fields"].update(sex="paint(SEX)"),
    "a reference to no table": lambda raw: raw["table"][0].update(refs=[["CHILD", "colours"]]),
    "a table twice": lambda raw: raw["table"].append(raw["table"][0]),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_spec_that_says_something_odd_does_not_load(fault):
    raw = copy.deepcopy(RAW["ssda903"])
    spec.build(raw)
    fault(raw)
    with pytest.raises((spec.BadSpecError, KeyError)):
        spec.build(raw)


def test_there_is_no_other_return():
    with pytest.raises(spec.BadSpecError):
        spec.load("../secrets")


@pytest.mark.parametrize(
    ("list_name", "code", "year", "in_force"),
    [
        ("SEX", "1", 2024, True), ("SEX", "1", 2025, False), ("SEX", "M", 2025, True), ("SEX", "M", 2024, False),
        ("PLACE", "H5", 2023, True), ("PLACE", "H5", 2026, False), ("PLACE", "K3", 2023, False), ("PLACE", "K3", 2026, True),
        ("PLACE", "Z1", 2025, True), ("PLACE", "Z1", 2026, False), ("PLACE", "Z11", 2026, True), ("PLACE", "Z11", 2025, False),
        ("REC", "E43", 2018, True), ("REC", "E43", 2019, False), ("REC", "E45", 2019, True), ("REC", "E45", 2018, False),
        ("ACTIV", "F3", 2021, True), ("ACTIV", "F3", 2022, False), ("ACTIV", "F4", 2022, True),
        ("REASON_PLACE_CHANGE", "CUSTOD", 2018, False), ("REASON_PLACE_CHANGE", "CUSTOD", 2019, True),
        ("FACTOR", "18A", 2021, True), ("FACTOR", "18A", 2022, False), ("FACTOR", "24A", 2022, True),
    ],
)  # fmt: skip
def test_a_code_is_in_force_in_its_years(list_name, code, year, in_force):
    assert codes.everything()[list_name][code].in_force(year) is in_force


def test_what_replaces_a_code_is_a_code_of_the_same_list():
    for of in codes.everything().values():
        for code in of.values():
            assert {*code.replaced_by, code.same_as or code.code} <= set(of)


def test_a_label_is_the_code_itself_when_nobody_knows_it():
    assert codes.label("PLACE", "K3") == "Supported accommodation registered with Ofsted"
    assert codes.label("PLACE", "K99") == "K99"
    assert codes.label("COLOUR", "blue") == "blue"


def test_landed_fields_follow_the_record():
    for name in spec.NAMES:
        for table in spec.load(name).tables.values():
            assert all(len(land.fields) == len(FIELDS[land.object]) for land in table.lands)
