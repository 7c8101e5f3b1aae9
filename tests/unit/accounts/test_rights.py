"""What gives a right needs two people: asked, agreed, refused, twice, overtaken, alone, at once; nobody approves own."""

from datetime import timedelta
from functools import partial

import pytest
from allauth.mfa.models import Authenticator
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from seenheard.accounts import operations, queries
from seenheard.accounts.domain.rights import Outcome, Rights, gives
from seenheard.accounts.models import AskedRight, How, Role, SettledRight, User
from seenheard.accounts.operations import AlreadySettled
from seenheard.accounts.permissions import NotAllowed
from seenheard.trail.models import Entry
from tests import cast
from tests.factories.at_once import at_once

pytestmark = pytest.mark.django_db
MANAGER = {"role": Role.TEAM_MANAGER, "worker_refs": ["P0002"], "team_refs": ["T02"]}


@pytest.fixture
def people(db):
    """Sara is the second person; Maya is whose right it is; Adam asks."""
    return {who: cast.person(who) for who in ("adam", "sara", "maya")}


def ask(at, **changes) -> AskedRight:
    outcome = operations.change_role(person=cast.maya(), **MANAGER | changes, by=cast.adam(), at=at)
    assert outcome == Outcome.WAITS
    return queries.rights_waiting().get(person=cast.maya(), what="change_role")


def role_of(who) -> str:
    return User.objects.get(pk=cast.person(who).pk).role


def rows(what) -> list[Entry]:
    return list(Entry.objects.filter(what=what))


# --- what gives, and what only takes away --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("after", "whether"),
    [
        (Rights("social_worker", ["P1"], ["T1"]), False),
        (Rights("social_worker", [], ["T1"]), False),
        (Rights("social_worker", ["P1"], []), False),
        (Rights("social_worker", ["P1", "P2"], ["T1"]), True),
        (Rights("social_worker", ["P1"], ["T2"]), True),
        (Rights("team_manager", [], []), True),
        (Rights("administrator", [], []), True),
    ],
)
def test_a_right_that_was_not_there_before_is_given(after, whether):
    assert gives(Rights("social_worker", ["P1"], ["T1"]), after) is whether


# Who reads what is published and nothing else: whoever could more has only lost by it.
ONLY_READ = {"partner", "scrutiny_member"}
READ_TOO = {"service_manager", "director", *ONLY_READ}


@pytest.mark.parametrize("before", Role.values)
def test_every_other_role_gives_something(before):
    gives_nothing = {before} | (ONLY_READ if before in READ_TOO else set())
    assert {after for after in Role.values if not gives(Rights(before), Rights(after))} == gives_nothing


def test_taking_away_needs_nobody_else(people, at):
    fewer = {"role": Role.SOCIAL_WORKER, "worker_refs": [], "team_refs": []}
    assert operations.change_role(person=people["maya"], **fewer, by=people["adam"], at=at) == Outcome.DONE
    assert cast.maya().team_refs == []
    operations.switch_off(person=people["maya"], by=people["adam"], at=at)
    assert not User.objects.get(pk=people["maya"].pk).is_active and not AskedRight.objects.exists()


# --- asked, agreed, refused ----------------------------------------------------------------------------------------


def test_what_is_asked_changes_nothing_until_somebody_else_agrees(people, at):
    asked = ask(at)
    assert role_of("maya") == Role.SOCIAL_WORKER
    operations.agree(asked=asked, by=people["sara"], at=at)
    assert role_of("maya") == Role.TEAM_MANAGER
    (wish,), (change,) = rows("asked_for_right"), rows("changed_role")
    adam, sara, maya = (str(people[who].public_id) for who in ("adam", "sara", "maya"))
    assert (wish.by, wish.about) == (adam, maya)
    assert (change.by, change.about, change.counts) == (sara, maya, {"asked_by": adam})


def test_what_is_refused_does_not_happen_and_waits_no_more(people, at):
    operations.refuse(asked=ask(at), by=people["sara"], at=at)
    assert role_of("maya") == Role.SOCIAL_WORKER and not queries.rights_waiting().exists()
    (row,) = rows("refused_right")
    assert row.counts == {"right": "change_role", "asked_by": str(people["adam"].public_id)}


def test_another_administrator_may_be_the_second_person(people, at):
    second = User.objects.create_user("second@fenmarsh.example", name="Second", role=Role.ADMINISTRATOR)
    operations.agree(asked=ask(at), by=second, at=at)
    assert role_of("maya") == Role.TEAM_MANAGER


