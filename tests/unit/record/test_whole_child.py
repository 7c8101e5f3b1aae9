"""The whole child: the believed value, what others say, the people, and brothers and sisters one may know of."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from seenheard.accounts.domain import SYSTEM
from seenheard.accounts.permissions import NotAllowed
from seenheard.record import permissions, queries
from seenheard.record.domain.whole import Differs, Risk
from seenheard.record.models import ChildNow
from tests.factories.record import add, change, make_child

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 31)


def person(role, *workers, public_id="someone"):
    return SimpleNamespace(public_id=public_id, role=role, worker_refs=list(workers), team_refs=[], is_active=True)


def whole(child, viewer=SYSTEM, **more):
    return queries.whole_child(viewer=viewer, child=child, on=ON, **more)


def test_each_value_comes_from_the_believed_source_and_others_are_said():
    child = make_child(sex="F", born_on=date(2015, 5, 4), forename="Ash", surname="Underwood", name_used="Ashe")
    add("person", child, source="ssda903", sex="M", born_on=date(2015, 5, 4), ethnicity="WBRI")
    seen = whole(child)
    assert (seen.name, seen.sex, seen.ethnicity) == ("Ashe Underwood", "F", "WBRI")
    assert seen.differs == (Differs("sex", "ssda903", "M"),)
    assert seen.sources == ("ssd", "ssda903")


def test_what_is_typed_here_is_believed_first():
    child = make_child(sex="F")
    add("person", child, source="typed", sex="U")
    assert whole(child).sex == "U"


def test_nothing_known_is_none_and_never_no():
    seen = whole(make_child())
    assert (seen.interpreter, seen.born_estimated, seen.send_flag, seen.immigration, seen.area) == (None,) * 5


def test_where_the_child_stands():
    child = make_child()
    add("cla_episode", child, from_on=date(2025, 5, 1), start_reason="S", placement_ref="PL1")
    add("cla_placement", child, placement_ref="PL1", from_on=date(2025, 6, 1), place_code="U6", provider_code="PR1")
    add("legal_status", child, code="C2", from_on=date(2025, 5, 1))
    add("cp_plan", child, from_on=date(2025, 4, 1), initial_category="NEG", latest_category="EMO")
    add("cin_episode", child, referred_on=date(2025, 3, 1))
    add("missing", child, from_on=date(2026, 3, 30), kind="M")
    status = whole(child).status
    assert (status.looked_after_since_on, status.legal_code, status.legal_since_on) == (
        date(2025, 5, 1),
        "C2",
        date(2025, 5, 1),
    )
    assert (status.placed_since_on, status.place_code, status.provider_code) == (date(2025, 6, 1), "U6", "PR1")
    assert (status.protection_plan_since_on, status.in_need_since_on) == (date(2025, 4, 1), date(2025, 3, 1))
    assert status.risks == (
        Risk("missing_now", date(2026, 3, 30), "M"),
        Risk("on_protection_plan", date(2025, 4, 1), "EMO"),
    )


def test_people_have_names_and_those_who_work_with_the_child_now_come_first():
    child = make_child()
    add("professional", None, professional_ref="P1", registration_no="SW1", name="Maya Lindqvist")
    add("department", None, team_ref="T1", name="Looked After Children")
    add("involvement", child, professional_ref="P9", team_ref="T1", from_on=date(2026, 1, 1), until_on=date(2026, 2, 1))
    add("involvement", child, professional_ref="SW1", team_ref="T1", role="CW", from_on=date(2025, 1, 1))
    now, before = whole(child).people
    assert (now.name, now.team_name, now.role, now.current) == ("Maya Lindqvist", "Looked After Children", "CW", True)
    assert (before.name, before.professional_ref, before.current) == (None, "P9", False)


def test_brothers_and_sisters_one_may_not_see_are_not_mentioned():
    child, brother, sister = (make_child(local_id=name) for name in ("child", "brother", "sister"))
    for one in (child, brother, sister):
        add("family", one, family_ref="F1")
    for one in (child, brother):
        add("involvement", one, professional_ref="P1", from_on=date(2026, 1, 1))
    assert {sibling.public_id for sibling in whole(child).siblings} == {brother.public_id, sister.public_id}
    seen = whole(child, person("social_worker", "P1"))
    assert [(sibling.public_id, sibling.why) for sibling in seen.siblings] == [(brother.public_id, "same family")]


def test_children_of_one_mother_are_brothers_and_sisters():
    mother, one, other = (make_child(local_id=name) for name in ("M", "C1", "C2"))
    add("mother", mother, mothers_child_ref="C1")
    add("mother", mother, mothers_child_ref="C2")
    (sibling,) = whole(one).siblings
    assert (sibling.public_id, sibling.why) == (other.public_id, "same mother")


@pytest.fixture
def at_home():
    child = make_child()
    add("address", child, kind="home", postcode="FM2 5LH", lines="1 Sedge Row", from_on=date(2020, 1, 1))
    add("address", child, kind="home", postcode="FM1 1AA", until_on=date(2020, 1, 1))
    add("cla_episode", child, from_on=date(2025, 1, 1), start_reason="S")
    add("address", child, kind="placement", postcode="FM8 5EB", protected="birth father", from_on=date(2025, 1, 1))
    return child


def test_the_page_knows_the_district_and_who_must_not_know_more(at_home):
    seen = whole(at_home)
    assert (seen.area, seen.has_address, seen.address_protected) == ("FM8", True, "birth father")
    assert "5EB" not in repr(seen)
    assert "Sedge" not in repr(seen)


def test_the_address_is_a_question_of_its_own(at_home):
    placed, home = queries.address(viewer=SYSTEM, child=at_home, on=ON)
    assert (placed.kinds, placed.postcode, placed.protected) == (("placement",), "FM8 5EB", "birth father")
    assert (home.lines, home.postcode, home.sources) == ("1 Sedge Row", "FM2 5LH", ("ssd",))


def test_a_row_without_lines_joins_no_house_where_there_are_two_and_rows_without_both_are_never_one():
    child, here = make_child(), {"from_on": date(2025, 1, 1)}
    add("address", child, kind="home", postcode="FM2 5LH", lines="1 Sedge Row", **here)
    add("address", child, kind="placement", postcode="FM2 5LH", lines="2 Sedge Row", **here)
    add("address", child, source="ssda903", kind="episode_home", postcode="FM2 5LH", **here)
    add("address", child, kind="other", **here)
    add("address", child, kind="elsewhere", **here)
    found = queries.address(viewer=SYSTEM, child=child, on=ON)
    assert sorted(lives.lines or "" for lives in found) == ["", "", "", "1 Sedge Row", "2 Sedge Row"]


@pytest.fixture
def in_care():
    """Looked after, as the 903 tells it: one episode with two postcodes."""
    child = make_child(source="ssda903")
    episode = {"source": "ssda903", "from_on": date(2025, 1, 1)}
    add("cla_episode", child, start_reason="S", **episode)
    return child, episode


def areas(child):
    return {whole(child).area, ChildNow.objects.get(child=child).area}


def test_a_looked_after_child_lives_at_the_placement_however_often_the_parents_move(in_care):
    child, episode = in_care
    key = add("address", child, kind="episode_home", postcode="FM1 1AA", **episode)
    add("address", child, kind="episode_placement", postcode="FM8 5EB", **episode)
    change("address", child, key, kind="episode_home", postcode="FM2 2BB", **episode)
    assert areas(child) == {"FM8"}
    assert [lives.kinds for lives in queries.address(viewer=SYSTEM, child=child, on=ON)] == [("placement",), ("home",)]


def test_where_the_placement_is_withheld_the_parents_district_is_not_put_instead(in_care):
    child, episode = in_care
    add("address", child, kind="episode_home", postcode="FM1 1AA", **episode)
    assert areas(child) == {None}


def test_after_death_a_child_stands_nowhere(in_care):
    child, _ = in_care
    add("cp_plan", child, from_on=date(2025, 1, 1))
    add("person", child, died_on=ON)
    now, status = ChildNow.objects.get(child=child), whole(child).status
    for line in (now, status):
        assert (line.looked_after_since_on, line.protection_plan_since_on, line.legal_code) == (None, None, None)


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("social_worker", True),
        ("team_manager", True),
        ("reviewing_officer", True),
        ("service_manager", True),
        ("analyst", False),
        ("administrator", False),
    ],
)
def test_whose_work_needs_addresses(role, may):
    assert permissions.can_see_address(person(role)) is may
    if not may:
        with pytest.raises(NotAllowed, match="where a child lives"):
            permissions.check_can_see_address(person(role))


def test_the_story_is_filtered_and_leads_to_its_rows_for_those_allowed():
    child = make_child()
    add("involvement", child, professional_ref="P1", from_on=date(2026, 1, 1))
    add("cla_visit", child, visited_on=date(2026, 1, 5), file="visits.csv", line=7)
    add("cla_visit", child, visited_on=date(2026, 2, 5))
    asked = {"child": child, "on": ON, "kinds": ["care_visit_made"], "until_on": date(2026, 2, 5)}
    (told,) = queries.story(viewer=person("service_manager"), **asked)
    assert (told.happening.on, told.file, told.line) == (date(2026, 1, 5), "visits.csv", 7)
    (told,) = queries.story(viewer=person("social_worker", "P1"), **asked)
    assert (told.file, told.line) == (None, None)


def test_a_page_has_room_for_these_queries():
    child = make_child()
    add("involvement", child, professional_ref="P1", team_ref="T1", from_on=date(2026, 1, 1))
    for one in (child, make_child()):
        add("family", one, family_ref="F1")
    add("cla_visit", child, visited_on=date(2026, 1, 5))
    with CaptureQueriesContext(connection) as of_whole:
        whole(child)
    with CaptureQueriesContext(connection) as of_story:
        queries.story(viewer=SYSTEM, child=child, on=ON)
    with CaptureQueriesContext(connection) as of_address:
        queries.address(viewer=SYSTEM, child=child, on=ON)
    assert (len(of_whole), len(of_story), len(of_address)) == (5, 4, 3)
