"""What a database becomes: a demo or an authority's own, decided once."""

from types import SimpleNamespace

import pytest

from seenheard.accounts import operations as accounts
from seenheard.config import clock, demo, environment, prepare
from seenheard.config.models import Installation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch, settings):
    settings.LOCAL_STANDARDS = ""  # and put back afterwards: becoming a demo changes it
    monkeypatch.setenv("SEENHEARD_VAR", str(tmp_path))
    return tmp_path


@pytest.fixture
def made(monkeypatch):
    """What the demo's maker was called with; it makes nothing."""
    calls = []
    monkeypatch.setattr(demo, "make_demo", lambda at, say: calls.append(clock.today(at).isoformat()))
    return calls


def test_the_first_start_makes_the_demo_as_at_31_march(made, settings):
    assert prepare.become("demo", say=print) is True
    assert made == ["2026-03-31"]
    assert Installation.objects.get().demo_made_at is not None
    assert environment.demo_mark().exists() and settings.LOCAL_STANDARDS == "fenmarsh"


def test_the_second_start_makes_nothing(made):
    prepare.become("demo", say=print)
    prepare.become("demo", say=print)
    assert len(made) == 1


def test_a_demo_that_was_interrupted_is_begun_again(made, monkeypatch):
    def killed(at, say):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(demo, "make_demo", killed)
        prepare.become("demo", say=print)
    assert prepare.become("demo", say=print) is True
    assert len(made) == 1


def test_an_own_database_gets_an_invitation_until_there_is_an_administrator(made):
    said: list[str] = []
    assert prepare.become("own", say=said.append) is False
    assert made == [] and "/set-up/" in said[-1]
    token = said[-1].strip().split("/")[-2]
    accounts.accept_invitation(
        token=token, password="four words not together", name="Adam Reed", email="adam@fenmarsh.example", at=clock.now()
    )
    assert prepare.become("own", say=said.append) is True
    assert len(said) == 2


def test_an_own_database_stays_one_and_gets_no_cast(made):
    prepare.become("own", say=lambda sentence: None)
    prepare.become("demo", say=lambda sentence: None)
    assert made == [] and Installation.objects.get().born_demo_at is None
    assert not environment.demo_mark().exists()


def test_a_demo_stays_one_and_the_sentence_says_what_to_do(made):
    prepare.become("demo", say=print)
    with pytest.raises(prepare.NotThatKind, match="SEENHEARD_VAR="):
        prepare.become("own", say=print)


def test_a_finished_preparation_is_remembered_until_something_changes(monkeypatch, tmp_path):
    source = tmp_path / "root"
    (source / "src").mkdir(parents=True)
    (source / "src" / "one.py").write_text("x = 1")
    monkeypatch.setattr(prepare, "environment", SimpleNamespace(ROOT=source, var=lambda: tmp_path))
    assert not prepare.is_prepared()
    prepare.stamp().write_text(prepare.mark())
    assert prepare.is_prepared()
    (source / "src" / "one.py").write_text("x = 1234")
    assert not prepare.is_prepared()
