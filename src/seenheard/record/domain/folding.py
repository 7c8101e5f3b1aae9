"""Names as they are compared: without accents, marks and spellings that people do not hear.

"Łukasz O’Brien-MacDonald" and "lukasz obrien mcdonald" come to the same parts. Folding is for finding only: what a page
shows is the name as it was written.
"""

import unicodedata
from collections.abc import Iterator
from itertools import pairwise

# What Unicode does not take apart into a plain letter and an accent.
LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ħ": "h",
        "ŋ": "n",
        "ŧ": "t",
    }
)
APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼʻ`´"))  # O’Brien and OBrien are one
PARTICLES = ("mc", "mac", "o")  # standing alone they belong to the next word: "Mc Donald", "O Brien"
SHORTEST_SPELT_OTHERWISE = 4  # letters: with fewer, every name is like every other
MOST_WORDS = 8  # of what is looked for


def words(name: str) -> list[str]:
    """The folded words of a name, in its order: no accent, no capital, "Mac" as "Mc"; halves of double names apart."""
    apart = unicodedata.normalize("NFKD", name.casefold()).casefold()
    bare = apart.translate(LETTERS).translate(APOSTROPHES)
    letters = "".join(letter if letter.isalnum() else " " for letter in bare if not unicodedata.combining(letter))
    return [_mc(word) for word in _with_particles(letters.split())]


def parts(*names: str | None) -> frozenset[str]:
    """Every part by which these names may be looked for: their words, and neighbours written as one word."""
    found: set[str] = set()
    for name in filter(None, names):
        listed = words(name)
        found |= {*listed, "".join(listed), *map("".join, pairwise(listed))}
    return frozenset(found - {""})


def asked_for(looked_for: str) -> list[tuple[str, frozenset[int]]]:
    """What to look for, each with the words (by number) that it stands for: each word, and neighbours as one word."""
    listed = words(looked_for)[:MOST_WORDS]
    single = [(word, frozenset({number})) for number, word in enumerate(listed)]
    joined = [(one + two, frozenset({n, n + 1})) for n, (one, two) in enumerate(pairwise(listed))]
    return single + joined


def intact(piece: str) -> tuple[str, str] | None:
    """A beginning and an end of the piece: a part that is one slip away has the one or the other. None if too short.

    A slip touches at most two neighbours: either it leaves the first half but for its last letter as it is, or all of
    the second half.
    """
    if len(piece) < SHORTEST_SPELT_OTHERWISE:
        return None
    half = (len(piece) + 1) // 2
    return piece[: half - 1], piece[half:]


def is_one_slip(one: str, other: str) -> bool:
    """Whether one letter was left out, put in, put for another, or two neighbours changed places."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return max(len(one), len(other)) == 1 or (len(one) == 2 and one == other[::-1])


def _with_particles(listed: list[str]) -> Iterator[str]:
    waiting = ""
    for word in listed:
        if word in PARTICLES and not waiting:
            waiting = word
            continue
        yield waiting + word
        waiting = ""
    if waiting:
        yield waiting


def _mc(word: str) -> str:
    return "mc" + word[3:] if word.startswith("mac") else word
