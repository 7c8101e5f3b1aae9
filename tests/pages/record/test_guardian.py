"""The pages of the guardian of records: who looked, what stands out, what was found in order; and how they are told."""

import pytest

from seenheard.accounts.models import User
from seenheard.prompts.models import Message
from seenheard.record import operations
from seenheard.record.models import Noticed
from seenheard.trail import queries as trail_queries
from seenheard.trail.models import Entry
from tests import cast
from tests.factories import record as made

from .test_who_may_see import NAMES, PAGES, SAID, opens, text

pytestmark = [pytest.mark.django_db(databases=["default", "apart"]), pytest.mark.usefixtures("stopped_clock")]


@pytest.fixture
def grace(child, monkeypatch):
    """The guardian; Sara has looked at night, and Dev on duty."""
    monkeypatch.setattr(trail_queries, "_last_finished", lambda cursor: 2**62)
    said = {"kind": "duty", "because": "contact", "why": SAID["why"], "on": made.AT.date(), "at": made.AT}
    operations.open_record(child=child, by=cast.person("dev"), **said)
    cast.signed_in("sara").get(f"/children/{child.public_id}/")
    operations.notice_looks()
    return cast.signed_in("grace")


def glass_broken(child):
    """Otto has opened the record in an emergency."""
    said = {"kind": "break_glass", "because": "danger", "why": SAID["why"], "on": made.AT.date(), "at": made.AT}
    return operations.open_record(child=child, by=cast.otto(), **said)


def test_the_guardian_reads_who_looked_and_nothing_of_the_child(grace, child):
    assert grace.get("/")["Location"] == "/looks/"
    page = text(grace.get("/looks/"))
    for words in (
        "Dev Mistry",
        "Sara Okafor",
        "500001",
        "Opened on duty",
        "Not allocated",
        "Not judged yet",
        "2 looks",
    ):
        assert words in page
    assert not any(name in page for name in NAMES)
    assert not any(opens(grace, child, one) for one in PAGES)


def test_reading_the_trail_is_written_in_the_trail(grace, child):
    grace.get("/looks/")
    grace.get(f"/looks/{Noticed.objects.first().pk}/")
    rows = Entry.objects.filter(by=str(cast.person("grace").public_id)).order_by("pk")
    assert [(row.what, row.children) for row in rows] == [("looked_at_trail", [str(child.public_id)])] * 2
    assert [row.about for row in rows] == ["looks", str(cast.person("dev").public_id)]


def test_a_look_is_judged_in_words_once(grace):
    address = f"/looks/{Noticed.objects.get(reason='on_duty').pk}/"
    page = text(grace.get(address))
    assert "Somebody has called or written about this child: The school called" in page
    assert "Choose what you found" in text(grace.post(address, {"words": "She was on duty that day"}))
    assert "20 letters" in text(grace.post(address, {"verdict": "in_order", "words": "ok"}))
    said = {"verdict": "in_order", "words": "She was on duty, and the school confirms it"}
    assert grace.post(address, said)["Location"] == "/looks/"
    page = text(grace.get(address))
    assert said["words"] in page and "Grace Amadi" in page and "What did you find" not in page
    assert grace.post(address, said | {"verdict": "not_in_order"}).status_code == 200
    assert text(grace.get("/looks/?standing=unjudged")).count("/looks/") >= 1
    assert "Dev Mistry" not in text(grace.get("/looks/?standing=unjudged"))
    assert "Dev Mistry" in text(grace.get("/looks/?standing=judged"))
    assert "Dev Mistry" not in text(grace.get("/looks/?reason=unallocated"))


def test_broken_glass_is_said_first_until_it_is_judged(grace, child):
    operations.open_record(
        child=child,
        kind="break_glass",
        because="danger",
        why=SAID["why"],
        by=cast.otto(),
        on=made.AT.date(),
        at=made.AT,
    )
    assert "One record was opened so, and not judged yet." in text(grace.get("/looks/"))
    address = f"/looks/{Noticed.objects.get(reason='break_glass').pk}/"
    grace.post(address, {"verdict": "asked", "words": "I have written to him about it"})
    assert "One record was opened so" in text(grace.get("/looks/"))
    grace.post(address, {"verdict": "not_in_order", "words": "He could not say why he did it"})
    assert "opened so" not in text(grace.get("/looks/"))


@pytest.mark.parametrize("asked", ["?page=99", "?standing=x&reason=y&who=z", "?page=-1", "?who=%00"])
def test_an_address_that_asks_for_nonsense_gets_a_page(grace, asked):
    assert grace.get(f"/looks/{asked}").status_code == 200


def test_the_message_to_the_guardian_names_nobody(child, settings, mailoutbox):
    from seenheard.config import jobs

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    cast.person("grace")
    opened = glass_broken(child)
    jobs.tell_guardians(opening=str(opened.public_id))
    (message,) = mailoutbox
    assert message.to == ["grace@fenmarsh.example"] and str(opened.public_id)[:8] in message.body
    said = f"{message.subject} {message.body}"
    assert not any(word in said for word in (*NAMES, "500001", str(child.public_id), "Otto", "cut on the arm"))


def test_with_the_mail_down_the_row_is_there_all_the_same(child, settings):
    from seenheard.config import jobs

    settings.EMAIL_BACKEND = "tests.pages.record.test_guardian.Down"
    User.objects.filter(pk=cast.person("grace").pk).update(is_active=True)
    opened = glass_broken(child)
    for _ in range(2):
        jobs.tell_guardians(opening=str(opened.public_id))
    assert "One record was opened so" in text(cast.signed_in("grace").get("/looks/"))
    (failed,) = Message.objects.all()  # one message, however often the job runs
    assert (failed.sent_at, failed.why) == (None, "OSError")
    page = text(cast.signed_in("adam").get("/prompts/messages/"))
    assert "A record opened in an emergency" in page and "Grace Amadi" in page


class Down:
    """A mail server that is not there."""

    def __init__(self, *args, **kwargs):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *why):
        return False

    def send_messages(self, messages):
        raise OSError("the mail is down")
