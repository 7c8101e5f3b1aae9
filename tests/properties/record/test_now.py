"""The line of each child is made by the database, the child page by the domain: they never say different things."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as some

from seenheard.accounts.domain import SYSTEM
from seenheard.record import operations, queries
from seenheard.record.domain import care
from seenheard.record.domain.changes import Changes
from seenheard.record.models import ChildNow, Involved
from tests.factories.record import AT, incoming, take_in
from tests.properties.record import often

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 31)
# Few days, so that spells touch, overlap, end on the day itself and begin after it.
days = some.integers(-12, 4).map(lambda n: ON + timedelta(days=n))
maybe_days = some.none() | days
sources = some.sampled_from(["typed", "ssd", "ssda903"])


def rows_of(name, **fields):
    one = some.fixed_dictionaries({"source": sources, **fields}).map(lambda row: (name, row))
    return some.lists(one, max_size=5)


spell = {"from_on": maybe_days, "until_on": maybe_days}
lives = some.tuples(
    rows_of(
        "cla_episode",
        **spell,
        start_reason=some.sampled_from([None, "S", "L", "P", "T", "U", "B"]),
        end_reason=some.sampled_from([None, "X1", "E4A", "E12"]),
        legal_code=some.sampled_from([None, "C2", "V2", "V4"]),
        place_code=some.sampled_from([None, "U6", "K2"]),
        urn=some.sampled_from([None, "A", "B"]),
        placement_ref=some.sampled_from([None, "PL1", "PL2"]),
        entered_care_on=maybe_days,
    ),
    rows_of("legal_status", **spell, code=some.sampled_from(["C1", "C2", "V3"])),
    rows_of(
        "cla_placement",
        **spell,
        place_code=some.sampled_from(["U6", "K2"]),
        urn=some.sampled_from([None, "A", "B"]),
        placement_ref=some.sampled_from([None, "PL1", "PL2"]),
    ),
    rows_of("cp_plan", **spell),
    rows_of(
        "address",
        **spell,
        kind=some.sampled_from([None, "home", "placement", "episode_home", "episode_placement"]),
        area=some.sampled_from([None, "FM1", "FM2"]),
    ),
    rows_of("cin_episode", referred_on=days, closed_on=maybe_days, no_further_action=some.none() | some.booleans()),
    rows_of("involvement", **spell, professional_ref=some.sampled_from(["P1", "P2"]), role=some.just("CW")),
    rows_of(
        "person", died_on=some.none() | some.none() | days, born_on=maybe_days, sex=some.sampled_from([None, "F", "M"])
    ),
    rows_of(
        "person_name", forename=some.sampled_from([None, "Ash", "Fern"]), surname=some.sampled_from([None, "Sedge"])
    ),
).map(lambda parts: [row for part in parts for row in part])


# What people type of the same: beginnings and ends of one kind, on the same few days.
typed_events = some.lists(
    some.tuples(
        some.sampled_from(
            [
                ("became_looked_after", {"care": "ours"}),
                ("ceased_to_be_looked_after", {}),
                ("legal_status_started", {"legal": "C1"}),
                ("legal_status_ended", {"legal": "C2"}),
                ("placement_started", {"place": "U6", "placement": "ours"}),
                ("placement_ended", {}),
                ("protection_plan_started", {"category": "NEG"}),
                ("protection_plan_ended", {}),
                ("referral_received", {"referral": "ours"}),
                ("need_episode_closed", {"referral": "ours"}),
                ("worker_allocated", {"worker": "P1", "team": "T1"}),
                ("worker_allocated", {"worker": "P3"}),
                ("worker_left", {"worker": "P1"}),
                ("worker_left", {"worker": "P2"}),
                ("became_care_leaver", {}),
            ]
        ),
        days.filter(lambda day: day <= ON),
    ),
    max_size=6,
)


def type_in(child, events):
    """As people do it, in the order in which it is drawn; the keys."""
    keys = []
    for number, ((kind, facts), on) in enumerate(events):
        keys.append(f"event-{number}")
        operations.record_event(
            child=child, kind=kind, on=on, key=keys[-1], facts=facts, by=SYSTEM, at=AT, kept_why="as it was drawn"
        )
    return keys


def tell(life):
    """Take a life in, one run a source; the child."""
    take_in(
        Changes(
            new_children=["C"],
            inserts={"linked_identifier": [incoming("linked_identifier", "C", kind="la_child_id", value="C")]},
        ),
        source="typed",
        run_id=None,
        at=AT,
    )
    child = ChildNow.objects.get().child
    tell_more(child, life)
    return child


def tell_more(child, life):
    for source in ("ssda903", "ssd", "typed"):
        inserts: dict[str, list] = {}
        for name, row in life:
            if row["source"] == source:
                fields = {field: value for field, value in row.items() if field != "source"}
                inserts.setdefault(name, []).append(incoming(name, child.pk, **fields))
        take_in(Changes(inserts=inserts), source=source, run_id=None, at=AT)


def lines():
    involved = Involved.objects.order_by("child", "from_on", "professional_ref", "until_on")
    return list(ChildNow.objects.order_by("pk").values()), list(
        involved.values_list("child", "professional_ref", "from_on")
    )


@often(40)
@given(lives)
def test_the_line_says_what_the_page_says(life):
    with transaction.atomic():
        child = tell(life)
        now = ChildNow.objects.get(child=child)
        whole = queries.whole_child(viewer=SYSTEM, child=child, on=ON)
        transaction.set_rollback(True)
    status = whole.status
    assert (now.born_on, now.sex, now.name, now.area) == (whole.born_on, whole.sex, whole.name, whole.area)
    assert (now.looked_after_since_on, now.legal_code, now.placed_since_on) == (
        status.looked_after_since_on,
        status.legal_code,
        status.placed_since_on,
    )
    assert (now.protection_plan_since_on, now.in_need_since_on) == (
        status.protection_plan_since_on,
        status.in_need_since_on,
    )
    current = {person.professional_ref for person in whole.people if person.current}
    assert now.worker_ref in current if current else now.worker_ref is None


@often(40)
@given(lives, typed_events)
def test_the_line_says_what_the_page_says_where_it_was_typed(life, events):
    with transaction.atomic():
        child = tell(life)
        type_in(child, events)
        now = ChildNow.objects.get(child=child)
        whole = queries.whole_child(viewer=SYSTEM, child=child, on=ON)
        transaction.set_rollback(True)
    status = whole.status
    assert (now.looked_after_since_on, now.legal_code, now.placed_since_on, now.area, now.care_leaver) == (
        status.looked_after_since_on,
        status.legal_code,
        status.placed_since_on,
        whole.area,
        status.care_leaver,
    )
    assert (now.protection_plan_since_on, now.in_need_since_on) == (
        status.protection_plan_since_on,
        status.in_need_since_on,
    )
    current = {person.professional_ref for person in whole.people if person.current}
    assert now.worker_ref in current if current else now.worker_ref is None


@often(15)
@given(lives, typed_events, some.booleans())
def test_the_stored_line_is_the_line_made_anew_where_it_was_typed(life, events, typed_first):
    with transaction.atomic():
        child = tell([] if typed_first else life)
        before = lines()
        keys = type_in(child, events)
        if typed_first:
            tell_more(child, life)
        stored = lines()
        operations.refresh_now(on=ON)
        anew = lines()
        for key in keys:
            operations.withdraw(name="event", child=child, key=key, why="as it was drawn", by=SYSTEM, at=AT)
        taken_back = lines()
        transaction.set_rollback(True)
    assert stored == anew
    assert typed_first or taken_back == before


@often(10)
@given(lives)
def test_the_stored_line_is_the_line_made_anew(life):
    with transaction.atomic():
        tell(life)
        stored = lines()
        operations.refresh_now(on=ON)
        anew = lines()
        transaction.set_rollback(True)
    assert stored == anew


def test_it_catches_a_page_that_counts_short_breaks(monkeypatch):
    monkeypatch.setattr(care, "SHORT_BREAKS", frozenset())
    episode = {"source": "ssda903", "from_on": ON, "legal_code": "V4"}
    with pytest.raises(AssertionError):
        test_the_line_says_what_the_page_says.hypothesis.inner_test([("cla_episode", episode)])
