"""Rows written by COPY or one by one: the same rows, also where a value holds what COPY writes otherwise."""

import pytest
from django.db import Error, connection, transaction

from seenheard.lib import copying

pytestmark = pytest.mark.django_db
COLUMNS = ("words", "day", "is_so", "list", "facts")
HARD = [
    "plain",
    "",
    "two\nlines",
    "a\ttab",
    "back\\slash",
    r"\N",
    "quo'te",
    'say "so"',
    "percent %s",
    "\b\f\v\r",
    "Łódź",
]


@pytest.fixture
def place():
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE target (id bigint GENERATED ALWAYS AS IDENTITY, words text NOT NULL, day date,"
            " is_so boolean, list text[], facts jsonb) ON COMMIT DROP"
        )
    return "target"


def kept(place):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(COLUMNS)} FROM {place} ORDER BY id")
        return cursor.fetchall()


def written(place) -> list[str]:
    with connection.cursor() as cursor, cursor.copy(f"COPY {place} ({', '.join(COLUMNS)}) TO STDOUT") as copy:
        return b"".join(copy).decode().split("\n")[:-1]


def rows(times: int = 1) -> list[tuple]:
    return [(words, "2026-03-31", "t", ["a", words], None) for words in HARD] * times


def test_a_few_values_and_many_are_the_same_rows(place):
    copying.write_values(place, COLUMNS, rows())
    few = kept(place)
    with copying.copying(place, COLUMNS) as copy:
        for row in rows():
            copy.write_row(row)
    assert kept(place) == few * 2
    assert [row[0] for row in few] == HARD and few[0][1].isoformat() == "2026-03-31" and few[0][2] is True


@pytest.mark.parametrize("times", [1, 20])
def test_lines_are_taken_as_copy_writes_them(place, times):
    copying.write_values(place, COLUMNS, rows())
    before, lines = kept(place), written(place)
    assert (len(lines) * times > copying.FEW) is (times > 1), "one by one, and by COPY"
    copying.write_lines(place, COLUMNS, lines * times)
    assert kept(place) == before * (times + 1)


def test_nothing_to_write_is_no_question(place, django_assert_num_queries):
    with django_assert_num_queries(0):
        copying.write_lines(place, COLUMNS, [])


@pytest.mark.parametrize("times", [1, 20])
def test_a_row_that_does_not_fit_leaves_nothing(place, times):
    with pytest.raises(Error), transaction.atomic():
        copying.write_lines(place, COLUMNS, [*written_like(rows()) * times, "\\N\t\\N\t\\N\t\\N\t\\N"])
    assert kept(place) == []


def written_like(values) -> list[str]:
    return ["plain\t2026-03-31\tt\t{a}\t\\N" for _ in values]


def test_the_order_of_the_rows_is_kept(place):
    copying.write_lines(place, COLUMNS, [f"{number:04}\t\\N\t\\N\t\\N\t\\N" for number in range(1_000)])
    assert [row[0] for row in kept(place)] == [f"{number:04}" for number in range(1_000)]


def test_lines_take_the_place_of_rows_in_one_go_and_in_many(place, django_assert_num_queries):
    copying.write_values(place, COLUMNS, rows())
    lines = written(place)
    for times, statements in ((1, 1), (copying.FEW, 5)):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT array_agg(id) FROM {place}")
            ids = cursor.fetchone()[0]
        with django_assert_num_queries(statements):
            copying.replace_lines(place, COLUMNS, lines * times, ids)
        assert written(place) == lines * times


def test_nothing_to_take_away_or_to_write_asks_nothing(place, django_assert_num_queries):
    copying.write_values(place, COLUMNS, rows())
    with django_assert_num_queries(0):
        copying.replace_lines(place, COLUMNS, [], [])
    assert kept(place)
