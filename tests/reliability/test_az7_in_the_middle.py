"""AZ7: somebody loses sight of a child in the middle of saving something about it, by what another connection commits.

The database refuses the row. The answer is the one for a child who does not exist, nothing is half kept, and what was
typed about anybody who is still seen is kept.
"""

import logging
import re
import uuid
from datetime import timedelta

import pytest
from django.db import Error, connection, connections, transaction
from django.test import Client

from seenheard.accounts import operations as accounts
from seenheard.accounts.domain import SYSTEM
from seenheard.config import clock, errors, middleware
from seenheard.duties import operations as duties
from seenheard.duties.models import Explanation
from seenheard.prompts.models import Prompt
from seenheard.record import operations as record
from seenheard.record.domain.openings import BREAK_GLASS
from seenheard.record.models import Booking, ChildAction, Event, Opening, Visit
from seenheard.trail.models import Entry
from tests import cast
from tests.factories.at_once import at_once
from tests.pages.desk.conftest import looked_after
from tests.reliability.world import AT, ON
from tests.second_line import looking_as

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "apart"])
WHY = "The father works in the next office"
DAY = {"on_day": "30", "on_month": "3", "on_year": "2026"}
WRITES = re.compile(
    r'INSERT INTO "?(record|duties|prompts)_(?!draft)|"record_child".* FOR NO KEY UPDATE|UPDATE "prompts_prompt"'
)


@pytest.fixture
def child(monkeypatch):
    """Maya's, who is away; Otto covers for her. Committed, as other connections see them."""
    monkeypatch.setattr(clock, "now", lambda: AT)
    connections["default"].ensure_connection()
    for who in ("maya", "otto", "tom", "sara", "adam"):
        cast.person(who)
    accounts.set_cover(
        covered=cast.maya(), cover=cast.otto(), from_on=ON, until_on=ON + timedelta(days=7), on=ON, by=cast.tom(), at=AT
    )
    child = looked_after()
    duties.take_changes(by=SYSTEM, at=AT)
    return child


def meanwhile(act):
    """`act` commits on a connection of its own before this one first writes about a child, or waits to."""
    done: list = []

    def wrap(execute, statement, params, many, context):
        if not done and WRITES.search(str(statement)):
            done.append(True)
            assert [one for one in at_once(act) if isinstance(one, Exception)] == []
        return execute(statement, params, many, context)

    return connection.execute_wrapper(wrap)


# --- what somebody else commits ---------------------------------------------------------------------------------------


def restricted(child):
    record.restrict_child(child=child, people=[cast.tom()], from_on=ON, until_on=None, why=WHY, by=cast.sara(), at=AT)


def cover_ended(child):
    accounts.end_cover(cover=cast.maya().covers_of.get(), on=ON, by=cast.tom(), at=AT)


def conflict_declared(child):
    record.declare_conflict(child=child, kind="family", words="", by=cast.otto(), at=AT)


def switched_off(child):
    accounts.switch_off(person=cast.otto(), by=cast.adam(), at=AT)


# --- what is being saved ----------------------------------------------------------------------------------------------


def an_event(browser, child):
    return f"/children/{child.public_id}/record/dental_check_held/", DAY | {"key": str(uuid.uuid4())}


def an_action(browser, child):
    said = {"words": "Buy a coat", "owned_by": str(cast.otto().public_id), "key": str(uuid.uuid4())}
    return f"/children/{child.public_id}/to-do/actions/", said | {f"due_{name}": day for name, day in DAY.items()} | {
        "due_on_month": "4"
    }


def a_delay(browser, child):
    page = browser.get(f"/children/{child.public_id}/to-do/late/").content.decode()
    duty = re.search(r'name="duty"[^>]*value="([^"]+)"', page) or re.search(r'<option value="(\w[^"]+)"', page)
    return f"/children/{child.public_id}/to-do/late/", {"duty": duty[1], "why": "The carer has had flu since last week"}


