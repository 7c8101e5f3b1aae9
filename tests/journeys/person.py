"""Somebody at a browser: what they do and what they see, in words a practice lead can read."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page

from tests.browser import axe

WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
NAMELESS = (
    "Children",
    "The story",
    "Where",
    "Duties that",
    "The council",
    "What ",
    "Worries",
    "Book something",
    "Recorded here",
    "Who looks after",
    "Let the child",
    "Hand this",
    "How the ",
    "Review pack",
)  # headings of pages about a child that hold no name
TABS = 90  # more stops than any page here has before its main content ends


class Person:
    """One invented person of the cast, in a browser of their own; without a name somebody who has not signed in."""

    def __init__(
        self,
        browser: Browser,
        site: str,
        name: str,
        *,
        scripts: bool = True,
        screen: dict = WIDE,
        sessions: dict[str, list] | None = None,
    ) -> None:
        self.context = browser.new_context(viewport=screen, java_script_enabled=scripts, base_url=site)
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.scripts, self.name = scripts, name
        self.page.on("console", self._hears)
        if name:
            self._signs_in(name, {} if sessions is None else sessions)

    def _signs_in(self, name: str, sessions: dict[str, list]) -> None:
        """By a press on the page of the cast; with `sessions`, whoever did so before goes on where their session is."""
        if name in sessions:
            self.context.add_cookies(sessions[name])
            self.opens("/")
            if self.page.get_by_text("Sign out").count():
                return
        self.opens("/demo/")
        self.presses(re.compile(f"^{name}"))
        sessions[name] = self.context.cookies()

    def _hears(self, said) -> None:
        # A refused page (403) is told in the console too, and is what the journey came to see.
        if said.type == "error" and "403" not in said.text:
            self.faults.append(said.text)

    # -- doing

    def opens(self, address: str) -> None:
        """Type an address."""
        answer = self.page.goto(address)
        assert answer is not None
        self.status = answer.status

    def follows(self, words: str | re.Pattern) -> None:
        """Follow the first link with these words in the page itself."""
        self._and_waits(
            self.page.locator("#main-content, .govuk-back-link")
            .get_by_role("link", name=words)
            .or_(self.page.locator(".govuk-back-link", has_text=words))
            .first
        )

    def goes_to(self, words: str) -> None:
        """Follow a link of the main navigation."""
        self._and_waits(self.page.get_by_role("navigation", name="Main").get_by_role("link", name=words, exact=True))

    def presses(self, words: str | re.Pattern) -> None:
        """Press a button that sends a form."""
        self._and_waits(self.page.get_by_role("button", name=words).first)

    def presses_in_vain(self, words: str | re.Pattern) -> None:
        """Press a button that, as things are, sends nothing."""
        self.page.get_by_role("button", name=words).first.click()

    def _and_waits(self, pressed: Locator) -> None:
        """Press it and wait for the page it brings: what is looked at next may not be the page before."""
        with self.page.expect_navigation():
            pressed.click()

    def chooses(self, label: str, words: str) -> None:
        """Choose one line of a list."""
        self.page.get_by_label(label).select_option(label=words)

    def fills(self, label: str, words: str) -> None:
        """Write into a box."""
        self.page.get_by_label(label, exact=True).fill(words)

    def uploads(self, folder: Path) -> None:
        """Choose every CSV file of a folder."""
        files = sorted(folder.glob("*.csv"))
        self.page.locator("input[type=file]").set_input_files([str(file) for file in files])

    def on_a_phone(self) -> None:
        """Look at the same page on a narrow screen."""
        self.page.set_viewport_size(PHONE)

    def looks_again(self) -> None:
        """Load the page once more."""
        self.page.reload()

    def unfolds(self, words: str) -> None:
        """Open what is folded away."""
        self.page.locator("summary", has_text=words).first.click()

    def tabs_to(self, words: str) -> None:
        """Go with the Tab key alone until this link or button has the focus, which must be visible."""
        for _ in range(TABS):
            self.page.keyboard.press("Tab")
            if words in self.page.evaluate(FOCUSED):
                assert self.page.evaluate(RING), f"no visible focus on {words}"
                return
        raise AssertionError(f"the Tab key never reached {words}")

    def presses_enter(self) -> None:
        """Press Enter, and wait for what it brings."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    # -- seeing

    @property
    def reads(self) -> str:
        """The words of the page's main part, as they are shown."""
        return self.page.get_by_role("main").inner_text()

    def sees(self, *words: str) -> None:
        """All of this stands in the main part."""
        shown = self.reads
        missing = [one for one in words if one not in shown]
        assert not missing, f"{missing} not on {self.page.url}:\n{shown}"

    def does_not_see(self, *words: str) -> None:
        """None of this stands anywhere in the page."""
        found = [one for one in words if one in self.page.content()]
        assert not found, f"{found} on {self.page.url}"

    def finds_the_page_sound(self) -> None:
        """No accessibility fault, no sideways scroll, one heading, no error in the console, no name in the title."""
        assert self.page.locator("h1").count() == 1
        assert "Seen & Heard" in self.page.title()
        heading = self.page.locator("h1").inner_text()
        if "/children/" in self.page.url and not heading.startswith(NAMELESS):
            assert heading not in self.page.title()
        assert self.faults == []
        if self.scripts:
            assert not self.page.evaluate(SIDEWAYS), f"{self.page.url} scrolls sideways"
            found = axe(self.page)
            assert found.violations_count == 0, found.generate_report()


# The body has the focus while nothing else has it, and holds every word of the page.
FOCUSED = "document.activeElement.matches('a, button, summary, input, label') ? document.activeElement.innerText : ''"
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
RING = """() => {
    const style = getComputedStyle(document.activeElement);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)
        || style.boxShadow !== 'none' || style.backgroundColor !== 'rgba(0, 0, 0, 0)';
}"""
