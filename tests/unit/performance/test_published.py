"""Published tables: what is shown, what is not and why, and what two reports together would tell."""

import os
from datetime import date
from random import Random

import pytest

from seenheard.performance.domain import published
from seenheard.performance.domain.published import BY_KEY, DEFINITIONS, Counted, Report, Table, beside
from tests.reliability.test_pr3_publication_attack import AGES, born, counted

AGE_ROWS = tuple((age, age) for age in AGES)
VIEWS, WORKERS = BY_KEY["own_views"], BY_KEY["assessed"]
BOTH = (("worker", "Worker"), ("carer", "Carer"))
PAIRS = 3_500 if os.environ.get("SEENHEARD_NIGHT") else 40  # each looks at five tables


def shown(definition, rows, cells):
    return published.shown(definition, Counted(rows, tuple(cells)))


def test_totals_stand_at_the_end_of_each_row_and_below():
    table = shown(VIEWS, AGE_ROWS, [(10, 20), (30, 0), (11, 12), (8, 9)])
    assert table.figures == ((10, 20, 30), (30, 0, 30), (11, 12, 23), (8, 9, 17), (59, 41, 100))


def test_hidden_figures_are_nothing_and_not_nought():
    table = shown(WORKERS, BOTH, [(96, 4), (80, 20)])
    assert table.figures == ((None, None, 100), (80, 20, 100))


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ([(2, 0), (1, 1), (0, 0), (0, 1)], published.TOO_FEW),
        ([(1, 0), (0, 1), (1, 0), (0, 3)], published.CANNOT),
    ],
)
def test_a_table_that_would_tell_is_not_published_and_says_why(cells, why):
    assert shown(VIEWS, AGE_ROWS, cells) == Table("own_views", why_not=why)


def test_a_report_is_read_back_as_it_was_written_and_its_digest_is_of_every_figure():
    report = Report(date(2025, 12, 31), "1", (shown(WORKERS, BOTH, [(96, 4), (80, 20)]), Table("prompts", why_not="x")))
    other = Report(report.on, "1", (shown(WORKERS, BOTH, [(96, 4), (81, 19)]), report.tables[1]))
    assert published.read(report.as_text()) == report and report.digest() != other.digest()


def test_reports_are_of_quarter_ends_alone():
    assert published.is_quarter_end(date(2026, 3, 31)) and not published.is_quarter_end(date(2026, 3, 30))
    assert published.first_day_of_quarter(date(2026, 3, 31)) == date(2026, 1, 1)
    assert published.last_quarter_end(date(2026, 3, 31)) == date(2025, 12, 31)
    assert published.last_quarter_end(date(2026, 4, 1)) == date(2026, 3, 31)


def test_one_child_more_is_not_published_beside_the_report_before():
    before, now = (shown(WORKERS, BOTH, [(90, 10), (80, 20)]), shown(WORKERS, BOTH, [(91, 10), (81, 20)]))
    assert beside(now, [before]) == Table("assessed", why_not=published.TOO_LITTLE_CHANGED)


def test_one_child_of_one_age_is_not_shown_by_what_changed_for_many_of_another():
    """Nor by taking the rows that are shown from the total. What changed for many stays."""
    before = shown(VIEWS, AGE_ROWS, [(0, 30), (20, 20), (8, 12), (10, 0)])
    now = Counted(AGE_ROWS, ((0, 36), (20, 20), (7, 13), (10, 0)))
    table = published.shown_beside(VIEWS, now, [before])
    assert table.figures[2][:2] == (None, None) and table.figures[0] == (0, 36, 36) and table.figures[3] == (10, 0, 10)
    assert table.figures[4] == (None, None, 106)


def test_one_answer_about_one_part_of_life_is_not_shown_by_many_about_another():
    definition, rows = BY_KEY["said_by_child"], (("home", "Home"), ("school", "School"))
    before = shown(definition, rows, [(10, 20, 30, 40), (10, 20, 30, 40)])
    table = published.shown_beside(definition, Counted(rows, ((11, 20, 30, 39), (20, 20, 30, 30))), [before])
    assert table.figures == ((None, 20, 30, None, 100), (20, 20, 30, 30, 100))


def test_the_same_again_and_what_changed_for_many_are_published():
    before = shown(WORKERS, BOTH, [(90, 10), (80, 20)])
    many = shown(WORKERS, BOTH, [(96, 10), (86, 20)])
    assert beside(before, [before]) == before and beside(many, [before]) == many


def test_one_cell_that_was_hidden_and_is_not_any_more_tells_of_few_as_well():
    before, now = (shown(WORKERS, BOTH, [(95, 5), (80, 20)]), shown(WORKERS, BOTH, [(94, 6), (80, 20)]))
    assert beside(now, [before]).why_not == published.TOO_LITTLE_CHANGED


def test_what_happened_in_two_quarters_is_about_different_things():
    definition = BY_KEY["mismatches"]
    rows = (("act", "Act"),)
    before, now = shown(definition, rows, [(10, 20)]), shown(definition, rows, [(11, 20)])
    assert beside(now, [before]) == now


@pytest.mark.larger_at_night
def test_nothing_tells_two_populations_apart_that_differ_by_one_to_five_children():
    """PR4: whoever knows which child came, left or answered anew learns nothing of it from two reports."""
    looked, refused = 0, 0
    for seed in range(PAIRS):
        chance = Random(seed)
        children = [born(chance) for _ in range(chance.choice((20, 60, 200)))]
        others = [*children[chance.randint(0, 2) :], *(born(chance) for _ in range(chance.randint(0, 3)))]
        was, now = counted(children, chance), counted(others, chance)
        for definition in [one for one in DEFINITIONS if one.of_a_day]:
            before, after = (published.shown(definition, one[definition.key]) for one in (was, now))
            told = beside(after, [before])
            assert told.why_not or before.why_not or told == before
            looked, refused = looked + 1, refused + (told.why_not == published.TOO_LITTLE_CHANGED)
    assert refused > looked / 4
