"""Who sees which child, told from what the authority remembers, and not as the application asks its database."""

from datetime import date

from seenheard.record.models import ChildNow

from .authority import Authority, Covered, Person, Restricted

WORKS_WITH_CHILDREN = ("social_worker", "team_manager", "reviewing_officer", "service_manager")


def sees(authority: Authority, who: str, child: str, lines: dict[str, bool], on: date) -> bool:
    """Whether this person may know of this child on this day.

    `lines`: the children of whom anything is known, each with whether it is looked after or on a protection plan.
    """
    person = authority.people[who]
    if not person.is_active or person.role not in WORKS_WITH_CHILDREN or child not in lines:
        return False
    if knows_the_family(authority, who, child):
        return False
    if lists := restricted_to(authority, child, on):
        return any(who in people for people in lists)
    if person.role == "service_manager" or _reaches(authority, person, child, lines, on, lent=False):
        return True
    return any(
        _reaches(authority, authority.people[cover.away], child, lines, on, lent=True)
        for cover in covers_of(authority, who, on)
        if authority.people[cover.away].is_active
    )


def knows_the_family(authority: Authority, who: str, child: str) -> bool:
    """Whether the person has said so, and nobody has ended it."""
    return any(one.person == who and one.child == child and not one.ended for one in authority.conflicts)


def restricted_to(authority: Authority, child: str, on: date) -> list[frozenset[str]]:
    """The lists of people to whom the child is restricted on this day."""
    return [
        one.people for one in authority.restrictions if one.child == child and one.from_on <= on and _lasts(one, on)
    ]


def covers_of(authority: Authority, who: str, on: date) -> list[Covered]:
    """The covers by which this person stands in on this day."""
    return [one for one in authority.covers if one.stands_in == who and one.from_on <= on and _lasts(one, on)]


def away(authority: Authority, on: date) -> set[str]:
    """Who is away on this day."""
    return {one.away for one in authority.covers if one.from_on <= on and _lasts(one, on)}


def _lasts(one: Restricted | Covered, on: date) -> bool:
    return (one.until_on is None or on < one.until_on) and (one.ended_on is None or on < one.ended_on)


def _reaches(authority: Authority, person: Person, child: str, lines: dict[str, bool], on: date, *, lent: bool) -> bool:
    works = [
        (fields["professional_ref"], fields["team_ref"])
        for of, fields in authority.open_rows("involvement").values()
        if of == child and fields["from_on"] <= on and (fields.get("until_on") is None or on < fields["until_on"])
    ]
    if person.role == "social_worker":
        return any(who in person.workers or (team in person.teams and not lent) for who, team in works)
    if person.role == "team_manager":
        return any(team in person.teams for _, team in works)
    return person.role == "reviewing_officer" and lines[child]


def lines_now(authority: Authority) -> dict[str, bool]:
    """The children of whom anything is known, each with whether it is looked after or protected as last worked out."""
    called = {one.pk: one.local_id for one in authority.children.values()}
    rows = ChildNow.objects.values_list("pk", "looked_after_since_on", "protection_plan_since_on")
    return {called[pk]: bool(care or plan) for pk, care, plan in rows}


def pair(authority: Authority) -> tuple[str, str, bool] | None:
    """Somebody and a child, mostly one whom they see, and whether they do."""
    lines, on = lines_now(authority), authority.on
    people = authority.names(*WORKS_WITH_CHILDREN)
    every = [(who, child) for who in people for child in authority.children]
    seen = [(who, child) for who, child in every if sees(authority, who, child, lines, on)]
    if not every:
        return None
    who, child = authority.chance.choice(seen if seen and authority.chance.random() < 0.93 else every)
    return who, child, (who, child) in seen
