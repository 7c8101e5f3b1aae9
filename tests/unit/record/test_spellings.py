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


BEFORE = (
    "Ground Floor|c/o|c/o Mrs Smith|Basement Flat|Top Floor Flat|The Garden Flat|Room 3|Annexe|The Annexe at|Caravan"
)
BEFORE += "|Mrs Smith|Littleport|Flat B|Flat 3 Basement|Room 3,|Ground Floor,|Care of Mr Smith"


SAID = ("She sleeps at 14 Rowan Road", "fourteen rowan rd", "Rowan Road")
SAID = (*SAID, "Littleport", "room 3", "Mrs Smith", "on the ground floor", "a caravan")


@pytest.mark.parametrize("before", BEFORE.split("|"))
def test_words_before_the_number_are_no_part_of_the_streets_name(before):
    told = {words: tells(words, lines=f"{before} 14 Rowan Road Littleport") for words in SAID}
    assert list(told.values()) == [SURELY, SURELY, PERHAPS, NOT, NOT, NOT, NOT, NOT], told


AROUND = (
    "14 Ground Floor Rowan Road|14, Basement Flat, Rowan Road|Rowan Road 14 Upwell|Rowan Road, 14|Rowan Rd, 14, Upwell"
)


@pytest.mark.parametrize("lines", AROUND.split("|"))
def test_words_between_the_number_and_the_street_or_after_both(lines):
    assert tells("She sleeps at 14 Rowan Road", lines=lines) is SURELY
    assert tells("Rowan Road", lines=lines) is PERHAPS


BESIDE = "the PE30 1AA's car park|PE301AAand|postcodePE301AA|PE30 1AAs|14 Rowan Road's garden|14 Rowan Rd’s garden"
BESIDE += "|number 14's door, Rowan Road's end"


@pytest.mark.parametrize("words", BESIDE.split("|"))
def test_with_a_letter_beside_it(words):
    assert tells(words, lines=LINES, postcode=POSTCODE) is SURELY


def test_another_postcode_that_ends_alike_is_not_told():
    said = ("PE1 1AA", "PE11AA", "(pe11aa)", "E1 1AB", "postcodeE11AA", "E11AA's")
    told = [tells(words, lines=None, postcode="E1 1AA") for words in said]
    assert told == [NOT, NOT, NOT, NOT, SURELY, SURELY]


APART = [
    ("House 14, it is loud there. The road: Rowan Road", SURELY),
    ("Rowan Road\nIt is the number 14 there", SURELY),
    ("fourteen it is. The street is rowan rd", SURELY),
    ("Rowan Road School on 14 March 2026", PERHAPS),
    ("Rowan Road School, 14/03/2026, at 14:30", PERHAPS),
    ("She is 14 years old and at Rowan Road School", PERHAPS),
    ("2 of them are at Rowan Road School", PERHAPS),
]


@pytest.mark.parametrize(("words", "telling"), APART)
def test_a_number_apart_from_its_street_unless_it_is_a_day_an_hour_or_an_age(words, telling):
    assert tells(words, lines=LINES) is telling
    assert tells(words, lines="Flat 2, 14 Rowan Road") is telling


@pytest.mark.parametrize("lines", ["14 Rowan Street", "14 Rowan St Littleport", "Annexe 14 Rowan St, Littleport"])
def test_a_street_written_like_a_saint(lines):
    for words in ("She left 14 Rowan St today", "14 rowan street", "14 Rowan St., Littleport"):
        assert tells(words, lines=lines) is SURELY
    assert folded("14 Rowan St Littleport") == folded("14 Rowan Street, Littleport")


def test_one_of_several_is_no_houses_number():
    one = {"one of the High Street shops": NOT, "one high street": SURELY, "number one it is. High Street": PERHAPS}
    assert {words: tells(words, lines="1 High Street") for words in one} == one
    rowan = {"One of them is at Rowan Road School": PERHAPS, "It is number one. Rowan Road is near": SURELY}
    assert {words: tells(words, lines="1 Rowan Road") for words in rowan} == rowan


def test_a_place_of_one_word():
    broadway = {"14 Broadway": PERHAPS, "fourteen broadway": PERHAPS, "14, the Broadway": SURELY, "broadway": NOT}
    assert {words: tells(words, lines="14 The Broadway") for words in broadway} == broadway
    for lines in ("Room 7 Travelodge", "Room 7, Travelodge"):
        inn = {"the Travelodge, room 7": SURELY, "room 7 of the Travelodge": SURELY, "room 7": NOT, "Travelodge": NOT}
        assert {words: tells(words, lines=lines) for words in inn} == inn


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
