"""What somebody chooses of the heat map: nonsense is as good as nothing, and both lights of one cell have to fit."""

import pytest

from seenheard.desk.presenters.heat_filters import FITS, OWED, SAYS, Chosen, chosen
from seenheard.desk.presenters.heat_map import LOOKS, NO_LOOK, SOME, _said
from seenheard.voices.domain.answers import Colour, State, Voice
from seenheard.voices.domain.mismatch import compare
from seenheard.voices.queries import Heat


def test_what_is_none_of_the_choices_is_as_good_as_nothing():
    assert chosen({"category": "x", "says": "green", "owed": "drop table"}, ()) == Chosen()
    assert chosen({"says": "act", "owed": "overdue"}, ()).asked == {"says": "act", "owed": "overdue"}


def test_every_look_and_every_state_can_be_chosen():
    assert {value for value, _ in SAYS if value} == {*LOOKS.values(), NO_LOOK, SOME}
    assert {value for value, _ in OWED if value} == set(FITS)


@pytest.mark.parametrize(
    ("owed", "overdue", "due", "unjudged", "fits"),
    [
        ("", 0, False, 0, True),
        ("overdue", 1, True, 0, True),
        ("overdue", 0, True, 1, False),
        ("due", 0, True, 0, True),
        ("due", 2, True, 0, False),
        ("nothing", 0, False, 0, True),
        ("nothing", 0, False, 1, False),
        ("unjudged", 1, False, 1, True),
        ("unjudged", 1, True, 0, False),
    ],
)
def test_the_second_light(owed, overdue, due, unjudged, fits):
    assert bool(Chosen(owed=owed).fits("act", overdue, due, unjudged)) is fits
    assert not Chosen(says="talk", owed=owed).fits("act", overdue, due, unjudged)


@pytest.mark.parametrize(
    ("carer", "parent", "says"),
    [
        (Colour.GREEN, State.NOT_ANSWERED, ("same", "The same")),
        (Colour.GREEN, Colour.RED, ("same", "The same")),
        (State.NOT_ANSWERED, Colour.RED, (SOME, "The same of two")),
    ],
)
def test_a_parent_is_in_no_comparison_silent_or_not(carer, parent, says):
    answers = {Voice.WORKER: Colour.GREEN, Voice.CARER: carer, Voice.CHILD: Colour.GREEN, Voice.PARENT: parent}
    compared = {voice: answer for voice, answer in answers.items() if voice is not Voice.PARENT}
    assert _said(Heat(answers, compare(compared, safety=False)))[:2] == says
