"""Who works here: people join, leave, are switched off and on, change team, go away; and who may see which child."""

from datetime import timedelta

from django.db import transaction

from seenheard.accounts import operations as accounts
from seenheard.accounts import queries as people
from seenheard.accounts.models import Cover
from seenheard.accounts.permissions import NotAllowed
from seenheard.record import operations as record
from seenheard.record.domain.openings import BREAK_GLASS, DUTY
from seenheard.record.models import Conflict, Restriction
from seenheard.record.permissions import NoSuchChild

from .authority import WHY, Authority, Covered, Declared, Opened, Person, Plan, Restricted
from .oracle import WORKS_WITH_CHILDREN, knows_the_family, lines_now, pair, restricted_to, sees

STAFF = (  # name, role, the record's keys, teams
    ("Ada", "administrator", (), ()),
    ("Sara", "service_manager", (), ()),
    ("Stan", "service_manager", (), ()),
    ("Tom", "team_manager", (), ("T1",)),
    ("Mona", "team_manager", (), ("T2",)),
    ("Ines", "reviewing_officer", (), ()),
    ("Maya", "social_worker", ("P01",), ("T1",)),
    ("Otto", "social_worker", ("P02",), ("T1",)),
    ("Nina", "social_worker", ("P04",), ("T2",)),
    ("Dev", "duty_worker", (), ()),
    ("Grace", "records_guardian", (), ()),
)


def _second(authority: Authority, who: str):
    """Who agrees to what Ada asks for: a service manager; whoever may run commands where none is there."""
    others = [name for name in authority.names("service_manager") if name != who]
    return authority.user(others[0]) if others else accounts.SYSTEM


def _agreed(authority: Authority, person, second) -> None:
    asked = people.rights_waiting().get(person=person)
    accounts.agree(asked=asked, by=second, at=authority.now)


def _two(authority: Authority, what: str, second) -> list:
    """The rows of what one asks for and another agrees to."""
    return [("asked_for_right", authority.people["Ada"].public_id, ()), (what, str(second.public_id), ())]


def joining(authority: Authority, name: str, role: str, workers: tuple, teams: tuple, by=None) -> Plan:
    """Somebody is invited, a second person agrees, and they come in by the link."""
    second = _second(authority, name)

    def do():
        inviter = authority.user(by) if by else accounts.SYSTEM
        refs = {"worker_refs": list(workers), "team_refs": list(teams)}
        email = f"{name.lower()}@fenmarsh.example"
        with transaction.atomic():  # two pages of two people; one act here, so that a fault leaves nobody half in
            invited = accounts.invite(email=email, name=name, role=role, by=inviter, at=authority.now, **refs)
            token = invited.token
            if by:
                _agreed(authority, invited.person, second)
                token = accounts.renew_set_up_link(person=invited.person, by=inviter, at=authority.now)
            return accounts.accept_invitation(token=token, password="four words not together", at=authority.now)

    def remember(user):
        public_id = str(user.public_id)
        authority.people[name] = Person(name, user.pk, public_id, role, workers, teams)
        inviter = authority.people[by].public_id if by else "system"
        come_in = ("accepted_invitation", public_id, ())
        if not by:
            return [("invited_person", inviter, ()), come_in]
        return [*_two(authority, "invited_person", second), ("renewed_set_up_link", inviter, ()), come_in]

    return Plan(f"{name} joins as {role}", do, remember, again=False, touches_seeing=True)


def joins(authority: Authority) -> Plan | None:
    """A worker more, now and then, with a caseload of the files or without."""
    if len(authority.names()) > 13:
        return None
    team = authority.chance.choice(("T1", "T2"))
    workers = authority.chance.choice((("P03",), ("P05",), ("P02",), ()))
    return joining(authority, f"New{authority.number()}", "social_worker", workers, (team,), by="Ada")


def switched(authority: Authority) -> Plan | None:
    """An account is switched off, or on again: about two thirds are on at any time."""
    off = [one.name for one in authority.people.values() if not one.is_active]
    on = [name for name in authority.names() if name != "Ada"]
    turn_on = (
        bool(off) and authority.chance.random() < 0.75
        if len(off) > 2
        else bool(off) and authority.chance.random() < 0.4
    )
    who = authority.people[authority.chance.choice(off if turn_on else on)]
    second = _second(authority, who.name)

    def do():
        said = {"person": authority.user(who.name), "by": authority.user("Ada"), "at": authority.now}
        if not turn_on:
            return accounts.switch_off(**said)
        with transaction.atomic():  # two people; one act here
            accounts.switch_on(**said)
            return _agreed(authority, said["person"], second)

    def remember(_):
        who.is_active = turn_on
        if turn_on:
            return _two(authority, "switched_on_account", second)
        return [("switched_off_account", authority.people["Ada"].public_id, ())]

    return Plan(
        f"{who.name} is switched {'on' if turn_on else 'off'}",
        do,
        remember,
        again=False,
        touches_seeing=True,
    )


