"""The council's colour, and the shades of it that stay readable.

A council gives one colour. Text on it, and text in it, must reach the contrast that WCAG 2.2 AA asks for
(4.5 to 1), so the shades are worked out here rather than hoped for in a stylesheet.
"""

import re

PAPER = "#faf7f2"
WHITE = "#ffffff"
INK = "#23211f"
READABLE = 4.5


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of "#1c5d63"; ValueError for anything else, so no other text reaches a stylesheet."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise ValueError("A colour is written as # and six hexadecimal digits, for example #1c5d63.")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours as WCAG defines it, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(colour: str, other: str, part: float) -> str:
    """`part` (0 to 1) of a colour, the rest of another."""
    pairs = zip(channels(colour), channels(other), strict=True)
    return "#" + "".join(f"{round(a * part + b * (1 - part)):02x}" for a, b in pairs)


def text_on(colour: str) -> str:
    """White, or the house ink, whichever can be read better on the colour."""
    return max(WHITE, INK, key=lambda text: contrast(text, colour))


def readable(colour: str, on: str = PAPER) -> str:
    """The colour itself, or the nearest darker shade of it that can be read on paper."""
    shades = (mix(colour, INK, 1 - step / 20) for step in range(21))
    return next(shade for shade in shades if contrast(shade, on) >= READABLE)


def stylesheet(colour: str) -> str:
    """The few custom properties that carry a council's colour through every page."""
    accent = readable(colour)
    shades = {
        "council": colour.lower(),
        "on-council": text_on(colour),
        "accent": accent,
        "accent-deep": mix(accent, INK, 0.65),
        "tint": mix(colour, WHITE, 0.07),
        "tint-line": mix(colour, WHITE, 0.28),
    }
    return ":root{" + "".join(f"--{name}:{value};" for name, value in shades.items()) + "}\n"


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
