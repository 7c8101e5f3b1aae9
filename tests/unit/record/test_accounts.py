"""What sources date differently: each at its own day, beside what is believed, and nothing where they only begin late."""

from datetime import date
from types import SimpleNamespace

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.record import queries
from seenheard.record.domain.accounts import Says, accounts, in_care_by_source
from seenheard.record.queries.facts import row_type
from tests.factories.record import add, make_child

ON = date(2026, 3, 31)
SSD, RETURN = "ssd", "ssda903"


def episode(number, source, from_on, until_on=None, **more):
    return fact("cla_episode", number, source, from_on=from_on, until_on=until_on, **more)


def fact(name, number, source, **fields):
    made = row_type(name)
    return made(**dict.fromkeys(made._fields) | {"id": number, "source": source, "row_key": f"K{number}"} | fields)


def told(*rows):
    facts = {}
    for row in rows:
        facts.setdefault(type(row).__name__, []).append(row)
    return accounts(facts)


def otherwise(found):
    return [(one.kind, one.on, one.sources) for one in found.otherwise]


def test_one_source_alone_says_nothing_otherwise():
    found = told(episode(1, SSD, date(2025, 1, 1), date(2025, 2, 1)), episode(2, SSD, date(2025, 3, 1)))
    assert (found.otherwise, dict(found.beside)) == ((), {})


def test_two_that_say_the_same_say_nothing_otherwise():
    same = {"from_on": date(2025, 1, 1), "until_on": date(2025, 6, 1), "start_reason": "S"}
    assert told(episode(1, SSD, **same), episode(2, RETURN, **same)).otherwise == ()


def test_an_end_that_only_one_gives_stands_at_its_day_and_beside_nothing_it_contradicts():
    found = told(episode(1, SSD, date(2025, 1, 1)), episode(2, RETURN, date(2025, 1, 1), date(2025, 6, 1)))
    assert otherwise(found) == [("ceased_to_be_looked_after", date(2025, 6, 1), (RETURN,))]
    assert dict(found.beside) == {("ceased_to_be_looked_after", "cla_episode/ssda903/K2"): (Says(SSD, None),)}


def test_an_end_that_the_believed_source_alone_gives_says_that_the_other_gives_none():
    found = told(episode(1, SSD, date(2025, 1, 1), date(2025, 6, 1)), episode(2, RETURN, date(2025, 1, 1)))
    assert found.otherwise == ()
    assert dict(found.beside) == {("ceased_to_be_looked_after", "cla_episode/ssd/K1"): (Says(RETURN, None),)}


def test_two_ends_stand_each_at_its_own_day_and_name_each_other():
    found = told(
        fact("cp_plan", 1, SSD, from_on=date(2025, 1, 1), until_on=date(2025, 6, 1)),
        fact("cp_plan", 2, "annex_a", from_on=date(2025, 1, 1), until_on=date(2025, 6, 9)),
    )
    assert otherwise(found) == [("protection_plan_ended", date(2025, 6, 9), ("annex_a",))]
    assert dict(found.beside) == {
        ("protection_plan_ended", "cp_plan/ssd/K1"): (Says("annex_a", date(2025, 6, 9)),),
        ("protection_plan_ended", "cp_plan/annex_a/K2"): (Says(SSD, date(2025, 6, 1)),),
    }


def test_two_beginnings_of_one_thing_are_told_of_a_spell_that_runs_beside():
    found = told(
        episode(1, SSD, date(2025, 1, 1), start_reason="S"),
        episode(2, RETURN, date(2025, 1, 8), start_reason="S"),
    )
    assert otherwise(found) == [("became_looked_after", date(2025, 1, 8), (RETURN,))]


def test_what_only_the_source_not_believed_tells_stands_for_itself():
    found = told(
        episode(1, SSD, date(2025, 1, 1), start_reason="S"),
        episode(2, RETURN, date(2020, 1, 1), date(2021, 1, 1), start_reason="S"),
    )
    assert [kind for kind, _, _ in otherwise(found)] == ["became_looked_after", "ceased_to_be_looked_after"]
    assert dict(found.beside) == {}


