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


def whole_chromium() -> str:
    """Where the Chromium is that people have. It keeps more on the disk than the one without a window, which is faster."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    return path or pytest.skip("not run: no Chromium on this machine (apt-get install chromium fonts-liberation)")


@contextmanager
def chromium() -> Iterator:
    """A browser of one's own while the block runs. Its driver has an event loop: inside, Django asks no database."""
    path = shutil.which("chromium-headless-shell") or whole_chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield launched
        launched.close()


HOST, HEIGHT = "http://seenheard.test", 900
FAULTS = "axe.run({resultTypes: ['violations']}).then(({violations, url}) => ({violations, url}))"


@contextmanager
def showing(pages: Mapping[str, str]) -> Iterator:
    """Opens an address among these at a width: HTML rendered beforehand, for the browser's own loop asks no database."""

    def answer(address):
        asked = urlsplit(address).path
        return {"body": pages[asked], "content_type": "text/html"} if asked in pages else asset(asked)

    with chromium() as launched:
        contexts = {}

        def opener(address, width, **options):
            kept = repr(sorted(options.items()))
            if kept not in contexts:
                contexts[kept] = launched.new_context(**options)
                contexts[kept].route("**/*", lambda route: route.fulfill(**answer(route.request.url)))
            page = contexts[kept].new_page()
            page.set_viewport_size({"width": width, "height": HEIGHT})
            page.goto(HOST + address)
            return page

        yield opener


def is_sound(look, address: str, name: str) -> None:
    """At a desk and on a phone axe finds nothing and nothing scrolls sideways; drawn into the folder SCREENSHOTS."""
    page = look(address, 1280, bypass_csp=True)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found = axe(page)
        assert found.violations_count == 0, f"{address}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") == width, address
        if folder := os.environ.get("SCREENSHOTS"):
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
    page.close()


def axe(page):
    """What axe finds wrong with the page as it stands; put into it once, and only faults are carried back."""
    from axe_playwright_python.sync_playwright import Axe, AxeResults

    if page.evaluate("window.axe === undefined"):
        page.evaluate(Axe().axe_script)
    return AxeResults(page.evaluate(FAULTS))


def asset(path: str) -> dict[str, object]:
    """How the browser's request for a style sheet, a picture or a font is answered where no server runs."""
    from django.contrib.staticfiles import finders

    from seenheard.ui import colour

    if path.endswith("council.css"):
        return {"body": colour.stylesheet("#1c5d63"), "content_type": "text/css"}
    found = finders.find(path.removeprefix("/static/"))
    assert found, f"{path} is not there"
    return {"path": found, "content_type": TYPES[path.rpartition(".")[2]]}