@pytest.mark.parametrize("settle", [operations.agree, operations.refuse])
def test_nobody_approves_their_own(people, at, settle):
    asked = ask(at)
    with pytest.raises(NotAllowed, match="You asked for this"):
        settle(asked=asked, by=people["adam"], at=at)
    about_sara = {"role": Role.ADMINISTRATOR, "worker_refs": [], "team_refs": []}
    operations.change_role(person=people["sara"], **about_sara, by=people["adam"], at=at)
    with pytest.raises(NotAllowed, match="your own account"):
        settle(asked=queries.rights_waiting().get(person=people["sara"]), by=people["sara"], at=at)
    assert queries.rights_waiting().count() == 2


@pytest.mark.parametrize("who", ["maya", "tom", "ines", "ana", "dev", "grace"])
def test_only_an_administrator_or_a_service_manager_is_a_second_person(people, at, who):
    asked = ask(at)
    with pytest.raises(NotAllowed, match="agree to rights"):
        operations.agree(asked=asked, by=cast.person(who), at=at)


def test_asked_twice_is_asked_once(people, at):
    assert ask(at) == ask(at)
    assert AskedRight.objects.count() == len(rows("asked_for_right")) == 1


def test_a_later_wish_takes_the_place_of_the_first(people, at):
    first = ask(at)
    later = ask(at, role=Role.ANALYST)
    assert queries.rights_waiting().get() == later
    with pytest.raises(AlreadySettled, match="Overtaken"):
        operations.agree(asked=first, by=people["sara"], at=at)
    assert role_of("maya") == Role.SOCIAL_WORKER


# --- each thing that gives a right ---------------------------------------------------------------------------------


def test_an_invited_person_has_no_link_until_somebody_agrees(people, at):
    invited = operations.invite(
        email="n@fenmarsh.example", name="N", role=Role.ANALYST, worker_refs=[], team_refs=[], by=people["adam"], at=at
    )
    assert (invited.outcome, invited.token) == (Outcome.WAITS, "") and not invited.person.invitations.exists()
    with pytest.raises(NotAllowed, match="waits for a second person"):
        operations.renew_set_up_link(person=invited.person, by=people["adam"], at=at)
    assert operations.switch_on(person=invited.person, by=people["adam"], at=at) == Outcome.WAITS
    operations.agree(asked=queries.rights_waiting().get(), by=people["sara"], at=at)
    token = operations.renew_set_up_link(person=invited.person, by=people["adam"], at=at)
    assert operations.accept_invitation(token=token, password=cast.PASSWORD, at=at) == invited.person
    assert len(rows("invited_person")) == 1


def test_whoever_is_refused_stays_out(people, at):
    invited = operations.invite(
        email="n@fenmarsh.example", name="N", role=Role.ANALYST, worker_refs=[], team_refs=[], by=people["adam"], at=at
    )
    operations.refuse(asked=queries.rights_waiting().get(), by=people["sara"], at=at)
    assert not User.objects.get(pk=invited.person.pk).is_active
    with pytest.raises(NotAllowed):
        operations.renew_set_up_link(person=invited.person, by=people["adam"], at=at)


def test_switching_on_waits(people, at):
    operations.switch_off(person=people["maya"], by=people["adam"], at=at)
    assert operations.switch_on(person=people["maya"], by=people["adam"], at=at) == Outcome.WAITS
    assert not User.objects.get(pk=people["maya"].pk).is_active
    operations.agree(asked=queries.rights_waiting().get(), by=people["sara"], at=at)
    assert User.objects.get(pk=people["maya"].pk).is_active


def with_a_phone(who: User) -> User:
    Authenticator.objects.create(user=who, type="totp", data={"secret": "x"})
    User.objects.filter(pk=who.pk).update(last_login=timezone.now())
    return User.objects.get(pk=who.pk)


def test_a_second_factor_stays_until_somebody_agrees(people, at):
    maya = with_a_phone(people["maya"])
    operations.remove_second_factor(person=maya, by=people["adam"], at=at)
    assert Authenticator.objects.filter(user=maya).exists()
    operations.agree(asked=queries.rights_waiting().get(), by=people["sara"], at=at)
    maya.refresh_from_db()
    assert not Authenticator.objects.filter(user=maya).exists() and not maya.has_usable_password()


def test_a_link_alone_never_makes_anybody_somebody_else(people, at):
    """With a second factor it does not suffice. Without, a second person has agreed, for one link that is used."""
    adam, sara, maya = people["adam"], people["sara"], with_a_phone(people["maya"])
    assert operations.renew_set_up_link(person=maya, by=adam, at=at)
    Authenticator.objects.filter(user=maya).delete()  # as for those who come by the council's own sign-in
    with pytest.raises(NotAllowed, match="second person has to agree"):
        operations.renew_set_up_link(person=maya, by=adam, at=at)
    operations.remove_second_factor(person=maya, by=adam, at=at)
    operations.agree(asked=queries.rights_waiting().get(), by=sara, at=at)
    operations.renew_set_up_link(person=maya, by=adam, at=at)
    token = operations.renew_set_up_link(person=maya, by=adam, at=at)
    operations.accept_invitation(token=token, password=cast.PASSWORD, at=at + timedelta(hours=1))
    with pytest.raises(NotAllowed, match="second person has to agree"):
        operations.renew_set_up_link(person=maya, by=adam, at=at + timedelta(hours=2))


