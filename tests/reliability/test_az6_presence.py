"""AZ6: two worlds, with and without one child; whoever may not know of the child is given the same bytes in both.

Every page, list, count, file and search is asked for before the child is there and after, by everybody who may not know
of this child: restricted to others, closed by adoption, of a family the person knows, of another team. The search is for
the child's very name and number. What differs on every answer (reference, token) is taken out first. By day for four of
the actors and with few filters, at night (SEENHEARD_NIGHT=1) for all.
"""

import os
import re
from dataclasses import dataclass

import pytest
from django.db import connection, transaction

from seenheard.accounts.domain import SYSTEM
from seenheard.config import clock
from seenheard.duties import operations as duties
from seenheard.record import operations
from seenheard.record.models import Child
from tests.reliability import dyed as dye
from tests.reliability.dyed import SEES, Dyed, Pot
from tests.reliability.words import words_in
from tests.reliability.world import AT, ON

TOKENS = re.compile(r"""name="key" value="[^"]*"|\b[0-9a-f]{8}\b|nonce="[^"]*"|value="[^"]{60,}["]|Cookie[^<]*""")
FIGURES = re.compile(r"\d[\d,]*%?|–")  # a share of nothing is a dash
NIGHT = bool(os.environ.get("SEENHEARD_NIGHT"))
ASKED = (
    ("?whose=all", "?with_us=looked_after")
    if not NIGHT
    else (
        "?page=2",
        "?whose=all",
        "?with_us=looked_after",
        "?with_us=protection",
        "?team=T02",
        "?worker=P0002",
        "?as_at_day=1&as_at_month=2&as_at_year=2026&known=then",
    )
)
BY_DAY = {"worker", "service manager", "analyst", "duty worker"}
OF_THE_PERSON = (
    "mfa_",
    "account_",
    "accounts:cast",
    "socialaccount_",
)  # sign-in: no child is near, secrets are drawn anew
pytestmark = pytest.mark.django_db(databases=["default", "apart"])


@dataclass(frozen=True)
class Hidden:
    """A kind of child, who may not know of it, and the pages that tell them of it all the same, each for a reason: `told`
    tells of the child; on `counted` it stands in figures over every child, and all but the figures is the same."""

    relation: str
    actors: frozenset[str]
    told: frozenset[tuple[str, str]] = frozenset()
    counted: frozenset[tuple[str, str]] = frozenset()

    def excuses(self, actor: str, page: str, without: str, told: str) -> bool:
        """Whether what is answered otherwise is one of those."""
        same_words = FIGURES.sub("", told) == FIGURES.sub("", without)
        return (actor, page) in self.told or (actor, page) in self.counted and same_words


EVERYBODY = frozenset(SEES)
HIDDEN = {
    "restricted": Hidden(
        "restricted",
        EVERYBODY - {"other worker"},  # for whom it is restricted
        told=frozenset(
            {
                ("service manager", "record:restricted"),  # who restricts must be able to end it
                ("duty worker", "voices:alarms"),  # who is on duty must be able to act
            }
        ),
        counted=frozenset({("director", "performance:totals")}),  # totals are counted over every child, and name none
    ),
    "closed by adoption": Hidden("closed", EVERYBODY),
    "known to the person": Hidden("known to me", frozenset({"worker"})),
    "of another team": Hidden(
        "another team's", EVERYBODY - {"other worker", "other manager", "service manager", "duty worker", "analyst"}
    ),
}


@pytest.fixture(scope="module")
def built(for_this_file):
    with for_this_file():
        return dye.build()


@pytest.fixture
def dyed(built, db, monkeypatch) -> Dyed:
    monkeypatch.setattr(clock, "now", lambda: AT)
    return built


def appears(dyed: Dyed, relation: str, pot: Pot) -> Child:
    """One more child of this kind comes into the world."""
    child = dye.child_in_dye(relation, pot)
    if relation == "restricted":
        said = {"from_on": ON, "until_on": None, "why": dye.WHY, "by": dyed.people["sara"], "at": AT}
        operations.restrict_child(child=child, people=[dyed.people["otto"]], **said)
    if relation == "known to me":
        operations.declare_conflict(child=child, kind="family", words="", by=dyed.people["maya"], at=AT)
    dye.what_was_said(relation, child, pot)  # after it was restricted: before, more people are told
    duties.take_changes(by=SYSTEM, at=AT)
    return child


def searches(words) -> list[tuple[str, dict]]:
    """What is posted to look for the child, by name, by number, and by half of the name."""
    said = {"because": "contact", "why": dye.WHY}
    found = [("/children/", {"words": one}) for one in words]
    return found + [("/on-duty/", said | {"words": one}) for one in words]


