"""Whether words tell an address in one of the ways people write it: asked before words are kept that many will read.

"14 Rowan Road, Littleport, PE30 1AA" is told for sure by "14, rowan rd", "No 14 Rowan-Road", "fourteen in Rowan Road",
"the house is 14, in Rowan Road it is", "pe301aa"; perhaps by "Rowan Road" alone, which may be a school's name; not by
"Littleport", nor by the district "PE30". A street that every town has ("High Street") is told with its number only.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import zip_longest

SHORT = {
    "street": ("str", "st"),
    "road": ("rd",),
    "avenue": ("ave", "av", "aven"),
    "lane": ("ln", "la"),
    "close": ("cl", "clo", "cls"),
    "drive": ("dr", "drv"),
    "court": ("ct", "crt"),
    "crescent": ("cres", "cr", "crs", "cresc", "crescnt"),
    "gardens": ("gdns", "gdn", "gds", "garden"),
    "grove": ("gr", "gro", "grv"),
    "place": ("pl", "plc"),
    "square": ("sq",),
    "terrace": ("ter", "terr", "tce"),
    "way": ("wy",),
    "walk": ("wlk",),
    "mews": ("mws",),
    "parade": ("pde",),
    "boulevard": ("blvd",),
    "green": ("grn",),
    "park": ("pk",),
    "estate": ("est",),
    "heights": ("hts",),
    "house": ("hse", "ho"),
    "cottage": ("cott", "cot"),
    "lodge": ("ldg",),
    "flat": ("apartment", "apt", "flt", "unit"),
    "saint": (),  # "St Mary's Road": see _whole
}
WHOLE = {short: whole for whole, shorts in SHORT.items() for short in shorts}
HOUSES = frozenset(
    {"house", "cottage", "lodge", "farm", "barn", "hall", "villa", "manor", "grange", "rectory", "vicarage", "bungalow"}
)
MORE_STREETS = (
    "hill", "rise", "row", "view", "broadway", "meadow", "meadows", "croft", "bank", "end", "yard", "quay", "wharf",
    "circus", "common", "field", "fields", "orchard", "vale", "wood", "approach", "passage", "path",
)  # fmt: skip
STREETS = frozenset((*SHORT, *MORE_STREETS)) - HOUSES - {"flat", "saint"}
ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
NUMBERS = (*ONES.split(), "eighteen", "nineteen")
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
# What part of a house it is: no part of the street's name, in "Ground Floor 14 Rowan Road".
UNITS = frozenset(
    {"flat", "room", "floor", "bedsit", "studio", "annexe", "annex", "caravan", "basement", "attic", "maisonette"}
)
BESIDE_UNITS = frozenset(
    {"top", "ground", "first", "second", "third", "lower", "upper", "middle", "rear", "front", "back", "left", "right",
     "gardens", "c", "o", "care"}
)  # fmt: skip
TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx"})
LEFT_OUT = frozenset({"no", "number", "nr"})
BETWEEN = frozenset({"the", "in", "on", "of", "at", "is", "and"})  # what may stand between a number and its street
SELDOM = frozenset(
    {"broadway", "mews", "crescent", "boulevard", "parade", "terrace", "quay", "wharf"}
)  # said of a street
# Told by their number only: nobody's address is known by these alone.
EVERYWHERE = frozenset({
    "newhouse", "oldhouse", "whitehouse", "oldschool", "highstreet", "mainstreet", "mainroad", "newroad", "stationroad",
    "churchroad", "churchstreet", "churchlane", "londonroad", "parkroad", "parkavenue", "victoriaroad", "manorroad",
    "greenlane", "schoollane", "kingsroad", "queensroad",
})  # fmt: skip
POSTCODE = re.compile(r"[a-z]{1,2}[0-9][0-9a-z]?[0-9][a-z]{2}")
LIKE_A_DIGIT = str.maketrans("oil", "011")  # a postcode's letters and digits, as people mix them up
FOR_A_DIGIT = {"0": "[0o]", "1": "[1il]"}
POSSESSIVE = re.compile(rf"\b({'|'.join(sorted(WHOLE))})['’‘`´]s\b")
# Numbers that are nobody's house where they stand apart from a street: days, hours, ages, and "one" of several.
MONTH = r"(?:(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)[a-z]*|may(?! (?:be|have|not|well)))\b"
NO_HOUSE = re.compile(
    rf"\b[0-9]{{1,2}} ?(?:st|nd|rd|th)?(?: of)? {MONTH}(?: [0-9]{{4}})?|\b{MONTH} [0-9]{{1,2}}\b(?:,? [0-9]{{4}})?"
    r"|\b[0-9]{4}-[0-9]{2}-[0-9]{2}|\b[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{2,4}|\b[0-9]{1,2}[:.][0-9]{2}\b"
    r"|\b[0-9]{1,2} ?[ap]\.?m\b|\b[0-9]+(?:st|nd|rd|th)\b|\bage[ds]? [0-9]+"
    r"|\b[0-9]+[ -](?:year|month|week|day|hour|minute|mile)s?\b|(?<!no )(?<!no\. )(?<!number )\bone\b"
)


class Telling(IntEnum):
    """How much words tell of an address. PERHAPS: a street or a house by name alone, which may be something else."""

    NOT = 0
    PERHAPS = 1
    SURELY = 2


@dataclass(frozen=True, slots=True)
class _Clue:
    """Folded words that give an address away, in a row. `number`: that stands anywhere else in what is said."""

    words: tuple[str, ...]
    telling: Telling
    number: str = ""


@dataclass(frozen=True, slots=True)
class _Said:
    """What somebody wrote, folded: as it stands, without small words, and also without what part of a house it is."""

    strict: list[str]
    loose: list[str]
    looser: list[str]
    numbers: frozenset[str]  # that may be a house's, wherever they stand


def how_told(words: str, *, lines: str | None, postcode: str | None) -> Telling:
    """How much these words tell: the postcode, or a house with its street or place, for sure; a name alone, perhaps."""
    if _has_postcode(words, postcode):
        return Telling.SURELY
    clues = dict.fromkeys(_clues(lines or ""))
    if not clues:
        return Telling.NOT
    strict = [_either(word) for word in _folded(words)]
    loose = [word for word in strict if word not in BETWEEN]
    numbers = filter(_is_number, _folded(NO_HOUSE.sub(" ", _bare(words))))
    apart = frozenset(one for number in numbers for one in (number, number.removesuffix("s")))  # "number 14's door"
    said = _Said(strict, loose, [word for word in loose if word not in UNITS], apart)
    return max((clue.telling for clue in clues if _is_said(clue, said)), default=Telling.NOT)


def folded(words: str | None) -> str:
    """An address in one word, the same however it is set: to tell whether two rows mean one place."""
    return "".join(_either(word) for word in _folded(words or "") if word not in BETWEEN)


def _has_postcode(words: str, postcode: str | None) -> bool:
    whole = "".join(_pieces(postcode or ""))
    if not POSTCODE.fullmatch(whole):  # of a district alone ("PE30") nobody learns where a house is
        return False
    said = [piece.translate(LIKE_A_DIGIT) for piece in _pieces(words)]
    return _in_a_row(whole.translate(LIKE_A_DIGIT), said) or _has_postcode_within(_bare(words), whole)


def _has_postcode_within(words: str, whole: str) -> bool:
    """With a letter beside it: "the PE30 1AA's car park", "postcodePE301AA". "PE1 1AA" does not hold "E1 1AA"."""
    as_typed = "".join(FOR_A_DIGIT.get(one, one) for one in whole[:-3])
    inward = "".join(FOR_A_DIGIT.get(one, one) for one in whole[-3:])
    before = r"(?<![^a-z][a-z])(?<!^[a-z])" if whole[1].isdigit() else ""
    return re.search(rf"{before}{as_typed}[^a-z0-9]{{0,3}}{inward}", f" {words}") is not None


def _is_said(clue: _Clue, said: _Said) -> bool:
    """A name alone is looked for as it stands; a number and its street also with a small word between them."""
    goal = "".join(map(_either, clue.words))
    if clue.number:
        return clue.number in said.numbers and _in_a_row(goal, [word for word in said.strict if word != "the"])
    if clue.telling is Telling.PERHAPS:
        return _in_a_row(goal, [word for word in said.strict if word != "the"])
    if "the" in clue.words:  # "4 The Green": not every four green apples
        return _in_a_row(goal, said.strict)
    return _in_a_row(goal, said.loose) or _in_a_row(goal, said.looser)


def _clues(lines: str) -> Iterator[_Clue]:
    """What of an address gives it away: each house with its street or place, and each name that says enough alone."""
    waiting: list[list[str]] = []  # house numbers and names that stand before their street
    flats: set[str] = set()  # numbers of flats and rooms: apart from the street they say too little
    first = True
    street_before: list[str] = []
    for part in re.split(r"[,;\n]", lines):
        for segment, is_prefix in _split(_folded(part)):
            numbers = [word for word in segment if _is_number(word)]
            name = _without_unit([word for word in segment if not _is_number(word)])
            plain = [word for word in name if word not in BETWEEN]
            if street_before and _is_number(segment[0]):  # "Rowan Road 14 Littleport", "Rowan Road, 14"
                yield from _with_house(numbers, street_before, street_before)
            if not plain or (plain[0] in TITLES and not numbers):
                waiting += [[number] for number in numbers]
                flats |= set(numbers if UNITS & set(segment) else ())
                continue
            street, house_name = plain[-1] in STREETS, plain[-1] in HOUSES
            for house in [*([numbers] if numbers else []), *([one] for one in numbers), *waiting]:
                found = _with_house(house, name, plain)
                yield from (clue for clue in found if clue.number not in flats or clue.number in numbers)
            says_enough = house_name if is_prefix else street or first or numbers
            if len(plain) > 1 and "".join(plain) not in EVERYWHERE and says_enough:
                yield _Clue(tuple(plain), Telling.PERHAPS)
            if street:
                waiting = []
            elif house_name or (first and not is_prefix):
                waiting.append(plain)
            street_before, first = plain if street and not numbers else [], False


def _with_house(house: list[str], name: list[str], plain: list[str]) -> Iterator[_Clue]:
    """A number or a house's name with what follows it; where that is one everyday word, "the" belongs to it."""
    if len(plain) == 1 and plain[0] in STREETS:
        said = _Clue((*house, "the", *plain), Telling.SURELY)
        if name[0] == "the":
            yield said
        if name[0] != "the" or plain[0] in SELDOM:
            yield _Clue((*house, *plain), Telling.PERHAPS)
        return
    without_letter = [word.rstrip("abcdefghijklmnopqrstuvwxyz") if _is_number(word) else word for word in house]
    for one in (house, without_letter):
        yield _Clue((*one, *plain), Telling.SURELY)
        yield _Clue((*plain, *one), Telling.SURELY)
        if len(plain) > 1 and len(one) == 1 and _is_number(one[0]):
            apart = Telling.PERHAPS if "".join(plain) in EVERYWHERE else Telling.SURELY
            yield _Clue(tuple(plain), apart, number=one[0])


