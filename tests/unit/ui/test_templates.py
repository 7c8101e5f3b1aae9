"""What no template of any room may hold."""

import re
from pathlib import Path

import pytest

import seenheard

ROOMS = Path(seenheard.__file__).parent
TEMPLATES = sorted(path for path in ROOMS.rglob("*.html") if "jinja2" in path.parts or "templates" in path.parts)
FORBIDDEN = {
    "the font of GOV.UK": r"GDS Transport",
    "the crown": r"(?i)\bcrown",
    "an inline style": r"(?i)\sstyle\s*=|<style",
    "an inline script": r"""(?i)<script(?![^>]*(\ssrc=|type="application/json"))""",  # JSON is data: nothing runs it
    "an inline handler": r"(?i)\son(click|load|submit|change|error|input)\s*=",
    "something from elsewhere": r"""(?i)<(script|link|img|iframe)[^>]*(src|href)\s*=\s*["'](https?:)?//""",
    "markup nobody escapes": r"\|\s*safe\b|autoescape\s+false",
}
BREAKS = {
    "the font of GOV.UK": 'font-family: "GDS Transport"',
    "the crown": '<svg class="govuk-logo-Crown">',
    "an inline style": '<p class="x" style="color: red">',
    "an inline script": "<script>alert(1)</script>",
    "an inline handler": '<a href="/" onclick="go()">',
    "something from elsewhere": '<link rel="stylesheet" href="//fonts.example/a.css">',
    "markup nobody escapes": "{{ words | safe }}",
}


def found(text):
    return {name for name, pattern in FORBIDDEN.items() if re.search(pattern, text)}


def test_there_are_templates_to_read():
    assert len(TEMPLATES) >= 12


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOMS)))
def test_a_template_holds_nothing_forbidden(path):
    assert found(path.read_text()) == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOMS)))
def test_a_template_is_short_enough_to_read(path):
    assert len(path.read_text().splitlines()) <= 120


@pytest.mark.parametrize("name", FORBIDDEN)
def test_each_forbidden_thing_would_be_found(name):
    assert found(BREAKS[name]) == {name}


def test_a_script_of_our_own_is_not_mistaken_for_an_inline_one():
    assert found('<script src="/static/ui/seenheard.js" defer></script>') == set()
    assert found('<script type="application/json" id="data">{}</script>') == set()


STYLES = (ROOMS / "ui/static/ui/seenheard.css").read_text()
# A class that a template finishes with a word of its page: sh-tag--{{ colour }}.
MADE = re.compile(r"\b(sh-[\w-]+--)\{\{")
WHOLE = re.compile(r"\b(sh-[\w-]*\w)(?![\w-]|\{\{)")


def test_every_class_of_ours_has_a_style_and_every_style_a_use():
    text = "\n".join(path.read_text() for path in TEMPLATES)
    used = set(WHOLE.findall(text))
    styled = set(re.findall(r"\.(sh-[\w-]+)", STYLES))
    begun = tuple(MADE.findall(text))
    assert used - styled == set()
    assert {name for name in styled - used if not name.startswith(begun)} == set()


def test_a_class_without_a_style_would_be_found():
    assert WHOLE.findall('<p class="sh-nowhere sh-tag--{{ colour }}">') == ["sh-nowhere"]
    assert ".sh-nowhere" not in STYLES
