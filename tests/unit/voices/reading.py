"""How old a reader has to be: the Flesch-Kincaid grade (Kincaid and others 1975) plus five years."""

import re

WORD = re.compile(r"[A-Za-z’']+")
# Numbers and names that are said as they stand, and words that the rule of vowels counts wrongly.
COUNTED = {
    "people": 2,
    "someone": 2,
    "everyone": 3,
    "something": 2,
    "somebody": 3,
    "childline": 2,
    "safe": 1,
    "sometimes": 2,
}


def syllables(word: str) -> int:
    """Groups of vowels, without an "e" at the end that is not said."""
    word = word.lower().replace("’", "").replace("'", "")
    if word in COUNTED:
        return COUNTED[word]
    found = len(
        re.findall(r"[aeiouy]+", re.sub(r"(?<![aeiouyl])e$|(?<=[^aeiouytd])ed$|(?<=[^aeiouysxz])es$", "", word))
    )
    return max(1, found)


def sentences(text: str) -> list[str]:
    """The sentences of a text; a heading or a button is one."""
    return [one for one in re.split(r"(?<=[.!?:])\s+", text) if WORD.search(one)]


def age_of(text: str) -> float:
    """The reading age in years of a text of one sentence or more."""
    parts = sentences(text)
    words = [word for part in parts for word in WORD.findall(part)]
    return 0.39 * len(words) / len(parts) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59 + 5
