"""How somebody learns that a restriction has shut them out: by the road of every message, with a reference and no name."""

from datetime import timedelta

import pytest

from seenheard.config import jobs
from seenheard.prompts.models import Message
from seenheard.record import operations
from tests import cast
from tests.factories import record as made

from .test_who_may_see import NAMES, SAID, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]


@pytest.fixture
def restriction(child):
    who = {"people": [cast.otto()], "from_on": made.AT.date(), "until_on": None, "by": cast.sara(), "at": made.AT}
    return operations.restrict_child(child=child, why=SAID["why"], **who)


def tell(restriction, who="maya"):
    jobs.tell_shut_out(person=str(cast.person(who).public_id), restriction=str(restriction.public_id))


def test_the_message_names_no_child_and_says_whom_to_ask(restriction, child, settings, mailoutbox):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    for _ in range(3):  # however often the job runs
        tell(restriction)
    (message,) = mailoutbox
    reference = str(restriction.public_id)[:8]
    assert message.to == ["maya@fenmarsh.example"] and f"Reference: {reference}." in message.body
    assert "ask a service manager, with the reference" in message.body
    said = f"{message.subject} {message.body}"
    assert not any(word in said for word in (*NAMES, "500001", str(child.public_id), "Otto", "Sara", SAID["why"]))


def test_who_is_asked_finds_the_reference(restriction):
    reference = str(restriction.public_id)[:8]
    assert reference in text(cast.signed_in("sara").get("/restricted/"))


def test_with_the_mail_down_it_waits_and_the_administrator_sees_it(restriction, settings):
    settings.EMAIL_BACKEND = "tests.pages.record.test_guardian.Down"
    cast.person("maya")
    tell(restriction)
    (failed,) = Message.objects.all()
    assert (failed.kind, failed.sent_at, failed.why) == ("shut_out", None, "OSError")
    page = text(cast.signed_in("adam").get("/prompts/messages/"))
    assert "A record restricted to others" in page and "Maya Ashworth" in page


def test_the_form_says_beforehand_that_they_are_told(child):
    cast.person("maya")
    said = {"child": "500001", "people": "otto@fenmarsh.example", "why": SAID["why"]}
    page = text(cast.signed_in("sara").post("/restricted/new/", said))
    assert "Of those who work with the child or are named now, who loses sight of it is told so by e-mail" in page
    assert "Others are not told." in page


@pytest.mark.parametrize("what", ["over", "named since", "switched off"])
def test_who_is_not_shut_out_any_more_is_not_told(restriction, child, what):
    sara, on, maya = cast.sara(), made.AT.date(), cast.person("maya")
    said = {"by": sara, "at": made.AT, "why": "It was another child"}
    if what == "over":
        operations.end_restriction(restriction=restriction, on=on, **said)
    elif what == "named since":
        operations.restrict_child(child=child, people=[maya, cast.otto()], from_on=on, until_on=None, **said)
    else:
        maya.is_active = False
        maya.save()
    tell(restriction)
    assert not Message.objects.exists()


def test_who_will_be_shut_out_from_a_later_day_is_told(child):
    who = {"people": [cast.otto()], "until_on": None, "by": cast.sara(), "at": made.AT}
    later = operations.restrict_child(child=child, why=SAID["why"], from_on=made.AT.date() + timedelta(days=7), **who)
    tell(later)
    assert Message.objects.get().person == str(cast.maya().public_id)
