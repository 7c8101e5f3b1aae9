"""CD1: what a child says about safety, of somebody, through every door there is: it reaches nobody it is kept from.

Each word that belongs to it is dyed: the answer, what was said with “I am not safe”, the talk about it, what was decided, the
action that was agreed, and what the child was told. Then every address that answers GET is asked for, with every id there is, by everybody who must not
read it: the worker it is about, workers and managers of others, the carer (also where the child ticked "you may show
this"), and who works with no child. By day those nearest to it, on pages about children; at night (SEENHEARD_NIGHT=1) all.
"""

import os
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import NoReverseMatch, reverse

from seenheard.accounts.domain import SYSTEM
from seenheard.prompts import operations as prompts
from seenheard.prompts.models import Message, Prompt
from seenheard.trail.models import Entry
from seenheard.voices import operations as voices
from seenheard.voices import queries
from seenheard.voices.models import Category, Rating, Reply
from tests import cast
from tests.reliability.world import every_url
from tests.unit.voices.conftest import ash, asked, council
from tests.unit.voices.test_carers import came_in, invite

__all__ = ["ash", "asked", "council"]
pytestmark = [pytest.mark.django_db(databases=["default", "apart"]), pytest.mark.usefixtures("stopped_clock")]
NIGHT = bool(os.environ.get("SEENHEARD_NIGHT"))
ANSWER, WORDS, DECIDED, ACTED, TOLD = DYES = ("Zqanswerx", "Zqwordsxx", "Zqdecidex", "Zqactedxx", "Zqtoldbax")
BY_DAY = ("desk:", "voices:", "prompts:", "performance:")
NEVER = ("otto", "mona", "ana", "adam", "grace")  # who never reads of this child
ENDS = ("account_logout", "voices:door_leave")


@pytest.fixture
def said(asked, at):
    """`said("worker")`: red on safety, and it is about the child's worker; the ids that pages are called by."""

    def make(about, knows=None):
        child = asked.child
        about_it = {"child": child, "voice": "child", "said_by": "child"}
        reply = Reply.objects.create(round=asked, form="11-17", sent_at=at, key="said", **about_it)
        answer = {"colour": 1, "step": 4, "chosen": ANSWER, "said_on": at.date(), "show_carer": True, "about": about}
        Rating.objects.create(reply=reply, category=Category.objects.get(key="safety"), **answer, **about_it)
        (alarm,) = voices.alarm_on_safety(reply=reply, at=at)
        pressed = voices.raise_alarm(
            child_id=child.pk, voice="child", key="pressed", at=at, round_id=asked.pk, about=about, words=WORDS
        )
        knows = knows or (cast.sara() if about == "manager" else cast.tom())
        talk = voices.record_talk(
            round_public_id=asked.public_id,
            category="safety",
            held_on=at.date(),
            with_whom="With the child",
            decided=f"{DECIDED} was decided",
            action=voices.ToDo(f"{ACTED} is to be done", str(knows.public_id), at.date() + timedelta(days=2)),
            for_child=f"{TOLD} is what we do",
            key="talk",
            by=knows,
            at=at,
        )
        voices.tell_back(talk=talk.public_id, told_on=at.date(), how="At once", words=TOLD, key="told", by=knows, at=at)
        return [one.public_id for one in (child, asked, reply, alarm, pressed, talk)]

    return make


def paths(ids) -> list[str]:
    """Every address that there is: with no argument, or with each of these ids, of safety where a category is named."""
    named = {"category": "safety", "kind": "care_review_held", "key": "0b5f6c1e", "name": "event", "pack": "five"}
    named |= {"audience": "carer", "language": "cy", "setting": "have_this_minutes", "worker": "P0002"}
    found = []
    for one in every_url():
        if one.name in ENDS or not NIGHT and not one.name.startswith(BY_DAY):
            continue
        if not set(one.parameters) <= {*named, "public_id"}:
            continue
        for public_id in ids if "public_id" in one.parameters else ids[:1]:
            known = {**named, "public_id": public_id}
            with suppress(NoReverseMatch):  # a key that is a number: a row of the trail, which holds no words
                found.append(reverse(one.name, kwargs={name: known[name] for name in one.parameters}))
    return [path for path in found if NIGHT or is_called_so(path, ids)]


def is_called_so(path: str, ids) -> bool:
    """Whether this kind of address is called by this kind of id: by day the others are left out."""
    child, asked, reply, _, _, talk = map(str, ids)
    kinds = {"/children/": child, "/rounds/": asked, "/caring/": asked, "/replies/": reply, "/talks/": talk}
    kind = next((one for one in kinds if path.startswith(one) and len(path) > len(one)), None)
    return kinds[kind] in path if kind else True


