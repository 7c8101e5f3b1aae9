"""The pages that belong to no room: errors, and the page that shows every component."""

from dataclasses import dataclass

from seenheard.ui.parts import Link


@dataclass(frozen=True)
class ErrorPage:
    """What went wrong, in a sentence, and what to do about it. Never what was looked for."""

    title: str
    heading: str
    sentence: str
    what_to_do: str
    link: Link = Link("Go to the first page", "/")
