"""Somebody asks, and may no longer import when the job comes to it: the import waits for another, and says why."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from seenheard.accounts import operations as accounts
from seenheard.record.models import ClaReview
from seenheard.returns import operations
from seenheard.returns.models import Run, State
from seenheard.trail.models import Entry
from tests import cast
from tests.factories.returns import imported, moment, proposed
from tests.pages.returns.test_imports import CSV, text_of, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]


@pytest.fixture
def ana():
    return cast.signed_in("ana")


@pytest.fixture
def other():
    """A second analyst, who keeps the role."""
    return cast.signed_in(cast.newcomer("analyst"))


def loses_the_role(how="another role"):
    """What an administrator does between the asking and the job."""
    if how == "switched off":
        accounts.switch_off(person=cast.ana(), by=cast.adam(), at=moment())
    else:
        accounts.change_role(
            person=cast.ana(), role="social_worker", worker_refs=[], team_refs=[], by=cast.adam(), at=moment()
        )


def the_job(run, who):
    who.refresh_from_db()
    return operations.carry_on(run_id=str(run.public_id), by=who, at=moment())


def page_of(browser, run):
    return text_of(browser.get(f"/imports/{run.public_id}/"))


@pytest.mark.parametrize("how", ["another role", "switched off"])
def test_a_yes_waits_for_another_yes(how, ana, other):
    run = proposed(upload())
    ana.post(f"/imports/{run.public_id}/apply/", {"token": run.state_token})
    assert "Being applied" in page_of(other, run)
    loses_the_role(how)
    for _ in range(2):  # twice is once
        assert the_job(run, cast.ana()).state == State.PROPOSED
    assert not ClaReview.objects.exists()
    page = page_of(other, run)
    assert "Whoever said yes may no longer import. Nothing was changed." in page and "Yes, apply" in page
    other.post(f"/imports/{run.public_id}/apply/", {"token": run.state_token})
    done = the_job(run, cast.User.objects.get(email="new@fenmarsh.example"))
    assert (done.state, done.says) == (State.APPLIED, "")
    assert ClaReview.objects.exists()


def test_an_undo_waits_for_another_wish(ana, other):
    run = imported(upload())
    ana.post(f"/imports/{run.public_id}/undo/", {})
    loses_the_role()
    assert the_job(run, cast.ana()).state == State.APPLIED
    page = page_of(other, run)
    assert "Whoever asked to undo this import may no longer do so. It is still applied." in page
    other.post(f"/imports/{run.public_id}/undo/", {})
    done = the_job(run, cast.User.objects.get(email="new@fenmarsh.example"))
    assert (done.state, done.says) == (State.UNDONE, "")


def test_files_handed_in_wait_to_be_read_for_another(ana, other):
    ana.post("/imports/new/", {"files": [SimpleUploadedFile(name, text.encode()) for name, text in CSV.items()]})
    run = Run.objects.get()
    loses_the_role()
    assert the_job(run, cast.ana()).state == State.RECEIVING
    answer = other.get(f"/imports/{run.public_id}/")
    assert "may no longer import. Nothing was changed. You can have them read." in text_of(answer)
    assert "Read the files again" in text_of(answer)
    assert 'http-equiv="refresh"' not in answer.content.decode(), "nothing goes on by itself"
    for _ in range(2):  # twice is once
        other.post(f"/imports/{run.public_id}/read/")
    assert Entry.objects.filter(what="asked_to_read_import", about=str(run.public_id)).count() == 1
    assert 'http-equiv="refresh"' in other.get(f"/imports/{run.public_id}/").content.decode()
    done = the_job(run, cast.User.objects.get(email="new@fenmarsh.example"))
    assert (done.state, done.says) == (State.PROPOSED, "")


def test_a_proposal_that_is_being_made_goes_back_to_its_files(ana, other):
    run = proposed(upload())
    Run.objects.filter(pk=run.pk).update(state=State.READING)
    loses_the_role()
    assert the_job(run, cast.ana()).state == State.RECEIVING


def test_what_is_decided_already_is_left_as_it_is(ana, other):
    run = imported(upload())
    loses_the_role()
    done = the_job(run, cast.ana())
    assert (done.state, done.says) == (State.APPLIED, "")
