import json

import pytest

from seenheard.record.domain.objects import FIELDS
from seenheard.returns.domain import spec
from seenheard.returns.domain.landing import key_fields, land_all
from tests.reliability.files.samples import make

from .reading import EPISODES, HEADER, REVIEWS, child, episode, reading, review


def landed(files, object=None):
    found = reading(files)
    facts = list(land_all(found, spec.load(found.return_name)))
    return [fact for fact in facts if object in (None, fact.object)]


def fields(fact):
    return {name: value for name, value in zip(FIELDS[fact.object], fact.values, strict=True) if value is not None}


def test_an_episode_lands_with_its_addresses_apart():
    facts = landed({"episodes.csv": [EPISODES, episode(DEC="01/08/2025", REC="X1", REASON_PLACE_CHANGE="PLACE")]})
    assert [(fact.object, fact.row_key, fact.child, fact.line) for fact in facts] == [
        ("cla_episode", "7|2025-05-14", "7", 2),
        ("address", "7|2025-05-14|home", "7", 2),
        ("address", "7|2025-05-14|placement", "7", 2),
        ("linked_identifier", "7|la_child_id", "7", 2),
    ]
    assert fields(facts[0]) == {
        "from_on": "2025-05-14", "until_on": "2025-08-01", "start_reason": "S", "end_reason": "X1", "need_code": "N1", "legal_code": "C2",
        "place_code": "U6", "provider_code": "PR1", "change_reason": "PLACE", "urn": "123",
    }  # fmt: skip
    assert fields(facts[2]) == {
        "kind": "episode_placement", "from_on": "2025-05-14", "until_on": "2025-08-01", "postcode": "FM2 2BB", "area": "FM2",
    }  # fmt: skip


def test_a_header_lands_as_person_identifiers_and_mother():
    row = child(UPN="A999000000001", MOTHER="1", MC_DOB="01/06/2025", SEX="F")
    facts = landed({"header.csv": [HEADER, row], "reviews.csv": [REVIEWS, review()]})
    found = {(fact.object, fact.row_key): fields(fact) for fact in facts}
    assert found["person", "7"] == {"born_on": "2012-05-14", "sex": "F", "ethnicity": "WBRI", "is_mother": "t"}
    assert found["linked_identifier", "7|upn"] == {"kind": "upn", "value": "A999000000001"}
    assert found["linked_identifier", "7|la_child_id"] == {"kind": "la_child_id", "value": "7"}
    assert found["mother", "7"] == {"child_born_on": "2025-06-01"}


def test_no_upn_lands_with_its_reason():
    (person,) = landed({"header.csv": [HEADER, child(UPN="un4")], "reviews.csv": [REVIEWS, review()]}, "person")
    assert fields(person)["upn_unknown"] == "UN4"


def test_previous_permanence_keeps_the_words_of_a_date_known_in_part():
    heading = ["CHILD", "DOB", "PREV_PERM", "LA_PERM", "DATE_PERM"]
    rows = [["7", "", "P1", "WAL", "ZZ/ZZ/2014"], ["8", "", "P2", "301", "01/02/2014"], ["9", "", "Z1", "", ""]]
    facts = landed(
        {"previous_permanence.csv": [heading, *rows], "reviews.csv": [REVIEWS, review()]}, "cla_previous_permanence"
    )
    assert [fields(fact) for fact in facts] == [
        {"option": "P1", "authority": "WAL", "ordered_words": "ZZ/ZZ/2014"},
        {"option": "P2", "authority": "301", "ordered_on": "2014-02-01"},
        {"option": "Z1"},
    ]


def test_what_is_reported_for_a_year_lands_at_its_end():
    heading = ["CHILD", "DOB", "IN_TOUCH", "ACTIV", "ACCOM"]
    facts = landed(
        {"oc3.csv": [heading, ["7", "", "YES", "G5", "T2"]], "episodes.csv": [EPISODES, episode()]}, "care_leaver"
    )
    assert [(fact.row_key, fields(fact)) for fact in facts] == [
        ("7|2026-03-31", {"as_at_on": "2026-03-31", "in_touch": "YES", "activity": "G5", "accommodation": "T2", "accommodation_suitable": "f"}),
    ]  # fmt: skip


def test_this_year_wins_over_last_year_under_one_key_and_the_rest_of_last_year_stays():
    files = {
        "this/episodes.csv": [EPISODES, episode(DECOM="14/05/2024", DEC="14/05/2025", REC="X1"), episode(RNE="P")],
        "last/episodes.csv": [
            EPISODES,
            episode(DECOM="14/05/2024"),
            episode("8", DECOM="14/05/2024", DEC="01/06/2024", REC="E8"),
        ],
    }
    facts = landed(files, "cla_episode")
    assert [(fact.row_key, fact.last_year, fields(fact).get("until_on")) for fact in facts] == [
        ("7|2024-05-14", False, "2025-05-14"),
        ("7|2025-05-14", False, None),
        ("8|2024-05-14", True, "2024-06-01"),
    ]


