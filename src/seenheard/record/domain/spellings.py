"""Whether words tell an address, however it is spelt: asked before words are kept that many people will read.

"14 Rowan Road, Littleport, PE30 1AA" is told by "14, rowan rd", "No 14 Rowan-Road", "fourteen Rowan Road", "pe301aa"
and by "Rowan Road" alone; not by "Littleport", nor by the district "PE30". A street that every town has ("High
Street") is told with its number only.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import zip_longest

SHORT = {
    "street": ("str", "st"),
    "road": ("rd",),
    "avenue": ("ave", "av"),
    "lane": ("ln", "la"),
    "close": ("cl", "clo"),
    "drive": ("dr", "drv"),
    "court": ("ct", "crt"),
    "crescent": ("cres", "cr", "cresc"),
    "gardens": ("gdns", "gdn", "garden"),
    "grove": ("gr", "gro", "grv"),
    "place": ("pl",),
    "square": ("sq",),
    "terrace": ("ter", "terr"),
    "way": ("wy",),
    "house": ("hse", "ho"),
    "cottage": ("cott", "cot"),
    "flat": ("apartment", "apt", "flt"),
    "saint": (),  # "St Mary's Road": see _whole
}
WHOLE = {short: whole for whole, shorts in SHORT.items() for short in shorts}
MORE_STREETS = (
    "hill", "mews", "rise", "row", "walk", "view", "green", "park", "parade", "broadway", "meadow", "meadows", "croft",
    "bank", "end", "yard", "quay", "wharf", "circus", "common", "field", "fields", "orchard", "vale", "heights", "wood",
)  # fmt: skip
STREETS = frozenset((*SHORT, *MORE_STREETS)) - {"house", "cottage", "flat", "saint"}
ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
NUMBERS = (*ONES.split(), "eighteen", "nineteen")
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
LEFT_OUT = frozenset({"no", "number", "nr", "the"})
# Told by their number only: nobody's address is known by these alone.
EVERYWHERE = frozenset(
    {
        "newhouse",
        "oldhouse",
        "whitehouse",
        "oldschool",
        "highstreet",
        "mainstreet",
        "stationroad",
        "churchroad",
        "churchstreet",
        "churchlane",
        "londonroad",
        "parkroad",
    }
)
POSTCODE = re.compile(r"[a-z]{1,2}[0-9][0-9a-z]?[0-9][a-z]{2}")
LIKE_A_DIGIT = str.maketrans("oil", "011")  # a postcode's letters and digits, as people mix them up


def tells(words: str, *, lines: str | None, postcode: str | None) -> bool:
    """Whether these words hold the postcode, the house and street, or a street or house name that says enough."""
    return _has_postcode(words, postcode) or _has_lines(words, lines)


def _has_postcode(words: str, postcode: str | None) -> bool:
    whole = _squeezed(postcode or "")
    if not POSTCODE.fullmatch(whole):  # of a district alone ("PE30") nobody learns where a house is
        return False
    return whole.translate(LIKE_A_DIGIT) in _squeezed(words).translate(LIKE_A_DIGIT)


def _has_lines(words: str, lines: str | None) -> bool:
    said = _parts(words)
    return any(_is_in(part, said) for part in _telling(lines or ""))


def _telling(lines: str) -> Iterator[list[str]]:
    """What of an address gives it away, folded: a house with its street, and each name that says enough alone."""
    folded = [_parts(one) for one in re.split(r"[,;\n]", lines)]
    for place, part in enumerate(folded):
        street = [word for word in part if not _is_number(word)]
        if _ends_as_street(street):
            number = [word for word in part if _is_number(word)] or _number_before(folded[:place])
            if number:
                yield [*number, *street]
                yield [*street, *number]
            if "".join(street) not in EVERYWHERE:
                yield street
        elif place == 0 and len(street) > 1 and len(folded) > 1 and "".join(street) not in EVERYWHERE:
            yield street  # a house with a name


def _number_before(parts: list[list[str]]) -> list[str]:
    """ "12" of "12, Rowan Road" or of "Flat 12, Rowan Road"."""
    return next(([word] for part in reversed(parts) for word in reversed(part) if _is_number(word)), [])


def _ends_as_street(words: list[str]) -> bool:
    return len(words) > 1 and words[-1] in STREETS


def _is_in(wanted: list[str], said: list[str]) -> bool:
    """The words of one in a row in the other; written together or apart is the same, a longer number is not."""
    goal = "".join(wanted)
    for start in range(len(said)):
        joined = ""
        for word in said[start:]:
            joined += word
            if joined == goal:
                return True
            if len(joined) >= len(goal):
                break
    return False


def _parts(words: str) -> list[str]:
    """Folded words: no accent or capital, "Rd" as "road", "fourteen" as "14"; "12A" and "12 a" alike."""
    bare = unicodedata.normalize("NFKD", words.casefold())
    letters = "".join(one for one in bare if not unicodedata.combining(one) and one not in "'’‘`´")
    found = re.findall(r"[0-9]+[a-z]?(?![a-z0-9])|[a-z]+|[0-9]+", letters)
    told = [word for word in found if word not in LEFT_OUT]
    return _with_numbers([_whole(word, following) for word, following in zip_longest(told, told[1:], fillvalue="")])


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
    return word[0].isdigit()


def _squeezed(words: str) -> str:
    return "".join(one for one in words.casefold() if one.isalnum())