def test_a_link_that_was_kept_lets_nobody_be_somebody_who_has_come_in_by_another_way(people, at):
    adam, maya = people["adam"], with_a_phone(people["maya"])
    token = operations.renew_set_up_link(person=maya, by=adam, at=at)
    Authenticator.objects.filter(user=maya).delete()  # she comes by the council's own sign-in and has no factor here
    with pytest.raises(operations.NoSuchInvitation):
        operations.accept_invitation(token=token, password=cast.PASSWORD, at=at + timedelta(hours=1))


def test_a_second_persons_word_for_a_link_lasts_three_days(people, at):
    adam, maya = people["adam"], with_a_phone(people["maya"])
    operations.remove_second_factor(person=maya, by=adam, at=at)
    operations.agree(asked=queries.rights_waiting().get(), by=people["sara"], at=at)
    assert operations.renew_set_up_link(person=maya, by=adam, at=at + timedelta(days=3))
    with pytest.raises(NotAllowed, match="second person has to agree"):
        operations.renew_set_up_link(person=maya, by=adam, at=at + timedelta(days=3, seconds=1))


def test_asked_anew_by_another_administrator_it_can_be_agreed_to(people, at):
    """Whoever asked first is gone: what they asked for waits for nobody any more."""
    asked = ask(at)
    bea = User.objects.create_user("bea@fenmarsh.example", name="Bea", role=Role.ADMINISTRATOR)
    operations.switch_off(person=people["adam"], by=bea, at=at)
    wanted = {name: getattr(asked, name) for name in ("role", "worker_refs", "team_refs")}
    assert operations.change_role(person=people["maya"], **wanted, by=bea, at=at) == Outcome.WAITS
    operations.agree(asked=queries.rights_waiting().get(), by=people["sara"], at=at)
    assert role_of("maya") == asked.role


def test_a_role_saved_as_it_was_changes_nothing_and_overtakes_nothing(people, at):
    ask(at)
    maya = people["maya"]
    same = {"role": maya.role, "worker_refs": maya.worker_refs, "team_refs": maya.team_refs}
    written = Entry.objects.count()
    operations.change_role(person=maya, **same, by=people["adam"], at=at)
    assert queries.rights_waiting().count() == 1 and Entry.objects.count() == written


# --- overtaken -----------------------------------------------------------------------------------------------------


def test_whoever_is_switched_off_meanwhile_gets_nothing(people, at):
    asked = ask(at)
    operations.switch_off(person=people["maya"], by=people["adam"], at=at)
    with pytest.raises(AlreadySettled, match="Overtaken by a later change"):
        operations.agree(asked=asked, by=people["sara"], at=at)
    assert role_of("maya") == Role.SOCIAL_WORKER and SettledRight.objects.get().how == How.OVERTAKEN


def test_a_change_that_was_done_overtakes_what_waits(people, at):
    asked = ask(at)
    fewer = {"role": Role.SOCIAL_WORKER, "worker_refs": [], "team_refs": []}
    operations.change_role(person=people["maya"], **fewer, by=people["adam"], at=at)
    with pytest.raises(AlreadySettled):
        operations.agree(asked=asked, by=people["sara"], at=at)


def test_who_agrees_to_let_somebody_in_agrees_to_the_role_that_was_asked(people, at):
    invited = operations.invite(
        email="n@fenmarsh.example", name="N", role=Role.ANALYST, worker_refs=[], team_refs=[], by=people["adam"], at=at
    )
    in_first = queries.rights_waiting().get()
    operations.change_role(person=invited.person, **MANAGER, by=people["adam"], at=at)
    operations.agree(asked=queries.rights_waiting().get(what="change_role"), by=people["sara"], at=at)
    with pytest.raises(AlreadySettled):
        operations.agree(asked=in_first, by=people["sara"], at=at)


def test_what_somebody_asked_who_is_no_administrator_any_more_is_not_done(people, at):
    asked, second = ask(at), User.objects.create_user("s@fenmarsh.example", name="S", role=Role.ADMINISTRATOR)
    operations.switch_off(person=people["adam"], by=second, at=at)
    with pytest.raises(AlreadySettled, match="not an administrator any more"):
        operations.agree(asked=asked, by=people["sara"], at=at)
    operations.refuse(asked=asked, by=people["sara"], at=at)


