"""Which cells are hidden: by examples worked out by hand, and against every table that a reader could not tell apart."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seenheard.performance.domain.protecting import (
    TOTAL,
    WIDTH,
    CannotProtect,
    Counts,
    bounds,
    hidden_cells,
    is_safe,
    net_of,
)


def hidden_net(counts, hidden):
    net = net_of(counts)
    for place in hidden:
        net[place].is_hidden = True
    return net


def test_a_table_without_small_counts_is_shown_whole():
    assert hidden_cells(Counts(((10, 20), (0, 40)))) == frozenset()


def test_one_small_count_takes_three_others_with_it_so_that_every_total_still_leaves_it_open():
    assert hidden_cells(Counts(((3, 20, 30), (40, 9, 50), (60, 70, 80)))) == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_where_rows_count_the_same_children_one_other_in_the_row_is_enough():
    assert hidden_cells(Counts(((3, 12, 35), (20, 30, 0)), adds_down=False)) == {(0, 0), (0, 1)}


def test_two_small_counts_that_could_only_be_each_other_are_not_enough():
    assert hidden_cells(Counts(((1, 2, 47, 9),), adds_down=False)) == {(0, 0), (0, 1), (0, 3)}


def test_a_small_total_is_hidden_too_and_nought_is_shown():
    hidden = hidden_cells(Counts(((4, 0), (40, 60), (30, 50))))
    assert {(0, 0), (0, TOTAL)} < hidden and (0, 1) not in hidden


@pytest.mark.parametrize(("cells", "adds_down"), [(((2, 3),), True), (((0, 5),), True), (((1, 1, 1, 1, 2),), False)])
def test_what_cannot_be_hidden_is_refused(cells, adds_down):
    """One to five of all; or a row in which all is hidden, and its total still leaves each cell one or two."""
    with pytest.raises(CannotProtect):
        hidden_cells(Counts(cells, adds_down))


def test_nobody_at_all_may_be_told():
    assert hidden_cells(Counts(((0, 0),))) == frozenset()


@pytest.mark.parametrize("cells", [((1, -1),), ((1, 2), (3,))])
def test_what_is_no_table_is_refused(cells):
    with pytest.raises(ValueError):
        Counts(cells)


def test_rows_that_count_the_same_children_have_one_total():
    with pytest.raises(ValueError, match="same total"):
        Counts(((1, 2), (3, 4)), adds_down=False)


@given(st.lists(st.tuples(*[st.integers(0, 4)] * 3), min_size=1, max_size=2), st.data())
def test_bounds_are_those_that_trying_every_table_finds(rows, data):
    """Some cells hidden, what they can be by brute force: a column of two rows holds 8 at most."""
    counts = Counts(tuple(rows))
    places = [(i, j) for i, row in enumerate(counts.cells) for j, number in enumerate(row) if number]
    hidden = data.draw(st.sets(st.sampled_from(places), max_size=4)) if places else set()
    net = hidden_net(counts, hidden)
    found = list(tables_like(counts, sorted(hidden)))
    for n, place in enumerate(sorted(hidden)):
        assert bounds(net, net[place]) == (min(one[n] for one in found), max(one[n] for one in found))


def tables_like(counts, hidden):
    """All that the hidden cells could be, for whoever reads every other cell and all totals."""
    for numbers in product(range(1, 9), repeat=len(hidden)):
        other = [list(row) for row in counts.cells]
        for (i, j), number in zip(hidden, numbers, strict=True):
            other[i][j] = number
        if _totals(other) == _totals(counts.cells):
            yield numbers


def _totals(cells):
    return [sum(row) for row in cells], [sum(column) for column in zip(*cells, strict=True)]


@given(st.lists(st.tuples(*[st.integers(0, 40)] * 4), min_size=1, max_size=6))
def test_whatever_is_hidden_could_be_many_numbers(rows):
    counts = Counts(tuple(rows))
    try:
        hidden = hidden_cells(counts)
    except CannotProtect:
        return
    net = hidden_net(counts, hidden)
    small = {place for place, pipe in net.items() if 0 < pipe.value < 6}
    assert small <= hidden and not any(net[place].value == 0 for place in hidden)
    assert all(is_safe(net, net[place]) for place in hidden)
    assert all(high - low >= WIDTH for low, high in (bounds(net, net[place]) for place in hidden))
