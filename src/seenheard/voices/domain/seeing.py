"""Who sees which answer, and when: blind until one's own is sent, then open together; a child's own choices go before.

The table of voice, reader and moment was written first (tests/unit/voices/who_sees_what.toml) and is the test.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from .answers import Voice


class Reader(StrEnum):
    """In which part somebody reads about a child."""

    WORKER = "worker"
    MANAGER = "manager"
    SERVICE = "service manager"
    OFFICER = "reviewing officer"
    CARER = "carer"
    CHILD = "child"


@dataclass(frozen=True, slots=True)
class Said:
    """One answer, or some free words, of a sent reply: all that decides who sees it.

    `about`: whom the child says it is about. `is_safety`: of the category on which a red cannot wait.
    """

    voice: Voice
    is_safety: bool = False
    show_carer: bool = False
    not_my_worker: bool = False
    about: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """`worker_sent`: the worker's own reply is sent. `over`: the round is. `own_sent`: the reader's own reply is.

    `placed`: of a carer, the child is still placed with them. `asked`: of a child, they are still asked (under 18, or
    care leavers are switched on).
    """

    worker_sent: bool
    over: bool
    own_sent: bool = False
    placed: bool = True
    asked: bool = True

    @property
    def opened(self) -> bool:
        """The columns open together for worker, manager and reviewing officer."""
        return self.worker_sent or self.over


def may_see(
    reader: Reader, said: Said, moment: Moment, *, own: bool = False, parts: Collection[Reader] = frozenset()
) -> bool:
    """Whether this reader sees this answer at this moment; `own`: it is their own (a household's is each member's).

    `parts`: as whom else they stand to the child. Of it they see nothing that is kept from who stands so, and read the
    rest as what they are: a manager who holds the case reads as a manager all that is not kept from its worker.
    """
    if reader == Reader.CARER and not moment.placed or reader == Reader.CHILD and not moment.asked:
        return False
    if own:
        return True
    if is_kept_from({reader, *parts}, said.about, not_my_worker=said.not_my_worker):
        return False
    return RULES[reader](said, moment)


def is_kept_from(parts: Collection[str], about: str, *, not_my_worker: bool) -> bool:
    """Whether a child keeps from who stands to it in these parts what it says is about somebody, or not for its worker
    to read; for good."""
    return about in parts or not_my_worker and Reader.WORKER in parts


def _worker(said: Said, moment: Moment) -> bool:
    return moment.opened or said.is_safety


def _manager(said: Said, moment: Moment) -> bool:
    """A person reads every sent answer within a working day, before the worker may: so that no word waits."""
    return said.voice != Voice.WORKER or moment.opened


def _officer(said: Said, moment: Moment) -> bool:
    return moment.opened or said.is_safety or said.not_my_worker


def _carer(said: Said, moment: Moment) -> bool:
    """What a child lets a carer see, and never safety; no other adult's."""
    lets = said.voice == Voice.CHILD and said.show_carer and not said.is_safety
    return lets and moment.opened and moment.own_sent


def _child(said: Said, moment: Moment) -> bool:
    return False


RULES = {
    Reader.WORKER: _worker,
    Reader.MANAGER: _manager,
    Reader.SERVICE: _manager,  # as the manager, but that "the manager" whom an answer is about is not them
    Reader.OFFICER: _officer,
    Reader.CARER: _carer,
    Reader.CHILD: _child,
}
