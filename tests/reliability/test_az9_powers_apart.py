"""AZ9: powers apart, and at once. Who runs the system reads nothing; a right taken away is gone with the next request.

Each way of losing a right is tried by a request before and one after; then many times with requests going on in other
threads meanwhile: one that began after the right was taken away has never been let in. 3 trials of each by day, 150 at
night (SEENHEARD_NIGHT=1). What gives a right needs two people: each way of giving one is tried as every actor, and with
all who could agree doing so at once; nobody approves what they asked for or what is about them.
"""

import os
import threading
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import connection, transaction
from django.test import Client

from seenheard.accounts import operations as accounts
from seenheard.accounts import queries as people
from seenheard.accounts.models import AskedRight, User
from seenheard.accounts.permissions import NotAllowed
from seenheard.config import clock
from seenheard.record import operations
from tests import cast
from tests.factories import record as made
from tests.factories.at_once import at_once
from tests.reliability.dyed import SEES, WHY
from tests.reliability.test_az1_every_url import TABLE
from tests.reliability.world import AT, ON

TRIALS = 150 if os.environ.get("SEENHEARD_NIGHT") else 3
SAID = {"why": WHY, "at": AT}


@pytest.fixture
def child(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)
    for who in ("maya", "tom", "sara", "adam", "otto", "dev"):
        cast.person(who)
    return made.make_child(
        local_id="500001",
        facts={"involvement": {"professional_ref": "P0002", "team_ref": "T09", "from_on": date(2025, 1, 1)}},
    )


def given_to_otto(child):
    return accounts.set_cover(
        covered=cast.maya(),
        cover=cast.otto(),
        from_on=ON,
        until_on=ON + timedelta(days=7),
        on=ON,
        by=cast.sara(),
        at=AT,
    )


def opened_by_otto(child):
    said = {"kind": "break_glass", "because": "danger", "on": ON}
    operations.open_record(child=child, by=cast.otto(), **said, **SAID)


def nothing(child):
    return None


def change_role(child, given):
    """Every other role gives something too, so it is the second person's word that takes this one away."""
    role = {"role": "analyst", "worker_refs": ["P0002"], "team_refs": []}
    accounts.change_role(person=cast.maya(), **role, by=cast.adam(), at=AT)
    accounts.agree(asked=people.rights_waiting().get(), by=cast.sara(), at=AT)


def change_numbers(child, given):
    role = {"role": "social_worker", "worker_refs": [], "team_refs": []}
    accounts.change_role(person=cast.maya(), **role, by=cast.adam(), at=AT)


def switch_off(child, given):
    accounts.switch_off(person=cast.maya(), by=cast.adam(), at=AT)


def restrict(child, given):
    operations.restrict_child(child=child, people=[cast.tom()], from_on=ON, until_on=None, by=cast.sara(), **SAID)


def declare_as(who):
    def declare(child, given):
        operations.declare_conflict(child=child, kind="family", words="", by=cast.person(who), at=AT)

    return declare


def end_cover(child, given):
    accounts.end_cover(cover=given, on=ON, by=cast.sara(), at=AT)


def end_work(child, given):
    fields = {"professional_ref": "P0002", "team_ref": "T09", "from_on": date(2025, 1, 1), "until_on": ON}
    key = made.queries.current_rows(source="ssd", object="involvement")
    (row_key,) = [key for key, row in key.items() if row[2] == child.pk]
    made.change("involvement", child, row_key, **fields)


LOST = {  # who looks, what lets them, what takes it away
    "the role": ("maya", nothing, change_role),
    "the number in the files": ("maya", nothing, change_numbers),
    "the account": ("maya", nothing, switch_off),
    "by a restriction": ("maya", nothing, restrict),
    "by one's own word": ("maya", nothing, declare_as("maya")),
    "the work": ("maya", nothing, end_work),
    "the cover": ("otto", given_to_otto, end_cover),
    "what was opened, by a restriction": ("otto", opened_by_otto, restrict),
    "what was opened, by one's own word": ("otto", opened_by_otto, declare_as("otto")),
}


def opens(browser: Client, child) -> bool:
    return browser.get(f"/children/{child.public_id}/story/").status_code == 200


def let_in_afterwards(child, lost) -> list[str]:
    """What is wrong: not let in before, or let in after."""
    who, give, take = LOST[lost]
    given = give(child)
    browser = cast.signed_in(who)
    faults = [] if opens(browser, child) else ["not let in before"]
    take(child, given)
    return faults + (["let in after"] if opens(browser, child) else [])


@pytest.mark.django_db
@pytest.mark.parametrize("lost", LOST)
def test_what_is_taken_away_is_gone_with_the_next_request(lost, child):
    assert let_in_afterwards(child, lost) == []


