"""The digest: one a day for each person, counts and a link, sent once; what could not be sent is kept and shown."""

import smtplib
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.db import connection

from seenheard.accounts import operations as accounts
from seenheard.accounts import queries as people
from seenheard.accounts.models import User
from seenheard.prompts import operations, queries
from seenheard.prompts.domain.causes import Cause
from seenheard.prompts.models import Message
from seenheard.prompts.operations import sending
from seenheard.trail.models import Entry
from tests import cast
from tests.pages.desk.conftest import looked_after

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 31)


def give(child, at, *, owner="social worker", act_by=DAY, name="LV-04", key="", **more):
    cause = Cause(child.pk, name, key, owner, act_by - timedelta(days=7), act_by, **more)
    operations.causes_of_child(child_id=child.pk, giver="record", causes=[cause], at=at)


@pytest.fixture
def staff(db):
    return {who: cast.person(who) for who in ("maya", "tom", "sara", "adam", "ines")}


@pytest.fixture
def two_for_maya(staff, at):
    give(looked_after(), at)
    give(looked_after(surname="Oakley"), at, act_by=DAY - timedelta(days=2))


def test_one_digest_a_person_with_counts_and_a_link_and_no_name(two_for_maya, staff, at, settings):
    assert operations.make_digests(on=DAY, at=at).made == 1
    assert operations.send_waiting(at=at).sent == 1
    (sent,) = mail.outbox
    assert sent.to == [staff["maya"].email]
    assert sent.subject == "2 things need you"
    assert sent.body == (
        "2 things need you, for 2 children. 1 is past its day. 2 are new.\n\n" + settings.SITE_ADDRESS + "\n"
    )
    assert not any(word in sent.message().as_string() for word in ("Ash", "Underwood", "Oakley", "LV-04", "visit"))


def test_however_often_it_is_asked_for_it_is_one(two_for_maya, at):
    for _ in range(3):
        operations.make_digests(on=DAY, at=at)
        operations.send_waiting(at=at)
    assert (Message.objects.count(), len(mail.outbox)) == (1, 1)
    assert Entry.objects.filter(what="made_digests").count() == 1


def test_the_next_day_is_another(two_for_maya, at):
    for days in range(2):
        operations.make_digests(on=DAY + timedelta(days=days), at=at + timedelta(days=days))
    assert Message.objects.count() == 2


def test_its_number_is_that_of_the_list(two_for_maya, staff, at):
    operations.make_digests(on=DAY, at=at)
    numbers = queries.mine(viewer=staff["maya"], on=DAY).numbers
    counts = Message.objects.get().counts
    assert (counts["prompts"], counts["children"], counts["late"], counts["unseen"]) == (2, 2, 1, 2)
    assert (numbers.prompts, numbers.children, numbers.late, numbers.unseen) == (2, 2, 1, 2)


def test_what_has_no_owner_is_told_loudly_to_the_administrator(two_for_maya, staff, at):
    for who in ("maya", "tom", "sara", "ines"):
        staff[who].is_active = False
        staff[who].save()
    operations.make_digests(on=DAY, at=at)
    operations.send_waiting(at=at)
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([staff["adam"].email], "2 prompts have no owner")
    assert queries.ownerless(on=DAY) == 2


@pytest.fixture
def rights_wait(staff, at):
    """Adam asked for two things; of one of them Sara is who it is about."""
    for who, role in (("maya", "team_manager"), ("sara", "administrator")):
        keys = {"worker_refs": [], "team_refs": []}
        accounts.change_role(person=staff[who], role=role, **keys, by=staff["adam"], at=at)
    return User.objects.create_user("ruth@fenmarsh.example", name="Ruth Sim", role="administrator")


def test_who_may_agree_to_a_right_is_told_how_many_wait_and_no_name(rights_wait, staff, at, settings):
    operations.make_digests(on=DAY, at=at)
    operations.send_waiting(at=at)
    words = {message.to[0]: (message.subject, message.body) for message in mail.outbox}
    assert set(words) == {staff["sara"].email, rights_wait.email}, "not who asked for both"
    subject, body = words[rights_wait.email]
    assert subject == "2 things wait for a second person"
    assert body == f"{subject}. Agree to it or refuse it under To agree.\n\n{settings.SITE_ADDRESS}\n"
    assert words[staff["sara"].email][0] == "1 thing waits for a second person", "the other is about herself"
    assert not any(name in f"{words}" for name in ("Maya", "Adam", "Tom"))