@pytest.mark.parametrize("kind", ["became_looked_after", "legal_status_started", "placement_started"])
def test_a_file_that_begins_within_a_period_of_care_does_not_date_its_beginning(kind):
    """Its first row is a change of legal status: neither care nor the placement began that day."""
    cut = {"start_reason": "L", "legal_code": "C2", "place_code": "U6"}
    found = told(
        episode(1, SSD, date(2023, 1, 1), start_reason="S"),
        fact("legal_status", 2, SSD, from_on=date(2023, 1, 1), code="C2"),
        fact("cla_placement", 3, SSD, from_on=date(2023, 1, 1), place_code="U6"),
        episode(4, RETURN, date(2024, 10, 9), **cut),
    )
    assert kind not in [told for told, _, _ in otherwise(found)]


def test_a_move_is_dated_also_by_a_file_that_begins_with_it():
    found = told(
        episode(1, SSD, date(2023, 1, 1), start_reason="S"),
        fact("cla_placement", 2, SSD, from_on=date(2023, 1, 1), place_code="U6"),
        episode(3, RETURN, date(2024, 10, 9), start_reason="P", place_code="U6"),
    )
    assert ("placement_started", date(2024, 10, 9), (RETURN,)) in otherwise(found)


def test_a_return_of_a_year_does_not_date_what_was_going_on_when_the_year_began():
    def works(number, source, from_on, until_on=None):
        return fact("involvement", number, source, professional_ref="P1", from_on=from_on, until_on=until_on)

    early = works(1, SSD, date(2022, 5, 1))
    assert told(early, works(2, RETURN, date(2024, 4, 1))).otherwise == ()
    assert otherwise(told(early, works(2, RETURN, date(2024, 4, 1), date(2025, 1, 1)))) == [
        ("worker_left", date(2025, 1, 1), (RETURN,))
    ]
    assert otherwise(told(early, works(2, RETURN, date(2024, 4, 2))))


def test_what_each_source_says_of_being_in_care():
    facts = {"cla_episode": [episode(1, RETURN, date(2025, 1, 1), date(2025, 6, 1)), episode(2, SSD, date(2025, 1, 1))]}
    believed, other = in_care_by_source(facts, ON)
    assert (believed.source, believed.since_on, believed.ended_on) == (SSD, date(2025, 1, 1), None)
    assert (other.source, other.since_on, other.ended_on) == (RETURN, None, date(2025, 6, 1))


@pytest.mark.django_db
def test_a_life_is_for_those_who_may_see_the_child():
    from seenheard.record.permissions import NoSuchChild

    child = make_child()
    nobody = SimpleNamespace(public_id="x", role="analyst", worker_refs=(), team_refs=())
    with pytest.raises(NoSuchChild):
        queries.life(viewer=nobody, child=child, on=ON)
    assert queries.life(viewer=SYSTEM, child=child, on=ON).told == ()


@pytest.mark.django_db
def test_a_child_that_was_found_for_somebody_is_not_so_for_anybody_else_or_on_another_day():
    from seenheard.record.permissions import NoSuchChild

    child = make_child()
    add("involvement", child, professional_ref="P1", from_on=date(2026, 1, 1), until_on=date(2026, 4, 1))

    def worker(ref):
        return SimpleNamespace(public_id=ref, role="social_worker", worker_refs=(ref,), team_refs=())

    hers, his = worker("P1"), worker("P2")
    found = queries.child_for(viewer=hers, public_id=child.public_id, on=ON)
    assert queries.life(viewer=hers, child=found, on=ON)
    for viewer, on in ((his, ON), (hers, date(2026, 4, 1))):
        with pytest.raises(NoSuchChild):
            queries.life(viewer=viewer, child=found, on=on)
