"""The documents name what is there, and what is there is named in the documents."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])
GENERATED = DOCS / "reference"
OURS = re.compile(r"`((?:src|tests|docs|bench|demo|scripts)/[\w./-]*)`")
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
SETTING = re.compile(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"')


def named_paths(text):
    return OURS.findall(text)


def broken_links(text, folder):
    # docs/reference is made by `./seenheard generate`; that it is current is a check of its own.
    links = [(folder / link).resolve() for link in LINK.findall(text)]
    return [link for link in links if not link.exists() and GENERATED not in link.parents]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_path_and_link_of_a_page_leads_somewhere(page):
    text = page.read_text(encoding="utf-8")
    assert [path for path in named_paths(text) if not (ROOT / path).exists()] == []
    assert broken_links(text, page.parent) == []


def test_a_dead_link_and_a_dead_path_would_be_found():
    assert broken_links("see [this](nowhere.md)", DOCS)
    assert named_paths("`src/seenheard/nowhere.py`") == ["src/seenheard/nowhere.py"]


def test_every_setting_is_in_the_manual():
    manual = (DOCS / "settings.md").read_text()
    read = SETTING.findall((ROOT / "src/seenheard/config/settings.py").read_text())
    assert len(read) > 15
    assert [name for name in read if f"`{name}`" not in manual] == []


def test_every_room_is_in_the_architecture():
    text = (DOCS / "architecture.md").read_text()
    rooms = [path.parent.name for path in (ROOT / "src/seenheard").glob("*/apps.py")]
    assert len(rooms) >= 9
    assert [room for room in rooms if f'{room}["{room} ·' not in text] == []


@pytest.mark.parametrize("page", sorted((DOCS / "adr").glob("*.md")), ids=lambda page: page.name)
def test_a_decision_is_a_screen_at_most_and_says_context_decision_consequences(page):
    text = page.read_text()
    assert len(text.splitlines()) <= 40
    assert re.findall(r"^## (\w+)", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]


def test_decisions_are_numbered_without_a_gap():
    numbers = [int(page.name[:4]) for page in sorted((DOCS / "adr").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_picture_in_the_readme_is_light():
    for picture in (DOCS / "images").glob("*"):
        assert picture.stat().st_size < 200_000, picture.name


def test_every_module_says_what_it_is_for():
    modules = [path for path in (ROOT / "src/seenheard").rglob("*.py") if "migrations" not in path.parts]
    silent = [
        str(path.relative_to(ROOT))
        for path in modules
        if path.name != "apps.py" and path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert len(modules) > 100
    assert silent == []
