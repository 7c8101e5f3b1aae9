"""My work: what needs this person today, child by child, the longest overdue first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from uuid import UUID

from django.urls import reverse

from seenheard.accounts import queries as accounts
from seenheard.accounts.domain.rights import waiting
from seenheard.desk.forms.to_do import BOOKABLE
from seenheard.desk.presenters.alarms import Alarm, red
from seenheard.desk.presenters.caused import due, titled
from seenheard.desk.presenters.duties import NAME_NOT_RECORDED, address_of, child_line, duty, reader_of, unjudged_line
from seenheard.desk.presenters.owed import Beside, what_soon_means
from seenheard.desk.presenters.worklist import area_asked_for
from seenheard.duties import queries as duties_queries
from seenheard.duties.domain.causes import STILL_PROTECTED
from seenheard.duties.queries import Owed
from seenheard.duties.queries.explained import Said, unjudged_and_reasons
from seenheard.prompts import queries as prompts_queries
from seenheard.prompts.domain.outcomes import OUTCOMES, SAID
from seenheard.prompts.queries import Numbers, Standing
from seenheard.record import queries as record_queries
from seenheard.timescales import queries as timescales_queries
from seenheard.ui.dates import from_today, long, moment, short, span
from seenheard.ui.paging import Paged
from seenheard.ui.parts import ChildLine, Duty, Filter
from seenheard.ui.words import count, join_and, plural
from seenheard.voices import queries as voices_queries

ABOUT = {
    "social_worker": "What needs you for the children you hold, and for those whom you cover.",
    "reviewing_officer": "What needs you as a reviewing officer.",
    "team_manager": "What is yours: what is a manager’s duty, and what has no worker who is there.",
    "service_manager": "What has come to you because nobody below is there to have it.",
}
SEEN = ("seen", "I have seen this")
REVIEWING = "reviewing officer"


@dataclass(frozen=True)
class Draft:
    """A form that this person began and has not sent."""

    words: str
    url: str


@dataclass(frozen=True)
class Line:
    """One prompt: the duty or the other cause, what was said of it, and the number by which it is answered."""

    duty: Duty
    number: int
    said: str
    is_new: bool
    is_ticked: bool = False


@dataclass(frozen=True)
class ChildGroup:
    """One child with what needs this person for the child, on this page of the list."""

    child: ChildLine
    lines: tuple[Line, ...]
    unjudged: str


@dataclass(frozen=True)
class MyWork:
    """The page."""

    title: str
    heading: str
    caption: str
    lead: str
    summary: str
    soon: str
    not_arrived: str
    to_agree: str
    alarms: tuple[Alarm, ...]
    drafts: tuple[Draft, ...]
    filters: tuple[Filter, ...]
    groups: tuple[ChildGroup, ...]
    answers: tuple[tuple[str, str], ...]
    here: str
    paged: Paged
    empty: str
    public_ids: tuple[str, ...]


def my_work(*, viewer, on: date, asked) -> MyWork:
    """What needs this person: her children and those she covers, what fell to him, the reviews that are hers."""
    area = area_asked_for(asked)
    found = prompts_queries.mine(
        viewer=viewer, on=on, causes=_causes_of(area), page=asked.get("page"), filters={"part": area}
    )
    children = record_queries.lines_of({one.child_id for one in found.paged})
    drafts = record_queries.drafts(viewer=viewer)
    begun = _begun(drafts, viewer, on)
    behind = duties_queries.behind(on=on, causes=[(p.child_id, p.cause, p.key) for p in found.paged])
    return MyWork(
        title="My work",
        heading="My work",
        caption=long(on),
        lead=ABOUT[viewer.role],
        summary=_summary(found.numbers) or _away(viewer, on) or _nothing(viewer, on, area),
        soon=what_soon_means(behind.values(), on),
        not_arrived=_not_arrived(found.numbers.not_arrived),
        to_agree=waiting(accounts.rights_to_settle(viewer=viewer)),
        alarms=red(viewer=viewer, on=on),
        drafts=tuple(_draft(one, begun) for one in drafts),
        filters=(_parts_of_life(area),),
        groups=tuple(_groups(found.paged, children, behind, _ticked(asked), viewer, on)),
        answers=(SEEN, *OUTCOMES.items()),
        here=f"{reverse('desk:my_work')}{found.paged.link(found.paged.number)}",
        paged=found.paged,
        empty="" if found.numbers.prompts else f"Nothing{_within(area)} needs you today.",
        public_ids=tuple(dict.fromkeys([*(str(now.public_id) for now in children.values()), *begun])),
    )


def _causes_of(area: str) -> list[str] | None:
    """The rules of one part of life; other causes belong to none, and stand in the whole list."""
    return [rule.id for rule in timescales_queries.rules().values() if rule.area == area] if area else None


def _parts_of_life(chosen: str) -> Filter:
    areas = sorted({rule.area for rule in timescales_queries.rules().values()})
    return Filter("part", "Part of life", chosen, (("", "All"), *((one, one.capitalize()) for one in areas)))


def _summary(numbers: Numbers) -> str:
    """ "8 things need you, for 6 children. 3 are past their day. 5 are new." """
    if not numbers.prompts:
        return ""
    things = count(numbers.prompts, "thing needs", "things need")
    said = [f"{things} you, for {count(numbers.children, 'child', 'children')}."]
    if numbers.late:
        said.append(f"{numbers.late:,} {plural(numbers.late, 'is past its day', 'are past their day')}.")
    if numbers.unseen:
        said.append(f"{numbers.unseen:,} {plural(numbers.unseen, 'is', 'are')} new.")
    return " ".join(said)


def _away(viewer, on: date) -> str:
    """ "Otto Lind has your work until 7 April 2026." Asked where the list is empty, as it is for whoever is away."""
    said = [
        f"{one.cover.name} has your work until {short(one.until_on)}."
        for one in accounts.covers_of(person=viewer, on=on)
    ]
    return " ".join(dict.fromkeys(said))


def _nothing(viewer, on: date, area: str) -> str:
    """Nothing to do is said of what can be judged: silence is not called nothing."""
    hers = _hers(viewer)
    owed = duties_queries.open_clocks(viewer=viewer, on=on, areas=(area,) if area else None, **hers) if hers else None
    if owed is None or not owed.not_judged:
        return f"Nothing{_within(area)} needs you today."
    return f"Of what can be judged, nothing{_within(area)} needs you today. {unjudged_line(owed.not_judged)}"


def _hers(viewer) -> dict:
    """Whose duties are hers before anything falls to her from others."""
    if viewer.role == "social_worker":
        return {"workers": tuple(viewer.worker_refs)}
    return {"owners": (REVIEWING,)} if viewer.role == "reviewing_officer" else {}


def _within(area: str) -> str:
    return f" in this part of life ({area})" if area else ""


def _not_arrived(number: int) -> str:
    if not number:
        return ""
    messages = count(number, "message", "messages")
    return f"{messages} to you could not be sent in the last seven days. Nothing is lost: this list is complete."


def _begun(drafts, viewer, on: date) -> dict[str, str]:
    """The names of the children of whom this person has begun a visit and whom they see, by public id."""
    wanted = {one for draft in drafts for one in draft.children if one}
    if not wanted:
        return {}
    lines = record_queries.children_now(viewer=viewer, on=on).filter(child__public_id__in=wanted)
    return {str(line.child.public_id): line.name or NAME_NOT_RECORDED for line in lines}


def _draft(draft, begun: Mapping[str, str]) -> Draft:
    whom = join_and(begun[one] for one in draft.children if one in begun)
    to = f" to {whom}" if whom else ""
    words = f"A visit{to} that you began is not sent yet. It was kept on {moment(draft.saved_at)}."
    return Draft(words, reverse("desk:visit", args=[draft.public_id]))


def _ticked(asked) -> frozenset[str]:
    """What was ticked when a press came back to the list with nothing done."""
    return frozenset(asked.getlist("ticked")) if hasattr(asked, "getlist") else frozenset()


def _groups(paged: Paged, children: Mapping, behind: Mapping, ticked: frozenset[str], viewer, on: date):
    names = _names(paged)
    missing, reasons = unjudged_and_reasons(on=on, child_ids=children.keys())
    typed = record_queries.typed_of(child_ids=children.keys(), names=("booking", "issue", "child_action"))
    why, parts = _why_late(reasons), _parts_talked_of(paged, on)
    for child_id, prompts in groupby(paged, key=lambda one: one.child_id):
        said = _Typed(children[child_id].public_id, typed.get(child_id, {}), why.get(child_id, {}), parts)
        yield ChildGroup(
            child=child_line(children[child_id], on, own=children[child_id].worker_ref in viewer.worker_refs),
            lines=tuple(
                replace(_line(one, behind, said, names, viewer, on), is_ticked=str(one.id) in ticked) for one in prompts
            ),
            unjudged=unjudged_line(missing[child_id]) if child_id in missing else "",
        )


def _why_late(reasons: Mapping[tuple[int, str, str], Said]) -> Mapping[int, Mapping[tuple[str, str], Said]]:
    """What was said of why something is late, by child."""
    found: dict[int, dict[tuple[str, str], Said]] = {}
    for (child_id, rule, key), said in reasons.items():
        found.setdefault(child_id, {})[rule, key] = said
    return found


def _parts_talked_of(paged: Iterable[Standing], on: date) -> Mapping[str, str]:
    """By key, what the parts of life are called; not asked for where nothing on the page is about one."""
    if not any((one.facts or {}).get("category") for one in paged):
        return {}
    return {one.key: one.name for one in voices_queries.categories(on=on)}


@dataclass(frozen=True)
class _Typed:
    """What people have typed of one child: what is booked, the words of what waits for somebody, why a duty is late.

    `parts`: by key, what the parts of life are called about which people are asked.
    """

    public_id: UUID
    rows: Mapping[str, list]
    why_late: Mapping[tuple[str, str], Said]
    parts: Mapping[str, str]

    def words(self, key: str) -> str:
        """What a worry or an action says; of a booking, what it is for."""
        found = [row for name in ("issue", "child_action") for row in self.rows.get(name, ()) if row.row_key == key]
        booked = [BOOKABLE.get(row.kind, "") for row in self.rows.get("booking", ()) if row.row_key == key]
        return next(iter([*(row.words for row in found), *booked]), "")


def _line(prompt: Standing, behind: Mapping[tuple, Owed], typed: _Typed, names: Mapping, viewer, on: date) -> Line:
    owed = behind.get((prompt.child_id, prompt.cause, prompt.key))
    diary = record_queries.open_bookings(typed.rows.get("booking", []), on)
    said = Beside(diary, typed.why_late).of(owed) if owed else ""
    shown = duty(owed, on, reader=reader_of(viewer), booked=said) if owed else _other(prompt, typed, on)
    return Line(shown, prompt.id, _said(prompt, names), prompt.seen_at is None)


def _other(prompt: Standing, typed: _Typed, on: date) -> Duty:
    """A cause that is no rule: what it is, in its own words, what to do, where, and how far its day is."""
    named = prompts_queries.named(prompt.cause)
    late = (on - prompt.act_by_on).days
    when = f"{span(late)} late" if late > 0 else f"due {from_today(prompt.act_by_on, on)}"
    words = typed.words(prompt.key) or typed.parts.get((prompt.facts or {}).get("category", ""), "")
    return Duty(
        what=titled(prompt, words),
        standing="overdue" if late > 0 else "due soon",
        when=when,
        why=f"{due(prompt)} {named.do}",
        url=_address(prompt, typed),
    )


# Where what the voices ask for is done, by cause: the name of the page, and the references that it needs.
OF_VOICES = {
    "safety_red": ("voices:alarm", ("alarm",)),
    "answer_unread": ("voices:reply", ("reply",)),
    "voices_differ": ("voices:talk", ("round", "category")),
    "worry_without_action": ("voices:talk", ("round", "category")),
    "round_unanswered": ("desk:round", ("round",)),
}


def _address(prompt: Standing, typed: _Typed) -> str:
    if prompt.cause == STILL_PROTECTED:
        return f"{address_of(typed.public_id)}#home"
    if prompt.cause == "child_not_told":
        return reverse("voices:said_and_done", args=[typed.public_id])
    if found := OF_VOICES.get(prompt.cause):
        page, names = found
        return reverse(page, args=[(prompt.facts or {})[name] for name in names])
    return reverse("desk:to_do", args=[typed.public_id])


def _names(prompts: Iterable[Standing]) -> Mapping[str, str]:
    said = {one.acted_by for one in prompts if one.acted_by}
    return accounts.names(said) if said else {}


def _said(prompt: Standing, names: Mapping[str, str]) -> str:
    """ "Tom Hale has arranged it (31 March 2026 at midday)." """
    if not prompt.acted_by:
        return ""
    return f"{names.get(prompt.acted_by, 'Somebody')} {SAID[prompt.outcome]} ({moment(prompt.acted_at)})."
