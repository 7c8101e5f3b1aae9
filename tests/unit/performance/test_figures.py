"""Each measure counted once: its rows, as known then, for who may see them, and every crossing adds up to them."""

from collections import Counter
from datetime import timedelta

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.desk.presenters import heat_map
from seenheard.performance.domain.measures import MEASURES
from seenheard.performance.domain.reports import KINDS
from seenheard.performance.queries import AsAt, Asked, Of, counts, crossed, report
from seenheard.record import queries as record
from seenheard.record.models import ChildNow
from seenheard.voices import operations
from seenheard.voices import queries as voices
from seenheard.voices.domain.answers import Colour
from seenheard.voices.domain.replies import Given
from tests import cast
from tests.factories import voices as made
from tests.pages.desk.conftest import looked_after
from tests.pages.desk.test_heat_map import child_says

from .conftest import LATER, ON, goes_on, sends

pytestmark = pytest.mark.django_db


def day(as_at=ON, viewer=SYSTEM, **more):
    return AsAt(viewer=viewer, on=max(as_at, LATER), as_at=as_at, **more)


def all_rows(as_at=ON, **more):
    found = day(as_at, since=ON - timedelta(days=90), **more)
    return {key: sorted(found.rows(key)) for key in MEASURES}


def told(key, as_at=ON, **more):
    return Counter(row.outcome for row in day(as_at, **more).rows(key))


def test_what_each_measure_counts_of_four_children(two_teams):
    assert told("asked") == {"asked": 3, "not asked": 1}
    assert Counter(row[1:] for row in day().rows("current")) == {
        (("worker",), "current"): 3,
        (("carer",), "never"): 3,
        (("child",), "current"): 1,
        (("child",), "never"): 2,
    }
    ratings = Counter(row[1:] for row in day().rows("ratings") if row.about[1] == "home")
    assert ratings == {
        (("worker", "home"), "green"): 3,
        (("child", "home"), "red"): 1,
        (("child", "home"), "no colour"): 2,
        (("carer", "home"), "no colour"): 3,
    }
    assert told("differences")["act"] == 1 and told("differences")["the same"] == 0
    assert told("followed") == {"open": 1}
    assert told("silence") == {"answered": 4, "still has time": 5}
    assert told("views") == {"recorded": 1, "not recorded": 3}
    assert told("family") == {"not recorded": 4}
    assert told("visits") and told("duties"), "children in care are owed something"


def test_an_answer_in_which_nothing_is_said_is_nobodys_view(two_teams, at):
    """Nor for whom all of it is kept from: they cannot tell which. Where words were written, they are the child's."""
    for child, words in ((two_teams.silent, {}), (two_teams.other, {"one_thing": "My cat."})):
        made.said(two_teams.rounds[child.pk], "child", at, words=words, choices={"one_thing": {"not_my_worker": True}})
    views = {row.child_id: row.outcome for row in day().rows("views")}
    assert (views[two_teams.silent.pk], views[two_teams.other.pk]) == ("sent without an answer", "recorded")
    assert told("views") == {"recorded": 2, "sent without an answer": 1, "not recorded": 1}
    child = Counter(row.outcome for row in day().rows("current") if row.about == ("child",))
    assert child == {"current": 2, "never": 1}
    assert told("views", viewer=cast.otto()) == {"sent without an answer": 1}
    assert told("views", viewer=cast.ines())["recorded"] == 2
    listed = report(viewer=cast.tom(), on=ON, asked=Asked(KINDS["views"], ON)).listed
    assert {(row.child_id, row.outcome) for row in listed if row.outcome != "not recorded"} == {
        (two_teams.silent.pk, "sent without an answer")
    }


def test_a_past_day_stays_as_it_was_whatever_happens_later(two_teams, says, at):
    before = all_rows()
    goes_on(two_teams, says, at)
    assert all_rows() == before
    changed = [key for key, rows in all_rows(LATER).items() if rows != before[key]]
    assert {"asked", "ratings", "differences", "silence", "duties", "actions", "change"} <= set(changed)