def test_a_key_twice_lands_twice_and_a_row_twice_once():
    facts = landed({"reviews.csv": [REVIEWS, review(), review(), review(code="PN2")]}, "cla_review")
    assert [(fact.row_key, fact.line) for fact in facts] == [("7|2025-06-20", 2), ("7|2025-06-20", 4)]


def test_one_key_and_the_same_words_of_two_children_are_two_rows():
    """Each child was visited: the second is not the first come twice, in whichever order they stand."""
    head = ["cppv_cp_visit_id", "cppv_person_id", "cppv_cp_plan_id", "cppv_cp_visit_date", "cppv_cp_visit_seen"]
    rows = [["CV4", "A3", "", "2025-04-25", "Y"], ["CV4", "A2", "", "2025-04-25", "Y"]]
    for ordered in (rows, rows[::-1]):
        facts = landed({"ssd_cp_visits.csv": [head, *ordered]}, "cp_visit")
        assert sorted((fact.row_key, fact.child) for fact in facts) == [("CV4", "A2"), ("CV4", "A3")]


def test_what_was_kept_aside_goes_with_the_first_object_of_its_row():
    facts = landed({"episodes.csv": [[*EPISODES, "Team"], [*episode(PLACE="??"), "North"]]})
    asides = {fact.object: fact.aside_json for fact in facts if fact.aside_json}
    assert {name: json.loads(text) for name, text in asides.items()} == {
        "cla_episode": {"PLACE": "??", "Team": "North"}
    }


FACTORS = {
    "ssd_assessment_factors.csv": [
        ["cinf_table_id", "cinf_assessment_id", "cinf_assessment_factors_json"],
        ["F1", "A1", '["15A", "5A"]'],
    ]
}
ASSESSMENTS = {"ssd_cin_assessments.csv": [["cina_assessment_id", "cina_person_id"], ["A1", "7"]]}


def test_factors_find_their_child_by_their_assessment():
    facts = landed(FACTORS | ASSESSMENTS, "assessment_factor")
    assert [(fact.row_key, fact.child, fact.via, fields(fact)) for fact in facts] == [
        ("A1|15A", "7", None, {"assessment_ref": "A1", "code": "15A"}),
        ("A1|5A", "7", None, {"assessment_ref": "A1", "code": "5A"}),
    ]


def test_factors_without_their_assessment_say_where_to_look():
    facts = landed(FACTORS, "assessment_factor")
    assert {(fact.child, fact.via) for fact in facts} == {(None, ("cin_assessment", "assessment_ref", "A1"))}


def test_reviews_of_ssd_find_their_child_by_the_period_of_care():
    reviews = {
        "ssd_cla_reviews.csv": [
            ["clar_cla_review_id", "clar_cla_id", "clar_cla_review_date"],
            ["R1", "C1", "2025-05-05"],
        ]
    }
    episodes = {"ssd_cla_episodes.csv": [["clae_cla_episode_id", "clae_person_id", "clae_cla_id"], ["E1", "7", "C1"]]}
    assert [fact.child for fact in landed(reviews | episodes, "cla_review")] == ["7"]


def test_workers_and_teams_are_about_no_child():
    facts = landed({"ssd_department.csv": [["dept_team_id", "dept_team_name"], ["T1", "North"]]})
    assert [(fact.object, fact.child, fact.via) for fact in facts] == [("department", None, None)]


def test_a_name_lands_also_when_only_half_of_it_is_known():
    heading = ["pers_person_id", "pers_forename", "pers_surname"]
    facts = landed({"ssd_person.csv": [heading, ["7", "Ash", ""], ["8", "", ""]]}, "person_name")
    assert [fields(fact) for fact in facts] == [{"forename": "Ash"}]


@pytest.mark.parametrize("name", spec.NAMES)
def test_every_table_lands_with_text_as_the_record_takes_it(name):
    found = reading(make(name))
    facts = list(land_all(found, spec.load(name)))
    assert {fact.object for fact in facts} >= {
        land.object for table in found.tables for land in spec.load(name).tables[table].lands
    }
    for fact in facts:
        assert len(fact.values) == len(FIELDS[fact.object])
        assert all(
            value is None or isinstance(value, str) or all(isinstance(part, str) for part in value)
            for value in fact.values
        )
        assert fact.row_key


@pytest.mark.parametrize(
    ("name", "object", "expected"),
    [
        ("ssda903", "cla_episode", ("from_on",)),
        ("ssda903", "cla_review", ("held_on",)),
        ("ssda903", "person", ()),
        ("ssd", "cp_visit", ("visit_ref",)),
    ],
)
def test_the_fields_that_make_a_key(name, object, expected):
    assert key_fields(spec.load(name), object) == expected
