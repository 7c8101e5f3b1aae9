"""The heat map: two lights in every cell, the worst child first over all of them, and nobody's answer too early."""

import csv
import html
import io
import re
from datetime import date, timedelta

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.desk.presenters import heat_map
from seenheard.duties import operations as duties
from seenheard.trail.models import Entry
from seenheard.voices import operations, queries
from seenheard.voices.domain.answers import Colour, Voice, packed
from seenheard.voices.domain.mismatch import Level
from seenheard.voices.domain.replies import Given
from seenheard.voices.models import Category, Rating, Reply
from tests import cast
from tests.pages.desk.conftest import looked_after

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 31)
INBOX = {"role": "Duty desk", "email": "duty@fenmarsh.example"}
NEEDED = {
    "duty_inbox": INBOX,
    "night_inbox": INBOX,
    "night_number": {"number": "01632 960 001", "checked_by": "Sara Okafor", "checked_on": "2026-03-30"},
}


@pytest.fixture
def council(db, at, stopped_clock):
    sara = cast.sara()
    operations.choose_pack(pack="twelve", by=sara, at=at)
    for name, value in NEEDED.items():
        operations.set_voices(name=name, value=value, by=sara, at=at)
    return sara


def child_says(asked, at, about=None, **colours):
    """As the child's door writes it; `about`: by category, whom the child says it is about."""
    given = {key: Colour[word.upper()] for key, word in colours.items()}
    reply = Reply.objects.create(
        child=asked.child,
        round=asked,
        voice="child",
        said_by="child",
        form="11-17",
        colours=packed(asked.categories, given),
        sent_at=at,
        key=f"child {asked.pk}",
    )
    ids = dict(Category.objects.values_list("key", "pk"))
    Rating.objects.bulk_create(
        Rating(
            child=asked.child,
            reply=reply,
            category_id=ids[key],
            voice="child",
            said_by="child",
            colour=int(one),
            about=(about or {}).get(key, ""),
            said_on=at.date(),
        )
        for key, one in given.items()
    )
    return reply


def worker_says(asked, at, **colours):
    given = {key: Given(Colour[word.upper()], f"Because of {key}, {at:%d %B}.") for key, word in colours.items()}
    return operations.send_worker_reply(
        public_id=asked.public_id, given=given, key=f"worker {asked.pk}", by=cast.maya(), at=at
    )


@pytest.fixture
def three(council, at):
    """Calm, to talk about, and to act on; all with overdue duties of their own."""
    found = {}
    for name, says in (("calm", "green"), ("talk", "amber"), ("act", "red")):
        child = looked_after(forename=name.capitalize())
        asked = operations.open_round(child=child, by=cast.maya(), at=at)
        child_says(asked, at, health=says, home="green")
        worker_says(asked, at, health="green", home="green")
        found[name] = asked
    duties.take_changes(by=SYSTEM, at=at)
    return found


def read(answer):
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_the_worst_child_comes_first_and_each_cell_has_two_lights(three):
    said = read(cast.signed_in("tom").get("/my-team/what-people-say/"))
    assert said.index("Act Underwood") < said.index("Talk Underwood") < said.index("Calm Underwood")
    assert "3 children. To act on today: 0. To act on: 1. To talk about: 1. With something overdue: 3." in said
    assert "WG C– YR" in said and "To talk about" in said and "The same" in said
    assert "overdue</i>" in said, "what is owed stands below, in words"
    assert Entry.objects.filter(what="looked_at_list", about="heat_map").count() == 1


