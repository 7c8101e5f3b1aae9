"""Whether words tell an address, however it is spelt: asked before words are kept that many people will read.

"14 Rowan Road, Littleport, PE30 1AA" is told for sure by "14, rowan rd", "No 14 Rowan-Road", "fourteen in Rowan Road",
"pe301aa"; perhaps by "Rowan Road" alone, which may be a school's name; not by "Littleport", nor by the district "PE30".
A street that every town has ("High Street") is told with its number only.
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
LEFT_OUT = frozenset({"no", "number", "nr"})
BETWEEN = frozenset({"the", "in", "on", "of", "at", "is", "and"})  # what may stand between a number and its street
# Told by their number only: nobody's address is known by these alone.
EVERYWHERE = frozenset({
    "newhouse", "oldhouse", "whitehouse", "oldschool", "highstreet", "mainstreet", "mainroad", "newroad", "stationroad",
    "churchroad", "churchstreet", "churchlane", "londonroad", "parkroad", "parkavenue", "victoriaroad", "manorroad",
    "greenlane", "schoollane", "kingsroad", "queensroad",
})  # fmt: skip
POSTCODE = re.compile(r"[a-z]{1,2}[0-9][0-9a-z]?[0-9][a-z]{2}")
LIKE_A_DIGIT = str.maketrans("oil", "011")  # a postcode's letters and digits, as people mix them up


class Telling(IntEnum):
    """How much words tell of an address. PERHAPS: a street or a house by name alone, which may be something else."""

    NOT = 0
    PERHAPS = 1
    SURELY = 2


@dataclass(frozen=True, slots=True)
class _Clue:
    """Folded words that give an address away, in a row."""

    words: tuple[str, ...]
    telling: Telling


def how_told(words: str, *, lines: str | None, postcode: str | None) -> Telling:
    """How much these words tell: the postcode, or a house with its street or place, for sure; a name alone, perhaps."""
    if _has_postcode(words, postcode):
        return Telling.SURELY
    strict = _folded(words)
    loose = [word for word in strict if word not in BETWEEN]
    clues = dict.fromkeys(_clues(lines or ""))
    return max((clue.telling for clue in clues if _is_said(clue, strict, loose)), default=Telling.NOT)


def folded(words: str | None) -> str:
    """An address in one word, the same however it is set: to tell whether two rows mean one place."""
    return "".join(word for word in _folded(words or "") if word not in BETWEEN)


def _has_postcode(words: str, postcode: str | None) -> bool:
    whole = "".join(_pieces(postcode or ""))
    if not POSTCODE.fullmatch(whole):  # of a district alone ("PE30") nobody learns where a house is
        return False
    said = [piece.translate(LIKE_A_DIGIT) for piece in _pieces(words)]
    return _in_a_row(whole.translate(LIKE_A_DIGIT), said)


def _is_said(clue: _Clue, strict: list[str], loose: list[str]) -> bool:
    """A name alone is looked for as it stands; a number and its street also with a small word between them."""
    if clue.telling is Telling.PERHAPS:
        return _in_a_row("".join(clue.words), [word for word in strict if word != "the"])
    if "the" in clue.words:  # "4 The Green": not every four green apples
        return _in_a_row("".join(clue.words), strict)
    return _in_a_row("".join(clue.words), loose)


def _clues(lines: str) -> Iterator[_Clue]:
    """What of an address gives it away: each house with its street or place, and each name that says enough alone."""
    segments = [one for part in re.split(r"[,;\n]", lines) for one in _segments(_folded(part))]
    waiting: list[list[str]] = []  # house numbers and names that stand before their street
    for place, segment in enumerate(segments):
        numbers = [word for word in segment if _is_number(word)]
        name = [word for word in segment if not _is_number(word) and word != "flat"]
        plain = [word for word in name if word not in BETWEEN]
        if not plain:
            waiting += [[number] for number in numbers]
            continue
        street = plain[-1] in STREETS
        for house in [*([numbers] if numbers else []), *([one] for one in numbers), *waiting]:
            yield from _with_house(house, name, plain)
        if len(plain) > 1 and "".join(plain) not in EVERYWHERE and (street or not place or numbers):
            yield _Clue(tuple(plain), Telling.PERHAPS)
        if street:
            waiting = []
        elif not place or plain[-1] in HOUSES:
            waiting.append(plain)


def _with_house(house: list[str], name: list[str], plain: list[str]) -> Iterator[_Clue]:
    """A number or a house's name with what follows it; where that is one everyday word, "the" belongs to it."""
    if len(plain) == 1 and plain[0] in STREETS:
        said = _Clue((*house, "the", *plain), Telling.SURELY)
        yield said if name[0] == "the" else _Clue((*house, *plain), Telling.PERHAPS)
        return
    without_letter = [word.rstrip("abcdefghijklmnopqrstuvwxyz") if _is_number(word) else word for word in house]
    for one in (house, without_letter):
        yield _Clue((*one, *plain), Telling.SURELY)
        yield _Clue((*plain, *one), Telling.SURELY)


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
            if joined == goal:
                return True
            if not goal.startswith(joined):
                break
    return False


def _folded(words: str) -> list[str]:
    """Folded words: no accent or capital, "Rd" as "road", "fourteen" as "14"; "12A" and "12 a" alike."""
    found = re.findall(r"[0-9]+[a-z]?(?![a-z0-9])|[a-z]+|[0-9]+", _bare(words))
    told = [word for word in found if word not in LEFT_OUT]
    whole = [_whole(word, following) for word, following in zip_longest(told, told[1:], fillvalue="")]
    return _with_letters(_with_numbers(whole))


def _pieces(words: str) -> list[str]:
    """Letters and figures, as they stand together."""
    return re.findall(r"[a-z0-9]+", _bare(words))


def _bare(words: str) -> str:
    bare = unicodedata.normalize("NFKD", words.casefold())
    return "".join(one for one in bare if not unicodedata.combining(one) and one not in "'’‘`´")


def _with_letters(words: list[str]) -> list[str]:
    """ "12 a" as "12a": the letter is the number's."""
    found: list[str] = []
    for word in words:
        if len(word) == 1 and word.isalpha() and found and found[-1].isdigit():
            found[-1] += word
        else:
            found.append(word)
    return found


def _whole(word: str, following: str) -> str:
    """ "St" before a name is a saint, after it a street: "St Marys Rd", "Rowan St"."""
    if word == "st" and following and following not in WHOLE and following not in SHORT and not following.isdigit():
        return "saint"
    return WHOLE.get(word, word)


def _with_numbers(words: list[str]) -> list[str]:
    found: list[str] = []
    for word in words:
        if word in NUMBERS:
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
