"""The register and the page of each rule: for anybody, without signing in."""

import re

import pytest
from django.urls import reverse
from markupsafe import escape

from seenheard.timescales import queries

pytestmark = pytest.mark.django_db


def test_anybody_may_read_the_register(client):
    page = client.get(reverse("timescales:rules"))
    assert page.status_code == 200
    said = page.content.decode()
    for rule in [*queries.rules().values(), *queries.not_modelled()]:
        assert rule.id in said
    assert "Not yet modelled" in said


def test_the_register_asks_the_database_for_nothing_about_children(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(15) as asked:
        client.get(reverse("timescales:rules"))
    assert not [query for query in asked.captured_queries if "record_" in query["sql"]]


def test_words_narrow_the_register(client):
    said = client.get(reverse("timescales:rules"), {"words": "review health assessment"}).content.decode()
    assert "LH-01" in said and "LH-02" in said
    assert "LV-01" not in said


def test_an_area_narrows_the_register(client):
    said = client.get(reverse("timescales:rules"), {"area": "missing"}).content.decode()
    assert "MS-01" in said and "LR-01" not in said


def test_only_what_is_not_modelled(client):
    said = client.get(reverse("timescales:rules"), {"computed": "no"}).content.decode()
    assert "LA-05" in said and "LR-01" not in said


def test_nonsense_filters_filter_nothing(client):
    said = client.get(reverse("timescales:rules"), {"area": "moon", "class": "x", "computed": "maybe"}).content.decode()
    assert "95 of 95 rules shown" in said


def test_nothing_found_is_said(client):
    said = client.get(reverse("timescales:rules"), {"words": "zzz"}).content.decode()
    assert "No rule has all of these words." in said


@pytest.mark.parametrize("rule_id", queries.rules())
def test_every_rule_has_a_page_with_its_law_its_words_and_its_examples(client, rule_id):
    rule = queries.rules()[rule_id]
    page = client.get(reverse("timescales:rule", args=[rule_id]))
    assert page.status_code == 200
    said = page.content.decode()
    assert rule.link in said
    assert "Not yet checked by a lawyer or practitioner" in said
    for example in rule.examples:
        assert escape(example.name) in said


def test_the_page_of_the_first_review_explains_its_date(client):
    said = client.get(reverse("timescales:rule", args=["LR-01"])).content.decode()
    assert "Due Wednesday 29 April 2026: 20 working days after 30 March 2026." in said
    assert "Two bank holidays are not counted. Regulation 33(1)." in said


def test_both_days_of_a_local_standard_are_shown(client):
    said = client.get(reverse("timescales:rule", args=["LV-03"])).content.decode()
    assert "Fenmarsh (invented)" in said
    assert "by law Friday 3 April 2026" in said
    assert "own standard Friday 20 March 2026" in said


def test_a_rule_that_is_not_modelled_says_what_is_missing(client):
    said = client.get(reverse("timescales:rule", args=["SU-01"])).content.decode()
    assert "What is missing" in said and "the clock of a worker" in said


@pytest.mark.parametrize(
    ("rule_id", "words"),
    [
        ("FD-03", "Counted from: referral received, unless it ended in no further action."),
        ("AD-01", "Counted from: the day the child became looked after."),
        ("CP-05", "at which the child was seen; or the day the child was born; and again from the day it was met."),
        ("FD-09", "Counted from: legal status started, which is police protection (L1)."),
        ("LR-02", "Counted from: review of the child in care held."),
    ],
)
def test_the_register_says_from_when_the_days_are_counted(client, rule_id, words):
    said = client.get(reverse("timescales:rules"), {"words": rule_id}).content.decode()
    assert words in said


def test_no_line_of_the_register_leaves_out_from_when(client):
    said = client.get(reverse("timescales:rules"), {"computed": "yes"}).content.decode()
    assert said.count("Counted from: ") == len(queries.rules())


def test_the_day_the_bank_holidays_were_taken_is_in_words(client):
    said = client.get(reverse("timescales:rules")).content.decode()
    assert "taken on 21 November 2026." in said


def test_how_an_example_stands_is_always_told_the_same_way(client):
    """Where an example names no day, as at the day the clock began or ended."""
    said = client.get(reverse("timescales:rule", args=["LR-01"])).content.decode()
    follows = said[said.index("<h2", said.index("Local standards")) :]
    assert follows.count("Running</") == 2
    assert "as at 27 March 2026" in follows and "as at 28 March 2026" in follows
    assert not re.search(r'data-title="How it stands"[^>]*>\s*Running', follows)


def test_there_is_no_page_for_a_rule_that_does_not_exist(client):
    assert client.get("/rules/XX-99/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_can_be_changed_here(client, method):
    assert getattr(client, method)(reverse("timescales:rules")).status_code == 405
