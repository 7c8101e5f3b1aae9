"""The child's page: who, what is owed, where, with whom, and the latest of the story."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from seenheard.desk.labels import label, labels_for, source_words
from seenheard.desk.presenters import accounts_differ, following, going, protecting, restricted, voices
from seenheard.desk.presenters.cannot_be_right import CannotBeRight, cannot_be_right
from seenheard.desk.presenters.duties import NAME_NOT_RECORDED, age_words
from seenheard.desk.presenters.looking import looking
from seenheard.desk.presenters.owed import OwedToChild, owed_to_child
from seenheard.desk.presenters.part_by_part import PartByPart, part_by_part
from seenheard.desk.presenters.protecting import FIRST, Protected
from seenheard.desk.presenters.story import in_order, moment, words_of_visits
from seenheard.duties.queries import explained as explained_queries
from seenheard.record import queries as record_queries
from seenheard.record.domain.accounts import Told
from seenheard.record.domain.openings import BREAK_GLASS, DUTY
from seenheard.record.permissions import can_record
from seenheard.ui.dates import age, clock_time, long, short
from seenheard.ui.parts import ChildLine, Link, Moment, Row
from seenheard.ui.words import capital, count, join_and
from seenheard.voices import queries as voices_queries

LATEST = 8  # of the story
CONTENTS = tuple(
    Link(text, f"#{place}")
    for text, place in (
        ("What goes well", "well"),
        ("Worries and actions", "worries"),
        ("What people say", "voices"),
        ("What is owed", "duties"),
        ("Who", "who"),
        ("Where the child lives", "home"),
        ("Legal status and plans", "status"),
        ("People", "people"),
        ("The story so far", "story"),
        ("What cannot be right", "wrong"),
    )
)
NOT_OPENED = ("#well", "#voices")  # not in a record that is open only for a time
NOT_RECORDED = "not recorded"


@dataclass(frozen=True)
class First:
    """Something to know before anything else on the page."""

    heading: str
    text: str


@dataclass(frozen=True)
class ChildPage:
    """The page."""

    title: str
    heading: str
    caption: str
    back: Link
    lead: str
    contents: tuple[Link, ...]
    first: tuple[First, ...]
    owed: OwedToChild
    due_dates: Link
    following: following.Open
    well: going.GoingWell | None
    voices: voices.OnChildPage | None
    parts: PartByPart | None
    who: tuple[Row, ...]
    differs_head: tuple[str, ...]
    differs: tuple[tuple[str, ...], ...]
    siblings: tuple[ChildLine, ...]
    siblings_said: str
    home: tuple[Row, ...]
    address: Link | None
    protected: tuple[Protected, ...]
    protect: Link | None
    who_may: str
    status: tuple[Row, ...]
    people_head: tuple[str, ...]
    people: tuple[tuple[str, ...], ...]
    latest: tuple[Moment, ...]
    story: Link
    sources: str
    wrong: CannotBeRight
    shown: str
    visit: Link | None
    acts: tuple[Link, ...]
    conflict: Link
    restrict: Link | None
    public_ids: tuple[str, ...]  # of the brothers and sisters shown


def child(*, viewer, child, on: date, asked) -> ChildPage:
    """Everything about one child that this viewer may see, as the record stands on the day."""
    look = looking(asked, on)
    full = record_queries.in_full(viewer=viewer, child=child, on=on, as_at=look.day, known_at=look.known_at)
    whole, life, then, found, names = full.whole, full.life, full.then, full.following, full.names
    differ = accounts_differ.looked_after(then.in_care, look.day if look.known_at else None)
    unrecorded = life.history.unrecorded
    told = [one for one in life.told if one.happening.on <= on]
    records = can_record(viewer) and not child.opened  # what was opened for a time is for reading
    bookings = record_queries.open_bookings(life.typed["booking"], on) if look.day == on else ()
    steps = [one for one in following.told(found, names) if one.on <= on]
    told_by_voices = () if child.opened else voices_queries.over_time(viewer=viewer, child=child, on=on)
    to_talk_about = voices_queries.still_differing(told_by_voices)
    explained = {} if look.known_at else explained_queries.explanations(viewer=viewer, child=child, on=on)
    return ChildPage(
        title="A child",
        heading=whole.name or NAME_NOT_RECORDED,
        caption=capital(age_words(whole, on)),
        back=_back(child),
        lead=_lead(whole.status, unrecorded),
        contents=CONTENTS if not child.opened else tuple(one for one in CONTENTS if one.url not in NOT_OPENED),
        first=(
            *_opened(child),
            *(First(*said) for said in restricted.restricted(full.restricted)),
            *_first(whole, differ, full.unanswered),
        ),
        owed=owed_to_child(
            viewer=viewer, child=child, history=then.history, looking=look, bookings=bookings, explained=explained
        ),
        due_dates=Link("See them side by side", reverse("desk:child_due_dates", args=[child.public_id])),
        following=following.still_open(child, found, names, on, to_talk_about, acts=records),
        well=None if child.opened else going.in_short(told_by_voices, found, child, on, life=told),
        voices=voices.on_child_page(viewer=viewer, child=child, told=told_by_voices, on=on),
        parts=part_by_part(told_by_voices, child, on),
        who=_who(whole, on),
        differs_head=("What", "Source", "It says"),
        differs=tuple(_differs(one) for one in whole.differs),
        siblings=tuple(_sibling(one, on) for one in whole.siblings),
        siblings_said="" if whole.siblings else "No brother or sister is recorded whose file you may open.",
        home=_home(whole),
        address=_address_press(whole, child),
        protected=protecting.told(child, whole, names=names, unanswered=full.unanswered, records=records),
        protect=protecting.press(child, whole) if records else None,
        who_may=protecting.WHO_MAY if whole.has_address else "",
        status=_status(whole.status, unrecorded),
        people_head=("Name", "Role", "Team", "Since", "Until"),
        people=tuple(_person(one) for one in whole.people),
        latest=_latest(told, steps, whole, words_of_visits(life.typed["visit"])),
        story=Link(_story_words(len(told) + len(steps)), reverse("desk:story", args=[child.public_id])),
        sources=_sources(whole),
        wrong=cannot_be_right(full.wrong),
        shown=f"Shown to {viewer.name} on {long(on)}.",
        conflict=Link("I know this child or family", reverse("record:declare_conflict", args=[child.public_id])),
        restrict=restricted.press(viewer, child),
        visit=Link("Record a visit", reverse("desk:visit_start", args=[child.public_id])) if records else None,
        acts=_acts(child) if records else (),
        public_ids=tuple(str(one.public_id) for one in whole.siblings),
    )


def _back(child) -> Link:
    """Where this person came from: on duty one has no work of one's own, and opens records on a page."""
    if child.opened and child.opened.kind == DUTY:
        return Link("Back to the records you have open", reverse("record:on_duty"))
    return Link("Back to my work", reverse("desk:my_work"))


