"""Finding words in what was said: every word looked for begins a word of it, whatever its capitals and accents."""

from __future__ import annotations

import re
import unicodedata

WORD = re.compile(r"[^\W_]+")


def looked_for(typed: str) -> frozenset[str]:
    """The words that somebody looks for, folded; empty where nothing was typed that can be found."""
    return frozenset(WORD.findall(_folded(typed)))


def holds(said: str, wanted: frozenset[str]) -> bool:
    """Whether all of these words (from `looked_for`) begin words of what was said."""
    there = WORD.findall(_folded(said))
    return bool(wanted) and all(any(word.startswith(one) for word in there) for one in wanted)


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
