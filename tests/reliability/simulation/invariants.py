"""What has to be true: some of it after every step, all of it every evening. Each yields what is broken, in words."""

from collections.abc import Callable, Iterator
from datetime import date

from seenheard.prompts.models import Prompt

from .authority import NAME_MARK, WORD_MARK, Authority

Check = Callable[[Authority], Iterator[str]]
EVERY_STEP: dict[str, Check] = {}
WHEN_SEEING_CHANGED: dict[str, Check] = {}
EVERY_EVENING: dict[str, Check] = {}
AT_THE_END: dict[str, Check] = {}


def check(where: dict[str, Check]) -> Callable[[Check], Check]:
    """Have this held then."""

    def register(function: Check) -> Check:
        where[function.__name__] = function
        return function

    return register


def tonight(authority: Authority, *roles: str) -> list[str]:
    """Three people whose lists are looked through this evening: others every day, in the end all of them often."""
    names = authority.names(*roles)
    return [names[(authority.day * 3 + number) % len(names)] for number in range(min(3, len(names)))]


def standing_on(on: date) -> list[Prompt]:
    rows = Prompt.objects.filter(gone_at=None, opens_on__lte=on)
    return [one for one in rows if one.until_on is None or on < one.until_on]


def marked(words: str | None) -> bool:
    """Whether these are words about a child, or a child's name."""
    return NAME_MARK.lower() in (words or "").lower() or WORD_MARK in (words or "")
