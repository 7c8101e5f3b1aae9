"""Names as they are compared: what comes to the same, what is one slip apart."""

import pytest

from seenheard.record.domain.folding import asked_for, is_one_slip, parts, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Łukasz", "lukasz"),
        ("Søren Ødegård", "soren odegard"),
        ("Zoë", "ZOE"),
        ("Þóra", "Thora"),
        ("Weiß", "weiss"),
        ("O’Brien", "o'brien"),
        ("O Brien", "OBrien"),
        ("McDonald", "Mac Donald"),
        ("MacDonald", "mcdonald"),
        ("Mc Donald", "McDonald"),
        ("Smith-Jones", "smith jones"),
        ("Smith, John", "smith john"),
    ],
)
def test_these_are_one_name(one, other):
    assert words(one) == words(other) != []


def test_a_name_without_a_letter_has_no_part():
    assert words("’ - .") == [] and parts("-", None, "") == frozenset()


def test_double_names_are_found_by_either_half_and_written_as_one():
    assert parts("Ann-Marie", "Smith Jones") == {"ann", "marie", "annmarie", "smith", "jones", "smithjones"}


def test_neighbours_may_have_been_meant_as_one_word():
    assert asked_for("mary ann fox") == [
        ("mary", {0}),
        ("ann", {1}),
        ("fox", {2}),
        ("maryann", {0, 1}),
        ("annfox", {1, 2}),
    ]


def test_no_more_words_are_looked_for_than_a_name_has():
    assert len(asked_for("a " * 50)) == 15  # eight words, and seven pairs of them


@pytest.mark.parametrize(
    ("one", "other"), [("jonh", "john"), ("smyth", "smith"), ("quaring", "quarring"), ("olivee", "olive")]
)
def test_one_slip(one, other):
    assert is_one_slip(one, other) and is_one_slip(other, one)


@pytest.mark.parametrize(("one", "other"), [("john", "john"), ("rose", "ross-e"), ("alan", "nala"), ("mary", "marian")])
def test_not_one_slip(one, other):
    assert not is_one_slip(one, other)
