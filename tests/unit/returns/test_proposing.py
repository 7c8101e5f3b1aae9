"""What would change: row by row, whatever the order, and nothing for a row that is missing."""

import dataclasses

import pytest

from seenheard.returns.domain.gathering import Upload, children_in, gather, key_hash, row_hash
from seenheard.returns.domain.matching import InFile, Matched
from seenheard.returns.domain.proposing import Before, pair_corrections, pairs_to_look_at, propose
from seenheard.returns.domain.types import Landed

REVIEW = "cla_review"


def review(child, day, said="PN1", *, file="reviews.csv", line=2, last_year=False, via=None):
    return Landed(
        REVIEW, f"{child}|{day}", child, file, line, (None, None, None, day, None, said), None, last_year, via
    )


def upload(*facts, year=2026, complete=False):
    rows, problems = gather(facts)
    parts = {REVIEW: {"Reviews/cla_review"} | {"Reviews@last/cla_review" for fact in facts if fact.last_year}}
    return Upload(rows, year, {"reviews.csv": "Reviews", "last.csv": "Reviews"}, complete, parts), problems


def held(fact, fact_id=1, child=1, run="run", **changed):
    values = tuple(changed.get("values", fact.values))
    return {fact.row_key: (fact_id, row_hash(values, fact.aside_json), child, run)}


def proposed(given, current=None, *, who=None, **before):
    matched = Matched(children=who or {"A1": 1, "A2": 2})
    matched.closed = before.pop("closed_ids", {})
    matched.perhaps_new = set(before.pop("perhaps_new", ()))
    state = Before(current={REVIEW: current or {}}, **before)
    return propose(given, matched, state, children_in(given.rows))


def numbers(proposal):
    return {kind: count for kind, count in proposal.counts.get(REVIEW, {}).items() if count}


def test_a_row_not_held_is_added_for_its_child():
    given, _ = upload(review("A1", "2026-01-01"))
    proposal = proposed(given)
    assert numbers(proposal) == {"adds": 1}
    row = proposal.inserts()[REVIEW][0]
    assert (row.child, row.file, row.line, proposal.closes()) == (1, "reviews.csv", 2, {})


def test_a_row_held_alike_is_untouched_and_one_that_differs_is_closed_and_written_again():
    fact = review("A1", "2026-01-01")
    given, _ = upload(fact)
    same = proposed(given, held(fact))
    assert numbers(same) == {"untouched": 1} and same.changes_nothing
    other = proposed(given, held(fact, 7, values=(None, None, None, "2026-01-01", None, "PN7")))
    assert numbers(other) == {"amends": 1}
    assert other.closes() == {REVIEW: [7]} and len(other.inserts()[REVIEW]) == 1


def test_a_column_kept_aside_counts_as_a_change():
    fact = review("A1", "2026-01-01")
    given, _ = upload(fact._replace(aside_json='{"NOTE": "x"}'))
    assert numbers(proposed(given, held(fact))) == {"amends": 1}


def test_a_missing_row_is_listed_and_changes_nothing():
    gone, here = review("A1", "2025-06-01"), review("A1", "2026-01-01")
    seen = {"Reviews/cla_review": {key_hash(gone.row_key), key_hash(here.row_key)}}
    current = held(gone, 1) | held(here, 2)
    given, _ = upload(here)
    listed = proposed(given, current, seen=seen)
    assert numbers(listed) == {"missing": 1, "untouched": 1} and listed.changes_nothing
    given, _ = upload(here, complete=True)
    withdrawn = proposed(given, current, seen=seen)
    assert withdrawn.closes() == {REVIEW: [1]} and not withdrawn.changes_nothing


def test_a_row_that_no_earlier_file_of_this_year_had_is_not_missing():
    given, _ = upload(review("A1", "2026-01-01"), complete=True)
    proposal = proposed(given, held(review("A1", "2019-06-01")), seen={})
    assert numbers(proposal) == {"adds": 1}


def test_a_missing_and_a_new_row_that_differ_in_the_key_alone_are_one_correction():
    old, new = review("A1", "2025-06-01"), review("A1", "2025-06-10")
    given, _ = upload(new)
    proposal = proposed(given, held(old, 5), seen={"Reviews/cla_review": {key_hash(old.row_key)}})
    assert pairs_to_look_at(proposal) == {REVIEW: [5]}
    pair_corrections(proposal, {REVIEW: {5: old.values}}, {REVIEW: [3]})
    assert numbers(proposal) == {"corrections": 1}
    assert proposal.closes() == {REVIEW: [5]} and len(proposal.inserts()[REVIEW]) == 1


