"""What follows, as pages: one answer to read, the forms of a talk and of telling the child, said and done, the card."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from seenheard.accounts import queries as accounts
from seenheard.record import queries as record_queries
from seenheard.ui.dates import long, moment, short
from seenheard.ui.forms import Form
from seenheard.ui.parts import Link, Row
from seenheard.ui.words import capital

from .. import queries
from ..domain.answers import Colour, Voice
from ..domain.mismatch import WHAT_HAPPENS, Level
from ..queries import Came, Column, Columns, Differs, ReplyNow
from ..queries.done import Said

NAME_NOT_RECORDED, SOMEBODY = "Name not recorded", "somebody who has left"
WHO = {Voice.WORKER: "The worker", Voice.CARER: "The carer", Voice.CHILD: "The child", Voice.PARENT: "The parent"}
FREE = {"best_thing": "The best thing", "one_thing": "One thing that should change", "anything_else": "Anything else"}
TELL_US = "If something here is not right, or not enough, tell your social worker or your reviewing officer."
SAW = "Somebody wrote down what they saw. It is not counted as the child’s answer."
HEARD = "We have heard this. There is no answer yet."
ON_A_CARD = timedelta(days=182)  # half a year: two rounds, and what came of the one before them
FIRST = "What people see differently and nobody has talked about yet stands before all else. "
NOT_ALL = "There is more than is shown here, and somebody else reads it first."


@dataclass(frozen=True)
class ReplyPage:
    """One sent answer. `read`: where “I have read it” goes; empty for whom it is not to read first."""

    title: str
    heading: str
    caption: str
    back: Link
    lead: str
    notes: tuple[str, ...]
    rows: tuple[Row, ...]
    read: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class FormPage:
    """A page with one form about a child."""

    title: str
    heading: str
    caption: str
    back: Link
    lead: str
    rows: tuple[Row, ...]
    form: Form
    button: str


@dataclass(frozen=True)
class Thing:
    """One thing that was said, and what was done: rows in their order, and what is still to be done about it."""

    heading: str
    rows: tuple[Row, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True)
class DonePage:
    """What was said and what was done."""

    title: str
    heading: str
    caption: str
    back: Link
    lead: str
    pattern: str
    card: Link
    things: tuple[Thing, ...]
    empty: str


@dataclass(frozen=True)
class Answer:
    """One thing on the card, in words for the child."""

    said: str
    became: tuple[str, ...]


@dataclass(frozen=True)
class CardPage:
    """The card: what came of what a child said, in words written to the child. No name is on it."""

    title: str
    heading: str
    back: Link
    lead: str
    answers: tuple[Answer, ...]
    empty: str


def reply(*, one: ReplyNow, child, on: date) -> ReplyPage:
    """The page of one answer, as its reader may see it."""
    names, people = _names(on), accounts.names([one.read_by] if one.read_by else [])
    read = f"Read first by {people.get(one.read_by, SOMEBODY)} on {moment(one.read_at)}." if one.read_by else ""
    who = WHO[one.voice]
    heading = f"What {who[0].lower()}{who[1:]} said"
    return ReplyPage(
        title=heading,
        heading=heading,
        caption=_name(child),
        back=_back(child),
        lead=f"Sent on {moment(one.sent_at)}.",
        notes=tuple(
            note
            for note in (
                SAW if one.observed else "",
                "" if one.is_whole else NOT_ALL,
                queries.helped_in_words(one.helpers),
                read,
            )
            if note
        ),
        rows=(
            *(Row(names.get(key, key), _answer(answer)) for key, answer in one.answers),
            *(Row(FREE[words.what], words.words) for words in one.words),
        ),
        read=reverse("voices:reply", args=[one.public_id]) if one.can_be_read else "",
        links=tuple(_of_wish(one.public_id, one.wish_told)) if one.wish and one.voice is Voice.CHILD else (),
    )


def talk_page(*, seen: Columns, child, category: str, form: Form, on: date) -> FormPage:
    """The form of a talk, beside what everybody said as far as this person may see it."""
    row = next(row for row in seen.rows if row.key == category)
    said = tuple(Row(WHO[one.voice], _answer(one)) for shown in row.columns.values() for one in shown)
    return FormPage(
        title="A talk about what people see differently",
        heading=f"Talk about: {_names(on).get(category, category)}",
        caption=_name(child),
        back=_back(child),
        lead=row.mismatch.what_happens if row.mismatch.level > Level.SAME else "",
        rows=said,
        form=form,
        button="Keep the talk",
    )


def change_page(*, one: ReplyNow, child, form: Form) -> FormPage:
    """The form that makes what a child wants to change an action."""
    return _wish_page(one, child, form, "Make it an action", "Add the action")


def wish_told_page(*, one: ReplyNow, child, form: Form) -> FormPage:
    """The form of telling a child what came of what should change."""
    return _wish_page(one, child, form, "Tell the child what came of it", "Keep it")


def told_page(*, talk, child, form: Form) -> FormPage:
    """The form of telling a child what came of a talk."""
    return FormPage(
        title="Tell the child what came of it",
        heading="Tell the child what came of it",
        caption=_name(child),
        back=_back(child),
        lead="",
        rows=(
            Row("What was decided", talk.decided, f"{short(talk.held_on)}, {talk.with_whom}"),
            Row("What goes back to the child", talk.for_child),
        ),
        form=form,
        button="Keep it",
    )


def said_and_done(*, viewer, child, on: date) -> DonePage:
    """What was said, what was decided, what changed, and when the child was told (VOI-1)."""
    found = queries.said_and_done(viewer=viewer, child=child, on=on)
    waiting = queries.to_talk_about(viewer=viewer, child=child, on=on)
    names, people = _names(on), accounts.names(_people(found))
    return DonePage(
        title="What was said and what was done",
        heading="What was said and what was done",
        caption=_name(child),
        back=Link("Back to the child", reverse("desk:child", args=[child.public_id])),
        lead=f"{FIRST if waiting else ''}The latest first: what was said, what was decided, what changed, and when the "
        "child was told.",
        pattern=queries.pattern_now(viewer=viewer, child=child, on=on).in_words(names),
        card=Link("Print a card for the child", reverse("voices:card", args=[child.public_id])),
        things=(*(_to_talk(one, names) for one in waiting), *(_thing(one, names, people) for one in found)),
        empty="Nothing has been talked about yet, and the child has not said what should change.",
    )


def card(*, viewer, child, on: date) -> CardPage:
    """What an adult chose to write to the child of late, and what was done; no name, no answer of anybody else's."""
    found = [one for one in queries.said_and_done(viewer=viewer, child=child, on=on) if _is_for_card(one, on)]
    names = _names(on)
    answers = tuple(one for one in (_for_child(each, names) for each in found) if one.became)
    return CardPage(
        title="A card for the child",
        heading="What happened with what you said",
        back=Link("Back", reverse("voices:said_and_done", args=[child.public_id])),
        lead=f"{long(on)}. {TELL_US}",
        answers=answers,
        empty="There is nothing to tell on a card yet.",
    )


