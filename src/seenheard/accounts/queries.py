"""Questions about people who use the system. None returns children."""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import cache

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from seenheard.accounts import team_names, workers_in_files
from seenheard.accounts.domain import SYSTEM
from seenheard.accounts.domain.roles import Ability, roles_with
from seenheard.accounts.models import (
    Asked,
    AskedRight,
    Cover,
    How,
    Invitation,
    Role,
    SettledRight,
    User,
    UserChange,
)
from seenheard.ui.meanings import Meaning, Meanings


def people():
    """Everybody, by name; switched-off accounts last."""
    return User.objects.order_by("-is_active", "name", "id")


def person(public_id) -> User:
    """One person; raises User.DoesNotExist."""
    return User.objects.get(public_id=public_id)


def person_with_email(email: str) -> User | None:
    """The person who signs in with this address, if anybody."""
    return User.objects.filter(email=email.strip().lower()).first()


MOST_ALIKE = 10  # people of like names among whom somebody can choose


class NotOnePerson(Exception):
    """Nobody is called so, or too many are to choose among; says what to do."""


def people_called(words: str) -> Meanings:
    """Whom these words name: surely one person, or people among whom to choose. Raises NotOnePerson.

    Sure is the address with which somebody signs in, or a whole name that one person alone has. Besides, each word may
    begin one of a name, of somebody who can sign in: that is never sure.
    """
    words = words.strip()
    if "@" in words:
        whole = [one for one in (person_with_email(words),) if one]
    else:
        whole = list(User.objects.filter(name__iexact=words).order_by("-is_active", "id"))
    found = whole or ([] if "@" in words else _with_names_beginning(words.casefold().split()))
    if not found:
        raise NotOnePerson(_nobody(words))
    if len(found) > MOST_ALIKE:
        raise NotOnePerson(f"More than {MOST_ALIKE} people here are called “{words}”: enter more of the name")
    return Meanings(tuple(_told_apart(found)), sure=len(whole) == 1)


def _nobody(words: str) -> str:
    if workers_in_files.is_called(words):
        return (
            f"“{words}” is known from files and has no account here: enter somebody who has, or ask an administrator "
            "to invite them"
        )
    return f"Nobody here is called “{words}”: enter the name, or the address they sign in with"


def _told_apart(people: Iterable[User]) -> Iterator[Meaning]:
    """Each with what tells them from a namesake: "Maya Ashworth, social worker, Children in care 1 (maya@…)"."""
    teams = team_names.known()
    for one in people:
        theirs = [teams.get(ref, f"team {ref}") for ref in one.team_refs]
        parts = [one.name, one.get_role_display().lower(), *theirs, *([] if one.is_active else ["switched off"])]
        yield Meaning(str(one.public_id), f"{', '.join(parts)} ({one.email})", one)


def _with_names_beginning(words: list[str]) -> list[User]:
    people = User.objects.filter(is_active=True)
    for word in words:
        people = people.filter(name__icontains=word)
    found = people.order_by("name", "id") if words else ()
    return [one for one in found if all(f" {word}" in f" {one.name.casefold()}" for word in words)]


def names(public_ids: Iterable[str]) -> dict[str, str]:
    """The name of each person among these public ids, and the system's own; ids that are nobody's are left out."""
    wanted = {str(one) for one in public_ids} - {SYSTEM.public_id, ""}
    known = User.objects.filter(public_id__in=wanted).values_list("public_id", "name") if wanted else ()
    return {str(public_id): name for public_id, name in known} | {SYSTEM.public_id: SYSTEM.name}


def name_told_by(column: str) -> str:
    """The same as a part of another room's question: SQL for the name of whom this column names by public id; null for
    nobody's."""
    # A column may hold the system's own word: asked by the index only where it is an id.
    an_id = f"CASE WHEN {column} ~ '^[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}$' THEN {column}::uuid END"
    return f"(SELECT person.name FROM accounts_user AS person WHERE person.public_id = {an_id})"


def works_with(viewer) -> list[User]:
    """Who is in a team with this person and can sign in, by name; not this person."""
    shared = Q(pk__in=[])
    for team_ref in viewer.team_refs:
        shared |= Q(team_refs__contains=[team_ref])
    return list(User.objects.filter(shared, is_active=True).exclude(pk=viewer.pk).order_by("name", "id"))


def active_person(public_id) -> User | None:
    """Somebody who can sign in, by public id."""
    return User.objects.filter(public_id=public_id, is_active=True).first()


def people_by_public_id(public_ids: Iterable[str]) -> dict[str, User]:
    """These people by public id; ids that are nobody's are left out."""
    return {str(one.public_id): one for one in with_covers().filter(public_id__in=set(public_ids))}


def guardians() -> QuerySet[User]:
    """Who judges looks at records."""
    return User.objects.filter(role=Role.RECORDS_GUARDIAN, is_active=True)


def people_of_teams(team_refs: Iterable[str]) -> list[str]:
    """The public ids of everybody who is in one of these teams."""
    return [str(public_id) for public_id in _of_teams(team_refs).values_list("public_id", flat=True)]


