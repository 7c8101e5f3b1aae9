"""What a database becomes: a demo or an authority's own, decided once."""

from types import SimpleNamespace

import pytest

from seenheard.accounts import operations as accounts
from seenheard.config import clock, demo, prepare
from seenheard.config.models import Installation
from seenheard.duties import operations as duties

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
    assert settings.LOCAL_STANDARDS == "fenmarsh"


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
    assert made == [] and "/set-up/" in said[1]
    token = said[1].strip().split("/")[-2]
    accounts.accept_invitation(
        token=token, password="four words not together", name="Adam Reed", email="adam@fenmarsh.example", at=clock.now()
    )
    assert prepare.become("own", say=said.append) is True
    assert len(said) == 2


def test_an_own_database_stays_one_and_gets_no_cast(made, settings):
    prepare.become("own", say=lambda sentence: None)
    prepare.become("demo", say=lambda sentence: None)
    assert made == [] and Installation.objects.get().born_demo_at is None
    assert settings.LOCAL_STANDARDS == ""


def test_a_folder_that_held_a_demo_lends_its_standards_to_no_other_database(made, settings):
    prepare.become("demo", say=print)
    assert settings.LOCAL_STANDARDS == "fenmarsh"
    settings.LOCAL_STANDARDS = ""  # another process …
    Installation.objects.all().delete()  # … on another database, in the same folder
    prepare.become("own", say=lambda sentence: None)
    clock.settle()
    assert settings.LOCAL_STANDARDS == ""


def test_every_process_of_a_demo_has_its_standards(settings, at):
    Installation.objects.create(born_demo_at=at)
    clock.settle()
    assert settings.LOCAL_STANDARDS == "fenmarsh"


def test_fenmarsh_is_named_in_a_demo_only(settings, at):
    settings.COUNCIL_NAME = clock.NO_NAME
    clock.settle()
    assert settings.COUNCIL_NAME == "Your council"
    Installation.objects.create(born_demo_at=at)
    clock.forget()
    clock.settle()
    assert settings.COUNCIL_NAME == "Fenmarsh County Council"


def test_standards_that_the_environment_names_are_kept(settings, at):
    Installation.objects.create(born_demo_at=at)
    settings.LOCAL_STANDARDS = "another"
    clock.settle()
    assert settings.LOCAL_STANDARDS == "another"


def test_a_demo_stays_one_and_the_sentence_says_what_to_do(made):
    prepare.become("demo", say=print)
    with pytest.raises(prepare.NotThatKind, match="SEENHEARD_VAR="):
        prepare.become("own", say=print)


def test_other_rules_mean_counting_again_once(monkeypatch):
    counted = []
    monkeypatch.setattr(duties, "rebuild", lambda by, at: counted.append(by.public_id))
    Installation.objects.create()
    prepare.count_again()  # the first time: whatever is stored was reckoned by these rules
    prepare.count_again()
    assert counted == []
    monkeypatch.setattr(prepare, "rules_in_force", lambda: "others")
    prepare.count_again()
    prepare.count_again()
    assert counted == ["system"]


def test_the_local_layer_is_part_of_the_rules(settings):
    law_alone = prepare.rules_in_force()
    settings.LOCAL_STANDARDS = "fenmarsh"
    assert prepare.rules_in_force() != law_alone


@pytest.mark.parametrize(
    "name",
    ["timescales/rules/LR-01.toml", "timescales/domain/engine.py", "record/domain/care.py", "duties/operations.py"],
)
def test_changed_rules_and_changed_code_that_counts_are_noticed(name, tmp_path, monkeypatch):
    file = tmp_path / "src" / "seenheard" / name
    file.parent.mkdir(parents=True)
    file.write_text("days = 20")
    monkeypatch.setattr(prepare, "environment", SimpleNamespace(ROOT=tmp_path, var=lambda: tmp_path))
    before = prepare.rules_in_force(), prepare.mark()
    file.write_text("days = 200")
    assert before[0] != prepare.rules_in_force() and before[1] != prepare.mark()


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
