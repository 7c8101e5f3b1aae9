"""Who holds which children, against which limit; whom nobody qualified holds; changes of worker."""

from datetime import date

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.accounts.permissions import NotAllowed
from seenheard.record import operations, queries
from seenheard.record.domain.caseloads import (
    EXPERIENCED,
    FIRST_YEAR,
    NOT_KNOWN,
    PASSED,
    REACHED,
    USUAL,
    WITHIN,
    Limit,
    judged,
    stage_on,
)
from seenheard.record.models import CaseloadLimit, WorkerStage
from seenheard.trail.models import Entry
from tests import cast
from tests.factories import record as made
from tests.factories.record import AT

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 31)
MAYA = "P0002"
CARE = {"cla_episode": {"from_on": date(2025, 1, 5), "legal_code": "C2", "care_ref": "CARE"}}


def child(**more):
    return made.make_child(born_on=date(2015, 5, 4), **more)


def held_by(ref, one=None, *, since=date(2026, 1, 5), team=cast.TEAM, role="CW", **more):
    one = one or child(facts=CARE)
    made.add("involvement", one, professional_ref=ref, role=role, team_ref=team, from_on=since, **more)
    return one


def staff(ref, name="Maya Ashworth", number=None):
    made.add("professional", None, professional_ref=ref, name=name, registration_no=number)


def load_of(ref, viewer=SYSTEM, on=ON, **more):
    return {one.worker_ref: one for one in queries.caseloads(viewer=viewer, on=on, **more)}.get(ref)


def families_of(ref):
    return queries.families_held(viewer=SYSTEM, on=ON, workers=[ref])[ref]


# --- children and families ----------------------------------------------------------------------------------------


def test_each_child_counts_once_and_brothers_and_sisters_are_one_family():
    one, two, _ = (held_by(MAYA) for _ in range(3))
    held_by(MAYA, one, since=date(2026, 2, 1))  # held twice over is held once
    for brother in (one, two):
        made.add("family", brother, family_ref="F1")
    assert (load_of(MAYA).children, families_of(MAYA)) == (3, 2)


def test_children_of_one_mother_are_one_family_with_whoever_shares_its_reference():
    mother = child(facts=CARE)
    _, two, cousin = (held_by(MAYA, child(local_id=ref, facts=CARE)) for ref in ("M1", "M2", "M3"))
    for ref in ("M1", "M2"):
        made.add("mother", mother, mothers_child_ref=ref)
    assert families_of(MAYA) == 2
    for one_of_them in (two, cousin):
        made.add("family", one_of_them, family_ref="F1")
    assert families_of(MAYA) == 1


def test_who_reviews_or_has_left_holds_nobody():
    one = held_by(MAYA, until_on=ON)
    held_by("P0010", one, role="IRO")
    assert list(queries.caseloads(viewer=SYSTEM, on=ON)) == []
    assert load_of(MAYA, on=date(2026, 3, 30)).children == 1  # as it was the day before


def test_a_team_has_its_own_workers_with_all_they_hold():
    held_by(MAYA)
    held_by(MAYA, team=cast.OTHER_TEAM)
    held_by("P0099", team=cast.OTHER_TEAM)
    assert {one.worker_ref for one in queries.caseloads(viewer=SYSTEM, on=ON, teams=[cast.TEAM])} == {MAYA}
    assert load_of(MAYA, teams=[cast.TEAM]).children == 2
    made.add("department", None, team_ref=cast.TEAM, name="North")
    assert set(load_of(MAYA).teams) == {"North", cast.OTHER_TEAM}


def test_nobody_counts_a_child_whom_they_may_not_see():
    held_by(MAYA)
    held_by(MAYA, child(facts={"cla_episode": {"from_on": ON, "until_on": ON, "end_reason": "E11"}}))
    assert load_of(MAYA).children == 2
    assert load_of(MAYA, cast.sara()).children == load_of(MAYA, cast.tom()).children == 1
    assert load_of(MAYA, cast.person("mona")) is None


