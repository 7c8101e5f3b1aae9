"""The pages that belong to no room: errors, and the accessibility statement."""

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


@dataclass(frozen=True)
class HeldPage:
    """What was typed and could not be taken, handed back: `fields` as they came, never shown in text.

    `name`: who is signed in now; empty while nobody is. `with_files`: a form with files, of which nothing can be held.
    """

    title: str
    heading: str
    name: str
    sign_in: str
    action: str
    token: str
    fields: tuple[tuple[str, str], ...]
    with_files: bool


@dataclass(frozen=True)
class Accessibility:
    """How well these pages can be used by everybody, what was tried, and what is known not to work."""

    title: str
    heading: str
    works: tuple[str, ...]
    tried: tuple[str, ...]
    lacking: tuple[str, ...]


ACCESSIBILITY = Accessibility(
    title="Accessibility",
    heading="Accessibility of these pages",
    works=(
        "Everything can be done with a keyboard, and what has the keyboard’s attention has a ring round it.",
        "Nothing needs JavaScript, except adding or using a passkey; an authenticator app does the same without.",
        "Pages fit a phone’s screen 320 pixels wide, and text that is made twice as large.",
        "No meaning is carried by colour alone: how a duty stands is said in words, beside a shape.",
        "Every page can be printed.",
    ),
    tried=(
        "An automatic checker (axe) finds no fault on the page that shows every part these pages are made of.",
        "The same page was tried in a browser with forced colours, at 1280, 390 and 320 pixels, and by keyboard.",
    ),
    lacking=(
        "No one who uses a screen reader, a magnifier or speech has tried these pages yet.",
        "Pages do not follow a dark colour scheme: they stay dark on light.",
    ),
)
