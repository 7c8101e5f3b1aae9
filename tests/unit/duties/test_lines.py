"""A clock as one line is the line that PostgreSQL gives back."""

from datetime import date

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from seenheard.duties.domain.lines import COLUMNS, line
from seenheard.timescales.domain.clock import Clock

CLOCK = Clock(
    rule="looked_after.review",
    version=date(2011, 4, 1),
    started_on=date(2026, 3, 30),
    started_ref="LA000001",
    due_on=date(2026, 4, 29),
    local_due_on=None,
    council_due_on=None,
    ended_on=None,
    ended_how=None,
    ended_ref=None,
    unjudged=None,
    to_the_day=False,
    because={"number": 20, "unit": "working_days", "skipped": ["2026-04-03", "2026-04-06"], "step": 0},
)


def test_a_clock_is_one_line_with_keys_in_the_order_of_jsonb():
    assert line(7, CLOCK).split("\t") == [
        "7",
        "looked_after.review",
        "2011-04-01",
        "2026-03-30",
        "LA000001",
        "2026-04-29",
        *[r"\N"] * 3,
        "",
        "",
        "",
        "f",
        '{"step": 0, "unit": "working_days", "number": 20, "skipped": ["2026-04-03", "2026-04-06"]}',
    ]


def test_a_line_holds_every_column_and_no_line_end():
    odd = line(7, CLOCK._replace(started_ref="a\tb\nc\\d", because={"é": 'a "quote"\n'}))
    assert len(odd.split("\t")) == len(COLUMNS)
    assert "\n" not in odd


texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=12)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.django_db
@given(ref=texts, because=st.dictionaries(texts, values, max_size=5))
def test_what_copy_reads_is_what_copy_writes(ref, because):
    written = line(7, CLOCK._replace(started_ref=ref, because=because))
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.echo")
        cursor.execute(
            "CREATE TEMP TABLE echo (child_id bigint, rule text, version_on date, started_on date,"
            " started_ref text, due_on date, local_due_on date, council_due_on date, ended_on date,"
            " ended_how text, ended_ref text, unjudged text, to_the_day boolean, because jsonb)"
        )
        with cursor.copy("COPY pg_temp.echo FROM STDIN") as copy:
            copy.write(written + "\n")
        with cursor.copy("COPY pg_temp.echo TO STDOUT") as copy:
            read = "".join(str(block, "utf-8") for block in copy)
    assert read == written + "\n"