def everything(dyed: Dyed, actor: str, words, client=None) -> dict[str, str]:
    """All that this actor can ask for without an id of the child, and what comes."""
    client, told = client or dyed.browser(actor), {}
    for page in dye.pages_of_no_child():
        if page.name.startswith(OF_THE_PERSON):
            continue
        path = dye.reverse(page.name)
        for query in ("", *ASKED) if page.name.startswith(("desk:", "prompts:")) else ("",):
            response = client.get(path + query)
            told[f"{page.name}{query}"] = f"{response.status_code} {TOKENS.sub('', words_in(response))}"
    for relation in sorted(SEES[actor])[: None if NIGHT else 1]:
        for page in dye.pages_of_a_child():
            if page.parameters == ("public_id",):
                answer = dye.ask(dyed, actor, page, relation, client=client)
                told[f"{page.name} {relation}"] = f"{answer.status} {TOKENS.sub('', answer.text)}"
    for path, sent in searches(words):
        response = client.post(path, sent)
        told[f"{path} {sent['words']}"] = f"{response.status_code} {TOKENS.sub('', response.content.decode())}"
    return told


def tells(dyed: Dyed, kind: Hidden, actors) -> list[str]:
    """What is answered otherwise when the child is there. What was made is taken back."""
    pot = Pot()
    pot.words = dict(dyed.words)
    rehearsed = Pot()
    rehearsed.words = dict(dyed.words)
    savepoint = transaction.savepoint()
    words = words_of(appears(dyed, kind.relation, rehearsed))
    transaction.savepoint_rollback(savepoint)
    savepoint = transaction.savepoint()
    duties.take_changes(by=SYSTEM, at=AT)
    browsers = {actor: dyed.browser(actor) for actor in actors}  # signed in once: that too stands on a page
    without = {actor: everything(dyed, actor, words, browsers[actor]) for actor in actors}
    assert words_of(appears(dyed, kind.relation, pot)) == words, "looked for as it was named"
    found = [
        f"{actor}: {asked}"
        for actor in actors
        for asked, answer in everything(dyed, actor, words, browsers[actor]).items()
        if answer != (before := without[actor][asked])
        and not kind.excuses(actor, asked.partition("?")[0], before, answer)
    ]
    transaction.savepoint_rollback(savepoint)
    return found


def words_of(child: Child) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT local_id, name FROM record_childnow WHERE child_id = %s", [child.pk])
        number, name = cursor.fetchone()
    return [number, name, name.split()[-1], name[:5]]


@pytest.mark.larger_at_night
@pytest.mark.parametrize("kind", HIDDEN)
def test_the_worlds_with_and_without_the_child_are_one(kind, dyed):
    actors = HIDDEN[kind].actors if NIGHT else HIDDEN[kind].actors & BY_DAY
    assert tells(dyed, HIDDEN[kind], sorted(actors)) == []


def test_enough_is_asked_and_it_is_answered(dyed):
    answers = everything(dyed, "service manager", ["x"])
    assert len(answers) > 60
    assert sum(answer.startswith("200") for answer in answers.values()) > 40


def test_who_may_know_is_told(dyed):
    """The comparison is not blind: the same child shows for somebody who may know of it."""
    assert tells(dyed, Hidden("another team's", frozenset()), ["other worker"])


# --- planted faults ------------------------------------------------------------------------------------------------


def test_a_word_beside_the_figures_of_every_child_turns_this_check_red():
    here = ("director", "performance:totals")
    excuses = Hidden("restricted", frozenset(), counted=frozenset({here})).excuses
    assert excuses(*here, "200 On time: 3, –, 1,004", "200 On time: 4, 25%, 1,005")
    assert not excuses(*here, "200 On time: 3", "200 On time: 4 Zqaaaax")
    assert not excuses("director", "performance:published", "200 3", "200 4")


def test_a_guard_left_out_turns_this_check_red(dyed, monkeypatch, without_the_second_line):
    from seenheard.record.models import Restriction
    from seenheard.record.queries import seeing
    from seenheard.record.queries.wording import worded_once

    nobody = worded_once(lambda viewer, on: Restriction.objects.filter(pk=0).values("child"))
    monkeypatch.setattr(seeing, "_RESTRICTED", nobody)
    assert tells(dyed, HIDDEN["restricted"], ["worker"])


def test_a_count_that_forgets_the_hidden_turns_this_check_red(dyed, monkeypatch, without_the_second_line):
    from seenheard.record import queries
    from seenheard.record.models import ChildNow

    monkeypatch.setattr(queries, "not_counted_for", lambda *, viewer, on: ChildNow.objects.none())
    assert tells(dyed, HIDDEN["restricted"], ["analyst"])
