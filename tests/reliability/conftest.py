"""The world that the checks on pages share: built once a file, and taken back after it."""

import pytest

from seenheard.config import clock
from tests.reliability import world as worlds


@pytest.fixture(scope="module")
def built(for_this_file, tmp_path_factory):
    """Fenmarsh inside the transaction of this file."""
    from django.conf import settings

    before = settings.TRAIL_HEADS_FOLDER
    settings.TRAIL_HEADS_FOLDER = tmp_path_factory.mktemp("heads")
    with for_this_file():
        made = worlds.build()
    yield made
    settings.TRAIL_HEADS_FOLDER = before


@pytest.fixture
def world(built, db, monkeypatch):
    """The built world, at noon of 31 March 2026."""
    monkeypatch.setattr(clock, "now", lambda: worlds.AT)
    return built