def moves(authority: Authority) -> Plan | None:
    """A worker or a manager goes to another team."""
    names = authority.names("social_worker", "team_manager")
    if not names:
        return None
    who = authority.people[authority.chance.choice(names)]
    teams = authority.chance.choice((("T1",), ("T2",), ("T1", "T2"), ()))
    another_team, second = not set(teams) <= set(who.teams), _second(authority, who.name)

    def do():
        refs = {"worker_refs": list(who.workers), "team_refs": list(teams)}
        person, by = authority.user(who.name), authority.user("Ada")
        with transaction.atomic():
            accounts.change_role(person=person, role=who.role, by=by, at=authority.now, **refs)
            if another_team:
                _agreed(authority, person, second)

    def remember(_):
        before, who.teams = who.teams, teams
        if tuple(before) == tuple(teams):  # saved as it was
            return []
        if another_team:
            return _two(authority, "changed_role", second)
        return [("changed_role", authority.people["Ada"].public_id, ())]

    return Plan(f"{who.name} moves to {teams}", do, remember, again=False, touches_seeing=True)


def goes_away(authority: Authority) -> Plan | None:
    """Somebody is away for some days and another stands in, who may leave or be away in turn."""
    chance, names = authority.chance, authority.names(*WORKS_WITH_CHILDREN)
    managers = authority.names("service_manager")
    if len(names) < 2 or not managers:
        return None
    away, stands_in = chance.sample(names, 2)
    from_on = authority.on + timedelta(days=chance.choice((0, 0, 1, 3)))
    until_on, by = from_on + timedelta(days=chance.randint(1, 10)), chance.choice(managers)
    same = any(
        one.away == away and one.stands_in == stands_in and one.from_on <= from_on and one.until_on >= until_on
        for one in authority.covers
        if one.ended_on is None and one.until_on > authority.on
    )

    def do():
        people = {"covered": authority.user(away), "cover": authority.user(stands_in), "by": authority.user(by)}
        return accounts.set_cover(from_on=from_on, until_on=until_on, on=authority.on, at=authority.now, **people)

    def remember(made):
        authority.covers.append(Covered(away, stands_in, from_on, until_on, str(made.public_id)))
        return [("set_cover", authority.people[by].public_id, ())]

    says = f"{away} goes away from {from_on} until {until_on}, {stands_in} stands in"
    return Plan(says, do, remember, NotAllowed if same else None, touches_seeing=True)


def comes_back(authority: Authority) -> Plan | None:
    """A cover ends before its day."""
    managers = authority.names("service_manager")
    still = [one for one in authority.covers if one.ended_on is None and one.until_on > authority.on]
    if not still or not managers:
        return None
    one, by = authority.chance.choice(still), authority.chance.choice(managers)

    def do():
        cover = Cover.objects.select_related("covered").get(public_id=one.public_id)
        return accounts.end_cover(cover=cover, on=authority.on, by=authority.user(by), at=authority.now)

    def remember(_):
        one.ended_on = authority.on
        return [("ended_cover", authority.people[by].public_id, ())]

    return Plan(f"{one.away} is back", do, remember, touches_seeing=True)


def restricts(authority: Authority) -> Plan | None:
    """A child is seen by a few named people only."""
    chance, managers = authority.chance, authority.names("service_manager")
    if (
        not managers
        or not authority.children
        or sum(_restricts_now(authority, one) for one in authority.restrictions) > 2
    ):
        return None
    by, child = chance.choice(managers), chance.choice(sorted(authority.children))
    named = frozenset(
        chance.sample(names := authority.names(*WORKS_WITH_CHILDREN), min(len(names), chance.randint(1, 2)))
    )
    until_on = chance.choice((None, authority.on + timedelta(days=chance.randint(1, 12))))
    lines, refused = lines_now(authority), None
    still = [one for one in authority.restrictions if one.child == child and _restricts_now(authority, one)]
    if knows_the_family(authority, by, child):
        refused = NoSuchChild
    elif (
        by in named
        and not sees(authority, by, child, lines, authority.on)
        or any((one.from_on, one.until_on, one.people) == (authority.on, until_on, named) for one in still)
    ):
        refused = NotAllowed

    def do():
        people = [authority.user(one) for one in sorted(named)]
        said = {"from_on": authority.on, "until_on": until_on, "why": WHY, "at": authority.now}
        return record.restrict_child(child=authority.child(child), people=people, by=authority.user(by), **said)

    def remember(made):
        for one in still:
            one.ended_on = authority.on
        authority.restrictions.append(Restricted(child, named, authority.on, until_on, str(made.public_id)))
        return [("restricted_child", authority.people[by].public_id, (authority.children[child].public_id,))]

    says = f"{by} restricts {child} to {', '.join(sorted(named))} until {until_on}"
    return Plan(says, do, remember, refused, touches_seeing=True)