def _acts(child) -> tuple[Link, ...]:
    return (
        Link("Record something else", reverse("desk:record", args=[child.public_id])),
        Link("Recorded here", reverse("desk:recorded", args=[child.public_id])),
        Link("Worries, actions and bookings", reverse("desk:to_do", args=[child.public_id])),
    )


def _lead(status, unrecorded: frozenset[str]) -> str:
    """Why we know the child, in one sentence."""
    since = (
        ("looked after", status.looked_after_since_on),
        ("on a child protection plan", status.protection_plan_since_on),
        ("in need", status.in_need_since_on),
    )
    said = [f"{words} since {short(day)}" for words, day in since if day]
    said += ["a care leaver"] if status.care_leaver else []
    if said:
        return f"{capital(join_and(said))}."
    return NOT_KNOWN if REASONS & unrecorded else "Not open to us now, as far as is recorded."


NOT_KNOWN = "The files that we hold do not say whether this child is open to us."
REASONS = frozenset({"became_looked_after", "protection_plan_started", "referral_received", "became_care_leaver"})


def _opened(child):
    """That this child is seen only because the record was opened for a time, and until when."""
    if child.opened:
        heading = "Opened in an emergency" if child.opened.kind == BREAK_GLASS else "Opened on duty"
        until = clock_time(child.opened.until_at)
        yield First(heading, f"For reading, until {until}. The guardian of records sees that you opened it, and why.")