def test_what_should_change_is_counted_with_whether_the_child_was_told(two_teams, at):
    assert told("wishes") == {}
    reply = made.said(two_teams.rounds[two_teams.silent.pk], "child", at, words={"one_thing": "A later bedtime"})
    assert told("wishes") == {"not told yet": 1} == told("wishes", viewer=cast.maya())
    later = at + timedelta(days=5)
    operations.tell_back(
        reply=reply.public_id,
        told_on=later.date(),
        how="At the visit",
        words="Yes",
        key="t",
        by=cast.maya(),
        at=later,
    )
    assert told("wishes", ON) == {"not told yet": 1} and told("wishes", LATER) == {"told back": 1}
    assert told("wishes", ON + timedelta(days=400)) == {}, "a year later"


def test_what_the_child_keeps_from_a_reader_is_in_no_figure_of_theirs(two_teams, at):
    words, kept = {"one_thing": "Another worker"}, {"one_thing": {"not_my_worker": True}}
    made.said(two_teams.rounds[two_teams.silent.pk], "child", at, words=words, choices=kept)
    assert told("wishes", viewer=cast.maya()) == {} and told("wishes", viewer=cast.ines()) == {"not told yet": 1}
    holder = cast.person("mona", worker_refs=list(cast.maya().worker_refs), team_refs=[cast.TEAM])
    holder.worker_refs, holder.team_refs = cast.maya().worker_refs, [cast.TEAM]
    holder.save()
    assert told("wishes", viewer=cast.tom()) == {"not told yet": 1} and told("wishes", viewer=holder) == {}


def test_what_happened_later_counts_on_its_own_day(two_teams, says, at):
    goes_on(two_teams, says, at)
    assert told("actions", ON) == {} and told("actions", LATER) == {"open": 1}
    home = [row for row in day(LATER, since=ON).rows("change") if row.about == ("child", "home")]
    assert {row.child_id: row.outcome for row in home}[two_teams.red.pk] == "better"
    teams = Counter()
    for one in counts(measure="asked", viewer=SYSTEM, on=LATER, by=["team"]):
        teams[one.by[0]] += one.many
    assert teams == {cast.TEAM: 3, cast.OTHER_TEAM: 2}, "one has moved, and another is known of now"


def test_every_crossing_adds_up_to_the_rows(two_teams):
    found = day(since=ON - timedelta(days=90))
    for key, measure in MEASURES.items():
        rows = found.rows(key)
        whole = Counter(row.outcome for row in rows)
        assert set(whole) <= set(measure.outcomes), key
        for dimension in measure.dimensions:
            parts = Counter()
            for one in crossed(found, key, rows, [dimension]):
                parts[one.outcome] += one.many
            assert parts == whole, (key, dimension)
    with pytest.raises(KeyError, match="cannot be crossed"):
        crossed(found, "asked", [], ["voice"])


def test_rows_are_of_children_whom_the_reader_may_see(two_teams):
    assert {row.child_id for row in day(viewer=cast.tom()).rows("asked")} == {
        two_teams.red.pk,
        two_teams.silent.pk,
        two_teams.unasked.pk,
    }
    assert {row.child_id for row in day(viewer=cast.otto()).rows("asked")} == {two_teams.other.pk}
    assert day(viewer=cast.ana()).rows("asked") == []
    assert told("asked", of=Of(teams=[cast.OTHER_TEAM])) == {"asked": 1}
    assert told("asked", of=Of(workers=["nobody"])) == {}


def test_a_figure_is_what_the_heat_map_shows(two_teams):
    tom = cast.tom()
    shown = {
        (child, voice, category): answer.word
        for child, line in voices.heat(viewer=tom, on=ON).items()
        for category, cell in line.cells.items()
        for voice, answer in cell.answers.items()
        if isinstance(answer, Colour)
    }
    counted = {(row.child_id, *row.about): row.outcome for row in day(viewer=tom).rows("ratings")}
    assert shown == {key: outcome for key, outcome in counted.items() if outcome != "no colour"} and shown


def test_who_stood_where_today_is_what_the_lines_of_now_say(two_teams):
    then = {one.child_id: (one.team_ref, one.worker_ref, one.looked_after) for one in _then(ON)}
    lines = ChildNow.objects.values_list("pk", "team_ref", "worker_ref", "looked_after_since_on")
    assert then == {pk: (team, worker, since is not None) for pk, team, worker, since in lines}