def a_visit(browser, child):
    draft = browser.post(f"/children/{child.public_id}/visit/")["Location"]
    return draft, DAY | {
        "place": "home",
        "c0-seen": "yes",
        "c0-seen_alone": "yes",
        "c0-said": "I like it",
        "do": "send",
    }


def an_answer_to_a_prompt(browser, child):
    return "/prompts/answer/", {"prompt": Prompt.objects.filter(child=child, gone_at=None).first().pk, "answer": "seen"}


def kept() -> list[int]:
    """How much there is of whatever these saves write, and of what the trail says of it."""
    wrote = Entry.objects.exclude(what__startswith="looked_at").exclude(what__in=("restricted_child", "ended_cover"))
    wrote = wrote.exclude(what__in=("declared_conflict", "switched_off_account", "began_draft", "signed_in"))
    tables = (Event, Visit, Booking, ChildAction, Explanation, Opening)
    return [model.objects.count() for model in tables] + [
        Prompt.objects.exclude(seen_at=None).count(),
        wrote.exclude(what__contains="draft").count(),
    ]


SAVES = (an_event, an_action, a_delay, a_visit, an_answer_to_a_prompt)


@pytest.fixture
def again(monkeypatch) -> list:
    """How often a request was made once more."""
    times: list = []
    real = middleware.forget_who_asks
    monkeypatch.setattr(middleware, "forget_who_asks", lambda request: (times.append(request.path), real(request)))
    return times


@pytest.mark.parametrize("save", SAVES)
@pytest.mark.parametrize("happens", [restricted, cover_ended, conflict_declared])
def test_it_is_as_if_the_child_were_not_there_and_nothing_is_kept(child, save, happens, again):
    browser = cast.signed_in("otto", raise_request_exception=False)
    address, said = save(browser, child)
    before = kept()
    with meanwhile(lambda: happens(child)):
        answer = browser.post(address, said)
    assert kept() == before
    assert answer.status_code == (200 if save is a_visit else 404)
    words = answer.content.decode()
    if save is a_visit:  # the form is Otto's own; the child on it is not any more
        assert "Ash" not in words and "Underwood" not in words
    else:
        nobody = browser.post(address.replace(str(child.public_id), str(uuid.uuid4())), said | {"prompt": 0})
        assert plain(answer) == plain(nobody)


def plain(answer) -> str:
    """The words of a page without what differs on every answer."""
    return re.sub(r'value="[^"]{60,}"', "", answer.content.decode().replace(answer["X-Reference"], ""))


@pytest.mark.parametrize("save", SAVES)
def test_it_was_the_database_that_refused(child, save, again):
    """Of each of these saves, and not the first line, which is asked as well."""
    browser = cast.signed_in("otto", raise_request_exception=False)
    address, said = save(browser, child)
    with meanwhile(lambda: cover_ended(child)):
        browser.post(address, said)
    assert again == [address], "it was made once more"


def test_the_first_refusal_is_in_the_log_by_reference_and_place_alone(child, caplog):
    """What is a fault, and not chance, may show this once."""
    browser = cast.signed_in("otto", raise_request_exception=False)
    address, said = an_event(browser, child)
    with meanwhile(lambda: cover_ended(child)), caplog.at_level(logging.INFO, logger="seenheard.errors"):
        answer = browser.post(address, said)
    (line,) = [one.getMessage() for one in caplog.records if one.name == "seenheard.errors"]
    told = rf"{answer['X-Reference']} refused by row-level security, made once more: ProgrammingError at record/[\w/.]+:\d+"
    assert re.fullmatch(told, line)


def test_without_an_answer_it_would_be_an_error(child, monkeypatch):
    """The planted fault."""
    monkeypatch.setattr(errors, "is_out_of_sight", lambda exception: False)
    browser = cast.signed_in("otto", raise_request_exception=False)
    address, said = an_event(browser, child)
    with meanwhile(lambda: cover_ended(child)):
        assert browser.post(address, said).status_code == 500