def _without_unit(name: list[str]) -> list[str]:
    """ "Ground Floor Rowan Road" as "Rowan Road"; nothing of "Basement Flat". "Caravan Lane" stays: a street's name."""
    part = UNITS | BESIDE_UNITS | BETWEEN
    many = next((place for place, word in enumerate(name) if word not in part), len(name))
    units = [place for place, word in enumerate(name[:many]) if word in UNITS]
    after = units[-1] + 1 if units else 2 if name[:2] in (["c", "o"], ["care", "of"]) else 0
    rest = name[after:]
    kept = name if len(rest) == 1 and rest[0] in STREETS and name[0] != "flat" else rest
    return [word for word in kept if word != "flat"]


def _split(words: list[str]) -> Iterator[tuple[list[str], bool]]:
    """Each piece of an address, and whether it stands before a number that belongs to what follows."""
    for piece in _segments(words):
        begin = 0
        for place in range(1, len(piece)):
            named_after = any(not _is_number(one) for one in piece[place:])
            if _is_number(piece[place]) and not _is_number(piece[place - 1]) and named_after:
                yield piece[begin:place], True
                begin = place
        if piece[begin:]:
            yield piece[begin:], False


def _segments(words: list[str]) -> list[list[str]]:
    """An address without commas in pieces: "Rose Cottage Mill Lane Littleport" is a house, a street and a place."""
    pieces: list[list[str]] = [[]]
    for word, following in zip_longest(words, words[1:], fillvalue=""):
        pieces[-1].append(word)
        named = any(not _is_number(one) for one in pieces[-1][:-1])
        if named and word in STREETS | HOUSES and following not in STREETS:
            pieces.append([])
    if len(pieces) > 1 and all(map(_is_number, pieces[-1])):  # "Rowan Road 14"
        pieces[-2:] = [pieces[-2] + pieces[-1]]
    return pieces


