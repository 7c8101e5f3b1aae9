"""Whoever makes one slip in a name still finds it: what `search` looks up is the same in both."""

import string

from hypothesis import given
from hypothesis import strategies as some

from seenheard.record.domain.folding import intact, is_one_slip, parts, words
from tests.properties.record import often

letters = some.text(string.ascii_lowercase, min_size=4, max_size=12)


@often(200)
@given(letters, some.integers(0, 11), some.sampled_from(string.ascii_lowercase), some.integers(0, 3))
def test_one_slip_leaves_the_beginning_or_the_end(word, place, letter, kind):
    place %= len(word)
    typed = (
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place:],
        word[:place] + letter + word[place + 1 :],
        word[:place] + word[place : place + 2][::-1] + word[place + 2 :],
    )[kind]
    assert typed == word or is_one_slip(typed, word)
    if ends := intact(typed):
        beginning, end = ends
        assert word.startswith(beginning) or word.endswith(end)
        assert beginning and end


@often(200)
@given(some.text(max_size=30))
def test_a_folded_name_folds_to_itself_and_each_word_is_a_part(name):
    folded = words(name)
    assert words(" ".join(folded)) == folded or any(word in ("mc", "mac", "o") for word in folded)
    assert set(folded) <= parts(name)