def test_rows_that_differ_in_more_than_the_key_are_not_a_correction():
    old, new = review("A1", "2025-06-01", "PN1"), review("A1", "2025-06-10", "PN7")
    given, _ = upload(new)
    proposal = proposed(given, held(old, 5), seen={"Reviews/cla_review": {key_hash(old.row_key)}})
    pair_corrections(proposal, {REVIEW: {5: old.values}}, {REVIEW: [3]})
    assert numbers(proposal) == {"adds": 1, "missing": 1}


@pytest.mark.parametrize(
    ("last_year", "held_year", "kind"),
    [(True, 2026, "older"), (False, 2026, "amends"), (True, 2025, "amends"), (False, 2027, "older")],
)
def test_last_years_row_never_overwrites_this_years(last_year, held_year, kind):
    fact = review("A1", "2025-02-01", last_year=last_year)
    current = held(fact, values=(None, None, None, "2025-02-01", None, "PN7"))
    given, _ = upload(fact)
    assert numbers(proposed(given, current, run_years={"run": held_year})) == {kind: 1}


def test_a_row_that_came_from_last_years_file_can_be_corrected_by_it():
    fact = review("A1", "2025-02-01", last_year=True)
    current = held(fact, values=(None, None, None, "2025-02-01", None, "PN7"))
    given, _ = upload(fact)
    before = {"run_years": {"run": 2026}, "last_keys": {"run": {key_hash(fact.row_key)}}}
    assert numbers(proposed(given, current, **before)) == {"amends": 1}


def test_last_years_rows_are_not_missing_from_an_upload_without_last_years_file():
    old, now = review("A1", "2025-02-01", last_year=True), review("A1", "2026-01-01")
    given, _ = upload(now, complete=True)
    seen = {"Reviews@last/cla_review": {key_hash(old.row_key)}, "Reviews/cla_review": {key_hash(now.row_key)}}
    assert numbers(proposed(given, held(old, 1) | held(now, 2), seen=seen)) == {"untouched": 1}


def test_a_key_that_comes_twice_is_numbered_by_its_values_not_by_its_place():
    first, second = review("A1", "2026-01-01", "PN1", line=2), review("A1", "2026-01-01", "PN7", line=3)
    one, problems = upload(first, second)
    other, _ = upload(second._replace(line=2), first._replace(line=3))

    def by_key(given):
        return {key: fact.values for key, (fact, _) in given.rows[REVIEW].items()}

    assert by_key(one) == by_key(other) and set(by_key(one)) == {"A1|2026-01-01", "A1|2026-01-01#2"}
    assert [(problem.code, problem.level, problem.line) for problem in problems] == [("key_twice", "finding", 3)]


def test_a_child_left_out_brings_no_row_and_loses_none():
    fact = review("A2", "2026-01-01")
    given, _ = upload(fact, complete=True)
    proposal = proposed(
        given, held(fact, child=2), who={"A2": None}, seen={"Reviews/cla_review": {key_hash(fact.row_key)}}
    )
    assert numbers(proposal) == {} and proposal.changes_nothing


def test_a_new_child_under_an_old_identifier_gets_numbered_keys_and_keeps_them():
    fact = review("A1", "2026-01-01")
    given, _ = upload(fact)
    first = proposed(given, held(fact, child=1), who={"A1": "A1"})
    row = first.inserts()[REVIEW][0]
    assert (row.child, row.row_key, first.closes()) == ("A1", "A1|2026-01-01@2", {})
    both = held(fact, child=1) | {row.row_key: (2, row.row_hash, 44, "run")}
    assert numbers(proposed(given, both, who={"A1": 44})) == {"untouched": 1}


def test_rows_of_a_closed_child_that_restate_what_is_held_change_nothing():
    fact = review("A1", "2026-01-01")
    given, _ = upload(fact)
    proposal = proposed(given, held(fact, child=9), who={"A2": 2}, closed_ids={"A1": 9}, closed=frozenset({9}))
    assert proposal.changes_nothing and proposal.questions == []


