"""Who looks after a child and may answer, for whoever works with the child."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from seenheard.desk.forms.carers import EndForm, InviteForm
from seenheard.desk.presenters.duties import NAME_NOT_RECORDED
from seenheard.ui.dates import long
from seenheard.ui.parts import Link, Row
from seenheard.voices.queries import HouseholdNow, MemberNow

LEAD = (
    "A carer signs in with an account of their own. They see the child’s first name, the questions, what their "
    "household sent, and what the child lets them see: nothing else. Their right ends with the placement, at midnight."
)
KINDS = {"family": "A carer’s household", "home": "A children’s home"}
NOT_PLACED = "No placement of this child runs today, so nobody can be invited. Record the placement first."


@dataclass(frozen=True)
class CarersPage:
    """Who may answer now, who could before, and the form for whoever may invite."""

    caption: str
    lead: str
    placed: str
    now: tuple[Row, ...]
    before: tuple[Row, ...]
    form: InviteForm | None
    back: Link

    title = heading = "Who looks after the child and may answer"
    none = "Nobody is invited to answer for this child now."


@dataclass(frozen=True)
class EndPage:
    """The question before somebody's part ends."""

    caption: str
    heading: str
    form: EndForm
    back: Link
    rows: tuple[Row, ...] = ()
    instead: Link | None = None

    title = "End somebody’s right to answer"
    button = "End their right to answer"


def carers(
    *, child, households: tuple[HouseholdNow, ...], since_on: date | None, form: InviteForm | None
) -> CarersPage:
    """The page."""
    return CarersPage(
        caption=child.now.name or NAME_NOT_RECORDED,
        lead=LEAD,
        placed=f"The placement of today began on {long(since_on)}." if since_on else NOT_PLACED,
        now=tuple(row for one in households if one.runs for row in _now(child, one, form is not None)),
        before=tuple(row for one in households for row in _before(one)),
        form=form if since_on else None,
        back=Link("Back to what people say", reverse("desk:voices", args=[child.public_id])),
    )


def end(*, child, member: MemberNow, form: EndForm) -> EndPage:
    """The form."""
    return EndPage(
        caption=child.now.name or NAME_NOT_RECORDED,
        heading=f"End the right of {member.name} to answer",
        form=form,
        back=Link("Back to who may answer", reverse("desk:carers", args=[child.public_id])),
    )


def member_of(households: tuple[HouseholdNow, ...], person) -> MemberNow | None:
    """Who may answer now, by public id."""
    return next((one for home in households for one in home.may_answer if one.person == str(person)), None)


def after_inviting(made) -> str:
    """What the message says."""
    name = made.person.name
    if made.person.last_login is not None:
        return f"{name} may answer for this child now, with the account they have."
    if made.again:
        return f"A new link to sign in is on its way to {name}. The one before works no more."
    return (
        f"{name} may answer for this child. A link to set up their account is on its way to them; it works three days."
    )


def _now(child, home: HouseholdNow, may_end: bool) -> Iterator[Row]:
    for one in home.may_answer:
        end = Link("End", reverse("desk:end_carer", args=[child.public_id, one.person]))
        came = "" if one.has_come_in else " Has not signed in yet: invite them again to send a new link."
        note = f"{KINDS[home.kind]}. Invited on {long(one.since_on)}.{came}"
        yield Row(one.name, one.email, note, (end,) if may_end else ())


def _before(home: HouseholdNow) -> Iterator[Row]:
    for one in home.members:
        if one.ended_on:
            yield Row(one.name, f"Until {long(one.ended_on)}: {one.reason}", KINDS[home.kind])
        elif not home.runs:
            yield Row(one.name, f"For the placement that began on {long(home.from_on)}, and is over", KINDS[home.kind])