def _restricts_now(authority: Authority, one: Restricted) -> bool:
    return one.ended_on is None and (one.until_on is None or one.until_on > authority.on)


def frees(authority: Authority) -> Plan | None:
    """A restriction ends."""
    managers = authority.names("service_manager")
    still = [one for one in authority.restrictions if _restricts_now(authority, one)]
    if not still or not managers:
        return None
    one, by = authority.chance.choice(still), authority.chance.choice(managers)

    def do():
        restriction = Restriction.objects.get(public_id=one.public_id)
        said = {"on": authority.on, "why": WHY, "by": authority.user(by), "at": authority.now}
        return record.end_restriction(restriction=restriction, **said)

    def remember(_):
        one.ended_on = authority.on
        return [("ended_restriction", authority.people[by].public_id, (authority.children[one.child].public_id,))]

    refused = NoSuchChild if knows_the_family(authority, by, one.child) else None
    return Plan(f"{by} frees {one.child}", do, remember, refused, touches_seeing=True)


def declares(authority: Authority) -> Plan | None:
    """Somebody says that they know the family of a child whom they see; or another manager ends that."""
    chance = authority.chance
    standing = [one for one in authority.conflicts if not one.ended]
    if standing and chance.random() < 0.6:
        return _ends_conflict(authority, chance.choice(standing))
    pick = pair(authority)
    if pick is None or not pick[2]:
        return None
    who, child, _ = pick

    def do():
        by = authority.user(who)
        return record.declare_conflict(child=authority.child(child), kind="family", words="", by=by, at=authority.now)

    def remember(made):
        authority.conflicts.append(Declared(child, who, str(made.public_id)))
        return [("declared_conflict", authority.people[who].public_id, (authority.children[child].public_id,))]

    return Plan(f"{who} knows the family of {child}", do, remember, touches_seeing=True)


def _ends_conflict(authority: Authority, one: Declared) -> Plan | None:
    managers = [who for who in authority.names("service_manager") if who != one.person]
    if not managers:
        return None
    by = authority.chance.choice(managers)

    def do():
        conflict = Conflict.objects.get(public_id=one.public_id)
        said = {"on": authority.on, "why": WHY, "by": authority.user(by), "at": authority.now}
        return record.end_conflict(conflict=conflict, **said)

    def remember(_):
        one.ended = True
        return [("ended_conflict", authority.people[by].public_id, (authority.children[one.child].public_id,))]

    refused = NotAllowed if knows_the_family(authority, by, one.child) else None
    says = f"{by} ends what {one.person} said of {one.child}"
    return Plan(says, do, remember, refused, touches_seeing=True)


def opens(authority: Authority) -> Plan | None:
    """A record is opened on duty or by break-glass: also where nothing opens it."""
    chance = authority.chance
    kind = chance.choice((DUTY, DUTY, BREAK_GLASS))
    names = authority.names("duty_worker") if kind == DUTY else authority.names("social_worker", "team_manager")
    if not names or not authority.children:
        return None
    who, child = chance.choice(names), chance.choice(sorted(authority.children))
    lines, refused = lines_now(authority), None
    shut = (
        child not in lines or restricted_to(authority, child, authority.on) or knows_the_family(authority, who, child)
    )
    still = [
        one
        for one in authority.openings
        if (one.person, one.child, one.kind) == (who, child, kind) and one.until_at > authority.now
    ]
    if shut:
        refused = NoSuchChild
    elif still:
        return None
    elif sees(authority, who, child, lines, authority.on):
        refused = NotAllowed

    def do():
        said = {"kind": kind, "because": "other", "why": WHY, "on": authority.on, "at": authority.now}
        return record.open_record(child=authority.child(child), by=authority.user(who), **said)

    def remember(made):
        authority.openings.append(Opened(who, child, kind, made.until_at))
        authority.counted("opened")
        what = "broke_glass" if kind == BREAK_GLASS else "opened_on_duty"
        return [(what, authority.people[who].public_id, (authority.children[child].public_id,))]

    return Plan(f"{who} opens {child} by {kind}", do, remember, refused, touches_seeing=True)


def keeps_here(authority: Authority) -> Plan | None:
    """A service manager says that something is recorded here, from a day on."""
    managers = authority.names("service_manager")
    if not managers or authority.chance.random() < 0.6:
        return None
    by = authority.chance.choice(managers)
    kinds = authority.chance.sample(("core_group_held", "pep_made", "care_review_held", "return_interview_offered"), 2)
    from_on = authority.on - timedelta(days=authority.chance.randint(0, 30))

    def do():
        return record.keep_here(kinds=kinds, from_on=from_on, by=authority.user(by), at=authority.now)

    says = f"{by} says that {' and '.join(kinds)} are kept here"
    row = ("said_what_is_recorded_here", authority.people[by].public_id, ())
    return Plan(says, do, lambda _: [row], again=False)
