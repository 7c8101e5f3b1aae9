"""What an administrator does with accounts: right, refused, twice; each with its trail row."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator

from seenheard.accounts import operations, queries
from seenheard.accounts.models import Invitation, Role, User, UserChange
from seenheard.accounts.operations import AlreadyThere, NoSuchInvitation
from seenheard.accounts.permissions import NotAllowed
from seenheard.trail.models import Entry
from tests import cast

pytestmark = pytest.mark.django_db


def invite(at, by=None, email="New@fenmarsh.example"):
    """The token: Adam is alone, so there is nobody who could agree."""
    return operations.invite(
        email=email, name="New", role=Role.ANALYST, worker_refs=[], team_refs=[], by=by or cast.adam(), at=at
    ).token


def written(what) -> int:
    return Entry.objects.filter(what=what).count()


def test_an_invited_person_sets_a_password_once(at):
    token = invite(at)
    person = operations.accept_invitation(token=token, password="four words not together", at=at)
    assert person.email == "new@fenmarsh.example" and person.check_password("four words not together")
    with pytest.raises(NoSuchInvitation):
        operations.accept_invitation(token=token, password="another four words", at=at)
    assert (written("invited_person"), written("accepted_invitation")) == (1, 1)


def test_until_then_no_password_lets_them_in(at):
    invite(at)
    assert not queries.person_with_email("new@fenmarsh.example").has_usable_password()


def test_the_token_itself_is_kept_nowhere(at):
    token = invite(at)
    assert token not in str(list(Invitation.objects.values())) + str(list(Entry.objects.values()))


def test_a_link_runs_out_after_three_days(at):
    token = invite(at)
    assert queries.open_invitation(token, at=at + timedelta(days=2, hours=23))
    assert queries.open_invitation(token, at=at + timedelta(days=3)) is None


def test_a_new_link_stops_the_older_one(at):
    old = invite(at)
    person = queries.person_with_email("new@fenmarsh.example")
    new = operations.renew_set_up_link(person=person, by=cast.adam(), at=at)
    assert queries.open_invitation(old, at=at) is None
    assert queries.open_invitation(new, at=at)


def test_one_address_is_one_person(at):
    invite(at)
    with pytest.raises(AlreadyThere):
        invite(at, email="new@FENMARSH.example")


@pytest.mark.parametrize("who", ["maya", "tom", "ines", "sara", "ana"])
def test_only_an_administrator_may_do_any_of_it(who, at):
    by, other = cast.person(who), cast.otto()
    before = Entry.objects.count()
    for deed in [
        lambda: invite(at, by=by),
        lambda: operations.renew_set_up_link(person=other, by=by, at=at),
        lambda: operations.change_role(person=other, role="analyst", worker_refs=[], team_refs=[], by=by, at=at),
        lambda: operations.switch_off(person=other, by=by, at=at),
        lambda: operations.switch_on(person=other, by=by, at=at),
        lambda: operations.remove_second_factor(person=other, by=by, at=at),
    ]:
        with pytest.raises(NotAllowed):
            deed()
    assert Entry.objects.count() == before


def test_nobody_changes_their_own_account(at):
    adam = cast.adam()
    with pytest.raises(NotAllowed, match="Another administrator"):
        operations.change_role(person=adam, role="service_manager", worker_refs=[], team_refs=[], by=adam, at=at)


def test_the_last_administrator_stays(at):
    adam, second = cast.adam(), cast.person("otto", role=Role.ADMINISTRATOR)
    operations.switch_off(person=second, by=adam, at=at)
    third = User.objects.create_user("third@fenmarsh.example", name="Third", role=Role.ADMINISTRATOR, is_active=False)
    with pytest.raises(NotAllowed):
        operations.switch_off(person=adam, by=third, at=at)


def test_a_change_of_role_is_kept_with_what_was_before(at):
    maya = cast.maya()
    operations.change_role(
        person=maya, role=Role.TEAM_MANAGER, worker_refs=["P1"], team_refs=["T1"], by=cast.adam(), at=at
    )
    roles = UserChange.objects.filter(pgh_obj=maya).order_by("pgh_id").values_list("role", flat=True)
    assert list(roles) == [Role.SOCIAL_WORKER, Role.TEAM_MANAGER]
    assert written("changed_role") == 1


def test_removing_a_lost_second_factor_takes_the_password_too(at):
    maya = cast.maya()
    Authenticator.objects.create(user=maya, type="totp", data={"secret": "x"})
    operations.remove_second_factor(person=maya, by=cast.adam(), at=at)
    maya.refresh_from_db()
    assert not maya.has_usable_password() and not Authenticator.objects.filter(user=maya).exists()


def test_the_first_administrator_comes_in_by_a_link_and_only_the_first(at):
    token = operations.invite_first_administrator(at=at)
    operations.accept_invitation(token=token, password="four words not together", at=at, name="A", email="A@b.example")
    assert queries.active_administrators().get().email == "a@b.example"
    with pytest.raises(NotAllowed):
        operations.invite_first_administrator(at=at)


def test_a_newer_first_link_stops_the_older(at):
    old = operations.invite_first_administrator(at=at)
    operations.invite_first_administrator(at=at)
    assert queries.open_invitation(old, at=at) is None
