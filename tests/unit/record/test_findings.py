"""Findings: noticed, said without a value, and never a reason to refuse a child."""

from datetime import date
from types import SimpleNamespace

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.record import queries
from seenheard.record.models import Finding
from tests.factories.record import add, change, make_child

pytestmark = pytest.mark.django_db


def codes(child):
    return sorted(Finding.objects.filter(child=child).values_list("code", flat=True))


def test_a_proper_life_has_none():
    child = make_child()
    add("cla_episode", child, from_on=date(2025, 1, 1), until_on=date(2025, 2, 1), end_reason="X1")
    add("cla_episode", child, from_on=date(2025, 2, 1))
    add("involvement", child, role="CW", professional_ref="P1", from_on=date(2025, 1, 1), until_on=date(2025, 2, 1))
    add("involvement", child, role="CW", professional_ref="P2", from_on=date(2025, 2, 1))
    add("cla_review", child, held_on=date(2025, 1, 20))
    assert codes(child) == []


def test_a_spell_that_ends_before_it_starts_is_taken_in_and_said():
    child = make_child()
    add("cp_plan", child, from_on=date(2025, 2, 1), until_on=date(2025, 1, 1), row_key="PP1", run_id="it")
    finding = Finding.objects.get(child=child)
    assert (finding.code, finding.about, finding.run_id) == ("ended_before_started", "cp_plan/ssd/PP1", "it")
    assert finding.says == "This protection plan ends before it starts."


def test_overlapping_episodes_of_one_source_are_said_and_of_two_sources_are_not():
    child = make_child()
    add("cla_episode", child, from_on=date(2025, 1, 1))
    add("cla_episode", child, source="ssda903", from_on=date(2025, 2, 1))
    assert codes(child) == []
    add("cla_episode", child, from_on=date(2025, 3, 1), run_id="it")
    assert codes(child) == ["overlap"]


def test_two_workers_who_hold_the_case_at_once_are_said_and_two_roles_are_not():
    child = make_child()
    add("involvement", child, role="CW", professional_ref="P1", from_on=date(2025, 1, 1))
    add("involvement", child, role="IRO", professional_ref="P2", from_on=date(2025, 2, 1))
    assert codes(child) == []
    add("involvement", child, role="CW", professional_ref="P3", from_on=date(2025, 3, 1))
    assert codes(child) == ["two_workers"]


def test_a_review_before_care_began_is_said():
    child = make_child()
    add("cla_episode", child, from_on=date(2025, 1, 1))
    add("cla_review", child, held_on=date(2024, 12, 31))
    assert codes(child) == ["review_before_care"]


def test_who_reads_findings():
    child = make_child()
    add("cp_plan", child, from_on=date(2025, 2, 1), until_on=date(2025, 1, 1), run_id="it")
    add("involvement", child, professional_ref="P1", from_on=date(2026, 1, 1), run_id="other")

    def read(role, *workers, run_id=None):
        viewer = SimpleNamespace(public_id="x", role=role, worker_refs=workers, team_refs=[], is_active=True)
        return queries.findings_by_code(viewer=viewer, on=date(2026, 3, 31), run_id=run_id)

    assert read("analyst", run_id="it") == {"ended_before_started": 1}
    assert read("social_worker", "P1") == {"ended_before_started": 1}
    assert read("social_worker", "P2") == {}
    assert read("administrator") == {}


def test_what_is_mended_at_the_source_stands_no_longer():
    child = make_child()
    key = add("cp_plan", child, from_on=date(2025, 2, 1), until_on=date(2025, 1, 1))
    change("cp_plan", child, key, from_on=date(2025, 2, 1), until_on=date(2025, 3, 1))
    assert [finding.stands for finding in Finding.objects.filter(child=child)] == [False]
    assert not queries.findings(viewer=SYSTEM, on=date(2026, 3, 31)).exists()