def test_anything_else_under_a_closed_childs_identifier_is_left_out_without_telling():
    given, _ = upload(review("A1", "2026-03-01"))
    held_rows = held(review("A1", "2026-01-01"), child=9)
    proposal = proposed(given, held_rows, who={"A2": 2}, closed_ids={"A1": 9}, closed=frozenset({9}))
    assert proposal.changes_nothing and proposal.questions == []
    assert [problem.code for problem in proposal.problems] == ["not_certain_who"]
    assert "adopt" not in proposal.problems[0].says.lower()


@pytest.mark.parametrize(
    ("days", "new"),
    [
        (["2025-12-31"], ()),
        (["2026-01-01"], ()),  # an order of the day of the adoption is still the adopted child's
        (["2026-01-02"], ("A1",)),
        (["2026-01-02", "2025-06-01"], ()),
    ],
)
def test_another_child_under_a_closed_identifier_is_one_of_whom_every_row_is_later(days, new):
    given, _ = upload(*(review("A1", day) for day in days))
    proposal = proposed(
        given, closed_ids={"A1": 9}, perhaps_new=["A1"], closed=frozenset({9}), closed_on={9: "2026-01-01"}
    )
    assert proposal.new_children == new
    assert proposal.changes_nothing is not bool(new)


def test_a_row_that_names_only_another_row_finds_its_child_in_the_record_or_is_left_out_and_said():
    via = ("cla_episode", "care_ref", "LA1")
    given, _ = upload(review(None, "2026-01-01", via=via))
    assert proposed(given, by_reference={via: 2}).inserts()[REVIEW][0].child == 2
    lost = proposed(given)
    assert lost.changes_nothing and [problem.code for problem in lost.problems] == ["reference_unknown"]


def test_a_new_child_whom_no_table_describes_is_taken_in_and_said():
    given, _ = upload(review("B9", "2026-01-01", line=7))
    proposal = proposed(given, who={"B9": "B9"})
    assert [(p.code, p.file, p.line) for p in proposal.problems] == [("child_without_header", "reviews.csv", 7)]
    assert proposal.new_children == ("B9",)


def test_children_are_described_by_their_person_and_identifier_rows():
    person = Landed("person", "A1", "A1", "header.csv", 2, ("2015-05-01",) + (None,) * 13)
    upn = Landed("linked_identifier", "A1|upn", "A1", "header.csv", 2, ("upn", "U1", None, None))
    rows, _ = gather([review("A1", "2026-01-01"), person, upn, review("A2", "2026-01-01", line=9)])
    assert sorted(children_in(rows)) == [
        InFile("A1", "2015-05-01", "U1", "header.csv", 2),
        InFile("A2", None, None, "reviews.csv", 9),
    ]


def test_a_closed_childs_missing_rows_are_neither_listed_nor_withdrawn():
    old, now = review("A1", "2025-07-01"), review("A2", "2026-01-01")
    given, _ = upload(now, complete=True)
    seen = {"Reviews/cla_review": {key_hash(old.row_key), key_hash(now.row_key)}}
    current = held(old, 1, child=9) | held(now, 2, child=2)
    proposal = proposed(given, current, seen=seen, closed=frozenset({9}))
    assert numbers(proposal) == {"untouched": 1} and proposal.closes() == {}


@pytest.mark.parametrize("order", [("A1", "A2"), ("A2", "A1")])
def test_rows_of_one_key_that_say_the_same_of_two_children_keep_their_numbers_in_any_order(order):
    twins = [review(child, "2026-01-01")._replace(row_key="R1") for child in order]
    rows, _ = gather(twins)
    assert {key: fact.child for key, (fact, _) in rows[REVIEW].items()} == {"R1": "A1", "R1#2": "A2"}


@pytest.mark.parametrize(
    ("complete", "left_out", "said"), [(True, (), "amends"), (False, (), "older"), (True, ("A1",), "older")]
)
def test_last_years_row_stands_again_where_a_complete_file_of_this_year_has_it_no_longer(complete, left_out, said):
    ours, last = review("A1", "2026-01-01"), review("A1", "2026-01-01", "PN7", file="last.csv", last_year=True)
    given, _ = upload(last, complete=complete)
    given = dataclasses.replace(given, left_out={REVIEW: left_out})
    assert numbers(proposed(given, held(ours), run_years={"run": 2026})) == {said: 1}
