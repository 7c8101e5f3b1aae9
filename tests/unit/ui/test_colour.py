import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seenheard.ui import colour

COLOURS = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")


def test_contrast_is_what_wcag_says_it_is():
    assert colour.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colour.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@given(COLOURS)
def test_whatever_colour_a_council_has_its_text_can_be_read(council):
    assert colour.contrast(colour.readable(council), colour.PAPER) >= colour.READABLE
    assert colour.contrast(colour.text_on(council), council) >= 4


def test_a_colour_that_can_be_read_is_left_alone():
    assert colour.readable("#1c5d63") == "#1c5d63"


@pytest.mark.parametrize("words", ["red", "#12345", "#1234567", "#12345g", "#123456;}body{display:none"])
def test_nothing_but_a_colour_reaches_the_stylesheet(words):
    with pytest.raises(ValueError, match="six hexadecimal digits"):
        colour.stylesheet(words)


def test_where_the_councils_stylesheet_cannot_be_had_ours_holds_every_shade():
    ours = (Path(colour.__file__).parent / "static/ui/seenheard.css").read_text()
    shades = re.findall(r"--([\w-]+):", colour.stylesheet("#1c5d63"))
    assert len(shades) == 6
    assert [shade for shade in shades if f"--{shade}: " not in ours] == []