def _in_a_row(goal: str, said: list[str]) -> bool:
    """Whether words in a row come to this; written together or apart is the same, a longer number is not."""
    for start in range(len(said)):
        joined = ""
        for word in said[start:]:
            joined += word
            if joined in (goal, f"{goal}s"):  # "14 Rowan Road's garden"
                return True
            if not goal.startswith(joined):
                break
    return False


def _folded(words: str) -> list[str]:
    """Folded words: no accent or capital, "Rd" as "road", "fourteen" as "14"; "12A" and "12 a" alike."""
    found = re.findall(r"[0-9]+[a-z]?(?![a-z0-9])|[a-z]+|[0-9]+", _bare(words))
    told = [word for word in found if word not in LEFT_OUT]
    whole = [
        _whole(before, word, after) for before, word, after in zip(["", *told], told, [*told[1:], ""], strict=False)
    ]
    return _with_letters(_with_numbers(whole))


def _pieces(words: str) -> list[str]:
    """Letters and figures, as they stand together."""
    return re.findall(r"[a-z0-9]+", _bare(words))


def _bare(words: str) -> str:
    bare = POSSESSIVE.sub(r"\1", unicodedata.normalize("NFKD", words.casefold()))
    return "".join(one for one in bare if not unicodedata.combining(one) and one not in "'’‘`´")


