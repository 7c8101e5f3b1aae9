"""The world that the checks on pages share: built once a file, and taken back after it; and its first line removed."""

import sys

import pytest

from seenheard.config import clock
from tests.reliability import world as worlds
from tests.reliability.signed_in import sign_in_everybody


@pytest.fixture(scope="module")
def built(for_this_file, tmp_path_factory):
    """Fenmarsh inside the transaction of this file."""
    from django.conf import settings

    before = settings.TRAIL_HEADS_FOLDER
    settings.TRAIL_HEADS_FOLDER = tmp_path_factory.mktemp("heads")
    with for_this_file():
        made = worlds.build()
        sign_in_everybody(made)
    yield made
    settings.TRAIL_HEADS_FOLDER = before


@pytest.fixture
def world(built, db, monkeypatch):
    """The built world, at noon of 31 March 2026."""
    monkeypatch.setattr(clock, "now", lambda: worlds.AT)
    return built


@pytest.fixture
def no_first_line(monkeypatch):
    """Every filter and every question about who may see a child says yes, wherever it was imported."""
    from seenheard.record.models import ChildNow
    from seenheard.record.queries import seeing

    everybody = ChildNow.objects.all
    plants = {
        "_visible_now": lambda viewer, on, kept=None: everybody(),
        "may_be_opened": lambda viewer, on: everybody(),
        "hidden_from": lambda *, viewer, on, kept=None: None,
        "not_counted_for": lambda *, viewer, on: ChildNow.objects.none(),
        "sees": lambda *, viewer, child, on: True,
        "find": lambda *, viewer, child, on, why="": None,
    }
    planted = {getattr(seeing, name): plant for name, plant in plants.items()}
    for module in [module for name, module in sys.modules.items() if name.startswith("seenheard.")]:
        for name, value in list(vars(module).items()):
            if callable(value) and getattr(value, "__hash__", None) and value in planted:
                monkeypatch.setattr(module, name, planted[value])
