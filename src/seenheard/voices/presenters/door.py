"""The pages behind a child's door: no name of a child, a person, a council or a service stands in any of them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.templatetags.static import static
from django.urls import reverse

from seenheard.ui.dates import long

from ..domain import aloud, settings
from ..domain.door_words import isolated
from ..domain.saying import (
    ABOUT,
    CHECK,
    ELSE,
    FREE,
    MINE,
    SINCE,
    TOLD,
    UNSAID,
    WHO,
    WHO_CHOSE,
    answers_of,
    pages,
    preceding,
    read_words,
    words_of,
)
from ..domain.wordings import ENGLISH, YOUNGER
from ..queries import doors
from ..queries.aloud import sound_of
from ..queries.categories import settings_on
from ..queries.door_words import Told, english, four_answers

FACES = ("glad", "fine", "worried", "upset")


@dataclass(frozen=True)
class Pick:
    """One thing that can be chosen; `face` beside the words on the form for the younger."""

    value: str
    words: str
    chosen: bool
    face: str = ""


@dataclass(frozen=True)
class Line:
    """One answer on the page where all stand once more, and the page on which it can be changed."""

    question: str
    answer: str
    page: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class DoorPage:
    """One page behind the door. What a page has no use for is empty."""

    title: str
    heading: str
    words: Mapping[str, Mapping[str, Any]]
    kind: str
    name: str = ""
    caption: str = ""
    says: tuple[str, ...] = ()
    promise: str = ""
    now: tuple[str, ...] = ()
    sound: str = ""
    tongue: str = ENGLISH
    runs: str = "ltr"
    action: str = ""
    button: str = ""
    problem: str = ""
    lang: str = ENGLISH
    direction: str = "ltr"
    in_english: bool = False
    picks: tuple[Pick, ...] = ()
    about: tuple[Pick, ...] = ()
    at_once: str = ""
    carer: bool = False
    offers_carer: bool = False
    not_worker: bool = False
    wrote: str = ""
    back: str = ""
    lines: tuple[Line, ...] = ()
    since: tuple[tuple[str, str], ...] = ()
    key: str = ""
    can_tell: bool = False


def _page(of: str, /, *, kind: str, told: Told, **more: Any) -> DoorPage:
    """The page whose sentences are called so."""
    words, page = told.pages, told.pages[of]
    more.setdefault("says", tuple(page.get("says", ())))
    more.setdefault("button", page.get("button", ""))
    more.setdefault("name", of)
    sound = sound_of(aloud.page(words, of), told.code)
    return DoorPage(
        title=words["shell"]["name"],
        heading=page["title"],
        words=words,
        kind=kind,
        tongue=told.code,
        runs=told.direction,
        lang=told.code,
        direction=told.direction,
        sound=static(sound) if sound else "",
        **more,
    )


def code(*, problem: str = "") -> DoorPage:
    """Where a code is typed. `problem`: "wrong" or "closed"."""
    said = english().pages["code"].get(problem, "")
    return _page("code", kind="code", told=english(), action=reverse("voices:door"), problem=said)


def link(token: str, *, problem: str = "") -> DoorPage:
    """Where a link leads: nothing is used up by looking."""
    action = reverse("voices:door_link", args=[token])
    return _page("link", kind="link", told=english(), action=action, problem=english().pages["code"].get(problem, ""))


def plain(name: str, told: Told | None = None) -> DoorPage:
    """A page that says something, and leads nowhere."""
    return _page(name, kind="end", told=told or english())


def trouble() -> DoorPage:
    """Something went wrong. Who came to say that they are not safe needs the numbers all the more."""
    lines = english().pages["now"]["says"]
    return _page("trouble", kind="end", told=english(), now=tuple(line for line in lines if "{night}" not in line))


def not_safe(*, on: date, told: Told | None, problem: str = "") -> DoorPage:
    """Who reads it and when, the numbers, and the button that tells. Without a sitting (`told`) the numbers alone."""
    can_tell, told = told is not None, told or english()
    words = told.pages
    return _page(
        "not_safe",
        kind="not_safe",
        told=told,
        action=reverse("voices:door_help"),
        now=_numbers(on, told),
        about=_about("", told) if can_tell else (),
        can_tell=can_tell,
        says=tuple(words["not_safe"]["says"]) if can_tell else (),
        problem=words["long"]["says"] if problem else "",
        key=str(uuid.uuid4()),
    )


def told(*, on: date, told: Told) -> DoorPage:
    """After “I am not safe”: somebody is told."""
    where = reverse("voices:door_page")
    return _page("told", kind="told", told=told, action=where, now=_numbers(on, told), name=TOLD)


def sent(told: Told) -> DoorPage:
    """It is sent."""
    return _page("sent", kind="end", told=told)


def where(sat: doors.Sat, content: Mapping[str, Any], order: tuple[str, ...]) -> str:
    """The page on which this sitting stands: in each sitting first whose it is, before anything kept is shown."""
    at = str(content.get("at", MINE))
    if content.get("mine") != str(sat.sitting.public_id):
        return MINE
    return at if at in order or at.removeprefix(f"{TOLD}:") in order else order[1]


def page(sat: doors.Sat, *, on: date, problem: str = "", with_samples: bool = False) -> DoorPage:
    """The page that comes now."""
    asked = doors.asked_of(sat, on=on, with_samples=with_samples)
    told = doors.told_to(sat, on=on, with_samples=with_samples)
    since = doors.since_last_time(sat)
    order = pages(list(asked), something_since=bool(since))
    draft = doors.draft_of(sat)
    content = draft.content if draft else {}
    name = where(sat, content, order)
    more: dict[str, Any] = {
        "action": reverse("voices:door_page"),
        "told": told,
        "problem": told.pages["long"]["says"] if problem else "",
        "back": "" if name in order[:2] or name not in order else preceding(name, order),
    }
    if name.startswith(TOLD):
        return _page("told", kind="told", now=_numbers(on, told), name=name, **more)
    if name == SINCE:
        return _page(SINCE, kind="since", since=tuple(_since(one, told) for one in since), **more)
    if name == WHO:
        return _who(on, more)
    if name in asked:
        return _question(sat, name, asked, content, order, more)
    if name in FREE:
        return _free(name, content, more)
    if name == CHECK:
        return _check(sat, asked, content, more)
    return _page(MINE, kind="mine", **more)


def _who(on: date, more: dict[str, Any]) -> DoorPage:
    told = more["told"].pages["who"]
    return _page(
        "who",
        kind="who",
        says=tuple(told["seen"]),
        promise=told["promise"],
        lines=tuple(Line(words, "", "") for words in (*told["at_once"], told["night"], *told["skip"])),
        now=_numbers(on, more["told"]),
        **more,
    )


def _question(sat, name, asked, content, order, more) -> DoorPage:
    told, one = more.pop("told"), asked[name]
    words = told.pages
    is_safety = bool(doors.safety_keys([name]))
    chosen = answers_of(content, [name], [name] if is_safety else []).get(name)
    four = four_answers(told, one, sat.form)
    faces = FACES if sat.form == YOUNGER else ("",) * len(four)
    picks = [
        Pick(str(step), said, bool(chosen and chosen.step == step), face)
        for step, (said, face) in enumerate(zip(four, faces, strict=True), start=1)
    ]
    picks.append(Pick(UNSAID, words["question"]["wont_say"], bool(chosen and chosen.unsaid)))
    sound = sound_of(aloud.question(one.words, four), one.language)
    return DoorPage(
        title=words["shell"]["name"],
        heading=one.words,
        words=words,
        kind="question",
        name=name,
        caption=words["question"]["caption"].format(number=list(asked).index(name) + 1, all=len(asked)),
        sound=static(sound) if sound else "",
        tongue=told.code,
        runs=told.direction,
        lang=one.language,
        direction=one.direction,
        in_english=sat.language not in (ENGLISH, one.language),
        picks=tuple(picks),
        about=_about(chosen.about if chosen else "", told) if is_safety else (),
        at_once=words["question"]["at_once"].format(red=four[-1]) if is_safety else "",
        carer=bool(chosen and chosen.show_carer),
        offers_carer=not is_safety,
        not_worker=bool(chosen and chosen.not_my_worker),
        **more,
    )


def _free(name: str, content: Mapping[str, Any], more: dict[str, Any]) -> DoorPage:
    held = read_words(content.get("free", {}).get(name, {}))
    choices = {"carer": held.show_carer, "not_worker": held.not_my_worker, "offers_carer": True}
    return _page(name, kind="words", wrote=held.words, **choices, **more)


def _check(sat, asked, content, more) -> DoorPage:
    told = more["told"]
    words = told.pages
    given = answers_of(content, list(asked), doors.safety_keys(asked))
    wrote = words_of(content)
    lines = []
    for key, one in asked.items():
        said = given.get(key)
        four = four_answers(told, one, sat.form)
        answer = words["check"]["none"] if said is None else words["question"]["wont_say"]
        if said and said.step:
            answer = four[said.step - 1]
        lines.append(Line(one.words, answer, key, _notes(said, told)))
    for name in FREE:
        said_words = wrote.get(name)
        answer = said_words.words if said_words else words["check"]["none"]
        lines.append(Line(words[name]["title"], answer, name, _notes(said_words, told)))
    chose = [words["check"][name] for name in ("i_did", "with_help", "somebody_else")]
    picks = tuple(Pick(value, said, False) for value, said in zip(WHO_CHOSE, chose, strict=True))
    return _page(CHECK, kind="check", lines=tuple(lines), picks=picks, **(more | {"back": ELSE}))


def _notes(said, told: Told) -> tuple[str, ...]:
    check = told.pages["check"]
    if said is None:
        return ()
    return tuple(
        words
        for words, is_so in ((check["shown_carer"], said.show_carer), (check["hidden_worker"], said.not_my_worker))
        if is_so
    )


def _about(chosen: str, told: Told) -> tuple[Pick, ...]:
    words = told.pages["question"]
    named = [Pick(one, words[f"about_{one}"], one == chosen) for one in ABOUT]
    return (*named, Pick("nobody", words["about_nobody"], False), Pick("", words["about_unsaid"], False))


def _since(one: doors.Since, told: Told) -> tuple[str, str]:
    words = told.pages["since"]
    head = words["talk"] if one.what else words["told"]
    return head.format(what=one.what, when=_day(one.on, told)), one.words


def _day(on: date, told: Told) -> str:
    """In another language a day is numbers: names of days and months are English."""
    return long(on) if told.code == ENGLISH else isolated(f"{on.day}.{on.month}.{on.year}", told.direction)


def _numbers(on: date, told: Told) -> tuple[str, ...]:
    """Whom to ring; the council's own number for the night where it is set."""
    night = settings.value(settings.NIGHT_NUMBER, settings_on(on)) or {}
    lines = told.pages["now"]["says"]
    number = isolated(night.get("number", ""), told.direction)
    return tuple(line.format(night=number) for line in lines if "{night}" not in line or number)


@dataclass(frozen=True)
class TodayPage:
    """A page about nothing, to which the quick way out leads."""

    title: str
    heading: str
    says: tuple[str, ...]


def today(on: date) -> TodayPage:
    """The day."""
    return TodayPage("Today", long(on), (f"This is day {on.timetuple().tm_yday} of the year.",))