def owners(*, viewer, child, kept_from: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Who may own an action: oneself first, then those one works with from whom the child does not keep it."""
    told = record_queries.who_may_know(accounts.works_with(viewer), child, kept_from)
    others = {str(one.public_id): one.name for one in told}
    return ((str(viewer.public_id), f"{viewer.name} (you)"), *others.items())


def _wish_page(one: ReplyNow, child, form: Form, heading: str, button: str) -> FormPage:
    return FormPage(
        title=heading,
        heading=heading,
        caption=_name(child),
        back=_back(child),
        lead="",
        rows=(Row("One thing that should change", one.wish, f"Said on {moment(one.sent_at)}."),),
        form=form,
        button=button,
    )


def _thing(one: Came, names: Mapping[str, str], people: Mapping[str, str]) -> Thing:
    heading = names.get(one.category, one.category) if one.category else "One thing that should change"
    return Thing(f"{heading}, {short(one.on)}", tuple(_rows(one, people)), tuple(_links(one)))


def _to_talk(one: Differs, names: Mapping[str, str]) -> Thing:
    name = names.get(one.category, one.category)
    rows = (*(_said(said) for said in one.said), Row("What follows", WHAT_HAPPENS[one.level]))
    record = Link("Record a talk", reverse("voices:talk", args=[one.round, one.category]))
    return Thing(f"{name}: {one.level.words}, asked on {short(one.asked_on)}", rows, (record,))


def _said(said: Said) -> Row:
    told = tuple(words for words in (capital(said.said), said.words) if words)
    return Row(f"{WHO[said.voice]} said", told, said.helped)


def _rows(one: Came, people: Mapping[str, str]) -> Iterable[Row]:
    for said in one.said:
        yield _said(said)
    if one.decided:
        yield Row("What was decided", one.decided, f"{one.with_whom}. Written by {people.get(one.by, SOMEBODY)}.")
    if one.action:
        yield Row("What is to be done", one.action.words, _when(one, people))
    if one.no_action_why:
        yield Row("Why nothing more is needed", one.no_action_why)
    if one.for_child:
        yield Row("What goes back to the child", one.for_child)
    for told in one.told:
        yield Row("The child was told", told.words, f"{short(told.on)}, {told.how}. {people.get(told.by, SOMEBODY)}.")
    if not one.told:
        yield Row("The child was told", "Not yet")


def _when(one: Came, people: Mapping[str, str]) -> str:
    action = one.action
    if action is None:
        return ""
    if action.done_on:
        return f"Done on {short(action.done_on)}: {action.outcome}"
    return f"{people.get(action.owned_by, SOMEBODY)} answers for it, by {long(action.due_on)}."


def _links(one: Came) -> Iterable[Link]:
    if one.talk and not one.told:
        yield Link("Record how the child was told", reverse("voices:told", args=[one.talk]))
    if one.reply:
        yield from _of_wish(one.reply, bool(one.told), bool(one.action))


def _of_wish(reply, told: bool, acted: bool = False) -> Iterable[Link]:
    if not acted:
        yield Link("Make it an action", reverse("voices:change", args=[reply]))
    if not told:
        yield Link("Record how the child was told", reverse("voices:wish_told", args=[reply]))


def _is_for_card(one: Came, on: date) -> bool:
    """Of late, or told of late: a card says what is new, and older ones have been handed over."""
    return max([one.on, *(told.on for told in one.told)]) > on - ON_A_CARD


def _for_child(one: Came, names: Mapping[str, str]) -> Answer:
    """Of a talk the part of life and what the child said of it; of a wish the child's own words. Under it what was
    written to the child, or that nobody has answered yet."""
    if one.category:
        said = ". ".join((names.get(one.category, one.category), *_own_words(one)))
    else:
        said = f"You said: {one.said[0].words}"
    became = [one.for_child, *(told.words for told in one.told)]
    if one.action and not one.category and one.action.done_on:
        became.append(f"This was done on {short(one.action.done_on)}.")
    found = tuple(dict.fromkeys(words for words in became if words))
    return Answer(said, found or (() if one.category else (HEARD,)))


def _own_words(one: Came) -> Iterable[str]:
    """What the child itself sent, never what somebody saw and wrote down; and only what it lets those read who look
    after it: a card lies about at home."""
    for said in one.said:
        if said.voice is Voice.CHILD and said.at_home and not said.observed:
            yield f"You said: {'. '.join(words for words in (capital(said.said), said.words) if words)}"


def _answer(one: Column) -> tuple[str, ...]:
    colour = one.answer.word.capitalize() if isinstance(one.answer, Colour) else str(one.answer).capitalize()
    said = f"{colour}: {one.chosen}" if one.chosen else colour
    return tuple(words for words in (said, one.comment) if words)


def _people(found: Iterable[Came]) -> set[str]:
    return {
        who
        for one in found
        for who in (one.by, one.action.owned_by if one.action else "", *(told.by for told in one.told))
        if who
    }


def _names(on: date) -> dict[str, str]:
    return {one.key: one.name for one in queries.categories(on=on)}


def _name(child) -> str:
    return child.now.name or NAME_NOT_RECORDED


def _back(child) -> Link:
    return Link("Back to what was said and done", reverse("voices:said_and_done", args=[child.public_id]))
