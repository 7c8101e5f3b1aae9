"""AU1: when the trail row cannot be written, nothing is shown and nothing is changed.

The trail's insert is made to fail in the database, in three ways, for every address and method that lets somebody in,
and for every operation that has no page. Which of them must write a row is not listed: whatever shows a child must, and
every child whose name, number or public id is in the answer stands in a row that this request wrote.
"""

import re
from collections import defaultdict
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.db import Error, connection, transaction
from django.db.models import Max

from seenheard.accounts import operations as accounts
from seenheard.accounts import queries as people
from seenheard.accounts.domain import SYSTEM
from seenheard.duties import operations as duties
from seenheard.record.models import Child, ChildNow, Professional
from seenheard.returns import operations as returns
from seenheard.trail.models import Entry
from tests.reliability.signed_in import as_left
from tests.reliability.tables import TRAIL_AND_SESSION, differing, fingerprints
from tests.reliability.test_az1_every_url import TABLE, due
from tests.reliability.words import words_in
from tests.reliability.world import APRIL, AT, ROLES, real_path

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
    "record:name_person": {
        "child": "990001",
        "person": "maya@fenmarsh.example",
        "until_on_day": "1",
        "until_on_month": "5",
        "until_on_year": "2026",
        "why": "The agency asks for her early record",
    },
    "record:end_naming": {"why": "The agency has had what it asked for"},
    "desk:children": {"looking_for": "Fern", "name": "Fern", "q": "Fern", "find": "Fern", "words": "Fern"},
    "desk:worker_stage": {"stage": "experienced"},
    "desk:caseload_limits": {
        "first_year_reached_at": "10",
        "first_year_most": "12",
        "experienced_reached_at": "18",
        "experienced_most": "20",
        "from_on_day": "1",
        "from_on_month": "4",
        "from_on_year": "2026",
    },
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
    client, path = client or as_left(actor, world), real_path(name, world)
    if method != "POST":
        return client.get(path)
    filled = FILLED_IN.get(name, {})
    if name == "record:name_person":  # the second press: the first showed whose number it is
        filled = filled | {"shown_before": str(Child.objects.get(now__local_id=filled["child"]).public_id)}
    return client.post(path, filled)


def children_in(response) -> dict[str, set[str]]:
    """The names and numbers of children that an answer holds, each with the public ids of those whom it may mean.

    One exception: in Fenmarsh some workers bear a child's whole name, which lists show as the worker's. Such a name
    tells of no child; the number and the public id of that child still do.
    """
    text = words_in(response)
    words, shown = set(re.findall(r"[\w-]+", text)), defaultdict(set)
    workers = set(Professional.objects.values_list("name", flat=True))
    for name, number, public_id in ChildNow.objects.values_list("name", "local_id", "child__public_id"):
        for part in {name, number, str(public_id)} - workers - {"", None}:
            if part in words or (" " in part and part in text):
                shown[part].add(str(public_id))
    return shown


def unnamed(shown: dict[str, set[str]], after: int) -> dict[str, set[str]]:
    """What an answer shows of children who stand in no trail row that was written after this one."""
    rows = Entry.objects.filter(pk__gt=after).values_list("children", flat=True)
    named = {public_id for row in rows for public_id in row}
    return {part: meant for part, meant in shown.items() if not meant & named}


def newest() -> int:
    return Entry.objects.aggregate(newest=Max("pk"))["newest"] or 0


def test_most_addresses_are_under_test():
    assert len(openings()) >= 40


@pytest.mark.parametrize(("name", "method", "actor"), openings())
def test_whatever_shows_a_child_or_writes_a_row_shows_and_changes_nothing_without_it(name, method, actor, world):
    after = newest()
    savepoint = transaction.savepoint()
    shown = children_in(ask(name, method, actor, world))
    missing, wrote = unnamed(shown, after), newest() > after
    transaction.savepoint_rollback(savepoint)
    assert not missing, f"{len(missing)} of {len(shown)} names and numbers shown are of children in no row of its own"
    if wrote:
        client = as_left(actor, world)
        with broken_trail():
            before = fingerprints(but=TRAIL_AND_SESSION)
            answer = ask(name, method, actor, world, client)
            assert answer.status_code == 500
            assert not children_in(answer)
            assert b"Something went wrong" in answer.content
            assert differing(before, fingerprints(but=TRAIL_AND_SESSION)) == set()


@pytest.mark.parametrize(("name", "method"), sorted({opening[:2] for opening in openings()}))
def test_whoever_is_let_in_is_shown_only_children_whom_the_row_names(name, method, world):
    for actor in ROLES:
        if due(name, actor, method) == "page":
            after, savepoint = newest(), transaction.savepoint()
            missing = unnamed(children_in(ask(name, method, actor, world)), after)
            transaction.savepoint_rollback(savepoint)
            assert not missing, f"{actor}: {len(missing)} names and numbers of children in no row of its own"


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
    asked = people.right_asked(world.asked)
    return {
        "import": lambda: returns.import_now(files=files, by=ana, at=AT),
        "rebuild clocks": lambda: duties.rebuild(by=SYSTEM, at=AT, child_ids=[world.child_id]),
        "invite": lambda: accounts.invite(email=f"{uuid4()}@a.example", name="x", **role, by=adam, at=AT),
        "renew link": lambda: accounts.renew_set_up_link(person=otto, by=adam, at=AT),
        "change role": lambda: accounts.change_role(person=otto, **role, by=adam, at=AT),
        "agree": lambda: accounts.agree(asked=asked, by=world.people["sara"], at=AT),
        "refuse": lambda: accounts.refuse(asked=asked, by=world.people["sara"], at=AT),
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
    "agree",
    "refuse",
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
    after = newest()
    shown = children_in(ask("desk:child", "GET", "worker", world))
    assert shown and unnamed(shown, after) == shown, "the condition that the check above refuses"


@pytest.mark.parametrize(("page", "actor"), [("desk:child", "worker"), ("desk:children", "manager")])
def test_a_page_whose_row_leaves_out_one_child_turns_this_check_red(page, actor, world, monkeypatch):
    from seenheard.desk import views

    real, left_out = views.trail.write, []

    def forget_one(**row):
        first, *others = row["children"]
        left_out.append(str(first))
        real(**row | {"children": others})

    monkeypatch.setattr(views.trail, "write", forget_one)
    after = newest()
    missing = unnamed(children_in(ask(page, "GET", actor, world)), after)
    assert newest() > after, "there is a row, and it says too little"
    assert missing[left_out[0]] == set(left_out)


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
