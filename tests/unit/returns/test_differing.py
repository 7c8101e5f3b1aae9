"""What a proposal would change, line by line: whose each value is, and never more than a page can hold."""

import tracemalloc
from datetime import date

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.accounts.models import User
from seenheard.accounts.permissions import NotAllowed
from seenheard.record.models import Child, ChildNow
from seenheard.returns.domain import differing
from seenheard.returns.domain.differing import LINES_KEPT, LONGEST_TOLD, PARTS_KEPT
from seenheard.returns.domain.proposing import ObjectChanges, Proposal, Row
from seenheard.returns.operations.differing import differences
from seenheard.returns.presenters.changing import changing
from tests.factories.returns import imported, proposed, reading

PERSONS = [{"pers_person_id": child, "pers_dob": "2015-05-01"} for child in ("A1", "B1")]


def row(child, line):
    return Row(child, str(line), 1, "a.csv", line, (None, None, "2026-01-05", "t", None), None, str(child))


@pytest.mark.slow  # a load, and every piece of memory counted
def test_a_hundred_thousand_lines_are_counted_and_few_kept():
    proposal = Proposal({"cla_visit": ObjectChanges(adds=[row(number, number) for number in range(100_000)])})
    tracemalloc.start()
    lines, total = differing.first_changes(proposal)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (len(lines), total) == (LINES_KEPT, 100_000)
    assert [changes[0].row.line for changes in lines] == list(range(LINES_KEPT))
    assert most < 100_000_000


def visits(child, day="2026-01-05"):
    visit = {"cinv_cin_visit_id": "5", "cinv_person_id": child, "cinv_cin_visit_date": day}
    return reading("ssd", {"person": PERSONS, "cin_visits": [visit]})


def would(run):
    return changing(run, viewer=SYSTEM, on=date(2026, 3, 31), wanted=None)


@pytest.mark.django_db
def test_a_fact_that_would_move_to_another_child_says_so_and_concerns_both():
    imported(visits("A1"))
    run = proposed(visits("B1"))
    ((line,), told) = (would(run).lines, would(run))
    assert (line.whose, line.changes[0].fields) == ("Child B1", ("was child A1’s and would be child B1’s",))
    assert set(told.children) == set(Child.objects.values_list("pk", flat=True))
    assert run.counts["children"] == 2


@pytest.mark.django_db
def test_what_would_change_is_for_nobody_who_may_not_import():
    run = proposed(visits("A1"))
    worker = User.objects.create(role="social_worker", email="maya@example.org", name="Maya")
    with pytest.raises(NotAllowed):
        differences(run, viewer=worker, on=date(2026, 3, 31))


@pytest.mark.django_db
def test_a_fact_taken_from_a_file_closed_since_is_not_shown():
    imported(visits("A1"))
    run = proposed(visits("B1", "2026-01-06"))
    assert would(run).lines
    ChildNow.objects.filter(local_id="A1").update(adopted_closed=True)
    assert not would(run).lines


@pytest.mark.django_db
def test_many_facts_of_one_line_are_counted_and_few_told():
    staff = [{"prof_professional_id": str(number)} for number in range(PARTS_KEPT + 8)]
    imported(reading("ssd", {"person": PERSONS, "professionals": staff}))
    run = proposed(reading("ssd", {"person": PERSONS, "professionals": staff[:1]}), complete_for_year=True)
    (line,) = would(run).lines
    assert (line.whose, len(line.changes), line.more) == ("About no child", PARTS_KEPT, "and 7 more")


@pytest.mark.django_db
def test_a_cell_of_many_thousand_letters_is_cut_on_the_page():
    run = proposed(reading("ssd", {"person": [PERSONS[0] | {"pers_gender": "x" * 90_000}]}))
    (gender,) = (f for line in would(run).lines for c in line.changes for f in c.fields if f.startswith("gender"))
    assert gender == f"gender: {'x' * LONGEST_TOLD} …"


@pytest.mark.django_db
def test_an_address_that_only_ends_is_not_called_another_one():
    episode = {"CHILD": "A1", "DECOM": "2025-06-29", "RNE": "S", "LS": "C2", "PLACE": "U6", "PL_POST": "FM9 5EB"}
    imported(reading("ssda903", {"episodes": [episode]}))
    run = proposed(reading("ssda903", {"episodes": [episode | {"DEC": "2026-03-30", "REC": "E4A"}]}))
    (line,) = would(run).lines
    (address,) = (fact.fields for fact in line.changes if fact.what == "Addresses, placement")
    assert address == ("until: not recorded → 30 March 2026",)
