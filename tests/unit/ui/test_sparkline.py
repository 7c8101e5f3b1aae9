"""A line of steps: higher is better, a gap is a gap, and every step has a shape of its own."""

from seenheard.ui.sparkline import sparkline


def test_steps_gaps_and_shapes():
    made = sparkline([1, 2, None, 3, 3], "in words")
    assert [mark.look for mark in made.marks] == ["red", "amber", "green", "green"]
    assert [mark.x for mark in made.marks] == [7, 21, 49, 63] and made.width == 70
    red, amber, green, _ = (mark.y for mark in made.marks)
    assert red > amber > green  # downwards is more
    assert made.lines == (f"7,{red} 21,{amber}", f"49,{green} 63,{green}")
    assert made.label == "in words"


def test_nothing_is_drawn_of_nothing():
    assert (sparkline([], "").marks, sparkline([None, 2], "").lines) == ((), ())
