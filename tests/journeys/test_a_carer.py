"""A carer, from the link in the mail to the sent form, on a phone; in an installation of a council's own, for in a demo
nobody signs in with a password."""

import re
from datetime import date

import pytest
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.db import connection

from tests import cast
from tests.journeys.person import PHONE, Person

pytestmark = pytest.mark.browser
PASSWORD = "a lamp by the long window 7"


@pytest.fixture(scope="module")
def asked(database, django_db_blocker):
    """A child in care whom Maya asks about today, and Dana Brook, whom she has just invited to the placement."""
    from django.core.management import call_command

    from seenheard.config import clock
    from seenheard.voices import operations as voices
    from tests.pages.desk.conftest import looked_after
    from tests.unit.voices.conftest import INBOX, NIGHT

    with django_db_blocker.unblock():
        connection.settings_dict["CONN_MAX_AGE"] = 0
        at, maya, sara = clock.now(), cast.maya(), cast.sara()
        voices.choose_pack(pack="twelve", by=sara, at=at)
        for name, value in (("duty_inbox", INBOX), ("night_inbox", INBOX), ("night_number", NIGHT)):
            voices.set_voices(name=name, value=value, by=sara, at=at)
        child = looked_after(born_on=date(2014, 5, 4))
        voices.open_round(child=child, by=maya, at=at)
        said = {"name": "Dana Brook", "email": "dana@carers.example", "kind": "family"}
        yield voices.invite_carer(child=child, by=maya, at=at, **said).person
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture(scope="module")
def site(asked):
    """The address of a running server."""
    from pytest_django.live_server_helper import LiveServer

    server = LiveServer("127.0.0.1")
    server._live_server_modified_settings.enable()
    yield server.url
    server.stop()
    server._live_server_modified_settings.disable()


def mailed_link(django_db_blocker, person) -> str:
    """What the worker's job sends to them, and nobody else sees."""
    import threading

    from seenheard.config import jobs

    def send():
        with django_db_blocker.unblock():
            jobs.send_set_up_link(person=str(person.public_id), asked="1")
            connection.close()

    thread = threading.Thread(target=send)
    thread.start()
    thread.join()
    (sent,) = mail.outbox
    assert sent.to == ["dana@carers.example"]
    assert "Ash" not in sent.subject + sent.body and "Underwood" not in sent.body
    return re.search(r"/set-up/[\w-]+/", sent.body)[0]


def sends(person) -> None:
    """Press the button of the only form in the page itself."""
    with person.page.expect_navigation():
        person.page.locator("main button[type=submit]").first.click()


def test_from_the_mailed_link_to_the_sent_form(chromium, site, asked, django_db_blocker, settings):
    settings.EMAIL_HOST = "post.fenmarsh.example"  # set-up links go by mail
    dana = Person(chromium, site, "", screen=PHONE)
    dana.opens(mailed_link(django_db_blocker, asked))
    dana.finds_the_page_sound()
    dana.page.locator("main input[type=password]").fill(PASSWORD)
    sends(dana)
    dana.fills("E-mail address", "dana@carers.example")
    dana.fills("Password", PASSWORD)
    dana.presses("Sign in")
    dana.finds_the_page_sound()
    dana.opens("/my-sign-in/app/")
    secret = dana.page.locator("main code").first.inner_text()
    code = f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06d}"
    dana.page.locator("main input[name=code]").fill(code)
    sends(dana)
    dana.opens("/caring/")
    dana.sees("Children placed with you", "You are asked")
    dana.does_not_see("Underwood")
    dana.finds_the_page_sound()
    dana.follows(re.compile("Give your answer"))
    dana.sees("About five minutes", "Answer what you can")
    dana.finds_the_page_sound()

    dana.page.locator("#c-home").get_by_label("Green").check()
    dana.page.get_by_label("Home: why?").fill("She has chosen the colour of her room")
    dana.page.locator("#round-kept").filter(has_text="Kept on the server").wait_for(timeout=15_000)
    dana.looks_again()
    assert dana.page.get_by_label("Home: why?").input_value() == "She has chosen the colour of her room"
    dana.page.get_by_label("Anything else?").focus()
    dana.tabs_to("Send")
    dana.presses_enter()
    dana.sees("Sent by you", "She has chosen the colour of her room")
    dana.does_not_see("Underwood")
    dana.finds_the_page_sound()
    answer = dana.page.goto("/children/")
    assert answer.status == 403
    dana.context.close()
