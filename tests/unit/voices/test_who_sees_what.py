"""The table of answer, reader and moment, line by line."""

import tomllib
from pathlib import Path

import pytest

from seenheard.voices.domain.answers import Voice
from seenheard.voices.domain.seeing import Moment, Reader, Said, may_see

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


LINES = [(answer["what"], reader, answer) for answer in TABLE["answer"] for reader in READERS if reader in answer]


@pytest.mark.parametrize(("what", "reader", "answer"), LINES, ids=[f"{reader}: {what}" for what, reader, _ in LINES])
def test_who_sees_it(what, reader, answer):
    told = Said(
        Voice(answer["voice"]),
        is_safety=answer.get("safety", False),
        show_carer=answer.get("show_carer", False),
        not_my_worker=answer.get("not_my_worker", False),
        about=answer.get("about", ""),
    )
    seen = "".join("y" if may_see(READERS[reader], told, moment(name, reader)) else "-" for name in TABLE["moments"])
    assert seen == answer[reader]


@pytest.mark.parametrize("answer", TABLE["answer"], ids=lambda one: one["what"])
def test_a_service_manager_sees_as_the_manager_does_and_what_is_about_the_manager(answer):
    about = answer.get("about", "")
    told = Said(Voice(answer["voice"]), is_safety=answer.get("safety", False), about=about)
    seen = "".join("y" if may_see(Reader.SERVICE, told, moment(name, "manager")) else "-" for name in TABLE["moments"])
    assert seen == ("yyyyyy" if about == "manager" else answer["manager"])


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
