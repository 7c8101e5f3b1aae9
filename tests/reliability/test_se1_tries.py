"""SE1: six tries a minute; one answer for known and unknown; nobody's own device is locked out by a stranger.

Times are compared at night only (300 each): here the work is counted, which no noise touches.
"""

import statistics
import time
from datetime import datetime, timedelta

import pytest
import time_machine
from django.contrib.auth import hashers
from django.core.cache import cache
from django.test import Client

from tests import cast

pytestmark = pytest.mark.django_db(databases=["default", "apart"])

TOO_MANY = "Too many tries"
NOT_RIGHT = "The e-mail address or the password is not right"
KNOWN, UNKNOWN = "maya@fenmarsh.example", "nobody@fenmarsh.example"


@pytest.fixture(autouse=True)
def nobody_has_tried():
    cache.clear()
    cast.maya()


def attempt(client, email=KNOWN, password="wrong") -> str:
    answer = client.post("/sign-in/", {"login": email, "password": password})
    return "in" if answer.status_code == 302 else answer.content.decode()


def refused_from(client, email) -> int:
    """The number of the first try that is not even looked at."""
    return next(number for number in range(1, 20) if TOO_MANY in attempt(client, email))


@pytest.mark.parametrize("email", [KNOWN, UNKNOWN])
def test_the_seventh_try_of_a_minute_is_refused_for_a_known_and_an_unknown_address(email):
    assert refused_from(Client(), email) == 7


def test_then_the_right_password_is_refused_too_until_a_minute_has_passed():
    with time_machine.travel(datetime.now().astimezone(), tick=False) as clock:
        client = Client()
        refused_from(client, KNOWN)
        assert TOO_MANY in attempt(client, password=cast.PASSWORD)
        clock.shift(timedelta(seconds=61))
        assert attempt(client, password=cast.PASSWORD) == "in"


def test_many_addresses_tried_from_many_places_do_not_help():
    """The count is per address typed, whoever asks from wherever."""
    tries = [attempt(Client(REMOTE_ADDR=f"192.0.2.{number}")) for number in range(1, 9)]
    assert [TOO_MANY in answer for answer in tries] == [False] * 6 + [True] * 2


def test_a_stranger_who_keeps_trying_does_not_lock_out_a_device_that_has_signed_in_before():
    own = Client()
    assert attempt(own, password=cast.PASSWORD) == "in"
    own.post("/sign-out/")
    refused_from(Client(), KNOWN)
    assert TOO_MANY in attempt(Client(), password=cast.PASSWORD), "a new device waits"
    assert attempt(own, password=cast.PASSWORD) == "in"


def test_a_device_of_somebody_else_is_no_help():
    theirs = Client()
    cast.tom()
    assert attempt(theirs, "tom@fenmarsh.example", cast.PASSWORD) == "in"
    theirs.post("/sign-out/")
    refused_from(Client(), KNOWN)
    assert TOO_MANY in attempt(theirs)


def test_known_unknown_and_switched_off_get_the_same_words():
    cast.person("tom", is_active=False)
    answers = [
        attempt(Client(), KNOWN),
        attempt(Client(), UNKNOWN),
        attempt(Client(), "tom@fenmarsh.example", cast.PASSWORD),
    ]
    assert all(NOT_RIGHT in answer for answer in answers)
    without_address = {answer.replace(email, "") for answer, email in zip(answers, (KNOWN, UNKNOWN, ""), strict=True)}
    assert len({len(answer) // 200 for answer in without_address}) == 1


def work_of(email, password="wrong", monkeypatch=None) -> int:
    """How many password hashes one try computes."""
    count = []
    hasher = type(hashers.get_hasher())
    real = hasher.encode
    with monkeypatch.context() as patch:
        patch.setattr(hasher, "encode", lambda *a, **k: count.append(1) or real(*a, **k))
        attempt(Client(), email, password)
    return len(count)


def test_known_unknown_and_switched_off_cost_the_same_work(monkeypatch):
    cast.person("tom", is_active=False)
    known, unknown = work_of(KNOWN, monkeypatch=monkeypatch), work_of(UNKNOWN, monkeypatch=monkeypatch)
    off = work_of("tom@fenmarsh.example", cast.PASSWORD, monkeypatch=monkeypatch)
    assert known == unknown == off == 1


@pytest.mark.night
def test_known_and_unknown_take_the_same_time(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    maya = cast.maya()
    maya.set_password(cast.PASSWORD)
    maya.save()

    times = {KNOWN: [], UNKNOWN: []}
    for _ in range(300):  # by turns, so that whatever else this machine does meets both alike
        for email, took in times.items():
            cache.clear()
            began = time.process_time()
            attempt(Client(), email)
            took.append(time.process_time() - began)
    assert 0.9 <= statistics.median(times[KNOWN]) / statistics.median(times[UNKNOWN]) <= 1.1


# --- planted faults ----------------------------------------------------------------------------------------------


def test_a_backend_that_answers_at_once_for_unknown_addresses_turns_this_check_red(monkeypatch):
    from seenheard.accounts.backends import SignIn

    monkeypatch.setattr(SignIn, "_mitigate_timing_attack", lambda *a: None)
    assert work_of(UNKNOWN, monkeypatch=monkeypatch) == 0


def test_a_missing_throttle_turns_this_check_red(settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip,60/m/key"}
    with pytest.raises(StopIteration):
        refused_from(Client(), KNOWN)