def test_whoever_was_switched_off_a_moment_ago_neither_asks_nor_agrees(people, at):
    """By the row, not by what the request had read of it."""
    asked, maya = ask(at), people["maya"]
    User.objects.filter(role__in=[Role.ADMINISTRATOR, Role.SERVICE_MANAGER]).update(is_active=False)
    with pytest.raises(NotAllowed):
        operations.agree(asked=asked, by=people["sara"], at=at)
    with pytest.raises(NotAllowed):
        operations.switch_off(person=maya, by=people["adam"], at=at)


# --- nobody else ---------------------------------------------------------------------------------------------------


def test_where_there_was_never_anybody_else_it_happens_at_once_and_says_so(at):
    adam, maya = cast.adam(), cast.maya()
    assert operations.change_role(person=maya, **MANAGER, by=adam, at=at) == Outcome.DONE_ALONE
    assert role_of("maya") == Role.TEAM_MANAGER
    (row,) = rows("changed_role")
    assert row.why == "Nobody else was there to agree." and SettledRight.objects.get().how == How.ALONE


def test_switching_everybody_else_off_leaves_nobody_alone(people, at):
    operations.switch_off(person=people["sara"], by=people["adam"], at=at)
    asked = ask(at)
    assert not queries.who_could_agree(by=asked.by, person=people["maya"]).exists()
    assert role_of("maya") == Role.SOCIAL_WORKER


def test_the_only_other_persons_second_factor_is_not_removed_by_one(people, at):
    """Else whoever removed it would take the link, be Sara, and agree to everything."""
    sara = with_a_phone(people["sara"])
    assert operations.remove_second_factor(person=sara, by=people["adam"], at=at) == Outcome.WAITS
    assert Authenticator.objects.filter(user=sara).exists()


def test_the_system_itself_asks_nobody(people, at):
    invited = operations.invite(
        email="n@fenmarsh.example",
        name="N",
        role=Role.ANALYST,
        worker_refs=[],
        team_refs=[],
        by=operations.SYSTEM,
        at=at,
    )
    assert invited.token and not AskedRight.objects.exists()


# --- at once, and half ---------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_who_agree_at_once_are_one_change(at):
    sara = cast.sara()
    second = User.objects.create_user("second@fenmarsh.example", name="Second", role=Role.ADMINISTRATOR)
    asked = ask(at)
    outcomes = at_once(
        lambda: operations.agree(asked=asked, by=sara, at=at), lambda: operations.agree(asked=asked, by=second, at=at)
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["AlreadySettled", "list"]
    assert role_of("maya") == Role.TEAM_MANAGER and len(rows("changed_role")) == 1


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_switch_each_other_off_leave_one(at):
    adam = cast.adam()
    other = User.objects.create_user("second@fenmarsh.example", name="Second", role=Role.ADMINISTRATOR)
    at_once(
        lambda: operations.switch_off(person=other, by=adam, at=at),
        lambda: operations.switch_off(person=adam, by=other, at=at),
    )
    assert queries.active_administrators().count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_invite_one_person_at_once_are_one_wish(at):
    cast.sara()
    second = User.objects.create_user("second@fenmarsh.example", name="Second", role=Role.ADMINISTRATOR)
    new = {"email": "n@fenmarsh.example", "name": "N", "role": Role.ANALYST, "worker_refs": [], "team_refs": []}
    by = (cast.adam(), second)
    outcomes = at_once(*(partial(operations.invite, **new, by=one, at=at) for one in by))
    assert sorted(type(one).__name__ for one in outcomes) == ["AlreadyThere", "Invited"]
    assert queries.rights_waiting().count() == 1


@pytest.mark.parametrize("broken", ["trail.write", "_settle"])
def test_killed_between_is_all_or_nothing(people, at, monkeypatch, broken):
    asked = ask(at)

    def dies(*_, **__):
        raise DatabaseError("planted")

    with monkeypatch.context() as patch, pytest.raises(DatabaseError, match="planted"), transaction.atomic():
        patch.setattr(f"seenheard.accounts.operations.rights.{broken}", dies)
        operations.agree(asked=asked, by=people["sara"], at=at)
    assert role_of("maya") == Role.SOCIAL_WORKER and queries.rights_waiting().get() == asked
    operations.agree(asked=asked, by=people["sara"], at=at)


def test_the_database_itself_settles_nothing_twice(people, at):
    asked = ask(at)
    operations.agree(asked=asked, by=people["sara"], at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        SettledRight.objects.create(of=asked, how=How.REFUSED, by="x", at=at)