@pytest.mark.larger_at_night
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("lost", ["the account", "by a restriction", "the cover"])
def test_no_request_that_begins_afterwards_is_let_in(lost, child):
    landed = 0
    who, give, take = LOST[lost]
    for _ in range(TRIALS):
        with transaction.atomic():
            given = give(child)
        landed += _race(child, who, lambda given=given: take(child, given))
        _give_back(child)
    assert landed >= TRIALS, "requests went on while it was taken away"


def _race(child, who, take) -> int:
    """Requests in two threads while the right is taken away; how many were let in before."""
    taken, stop, answers = threading.Event(), threading.Event(), []
    browsers = [cast.signed_in(who) for _ in range(2)]
    assert all(opens(browser, child) for browser in browsers)

    def ask(browser):
        try:
            while not stop.is_set():
                after = taken.is_set()
                answers.append((after, opens(browser, child)))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=[browser]) for browser in browsers]
    for thread in threads:
        thread.start()
    while not answers:
        stop.wait(0.01)
    with transaction.atomic():
        take()
    taken.set()
    while sum(after for after, _ in answers) < len(threads):
        stop.wait(0.01)
    stop.set()
    for thread in threads:
        thread.join(timeout=30)
    assert not [let_in for after, let_in in answers if after and let_in]
    return sum(let_in for _, let_in in answers)


def _give_back(child) -> None:
    from seenheard.record import queries

    sara = cast.sara()
    for one in queries.restrictions(viewer=sara).filter(ended=None):
        operations.end_restriction(restriction=one, on=ON, by=sara, **SAID)
    maya = cast.maya()
    if not maya.is_active:
        accounts.switch_on(person=maya, by=cast.adam(), at=AT)
        accounts.agree(asked=people.rights_waiting().get(), by=sara, at=AT)


def test_no_page_about_a_child_is_an_administrators_nor_a_guardians():
    assert SEES["administrator"] == SEES["guardian"] == set()
    about_children = [name for name in TABLE["url"] if name.startswith("desk:") and name != "desk:start"]
    assert len(about_children) > 20
    for name in about_children:
        for method in ("GET", "POST"):
            for word, actors in TABLE["url"][name].get(method, {}).items():
                named = {"administrator", "guardian"} & set(actors)
                assert not (named and word == "page"), f"{method} {name}"


@pytest.mark.django_db
def test_nobody_changes_their_own_rights(child):
    adam = cast.adam()
    for act in (
        lambda: accounts.change_role(person=adam, role="service_manager", worker_refs=[], team_refs=[], by=adam, at=AT),
        lambda: accounts.remove_second_factor(person=adam, by=adam, at=AT),
        lambda: accounts.switch_off(person=adam, by=adam, at=AT),
    ):
        with pytest.raises(NotAllowed, match="Another administrator"):
            act()


# --- two people give a right ---------------------------------------------------------------------------------------

GIVEN = {  # what Adam asks for, of whom, and what that would let them do
    "a role": lambda: accounts.change_role(person=cast.maya(), **MANAGER, by=cast.adam(), at=AT),
    "a number": lambda: accounts.change_role(person=cast.maya(), **NUMBER, by=cast.adam(), at=AT),
    "an account": lambda: accounts.invite(email="n@a.example", name="N", **MANAGER, by=cast.adam(), at=AT),
    "an account again": lambda: accounts.switch_on(person=gone(), by=cast.adam(), at=AT),
    "the way to be somebody": lambda: accounts.remove_second_factor(person=cast.maya(), by=cast.adam(), at=AT),
}
MANAGER = {"role": "team_manager", "worker_refs": [], "team_refs": ["T02"]}
NUMBER = {"role": "social_worker", "worker_refs": ["P0002", "SW900001", "P0077"], "team_refs": ["T02"]}


def gone() -> User:
    accounts.switch_off(person=cast.ines(), by=cast.adam(), at=AT)
    return cast.ines()


def rights() -> list[tuple]:
    """Who may do what, and what they hold to sign in with."""
    kept = User.objects.order_by("pk")
    return list(kept.values_list("email", "role", "worker_refs", "team_refs", "is_active", "password"))


def approved_by_the_wrong(given) -> list[str]:
    """Which of those who are no second person got it through; asked by Adam, about whom `given` says."""
    for who in ("adam", "sara", "maya", "tom", "ines", "ana", "dev", "grace"):
        cast.person(who)
    GIVEN[given]()
    asked, wrong = people.rights_waiting().get(), []
    before = rights()
    for who in ("adam", "maya", "tom", "ines", "ana", "dev", "grace", asked.person):
        with transaction.atomic():
            by = cast.person(who) if isinstance(who, str) else who
            for settle in ("agree", "refuse"):
                client = cast.signed_in(by)
                client.post(f"/people/waiting/{asked.public_id}/{settle}/")
                if rights() != before or not people.rights_waiting().exists():
                    wrong.append(f"{by.name} could {settle}")
            transaction.set_rollback(True)
    return wrong


