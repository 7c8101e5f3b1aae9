"""An address is told however it is spelt; a district, another house or a street that every town has are not."""

import pytest

from seenheard.record.domain.spellings import Telling, folded, how_told

NOT, PERHAPS, SURELY = Telling
LINES, POSTCODE = "14 Rowan Road, Littleport", "PE30 1AA"
THIRTY = """
14 Rowan Road|14 rowan road|14 ROWAN ROAD|14, Rowan Road|14 Rowan Rd|14 Rowan Rd.|14 Rowan-Road|No 14 Rowan Road
no. 14 Rowan Rd|number 14, Rowan Road|fourteen Rowan Road|Fourteen, Rowan Rd|Rowan Road 14|14 RowanRoad|14rowanroad
14  Rowan   Road|(14) Rowan Road|14/Rowan/Road|14 Rowán Road|at Rowan Road, number 14|Rowan Road|the house in rowan rd
PE30 1AA|pe30 1aa|PE301AA|pe301aa|PE3O 1AA|PE30-1AA|P E 3 0 1 A A|She lives at 14 Rowan Road, Littleport PE30 1AA now
"""
SPELLINGS = [one for line in THIRTY.strip().splitlines() for one in line.split("|")]


ALONE = ("Rowan Road", "the house in rowan rd")  # a street's name may be a school's


def tells(words, *, lines, postcode=None):
    return how_told(words, lines=lines, postcode=postcode)


def test_thirty_spellings():
    assert len(SPELLINGS) == 30
    told = {one: tells(one, lines=LINES, postcode=POSTCODE) for one in SPELLINGS}
    assert {one for one, telling in told.items() if telling is PERHAPS} == set(ALONE)
    assert {one for one, telling in told.items() if telling is NOT} == set()


MORE = """
14 in Rowan Road|14 at the Rowan Road|Flat 3, 14 Rowan Rd|14 ROWAN RD, LITTLEPORT|rowan rd no. 14
14 Rowan\\nRoad|14; Rowan Road|House 14. Rowan Road|pe30-1aa|(PE30 1AA)|PE30 1AA.|Pe3o1Aa
"""


@pytest.mark.parametrize("words", [one for line in MORE.strip().splitlines() for one in line.split("|")])
def test_more_spellings(words):
    assert tells(words.replace("\\n", "\n"), lines=LINES, postcode=POSTCODE) is SURELY


INNOCENT = (
    "Littleport",
    "PE30",
    "PE30 2AB",
    "The rowan tree by the road is 14 years old",
    "He is 14. Roads are busy",
    "14 Rowley Road",
    "114 Rowley Road",
    "High Street",
    "",
    "We walked down the road to the shops",
    "She has a place at college, and a flat of her own from May",
    "Rowan said that he is fine",
    "The court sits on 14 April",
    "The drive took an hour, and Dr Patel was waiting",
    "He wants to close his account",
    "The way home was long: 14 miles",
    "I asked at 14:30, on the road",
    "The family is at 30 points of 1 aardvark",
    "Nobody was in the house",
    "Her cottage pie was good",
    "We met in the park by the green",
    "His school is in Littleport, 14 minutes by bus",
    "He has 14 rowan berries",
)


@pytest.mark.parametrize("words", INNOCENT)
def test_what_tells_nothing(words):
    for lines in (LINES, "14 Rowan Rd", "14, Rowan Road", "14\nRowan Road\nLittleport", "14 Rowan Road Littleport"):
        assert tells(words, lines=lines, postcode=POSTCODE) is NOT


# An address, what tells it for sure, what may tell it, and what does not.
KINDS = [
    ("1 High Street", ("1 High St", "one high street", "High Street 1"), (), ("High Street", "11 High Street", "1a")),
    ("Rose Cottage, Mill Lane", ("Rose Cott., Mill Ln",), ("rose cottage", "mill ln"), ("a rose", "cottage pie")),
    ("Rose Cottage Mill Lane Upwell", ("Rose Cottage, Mill Lane",), ("rose cott", "mill ln"), ("a rose", "Upwell")),
    ("Hillcrest, Mill Lane, Upwell", ("Hillcrest, Mill Ln",), ("Mill Lane",), ("hillcrest", "Upwell")),
    ("Flat 2, 12 St Mary’s Road", ("12 st marys rd", "2 Saint Mary's Rd"), ("St. Mary's Rd",), ("St Mary’s", "flat 2")),
    ("Flat 2 Rowan House 12 Mill Lane", ("12 mill ln", "flat 2, rowan hse"), ("Rowan House",), ("flat 2", "12")),
    ("12A Kings Court", ("12a kings ct", "12 A King's Crt", "12 Kings Court"), ("Kings Court",), ("the king of 12",)),
    ("12 A Kings Court", ("12a kings ct", "12 A Kings Court"), ("by kings court",), ("the court of kings",)),
    ("12-14 Park View Road", ("12 park view rd", "14 Park View Rd"), ("Park View Rd",), ("a park with a view",)),
    ("2/12 Elm Cres.", ("12 Elm Crescent", "flat 2, 12 elm cr"), ("elm cres",), ("elm", "a crescent moon")),
    ("7 Elm Cl", ("7 elm close", "seven Elm Cl."), ("Elm Close",), ("he was close to the elm at 7",)),
    ("9 Oak Ave", ("9 oak avenue", "9 Oak Av."), ("Oak Avenue",), ("9 oaks",)),
    ("9 Oak Dr", ("9 oak drive",), ("oak dr",), ("she saw the oak, and we will drive at 9",)),
    ("14\nRowan Road", ("14 Rowan Rd", "14 in Rowan Road"), ("rowan rd",), ("41",)),
    ("Twenty-two Acacia Avenue", ("22 acacia ave",), ("Acacia Avenue",), ("2", "22")),
    ("4 The Green, Upwell", ("4 the green", "no 4, The Green"), (), ("He ate 4 green apples", "on the green")),
    ("12 Cornhill", ("12 cornhill", "Cornhill 12"), (), ("cornhill", "12 corns")),
    ("5 Broadway", (), ("5 Broadway",), ("Broadway",)),
    ("3 The Old Rectory, Church Lane", ("3 old rectory",), ("the old rectory",), ("church lane", "the rector is old")),
    ("", (), (), ("anything", "")),
    (None, (), (), ("anything",)),
]


@pytest.mark.parametrize(("lines", "surely", "perhaps", "nothing"), KINDS)
def test_other_kinds_of_address(lines, surely, perhaps, nothing):
    for expected, said in ((SURELY, surely), (PERHAPS, perhaps), (NOT, nothing)):
        assert [one for one in said if tells(one, lines=lines, postcode="PE30") is not expected] == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("14 Rowan Road, Littleport", "14, ROWAN RD. Littleport", True),
        ("Flat 2, Elm Crescent", "Apt 2 Elm Cres", True),
        ("14 Rowan Road", "41 Rowan Road", False),
    ],
)
def test_one_place_set_in_two_ways(one, other, same):
    assert (folded(one) == folded(other)) is same