def people_to_cover(*, viewer) -> QuerySet[User]:
    """Whose cover this manager sets: the people of her teams; for a service manager everybody."""
    people = User.objects.order_by("name", "id")
    if viewer.role == Role.SERVICE_MANAGER:
        return people
    return people.filter(pk__in=_of_teams(viewer.team_refs).values("pk"))


def standing_covers(*, on: date) -> QuerySet[Cover]:
    """The covers in force on this day."""
    return covers_not_over(on=on).filter(from_on__lte=on)


def covers_not_over(*, on: date) -> QuerySet[Cover]:
    """Covers in force on this day or a later one."""
    return Cover.objects.filter(until_on__gt=on).exclude(ended__ended_on__lte=on)


def covers_set(*, viewer) -> QuerySet[Cover]:
    """Every cover there ever was for the people whose cover this manager sets, the latest first."""
    mine = Cover.objects.filter(covered__in=people_to_cover(viewer=viewer))
    return mine.select_related("covered", "cover", "ended").order_by("-from_on", "-pk")


def cover_to_end(*, viewer, public_id, on: date) -> Cover | None:
    """One cover that is not over, of somebody whose cover this manager sets."""
    return covers_set(viewer=viewer).filter(pk__in=covers_not_over(on=on).values("pk"), public_id=public_id).first()


def covers(on: date) -> dict[str, tuple[str, ...]]:
    """Who is away on this day, and who covers for them, by public id; nobody where every cover has left."""
    found: dict[str, list[str]] = {}
    for cover in standing_covers(on=on).select_related("covered", "cover").order_by("at", "pk"):
        standing_in = found.setdefault(str(cover.covered.public_id), [])
        if cover.cover.is_active:
            standing_in.append(str(cover.cover.public_id))
    return {away: tuple(dict.fromkeys(others)) for away, others in found.items()}


def covers_of(*, person: User, on: date) -> QuerySet[Cover]:
    """Who stands in for this person on this day, whoever does so longest first."""
    if not getattr(person, "covered_at_times", True):
        return Cover.objects.none()
    mine = standing_covers(on=on).filter(covered=person, cover__is_active=True)
    return mine.select_related("cover").order_by("-until_on", "pk")


def with_covers() -> QuerySet[User]:
    """Everybody, each with `covers_at_times`: whether there was ever a cover in which they stand in."""
    return User.objects.annotate(covers_at_times=Exists(Cover.objects.filter(cover=OuterRef("pk"))))


def person_of_a_session(user_id: int) -> User | None:
    """One of these, with whether they were ever covered and whether rights wait for anybody: seldom so, and then what
    would follow need not be asked. Asked by every request, so its words are put together once."""
    words, before = _one_with_covers()
    return next(iter(User.objects.raw(words, [*before, user_id])), None)


@cache
def _one_with_covers() -> tuple[str, tuple]:
    asked = with_covers().annotate(
        covered_at_times=Exists(Cover.objects.filter(covered=OuterRef("pk"))),
        rights_wait=Exists(AskedRight.objects.filter(settled=None)),
    )
    words, (*before, _) = asked.filter(pk=0).query.sql_with_params()
    return words, tuple(before)


def covered_by(*, viewer, on: date) -> tuple[User, ...]:
    """The people for whom the viewer stands in on this day.

    Asked of the database once for each object that stands for a person, which a request loads anew.
    """
    if not isinstance(viewer, User) or not getattr(viewer, "covers_at_times", True):
        return ()
    if viewer.stands_in is None or viewer.stands_in[0] != on:
        mine = standing_covers(on=on).filter(cover=viewer, covered__is_active=True)
        viewer.stands_in = (on, tuple(User.objects.filter(pk__in=mine.values("covered")).order_by("id")))
    return viewer.stands_in[1]


def reviewing_officers() -> list[User]:
    """Who reviews plans and can sign in, by name."""
    return list(User.objects.filter(role=Role.REVIEWING_OFFICER, is_active=True).order_by("name", "id"))


def active_people_of_teams(team_refs: Iterable[str]) -> list[User]:
    """Who is in one of these teams and can sign in, by name."""
    return list(_of_teams(team_refs).filter(is_active=True).order_by("name", "id"))


def holders_of_teams(team_refs: Iterable[str]) -> list[User]:
    """Who holds children in one of these teams and can sign in, by name."""
    return list(_of_teams(team_refs).filter(role=Role.SOCIAL_WORKER, is_active=True).order_by("name", "id"))


def people_known_by(
    *, worker_refs: Iterable[str], managing: Iterable[str] = (), public_ids: Iterable[str] = ()
) -> list[User]:
    """Who can sign in and has one of these numbers in the files, manages one of these teams or is one of these people,
    by name."""
    meant = Q(public_id__in=list(public_ids))
    for ref in worker_refs:
        meant |= Q(worker_refs__contains=[ref])
    meant |= Q(pk__in=_of_teams(managing).values("pk"), role=Role.TEAM_MANAGER)
    return list(User.objects.filter(meant, is_active=True).order_by("name", "id"))


