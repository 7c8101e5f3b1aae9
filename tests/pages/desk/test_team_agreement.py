"""How far people agree over a year, for a team: hidden below twenty pairs, and nobody's answer too early."""

import csv
import io
from collections import Counter
from datetime import date, timedelta

import pytest

from seenheard.desk.presenters.team_agreement import ONE_COLOUR, _kappa
from seenheard.trail.models import Entry
from seenheard.voices import operations, queries
from seenheard.voices.domain.agreement import agreement
from seenheard.voices.domain.answers import Colour, Voice, packed
from seenheard.voices.models import Reply
from tests import cast
from tests.factories import voices as made
from tests.pages.desk.conftest import looked_after
from tests.pages.desk.test_heat_map import child_says, council, read, worker_says  # noqa: F401

pytestmark = pytest.mark.django_db
ON, LAST_YEAR = date(2026, 3, 31), date(2025, 3, 31)
PAGE = "/my-team/agreement/"


def pairs(viewer, **asked):
    return queries.colours_in_pairs(viewer=viewer, after=LAST_YEAR, on=ON, **asked)


def test_pairs_are_counted_once_the_round_is_open_and_never_what_is_kept_from_the_reader(council, at):  # noqa: F811
    child = looked_after()
    asked = operations.open_round(child=child, by=cast.maya(), at=at)
    child_says(asked, at, about={"safety": "manager"}, health="red", safety="red", friends="green")
    both = Voice.WORKER, Voice.CHILD
    assert not pairs(cast.tom())[both], "blind: the worker has not answered"
    worker_says(asked, at, health="green", safety="green", home="amber")
    observed = {"voice": "child", "form": "observed", "said_by": str(cast.maya().public_id), "key": "saw"}
    Reply.objects.create(child=child, round=asked, colours=[3] * 12, sent_at=at, **observed)
    assert pairs(cast.tom())[both] == {"health": Counter({(3, 1): 1})}, "silence is in no pair; nor what is kept"
    assert not pairs(cast.person("mona"))[both], "of another team nothing"
    assert not pairs(cast.tom(), teams=["nobody's"])[both]
    before = queries.colours_in_pairs(viewer=cast.tom(), after=ON, on=ON + timedelta(days=40))
    assert not before[both], "a round of before is not in it"


@pytest.mark.parametrize("kept", [{"not_my_worker": True}, {"about": "worker"}, {"about": "manager"}])
def test_what_a_child_keeps_from_anybody_is_in_no_total_so_that_two_readers_totals_tell_nothing(council, at, kept):  # noqa: F811
    now = made.asked(looked_after(), at)
    made.said(now, "worker", at, home=Colour.GREEN, friends=Colour.GREEN)
    made.said(now, "child", at, home=(Colour.RED, kept), friends=Colour.GREEN)
    holder = cast.person("mona", worker_refs=["P0002"], team_refs=[cast.TEAM])
    for viewer in (cast.tom(), cast.sara(), holder):
        assert pairs(viewer)[Voice.WORKER, Voice.CHILD] == {"friends": Counter({(3, 3): 1})}, viewer.role


def many(number, at, **colours):
    for place in range(number):
        now = made.asked(looked_after(forename=f"Bo{place}{''.join(colours)}"), at, keys=("home", "friends", "safety"))
        for voice in ("worker", "child"):
            made.said(now, voice, at, **colours)


def lines_of(who):
    """By category, how many pairs the file says."""
    said = cast.signed_in(who).get(f"{PAGE}file/").content.decode("utf-8-sig")
    return {row["Category"]: row["Pairs"] for row in csv.DictReader(io.StringIO(said))}


def test_what_is_too_few_is_not_told_by_all_less_the_others(council, at):  # noqa: F811
    many(20, at, friends=Colour.GREEN)
    many(3, at, home=Colour.RED)
    told = lines_of("tom")
    assert told["All that are shown, together"] == "20" and "All together" not in told
    assert [one for one in told.values() if "Fewer" in one] == ["Fewer than 20 pairs: not shown"]
    many(17, at, safety=Colour.AMBER)
    assert lines_of("tom")["All together"] == "40", "of the two that are hidden twenty are told together"


def test_the_page_hides_what_is_too_few_and_says_that_no_difference_counts(council, at):  # noqa: F811
    for number in range(20):
        child = looked_after(forename=f"Bo{number}")
        one = operations.open_round(child=child, by=cast.maya(), at=at)
        for voice, amber in (("worker", False), ("child", number < 5)):
            says = packed(one.categories, {"health": Colour.AMBER if amber else Colour.GREEN})
            Reply.objects.create(
                child=child, round=one, voice=voice, form=voice, sent_at=at, key=f"{voice}{number}", colours=says
            )
    said = read(cast.signed_in("tom").get(PAGE))
    assert "Disagreement is normal" in said and "never counts against a worker" in said
    assert "Fewer than 20 pairs: not shown" not in said
    assert "75%" in said and "100%" in said and "-0.25" in said and "Bo1" not in said
    rows = list(csv.DictReader(io.StringIO(cast.signed_in("tom").get(f"{PAGE}file/").content.decode("utf-8-sig"))))
    assert [(row["Category"], row["Pairs"], row["Mean gap"]) for row in rows] == [
        ("All together", "20", "-0.25"),
        ("Health", "20", "-0.25"),
    ]
    assert Entry.objects.filter(what="looked_at_list", about="team_agreement").count() == 1


def test_nineteen_are_too_few(council, at):  # noqa: F811
    assert "Nothing can be compared yet" in read(cast.signed_in("tom").get(PAGE))
    asked = operations.open_round(child=looked_after(), by=cast.maya(), at=at)
    child_says(asked, at, health="green")
    worker_says(asked, at, health="green")
    said = read(cast.signed_in("tom").get(PAGE))
    assert "Fewer than 20 pairs: not shown" in said and "100%" not in said
    assert cast.signed_in("maya").get(PAGE).status_code == 403


def test_where_one_of_two_always_chose_the_same_colour_nothing_is_made_of_it():
    always_green = agreement([(3, 3)] * 22 + [(3, 2)])
    assert _kappa(always_green) == (ONE_COLOUR, "")
    assert _kappa(agreement([(3, 3)] * 23)) == ("All said the same", "")
    kappa, interval = _kappa(agreement([(3, 3)] * 20 + [(2, 2), (2, 3), (3, 2)]))
    assert float(kappa) > 0 and " to " in interval