@pytest.mark.parametrize(
    ("ref", "number", "registered"), [("P1", "SW1", True), ("P1", None, False), ("SW9", "-", True)]
)
def test_a_registration_is_on_the_staff_list_or_is_what_the_files_call_the_worker(ref, number, registered):
    held_by(ref)
    if number != "-":
        staff(ref, number=number)
    assert load_of(ref).registered is registered


def test_of_a_worker_on_no_list_it_is_not_known():
    held_by(MAYA)
    assert load_of(MAYA).registered is None


# --- limits --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("children", "stage", "says"),
    [
        (14, FIRST_YEAR, WITHIN),
        (15, FIRST_YEAR, REACHED),
        (18, FIRST_YEAR, REACHED),
        (19, FIRST_YEAR, PASSED),
        (22, EXPERIENCED, WITHIN),
        (25, EXPERIENCED, REACHED),
        (26, EXPERIENCED, PASSED),
        (14, None, WITHIN),
        (15, None, NOT_KNOWN),
        (25, None, NOT_KNOWN),
        (26, None, PASSED),
    ],
)
def test_a_caseload_beside_its_limit(children, stage, says):
    assert judged(children, stage, USUAL) == says


def test_the_first_year_ends_on_its_day():
    assert stage_on(ON, date(2026, 3, 30)) == FIRST_YEAR
    assert stage_on(ON, ON) == stage_on(None, ON) == EXPERIENCED


TIGHTER = Limit(10, 12)


def set_limit(by=None, stage=FIRST_YEAR, limit=TIGHTER, from_on=ON):
    return operations.set_caseload_limit(stage=stage, limit=limit, from_on=from_on, by=by or cast.sara(), at=AT)


def test_a_limit_counts_from_its_day_on():
    assert set_limit(from_on=date(2026, 4, 6)) is True
    assert set_limit(from_on=date(2026, 4, 6)) is False
    assert CaseloadLimit.objects.count() == Entry.objects.filter(what="set_caseload_limit").count() == 1
    assert queries.caseload_limits(on=ON) == USUAL
    assert queries.caseload_limits(on=date(2026, 4, 6)) == {**USUAL, FIRST_YEAR: TIGHTER}


@pytest.mark.parametrize(
    "wrong",
    [
        {"limit": Limit(0, 5)},
        {"limit": Limit(9, 8)},
        {"limit": Limit(9, 100)},
        {"stage": "old hand"},
        {"from_on": date(2026, 3, 30)},
    ],
)
def test_a_limit_that_cannot_be_is_refused(wrong):
    with pytest.raises(NotAllowed):
        set_limit(**wrong)
    assert not CaseloadLimit.objects.exists() and set_limit()


@pytest.mark.parametrize("who", ["tom", "maya", "ines", "ana", "adam"])
def test_nobody_else_sets_a_limit(who):
    with pytest.raises(NotAllowed):
        set_limit(by=cast.person(who))
    assert not CaseloadLimit.objects.exists()


def say(who="tom", until=date(2026, 9, 1), ref=MAYA):
    return operations.say_stage(worker_ref=ref, first_year_until_on=until, by=cast.person(who), at=AT)


def test_a_manager_says_it_of_a_worker_of_the_team_and_a_later_word_counts():
    held_by(MAYA)
    assert load_of(MAYA).stage is None
    assert say() and not say()
    assert load_of(MAYA).stage == FIRST_YEAR
    assert load_of(MAYA, on=date(2026, 9, 1)).stage == EXPERIENCED
    assert say("sara", until=None)
    assert load_of(MAYA).stage == EXPERIENCED
    assert WorkerStage.objects.count() == Entry.objects.filter(what="said_stage_of_worker").count() == 2


@pytest.mark.parametrize("who", ["mona", "maya", "ines", "ana", "adam"])
def test_nobody_else_says_it(who):
    held_by(MAYA)
    with pytest.raises(NotAllowed):
        say(who)
    assert not WorkerStage.objects.exists()


