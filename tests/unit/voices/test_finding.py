"""Words are found by their beginnings, whatever their capitals and accents; nothing finds nothing."""

import pytest

from seenheard.voices.domain.finding import holds, looked_for


@pytest.mark.parametrize(
    ("typed", "said", "found"),
    [
        ("tues", "Longer TUESDAYS, please", True),
        ("long tues", "Longer Tuesdays", True),
        ("tues rabbit", "Longer Tuesdays", False),
        ("uesdays", "Longer Tuesdays", False),
        ("josé", "Jose came", True),
        ("Zoe", "Zoë came", True),
        ("\u0645\u0631", "\u0645\u0631\u062d\u0628\u0627", True),
        ("", "anything", False),
        ("... !", "anything", False),
        ("14", "number 14", True),
    ],
)
def test_finding(typed, said, found):
    assert holds(said, looked_for(typed)) is found
