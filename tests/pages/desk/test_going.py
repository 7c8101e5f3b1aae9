"""How it is going: what goes well and each part over time, of what a reader may read and of no word more."""

import gzip
import re
from datetime import UTC, datetime, timedelta

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.desk.presenters.part_by_part import CALM
from seenheard.record import operations as record
from seenheard.trail.models import Entry
from seenheard.voices import queries
from seenheard.voices.domain.answers import Colour
from tests import cast
from tests.factories import voices as made
from tests.pages.desk.test_everything_at_once import MOST

pytestmark = pytest.mark.django_db
R, A, G = Colour
FIRST, SECOND, NOW = (datetime(2026, month, 2, 9, tzinfo=UTC) for month in (1, 2, 3))
HIDDEN = {"not_my_worker": True}


@pytest.fixture
def told(ash, at):
    """Three rounds that are over. Home went from red to green; friends too, but the child keeps that from the worker
    and says now that it is worse; of safety it says that it is about the manager."""
    made.council(FIRST)
    first, second, third = (
        made.ended(made.asked(ash, when), when + timedelta(days=9)) for when in (FIRST, SECOND, NOW)
    )
    wish = {"one_thing": "Longer Tuesdays", "best_thing": "Old football"}
    reply = made.said(first, "child", FIRST, words=wish, home=R, friends=(G, HIDDEN), safety=G)
    made.said(first, "worker", FIRST, home=A, friends=A)
    made.said(second, "child", SECOND, home=A, friends=(A, HIDDEN))
    best = {"best_thing": "My rabbit Zqrabbitx", "anything_else": "x"}
    made.said(third, "child", NOW, words=best, home=G, friends=(R, HIDDEN), safety=(R, {"about": "manager"}))
    made.said(third, "carer", NOW, home=G, friends=G)
    made.said(third, "worker", NOW, home=G, friends=G)
    maya = cast.maya()
    what = {
        "words": "Ask the club",
        "due_on": at.date() + timedelta(days=3),
        "arising_from": f"reply/{reply.public_id}",
    }
    record.add_action(child=ash, key="club", owned_by=str(maya.public_id), by=maya, at=at, **what)
    record.finish_action(child=ash, key="club", outcome="The club says yes", done_on=at.date(), by=maya, at=at)
    return ash


@pytest.fixture
def read(told, stopped_clock):
    def page(who: str, path: str = "going/") -> str:
        shown = cast.signed_in(who).get(f"/children/{told.public_id}/{path}").content.decode()
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown))

    return page


def part(page: str, name: str, until: str) -> str:
    return page.partition(f" {name} ")[2].partition(f" {until} ")[0]


def test_what_goes_well_stands_first_on_the_childs_page(read):
    for path in ("", "going/"):
        page = read("maya", path)
        assert "The best thing right now: My rabbit Zqrabbitx Said on 2 March 2026" in page
        assert (
            "green now. The social worker said amber on 2 January 2026 and the child said amber on 2 February" in page
        )
        assert "Asked for: Longer Tuesdays Done on 31 March 2026: The club says yes" in page
    assert page.index("What goes well") < page.index("Part by part")


def test_the_trend_is_of_what_the_reader_may_read(read):
    worker, manager, officer = read("maya"), read("tom"), read("ines")
    for page in (worker, manager, officer):
        assert "Better since 2 February 2026: amber then, green now." in page  # home, the child
        assert "Better since 2 January 2026: amber then, green now." in page  # home, the worker
    worse = "Worse since 2 February 2026: amber then, red now."
    assert worse in manager and worse in officer and worse not in worker
    about = "Worse since 2 January 2026: green then, red now."
    assert about in worker and about in officer and about not in manager


def parts(who: str, child) -> tuple[dict, dict]:
    """What the child's page says of each part of life, voice by voice: what has moved, and what stands folded."""
    page = cast.signed_in(who).get(f"/children/{child.public_id}/").content.decode()
    found = {}
    for name, cells in re.findall(r'going/#c-[^"]*">([^<]*)</a></th>(.*?)</tr>', page, re.DOTALL):
        found[name] = re.findall(r"<span[^>]*>([^<]*)</span>", cells)
    open_part, _, folded = page.partition(CALM)
    return tuple(
        {name: said for name, said in found.items() if f">{name}</a></th>" in half} for half in (open_part, folded)
    )


def test_each_part_has_a_line_on_the_childs_page_as_far_as_the_reader_may_read(told, stopped_clock):
    names = {one.key: one.name for one in queries.categories(on=NOW.date())}
    home, friends, safety = (names[key] for key in ("home", "friends", "safety"))
    (moved, rest), (to_manager, calm) = parts("maya", told), parts("tom", told)
    assert moved[home] == ["Green, better", "Green, first answer", "Green, better"]  # worker, carer, child
    assert moved[friends] == ["Green, better", "Green, first answer", "No answer now"]  # the child keeps it from them
    assert to_manager[friends][2] == "Red, worse" and moved[safety][2] == "Red, worse"
    assert safety not in to_manager and calm[safety][2] == "No answer now"  # said to be about the manager
    assert moved.keys() == {home, friends, safety} and rest == {}