def _first(whole, differs: str, unanswered: frozenset[str]):
    if whole.died_on:
        yield First("This child has died", f"On {short(whole.died_on)}.")
    if whole.address_protected:
        yield First(FIRST, protecting.first(whole, unanswered))
    if differs:
        yield First("The sources differ on whether this child is looked after", differs)
    for risk in whole.status.risks:
        yield First(*RISKS[risk.kind](risk))


def _missing(risk) -> tuple[str, str]:
    what = "Away without leave" if risk.code == "A" else "Missing"
    return what, f"Since {short(risk.since_on)}; no return is recorded."


def _protected(risk) -> tuple[str, str]:
    category = f" {_coded('ABUSE', risk.code)}." if risk.code else " Category not recorded."
    return "On a child protection plan", f"Since {short(risk.since_on)}.{category}"


def _deprived(risk) -> tuple[str, str]:
    return "Deprived of liberty by an order", f"Since {short(risk.since_on)}."


RISKS = {"missing_now": _missing, "on_protection_plan": _protected, "deprived_of_liberty": _deprived}


def _who(whole, on: date) -> tuple[Row, ...]:
    """What is recorded, row by row; and one row that names all that is not."""
    rows = (
        Row("Name used", whole.name_used or NOT_RECORDED),
        Row("Full name", " ".join(filter(None, (whole.forename, whole.surname))) or NOT_RECORDED),
        _birth(whole, on),
        Row("Language", whole.language or NOT_RECORDED),
        Row("Interpreter", _yes_no(whole.interpreter, "Needed", "Not needed")),
        Row("Communication", whole.communication or NOT_RECORDED),
        Row("Sex", _coded("SEX", whole.sex)),
        Row("Gender", _coded("SEX", whole.gender)),
        Row("Ethnicity", _coded("ETHNIC", whole.ethnicity)),
        Row("Nationality", whole.nationality or NOT_RECORDED),
        Row("Disability", tuple(_coded("DISABILITY", code) for code in whole.disabilities) or NOT_RECORDED),
        Row("Immigration status", _coded("IMMIGRATION", whole.immigration)),
        Row("Numbers", _numbers(whole)),
    )
    missing = join_and(row.key.lower() for row in rows if row.value == NOT_RECORDED)
    known = tuple(row for row in rows if row.value != NOT_RECORDED)
    return (*known, Row("Not recorded", capital(missing))) if missing else known


def _numbers(whole) -> tuple[str, ...] | str:
    said = [f"{NUMBERS.get(kind, kind)}: {value}" for kind, value in whole.identifiers]
    if whole.upn_unknown:
        said.append(f"No unique pupil number: {label('UPN_UNKNOWN', whole.upn_unknown)}")
    return tuple(said) or NOT_RECORDED


NUMBERS = {
    "la_child_id": "The council’s own",
    "upn": "Unique pupil number",
    "former_upn": "Former unique pupil number",
    "legacy_id": "Number in an earlier system",
    "single_unique_id": "Single unique identifier",
}


def _birth(whole, on: date) -> Row:
    if whole.born_on:
        note = "This date is an estimate." if whole.born_estimated else ""
        return Row("Born", f"{short(whole.born_on)}, aged {age(whole.born_on, on)}", note)
    if whole.expected_on:
        return Row("Born", f"Not yet born: expected {short(whole.expected_on)}")
    return Row("Born", NOT_RECORDED)


