"""The demo: made through the real importers, made once, finished after a crash, and never in an authority's own."""

from pathlib import Path

import pytest

from seenheard.accounts import queries as people
from seenheard.config import clock, demo
from seenheard.duties.models import Clock
from seenheard.record.models import Child
from seenheard.returns.models import Run
from tests import fenmarsh

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def born_as_demo(monkeypatch, settings, tmp_path):
    monkeypatch.setattr(clock, "is_demo", lambda: True)
    fenmarsh.without_its_past(monkeypatch)


def make(at) -> list[str]:
    said: list[str] = []
    demo.make_demo(at, said.append)
    return said


def test_it_is_never_put_into_an_authoritys_own_database(at, monkeypatch):
    monkeypatch.setattr(clock, "is_demo", lambda: False)
    with pytest.raises(demo.NotADemo):
        make(at)
    assert not people.cast().exists() and not Run.objects.exists()


def test_nobody_of_the_cast_has_a_password(at):
    demo.make_cast(at)
    assert not any(member.has_usable_password() for member in people.cast())


def test_killed_half_way_the_next_start_finishes_it(at, monkeypatch):
    """After the first of the two returns, before its duties: as after a kill, all that was committed stays."""
    real = demo.load

    def killed(folder: Path, *, by, at):
        if folder.name == "ssda903":
            raise KeyboardInterrupt
        return real(folder, by=by, at=at)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(demo, "load", killed)
        make(at)
    assert Child.objects.count() > 0 and not Clock.objects.exists()
    make(at)
    assert Child.objects.count() == 400 and Clock.objects.exists()
