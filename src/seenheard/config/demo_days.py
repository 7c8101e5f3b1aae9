"""The last weeks in Fenmarsh, invented: what people of the cast did and typed, by the same operations as the pages use.

So that no list is empty which a first user opens: who is away, whom nobody holds, what was opened and why, what was
promised. Whatever is said here of a child or a family is made up, like the children.
"""

import uuid
from datetime import date, datetime, timedelta

from django.db import transaction

from seenheard.accounts import operations as accounts
from seenheard.accounts import queries as people
from seenheard.accounts.domain import SYSTEM
from seenheard.duties import operations as duties
from seenheard.prompts import queries as prompts
from seenheard.record import operations as record
from seenheard.record import queries
from seenheard.record.domain.openings import BREAK_GLASS, DUTY
from seenheard.timescales import queries as timescales

NAMES = uuid.UUID("6f0c1a52-1a0e-4a7b-9a64-5f1d7be1d999")  # the same acts have the same keys in every demo
UNREGISTERED = "P0049"  # of the files: a family support worker

# Child, day, who stops, who begins (or the team alone, until somebody has room), why, who said so.
CHANGES_OF_WORKER = (
    ("501162", date(2026, 3, 20), "P0038", None, "", "tom"),
    ("501204", date(2026, 3, 12), "P0032", UNREGISTERED, "ABSENC", "tom"),
    ("502058", date(2026, 1, 19), "P0026", "P0014", "ORGRST", "tom"),
    ("502058", date(2026, 2, 16), "P0014", "P0020", "LEFTRL", "tom"),
    ("502058", date(2026, 3, 9), "P0020", "P0026", "CHCHAN", "tom"),
    ("501323", date(2026, 3, 16), "P0020", "P0014", "PCCHAN", "tom"),
)
# Recorded here a few days longer than the rest, so that one can be late on the first day.
SINCE_LATELY, LATELY = frozenset({"review_report_sent"}), timedelta(days=4)
# Child, and for which day the review was booked a fortnight ago: of the first the report is late, of the second sent.
REPORT, REVIEWS = "LR-08", (("501939", date(2026, 4, 2)), ("500490", date(2026, 4, 8)))
TEAM, LEFT_ALONE = "T02", ("500392", date(2026, 3, 13), "P0027", "sara")


class Days:
    """What happened, told for one moment: the people by their short names, the children by the council's number."""

    def __init__(self, at: datetime, on: date) -> None:
        self.at, self.on = at, on
        self.who = {one.email.partition("@")[0]: one for one in people.people()}

    def child(self, number: str, by):
        """One child of Fenmarsh, as this person finds it."""
        line = queries.children_now(viewer=by, on=self.on).get(local_id=number)
        return queries.child_for(viewer=by, public_id=line.child.public_id, on=self.on)

    def act(self, do, number: str, by: str, called: str = "", **said):
        """Do one of the record's acts for one child, under a key of its own."""
        person = self.who[by]
        key = {"key": str(uuid.uuid5(NAMES, called))} if called else {}
        return do(child=self.child(number, person), by=person, at=self.at, **key, **said)


def live(at: datetime, on: date) -> None:
    """All of it but the reasons for what is late, once. Before the duties are counted: all is counted in one go."""
    if people.person_with_email("clove@fenmarsh.example"):
        return
    with transaction.atomic():
        accounts.cast_member(  # offered to nobody who signs in
            email="clove@fenmarsh.example",
            name="Clove Yewdale",
            role="social_worker",
            cast_as="",
            worker_refs=["P0044", "SW900043"],
            team_refs=[TEAM],
            by=SYSTEM,
            at=at,
        )
        days = Days(at, on)
        for tell in ACTS:
            tell(days)
        _a_child_is_restricted(days)
        _a_right_waits(days)


@transaction.atomic
def explain_what_is_late(at: datetime, on: date) -> None:
    """Maya says of what is late on her list, two things at most, why it is, and of one to come that it cannot be
    done in time; once the duties are counted."""
    maya = people.person_with_email("maya@fenmarsh.example")
    asked = timescales.rules().keys() - {REPORT}  # a report waits for no family
    hers = [one for one in prompts.all_mine(viewer=maya, on=on) if one.cause in asked]
    late, coming = [one for one in hers if one.act_by_on < on], [one for one in hers if one.act_by_on >= on]
    for one in late[:2]:
        _explain(one, "The carer has had flu since last week, and asked us to come later.", maya, at, on)
    for one in coming[:1]:
        _explain(one, "The family is away over Easter, and is back only after that day.", maya, at, on)


def _explain(one, why: str, maya, at: datetime, on: date) -> None:
    line = queries.children_now(viewer=maya, on=on).get(pk=one.child_id)
    child = queries.child_for(viewer=maya, public_id=line.child.public_id, on=on)
    duties.explain_delay(child=child, rule=one.cause, key=one.key, why=why, by=maya, at=at)


