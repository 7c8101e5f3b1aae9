import pytest

from seenheard.ui import words


def test_a_count_takes_the_noun_that_fits_it():
    assert words.count(1, "visit") == "1 visit"
    assert words.count(0, "visit") == "0 visits"
    assert words.count(1204, "child", "children") == "1,204 children"


def test_small_numbers_in_a_sentence_are_words():
    assert words.in_words(2, "bank holiday") == "two bank holidays"
    assert words.in_words(0, "visit") == "no visits"
    assert words.in_words(12, "visit") == "12 visits"


@pytest.mark.parametrize(
    ("parts", "said"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_a_list_is_joined_as_people_say_it(parts, said):
    assert words.join_and(parts) == said


def test_a_capital_leaves_the_other_letters_alone():
    assert words.capital("the SSDA903 file") == "The SSDA903 file"
