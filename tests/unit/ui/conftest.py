import pytest

from seenheard.config import navigation


@pytest.fixture(autouse=True)
def the_shell_alone(settings, monkeypatch):
    settings.ROOT_URLCONF = "tests.unit.ui.urls"
    monkeypatch.setattr(navigation, "FOOTER", ())
