"""A template asks only for what its room's presenters give: a misspelt field would silently show nothing."""

import dataclasses
import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

import seenheard

ROOMS = Path(seenheard.__file__).parent
# The shell asks for these of every page; a page that has no use for one leaves it out.
OF_THE_SHELL = {"title", "heading", "caption", "as_at", "back", "form"}
TEMPLATES = sorted(path for path in ROOMS.glob("*/jinja2/*/**/*.html") if "components" not in path.parts)


def presenters_of(room):
    """Every dataclass defined in a room's presenters (and, for ui, on its components page)."""
    names = [f"seenheard.{room}.{module}" for module in ("presenters", *(["gallery"] if room == "ui" else []))]
    found = []
    for name in names:
        if importlib.util.find_spec(name):
            module = importlib.import_module(name)
            parts = [module, *_modules_in(module)]
            found += [c for m in parts for c in vars(m).values() if inspect.isclass(c) and c.__module__ == m.__name__]
    return [c for c in found if dataclasses.is_dataclass(c)]


def _modules_in(module):
    if not hasattr(module, "__path__"):
        return []
    return [
        importlib.import_module(f"{module.__name__}.{found.name}") for found in pkgutil.iter_modules(module.__path__)
    ]


def given_by(classes):
    """The names that pages made of these classes answer to: fields, properties, class attributes."""
    fields = {field.name for c in classes for field in dataclasses.fields(c)}
    return fields | {name for c in classes for name in dir(c) if not name.startswith("_")}


def asked_for(source):
    """The fields of `page` that a template asks for."""
    tree = Environment().parse(source)
    return {
        got.attr for got in tree.find_all(nodes.Getattr) if isinstance(got.node, nodes.Name) and got.node.name == "page"
    }


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOMS)))
def test_a_template_asks_only_for_what_its_pages_have(path):
    room = path.relative_to(ROOMS).parts[0]
    assert asked_for(path.read_text()) - given_by(presenters_of(room)) - OF_THE_SHELL == set()


def test_a_misspelt_field_is_found():
    assert asked_for("{% if page.headign %}{{ page.title }}{% endif %}") == {"headign", "title"}
    assert "headign" not in given_by(presenters_of("ui"))


@pytest.mark.parametrize("room", sorted({path.relative_to(ROOMS).parts[0] for path in TEMPLATES}))
def test_a_page_is_frozen_and_has_a_heading_where_it_has_a_title(room):
    classes = presenters_of(room)
    assert classes
    assert [c.__name__ for c in classes if not c.__dataclass_params__.frozen] == []
    given = {c.__name__: given_by([c]) for c in classes}
    assert [name for name, names in given.items() if "title" in names and "heading" not in names] == []
