"""Carers are asked and reminded once each, without a name; brothers and sisters in care are asked on one day."""

from datetime import date, timedelta

import pytest
from django.core import mail

from seenheard.accounts.domain import SYSTEM
from seenheard.config import clock, jobs
from seenheard.lib.sight import look_as_system
from seenheard.prompts import operations as prompts
from seenheard.prompts.models import Message
from seenheard.record import queries as record
from seenheard.voices import operations
from seenheard.voices.models import Round
from tests import cast
from tests.factories.record import add
from tests.pages.desk.conftest import looked_after
from tests.unit.voices.test_carers import carl, invite, send  # noqa: F401
from tests.unit.voices.test_doors import end_episode

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 31)


def told() -> list[tuple[bool, str]]:
    return list(Message.objects.filter(kind="round").order_by("id").values_list("counts__again", "person"))


def tell(at, days=0):
    look_as_system()
    moment = at + timedelta(days=days)
    return operations.tell_carers(send_from=moment, at=moment)


def test_nobody_is_asked_in_the_middle_of_the_night(asked, carl, at, monkeypatch):  # noqa: F811
    night = at.replace(hour=0, minute=10)  # ten past one in London
    monkeypatch.setattr(clock, "now", lambda: night)
    jobs.tell_carers()
    prompts.send_waiting(at=night)
    assert Message.objects.filter(kind="round").count() == 1 and not mail.outbox
    prompts.send_waiting(at=at.replace(hour=5, minute=59))
    assert not mail.outbox
    prompts.send_waiting(at=at.replace(hour=6, minute=0))  # seven in London
    assert len(mail.outbox) == 1


def test_everybody_of_a_household_is_asked_once_and_reminded_once_without_a_name(asked, carl, at, says, settings):  # noqa: F811
    second = invite(asked.child, "cleo", at=at).person
    for days in (0, 0, 5, 13):
        tell(at, days)
    both = [str(carl.public_id), str(second.public_id)]
    assert told() == [(False, one) for one in both]
    for days in (14, 15, 27):
        tell(at, days)
    assert told()[2:] == [(True, one) for one in both]
    for days in (0, 14):
        prompts.send_waiting(at=at + timedelta(days=days))
    ask, remind = mail.outbox[0], mail.outbox[2]
    assert (ask.subject, remind.subject) == ("You are asked for your answers", "Your answers are still waited for")
    assert "until the end of Monday 27 April 2026" in ask.body and f"{settings.SITE_ADDRESS}/caring/" in ask.body
    assert not any(word in one.message().as_string() for one in mail.outbox for word in ("Ash", "Underwood", "child"))
    assert tell(at, 28) == 0, "over"


def test_where_no_message_was_made_for_two_weeks_the_first_one_asks_and_none_reminds(asked, carl, at):  # noqa: F811
    for days in (15, 16, 27):
        tell(at, days)
    assert told() == [(False, str(carl.public_id))]


def test_who_has_answered_or_is_the_carer_no_more_is_not_reminded(asked, carl, council, at, says):  # noqa: F811
    other = operations.open_round(child=looked_after(forename="Bo"), by=cast.maya(), at=at)
    cleo = invite(other.child, "cleo", at=at).person
    assert tell(at) == 2
    send(asked, says(health="green"), carl, at)
    assert tell(at, 14) == 1 and told()[2:] == [(True, str(cleo.public_id))]
    end_episode(other.child, on=ON + timedelta(days=10))
    assert tell(at, 15) == 0, "the placement is over"


def test_brothers_and_sisters_in_care_open_on_the_earliest_day_of_theirs(council, at):
    first, second, third, other = (looked_after(forename=name) for name in ("One", "Two", "Three", "Four"))
    for child in (first, second):
        add("family", child, family_ref="F1")
    add("family", other, family_ref="F2")
    look_as_system()
    ids = [one.pk for one in (first, second, third, other)]
    assert record.pairs_of_siblings(viewer=SYSTEM, on=ON, child_ids=ids) == [(first.pk, second.pk)]
    assert record.pairs_of_siblings(viewer=cast.person("mona"), on=ON, child_ids=ids) == [], "of another team"
    look_as_system()
    operations.open_round(child=first, by=cast.maya(), at=at)
    for child in (second, other):
        operations.open_round(child=child, by=cast.maya(), at=at + timedelta(days=40))
    due = at + timedelta(days=91)  # three months after the first round of the first
    look_as_system()
    operations.open_rounds(reviews={}, by=SYSTEM, at=due)
    opened = dict(Round.objects.filter(opened_on=due.date()).values_list("child", "why"))
    assert opened == {
        first.pk: "every three months",
        second.pk: "one day for brothers, sisters",
        third.pk: "every three months",  # never asked before
    }
    assert operations.open_rounds(reviews={}, by=SYSTEM, at=due).opened == 0
