"""Sending what waits: each message once, a failure kept and tried again, nothing about a child in any of them."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse

from seenheard.accounts import operations as people
from seenheard.accounts import queries as accounts
from seenheard.accounts.permissions import NotAllowed

from ..domain.letters import ALARM, SET_UP, letter
from ..models import Message

log = logging.getLogger(__name__)

TRIES, PAUSE = 5, timedelta(minutes=10)
KEPT_FOR = timedelta(days=2)  # a digest of the day before yesterday helps nobody
LEFT = "this person has left"
NO_LINK = "this person has come in by another way"


@dataclass(frozen=True, slots=True)
class Inbox:
    """An address that people on duty read, and that is nobody's account: alarms alone are sent there."""

    email: str
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Sent:
    """How many messages went out, and how many could not."""

    sent: int = 0
    failed: int = 0


def send_waiting(*, at: datetime) -> Sent:
    """Send every message that waits. Twice, or two at once, sends none twice.

    Each is marked in the transaction that sends it. Killed between the two, it is sent once more with the same
    Message-ID, by which mail programs know it for the same. A server that does not answer fails them all at once.
    """
    ids = list(_waiting(at).order_by("id").values_list("id", flat=True))
    if not ids:
        return Sent()
    try:
        with get_connection() as post:
            return _send_each(ids, post, at)
    except OSError as fault:  # smtplib's own are among these
        return Sent(failed=_none_went(ids, type(fault).__name__, at))


def _waiting(at: datetime):
    again = Q(failed_at=None) | Q(failed_at__lte=at - PAUSE, tries__lt=TRIES)
    return Message.objects.filter(again, sent_at=None, made_at__gt=at - KEPT_FOR, made_at__lte=at)


def _send_each(ids: list[int], post, at: datetime) -> Sent:
    known = {str(one.public_id): one for one in accounts.people()}
    sent = failed = 0
    for message_id in ids:
        went = _send(message_id, known, post, at)
        sent, failed = sent + (went is True), failed + (went is False)
    return Sent(sent, failed)


@transaction.atomic
def _send(message_id: int, known: dict, post, at: datetime) -> bool | None:
    """True when it went, False when it could not, None where somebody else has it in hand or has sent it."""
    message = Message.objects.select_for_update(skip_locked=True).filter(pk=message_id, sent_at=None).first()
    if message is None:
        return None
    person = _addressee(message, known)
    why = _try(message, person, post, at) if person is not None and person.is_active else LEFT
    if why:
        message.failed_at, message.why, message.tries = at, why, message.tries + 1
    else:
        message.sent_at, message.failed_at, message.why = at, None, ""
    message.save(update_fields=["sent_at", "failed_at", "why", "tries"])
    return not why


def _addressee(message: Message, known: dict):
    if message.kind == ALARM and "@" in message.person:
        return Inbox(message.person)
    return known.get(message.person)


def _try(message: Message, person, post, at: datetime) -> str:
    """Nothing when it went; else what kind of fault it was, never a server's words, which may quote an address."""
    try:
        with transaction.atomic():  # a link that could not be sent was not made
            _post(message, person, post, at)
    except OSError as fault:
        log.warning("a message could not be sent: %s", type(fault).__name__)
        return type(fault).__name__
    except NotAllowed:
        return NO_LINK
    return ""


def _post(message: Message, person, post, at: datetime) -> None:
    words = letter(message.kind, message.counts, address=_address(message, person, at), council=settings.COUNCIL_NAME)
    mail = EmailMessage(words.subject, words.body, None, [person.email], connection=post)
    mail.extra_headers["Message-ID"] = f"<{message.key}@{urlsplit(settings.SITE_ADDRESS).hostname}>"
    mail.send()


def _address(message: Message, person, at: datetime) -> str:
    """Where the reader goes from here: a set-up link is theirs alone, and is made now."""
    if message.kind != SET_UP:
        return settings.SITE_ADDRESS + message.counts.get("path", "")
    token = people.link_to_send(person=person, at=at)
    return settings.SITE_ADDRESS + reverse("accounts:set_up", args=[token])


def _none_went(ids: list[int], why: str, at: datetime) -> int:
    log.warning("no message could be sent: %s", why)
    waiting = Message.objects.filter(pk__in=ids, sent_at=None)
    return waiting.update(failed_at=at, why=why, tries=F("tries") + 1)
