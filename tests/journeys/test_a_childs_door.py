"""SE6: a child's door in a real browser, with a profile of its own: what the browser keeps, how fast one is out, and
that every page is sound, by keyboard, without JavaScript, at a desk and on a phone."""

import os
import threading
import time
from pathlib import Path

import pytest

from tests.browser import FLAGS, axe, whole_chromium
from tests.journeys.person import PHONE, WIDE

pytestmark = pytest.mark.browser

KEPT, TYPED, SEEN = "Zqkeptdogx", "Zqtypedcatx", "Zqhelpwordx"
QUICK = 0.3  # seconds
# Milliseconds from the last press of Esc until nothing of the page is there.
WATCH = """() => {
  let pressed = 0;
  addEventListener("keydown", event => { if (event.key === "Escape") pressed = event.timeStamp; }, true);
  new MutationObserver(() => document.querySelector("h1") || window.gone(performance.now() - pressed))
    .observe(document.body, { childList: true });
}"""


def in_a_thread(do):
    """Ask the database beside the browser's event loop, which may not."""
    found: list = []
    thread = threading.Thread(target=lambda: found.append(do()))
    thread.start()
    thread.join()
    return found[0]


def ways(wanted):
    """A link or code for each of some children of Maya's, and their names."""
    from seenheard.accounts import queries as people
    from seenheard.config import clock
    from seenheard.lib.sight import look_as_system
    from seenheard.record import queries as record
    from seenheard.voices import operations as voices
    from seenheard.voices import queries
    from seenheard.voices.operations import doors

    look_as_system()
    at = clock.now()
    on, maya = clock.today(at), people.person_with_email("maya@fenmarsh.example")
    lines = record.children_now(viewer=maya, on=on).exclude(looked_after_since_on=None)
    old_enough = [line for line in lines.order_by("local_id") if line.born_on and 2009 <= line.born_on.year <= 2019]
    found = []
    for line in old_enough:
        open_now = [one for one in queries.rounds_of(viewer=maya, child=line.child, on=on) if not one.is_over]
        if len(found) == len(wanted) or open_now and "child" in open_now[0].sent:
            continue
        if not open_now:
            voices.open_round(child=line.child, by=maya, at=at)
        kind, form = wanted[len(found)]
        made = doors.make_child_way(child=line.child, kind=kind, form=form, language="en", by=maya, at=at)
        found.append((made.secret, line.name))
    return found


@pytest.fixture
def let_in(demo, site):
    """`let_in(("link", "11-17"), …)`: a way in for as many children."""
    from django.db import connection

    def make(*wanted):
        def do():
            try:
                return ways(wanted)
            finally:
                connection.close()

        return in_a_thread(do)

    return make


