"""A small world in dye: one child in each relation to the people, every sensitive word of a child's facts unique.

A word of the dye in an answer tells of which child and which field it is. Checks crawl every page with it as every
actor, and compare with who may see which child (`SEES`) and with the reviewed table of fields (`field_table.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.apps import apps
from django.db.models import TextField
from django.test import Client
from django.urls import reverse

from seenheard.accounts.domain import SYSTEM
from seenheard.accounts.models import User
from seenheard.duties import operations as duties
from seenheard.record import operations
from seenheard.record.domain.objects import NOT_ABOUT_A_CHILD, OBJECTS, TABLES, WORDS
from seenheard.record.models import Child
from tests import cast
from tests.factories import record as made
from tests.reliability import dyed_voices
from tests.reliability.words import words_in
from tests.reliability.world import AT, ON, ROLES, Address, every_url

MAYA, COLLEAGUE, OTTO = "P0002", "P0077", "P0003"
WHY = "A reason of more than twenty letters"

# Who works with each child: the worker's number, the team's, and until when; None for nobody any more.
WORKED_WITH = {
    "mine": (MAYA, "T02", None),
    "my team's": (COLLEAGUE, "T02", None),
    "another team's": (OTTO, "T03", None),
    "restricted": (MAYA, "T02", None),
    "no longer mine": (MAYA, "T02", ON - timedelta(days=1)),
    "closed": (MAYA, "T02", None),
    "known to me": (MAYA, "T02", None),
}
# Who answers for what is to be done for each child: somebody who sees it as it is made. For a closed file nobody can.
ANSWERS_FOR = {
    "mine": "maya",
    "my team's": "tom",
    "another team's": "otto",
    "restricted": "maya",
    "no longer mine": "sara",
    "known to me": "maya",
}
IN_CARE = {"my team's", "restricted", "known to me"}
"""The relations, as Maya has them. Restricted: to Otto alone. Known to me: she has said so. Closed: by adoption."""

SEES = {
    "worker": {"mine", "my team's"},
    "other worker": {"another team's", "restricted"},
    "manager": {"mine", "my team's", "known to me"},
    "other manager": {"another team's"},
    "reviewing officer": {"my team's", "known to me"},
    "service manager": {"mine", "my team's", "another team's", "no longer mine", "known to me"},
    "duty worker": set(),
    "guardian": set(),
    "analyst": set(),
    "administrator": set(),
    "carer": set(),
    "director": set(),
}
"""Which children each actor may know of, by hand: what every page is held to. Partner and scrutiny member are let into
less than the director, by the same middleware: AZ1 has them."""

DAYS_LEFT_EMPTY = {"until_on", "ended_on", "closed_on", "died_on", "reversed_on", "order_on", "expected_on"}
SPELLED = re.compile(r"Zq[a-z]{4}x")
MANY_OF_A_KIND = {"linked_identifier": ("la_child_id", "upn", "former_upn", "legacy_id", "single_unique_id")}


@dataclass(frozen=True)
class Dye:
    """Of which child and which field a word is."""

    relation: str
    field: str


@dataclass
class Dyed:
    """The world: people and children by name, and what each word of the dye means."""

    people: dict[str, User]
    children: dict[str, Child]
    words: dict[str, Dye]

    def browser(self, actor: str) -> Client:
        """A browser of this actor, signed in with both factors a moment ago."""
        client = cast.sign_in(Client(raise_request_exception=False), self.people[ROLES[actor]])
        session = client.session
        session["began_at"] = session["seen_at"] = AT.timestamp()
        session.save()
        return client

    def found_in(self, text: str) -> set[Dye]:
        """Every dye that stands in a text."""
        return {self.words[word] for word in set(SPELLED.findall(text)) if word in self.words}


class Pot:
    """Gives out words that were never given before, and remembers what each was for."""

    def __init__(self) -> None:
        self.words: dict[str, Dye] = {}

    def word(self, relation: str, field: str) -> str:
        number, letters = len(self.words), ""
        for _ in range(4):
            number, rest = divmod(number, 26)
            letters += chr(ord("a") + rest)
        self.words[word := f"Zq{letters}x"] = Dye(relation, field)
        return word


def build() -> Dyed:
    """Make it in the open transaction; the caller rolls it back."""
    people = {who: cast.person(who) for who in ROLES.values()}
    pot = Pot()
    children = {relation: child_in_dye(relation, pot) for relation in WORKED_WITH}
    dyed_voices.choose()
    for relation, child in children.items():
        worries_and_actions(relation, child, people, pot)
        what_was_said(relation, child, pot)
    operations.restrict_child(
        child=children["restricted"],
        people=[people["otto"]],
        from_on=ON,
        until_on=None,
        why=WHY,
        by=people["sara"],
        at=AT,
    )
    operations.declare_conflict(child=children["known to me"], kind="family", words="", by=people["maya"], at=AT)
    for relation, child in children.items():
        said = {name: pot.word(relation, f"address_protected.{name}") for name in ("must_not_know", "reason")}
        operations.protect_address(
            children=[child],
            who=said["must_not_know"],
            why=f"{said['reason']} came to the door",
            from_on=ON,
            key=f"protected {child.pk}",
            by=SYSTEM,
            at=AT,
        )
    duties.take_changes(by=SYSTEM, at=AT)
    return Dyed(people, children, pot.words)


def worries_and_actions(relation: str, child: Child, people: dict[str, User], pot: Pot) -> None:
    """A worry that waits and one of which nothing followed; something to be done and something done, each in dye."""
    said = {"child": child, "by": SYSTEM, "at": AT}
    words = {name: pot.word(relation, name) for name in ("issue.words", "issue.no_action_why")}
    for key in ("waits", "answered"):
        operations.raise_issue(words=f"{words['issue.words']} worries me", on=ON, key=f"{key} {child.pk}", **said)
    none = f"{words['issue.no_action_why']} has seen to it"
    operations.answer_issue(key=f"answered {child.pk}", no_action_why=none, **said)
    if owner := ANSWERS_FOR.get(relation):
        words = {name: pot.word(relation, name) for name in ("child_action.words", "child_action.outcome")}
        act = {"owned_by": str(people[owner].public_id), "due_on": ON + timedelta(days=2)}
        for key in ("open", "done"):
            todo = f"Ask {words['child_action.words']}"
            operations.add_action(words=todo, key=f"{key} {child.pk}", **act, **said)
        came = f"{words['child_action.outcome']} came of it"
        operations.finish_action(key=f"done {child.pk}", done_on=ON, outcome=came, **said)


def what_was_said(relation: str, child: Child, pot: Pot) -> None:
    """Of whoever is in care, and so is asked: a round, with all that followed from it."""
    if relation in IN_CARE:
        dyed_voices.speak(child, lambda field: pot.word(relation, field))


def child_in_dye(relation: str, pot: Pot) -> Child:
    """One child, with one fact of every object there is, its sensitive words dyed."""
    worker, team, until_on = WORKED_WITH[relation]
    number = pot.word(relation, "linked_identifier.value")
    facts = {name: fields for name in OBJECTS if (fields := fact_in_dye(name, relation, pot)) is not None}
    facts["involvement"] = {
        "professional_ref": worker,
        "team_ref": team,
        "role": "CW",
        "from_on": date(2025, 1, 1),
        "until_on": until_on,
    }
    facts["cla_episode"]["until_on"] = None if relation in IN_CARE else date(2026, 2, 1)
    facts["cp_plan"]["until_on"] = date(2026, 2, 1)
    if relation == "closed":
        facts["cla_episode"] |= {"until_on": date(2026, 2, 1), "end_reason": "E11"}
    facts["address"] |= {"kind": "placement" if relation in IN_CARE else "home"}
    names, person = facts.pop("person_name"), facts.pop("person")
    facts.pop("linked_identifier")
    return made.make_child(local_id=number, facts=facts, tables=list(facts), **names, **person)


def fact_in_dye(name: str, relation: str, pot: Pot) -> dict | None:
    """Values for one fact of this object, or None where it is not about a child."""
    if name in NOT_ABOUT_A_CHILD:
        return None
    model = next(model for model in apps.get_models() if model._meta.db_table == TABLES[name])
    fields = {}
    for field, kind in OBJECTS[name].items():
        if field.endswith("_on"):
            fields[field] = None if field in DAYS_LEFT_EMPTY else date(2026, 1, 15)
        elif field in model.held.sensitive and isinstance(model._meta.get_field(field), TextField):
            fields[field] = pot.word(relation, f"{name}.{field}")
        elif field in model.held.sensitive and kind == WORDS:
            fields[field] = [pot.word(relation, f"{name}.{field}")]
    if "born_on" in fields:
        fields["born_on"] = date(2015, 5, 4)
    return fields


# --- crawling ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """One answer: who asked for which page about which child (empty: about none), how, and what came."""

    actor: str
    page: str
    relation: str
    method: str
    status: int
    text: str
    headers: tuple[tuple[str, str], ...]


DECLARE = "record:declare_conflict"
FILLED = {
    "kind": "care_review_held",
    "form": "pdf",
    "key": "0b5f6c1e",
    "name": "event",
    "person": "0b5f6c1e-0000-4000-8000-000000000000",
}
"""Further arguments of pages about a child: what a paper and an event can be, a key of a row that there is not."""


# Called by a round's id, and not by a child's: AZ1's table and their own tests hold them.
OF_A_ROUND = ("desk:caring_", "desk:round")


def pages_of_a_child() -> list[Address]:
    """Every address about one child, by the child's public id."""
    return [
        one
        for one in every_url()
        if one.name == DECLARE
        or (one.name.startswith("desk:") and "public_id" in one.parameters and not one.name.startswith(OF_A_ROUND))
    ]