def test_beside_what_there_is_to_do_it_is_one_sentence_more(rights_wait, staff, at):
    User.objects.filter(email=staff["tom"].email).update(is_active=False)
    give(looked_after(), at, owner="team manager", name="FD-05")
    operations.make_digests(on=DAY, at=at)
    operations.send_waiting(at=at)
    (sent,) = [message for message in mail.outbox if message.to == [staff["sara"].email]]
    assert sent.subject == "1 thing needs you"
    assert "1 is new. 1 thing waits for a second person.\n" in sent.body


def test_what_was_settled_or_was_asked_by_nobody_else_waits_for_nobody(rights_wait, staff, at):
    for asked in people.rights_waiting():
        accounts.refuse(asked=asked, by=rights_wait, at=at)
    assert operations.make_digests(on=DAY, at=at).made == 0


class Broken:
    """A mail server that takes some messages and not others."""

    def __init__(self, *, refuses=(), dies_after=None):
        self.refuses, self.left, self.took = refuses, dies_after, []

    def __enter__(self):
        return self

    def __exit__(self, *why):
        return False

    def send_messages(self, messages):
        (one,) = messages
        if one.to[0] in self.refuses:
            raise smtplib.SMTPRecipientsRefused({one.to[0]: (550, b"no such person")})
        self.took.append(one)
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                raise KeyboardInterrupt  # killed after the server took it, before we could say so
        return 1


@pytest.fixture
def three_digests(staff, at):
    for owner, name in (("social worker", "LV-04"), ("team manager", "FD-05"), ("reviewing officer", "LR-01")):
        give(looked_after(), at, owner=owner, name=name)
    assert operations.make_digests(on=DAY, at=at).made == 3


def test_a_failed_message_is_kept_shown_and_tried_again(three_digests, staff, at, monkeypatch):
    server = Broken(refuses={staff["tom"].email})
    monkeypatch.setattr(sending, "get_connection", lambda: server)
    assert operations.send_waiting(at=at) == sending.Sent(sent=2, failed=1)
    (failed,) = queries.not_arrived(on=DAY)
    assert (failed.person, failed.why) == (str(staff["tom"].public_id), "SMTPRecipientsRefused")
    assert queries.not_arrived(on=DAY, person=str(staff["maya"].public_id)) == ()
    assert operations.send_waiting(at=at + timedelta(minutes=1)) == sending.Sent()  # not at every turn
    server.refuses = ()
    assert operations.send_waiting(at=at + timedelta(minutes=11)) == sending.Sent(sent=1)
    assert queries.not_arrived(on=DAY) == ()


def test_it_is_not_tried_for_ever(three_digests, at, monkeypatch):
    tries = []

    def unreachable():
        tries.append(1)
        raise ConnectionRefusedError

    monkeypatch.setattr(sending, "get_connection", unreachable)
    for hour in range(9):
        operations.send_waiting(at=at + timedelta(hours=hour))
    assert len(tries) == sending.TRIES
    assert {one.why for one in queries.not_arrived(on=DAY)} == {"ConnectionRefusedError"}
    assert len(queries.not_arrived(on=DAY)) == 3


def test_killed_in_the_middle_nothing_is_lost_and_what_went_twice_is_known_for_the_same(three_digests, at, monkeypatch):
    server = Broken(dies_after=1)
    monkeypatch.setattr(sending, "get_connection", lambda: server)
    with pytest.raises(KeyboardInterrupt):
        operations.send_waiting(at=at)
    server.left = None
    operations.send_waiting(at=at)
    numbers = [one.extra_headers["Message-ID"] for one in server.took]
    assert len(numbers) == 4 and len(set(numbers)) == 3
    assert not Message.objects.filter(sent_at=None).exists()


def test_who_has_left_meanwhile_is_sent_nothing(two_for_maya, staff, at):
    operations.make_digests(on=DAY, at=at)
    staff["maya"].is_active = False
    staff["maya"].save()
    assert operations.send_waiting(at=at).failed == 1
    assert mail.outbox == []
    assert queries.not_arrived(on=DAY)[0].why == sending.LEFT


@pytest.mark.django_db(transaction=True)
def test_two_jobs_at_once_make_and_send_each_once(at):
    for who in ("maya", "tom", "sara", "adam"):
        cast.person(who)
    for _ in range(3):
        give(looked_after(), at)
    give(looked_after(), at, owner="team manager")
    together, faults = Barrier(4), []

    def job():
        try:
            together.wait()
            operations.make_digests(on=DAY, at=at)
            together.wait()
            operations.send_waiting(at=at)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    jobs = [Thread(target=job) for _ in range(4)]
    for one in jobs:
        one.start()
    for one in jobs:
        one.join()
    assert faults == []
    assert Message.objects.count() == len(mail.outbox) == 2
    assert not Message.objects.filter(sent_at=None).exists()
