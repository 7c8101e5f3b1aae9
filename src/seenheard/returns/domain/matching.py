"""Which child of the record is meant? By local identifier, then UPN; a doubt is a person's decision, never a guess.

Nothing here reads a name. A child closed by adoption is never matched with a later child: rows under the identifier
belong to the closed file with the same birth date, and to a new child only if nothing speaks for the same one.
Nothing is asked about it, for a question would tell that there is such a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple

from .types import Question

SAME, DIFFERENT, OUT = "same", "different", "out"
OPTIONS = (
    (SAME, "It is the same child"),
    (DIFFERENT, "It is a different child: make a new record"),
    (OUT, "Leave this child’s rows out"),
)

Evidence = tuple[str | None, ...]
Options = tuple[tuple[str, str], ...]


class InFile(NamedTuple):
    """One child as the upload describes it. `file` and `line` are where a person should look."""

    local_id: str
    born_on: str | None
    upn: str | None
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Known:
    """What the record knows of identifiers: local id and UPN to child, who is closed by adoption, birth dates."""

    ids: Mapping[str, int] = field(default_factory=dict)
    upns: Mapping[str, int] = field(default_factory=dict)
    closed: frozenset[int] = frozenset()
    births: Mapping[int, str] = field(default_factory=dict)
    local_ids: Mapping[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class Matched:
    """Who each local identifier is: a known child (int), a new one (its local id, text) or left out (None).

    `closed` are identifiers of children closed by adoption whose birth date the upload does not give, or gives
    differently: their rows are taken only where they are held already, unless a child in `perhaps_new` turns out to be
    another, of whom every row is later than the closed file. `about` are the known children of each question.
    """

    children: dict[str, int | str | None] = field(default_factory=dict)
    closed: dict[str, int] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    perhaps_new: set[str] = field(default_factory=set)
    about: dict[str, tuple[int, ...]] = field(default_factory=dict)
    known_for_sure: int = 0


class Doubt(NamedTuple):
    """Why an identifier is not simply matched, and who it is if a person says "the same" or "different"."""

    kind: str
    asks: str
    if_same: int | str
    if_different: int | str
    evidence: Evidence


def match(children: Iterable[InFile], known: Known, answers: Mapping[str, str]) -> Matched:
    """Match every child of an upload. `answers` are {question key: "same" | "different" | "out"}."""
    matched = Matched()
    first_with_upn: dict[str, InFile] = {}
    for child in sorted(children):
        if known.ids.get(child.local_id) in known.closed:
            _match_closed(child, known, matched)
            continue
        doubt = _doubt(child, known, first_with_upn, matched)
        if child.upn:
            first_with_upn.setdefault(child.upn, child)
        if doubt is None:
            found = known.ids.get(child.local_id)
            matched.children[child.local_id] = child.local_id if found is None else found
            matched.known_for_sure += found is not None
        else:
            _settle(child, doubt, answers, matched)
    return matched


def question_key(kind: str, *evidence: str | None) -> str:
    """The same doubt about the same facts has the same key in every upload, so that it is asked once."""
    return blake2b(repr((kind, evidence)).encode(), digest_size=10).hexdigest()


def _match_closed(child: InFile, known: Known, matched: Matched) -> None:
    closed = known.ids[child.local_id]
    held = known.births.get(closed)
    if not child.born_on or not held:
        matched.closed[child.local_id] = closed
    elif child.born_on == held:
        matched.children[child.local_id] = closed
        matched.known_for_sure += 1
    else:
        matched.closed[child.local_id] = closed
        if known.upns.get(child.upn or "") != closed:
            matched.perhaps_new.add(child.local_id)


def _settle(child: InFile, doubt: Doubt, answers: Mapping[str, str], matched: Matched) -> None:
    question = _question(child, doubt.kind, doubt.asks, doubt.evidence, OPTIONS)
    answer = answers.get(question.key)
    if answer == SAME:
        matched.children[child.local_id] = doubt.if_same
    elif answer == DIFFERENT:
        matched.children[child.local_id] = doubt.if_different
    else:  # left out, or not answered yet: then the question stands and nothing may be applied
        matched.children[child.local_id] = None
        if answer != OUT:
            matched.questions.append(question)
            matched.about[question.key] = tuple(
                sorted({who for who in (doubt.if_same, doubt.if_different) if isinstance(who, int)})
            )


def _question(child: InFile, kind: str, asks: str, evidence: Evidence, options: Options) -> Question:
    return Question(key=question_key(kind, *evidence), kind=kind, says=asks, options=options, file=child.file)


def _doubt(child: InFile, known: Known, first_with_upn: Mapping[str, InFile], matched: Matched) -> Doubt | None:
    mine = known.ids.get(child.local_id)
    return _upn_doubt(child, mine, known, first_with_upn, matched) or _birth_doubt(child, mine, known)


def _upn_doubt(
    child: InFile, mine: int | None, known: Known, first_with_upn: Mapping[str, InFile], matched: Matched
) -> Doubt | None:
    """One UPN, two identifiers: in the record, or twice in the upload."""
    other_child: int | str | None
    theirs = known.upns.get(child.upn) if child.upn else None
    if theirs is not None and theirs != mine and theirs not in known.closed:
        other, other_child, where = known.local_ids.get(theirs, "another identifier"), theirs, "in the record"
    elif child.upn and child.upn in first_with_upn:
        twin = first_with_upn[child.upn]
        other, where = twin.local_id, f"{twin.file}, line {twin.line}"
        other_child = matched.children.get(other)
        other_child = other if other_child is None else other_child
    else:
        return None
    if other_child == mine:
        return None
    return Doubt(
        "upn",
        f"The children {child.local_id} ({child.file}, line {child.line}) and {other} ({where}) have one UPN. "
        f"Is {child.local_id} the same child as {other}?",
        other_child,
        child.local_id if mine is None else mine,
        (child.upn, *sorted((child.local_id, other))),
    )


def _birth_doubt(child: InFile, mine: int | None, known: Known) -> Doubt | None:
    held = known.births.get(mine) if mine is not None else None
    if mine is None or not held or not child.born_on or held == child.born_on:
        return None
    return Doubt(
        "birth_date",
        f"The birth date of the child {child.local_id} ({child.file}, line {child.line}) "
        "is not the one that the record holds. Is it the same child?",
        mine,
        child.local_id,
        (child.local_id, child.born_on, held),
    )


# Below this many known children a record is too young to tell whose file is whose.
ENOUGH_TO_TELL = 20
HARDLY_ANY = 0.05


def looks_like_another_authority(matched: Matched, children: int, known: Known) -> bool:
    """Whether hardly any child of the record is in the upload, nor hardly any child of the upload in the record."""
    held = len(known.ids)
    if held < ENOUGH_TO_TELL or children < ENOUGH_TO_TELL:
        return False
    sure = matched.known_for_sure + len(matched.closed)
    return sure < HARDLY_ANY * held and sure < HARDLY_ANY * children


AUTHORITY_KEY = "whose_file"
OURS, THEIRS = "ours", "theirs"


def authority_question(children: int, sure: int) -> Question:
    """Asked before anything else: a neighbour's file must not become hundreds of new children."""
    found = "None" if not sure else f"Only {sure}"
    return Question(
        key=AUTHORITY_KEY,
        kind="whose_file",
        says=f"{found} of the {children:,} children in these files are in the record. "
        "Are these files of your authority?",
        options=(
            (OURS, "Yes, these are our files"),
            (THEIRS, "No, they are another authority’s: leave everything as it is"),
        ),
    )
