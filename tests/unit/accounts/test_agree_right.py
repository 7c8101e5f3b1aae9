"""`agree-right`: the second person where nobody else is left."""

import json

import pytest

from seenheard.accounts import operations, queries
from seenheard.config import commandline
from seenheard.trail.models import Entry
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
WHY = "Sara Okafor has left, and Maya takes her place"


@pytest.fixture
def left_alone(at):
    """Adam asked after Sara had gone."""
    adam, sara, maya = cast.adam(), cast.sara(), cast.maya()
    operations.switch_off(person=sara, by=adam, at=at)
    operations.change_role(person=maya, role="service_manager", worker_refs=[], team_refs=[], by=adam, at=at)


def run(*more, person="maya@fenmarsh.example", why=WHY) -> int:
    return commandline.run(["agree-right", person, "--why", why, *more])


def test_it_agrees_and_the_reason_is_kept(left_alone, capsys):
    assert run() == 0
    assert "Agreed: Adam Reed asks that Maya Ashworth" in capsys.readouterr().out
    assert cast.maya().role == "service_manager"
    row = Entry.objects.get(what="changed_role")
    assert (row.by, row.why, row.counts) == ("system", WHY, {"asked_by": str(cast.adam().public_id)})


def test_done_twice_it_says_by_whom_and_when(left_alone, capsys):
    assert run() == 0
    capsys.readouterr()
    wanted = queries.rights_asked().get()
    for more in ((), ("--ask", str(wanted.public_id))):
        assert run(*more) == 1
        told = capsys.readouterr().err
        asked = "Adam Reed asks that Maya Ashworth is made service manager."
        assert f"Nothing waits for this person. Asked last: {asked}" in told
        assert "Agreed to already: Seen & Heard, 31 March 2026 at midday." in told


@pytest.fixture
def two_wait(left_alone, at):
    """A role and a second step set up anew: neither overtakes the other."""
    operations.remove_second_factor(person=cast.maya(), by=cast.adam(), at=at)
    return {one.what: str(one.public_id) for one in queries.rights_waiting()}


def test_of_two_it_asks_which_and_does_neither(two_wait, capsys):
    assert run() == 1
    told = capsys.readouterr().err
    assert "2 things wait for this person. Say which, by --ask ID:" in told
    role, step = (told.index(two_wait[what]) for what in ("change_role", "remove_second_factor"))
    assert role < told.index("becomes service manager.") < step < told.index("sets up a new password")
    assert queries.rights_waiting().count() == 2 and cast.maya().role == "social_worker"


def test_the_one_that_is_named_is_done_and_the_other_is_said_to_wait(two_wait, capsys):
    assert run("--ask", two_wait["remove_second_factor"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("Agreed: Adam Reed asks that Maya Ashworth, social worker, sets up")
    assert told[1].startswith(f"Still waits: {two_wait['change_role']}  Adam Reed asks that Maya") and len(told) == 2
    assert cast.maya().role == "social_worker" and queries.rights_waiting().get().what == "change_role"
    assert run() == 0, "one is left, and is done without its id"
    assert cast.maya().role == "service_manager"


def test_what_it_overtook_is_said(left_alone, at, capsys):
    operations.switch_off(person=cast.maya(), by=cast.adam(), at=at)
    operations.switch_on(person=cast.maya(), by=cast.adam(), at=at)
    operations.change_role(
        person=cast.maya(), role="service_manager", worker_refs=[], team_refs=[], by=cast.adam(), at=at
    )
    role = next(one for one in queries.rights_waiting() if one.what == "change_role")
    assert run("--ask", str(role.public_id)) == 0
    assert "Waits no more because of it: Adam Reed asks that Maya Ashworth" in capsys.readouterr().out
    assert not queries.rights_waiting().exists()


def test_an_id_of_nothing_or_of_somebody_else_is_refused_and_no_id_is_wrong_use(two_wait, capsys):
    cast.otto()
    assert run("--ask", "00000000-0000-4000-8000-000000000000") == 1
    assert run("--ask", two_wait["change_role"], person="otto@fenmarsh.example") == 1
    assert capsys.readouterr().err.count("Nothing waits for a person with this address by this id.") == 2
    with pytest.raises(SystemExit) as wrong:
        run("--ask", "the first")
    assert wrong.value.code == 2 and queries.rights_waiting().count() == 2


def test_as_json(left_alone, capsys):
    assert run("--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["agreed"]) == 1 and told["overtaken"] == told["waits"] == []


@pytest.mark.parametrize(
    ("said", "sentence"),
    [({"person": "nobody@fenmarsh.example"}, "Nothing waits"), ({"why": "because"}, "20 letters")],
)
def test_what_it_refuses(left_alone, capsys, said, sentence):
    assert run(**said) == 1
    assert sentence in capsys.readouterr().err and queries.rights_waiting().exists()


def test_where_somebody_can_agree_on_the_page_it_leaves_it_to_them(left_alone, capsys):
    cast.person("otto", role="administrator")
    assert run() == 1
    assert "Somebody can agree to this on the page" in capsys.readouterr().err and queries.rights_waiting().exists()
