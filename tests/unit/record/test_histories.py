"""Histories: whichever source tells it, and however it cuts it up, the same life comes out."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from seenheard import returns
from seenheard.accounts.domain import SYSTEM
from seenheard.record import queries
from seenheard.record.domain.changes import Changes
from seenheard.record.domain.happenings import KINDS
from seenheard.record.domain.leaving import STEPS
from seenheard.record.domain.points import POINTS
from seenheard.record.domain.spells import EDGES
from seenheard.record.domain.telling import READS, covered_from
from seenheard.timescales.domain.events import ONLY_HERE
from tests.factories.record import AT, add, change, incoming, loads, make_child, take_in

pytestmark = pytest.mark.django_db


def history(child, **more):
    (told,) = queries.histories(child_ids=[child.pk], viewer=SYSTEM, **more)
    return told


def told(child, *kinds):
    return [(it.kind, it.on.isoformat(), dict(it.facts)) for it in history(child).happenings if it.kind in kinds]


def days(child, kind):
    return [it.on.isoformat() for it in history(child).happenings if it.kind == kind]


def episode(child, from_on, until_on=None, end_reason=None, **fields):
    """One SSDA903 episode."""
    until = until_on and date.fromisoformat(until_on)
    return add(
        "cla_episode",
        child,
        source="ssda903",
        from_on=date.fromisoformat(from_on),
        until_on=until,
        end_reason=end_reason,
        **fields,
    )


def test_a_child_of_whom_only_birth_is_known_has_no_happenings():
    child = make_child(born_on=date(2015, 5, 4), expected_on=date(2015, 5, 1))
    life = history(child)
    assert (life.child_id, life.born_on, life.expected_on, life.happenings) == (
        child.pk,
        date(2015, 5, 4),
        date(2015, 5, 1),
        (),
    )


def test_an_episode_cut_at_a_change_of_legal_status_is_one_period_one_stay_and_two_statuses():
    child = make_child(source="ssda903")
    first = episode(child, "2025-01-10", "2025-03-01", "X1", start_reason="S", legal_code="C1", place_code="U6")
    episode(child, "2025-03-01", None, start_reason="L", legal_code="C2", place_code="U6")
    assert told(child, "became_looked_after", "placement_started", "legal_status_started", "legal_status_ended") == [
        ("became_looked_after", "2025-01-10", {"care": first}),
        ("legal_status_started", "2025-01-10", {"legal": "C1"}),
        (
            "placement_started",
            "2025-01-10",
            {"placement": first, "place": "U6", "provider": None, "reason": "S"},
        ),
        ("legal_status_ended", "2025-03-01", {"legal": "C1"}),
        ("legal_status_started", "2025-03-01", {"legal": "C2"}),
    ]


def test_a_move_ends_one_stay_and_starts_another_under_the_same_status():
    child = make_child(source="ssda903")
    episode(
        child,
        "2025-01-10",
        "2025-03-01",
        "X1",
        start_reason="S",
        legal_code="C2",
        place_code="U6",
        change_reason="LAREQ",
    )
    episode(child, "2025-03-01", None, start_reason="P", legal_code="C2", place_code="K2")
    assert days(child, "placement_started") == ["2025-01-10", "2025-03-01"]
    assert [facts["reason"] for _, _, facts in told(child, "placement_ended")] == ["LAREQ"]
    assert days(child, "legal_status_started") == ["2025-01-10"]


@pytest.mark.parametrize("reason", ["T", "U"])
def test_the_same_carer_is_the_same_stay_with_its_latest_type(reason):
    child = make_child(source="ssda903")
    episode(child, "2025-01-10", "2025-03-01", "X1", start_reason="S", legal_code="C2", place_code="U6")
    episode(child, "2025-03-01", None, start_reason=reason, legal_code="E1", place_code="U4")
    ((_, day, facts),) = told(child, "placement_started")
    assert (day, facts["place"]) == ("2025-01-10", "U4")


def test_short_breaks_are_not_being_looked_after():
    child = make_child(source="ssda903")
    episode(child, "2025-01-10", "2025-01-12", "X1", start_reason="S", legal_code="V4", place_code="K2")
    assert days(child, "became_looked_after") == []
    assert days(child, "placement_started") == []
    assert queries.whole_child(viewer=SYSTEM, child=child, on=date(2025, 1, 11)).status.looked_after_since_on is None


def test_short_breaks_that_a_legal_status_row_tells_are_none_either():
    child = make_child()
    add("legal_status", child, code="V4", from_on=date(2025, 1, 10), until_on=date(2025, 3, 1))
    add("cla_episode", child, from_on=date(2025, 1, 10), until_on=date(2025, 3, 1), start_reason="S")
    add("cla_placement", child, place_code="K2", from_on=date(2025, 1, 10), until_on=date(2025, 3, 1))
    add("cla_episode", child, from_on=date(2025, 6, 1), start_reason="S")
    assert days(child, "became_looked_after") == ["2025-06-01"]
    assert days(child, "placement_started") == []


def test_coming_back_after_going_home_is_a_second_period():
    child = make_child(source="ssda903")
    episode(child, "2025-01-10", "2025-03-01", "E4A", start_reason="S", legal_code="V2", place_code="U6")
    episode(child, "2025-06-01", None, start_reason="S", legal_code="V2", place_code="U6")
    assert days(child, "became_looked_after") == ["2025-01-10", "2025-06-01"]
    assert [facts["reason"] for _, _, facts in told(child, "ceased_to_be_looked_after")] == ["E4A"]


def test_a_file_that_begins_in_the_middle_says_when_care_began():
    child = make_child()
    add("cla_episode", child, from_on=date(2025, 1, 1), start_reason="P", entered_care_on=date(2019, 6, 1))
    assert days(child, "became_looked_after") == ["2019-06-01"]


def test_ssd_rows_cut_at_every_episode_are_joined_again():
    child = make_child()
    for start, end, urn in ((1, 2, "A"), (2, 3, "A"), (3, None, "B")):
        until = end and date(2025, end, 1)
        add("legal_status", child, code="C2", from_on=date(2025, start, 1), until_on=until)
        add("cla_placement", child, place_code="U6", urn=urn, from_on=date(2025, start, 1), until_on=until)
    assert days(child, "legal_status_started") == ["2025-01-01"]
    assert days(child, "placement_started") == ["2025-01-01", "2025-03-01"]


def test_one_review_told_by_two_sources_is_one_review_with_what_each_knows():
    child = make_child()
    add("cla_review", child, held_on=date(2026, 1, 5), due_on=date(2026, 1, 9), row_key="LR1")
    add("cla_review", child, source="ssda903", held_on=date(2026, 1, 5), participation="PN1")
    (review,) = [it for it in history(child).happenings if it.kind == "care_review_held"]
    assert review.facts == {"council_due_on": date(2026, 1, 9), "participation": "PN1"}
    assert review.sources == ("ssd", "ssda903")
    assert review.ref == "cla_review/ssd/LR1"


def test_two_visits_on_one_day_in_one_source_stay_two():
    child = make_child()
    add("cla_visit", child, visited_on=date(2026, 1, 5), seen=False)
    add("cla_visit", child, visited_on=date(2026, 1, 5), seen=True)
    assert len(days(child, "care_visit_made")) == 2


def test_a_review_with_only_a_due_date_is_planned_and_a_cancelled_one_is_nothing():
    child = make_child()
    add("cla_review", child, due_on=date(2026, 6, 1))
    add("cla_review", child, due_on=date(2026, 7, 1), cancelled=True)
    add("cp_review", child, due_on=date(2026, 8, 1), plan_ref="PP1")
    assert told(child, "care_review_planned", "care_review_held", "protection_review_planned") == [
        ("care_review_planned", "2026-06-01", {"council_due_on": date(2026, 6, 1)}),
        ("protection_review_planned", "2026-08-01", {"plan": "PP1", "council_due_on": date(2026, 8, 1)}),
    ]


def test_spells_come_from_one_source_and_later_news_from_the_others():
    child = make_child()
    add("missing", child, from_on=date(2025, 7, 12), until_on=date(2025, 7, 13), kind="M")
    add("missing", child, source="ssda903", from_on=date(2025, 7, 11), until_on=date(2025, 7, 13), kind="M")
    add("missing", child, source="ssda903", from_on=date(2025, 9, 1), until_on=date(2025, 9, 2), kind="A")
    assert days(child, "went_missing") == ["2025-07-12", "2025-09-01"]


def test_only_health_checks_that_took_place_count():
    child = make_child()
    for day, (kind, status) in enumerate(
        [
            ("Health Assessment", "Completed"),
            ("Health Assessment", "Refused"),
            ("Dental Check", "Completed"),
            ("Dental Check", "Planned"),
            ("Dental Check", None),
        ],
        1,
    ):
        add("cla_health", child, kind=kind, status=status, held_on=date(2026, 1, day))
    assert days(child, "health_assessment_held") == ["2026-01-01"]
    assert days(child, "dental_check_held") == ["2026-01-03", "2026-01-05"]


def test_adoption_is_read_from_its_own_rows_and_else_from_care():
    child = make_child(source="ssda903")
    episode(child, "2024-01-10", "2025-01-01", "X1", start_reason="S", legal_code="E1", place_code="U5")
    episode(child, "2025-01-01", "2025-09-01", "E12", start_reason="P", legal_code="E1", place_code="A6")
    add("permanence", child, source="ssda903", decided_on=date(2024, 3, 1), matched_on=date(2024, 11, 1))
    kinds = ("adoption_decided", "placement_order_made", "matched_for_adoption", "placed_for_adoption", "adopted")
    assert [(kind, day) for kind, day, _ in told(child, *kinds)] == [
        ("placement_order_made", "2024-01-10"),
        ("adoption_decided", "2024-03-01"),
        ("matched_for_adoption", "2024-11-01"),
        ("placed_for_adoption", "2025-01-01"),
        ("adopted", "2025-09-01"),
    ]


@pytest.mark.parametrize(
    ("born_on", "left_on", "expected"),
    [
        (date(2008, 2, 29), date(2025, 6, 1), "2025-06-01"),  # left care at 17
        (
            date(2008, 2, 29),
            date(2020, 6, 1),
            "2026-03-01",
        ),  # left as a child: the 18th birthday of one born on 29 February
        (None, date(2025, 6, 1), "2026-03-31"),  # nothing better than the day the file speaks of
    ],
)
def test_when_a_young_person_became_a_care_leaver(born_on, left_on, expected):
    child = make_child(born_on=born_on)
    add("cla_episode", child, from_on=date(2015, 1, 1), until_on=left_on, end_reason="E8")
    add("care_leaver", child, as_at_on=date(2026, 3, 31))
    assert days(child, "became_care_leaver") == [expected]


def test_it_is_told_as_it_was_known_then():
    child = make_child(at=AT)
    key = add("cla_review", child, held_on=date(2026, 1, 5), at=AT + timedelta(days=1))
    change("cla_review", child, key, held_on=date(2026, 1, 6), at=AT + timedelta(days=2))

    def held(after):
        life = history(child, known_at=AT + timedelta(days=after))
        return [it.on.day for it in life.happenings if it.kind == "care_review_held"]

    assert [held(0), held(1), held(1.5), held(2), held(3)] == [[], [5], [5], [6], [6]]


def test_of_what_no_source_of_the_child_carries_silence_says_nothing():
    both, only_903 = make_child(), make_child(source="ssda903")
    add("cla_review", both, source="ssda903", held_on=date(2026, 1, 5))
    assert "care_visit_made" in history(both).unrecorded
    loads("ssd", ["cla_visit"])
    assert "care_visit_made" not in history(both).unrecorded
    assert "care_visit_made" in history(only_903).unrecorded
    assert "care_review_held" not in history(only_903).unrecorded


def brought(source, *names, covers_from=None):
    return frozenset({(source, frozenset((name, covers_from) for name in names))})


def test_every_kind_is_carried_by_some_object_but_what_is_only_recorded_here():
    assert set(covered_from(brought("ssd", *READS))) == set(KINDS) - ONLY_HERE
    assert covered_from(frozenset()) == {}


def test_episodes_carry_legal_status_and_placement_in_the_903_only():
    assert "placement_started" in covered_from(brought("ssda903", "cla_episode"))
    assert "placement_started" not in covered_from(brought("ssd", "cla_episode"))


def test_files_that_reach_back_some_years_say_from_when_they_are_to_be_believed():
    child = make_child(source="ssda903")
    for covers_from in (date(2025, 4, 1), date(2024, 4, 1), None):
        take_in(Changes(tables=["cla_review"], covers_from=covers_from), source="ssda903", run_id=None, at=AT)
    assert history(child).known_from == {"care_review_held": date(2024, 4, 1)}
    loads("ssd", ["cla_review"])
    add("person", child, source="ssd")
    assert history(child).known_from == {}


def test_how_far_back_a_source_reaches_is_read_from_its_rows_and_one_stray_row_tells_nothing():
    child = make_child()
    start = date(2025, 1, 1)
    visits = [incoming("cla_visit", child.pk, visited_on=start + timedelta(days=n)) for n in range(150)]
    stray = incoming("cla_visit", child.pk, visited_on=date(2011, 1, 1))
    take_in(Changes(inserts={"cla_visit": [stray, *visits]}), source="ssd", run_id=None, at=AT)
    assert history(child).known_from == {"care_visit_made": start}


def test_a_few_rows_do_not_tell_how_far_back_a_source_reaches():
    child = make_child()
    for day in range(1, 20):
        add("cla_visit", child, visited_on=date(2025, 1, day))
    assert history(child).known_from == {}


@pytest.mark.parametrize("source", ["ssd", "ssda903"])
def test_a_source_carries_a_kind_only_if_its_return_lands_the_day_of_it(source):
    landed: dict[str, set[str]] = {}
    spec = Path(returns.__file__).parent / source / "spec.toml"
    for table in tomllib.loads(spec.read_text(encoding="utf-8"))["table"]:
        for lands in table["lands"]:
            landed.setdefault(lands["object"], set()).update(lands["fields"])
    days = [(point.name, point.kind, point.day) for point in POINTS]
    days += [(name, edge.kind, edge.day) for name, (_, edges) in EDGES.items() for edge in edges]
    days += [("permanence", kind, day) for kind, day in STEPS.items()]
    told = [(name, kind, day) for name, kind, day in days if name in landed]
    assert told
    for name, kind, day in told:
        assert (kind in covered_from(brought(source, name))) == (day in landed[name]), f"{source}: {name}.{day}"


def test_care_that_began_before_the_files_says_so():
    by_903, by_ssd, whole = make_child(source="ssda903"), make_child(), make_child(source="ssda903")
    episode(by_903, "2025-01-10", None, start_reason="P", legal_code="C2", place_code="U6")
    add("cla_episode", by_ssd, from_on=date(2025, 1, 10), start_reason="P", entered_care_on=date(2023, 1, 10))
    episode(whole, "2025-01-10", None, start_reason="S", legal_code="C2", place_code="U6")
    said = [told(child, "became_looked_after")[0][2].get("began_earlier") for child in (by_903, by_ssd, whole)]
    assert said == [True, None, None]


def test_with_a_death_everything_ends_that_had_not_ended():
    child = make_child(died_on=date(2026, 2, 1))
    add("cla_episode", child, from_on=date(2025, 1, 10), start_reason="S")
    add("cla_placement", child, from_on=date(2025, 1, 10), place_code="U6")
    add("cp_plan", child, from_on=date(2025, 1, 10))
    add("cin_episode", child, referred_on=date(2025, 1, 1))
    add("involvement", child, professional_ref="P1", from_on=date(2026, 3, 1))
    add("cla_review", child, due_on=date(2026, 6, 1))
    add("cla_visit", child, visited_on=date(2026, 1, 5))
    life = history(child)
    assert life.died_on == date(2026, 2, 1)
    assert {it.kind for it in life.happenings if it.on == date(2026, 2, 1)} == {
        "ceased_to_be_looked_after",
        "placement_ended",
        "protection_plan_ended",
        "need_episode_closed",
    }
    assert max(it.on for it in life.happenings) == date(2026, 2, 1)
    assert days(child, "care_visit_made") == ["2026-01-05"]


def test_one_history_takes_two_queries_and_many_take_no_more_with_more_children():
    children = [make_child() for _ in range(3)]
    for child in children:
        add("cla_visit", child, visited_on=date(2026, 1, 5))
    with CaptureQueriesContext(
        connection,
    ) as one:
        history(children[0])
    with CaptureQueriesContext(connection) as three:
        assert len(list(queries.histories(viewer=SYSTEM))) == 3
    assert (len(one), len(three)) == (2, 3)


def test_one_child_and_all_children_are_told_alike():
    """The page reads all objects in one query, the bulk one object at a time: both must say the same."""
    children = [make_child(born_on=date(2010, 1, day)) for day in range(1, 25)]
    for child in children[:3]:
        add("cla_care_plan", child, from_on=date(2026, 1, 5), intentions=["LTFOST18"])
        add("sdq_score", child, completed_on=date(2026, 1, 6), score=14)
        add("cp_visit", child, visited_on=date(2026, 1, 7), seen=True, seen_alone=False)
        episode(child, "2025-01-10", None, start_reason="S", legal_code="C2", place_code="U6")
    assert list(queries.histories(viewer=SYSTEM)) == [history(child) for child in children]


def test_one_worker_by_key_and_by_registration_number_is_one_worker():
    child = make_child()
    add("professional", None, professional_ref="P47", registration_no="SW900047", name="Maya Lindqvist")
    add("involvement", child, professional_ref="P47", role="CW", from_on=date(2024, 1, 24))
    add("involvement", child, source="ssda903", professional_ref="SW900047", from_on=date(2024, 4, 1))
    add("involvement", child, source="ssda903", professional_ref="SW900050", from_on=date(2025, 4, 1))
    assert [facts["worker"] for _, _, facts in told(child, "worker_allocated")] == ["P47", "SW900050"]


def test_the_same_home_and_status_dated_later_by_another_source_are_no_news():
    child = make_child()
    add("legal_status", child, code="C2", from_on=date(2025, 1, 10))
    add("cla_placement", child, place_code="U6", urn="A", from_on=date(2025, 1, 10))
    episode(child, "2025-04-01", None, start_reason="S", legal_code="C2", place_code="U6", urn="A")
    assert days(child, "legal_status_started") == ["2025-01-10"]
    assert days(child, "placement_started") == ["2025-01-10"]


def test_another_home_and_status_in_a_later_file_are_news():
    child = make_child()
    add("legal_status", child, code="C1", from_on=date(2025, 1, 10))
    add("cla_placement", child, place_code="U6", urn="A", from_on=date(2025, 1, 10))
    episode(child, "2025-04-01", None, start_reason="B", legal_code="C2", place_code="U6", urn="B")
    assert days(child, "legal_status_started") == ["2025-01-10", "2025-04-01"]
    assert days(child, "placement_started") == ["2025-01-10", "2025-04-01"]