def test_a_phone_is_told_how_many_parts_are_calm_and_shows_the_others(three):
    rows = read(cast.signed_in("tom").get("/my-team/what-people-say/")).split('<th scope="row">')[1:]
    for row, name, loud in zip(rows, ("Act", "Talk", "Calm"), (1, 1, 0), strict=True):
        cells = re.findall(r'<td data-title="([^"]+)"( class="h-calm")?>(.*?)</td>', row)
        said = [title for title, calm, words in cells if not calm]
        assert name in row and len(cells) == 12
        assert [
            title for title, calm, words in cells if "h-late" in words or "h-act" in words or "h-talk" in words
        ] == said
        assert ("Health" in said) == bool(loud)
        calm = 12 - len(said)
        assert f'<td class="h-rest">{calm} other parts: no red or amber, nothing overdue.</td>' in row


def test_what_everybody_calls_red_is_not_calm(council, at):
    asked = operations.open_round(child=looked_after(forename="Same"), by=cast.maya(), at=at)
    child_says(asked, at, health="red", home="green")
    worker_says(asked, at, health="red", home="green")
    said = read(cast.signed_in("tom").get("/my-team/what-people-say/"))
    cells = dict(re.findall(r'<td data-title="([^"]+)"((?: class="h-calm")?>.*?)</td>', said))
    assert "The same" in cells["Health"] and "The same" in cells["Home"]
    calm = {name for name, cell in cells.items() if "h-calm" in cell}
    assert calm == {name for name, cell in cells.items() if "h-late" not in cell} - {"Health"}


def test_before_the_worker_has_sent_nothing_of_the_round_is_here(council, at):
    child = looked_after()
    asked = operations.open_round(child=child, by=cast.maya(), at=at)
    child_says(asked, at, health="red")
    tom = cast.tom()
    assert queries.heat(viewer=tom, on=ON, child_ids=[child.pk]) == {}
    after = queries.heat(viewer=tom, on=asked.closes_on, child_ids=[child.pk])
    assert after[child.pk].cells["health"].answers[Voice.CHILD] is Colour.RED


def test_as_at_a_day_the_round_before_stands(three, at):
    child, later = three["act"].child, at + timedelta(days=90)
    again = operations.open_round(child=child, by=cast.maya(), at=later)
    worker_says(again, later, health="amber")
    tom = cast.tom()

    def level(on):
        return queries.heat(viewer=tom, on=on, child_ids=[child.pk])[child.pk].cells["health"]

    assert level(ON).mismatch.level is Level.ACT
    assert level(later.date()).mismatch.level is Level.NOTHING_TO_COMPARE


def test_what_the_child_says_is_about_the_manager_is_not_in_the_managers_map(council, at):
    child = looked_after()
    asked = operations.open_round(child=child, by=cast.maya(), at=at)
    child_says(asked, at, about={"safety": "manager"}, home="green", safety="red")
    worker_says(asked, at, home="green", safety="green")
    told = queries.heat(viewer=cast.tom(), on=ON, child_ids=[child.pk])[child.pk]
    assert told.cells["safety"].mismatch.level is Level.NOTHING_TO_COMPARE
    told = queries.heat(viewer=cast.ines(), on=ON, child_ids=[child.pk])[child.pk]
    assert told.cells["safety"].mismatch.level is Level.ACT_TODAY


def test_of_another_team_nothing(three):
    assert "Underwood" not in read(cast.signed_in("mona").get("/my-team/what-people-say/"))
    ids = [one.child_id for one in three.values()]
    assert queries.heat(viewer=cast.person("mona"), on=ON, child_ids=ids) == {}
    assert cast.signed_in("maya").get("/my-team/what-people-say/").status_code == 403


def test_a_merged_category_stands_under_the_one_it_became(three, council, at):
    operations.merge_category(key="health", into="home", why="One conversation.", by=council, at=at)
    told = queries.heat(viewer=cast.tom(), on=ON, child_ids=[three["act"].child_id])
    cell = told[three["act"].child_id].cells["home"]
    assert (cell.was, cell.mismatch.level) == ("Health", Level.ACT), "the worst of both, under the name it had"