def found_in(folder: Path, *words: str) -> dict[str, list[str]]:
    """By word, the files of a profile that hold it, written in either of the ways in which browsers write."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    held = {path: path.read_bytes() for path in files if path.exists()}
    return {
        word: [path.name for path, data in held.items() if word.encode() in data or word.encode("utf-16-le") in data]
        for word in words
    }


def nothing_in(folder: Path, *words: str) -> None:
    found = {word: files for word, files in found_in(folder, *words).items() if files}
    assert not found, found


def press(page, words: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=words, exact=True).click()


def test_the_browser_keeps_nothing_and_the_way_out_is_quick(chromium, site, let_in, tmp_path):
    ((link, name),) = let_in(("link", "11-17"))
    profile = tmp_path / "profile"
    context = chromium.browser_type.launch_persistent_context(
        profile, executable_path=whole_chromium(), args=FLAGS, base_url=site
    )
    page = context.new_page()
    page.goto("/today/")
    began = time.perf_counter()
    page.goto("/today/", wait_until="commit")
    plain = time.perf_counter() - began  # what any page takes here and now, on a machine that may be busy
    page.goto(f"/hello/?{SEEN}")  # planted: an address is kept, and the search below has to find it
    page.goto(f"/hello/{link}/")
    press(page, "Open my page")
    press(page, "Yes, it is for me")
    press(page, "Start")
    titles = {page.title()}
    while not page.locator("textarea").count():
        press(page, "Skip")
    page.locator("textarea").fill(KEPT)
    press(page, "Save and go on")
    page.locator("textarea").fill(TYPED)
    titles.add(page.title())
    time.sleep(3)  # a browser writes down what it keeps every few seconds
    told_of = [part for part in name.split() if len(part) > 2]
    nothing_in(profile, KEPT, TYPED, "Fenmarsh", "Seen &", "Childline", *told_of)
    assert titles == {"Hello"}
    gone: list[float] = []
    context.expose_binding("gone", lambda _, milliseconds: gone.append(milliseconds / 1_000))
    page.evaluate(WATCH)
    page.keyboard.press("Escape")
    began = time.perf_counter()
    page.keyboard.press("Escape")
    page.wait_for_url("**/today/", wait_until="commit")
    took = time.perf_counter() - began
    page.wait_for_load_state()
    assert page.title() == "Today"
    for _ in range(5):
        page.go_back()
        page.wait_for_timeout(100)
        assert KEPT not in page.content() and TYPED not in page.content() and "Number " not in page.content()
    page.goto("/hello/go/")
    assert page.url.endswith("/today/")
    assert not [one for one in context.cookies() if one["name"] == "page"]
    stored = page.evaluate("[localStorage.length, sessionStorage.length]")
    assert stored == [0, 0]
    context.close()
    nothing_in(profile, KEPT, TYPED, "Fenmarsh", "Seen &", "Childline", *told_of)
    assert found_in(profile, SEEN)[SEEN], "the search sees what a browser keeps"
    assert gone and gone[0] < QUICK, gone
    assert took < QUICK + plain, f"{took:.3f} s, where any page took {plain:.3f} s"


def sound(page) -> None:
    """Axe finds nothing, and nothing scrolls sideways."""
    result = axe(page)
    assert result.violations_count == 0, f"{page.locator('h1').inner_text()}: {result.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.locator("h1").inner_text()
    if folder := os.environ.get("SCREENSHOTS"):
        number = len(list(Path(folder).glob("*.png")))
        page.screenshot(path=f"{folder}/{number:02}-{page.viewport_size['width']}.png", full_page=True)


@pytest.mark.parametrize(("screen", "form"), [(WIDE, "11-17"), (PHONE, "5-10")], ids=["desk", "phone"])
def test_every_page_is_sound_and_needs_no_javascript(chromium, site, let_in, screen, form):
    """With scripts off a child gets from the code to the end; axe looks at each page through the driver."""
    for scripts in (True, False):
        ((code, _),) = let_in(("code", form))
        context = chromium.new_context(viewport=screen, base_url=site, java_script_enabled=scripts, bypass_csp=scripts)
        page = context.new_page()
        look = sound if scripts else (lambda page: None)
        page.goto("/hello/")
        look(page)
        page.get_by_label("Your code").fill("CDFH3479")
        press(page, "Go on")
        look(page)
        page.get_by_label("Your code").fill(code)
        press(page, "Go on")
        for words in ("Yes, it is for me", "Start"):
            look(page)
            press(page, words)
        look(page)
        page.goto("/hello/help/")
        look(page)
        page.go_back()
        seen = 0
        while not page.locator("textarea").count():
            page.locator("input[name=answer]").nth(seen % 4).check()
            if page.locator("input[name=about]").count():
                look(page)
                page.locator("input[name=answer][value='4']").check()
                press(page, "Save and go on")
                look(page)
                assert "Thank you for telling us" in page.content()
                press(page, "Go on")
            else:
                press(page, "Save and go on")
            seen += 1
        assert seen == 12
        look(page)
        for _ in range(3):
            page.locator("textarea").fill("A dog.")
            press(page, "Save and go on")
        look(page)
        if scripts or screen == PHONE:  # the second time, without them, goes on with the draft and sends it
            context.close()
            continue
        press(page, "Send")
        assert "It is sent." in page.content()
        press(page, "Leave this page")
        assert page.title() == "Today"
        context.close()


def test_by_keyboard_alone(chromium, site, let_in):
    ((code, _),) = let_in(("code", "11-17"))
    context = chromium.new_context(viewport=WIDE, base_url=site)
    page = context.new_page()
    page.goto("/hello/")

    def tabs_to(selector):
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(selector)

    def enter():
        with page.expect_navigation():
            page.keyboard.press("Enter")

    tabs_to("#code")
    page.keyboard.type(code)
    enter()
    for _ in range(2):
        tabs_to("main button.go")
        enter()
    tabs_to("input[name=answer]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    tabs_to("main button.go")
    enter()
    assert "Number 2" in page.content()
    context.close()