def test_who_is_switched_off_meanwhile_is_signed_out(child, again):
    browser = cast.signed_in("otto", raise_request_exception=False)
    address, said = an_event(browser, child)
    with meanwhile(lambda: switched_off(child)):
        answer = browser.post(address, said)
    assert again == [address] and answer.status_code == 302 and "/sign-in/" in answer["Location"]
    assert not Event.objects.exists()


def test_whoever_is_named_saves_in_one_go(child, again):
    """Somebody who is still allowed loses nothing, and is not asked twice."""
    browser = cast.signed_in("maya")
    address, said = a_visit(browser, child)
    named = [cast.maya()]
    with meanwhile(
        lambda: record.restrict_child(
            child=child, people=named, from_on=ON, until_on=None, why=WHY, by=cast.sara(), at=AT
        )
    ):
        assert browser.post(address, said)["Location"].endswith("/done/")
    assert Visit.objects.get().said == "I like it" and again == []


def test_of_two_children_the_one_who_is_still_seen_is_recorded_with_every_word(child, again):
    other = looked_after(forename="Birch")
    browser = cast.signed_in("maya")
    draft, said = a_visit(browser, child)
    record.add_to_draft(public_id=draft.split("/")[2], children=[str(other.public_id)], by=cast.maya(), at=AT)
    said |= {"c1-seen": "yes", "c1-seen_alone": "yes", "c1-said": "I have a new friend"}
    with meanwhile(lambda: restricted(child)):
        answer = browser.post(draft, said)
    assert answer.status_code == 302 and again == [draft]
    assert [(visit.child, visit.said) for visit in Visit.objects.all()] == [(other, "I have a new friend")]


def test_where_the_two_lines_differ_it_is_said_in_the_log_and_not_shown(child, request, caplog):
    """Twice is no chance: then somebody may write by the first line, and not by the second."""
    browser, why = cast.signed_in("mona", raise_request_exception=False), "A neighbour heard the child cry for hours"
    said = {"kind": BREAK_GLASS, "because": "danger", "why": why}
    record.open_record(child=child, by=cast.person("mona"), on=ON, at=AT, **said)  # for reading
    request.getfixturevalue("no_first_line")
    with caplog.at_level(logging.ERROR, logger="seenheard.errors"):
        answer = browser.post(*an_event(browser, child))
    assert answer.status_code == 404 and not Event.objects.exists()
    (line,) = [one.getMessage() for one in caplog.records if one.name == "seenheard.errors"]
    assert "refused by row-level security twice: ProgrammingError at record/" in line


# --- exactly this error ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "is_it"),
    [
        ("INSERT INTO record_changedchild (child_id, run_id, changed_at) VALUES ({child}, 'x', now())", True),
        ("INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'y', now())", False),
        ("UPDATE trail_entry SET at = at", False),
        ("CREATE ROLE another", False),
        ("SELECT 1 / 0", False),
    ],
)
def test_no_other_refusal_is_taken_for_it(child, statement, is_it):
    grace = str(cast.person("grace").public_id)
    with transaction.atomic(), looking_as(grace, on=ON, at=AT) as cursor:
        with pytest.raises(Error) as refused, transaction.atomic():
            cursor.execute(statement.format(child=child.pk))
        assert errors.is_out_of_sight(refused.value) is is_it


def test_what_the_trail_refuses_has_the_same_code_and_is_not_taken_for_it(child):
    """To the owner; by the trigger."""
    Entry.objects.create(what="signed_in", by="maya", at=AT)
    with pytest.raises(Error) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE trail_entry SET at = at")
    assert refused.value.__cause__.sqlstate == "42501" and not errors.is_out_of_sight(refused.value)


def test_a_stranger_is_not_asked_twice(child, again):
    assert Client().post(an_event(None, child)[0]).status_code == 302 and again == []