def test_the_file_and_the_page_and_the_map_of_the_command_line_agree(three):
    tom = cast.signed_in("tom")
    rows = list(csv.DictReader(io.StringIO(tom.get("/my-team/what-people-say/file/").content.decode("utf-8-sig"))))
    assert len(rows) == 3 * 12
    of_file = [
        (row["Child"], row["Category"], row["What people say"]) for row in rows if row["What people say"] == "Act"
    ]
    assert of_file == [("Act Underwood", "Health", "Act")]
    plain = heat_map.heat_map(viewer=cast.tom(), on=ON, teams=None)
    assert [one["cells"]["health"]["voices"]["level"] for one in plain["children"]] == [
        "act",
        "to talk about",
        "the same",
    ]
    assert plain["children"][0]["cells"]["health"]["voices"]["who_is_more_worried"] == ["child"]
    overdue = sum(cell["duty"]["overdue"] for cell in plain["children"][0]["cells"].values())
    assert overdue == sum(int(row["Duties overdue"]) for row in rows if row["Child"] == "Act Underwood") > 0


def test_the_colours_beside_a_reply_are_those_of_its_ratings(three):
    for reply in Reply.objects.all():
        told = dict(reply.ratings.values_list("category__key", "colour"))
        assert reply.colours == [told.get(key) or 0 for key in reply.round.categories]


def names_of(said):
    return [one for one in ("Act", "Talk", "Calm") if f"{one} Underwood" in said]


def test_a_choice_lists_the_children_with_a_category_that_fits_it(three, count_queries):
    tom, page = cast.signed_in("tom"), "/my-team/what-people-say/"
    assert names_of(read(tom.get(page, {"says": "talk"}))) == ["Talk"]
    health = read(tom.get(page, {"category": "health", "says": "some"}))
    assert names_of(read(tom.get(page, {"category": "health", "says": "same"}))) == [], "the carer is silent"
    assert "The same of two" in health
    assert names_of(health) == ["Calm"] and '<th scope="col">Home</th>' not in health
    assert '<option value="health" selected>' in health and "1 of 3 children: those with" in health
    assert names_of(read(tom.get(page, {"category": "home", "says": "act"}))) == []
    assert "fits what you chose" in read(tom.get(page, {"category": "home", "says": "act"}))
    assert names_of(read(tom.get(page, {"owed": "overdue"}))) == ["Act", "Talk", "Calm"]
    assert names_of(read(tom.get(page, {"category": "friends", "owed": "overdue"}))) == []
    assert count_queries(lambda: tom.get(page, {"owed": "overdue"})) <= 15
    file = tom.get(f"{page}file/", {"category": "health", "says": "act"}).content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(file))
    assert (row["Child"], row["Category"]) == ("Act Underwood", "Health")


def test_a_cell_leads_to_the_answers_about_that_part_of_life(three, council, at):
    tom, place = cast.signed_in("tom"), f"/rounds/{three['act'].public_id}/"
    assert f'href="{place}#c-health"' in read(tom.get("/my-team/what-people-say/"))
    assert 'id="c-health"' in read(tom.get(place))
    operations.merge_category(key="health", into="home", why="One conversation.", by=council, at=at)
    assert f'href="{place}#c-health"' in read(tom.get("/my-team/what-people-say/")), "under the key it was asked by"


def test_within_fifteen_questions(three, count_queries):
    tom = cast.signed_in("tom")
    tom.get("/my-team/what-people-say/")
    assert count_queries(lambda: tom.get("/my-team/what-people-say/")) <= 15


@pytest.mark.browser
def test_the_page_is_sound(three):
    from tests import browser

    pages = {"/map/": cast.signed_in("tom").get("/my-team/what-people-say/").content.decode()}
    pages["/empty/"] = cast.signed_in("mona").get("/my-team/what-people-say/").content.decode()
    pages["/chosen/"] = cast.signed_in("tom").get("/my-team/what-people-say/", {"says": "act"}).content.decode()
    with browser.showing(pages) as look:
        for address in pages:
            browser.is_sound(look, address, f"heat-{address.strip('/')}")
