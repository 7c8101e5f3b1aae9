"""AZ2: another child's id in every place that takes one, by seven relations; a child one may not know of is not there.

Each page about a child, and each form that names one, is asked for with the id of every child by every actor, by GET and
by POST. For a child whom the actor may not know of the answer is the one for an id that nobody has: status, headers,
body, and as many questions to the database, so that not even the time tells the two apart. By day for three of the actors,
by GET, on the pages that need nothing but a child; at night (SEENHEARD_NIGHT=1) on all.
"""

import os
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from seenheard.config import clock
from tests.reliability import dyed as dye
from tests.reliability.dyed import SEES, WORKED_WITH, Dyed
from tests.reliability.test_az1_every_url import VARIES
from tests.reliability.world import AT

NIGHT = bool(os.environ.get("SEENHEARD_NIGHT"))
ACTORS = SEES if NIGHT else ("worker", "reviewing officer", "duty worker")
METHODS = ("GET", "POST") if NIGHT else ("GET",)
NOBODY = str(UUID(int=4 << 76))
REFUSED = (403, 404, 405)  # 403: no page of this kind is for the role, whoever the child is
pytestmark = pytest.mark.django_db(databases=["default", "apart"])


@pytest.fixture(scope="module")
def built(for_this_file):
    with for_this_file():
        return dye.build()


@pytest.fixture
def dyed(built, db, monkeypatch) -> Dyed:
    monkeypatch.setattr(clock, "now", lambda: AT)
    return built


def told(dyed: Dyed, actor: str, page, method: str, *, relation: str = "", public_id: str = "", **sent):
    """Status, headers, body and number of questions; whatever it changed is taken back. The id asked for may stand."""
    client = dyed.browser(actor)
    savepoint = transaction.savepoint()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = dye.ask(dyed, actor, page, relation, method, client=client, public_id=public_id, **sent)
    transaction.savepoint_rollback(savepoint)
    about = public_id or str(dyed.children[relation].public_id)
    body = VARIES.sub("", answer.text.replace(about, "the child"))
    return answer.status, tuple(name for name, _ in answer.headers), body, len(asked)


def let_through(dyed: Dyed, actors, sees=SEES) -> list[str]:
    """Every answer about a child whom the actor may not know of that is not the answer for nobody."""
    faults = []
    told(dyed, actors[0], pages()[0], "GET", public_id=NOBODY)  # what is asked once and remembered is asked now
    for page in pages():
        for actor in actors:
            for method in METHODS:
                nobody = told(dyed, actor, page, method, public_id=NOBODY)
                for relation in set(WORKED_WITH) - sees[actor]:
                    found = told(dyed, actor, page, method, relation=relation)
                    if found != nobody or found[0] not in REFUSED:
                        faults.append(f"{method} {page.name} as {actor}, {relation}: {found[0]} and {nobody[0]}")
    return faults


def pages():
    """By day the pages that need nothing but a child; at night every page about one."""
    return [page for page in dye.pages_of_a_child() if NIGHT or page.parameters == ("public_id",)]


@pytest.mark.larger_at_night
@pytest.mark.parametrize("actor", ACTORS)
def test_a_child_one_may_not_know_of_and_a_child_that_is_not_there_are_one(actor, dyed):
    assert let_through(dyed, [actor]) == []


@pytest.mark.parametrize("actor", ["worker", "reviewing officer"])
def test_the_same_pages_open_for_the_children_of_whom_the_actor_knows(actor, dyed):
    simple = [page for page in dye.pages_of_a_child() if page.parameters == ("public_id",)]
    opened = {
        (page.name, relation)
        for page in simple
        for relation in SEES[actor]
        if told(dyed, actor, page, "GET", relation=relation)[0] == 200
    }
    assert len(opened) >= (len(simple) - 3) * len(SEES[actor]), "all but those that only take a press"


FORMS = {
    "record:on_duty": ("duty worker", {"words": "x", "because": "contact", "why": dye.WHY}),
}


@pytest.mark.parametrize("relation", ["restricted", "closed"])
@pytest.mark.parametrize("form", FORMS)
def test_a_hidden_field_names_no_child_whom_nothing_opens(form, relation, dyed):
    actor, sent = FORMS[form]
    page = next(one for one in dye.every_url() if one.name == form)
    answers = [
        dye.ask(dyed, actor, page, method="POST", child=child, **sent)
        for child in (str(dyed.children[relation].public_id), NOBODY)
    ]
    assert [answer.status for answer in answers] == [404, 404]
    assert VARIES.sub("", answers[0].text) == VARIES.sub("", answers[1].text)


def test_ids_of_one_child_in_two_places_do_not_mix(dyed):
    """A child of hers in the address does not open one that is not hers in a form, nor by the query."""
    page = next(one for one in dye.pages_of_a_child() if one.name == "desk:child")
    client = dyed.browser("worker")
    for other in set(WORKED_WITH) - SEES["worker"]:
        public_id = dyed.children[other].public_id
        mine = dyed.children["mine"].public_id
        answer = client.get(f"/children/{mine}/?child={public_id}&public_id={public_id}")
        assert answer.status_code == 200
        assert {one.relation for one in dyed.found_in(answer.content.decode())} <= {"mine"}
    assert page


# --- planted faults ------------------------------------------------------------------------------------------------


def test_a_query_that_forgets_who_asks_turns_this_check_red(dyed, monkeypatch, without_the_second_line):
    from seenheard.record.models import Child
    from seenheard.record.queries import seeing

    monkeypatch.setattr(seeing, "visible_children", lambda *, viewer, on: Child.objects.all())
    assert let_through(dyed, ["other manager"])


def test_a_sentence_that_tells_the_two_apart_turns_this_check_red(dyed, monkeypatch, without_the_second_line):
    from seenheard.accounts.permissions import NotAllowed
    from seenheard.record.models import Child
    from seenheard.record.queries import seeing

    real = seeing._one

    def tells(children, public_id):
        if not children.filter(public_id=public_id).exists() and Child.objects.filter(public_id=public_id).exists():
            raise NotAllowed("This child is restricted.")
        return real(children, public_id)

    monkeypatch.setattr(seeing, "_one", tells)
    assert let_through(dyed, ["other manager"])
