"""AZ1: every address x actor x method, against one reviewed table; what is not in the table fails.

`url_table.toml` says for each address and method what each actor gets. It is written by people; a new page is closed
until somebody opens it there. `draft_url_table.py` prints what is so now, for reviewing.
"""

import copy
import re
import tomllib
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import transaction

from tests.reliability.signed_in import as_left
from tests.reliability.world import ACTORS, METHODS, OUTSIDE, ROLES, browser, every_url, real_path

TABLE = tomllib.loads(Path(__file__).with_name("url_table.toml").read_text())
pytestmark = pytest.mark.django_db(databases=["default", "apart"])

VARIES = re.compile(r"""\b[0-9a-f]{8}\b|nonce="[^"]*"|value="[^"]{60,}["]""")
OWN_PAGES = {
    "carer": "carers_own",
    "partner": "totals_own",
    "scrutiny member": "totals_own",
    "director": "directors_own",
}
WORDS = {200: "page", 204: "page", 400: "bad request", 403: "no", 404: "nothing there", 405: "wrong method"}


def outcome(response) -> str:
    """What an actor gets, in the table's words."""
    if response.status_code in (301, 302, 303):
        to = response["Location"].split("?")[0]
        return {"/sign-in/": "sign in", "/my-sign-in/": "second step"}.get(to, "goes on")
    return WORDS.get(response.status_code, str(response.status_code))


def asked(path: str, actor: str, method: str, world, **how) -> str:
    """What this actor gets now; whatever it changed is taken back."""
    return asked_each(path, actor, (method,), world, **how)[method]


def asked_each(path: str, actor: str, methods, world, **how) -> dict[str, str]:
    """What this actor, having signed in once, gets by each method; each begins where the one before began."""
    signing_in = transaction.savepoint()
    try:
        client = as_left(actor, world, **how)
        signed_in, found = copy.deepcopy(client.cookies), {}
        for method in methods:
            savepoint = transaction.savepoint()
            found[method] = outcome(client.generic(method, path))
            transaction.savepoint_rollback(savepoint)
            client.cookies = copy.deepcopy(signed_in)
            cache.clear()
        return found
    finally:
        transaction.savepoint_rollback(signing_in)


def due(name: str, actor: str, method: str) -> str:
    """What the table says. A method that a line does not name is wrong for everybody who gets that far."""
    line = TABLE["url"][name]
    if line["door"] != "open" and actor in OUTSIDE:
        if actor != "one factor":
            return "sign in"
        if line["door"] == "two factors":
            return "second step"
    if actor in OWN_PAGES and line["door"] != "open" and ":" in name and name not in TABLE[OWN_PAGES[actor]]:
        return "no"
    said = line.get("GET" if method == "HEAD" else method, {"wrong method": ["others"]})
    return next((word for word, actors in said.items() if actor in actors), _for_others(said))


def _for_others(said: dict) -> str:
    return next((word for word, actors in said.items() if "others" in actors), "unsaid")


def allowed(expected: str, method: str) -> set[str]:
    """HEAD may also be refused where GET is answered: it can never get more."""
    return {expected, "wrong method"} if method == "HEAD" else {expected}


def deviations(names, world) -> list[str]:
    """Every difference between what the table says and what is so."""
    return [
        f"{method} {name} as {actor}: {found}, the table says {expected}"
        for name in names
        for path in [real_path(name, world)]
        for actor in ACTORS
        for method, found in asked_each(path, actor, METHODS, world).items()
        if found not in allowed(expected := due(name, actor, method), method)
    ]


def test_there_are_at_least_thirteen_actors():
    assert len(ACTORS) >= 13


def test_every_address_is_in_the_table_and_nothing_else_is():
    assert {address.name for address in every_url()} == set(TABLE["url"])


def test_every_line_says_what_everybody_gets_and_names_only_actors():
    """So nobody is let in or out by oversight: a line without "others" must name every role."""
    for name, line in TABLE["url"].items():
        for method, said in line.items():
            if method != "door":
                named = [actor for actors in said.values() for actor in actors]
                assert set(named) <= {*ACTORS, "others"} and len(named) == len(set(named)), f"{method} {name}"
                assert "others" in named or set(ROLES) <= set(named), f"{method} {name}"


@pytest.mark.parametrize("name", sorted(TABLE["url"]))
def test_every_actor_gets_what_the_table_says(name, world):
    assert deviations([name], world) == []


def test_a_child_one_may_not_know_of_and_a_child_that_is_not_there_get_the_same_answer(world):
    """Status, headers and body, but for the reference and the token that differ on every answer."""

    def answer(public_id):
        response = browser("other worker", world).get(f"/children/{public_id}/")
        body = VARIES.sub("", response.content.decode())
        return response.status_code, body, sorted(name for name in response.headers)

    assert answer(world.child) == answer(uuid4())
    assert answer(world.child)[0] == 404


# --- planted faults ----------------------------------------------------------------------------------------------


def test_a_page_that_lets_one_factor_in_turns_this_check_red(world, monkeypatch):
    monkeypatch.setattr("seenheard.accounts.factors.has_two", lambda request: True)
    assert deviations(["desk:child"], world)


def test_a_page_that_forgets_who_is_asking_turns_this_check_red(world, monkeypatch, without_the_second_line):
    from seenheard.record.models import Child
    from seenheard.record.queries import seeing

    monkeypatch.setattr(seeing, "visible_children", lambda *, viewer, on: Child.objects.all())
    assert deviations(["desk:child"], world)


def test_a_page_open_to_strangers_turns_this_check_red(world, monkeypatch):
    from django.contrib.auth.middleware import LoginRequiredMiddleware

    monkeypatch.setattr(LoginRequiredMiddleware, "process_view", lambda *a, **k: None)
    assert deviations(["accounts:people"], world)


def test_an_address_that_is_not_in_the_table_is_seen():
    assert {address.name for address in every_url()} - (set(TABLE["url"]) - {"desk:child"}) == {"desk:child"}
