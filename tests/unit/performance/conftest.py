"""A small authority with something of everything: two teams, rounds, differences, a talk, an action."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.duties import operations as duties
from seenheard.voices import operations
from seenheard.voices.domain.answers import Colour
from seenheard.voices.domain.replies import Given
from tests import cast
from tests.factories import record as made
from tests.pages.desk.conftest import looked_after
from tests.pages.desk.test_heat_map import child_says
from tests.unit.voices.conftest import ash, asked, council, says  # noqa: F401 - fixtures

ON = date(2026, 3, 31)
LATER = ON + timedelta(days=60)
OTTO = cast.PEOPLE["otto"][2][0]


def sends(asked, given, at, by=None, key=None):  # noqa: F811
    return operations.send_worker_reply(
        public_id=asked.public_id, given=given, key=key or f"worker {asked.pk}", by=by or cast.maya(), at=at
    )


@pytest.fixture
def two_teams(council, says, at):  # noqa: F811
    """Of Maya's team: one who said red where she said green, one who is silent, one never asked. Of Otto's: one."""
    red, silent, unasked = (looked_after(forename=name) for name in ("Red", "Silent", "Unasked"))
    other = looked_after(forename="Other", worker=OTTO, team=cast.OTHER_TEAM)
    for who in ("tom", "mona", "ines"):
        cast.person(who)
    rounds = {}
    for child, by in ((red, cast.maya()), (silent, cast.maya()), (other, cast.otto())):
        rounds[child.pk] = operations.open_round(child=child, by=by, at=at)
        sends(rounds[child.pk], says(home="green", health="amber"), at, by=by)
    child_says(rounds[red.pk], at, home="red")
    duties.take_changes(by=SYSTEM, at=at)
    return SimpleNamespace(red=red, silent=silent, unasked=unasked, other=other, rounds=rounds)


def goes_on(world, says, at):  # noqa: F811
    """Much happens two months later: a round, other answers, a talk, a move to another team and a child of whom nobody knew, both from before."""
    later = at + timedelta(days=60)
    again = operations.open_round(child=world.red, by=cast.maya(), at=later)
    sends(again, {"home": Given(Colour.AMBER, "Something new.")}, later)
    child_says(again, later, home="green")
    operations.record_talk(
        round_public_id=world.rounds[world.red.pk].public_id,
        category="home",
        key="talk",
        held_on=later.date(),
        with_whom="Maya with Red",
        decided="We ask.",
        for_child="We ask for you.",
        no_action_why="",
        action=operations.ToDo(words="Ring.", owned_by=str(cast.maya().public_id), due_on=LATER),
        by=cast.maya(),
        at=later,
    )
    made.add(
        "involvement",
        world.silent,
        professional_ref=OTTO,
        role="CW",
        team_ref=cast.OTHER_TEAM,
        from_on=ON - timedelta(days=5),
        at=later,
    )
    looked_after(forename="Learned of later", at=later)
    duties.take_changes(by=SYSTEM, at=later)
