"""Which signs a paper can hold: what no file format takes is left out, what no typeface of ours shows is marked."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "fonts"
MARK = "▯"  # where a sign stood that cannot be printed
LONGEST_WORD = 16  # letters, before a line may break inside it: a column of three is no wider
BREAK = "\u200b"
# What XML takes; and of that not the signs that turn the direction of all that follows, whoever wrote that.
NOT_IN_A_FILE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069\ufeff]")
LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
RIGHT_TO_LEFT = frozenset({"R", "AL"})


def clean(text: str) -> str:
    """The words without what a file cannot hold; a line break is one sign, whoever wrote it."""
    return NOT_IN_A_FILE.sub("", LINE_ENDS.sub("\n", text))


def printable(text: str) -> str:
    """As `clean`; what the typefaces cannot show is marked, and a very long word may break."""
    known = _shown()
    marked = "".join(sign if ord(sign) in known else MARK for sign in clean(text))
    return re.sub(rf"\S{{{LONGEST_WORD}}}(?=\S)", rf"\g<0>{BREAK}", marked)


def is_right_to_left(text: str) -> bool:
    """Whether the first letter is of a script that is written from the right."""
    kinds = map(unicodedata.bidirectional, text)
    return next((kind != "L" for kind in kinds if kind in {"L", *RIGHT_TO_LEFT}), False)


@cache
def _shown() -> frozenset[int]:
    """Every sign that the typefaces show between them, and those that show nothing."""
    nothing = {ord("\n"), ord("\t"), ord(BREAK), 0x00AD}
    return frozenset(nothing).union(*map(_signs_of, sorted(FONTS.glob("*.ttf"))))


def _signs_of(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())
