"""Small words: counts with their nouns, and lists joined as people say them."""

from collections.abc import Iterable

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def plural(number: int, one: str, many: str = "") -> str:
    """The noun alone: plural(1, "visit") is "visit", plural(2, "child", "children") is "children"."""
    return one if number == 1 else many or f"{one}s"


def count(number: int, one: str, many: str = "") -> str:
    """A number and its noun, with a comma in thousands: "1 visit", "1,204 children"."""
    return f"{number:,} {plural(number, one, many)}"


def in_words(number: int, one: str, many: str = "") -> str:
    """A number below ten as a word, for sentences: "two bank holidays", "no visits", "12 visits"."""
    said = NUMBERS[number] if 0 <= number < len(NUMBERS) else f"{number:,}"
    return f"{said} {plural(number, one, many)}"


def join_and(parts: Iterable[str], word: str = "and") -> str:
    """ "a", "a and b", "a, b and c"; nothing gives an empty string."""
    parts = list(parts)
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def capital(sentence: str) -> str:
    """The same words with a capital first letter, leaving the others as they are."""
    return sentence[:1].upper() + sentence[1:]
