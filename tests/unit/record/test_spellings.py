"""An address is told however it is spelt; a district, another house or a street that every town has are not."""

import pytest

from seenheard.record.domain.spellings import tells

LINES, POSTCODE = "14 Rowan Road, Littleport", "PE30 1AA"
THIRTY = """
14 Rowan Road|14 rowan road|14 ROWAN ROAD|14, Rowan Road|14 Rowan Rd|14 Rowan Rd.|14 Rowan-Road|No 14 Rowan Road
no. 14 Rowan Rd|number 14, Rowan Road|fourteen Rowan Road|Fourteen, Rowan Rd|Rowan Road 14|14 RowanRoad|14rowanroad
14  Rowan   Road|(14) Rowan Road|14/Rowan/Road|14 Rowán Road|at Rowan Road, number 14|Rowan Road|the house in rowan rd
PE30 1AA|pe30 1aa|PE301AA|pe301aa|PE3O 1AA|PE30-1AA|P E 3 0 1 A A|She lives at 14 Rowan Road, Littleport PE30 1AA now
"""
SPELLINGS = [one for line in THIRTY.strip().splitlines() for one in line.split("|")]


def test_thirty_spellings():
    assert len(SPELLINGS) == 30
    assert [one for one in SPELLINGS if not tells(one, lines=LINES, postcode=POSTCODE)] == []


@pytest.mark.parametrize(
    "words",
    [
        "Littleport",
        "PE30",
        "PE30 2AB",
        "The rowan tree by the road is 14 years old",
        "He is 14. Roads are busy",
        "14 Rowley Road",
        "High Street",
        "",
    ],
)
def test_what_tells_nothing(words):
    assert not tells(words, lines=LINES, postcode=POSTCODE)


@pytest.mark.parametrize(
    ("lines", "told", "not_told"),
    [
        ("1 High Street", ("1 High St", "one high street", "High Street 1"), ("High Street", "11 High Street", "1a")),
        ("Rose Cottage, Mill Lane", ("rose cottage", "Rose Cott", "mill ln"), ("a rose", "cottage pie")),
        ("Flat 2, 12 St Mary’s Road", ("12 st marys rd", "St. Mary's Rd", "Saint Mary’s Road"), ("St Mary’s",)),
        ("12A Kings Court", ("12a kings ct", "12 A Kings Court"), ("the king of 12",)),
        ("14\nRowan Road", ("14 Rowan Rd",), ("41",)),
        ("Twenty-two Acacia Avenue", ("22 acacia ave",), ("2",)),
        ("", (), ("anything", "")),
        (None, (), ("anything",)),
    ],
)
def test_other_kinds_of_address(lines, told, not_told):
    assert [one for one in told if not tells(one, lines=lines, postcode=None)] == []
    assert [one for one in not_told if tells(one, lines=lines, postcode="PE30")] == []
