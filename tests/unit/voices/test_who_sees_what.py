"""The table of answer, reader and moment, line by line."""

import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.record.domain.parts import refs_that_decide
from seenheard.voices.domain.answers import Voice
from seenheard.voices.domain.seeing import Moment, Reader, Said, may_see
from seenheard.voices.queries.said import parts_of

TABLE = tomllib.loads((Path(__file__).parent / "who_sees_what.toml").read_text("utf-8"))
READERS = {
    "worker": Reader.WORKER,
    "manager": Reader.MANAGER,
    "officer": Reader.OFFICER,
    "carer": Reader.CARER,
    "child": Reader.CHILD,
}


def moment(name, reader):
    """What each word of the table's head means to this reader."""
    sent = Moment(worker_sent=True, over=False, own_sent=True)
    return {
        "blind": Moment(worker_sent=False, over=False, own_sent=False),
        "own": Moment(worker_sent=reader in ("worker", "manager", "officer"), over=False, own_sent=True),
        "open": sent,
        "over": Moment(worker_sent=False, over=True, own_sent=False),
        "left": Moment(worker_sent=True, over=False, own_sent=True, placed=False),
        "18": Moment(worker_sent=True, over=False, own_sent=True, asked=False),
    }[name]


def said_in(answer):
    """What a line of the table is about."""
    return Said(
        Voice(answer["voice"]),
        is_safety=answer.get("safety", False),
        show_carer=answer.get("show_carer", False),
        not_my_worker=answer.get("not_my_worker", False),
        about=answer.get("about", ""),
    )


LINES = [(answer["what"], reader, answer) for answer in TABLE["answer"] for reader in READERS if reader in answer]


@pytest.mark.parametrize(("what", "reader", "answer"), LINES, ids=[f"{reader}: {what}" for what, reader, _ in LINES])
def test_who_sees_it(what, reader, answer):
    told = said_in(answer)
    seen = "".join("y" if may_see(READERS[reader], told, moment(name, reader)) else "-" for name in TABLE["moments"])
    assert seen == answer[reader]


@pytest.mark.parametrize("answer", TABLE["answer"], ids=lambda one: one["what"])
def test_a_service_manager_sees_as_the_manager_does_and_what_is_about_the_manager(answer):
    about = answer.get("about", "")
    told = Said(Voice(answer["voice"]), is_safety=answer.get("safety", False), about=about)
    seen = "".join("y" if may_see(Reader.SERVICE, told, moment(name, "manager")) else "-" for name in TABLE["moments"])
    assert seen == ("yyyyyy" if about == "manager" else answer["manager"])


@pytest.mark.parametrize("answer", TABLE["answer"], ids=lambda one: one["what"])
def test_whoever_the_record_names_in_a_part_sees_nothing_that_is_kept_from_it(answer):
    told = said_in(answer)
    for who, reader, part in (("holder", Reader.MANAGER, Reader.WORKER), ("runner", Reader.SERVICE, Reader.MANAGER)):
        seen = "".join(
            "y" if may_see(reader, told, moment(name, "manager"), parts={part}) else "-" for name in TABLE["moments"]
        )
        assert seen == answer.get(who, answer["manager"]), who
        assert may_see(reader, told, moment("blind", "manager"), own=True, parts={part})


def person(role, workers=(), teams=()):
    return SimpleNamespace(role=role, worker_refs=list(workers), team_refs=list(teams))


@pytest.mark.parametrize(
    ("who", "parts"),
    [
        (person("social_worker"), {"worker"}),
        (person("team_manager"), {"manager"}),
        (person("team_manager", ["P2"], ["T1"]), {"manager"}),
        (person("team_manager", ["P9", "P1"]), {"manager", "worker"}),
        (person("service_manager", ["P2"], ["T2"]), set()),
        (person("service_manager", ["P1"]), {"worker"}),
        (person("service_manager", [], ["T1"]), {"manager"}),
        (person("service_manager", ["P1"], ["T1"]), {"manager", "worker"}),
        (person("reviewing_officer", ["P1"], ["T1"]), {"worker"}),
        (person("duty_worker"), set()),
        (SYSTEM, set()),
    ],
    ids=lambda one: one.role if hasattr(one, "role") else "-".join(sorted(one)),
)
def test_as_whom_somebody_stands_to_a_child(who, parts):
    assert parts_of(who, worker_ref="P1", team_ref="T1") == parts
    if not any(refs_that_decide(who.role, who.worker_refs, who.team_refs)):
        assert parts_of(who, worker_ref=None, team_ref=None) == parts, "the record need not be asked"


@pytest.mark.parametrize("reader", TABLE["own"])
def test_ones_own(reader):
    told = Said(Voice.CARER if reader == "carer" else Voice(reader), is_safety=True, about=reader)
    seen = "".join(
        "y" if may_see(READERS[reader], told, moment(name, reader), own=True) else "-" for name in TABLE["moments"]
    )
    assert seen == TABLE["own"][reader]


def test_every_answer_is_judged_for_every_reader_but_its_own_voice():
    for answer in TABLE["answer"]:
        missing = set(READERS) - set(answer) - {answer["voice"]}
        assert not missing, (answer["what"], missing)


def test_no_carer_is_shown_any_answer_on_safety_whatever_the_child_lets_them_see():
    for answer in TABLE["answer"]:
        if answer.get("safety"):
            assert set(answer["carer"]) == {"-"}
