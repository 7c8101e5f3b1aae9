"""School terms are an authority's dated data: counted in, never guessed."""

import pytest

from seenheard.timescales import queries
from seenheard.timescales.domain.engine import clocks
from seenheard.timescales.domain.loading import BadRule, school_terms
from seenheard.timescales.domain.terms import TermsEnd
from tests.unit.timescales.made import clocks_of, day, event, life

TERMS = queries.school_terms()["fenmarsh"]
IN_CARE = event("became_looked_after", "2025-06-02")


def pep(on: str):
    return event("pep_made", on, school="s1")


@pytest.mark.parametrize(
    ("on", "ends"),
    [
        ("2025-11-05", "2026-03-27"),
        ("2025-12-19", "2026-03-27"),  # the last day of the autumn term is a day of it
        ("2026-01-04", "2026-03-27"),  # the last day of the holidays
        ("2026-01-05", "2026-07-21"),  # the first day of the spring term
    ],
)
def test_the_next_term(on, ends):
    assert TERMS.following(day(on), 1).last_on == day(ends)


@pytest.mark.parametrize("on", ["2024-09-02", "2027-04-12", "2027-07-21", "2030-01-01"])
def test_outside_the_terms_that_are_known_nothing_is_said(on):
    with pytest.raises(TermsEnd, match="Fenmarsh"):
        TERMS.following(day(on), 1)


def test_without_an_authority_no_term_is_known():
    (clock,) = clocks_of("LE-02", IN_CARE, pep("2025-11-05"), born_on="2015-06-10")
    assert (clock.due_on, clock.unjudged) == (None, "school_terms")


def test_the_terms_of_the_local_layer_are_used():
    rules = queries.rules_with_local("fenmarsh")
    found = clocks(life(IN_CARE, pep("2025-11-05"), born_on="2015-06-10"), rules, queries.calendar())
    assert [clock.due_on for clock in found if clock.rule == "LE-02"] == [day("2026-03-27")]
    assert queries.calendar().terms is None


def made(*terms):
    return school_terms("somewhere", {"authority": "Somewhere", "source": "Invented.", "term": list(terms)})


def term(name="autumn", first_on="2025-09-02", last_on="2025-12-19", **more):
    return {"name": name, "first_on": day(first_on), "last_on": day(last_on), **more}


def test_terms_are_put_in_order():
    found = made(term("spring", "2026-01-05", "2026-03-27"), term())
    assert [one.name for one in found.terms] == ["autumn", "spring"]


@pytest.mark.parametrize(
    "wrong",
    [
        (term("michaelmas"),),
        (term(last_on="2025-09-01"),),
        (term(cut_off_on=day("2026-01-10")),),
        (term(), term("spring", "2025-12-19", "2026-03-27")),
        (term(half_term="2025-10-27"),),
    ],
)
def test_terms_that_make_no_sense_do_not_load(wrong):
    with pytest.raises(BadRule, match="somewhere"):
        made(*wrong)


def test_a_term_without_a_last_day_of_the_authority_s_own_judges_nothing():
    calendar = queries.calendar().with_terms(made(term(), term("spring", "2026-01-05", "2026-03-27")))
    events = life(IN_CARE, pep("2025-11-05"), born_on="2015-06-10")
    found = {clock.rule: clock for clock in clocks(events, queries.rules(), calendar)}
    assert found["LE-04"].unjudged == "school_terms"
    assert found["LE-02"].due_on == day("2026-03-27")
