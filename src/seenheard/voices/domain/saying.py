"""A child's form, one question at a time: the order of its pages, what a draft holds, and what is sent of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .answers import CHILD_STEPS, Answer, Colour, State

MINE, SINCE, WHO, CHECK, TOLD = "mine", "since", "who", "check", "told"
BEST, ONE, ELSE = "best_thing", "one_thing", "anything_else"
FREE = (BEST, ONE, ELSE)
LONGEST = 5_000  # letters of one box; a page of print
UNSAID = "unsaid"
ABOUT = ("worker", "carer", "manager")  # whom an answer on safety can be about: they are neither told nor shown it
I_DID, WITH_HELP, SOMEBODY_ELSE = "i did", "with help", "somebody else"
WHO_CHOSE = (I_DID, WITH_HELP, SOMEBODY_ELSE)
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Chosen:
    """One answer of a child: which of the four (1 is best), or that they do not want to say; and who may see it."""

    step: int | None
    unsaid: bool = False
    show_carer: bool = False
    not_my_worker: bool = False
    about: str = ""

    @property
    def answer(self) -> Answer:
        """The colour that the step stands for, or the state."""
        if self.step is not None:
            return CHILD_STEPS[self.step]
        return State.DID_NOT_WANT_TO_SAY if self.unsaid else State.NOT_ANSWERED

    @property
    def is_red(self) -> bool:
        """Whether it is the last of the four."""
        return self.answer is Colour.RED

    @property
    def is_said(self) -> bool:
        """Whether anything was said: a question that was skipped is no answer."""
        return self.step is not None or self.unsaid


@dataclass(frozen=True, slots=True)
class Wrote:
    """Free words of a child, and who may see them."""

    words: str
    show_carer: bool = False
    not_my_worker: bool = False

    @property
    def choices(self) -> dict[str, bool]:
        """As they are kept beside the words."""
        return {"show_carer": self.show_carer, "not_my_worker": self.not_my_worker}


def pages(keys: Sequence[str], *, something_since: bool) -> tuple[str, ...]:
    """The names of the pages in their order: first who it is for, then what was done, then who will see it."""
    return (MINE, *((SINCE,) if something_since else ()), WHO, *keys, *FREE, CHECK)


def following(page: str, all_pages: Sequence[str]) -> str:
    """The page after this one; the last stays."""
    place = all_pages.index(page) if page in all_pages else 0
    return all_pages[min(place + 1, len(all_pages) - 1)]


def preceding(page: str, all_pages: Sequence[str]) -> str:
    """The page before this one; whose page it is, is asked once."""
    place = all_pages.index(page) if page in all_pages else 0
    return all_pages[max(place - 1, min(1, len(all_pages) - 1))]


def read_choice(given: Mapping[str, Any], *, is_safety: bool) -> Chosen:
    """What was pressed, from a form or a draft; what is none of the four answers is no answer.

    An answer on safety is never shown to a carer, whatever was sent; only there somebody it is about is kept.
    """
    word = str(given.get("answer", ""))
    step = int(word) if word in {str(one) for one in CHILD_STEPS} else None
    about = str(given.get("about", ""))
    return Chosen(
        step=step,
        unsaid=word == UNSAID,
        show_carer=bool(given.get("carer")) and not is_safety,
        not_my_worker=bool(given.get("not_worker")),
        about=about if is_safety and about in ABOUT else "",
    )


def kept_choice(one: Chosen) -> dict[str, Any]:
    """As the draft holds it."""
    answer = UNSAID if one.unsaid else "" if one.step is None else str(one.step)
    return {"answer": answer, "carer": one.show_carer, "not_worker": one.not_my_worker, "about": one.about}


def read_words(given: Mapping[str, Any]) -> Wrote:
    """What was written into one box."""
    words = str(given.get("words", "")).replace("\x00", "").strip()
    return Wrote(words, bool(given.get("carer")), bool(given.get("not_worker")))


def kept_words(one: Wrote) -> dict[str, Any]:
    """As the draft holds it."""
    return {"words": one.words, "carer": one.show_carer, "not_worker": one.not_my_worker}


def answers_of(content: Mapping[str, Any], keys: Collection[str], safety: Collection[str]) -> dict[str, Chosen]:
    """The answers that a draft holds, of the categories asked."""
    held = content.get("answers", {})
    found = {key: read_choice(held[key], is_safety=key in safety) for key in keys if key in held}
    return {key: one for key, one in found.items() if one.is_said}


def words_of(content: Mapping[str, Any]) -> dict[str, Wrote]:
    """The free words that a draft holds."""
    held = content.get("free", {})
    found = {name: read_words(held[name]) for name in FREE if name in held}
    return {name: one for name, one in found.items() if one.words}
