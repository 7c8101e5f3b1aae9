"""The demo: made through the real importers, made once, finished after a crash, and never in an authority's own."""

from pathlib import Path

import pytest

from seenheard.accounts import queries as people
from seenheard.config import clock, demo
from seenheard.duties import operations as duties
from seenheard.duties.models import Clock
from seenheard.record import queries as record
from seenheard.record.models import Child, ClaReview
from seenheard.returns.models import Run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def born_as_demo(monkeypatch, settings, tmp_path):
    monkeypatch.setattr(clock, "is_demo", lambda: True)


def make(at) -> list[str]:
    said: list[str] = []
    demo.make_demo(at, said.append)
    return said


def test_it_is_never_put_into_an_authoritys_own_database(at, monkeypatch):
    monkeypatch.setattr(clock, "is_demo", lambda: False)
    with pytest.raises(demo.NotADemo):
        make(at)
    assert not people.cast().exists() and not Run.objects.exists()


def test_all_of_fenmarsh_comes_in_and_progress_is_said(at):
    said = make(at)
    assert Child.objects.count() == 400
    assert [run.state for run in Run.objects.all()] == ["applied", "applied"]
    assert Clock.objects.exists()
    assert any("2 of 2" in line for line in said)


def test_the_cast_is_linked_to_people_of_the_files(at, on):
    make(at)
    maya, tom, ines, ana, sara, adam = people.cast()
    mine = record.children_now(viewer=maya, on=on, worker_ref="P0002")
    assert mine.count() >= 10
    assert mine.exclude(looked_after_since_on=None).count() >= 4
    assert record.children_now(viewer=tom, on=on).count() >= mine.count()
    assert record.children_now(viewer=ines, on=on).exists()
    assert record.children_now(viewer=sara, on=on).count() > record.children_now(viewer=tom, on=on).count()
    assert not record.children_now(viewer=ana, on=on).exists()
    assert not record.children_now(viewer=adam, on=on).exists()


def test_nobody_of_the_cast_has_a_password(at):
    demo.make_cast(at)
    assert not any(member.has_usable_password() for member in people.cast())


def test_made_twice_it_is_made_once(at):
    make(at)
    before = (Child.objects.count(), ClaReview.objects.count(), Clock.objects.count(), people.cast().count())
    make(at)
    after = (Child.objects.count(), ClaReview.objects.count(), Clock.objects.count(), people.cast().count())
    assert before == after


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


def test_the_return_sent_again_in_april_changes_mayas_list_and_undo_brings_it_back(at, on):
    from seenheard.accounts.domain import SYSTEM
    from seenheard.returns import operations as returns

    make(at)
    maya, ana = people.person_with_email(demo.address("maya")), people.person_with_email(demo.address("ana"))

    def list_of_maya():
        ids = list(record.children_now(viewer=maya, on=on, worker_ref="P0002").values_list("child_id", flat=True))
        return set(Clock.objects.filter(child__in=ids, ended_on=None).values_list("child", "rule", "due_on"))

    before = list_of_maya()
    demo.load(demo.FILES.parent / "fenmarsh-april", by=ana, at=at)
    duties.take_changes(by=SYSTEM, at=at)
    assert list_of_maya() != before
    returns.undo(run=Run.objects.latest("pk"), by=ana, at=at)
    duties.take_changes(by=SYSTEM, at=at)
    assert list_of_maya() == before
