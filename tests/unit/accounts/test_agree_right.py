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
    assert run() == 1


def test_as_json(left_alone, capsys):
    assert run("--json") == 0
    assert len(json.loads(capsys.readouterr().out)["agreed"]) == 1


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