def _of_teams(team_refs: Iterable[str]) -> QuerySet[User]:
    shared = Q(pk__in=[])
    for team_ref in team_refs:
        shared |= Q(team_refs__contains=[team_ref])
    return User.objects.filter(shared)


AS_OF = """
SELECT count(*), max(pgh_id), max(pgh_created_at),
    (SELECT (count(*), max(id), max(at))::text FROM accounts_cover),
    (SELECT (count(*), max(id), max(at))::text FROM accounts_endedcover)
FROM accounts_userchange
"""


def as_of() -> tuple[object, ...]:
    """Values that no two states of accounts and covers share: what was worked out from one may be kept by them.

    Rows are only ever added here. The last number alone would not do: a row may be written before it and seen after.
    Nor would numbers without moments: in a database put back from a copy they are given out once more.
    """
    with connection.cursor() as cursor:
        cursor.execute(AS_OF)
        return cursor.fetchone()


def cast():
    """The invented people whom a demo's sign-in page offers, in the order they were made."""
    return User.objects.exclude(cast_as="").filter(is_active=True).order_by("id")


def active_administrators():
    """Who can let others in."""
    return User.objects.filter(role=Role.ADMINISTRATOR, is_active=True)


def open_invitation(token: str, *, at: datetime) -> Invitation | None:
    """The invitation this token opens, unless it was used or has run out."""
    return (
        Invitation.objects.select_related("user")
        .filter(token_hash=token_hash(token), used_at=None, until_at__gt=at)
        .first()
    )


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def rights_asked() -> QuerySet[AskedRight]:
    """Every right that was ever asked for, with what became of it, the latest first."""
    return AskedRight.objects.select_related("person", "settled").order_by("-at", "-pk")


def rights_waiting() -> QuerySet[AskedRight]:
    """What waits for a second person, the longest first."""
    return rights_asked().filter(settled=None).order_by("at", "pk")


def right_asked(public_id) -> AskedRight | None:
    """One of these, by public id."""
    return rights_asked().filter(public_id=public_id).first()


def who_could_agree(*, by: str, person: User) -> QuerySet[User]:
    """Who can be the second person now: not the one who asks (a public id), nor the one whose right it is."""
    able = User.objects.filter(role__in=roles_with(Ability.AGREE_TO_RIGHTS), is_active=True)
    return able.exclude(public_id=by).exclude(pk=person.pk)


def rights_to_settle(*, viewer: User) -> int:
    """How many things wait for this person as the second: neither asked by them nor about them. 0 for other roles."""
    able = viewer.role in roles_with(Ability.AGREE_TO_RIGHTS) and getattr(viewer, "rights_wait", True)
    return _waiting_for([viewer] if able else ()).get(str(viewer.public_id), 0)


def rights_to_settle_by_person() -> dict[str, int]:
    """The same for everybody for whom anything waits, by public id."""
    able = roles_with(Ability.AGREE_TO_RIGHTS)
    return _waiting_for(User.objects.filter(is_active=True, role__in=able))


def _waiting_for(people: Collection[User] | QuerySet[User]) -> dict[str, int]:
    waiting = list(rights_waiting().values_list("by", "person_id")) if people else ()
    numbers = {
        str(one.public_id): sum(by != str(one.public_id) and about != one.pk for by, about in waiting) for one in people
    }
    return {public_id: number for public_id, number in numbers.items() if number}


def was_ever_a_second_person(*, besides: User) -> bool:
    """Whether anybody else can or could once agree to rights.

    "Once" counts too: else an administrator might switch everybody else off first, and then need nobody. So does the
    person whose right it is: else the only other person's second factor could be removed by one.
    """
    able = UserChange.objects.filter(role__in=roles_with(Ability.AGREE_TO_RIGHTS), is_active=True)
    return able.exclude(pgh_obj=besides.pk).exists()


CONSENT_LASTS = timedelta(days=3)


def links_are_sent(*, demo: bool) -> bool:
    """Whether set-up links go to people by e-mail, and are shown to nobody else; a demo's mail is a file in its outbox.

    Without a mail server, elsewhere, an administrator hands them over.
    """
    return demo or bool(settings.EMAIL_HOST)


def may_have_a_link(person: User, *, at: datetime) -> bool:
    """Whether a set-up link lets nobody be this person who was not to be.

    They have a second factor here that a link does not touch; or have never signed in; or a second person agreed that
    they set up everything anew, not long ago, and no link was used since.
    """
    factors = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    if person.last_login is None or Authenticator.objects.filter(user=person, type__in=factors).exists():
        return True
    anew = SettledRight.objects.filter(
        of__person=person, of__what=Asked.REMOVE_SECOND_FACTOR, how__in=(How.AGREED, How.ALONE)
    )
    latest = anew.order_by("-at").first()
    if latest is None or at - latest.at > CONSENT_LASTS:
        return False
    return not person.invitations.filter(used_at__gte=latest.at).exists()
