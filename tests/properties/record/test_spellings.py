"""However an address is set, it is told; and words that share nothing with it tell nothing."""

from hypothesis import given
from hypothesis import strategies as st

from seenheard.record.domain.spellings import SHORT, STREETS, Telling, folded, how_told

NAMES = st.sampled_from(["Rowan", "St Mary’s", "Acacia", "King’s", "Birch Tree", "Llewellyn", "Zoë"])
KINDS = st.sampled_from(sorted(kind for kind in SHORT if kind in STREETS))
NUMBERS = st.builds("{}{}".format, st.integers(1, 399), st.sampled_from(["", "", "A", "b"]))
POSTCODES = st.from_regex(r"\A[A-PR-UWYZ]{1,2}[1-9][0-9]? [0-9][ABD-HJLNP-UW-Z]{2}\Z")
BETWEEN = st.sampled_from([" ", ", ", "  ", "\n", " - ", "/", ". "])
PLAIN = st.sampled_from(
    [
        "we",
        "talked",
        "about",
        "school",
        "and",
        "the",
        "bus",
        "she",
        "likes",
        "maths",
        "on",
        "Monday",
        "it",
        "was",
        "warm",
        "he",
        "is",
        "14",
    ]
)


@st.composite
def addresses(draw):
    """A number, a street's name and its kind."""
    return draw(NUMBERS), draw(NAMES), draw(KINDS)


@st.composite
def spelt(draw, number, name, kind):
    """The same as people write it."""
    kind = draw(st.sampled_from([kind, *SHORT[kind]]))
    case = draw(st.sampled_from([str, str.lower, str.upper, str.title]))
    name = name.replace("’", draw(st.sampled_from(["’", "'", ""])))
    return case(f"{number}{draw(BETWEEN)}{name}{draw(st.sampled_from([' ', '  ', '-']))}{kind}")


BEFORE = st.sampled_from(
    [
        "",
        "",
        "Ground Floor",
        "Top Floor Flat",
        "Basement Flat",
        "Room 3",
        "c/o Mrs Smith",
        "Annexe",
        "Caravan",
        "Littleport",
    ]
)


@st.composite
def told(draw):
    """An address as a file gives it, with words before the number or none, and as somebody writes it in a sentence."""
    number, name, kind = draw(addresses())
    lines = f"{draw(BEFORE)} {number} {name} {kind.title()}{draw(st.sampled_from(['', ', Littleport', chr(10) + 'Littleport']))}"
    before, after = (
        draw(st.sampled_from(["", "She lives at ", "at: "])),
        draw(st.sampled_from(["", " now", ", he says.", "'s garden"])),
    )
    return lines, f"{before}{draw(spelt(number, name, kind))}{after}"


@given(told())
def test_a_house_and_its_street_are_told_however_they_are_spelt(one):
    lines, words = one
    assert how_told(words, lines=lines, postcode=None) is Telling.SURELY


@given(POSTCODES, st.data())
def test_a_postcode_is_told_with_and_without_its_blank(postcode, data):
    outward, inward = postcode.split()
    between = data.draw(st.sampled_from(["", " ", "-", "  "]))
    case = data.draw(st.sampled_from([str.lower, str.upper]))
    words = f"It is {case(outward + between + inward)}, says she"
    assert how_told(words, lines=None, postcode=postcode) is Telling.SURELY
    assert how_told(f"It is {outward}, says she", lines=None, postcode=postcode) is Telling.NOT


@given(st.lists(PLAIN, max_size=20), addresses())
def test_words_that_share_nothing_with_it_tell_nothing(words, address):
    number, name, kind = address
    assert how_told(" ".join(words), lines=f"{number} {name} {kind}", postcode="PE30 1AA") is Telling.NOT


@given(told(), st.text(max_size=40))
def test_any_words_can_be_asked_and_an_address_is_the_same_as_itself(one, words):
    lines, _ = one
    assert how_told(words, lines=lines, postcode=words) in Telling
    assert folded(lines) == folded(lines.upper().replace(" ", "  "))
