"""The pages that belong to no room: errors."""

from dataclasses import dataclass

from seenheard.ui.parts import Link

FIRST_PAGE = Link("Go to the first page", "/")


@dataclass(frozen=True)
class ErrorPage:
    """What went wrong, in a sentence, and what to do about it. Never what was looked for.

    `reference` finds the line in the log that tells more to those who run this.
    """

    title: str
    heading: str
    sentence: str
    what_to_do: str
    link: Link = FIRST_PAGE
    reference: str = ""