@pytest.mark.django_db
@pytest.mark.parametrize("given", GIVEN)
def test_nobody_approves_their_own_and_nobody_who_is_no_second_person(given, child):
    assert approved_by_the_wrong(given) == []


@pytest.mark.django_db
@pytest.mark.parametrize("given", GIVEN)
def test_one_administrator_alone_gives_nothing_and_a_second_person_does(given, child):
    cast.ines()
    held = {row[0]: row for row in rights()}
    GIVEN[given]()
    asked = people.rights_waiting().get()
    waiting = {row[0]: row for row in rights()}
    assert all(waiting[email][1:4] == held[email][1:4] for email in held), "no role and no number"
    assert {email for email, row in waiting.items() if row[4]} <= {email for email, row in held.items() if row[4]}
    accounts.agree(asked=asked, by=cast.sara(), at=AT)
    assert rights() != list(waiting.values())


@pytest.mark.larger_at_night
@pytest.mark.django_db(transaction=True)
def test_who_agree_at_once_are_one_change_and_the_asker_is_never_one_of_them(child):
    second = User.objects.create_user("second@fenmarsh.example", name="Second", role="administrator")
    adam, sara, maya = cast.adam(), cast.sara(), cast.maya()
    for trial in range(TRIALS):
        said = {"role": "social_worker", "worker_refs": ["P0002"], "team_refs": [f"T{trial}"]}
        accounts.change_role(person=maya, **said, by=adam, at=AT)
        asked = people.rights_waiting().get()
        by = (adam, sara, second, maya)
        outcomes = at_once(*(partial(accounts.agree, asked=asked, by=who, at=AT) for who in by))
        named = [type(one).__name__ for one in outcomes]
        assert (named[0], named[3]) == ("NotAllowed", "NotAllowed")
        assert sorted(named[1:3]) == ["AlreadySettled", "list"]
        assert User.objects.get(pk=maya.pk).team_refs == [f"T{trial}"]


@pytest.mark.larger_at_night
@pytest.mark.django_db(transaction=True)
def test_a_right_agreed_to_while_the_account_is_switched_off_is_not_had(child):
    adam, sara, maya = cast.adam(), cast.sara(), cast.maya()
    for _ in range(TRIALS):
        accounts.remove_second_factor(person=maya, by=adam, at=AT)
        asked = people.rights_waiting().get()
        at_once(
            lambda asked=asked: accounts.agree(asked=asked, by=sara, at=AT),
            lambda: accounts.switch_off(person=maya, by=adam, at=AT),
        )
        assert not User.objects.get(pk=maya.pk).is_active and not people.rights_waiting().exists()
        _give_back(child)
    assert AskedRight.objects.count() == 2 * TRIALS, "each was asked for, and each account given back by two"


# --- planted faults ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_right_that_is_remembered_turns_this_check_red(child, monkeypatch, without_the_second_line):
    from seenheard.record.queries import seeing

    seen, real = {}, seeing.visible_children

    def remembers(*, viewer, on):
        key = str(viewer.public_id)
        if key not in seen:
            seen[key] = list(real(viewer=viewer, on=on).values_list("pk", flat=True))
        return seeing.Child.objects.filter(pk__in=seen[key])

    monkeypatch.setattr(seeing, "visible_children", remembers)
    assert let_in_afterwards(child, "by a restriction") == ["let in after"]


@pytest.mark.django_db
def test_a_session_that_outlives_its_account_turns_this_check_red(child, monkeypatch, without_the_second_line):
    from seenheard.accounts.backends import SignIn
    from seenheard.accounts.domain.roles import abilities_of
    from seenheard.record.queries import seeing

    monkeypatch.setattr(SignIn, "user_can_authenticate", lambda self, user: True)
    assert let_in_afterwards(child, "the account") == [], "the second guard: an account that is off has no abilities"
    User.objects.filter(is_active=False).update(is_active=True)
    monkeypatch.setattr(seeing, "can", lambda viewer, ability: ability in abilities_of(viewer.role))
    assert let_in_afterwards(child, "the account") == ["let in after"]


@pytest.mark.django_db
def test_an_administrator_who_may_agree_to_their_own_wish_turns_this_check_red(child, monkeypatch):
    from seenheard.accounts import permissions

    monkeypatch.setattr(permissions, "why_not_settle", lambda viewer, asked: "")
    wrong = approved_by_the_wrong("a role")
    assert "Adam Reed could agree" in wrong and "Tom Hale could agree" not in wrong


@pytest.mark.django_db
def test_a_change_that_asks_nobody_turns_this_check_red(child, monkeypatch):
    from seenheard.accounts.operations import people as changing

    monkeypatch.setattr(changing, "gives", lambda before, after: False)
    with pytest.raises(AskedRight.DoesNotExist):
        test_one_administrator_alone_gives_nothing_and_a_second_person_does("a role", child)
