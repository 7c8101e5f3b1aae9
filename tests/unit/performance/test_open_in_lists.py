"""Open in a report is open in people's lists: of whichever round, until somebody has talked."""

import random
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from seenheard.accounts.domain import SYSTEM
from seenheard.performance.queries import AsAt
from seenheard.performance.queries.quarter import counted
from seenheard.voices import queries as voices
from seenheard.voices.domain.answers import Colour
from seenheard.voices.models import Category, Talk
from tests import cast
from tests.factories import voices as made
from tests.pages.desk.conftest import looked_after

from .conftest import ON

pytestmark = pytest.mark.django_db
KEYS = ("home", "friends", "safety")
KEPT = ({"not_my_worker": True}, {"about": "manager"}, {"about": "worker"})
EVERY = timedelta(days=30)


def talk(now, key, at, by):
    said = {"held_on": at.date(), "with_whom": "Ash", "decided": "We ask.", "for_child": "We ask.", "key": str(at)}
    more = {"no_action_why": "It is done.", "by": str(cast.person(by).public_id), "at": at, "child": now.child}
    category = Category.objects.get(key=key)
    return Talk.objects.create(round=now, category=category, **said | {"key": f"{now.pk} {key} {at}"}, **more)


def rounds_of(child, at, chance):
    """Four rounds; who answers, how, what is kept from whom, and who talks, by the draw."""
    for number in range(4, 0, -1):
        when = at - EVERY * number
        keys = chance.sample(KEYS, chance.choice([2, 3, 3]))
        now = made.asked(child, when, keys=keys)
        for voice in ("worker", "carer", "child"):
            colours = {key: chance.choice(list(Colour)) for key in keys if chance.random() < 0.6}
            if voice == "child":
                colours = {
                    key: (one, chance.choice(KEPT)) if chance.random() < 0.3 else one for key, one in colours.items()
                }
            if chance.random() < 0.8:
                made.said(now, voice, when, by="" if voice != "carer" else "carer", **colours)
        for key in keys:
            if chance.random() < 0.35:
                talk(now, key, when + timedelta(days=3), chance.choice(["maya", "maya", "tom", "sara"]))


@pytest.mark.parametrize("seed", [1, 2])
def test_open_in_the_report_is_open_in_the_lists(council, at, seed):  # noqa: F811
    """A talk of which somebody may not know closes nothing for them in a report; else the two are the same."""
    chance = random.Random(seed)
    for who in ("maya", "tom", "sara", "ines", "mona"):
        cast.person(who)
    children = [looked_after(forename=f"C{number}") for number in range(5)]
    for child in children:
        rounds_of(child, at, chance)
    for who in ("sara", "ines", "tom", "maya"):
        viewer = cast.person(who)
        listed = {
            (child.pk, one.category)
            for child in children
            for one in voices.still_differing(voices.over_time(viewer=viewer, child=child, on=ON))
        }
        rows = AsAt(viewer=viewer, on=ON, as_at=ON).rows("followed")
        open_in_report = {(row.child_id, *row.about) for row in rows if row.outcome == "open"}
        assert listed, "something is open"
        if who in ("sara", "ines"):
            assert open_in_report == listed, who
        else:
            unknown = {
                (row.child_id, row.category.key)
                for row in Talk.objects.select_related("category")
                if row.pk not in {one.pk for one in voices.talks_of(viewer=viewer, child=row.child, on=ON)}
            }
            assert listed <= open_in_report and open_in_report - listed <= unknown, who


def test_a_round_in_which_all_agree_closes_nothing(council, at):  # noqa: F811
    """Nor does it in what is published: both rounds were of one quarter."""
    child = looked_after()
    for days, colour in ((80, Colour.RED), (40, Colour.GREEN)):
        when = at - timedelta(days=days)
        now = made.asked(child, when)
        made.said(now, "worker", when, home=Colour.GREEN)
        made.said(now, "child", when, home=colour)

    def told():
        return [row[1:] for row in AsAt(viewer=SYSTEM, on=ON, as_at=ON).rows("followed")]

    assert told() == [(("home",), "open")]
    assert counted(on=ON, today=ON + timedelta(days=1))["mismatches"].cells == ((0, 0), (0, 1), (0, 0))
    talk(now, "home", at, "maya")
    assert told() == [], "the latest round agrees, and what was open is settled"
    assert counted(on=ON, today=ON + timedelta(days=1))["mismatches"].cells == ((0, 0),) * 3


def test_a_difference_counts_as_open_for_a_year_and_no_longer(council, at):  # noqa: F811
    """Where the latest round agrees. The latest round itself counts however old it is."""
    for name, days in (("older", 365), ("a year", 364)):
        child = looked_after(forename=name, since=date(2020, 1, 6))
        for opened, colour in ((days, Colour.RED), (40, Colour.GREEN)):
            when = at - timedelta(days=opened)
            now = made.asked(child, when)
            made.said(now, "worker", when, home=Colour.GREEN)
            made.said(now, "child", when, home=colour)
    rows = AsAt(viewer=SYSTEM, on=ON, as_at=ON).rows("followed")
    assert [(row.child_id, row.outcome) for row in rows] == [(child.pk, "open")]


@pytest.mark.parametrize("holds", [[], ["P0002"]])
def test_who_of_those_who_talked_is_a_worker_is_asked_once_for_all_children(council, at, holds):  # noqa: F811
    """What is kept from the worker is not settled by the worker's talk. `holds`: the manager holds the cases too."""
    cast.person("tom", worker_refs=holds, team_refs=[cast.TEAM])

    def differs(number, by):
        child = looked_after(forename=f"K{number}")
        for days in (80, 40):
            now = made.asked(child, at - timedelta(days=days))
            made.said(now, "worker", at, home=Colour.GREEN)
            made.said(now, "child", at, home=(Colour.RED, {"not_my_worker": True}))
            talk(now, "home", at - timedelta(days=days - 1), by)

    def questions():
        asked = AsAt(viewer=SYSTEM, on=ON, as_at=ON)
        _ = asked.heat, asked.talks
        with CaptureQueriesContext(connection) as told:
            found = asked.standing
        return len(told), len(found)

    differs(0, "maya")
    one, open_of_one = questions()
    for number in range(1, 6):
        differs(number, "tom" if number % 2 else "maya")
    six, open_of_six = questions()
    assert (open_of_one, open_of_six) == (1, 6 if holds else 3)
    assert six <= one + bool(holds), "one question more where the record could name somebody, however many there are"