DIFFERS_CODES = {"sex": "SEX", "gender": "SEX", "ethnicity": "ETHNIC", "upn_unknown": "UPN_UNKNOWN"}
DIFFERS_WORDS = {
    "born_on": "Born",
    "expected_on": "Expected",
    "born_estimated": "Date of birth is an estimate",
    "died_on": "Died",
    "send_flag": "Special educational needs",
    "is_mother": "Is a mother",
    "upn_unknown": "Why no unique pupil number",
}


def _differs(one) -> tuple[str, str, str]:
    what = DIFFERS_WORDS.get(one.field) or capital(one.field.replace("_", " "))
    return (what, capital(source_words(one.source)), _said(one))


def _said(one) -> str:
    if isinstance(one.value, bool):
        return _yes_no(one.value, "Yes", "No")
    if isinstance(one.value, date):
        return short(one.value)
    return _coded(DIFFERS_CODES[one.field], one.value) if one.field in DIFFERS_CODES else str(one.value)


def _sibling(one, on: date) -> ChildLine:
    return ChildLine(
        name=one.name or NAME_NOT_RECORDED,
        url=reverse("desk:child", args=[one.public_id]),
        facts=(age_words(one, on), one.why),
    )


UNTOLD = "The placement was recorded here, and no file has told its address yet."


def _home(whole) -> tuple[Row, ...]:
    area = Row("Area", whole.area or NOT_RECORDED, "The first part of the postcode." if whole.area else "")
    status = whole.status
    if not status.looked_after_since_on:
        return (area, Row("Placement", "Not looked after, so none"))
    untold = (Row("Address", NOT_RECORDED, UNTOLD),) if whole.address_untold else ()
    return (
        area,
        *untold,
        Row("Placement", _coded("PLACE", status.place_code)),
        Row("Provider", _coded("PLACE_PROVIDER", status.provider_code)),
        Row("There since", short(status.placed_since_on)),
    )


def _address_press(whole, child) -> Link | None:
    return Link("Show the full address", reverse("desk:address", args=[child.public_id])) if whole.has_address else None


def _status(status, unrecorded: frozenset[str]) -> tuple[Row, ...]:
    def known(value: str, kind: str) -> str:
        """No is said only where some file that tells of this child would have said yes."""
        return value or (capital(NOT_RECORDED) if kind in unrecorded else "No")

    return (
        Row("Looked after", known(_since(status.looked_after_since_on), "became_looked_after")),
        Row("Legal status", _coded("LS", status.legal_code), _since(status.legal_since_on)),
        Row("Child protection plan", known(_since(status.protection_plan_since_on), "protection_plan_started")),
        Row("Child in need", known(_since(status.in_need_since_on), "referral_received")),
        Row("Care leaver", known("Yes" if status.care_leaver else "", "became_care_leaver")),
    )


def _since(day: date | None) -> str:
    return f"Since {short(day)}" if day else ""


def _yes_no(value: bool | None, yes: str, no: str) -> str:
    return {True: yes, False: no}.get(value, NOT_RECORDED)


def _person(one) -> tuple[str, ...]:
    return (
        one.name or NAME_NOT_RECORDED,
        _coded("ROLE", one.role),
        one.team_name or NOT_RECORDED,
        short(one.from_on),
        "now" if one.current else short(one.until_on),
    )


def _coded(code_list: str, code: str | None) -> str:
    return capital(label(code_list, code)) if code else NOT_RECORDED


def _latest(told: list[Told], steps: list[following.Told], whole, said: Mapping[str, str]) -> tuple[Moment, ...]:
    """The newest of the story. Names of workers are at hand: they are the people around the child."""
    names = {one.professional_ref: one.name for one in whole.people if one.name}
    say = labels_for(worker_names=names)
    newest = in_order(told, steps)[: -LATEST - 1 : -1]
    return tuple(one.moment if isinstance(one, following.Told) else moment(one, say, said) for one in newest)


def _story_words(number: int) -> str:
    return f"Read the whole story: {count(number, 'thing')} recorded" if number else "Open the story"


def _sources(whole) -> str:
    sources = join_and(source_words(source) for source in whole.sources)
    return f"This page is drawn from {sources}." if sources else ""
