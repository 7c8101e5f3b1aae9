"""How a duty stands, as a page shows it: words, a shape and a colour, never the colour alone."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """The words of a standing, the shape beside them and the name of its colour in the stylesheet."""

    words: str
    shape: str
    colour: str


LOOKS = {
    "overdue": Look("Overdue", "triangle", "red"),
    "due soon": Look("Due soon", "half", "amber"),
    "running": Look("Running", "ring", "blue"),
    "to the day": Look("To the day", "about", "teal"),
    "cannot be judged": Look("Cannot be judged", "question", "purple"),
    "met late": Look("Met late", "late", "olive"),
    "met": Look("Met", "tick", "green"),
    "lapsed": Look("Lapsed", "dash", "grey"),
}


def look(standing: str) -> Look:
    """The look of a standing; KeyError for a word that is not one, because a page must not invent a colour."""
    return LOOKS[standing]
