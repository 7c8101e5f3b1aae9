"""Where mail goes from here, a set-up link goes to the person it is for, and no administrator sees it."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from seenheard.accounts import operations, queries
from seenheard.accounts.domain import SYSTEM
from seenheard.accounts.models import Invitation, User
from seenheard.accounts.permissions import NotAllowed
from seenheard.config import jobs
from seenheard.prompts import operations as prompts
from seenheard.prompts import queries as sent_queries
from seenheard.prompts.models import Message
from seenheard.prompts.operations import sending
from seenheard.trail.models import Entry
from tests import cast
from tests.factories.at_once import at_once
from tests.pages.accounts.test_waiting import said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
NEW = {"name": "New Person", "email": "new@fenmarsh.example", "role": "analyst"}
LINK = re.compile(r"/set-up/[\w-]+/")


@pytest.fixture(autouse=True)
def mail_is_set(settings):
    settings.EMAIL_HOST = "post.fenmarsh.example"


@pytest.fixture
def adam():
    for who in ("sara", "maya"):
        cast.person(who)
    return cast.signed_in("adam")


def work_off() -> int:
    """What the worker would do with the jobs that wait for it; how many."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    waiting = list(
        ProcrastinateJob.objects.filter(task_name="accounts.send_set_up_link").values_list("args", flat=True)
    )
    for args in waiting:
        jobs.send_set_up_link(**args)
    return len(waiting)


def sent_links() -> list[str]:
    assert all(one.to and "/set-up/" in one.body for one in mail.outbox)
    return [LINK.search(one.body)[0] for one in mail.outbox]


def test_the_invited_person_is_sent_the_link_once_a_second_person_agreed_and_nobody_else_sees_it(
    adam, client, settings
):
    assert "Then a set-up link is sent to this e-mail address." in said(adam.get("/people/invite/"))
    adam.post("/people/invite/", NEW)
    assert work_off() == 0 and mail.outbox == []
    sara = cast.signed_in("sara")
    assert "A set-up link is sent to this e-mail address. Agree when you know" in said(sara.get("/people/waiting/"))
    sara.post(f"/people/waiting/{queries.rights_waiting().get().public_id}/agree/")
    assert work_off() == 1
    (one,) = mail.outbox
    assert one.to == ["new@fenmarsh.example"] and one.subject == "Set up your Seen & Heard account"
    assert "You have an account in Seen & Heard at Fenmarsh County Council." in one.body
    assert settings.SITE_ADDRESS + sent_links()[0] in one.body
    assert not any(word in f"{one.subject}{one.body}" for word in ("New Person", "Adam", "Sara", "analyst"))
    person = User.objects.get(email=NEW["email"])
    for page in ("/people/", f"/people/{person.public_id}/"):
        assert "/set-up/" not in adam.get(page).content.decode()
    assert client.post(sent_links()[0], {"password": "four words not together"})["Location"] == "/sign-in/"


def test_an_administrator_has_a_new_one_sent_and_sees_none(adam, at):
    person = operations.invite(
        email="new@fenmarsh.example", name="New", role="analyst", worker_refs=[], team_refs=[], by=SYSTEM, at=at
    ).person
    page = f"/people/{person.public_id}/"
    assert "Send a new set-up link" in said(adam.get(page)) and "Make a new set-up link" not in said(adam.get(page))
    answer = adam.post(f"{page}set-up-link/", follow=True)
    assert "A set-up link is on its way to their e-mail address." in said(answer)
    assert "/set-up/" not in answer.content.decode()
    assert work_off() == 2, "one for the invitation, one that was asked for"
    assert Entry.objects.filter(what="renewed_set_up_link").count() == 1
    assert Entry.objects.filter(what="sent_set_up_link", by="system", about=str(person.public_id)).count() == 2


def test_where_nobody_else_was_there_it_is_sent_all_the_same(client):
    answer = cast.signed_in("adam").post("/people/invite/", NEW, follow=True)
    assert "/set-up/" not in answer.content.decode()
    assert "The account is made. A set-up link is on its way to their e-mail address." in said(answer)
    assert "Nobody else was there to agree, and the trail says so." in said(answer)
    assert work_off() == 1 and client.get(sent_links()[0]).status_code == 200