def test_of_the_time_before_the_first_import_its_first_day_is_known(two_teams):
    """A council that begins here has told its files what was so before: those days are not empty."""
    assert {one.looked_after for one in _then(ON - timedelta(days=30))} == {True}
    assert {one.looked_after for one in _then(ON - timedelta(days=800))} == {False}


def _then(as_at):
    return list(record.children_then(viewer=SYSTEM, on=ON, as_at=as_at))


def test_what_is_not_open_yet_or_kept_from_a_reader_is_in_no_figure(council, at):
    """Blind until the worker has sent; and what a child says of the manager is counted for others, not for them."""
    child = looked_after()
    asked = operations.open_round(child=child, by=cast.maya(), at=at)
    child_says(asked, at, home="red", about={"home": "manager"})
    assert day().rows("ratings") == [] and told("differences") == {} and told("silence") == {}
    assert told("current")["current"] == 1, "that somebody has answered is no answer"
    sends(asked, {"home": Given(Colour.GREEN, "All is well.")}, at)

    def home(viewer):
        rows = day(viewer=viewer).rows("ratings")
        return {row.about[0]: row.outcome for row in rows if row.about[1] == "home"}["child"]

    assert (home(cast.maya()), home(cast.tom()), home(cast.ines())) == ("red", "no colour", "red")
    assert "act" not in told("differences", viewer=cast.tom()) and told("followed", viewer=cast.tom()) == {}
    assert told("differences", viewer=cast.ines())["act"] == 1


def test_what_is_about_a_manager_is_kept_from_that_manager_alone(council, at):
    """Not from the manager of all, nor from totals and what is published; a talk about it, as the heat, not either."""
    child = looked_after()
    for who in ("tom", "mona", "sara"):
        cast.person(who)
    asked = operations.open_round(child=child, by=cast.maya(), at=at)
    child_says(asked, at, home="red", about={"home": "manager"})
    sends(asked, {"home": Given(Colour.GREEN, "All is well.")}, at)
    talk = {"category": "home", "key": "t", "held_on": ON, "with_whom": "Ines", "decided": "We ask.", "action": None}
    told_child = {"for_child": "We ask for you.", "no_action_why": "It was put right at once."}
    operations.record_talk(round_public_id=asked.public_id, **talk, **told_child, by=cast.maya(), at=at)

    def child_at_home(viewer):
        rows = day(viewer=viewer).rows("ratings")
        return next(row.outcome for row in rows if row.about == ("child", "home"))

    def looks(viewer):
        return heat_map.heat_map(viewer=viewer, on=ON, teams=None)["children"][0]["cells"]["home"]["voices"]["level"]

    def talks(viewer):
        return len(voices.talks_then(viewer=viewer, child_ids=[child.pk], as_at=ON).get(child.pk, []))

    sara, tom = cast.person("sara"), cast.tom()
    assert [child_at_home(one) for one in (sara, SYSTEM, tom)] == ["red", "red", "no colour"]
    assert [looks(one) for one in (sara, SYSTEM, tom)] == ["act", "act", "nothing to compare"]
    assert [talks(one) for one in (sara, SYSTEM, tom)] == [1, 1, 0]
    assert told("followed", viewer=sara) == {"talked about": 1} and told("followed", viewer=tom) == {}


def test_no_figure_tells_a_worker_of_a_talk_that_the_child_keeps_from_them(council, at):
    child = looked_after()
    for who in ("tom", "mona"):
        cast.person(who)
    asked = made.asked(child, at)
    made.said(asked, "worker", at, home=Colour.GREEN)
    made.said(asked, "carer", at, by="carer", home=Colour.AMBER)
    made.said(asked, "child", at, home=(Colour.RED, {"not_my_worker": True}))
    talk = {"category": "home", "key": "t", "held_on": ON, "with_whom": "Tom", "decided": "We ask.", "action": None}
    told_child = {"for_child": "We ask for you.", "no_action_why": "It was put right at once."}
    operations.record_talk(round_public_id=asked.public_id, **talk, **told_child, by=cast.tom(), at=at)
    assert told("followed", viewer=cast.maya()) == {"open": 1}, "what carer and worker say differs, as they know"
    assert told("followed", viewer=cast.tom()) == {"talked about": 1} == told("followed", viewer=cast.ines())