# --- children without ------------------------------------------------------------------------------------------------


def test_open_children_whom_nobody_or_nobody_qualified_holds():
    staff("P1", number="SW1")
    staff("P2", name="An assistant")
    nobody, qualified = child(facts=CARE), held_by("P1")
    assistant, both, unknown = held_by("P2"), held_by("P2"), held_by("P3")
    held_by("P1", both)
    held_by("P10", nobody, role="IRO")
    child()  # not open to us: needs no worker
    found = queries.unheld(viewer=SYSTEM, on=ON)
    assert (found.without, found.unqualified_only, found.not_known) == ((nobody.pk,), (assistant.pk,), (unknown.pk,))
    assert qualified.pk not in (*found.without, *found.unqualified_only, *found.not_known)


def test_of_a_team_and_within_rights():
    staff("P2", name="An assistant")
    ours, theirs = held_by("P2"), held_by("P2", team=cast.OTHER_TEAM)
    assert queries.unheld(viewer=cast.tom(), on=ON, teams=[cast.TEAM]).unqualified_only == (ours.pk,)
    assert set(queries.unheld(viewer=cast.sara(), on=ON).unqualified_only) == {ours.pk, theirs.pk}
    assert queries.unheld(viewer=cast.ana(), on=ON).unqualified_only == ()


# --- changes of worker -----------------------------------------------------------------------------------------------


def changes(viewer=SYSTEM, **more):
    found = queries.changes_of_worker(viewer=viewer, on=ON, **more)
    return [(one.on, one.was, one.now, one.reason) for one in found]


def test_a_change_is_another_worker_after_the_first_with_the_reason_told():
    one = held_by("P1", since=date(2024, 1, 5), until_on=date(2025, 6, 1), change_reason="FCONTA")
    held_by("P2", one, since=date(2025, 6, 1), until_on=date(2025, 12, 1), change_reason="LEFTRL")
    held_by("P2", one, since=date(2025, 12, 1), until_on=date(2026, 1, 1))  # the same worker goes on
    held_by("P3", one, since=date(2026, 1, 1))
    held_by("P9", one, role="IRO", since=date(2026, 2, 1))
    assert changes() == [(date(2025, 6, 1), "P1", "P2", "LEFTRL"), (date(2026, 1, 1), "P2", "P3", None)]


def test_what_lies_more_than_twelve_months_back_or_is_still_to_come_is_no_change():
    one = held_by("P1", since=date(2024, 1, 5), until_on=date(2025, 3, 31))
    held_by("P2", one, since=date(2025, 3, 31), until_on=date(2026, 4, 1))
    held_by("P3", one, since=date(2026, 4, 1))
    assert changes() == []


def test_changes_within_rights():
    one = held_by("P1", since=date(2025, 5, 5), until_on=date(2025, 6, 1))
    held_by("P2", one, since=date(2025, 6, 1))
    assert len(changes(cast.tom(), teams=[cast.TEAM])) == len(changes(cast.sara())) == 1
    assert changes(cast.person("mona"), teams=[cast.OTHER_TEAM]) == changes(cast.ana()) == []


def test_the_standings_of_all_are_those_of_each():
    limits = {FIRST_YEAR: Limit(1, 1), EXPERIENCED: Limit(2, 3)}
    for ref, many in (("P1", 4), ("P2", 3), ("P3", 1), ("P4", 1)):
        for _ in range(many):
            held_by(ref)
    WorkerStage.objects.create(worker_ref="P4", first_year_until_on=None, by="x", at=AT)
    loads = queries.caseloads(viewer=SYSTEM, on=ON, limits=limits)
    assert [one.standing for one in loads] == [PASSED, NOT_KNOWN, NOT_KNOWN, WITHIN]
    assert loads.standings == {PASSED: 1, NOT_KNOWN: 2, WITHIN: 1}
    assert loads[1:3] == tuple(loads)[1:3] and loads[0].children == 4
