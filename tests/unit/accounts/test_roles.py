"""Who may do what, as a table of people by ability."""

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.accounts.domain.roles import ABILITIES, Ability
from seenheard.accounts.models import Role, User
from seenheard.accounts.permissions import NotAllowed, can, check_role

A = Ability
# social worker, team manager, reviewing officer, service manager, duty worker, guardian, analyst, administrator, carer,
# partner, scrutiny member, director
TABLE = [
    (A.SEE_CHILDREN_ALLOCATED, "y-----------"),
    (A.SEE_CHILDREN_OF_TEAMS, "-y----------"),
    (A.SEE_CHILDREN_IN_CARE_OR_PROTECTED, "--y---------"),
    (A.SEE_ALL_CHILDREN, "---y--------"),
    (A.SEE_ONE_CHILD_TO_MEND_AN_IMPORT, "------y-----"),
    (A.SEE_TEAM_WORK, "-y-y--------"),
    (A.IMPORT_RETURNS, "------y-----"),
    (A.READ_RULES, "yyyyyyyy----"),
    (A.SET_COVER, "-y-y--------"),
    (A.ALLOCATE_WORKERS, "-y-y--------"),
    (A.SET_CASELOAD_LIMITS, "---y--------"),
    (A.SET_VOICES, "---y--------"),
    (A.OPEN_RECORDS_ON_DUTY, "----y-------"),
    (A.REVIEW_LOOKS, "-----y------"),
    (A.ADMINISTER_ACCOUNTS, "-------y----"),
    (A.AGREE_TO_RIGHTS, "---y---y----"),
    (A.ANSWER_FOR_CHILDREN_PLACED, "--------y---"),
    (A.READ_PUBLISHED, "---y-----yyy"),
    (A.PUBLISH, "-----------y"),
    (A.SEE_TOTALS, "-----------y"),
]


@pytest.mark.parametrize(("ability", "row"), TABLE)
def test_each_ability_is_held_by_exactly_these_roles(ability, row):
    assert "".join("y" if can(User(role=role), ability) else "-" for role in Role.values) == row


def test_the_table_above_is_complete():
    assert [ability for ability, _ in TABLE] == list(Ability)
    assert set(ABILITIES) == {*Role.values, "system"}


def test_a_refusal_is_a_sentence_that_says_what_is_not_allowed():
    with pytest.raises(NotAllowed, match=r"^Your role does not let you import returns and take them back\.$"):
        check_role(User(role=Role.SOCIAL_WORKER), A.IMPORT_RETURNS)


def test_a_switched_off_account_can_do_nothing():
    who = User(role=Role.ADMINISTRATOR, is_active=False)
    assert not any(can(who, ability) for ability in Ability)


def test_an_unknown_role_and_a_stranger_can_do_nothing():
    assert not any(can(User(role="lead member"), ability) or can(None, ability) for ability in Ability)


def test_the_system_can_import_and_see_all():
    assert can(SYSTEM, A.IMPORT_RETURNS) and can(SYSTEM, A.SEE_ALL_CHILDREN)
