"""AU1: when the trail row cannot be written, nothing is shown and nothing is changed.

The trail's insert is made to fail in the database, in three ways, for every address and method that lets somebody in,
and for every operation that has no page. Which of them must write a row is not listed: whatever shows a child must.
"""

from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.db import Error, connection, transaction

from seenheard.accounts import operations as accounts
from seenheard.accounts.domain import SYSTEM
from seenheard.duties import operations as duties
from seenheard.record.models import ChildNow
from seenheard.returns import operations as returns
from seenheard.trail.models import Entry
from tests.reliability.tables import TRAIL_AND_SESSION, differing, fingerprints
from tests.reliability.test_az1_every_url import TABLE, due
from tests.reliability.world import APRIL, AT, ROLES, browser, real_path

pytestmark = pytest.mark.django_db(databases=["default", "apart"])

FAILURES = {"refused": "P0001", "disk full": "53100", "lock": "55P03"}
BREAK = """
    CREATE FUNCTION trail_breaks() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'planted' USING ERRCODE = '{code}'; END $$;
    CREATE TRIGGER trail_breaks BEFORE INSERT ON trail_entry FOR EACH ROW EXECUTE FUNCTION trail_breaks();
"""
FILLED_IN = {
    "accounts:invite": {"name": "New", "email": "new@fenmarsh.example", "role": "analyst"},
    "accounts:change_role": {"role": "analyst"},
    "desk:children": {"looking_for": "Fern", "name": "Fern", "q": "Fern", "find": "Fern", "words": "Fern"},
    "returns:undo": {"force": "on", "sure": "on"},
    "returns:mend": {"child": "501939", "local_id": "501939", "why": "A row in line 3", "reason": "A row in line 3"},
}


@contextmanager
def broken_trail(failure: str = "refused"):
    """Inside, the database refuses every trail row; afterwards all is as before."""
    savepoint = transaction.savepoint()
    with connection.cursor() as cursor:
        cursor.execute(BREAK.format(code=FAILURES[failure]))
    try:
        yield
    finally:
        transaction.savepoint_rollback(savepoint)


def openings() -> list[tuple[str, str, str]]:
    """Every (address, method, actor) where somebody signed in is let in: the first such actor of each."""
    found = []
    for name in sorted(TABLE["url"]):
        for method in ("GET", "POST"):
            actors = [actor for actor in ROLES if due(name, actor, method) in ("page", "goes on", "sign in")]
            found += [(name, method, actor) for actor in actors[:1]]
    return found


def ask(name, method, actor, world, client=None):
    """The answer to this actor, filled in as a person would."""
    client, path = client or browser(actor, world), real_path(name, world)
    return client.post(path, FILLED_IN.get(name, {})) if method == "POST" else client.get(path)


def children_in(response) -> set[str]:
    """The names and numbers of children that an answer holds."""
    text = b"".join(response.streaming_content if response.streaming else [response.content]).decode()
    known = ChildNow.objects.values_list("name", "local_id", "child__public_id")
    return {str(part) for line in known for part in line if part and str(part) in text}


def test_most_addresses_are_under_test():
    assert len(openings()) >= 40


@pytest.mark.parametrize(("name", "method", "actor"), openings())
def test_whatever_shows_a_child_or_writes_a_row_shows_and_changes_nothing_without_it(name, method, actor, world):
    rows = Entry.objects.count()
    savepoint = transaction.savepoint()
    whole = ask(name, method, actor, world)
    wrote = Entry.objects.count() - rows
    shown = children_in(whole)
    transaction.savepoint_rollback(savepoint)
    assert wrote or not shown, f"shows {len(shown)} children without a trail row"
    if wrote:
        client = browser(actor, world)
        with broken_trail():
            before = fingerprints(but=TRAIL_AND_SESSION)
            answer = ask(name, method, actor, world, client)
            assert answer.status_code == 500
            assert not children_in(answer)
            assert b"Something went wrong" in answer.content
            assert differing(before, fingerprints(but=TRAIL_AND_SESSION)) == set()


@pytest.mark.parametrize("failure", FAILURES)
def test_a_child_is_not_shown_however_the_row_fails(failure, world):
    assert ask("desk:child", "GET", "worker", world).status_code == 200
    with broken_trail(failure):
        answer = ask("desk:child", "GET", "worker", world)
        assert answer.status_code == 500 and not children_in(answer)


def deeds(world) -> dict:
    """Operations that are reached by job or command, and those of the accounts."""
    ana, adam, otto = (world.people[who] for who in ("ana", "adam", "otto"))
    files = [(path.name, path.read_bytes()) for path in sorted(APRIL.glob("*.csv"))]
    role = {"role": "analyst", "worker_refs": [], "team_refs": []}
    return {
        "import": lambda: returns.import_now(files=files, by=ana, at=AT),
        "rebuild clocks": lambda: duties.rebuild(by=SYSTEM, at=AT, child_ids=[world.child_id]),
        "invite": lambda: accounts.invite(email=f"{uuid4()}@a.example", name="x", **role, by=adam, at=AT),
        "renew link": lambda: accounts.renew_set_up_link(person=otto, by=adam, at=AT),
        "change role": lambda: accounts.change_role(person=otto, **role, by=adam, at=AT),
        "switch off": lambda: accounts.switch_off(person=otto, by=adam, at=AT),
        "remove second factor": lambda: accounts.remove_second_factor(person=otto, by=adam, at=AT),
        "accept invitation": lambda: accounts.accept_invitation(token=world.token, password="x" * 15, at=AT),
    }


DEEDS = (
    "import",
    "rebuild clocks",
    "invite",
    "renew link",
    "change role",
    "switch off",
    "remove second factor",
    "accept invitation",
)


def test_every_deed_named_is_under_test(world):
    assert set(DEEDS) == set(deeds(world))


@pytest.mark.parametrize("deed", DEEDS)
def test_an_operation_without_its_row_changes_nothing(deed, world):
    with transaction.atomic():
        before = Entry.objects.count()
        deeds(world)[deed]()
        assert Entry.objects.count() > before, "it writes a row"
        transaction.set_rollback(True)
    with broken_trail():
        before = fingerprints(but=TRAIL_AND_SESSION)
        with pytest.raises(Error, match="planted"), transaction.atomic():
            deeds(world)[deed]()
        assert differing(before, fingerprints(but=TRAIL_AND_SESSION)) == set()


# --- planted fault -------------------------------------------------------------------------------------------------


def test_a_page_that_forgets_its_row_turns_this_check_red(world, monkeypatch):
    from seenheard.desk import views

    monkeypatch.setattr(views.trail, "write", lambda **_: None)
    rows = Entry.objects.count()
    shown = children_in(ask("desk:child", "GET", "worker", world))
    assert shown and Entry.objects.count() == rows, "the condition that the check above refuses"


def test_a_page_that_swallows_the_failure_turns_this_check_red(world, monkeypatch):
    from seenheard.desk import views

    real = views.trail.write

    def swallow(**row):
        try:
            with transaction.atomic():
                real(**row)
        except Error:
            pass

    monkeypatch.setattr(views.trail, "write", swallow)
    with broken_trail():
        assert ask("desk:child", "GET", "worker", world).status_code == 200