def test_after_a_lost_phone_it_is_sent_when_a_second_person_agreed(adam):
    cast.signed_in("maya")
    adam.post(f"/people/{cast.maya().public_id}/second-step/")
    sara = cast.signed_in("sara")
    assert "A set-up link is sent to this e-mail address: whoever reads it there is" in said(
        sara.get("/people/waiting/")
    )
    sara.post(f"/people/waiting/{queries.rights_waiting().get().public_id}/agree/")
    assert work_off() == 1 and [one.to for one in mail.outbox] == [["maya@fenmarsh.example"]]


def test_a_demo_sends_it_to_its_outbox(adam, settings):
    settings.EMAIL_HOST = ""
    assert queries.links_are_sent(demo=True) and not queries.links_are_sent(demo=False)


def test_without_mail_nothing_is_sent_and_the_administrator_hands_it_over(adam, settings, at):
    settings.EMAIL_HOST = ""
    adam.post("/people/invite/", NEW)
    operations.agree(asked=queries.rights_waiting().get(), by=cast.sara(), at=at)
    assert work_off() == 1 and mail.outbox == [] and not Message.objects.exists()
    person = User.objects.get(email=NEW["email"])
    assert LINK.search(adam.post(f"/people/{person.public_id}/set-up-link/").content.decode())


# --- the road ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def person(at):
    """Somebody new, of whom nothing was sent yet."""
    invited = {"email": "new@fenmarsh.example", "name": "New", "role": "analyst", "worker_refs": [], "team_refs": []}
    return operations.invite(**invited, by=SYSTEM, at=at).person


def wait_to_be_sent(person, at, asked="one"):
    prompts.tell_of_link(person=str(person.public_id), asked=asked, at=at)


def test_no_link_is_kept_anywhere_while_it_waits(person, at):
    Invitation.objects.all().delete()
    wait_to_be_sent(person, at)
    assert Message.objects.get().counts == {} and not Invitation.objects.exists()
    prompts.send_waiting(at=at)
    token = sent_links()[0].split("/")[2]
    assert token not in f"{list(Message.objects.values())}" and queries.open_invitation(token, at=at).user == person


def test_asked_for_twice_by_one_job_it_is_one_message(person, at):
    for _ in range(3):
        wait_to_be_sent(person, at)
        prompts.send_waiting(at=at)
    assert len(mail.outbox) == 1


def test_what_could_not_be_sent_made_no_link_is_shown_and_tried_again(person, at, monkeypatch):
    before = list(Invitation.objects.values_list("token_hash", flat=True))
    wait_to_be_sent(person, at)

    class Broken:
        def __enter__(self):
            return self

        def __exit__(self, *why):
            return False

        def send_messages(self, messages):
            raise ConnectionResetError

    with monkeypatch.context() as broken:
        broken.setattr(sending, "get_connection", Broken)
        assert prompts.send_waiting(at=at).failed == 1
    assert list(Invitation.objects.values_list("token_hash", flat=True)) == before, "the link before still works"
    assert not Entry.objects.filter(what="sent_set_up_link").exists()
    (failed,) = sent_queries.not_arrived(on=at.date())
    assert (failed.kind, failed.why) == ("set_up", "ConnectionResetError")
    assert "A set-up link" in said(cast.signed_in("adam").get(reverse("prompts:messages")))
    assert prompts.send_waiting(at=at + timedelta(minutes=11)).sent == 1 and len(sent_links()) == 1


def test_who_was_switched_off_or_came_in_another_way_meanwhile_is_sent_none(person, at):
    wait_to_be_sent(person, at)
    person.last_login = at
    person.save()
    assert prompts.send_waiting(at=at).failed == 1
    assert sent_queries.not_arrived(on=at.date())[0].why == sending.NO_LINK and mail.outbox == []
    operations.switch_off(person=person, by=cast.adam(), at=at)
    wait_to_be_sent(person, at, "two")
    assert prompts.send_waiting(at=at).failed == 1 and mail.outbox == []
    with pytest.raises(NotAllowed):
        operations.link_to_send(person=person, at=at)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_link_and_it_works(at):
    invited = {"email": "new@fenmarsh.example", "name": "New", "role": "analyst", "worker_refs": [], "team_refs": []}
    person = operations.invite(**invited, by=SYSTEM, at=at).person
    wait_to_be_sent(person, at)
    outcomes = at_once(*[lambda: prompts.send_waiting(at=at)] * 3)
    assert sum(one.sent for one in outcomes) == 1
    assert queries.open_invitation(sent_links()[0].split("/")[2], at=at).user == person