def _either(word: str) -> str:
    """What is compared does not tell a saint from a street: "She left 14 Rowan St today" could be either."""
    return "street" if word == "saint" else word


def _with_letters(words: list[str]) -> list[str]:
    """ "12 a" as "12a": the letter is the number's."""
    found: list[str] = []
    for word in words:
        if len(word) == 1 and word.isalpha() and found and found[-1].isdigit():
            found[-1] += word
        else:
            found.append(word)
    return found


def _whole(before: str, word: str, following: str) -> str:
    """ "St" before a name is a saint, after it a street: "St Marys Rd", "Rowan St Littleport"."""
    if word == "st" and following and following not in WHOLE and following not in SHORT and not following.isdigit():
        before = WHOLE.get(before, before)
        named = before and not _is_number(before) and before not in NUMBERS and before not in TENS
        return "street" if named and before not in BETWEEN | UNITS | HOUSES | STREETS else "saint"
    return WHOLE.get(word, word)


def _with_numbers(words: list[str]) -> list[str]:
    """Words for numbers as figures; "one of the shops" counts nothing."""
    found: list[str] = []
    for word, following in zip_longest(words, words[1:], fillvalue=""):
        if word in NUMBERS and following != "of":
            number = NUMBERS.index(word) + 1
            if found and found[-1].isdigit() and int(found[-1]) in TENS.values() and number < 10:
                found[-1] = str(int(found[-1]) + number)
            else:
                found.append(str(number))
        else:
            found.append(str(TENS[word]) if word in TENS else word)
    return found


def _is_number(word: str) -> bool:
    return word[:1].isdigit()
