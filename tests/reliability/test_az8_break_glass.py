"""AZ8: breaking the glass, in scenarios; each opening has its row in the trail and its line on the guardian's page.

A reason from the list and words, the second factor again, one child, reading only, 60 minutes and refused at 60:01, on
the guardian's list at once and until it is judged, a message without a name; all of it also with the mail down
(`tests/pages/record/test_who_may_see.py` goes through the pages; here are the numbers and the planted faults).
"""

from datetime import timedelta

import pytest

from seenheard.accounts.permissions import NotAllowed
from seenheard.config import clock
from seenheard.record import operations, queries
from seenheard.record.domain.openings import BREAK_GLASS, DUTY, REASONS
from seenheard.record.models import Noticed
from seenheard.record.permissions import NoSuchChild
from seenheard.trail.models import Entry
from tests.reliability import dyed as dye
from tests.reliability.dyed import SEES, Dyed
from tests.reliability.world import AT, ON, ROLES

WAYS = [
    *((actor, BREAK_GLASS) for actor in ("worker", "other worker", "manager", "other manager", "reviewing officer")),
    ("duty worker", DUTY),
]
OPENED = "another team's", "mine", "no longer mine"
NEVER_OPENED = "restricted", "closed"
SCENARIOS = [(actor, kind, relation) for actor, kind in WAYS for relation in (*OPENED, *NEVER_OPENED)]
pytestmark = pytest.mark.django_db(databases=["default", "apart"])


@pytest.fixture(scope="module")
def built(for_this_file):
    with for_this_file():
        return dye.build()


@pytest.fixture
def dyed(built, db, monkeypatch) -> Dyed:
    monkeypatch.setattr(clock, "now", lambda: AT)
    return built


def opens(dyed: Dyed, actor: str, relation: str, at) -> bool:
    viewer, child = dyed.people[ROLES[actor]], dyed.children[relation]
    try:
        queries.child_to_look_at(viewer=viewer, public_id=child.public_id, on=ON, at=at)
    except NoSuchChild:
        return False
    return True


def break_glass(dyed: Dyed, actor: str, kind: str, relation: str, because: str = "other"):
    return operations.open_record(
        child=dyed.children[relation],
        kind=kind,
        because=because,
        why=dye.WHY,
        by=dyed.people[ROLES[actor]],
        on=ON,
        at=AT,
    )


def faults_of(dyed: Dyed, actor: str, kind: str, relation: str) -> list[str]:
    """What is not as it must be of one scenario."""
    known = relation in SEES[actor]
    if opens(dyed, actor, relation, AT) != known:
        return ["open before"]
    try:
        opening = break_glass(dyed, actor, kind, relation)
    except (NotAllowed, NoSuchChild):
        return [] if known or shut(actor, relation) else ["refused"]
    if known or shut(actor, relation):
        return ["opened what needs no opening, or what nothing opens"]
    lasts = timedelta(minutes=60 if kind == BREAK_GLASS else 120)
    checks = {
        "not open": opens(dyed, actor, relation, AT),
        "not open to the end": opens(dyed, actor, relation, AT + lasts - timedelta(seconds=1)),
        "open a second too long": not opens(dyed, actor, relation, AT + lasts + timedelta(seconds=1)),
        "another child open": not any(
            opens(dyed, actor, other, AT) for other in set(dyed.children) - SEES[actor] - {relation}
        ),
        "no row": Entry.objects.filter(about=str(opening.public_id), at=AT).count() == 1,
        "not on the list": Noticed.objects.filter(opening=opening, judgements=None, first_at=AT).count() == 1,
        "in a list": not queries.children_now(viewer=dyed.people[ROLES[actor]], on=ON).filter(
            pk=dyed.children[relation].pk
        ),
    }
    return [fault for fault, held in checks.items() if not held]


def shut(actor: str, relation: str) -> bool:
    return relation in NEVER_OPENED or (relation == "known to me" and actor == "worker")


@pytest.mark.parametrize(("actor", "kind", "relation"), SCENARIOS)
def test_the_scenario_holds(actor, kind, relation, dyed):
    assert faults_of(dyed, actor, kind, relation) == []


def test_there_are_twenty_scenarios_and_most_open_something():
    assert len(SCENARIOS) >= 20
    assert sum(relation not in SEES[actor] and not shut(actor, relation) for actor, _, relation in SCENARIOS) >= 10


@pytest.mark.parametrize(("kind", "because"), [(kind, code) for kind in REASONS for code in REASONS[kind]])
def test_every_reason_of_the_list_opens_and_is_written(kind, because, dyed):
    actor = "duty worker" if kind == DUTY else "manager"
    opening = break_glass(dyed, actor, kind, "another team's", because)
    assert Entry.objects.get(about=str(opening.public_id)).why.startswith(REASONS[kind][because])


def test_what_is_open_by_the_glass_shows_one_child_and_writes_nothing(dyed):
    break_glass(dyed, "manager", BREAK_GLASS, "another team's")
    pages = [page for page in dye.pages_of_a_child() if page.parameters == ("public_id",)]
    answers = [dye.ask(dyed, "manager", page, "another team's") for page in pages]
    seen = {one.relation for answer in answers for one in dyed.found_in(answer.text)}
    assert seen == {"another team's"}
    written = {
        page.name
        for page in dye.pages_of_a_child()
        if dye.ask(dyed, "manager", page, "another team's", "POST").status not in (403, 404, 405)
    }
    assert written <= {"desk:address", dye.DECLARE}


# --- planted faults ------------------------------------------------------------------------------------------------

SCENARIO = ("other manager", BREAK_GLASS, "mine")


def test_the_planted_scenario_holds_by_itself(dyed):
    assert faults_of(dyed, *SCENARIO) == []


def test_an_opening_that_lasts_longer_turns_this_check_red(dyed, monkeypatch, without_the_second_line):
    from seenheard.record.operations import opening

    monkeypatch.setattr(opening, "LASTS", dict.fromkeys((DUTY, BREAK_GLASS), timedelta(hours=3)))
    assert faults_of(dyed, *SCENARIO) == ["open a second too long"]


def test_an_opening_without_its_line_or_its_row_turns_this_check_red(dyed, monkeypatch):
    from seenheard.record.operations import opening

    with monkeypatch.context() as planted:
        planted.setattr(opening.trail, "write", lambda **_: None)
        assert faults_of(dyed, *SCENARIO) == ["no row"]
    monkeypatch.setattr(opening.Noticed.objects, "create", lambda **_: None)
    assert faults_of(dyed, "manager", BREAK_GLASS, "another team's") == ["not on the list"]


def test_an_opening_of_what_is_restricted_turns_this_check_red(dyed, monkeypatch):
    from seenheard.record.models import ChildNow
    from seenheard.record.queries import seeing

    monkeypatch.setattr(seeing, "may_be_opened", lambda viewer, on: ChildNow.objects.all())
    assert faults_of(dyed, "duty worker", DUTY, "restricted")