def test_where_nothing_has_moved_that_is_said(ash, at, stopped_clock):
    made.council(FIRST)
    made.said(made.ended(made.asked(ash, FIRST), FIRST + timedelta(days=9)), "worker", FIRST, home=G)
    page = cast.signed_in("maya").get(f"/children/{ash.public_id}/").content.decode()
    assert f"3 parts: {CALM}" in page


def test_what_stays_red_or_was_red_when_last_heard_of_is_not_folded(ash, at, stopped_clock):
    made.council(FIRST)
    for when, said in ((FIRST, {"home": R, "friends": A, "safety": G}), (SECOND, {"home": R, "safety": G})):
        made.said(made.ended(made.asked(ash, when), when + timedelta(days=9)), "child", when, **said)
    shown, calm = parts("maya", ash)
    names = {one.key: one.name for one in queries.categories(on=NOW.date())}
    assert {name: said[2] for name, said in shown.items()} == {
        names["home"]: "Red, the same",
        names["friends"]: "No answer now",
    }
    assert calm.keys() == {names["safety"]}


def test_every_line_holds_just_what_the_columns_show(told, on):
    """The two roads to an answer agree, for every reader and every round."""
    for viewer in (cast.maya(), cast.tom(), cast.ines(), cast.sara()):
        told_over_time = queries.over_time(viewer=viewer, child=told, on=on)
        rounds = queries.rounds_of(viewer=viewer, child=told, on=on)
        assert [one.now for one in told_over_time] == list(rounds)
        by_columns = queries.columns_of_rounds(viewer=viewer, child=told, rounds=rounds, on=on)
        for one in told_over_time:
            seen = by_columns[one.now.id]
            beside = {
                (voice, row.key, shown.answer)
                for row in seen.rows
                for voice, column in row.columns.items()
                for shown in column
            }
            assert set(one.colours) == beside and one.words == seen.words
            assert seen == queries.columns(viewer=viewer, child=told, now=one.now, on=on)


def test_before_a_round_is_open_its_answers_are_in_no_line(told, at):
    later = at + timedelta(days=1)
    made.said(made.asked(told, later), "child", later, words={"best_thing": "Zqearlyx"}, home=R)
    (latest, *_) = queries.over_time(viewer=cast.maya(), child=told, on=later.date())
    assert (latest.opened, latest.colours, latest.words) == (False, (), ())
    (latest, *_) = queries.over_time(viewer=cast.tom(), child=told, on=later.date())
    assert latest.colours == () and [one.words for one in latest.words] == ["Zqearlyx"]  # a person reads every word


def test_as_at_an_earlier_day_nothing_later_counts(told):
    found = queries.over_time(viewer=SYSTEM, child=told, on=SECOND.date())
    assert [one.now.opened_on for one in found] == [SECOND.date(), FIRST.date()]
    assert not any("Zqrabbitx" in words.words for one in found for words in one.words)


def test_it_asks_little_and_writes_down_who_looked(told, stopped_clock, count_queries):
    client = cast.signed_in("maya")
    for path in ("", "going/"):
        client.get(f"/children/{told.public_id}/{path}")
        assert count_queries(lambda path=path: client.get(f"/children/{told.public_id}/{path}")) <= MOST
    assert Entry.objects.filter(what="looked_at_going", children=[str(told.public_id)]).count() == 2


def test_the_page_goes_over_the_line_small(told, stopped_clock):
    """On a phone with a slow line: of the 100 kB of a first load the page itself may take fifteen."""
    client, address = cast.signed_in("maya"), f"/children/{told.public_id}/"
    small = client.get(address, headers={"accept-encoding": "gzip"})
    assert small["Content-Encoding"] == "gzip" and len(small.content) < 15_000
    assert "My rabbit Zqrabbitx" in gzip.decompress(small.content).decode()
    assert "Content-Encoding" not in client.get(address)


def test_what_a_child_has_achieved_is_recorded_and_stands_first(told, read, at):
    maya, form = cast.signed_in("maya"), f"/children/{told.public_id}/record/achievement_told/"
    opened = maya.get(form).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', opened)[1]
    day = {"on_day": "28", "on_month": "3", "on_year": "2026", "key": key}
    assert "Say what it is" in maya.post(form, day | {"achievement": ""}).content.decode()
    assert maya.post(form, day | {"achievement": "Won the relay Zqrelayx"}).status_code == 302
    for path in ("", "going/"):
        page = read("maya", path)
        assert "Won the relay Zqrelayx (28 March 2026)" in page.partition("green now")[0]
    assert "Goes well: Won the relay Zqrelayx" in read("maya", "story/")
    assert "Won the relay Zqrelayx (28 March 2026)" in read("ines", "review-pack/")


def test_a_child_of_whom_nobody_was_asked(ash, stopped_clock):
    shown = cast.signed_in("maya").get(f"/children/{ash.public_id}/going/").content.decode()
    assert "Nothing stands here yet" in shown and "No round is open to read yet." in shown
