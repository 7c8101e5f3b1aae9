"""Debian's Chromium, for every test that looks at a page, and the files that a page asks for."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TYPES = {"css": "text/css", "svg": "image/svg+xml", "woff2": "font/woff2", "js": "text/javascript"}


@contextmanager
def chromium() -> Iterator:
    """A browser of one's own while the block runs. Its driver has an event loop: inside, Django asks no database."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        pytest.skip("not run: no Chromium on this machine (apt-get install chromium fonts-liberation)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield launched
        launched.close()


HOST = "http://seenheard.test"


@contextmanager
def showing(pages: Mapping[str, str]) -> Iterator:
    """Opens an address among these at a width: HTML rendered beforehand, for the browser's own loop asks no database."""

    def answer(address):
        asked = urlsplit(address).path
        return {"body": pages[asked], "content_type": "text/html"} if asked in pages else asset(asked)

    with chromium() as launched:

        def opener(address, width, **options):
            context = launched.new_context(viewport={"width": width, "height": 900}, **options)
            page = context.new_page()
            page.route("**/*", lambda route: route.fulfill(**answer(route.request.url)))
            page.goto(HOST + address)
            return page

        yield opener


def is_sound(look, address: str, name: str) -> None:
    """At a desk and on a phone axe finds nothing and nothing scrolls sideways; drawn into the folder SCREENSHOTS."""
    from axe_playwright_python.sync_playwright import Axe

    for width in (1280, 390):
        page = look(address, width, bypass_csp=True)
        result = Axe().run(page)
        assert result.violations_count == 0, f"{address}: {result.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") == width, address
        if folder := os.environ.get("SCREENSHOTS"):
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


def asset(path: str) -> dict[str, object]:
    """How the browser's request for a style sheet, a picture or a font is answered where no server runs."""
    from django.contrib.staticfiles import finders

    from seenheard.ui import colour

    if path.endswith("council.css"):
        return {"body": colour.stylesheet("#1c5d63"), "content_type": "text/css"}
    found = finders.find(path.removeprefix("/static/"))
    assert found, f"{path} is not there"
    return {"path": found, "content_type": TYPES[path.rpartition(".")[2]]}