def _somebody_is_away(days: Days) -> None:
    who = days.who
    until = days.on + timedelta(days=14)
    accounts.set_cover(
        covered=who["clove"],
        cover=who["maya"],
        from_on=days.on,
        until_on=until,
        on=days.on,
        by=who["tom"],
        at=days.at,
        why="Leave over Easter",
    )


def _a_right_waits(days: Days) -> None:
    """Clove is to work in a second team: Adam has asked, and nobody has agreed yet."""
    clove = days.who["clove"]
    keys = {"worker_refs": clove.worker_refs, "team_refs": [*clove.team_refs, "T03"]}
    accounts.change_role(person=clove, role=clove.role, **keys, by=days.who["adam"], at=days.at)


def _workers_change(days: Days) -> None:
    for number, on, was, now, why, by in CHANGES_OF_WORKER:
        begins = {"worker": now, "role": "CW", "team": TEAM, "reason": why} if now else {"team": TEAM}
        named = f"{number} {on} begins"
        days.act(record.record_event, number, by, named, kind="worker_allocated", on=on, facts=begins)
        _left(days, number, on, was, by)  # second: a child of nobody is in no manager's team
    _left(days, *LEFT_ALONE)


def _left(days: Days, number: str, on: date, worker: str, by: str) -> None:
    days.act(record.record_event, number, by, f"{number} {on}", kind="worker_left", on=on, facts={"worker": worker})


def _maya_worries_and_books(days: Days) -> None:
    maya, key = days.who["maya"], str(uuid.uuid5(NAMES, "visit"))
    child = days.child("501036", maya)
    part = record.Part(
        child=child,
        seen=True,
        seen_alone=True,
        said="I want to stay at college, and I do not want to move again.",
        noticed="The kitchen was warm, and there was food in.",
        issues=("The bus to college costs more than there is", "Has not slept well since February"),
    )
    record.record_visit(visited_on=date(2026, 3, 26), place="home", parts=[part], key=key, by=maya, at=days.at)
    worries = queries.issues(viewer=maya, child=child, on=days.on)
    bus = next(one for one in worries if "bus" in one.words)
    days.act(
        record.answer_with_action,
        "501036",
        "maya",
        "bus",
        issue=bus.key,
        words="Ask the college about a travel pass",
        owned_by=str(maya.public_id),
        due_on=days.on + timedelta(days=3),
    )
    days.act(record.book, "502394", "maya", "visit to come", kind="visit", planned_on=days.on + timedelta(days=2))


def _reviews_are_booked(days: Days) -> None:
    """Two of Maya's children are to be reviewed after today; she has sent the report for one of them."""
    maya, booked_at = days.who["maya"], days.at - timedelta(days=15)
    for number, planned_on in REVIEWS:
        said = {"kind": "care_review_held", "planned_on": planned_on, "key": str(uuid.uuid5(NAMES, f"review {number}"))}
        record.book(child=days.child(number, maya), by=maya, at=booked_at, **said)
    sent_on, sent = days.on - timedelta(days=1), "review_report_sent"
    days.act(record.record_event, REVIEWS[1][0], "maya", sent, kind=sent, on=sent_on, facts={})


def _an_address_is_protected(days: Days) -> None:
    """Robin's father must not know where she lives: first on her page, and no note tells it."""
    maya = days.who["maya"]
    record.protect_address(
        children=[days.child("502394", maya)],
        who="her father, and his family",
        why="A court has forbidden him to come near; he has followed them to an earlier address.",
        from_on=date(2026, 3, 3),
        key=str(uuid.uuid5(NAMES, "address")),
        by=maya,
        at=days.at,
    )


def _somebody_knows_the_family(days: Days) -> None:
    words = "I was at school with the mother"
    child = days.child("500385", days.who["maya"])
    record.declare_conflict(child=child, kind="family", words=words, by=days.who["maya"], at=days.at)


def _opened(days: Days) -> None:
    """On duty and by break-glass, of children of other teams; both wait for the guardian."""
    for number, who, kind, because, why in (
        ("500119", "dev", DUTY, "contact", "The school rang: nobody had come to fetch the child"),
        ("500462", "ines", BREAK_GLASS, "hospital", "The hospital asked at once who holds parental responsibility"),
    ):
        child = days.child(number, days.who["sara"])
        said = {"kind": kind, "because": because, "why": why}
        record.open_record(child=child, by=days.who[who], on=days.on, at=days.at, **said)


def _a_child_is_restricted(days: Days) -> None:
    named = [days.who["tom"], days.who["clove"]]
    why = "The father works in the next office, at the front door"
    days.act(record.restrict_child, "500196", "sara", people=named, from_on=days.on, until_on=None, why=why)


ACTS = (
    _somebody_is_away,
    _workers_change,
    _maya_worries_and_books,
    _reviews_are_booked,
    _an_address_is_protected,
    _somebody_knows_the_family,
    _opened,
)
