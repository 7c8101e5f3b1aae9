"""The chain's pure part: what it binds, and what it finds."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from seenheard.trail.domain.chain import FIRST, Link, Row, first_fault, link_hash

ROW = Row(1, datetime(2026, 3, 31, 9, tzinfo=UTC), "maya", "looked_at_child", ("c1",), "", "", {"n": 1}, 700)


def chain_of(rows):
    links, previous = [], FIRST
    for position, row in enumerate(rows, 1):
        digest = link_hash(previous, position, row)
        links.append(Link(position, row.id, digest, previous, row))
        previous = digest
    return links


@pytest.fixture
def links():
    return chain_of(replace(ROW, id=number, xid=700 + number) for number in range(1, 11))


def test_an_untouched_chain_holds(links):
    assert first_fault(links, {10: links[-1].hash}) == (None, 10)


def test_an_empty_chain_holds():
    assert first_fault([], {}) == (None, 0)


@pytest.mark.parametrize(
    "change",
    [
        {"id": 99},
        {"at": datetime(2026, 3, 31, 10, tzinfo=UTC)},
        {"by": "tom"},
        {"what": "signed_in"},
        {"children": ("c1", "c2")},
        {"about": "x"},
        {"why": "x"},
        {"counts": {"n": 2}},
        {"counts": None},
        {"xid": 1},
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_part_of_a_row_is_bound(change):
    assert link_hash(FIRST, 1, replace(ROW, **change)) != link_hash(FIRST, 1, ROW)


def test_moving_a_word_from_one_part_to_the_next_is_a_change():
    assert link_hash(FIRST, 1, replace(ROW, about="ab", why="c")) != link_hash(
        FIRST, 1, replace(ROW, about="a", why="bc")
    )


def test_a_changed_row_is_the_first_fault(links):
    links[4] = replace(links[4], row=replace(links[4].row, why="nothing to see"))
    fault, _ = first_fault(links, {})
    assert (fault.position, fault.entry_id) == (5, 5)


def test_two_rows_that_changed_places_are_found_at_the_first(links):
    links[2], links[6] = (
        replace(links[2], entry_id=7, row=links[6].row),
        replace(links[6], entry_id=3, row=links[2].row),
    )
    fault, _ = first_fault(links, {})
    assert fault.position == 3


def test_a_missing_link_is_found_where_it_is_missing(links):
    del links[3]
    fault, _ = first_fault(links, {})
    assert fault.position == 4


def test_a_cut_tail_is_found_by_the_head_noted_outside(links):
    noted = {10: links[-1].hash}
    assert first_fault(links[:8], {})[0] is None, "inside the database nothing shows"
    fault, _ = first_fault(links[:8], noted)
    assert (fault.position, fault.entry_id) == (9, None)


def test_a_whole_rewrite_is_found_by_the_head_noted_outside(links):
    noted = {6: links[5].hash}
    rewritten = chain_of([replace(link.row, by="tom") if link.position == 4 else link.row for link in links])
    assert first_fault(rewritten, {})[0] is None, "inside the database nothing shows"
    fault, _ = first_fault(rewritten, noted)
    assert fault.position == 6