def pages_of_no_child() -> list[Address]:
    """Every address without an argument, but those that end the session."""
    return [one for one in every_url() if not one.parameters and one.name != "account_logout"]


def ask(
    dyed: Dyed, actor: str, page: Address, relation: str = "", method: str = "GET", *, client=None, public_id="", **sent
) -> Answer:
    """Ask for one page as one actor; what it changed is the caller's to take back."""
    client = client or dyed.browser(actor)
    about = public_id or (str(dyed.children[relation].public_id) if relation else "")
    path = reverse(page.name, kwargs={name: about if name == "public_id" else FILLED[name] for name in page.parameters})
    response = client.generic(method, path) if method != "POST" else client.post(path, sent)
    text = words_in(response)
    headers = tuple(sorted((k, v) for k, v in response.headers.items() if k not in VARIES))
    return Answer(actor, page.name, relation, method, response.status_code, text, headers)


VARIES = {"X-Reference", "Content-Security-Policy", "Content-Length", "Set-Cookie"}


def crawl(dyed: Dyed, actor: str) -> Iterator[Answer]:
    """Every page of no child, and every page of every child, and the press that shows the address."""
    client = dyed.browser(actor)
    for page in pages_of_no_child():
        yield ask(dyed, actor, page, client=client)
    for relation in dyed.children:
        for page in pages_of_a_child():
            method = "POST" if page.name == "desk:address" else "GET"
            yield ask(dyed, actor, page, relation, method, client=client)