def reached(client, ids) -> set[tuple[str, str]]:
    """The dyes that this browser was shown, with the address; and what a search for each of them finds."""
    seen = set()
    for path in paths(ids):
        answer = client.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        told = f"{body.decode('utf-8', 'replace')} {dict(answer.headers)}"
        seen |= {(dye, path) for dye in DYES if dye in told}
    for dye in DYES:
        found = client.post("/children/", {"words": dye}).content.decode().replace(f'value="{dye}"', "")
        if "looked after" in found:
            seen.add((dye, "search"))
    return seen


def carl(asked, at):
    """The carer with whom the child lives, who has answered."""
    person = came_in(invite(asked.child, at=at).person, at)
    return cast.signed_in(person)


@pytest.mark.larger_at_night
def test_nobody_it_is_kept_from_is_shown_a_word_of_it_and_who_may_is(said, asked, at):
    ids = said("worker")
    kept = {"maya": cast.signed_in("maya"), "carl": carl(asked, at)}
    kept |= {who: cast.signed_in(who) for who in (NEVER if NIGHT else ())}
    faults = {who: told for who, client in kept.items() if (told := reached(client, ids))}
    assert faults == {}
    shown = reached(cast.signed_in("tom"), ids)
    assert {dye for dye, _ in shown} == set(DYES), "the crawler sees what a manager is shown"
    assert len(paths(ids)) > 80


def test_no_message_prompt_trail_row_or_command_holds_a_word_of_it(said, at):
    said("worker")
    prompts.send_waiting(at=at)
    assert mail.outbox, "the manager and the inbox were told"
    written = [f"{one.subject} {one.body} {one.to}" for one in mail.outbox]
    written += [str(row) for model in (Message, Prompt, Entry) for row in model.objects.values()]
    lines = queries.heat(viewer=SYSTEM, on=at.date())
    written += [f"{line} {line.cells}" for line in lines.values()]  # what `heatmap` and its file print
    assert not [one for one in written for dye in DYES if dye in one]


@pytest.mark.larger_at_night
@pytest.mark.parametrize(
    ("about", "who", "keys", "knows"),
    [("worker", "tom", {"worker_refs": ["P0002"]}, "sara"), ("manager", "sara", {"team_refs": [cast.TEAM]}, "maya")],
)
def test_nor_does_it_reach_a_manager_who_holds_the_case_or_who_runs_the_team(said, about, who, keys, knows):
    ids = said(about, knows=cast.person(knows))
    person = cast.person(who)
    client = cast.signed_in(person)
    assert ANSWER in client.get(reverse("desk:round", args=[ids[1]])).content.decode(), "whom it is not about reads it"
    for name, refs in keys.items():
        setattr(person, name, refs)
    person.save()
    assert reached(client, ids) == set()


@pytest.mark.night
def test_a_manager_it_is_about_is_shown_nothing_of_it_either(said):
    ids = said("manager")
    assert reached(cast.signed_in("tom"), ids) == set()
    assert {dye for dye, _ in reached(cast.signed_in("sara"), ids)} == set(DYES)


def test_a_reader_who_is_let_see_everything_turns_this_check_red(said, monkeypatch):
    from seenheard.record.queries import parts
    from seenheard.voices.queries import alarms
    from seenheard.voices.queries import said as asked_what

    child, asked, reply, _, pressed, _ = said("worker")
    maya = cast.signed_in("maya")

    def shown(name, public_id):
        return maya.get(reverse(name, args=[public_id])).content.decode()

    assert ANSWER not in shown("desk:round", asked) and ANSWER not in shown("voices:reply", reply)
    with monkeypatch.context() as planted:
        planted.setattr(asked_what, "may_see", lambda *_, **__: True)
        assert ANSWER in shown("desk:round", asked) and ANSWER in shown("voices:reply", reply)
    assert WORDS not in shown("voices:alarm", pressed)
    assert ACTED not in shown("desk:to_do", child)
    with monkeypatch.context() as planted:
        planted.setattr(parts, "is_kept", lambda *_: False)
        assert ACTED in shown("desk:to_do", child)
    with monkeypatch.context() as planted:
        planted.setattr(alarms, "is_kept_from", lambda *_, **__: False)
        assert WORDS in shown("voices:alarm", pressed)
