"""CORE-05, of what is counted besides what people say: where a child was met, and how its plan is rated.

The child's own pages, the team's list, the report, its file and the command say the same of whatever was drawn by lot.
"""

import random
import re
from datetime import timedelta

import pytest

from seenheard.performance.queries import as_at
from seenheard.record import operations as record_operations
from seenheard.record import queries as record
from seenheard.voices import operations
from seenheard.voices import queries as voices
from seenheard.voices.domain.answers import Colour
from seenheard.voices.domain.plans import Rater
from tests import cast
from tests.conftest import SEED
from tests.factories import record as made
from tests.pages.desk.conftest import looked_after

from .conftest import ON
from .test_reports import clock, command, figures, page  # noqa: F401 - fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn(request, council, at, stopped_clock):
    """Three children with visits and ratings drawn by lot, and one with a visit at home and one of which no place is
    known, whose plan is red."""
    drawing = random.Random(request.config.stash[SEED])
    made.loads("ssd", ["cla_visit"])
    cast.person("tom")
    found = [looked_after(forename=f"Child {number}") for number in range(4)]
    for child in found[1:]:
        visited_and_rated(drawing, child, at)
    made.add("cla_visit", found[0], visited_on=ON, seen=True)
    visit(found[0], "home", ON - timedelta(days=1), at)
    operations.rate_plan(child=found[0], colour=Colour.RED, reasons="It is late.", key="red", by=cast.ines(), at=at)
    return found


def visit(child, place, on, at, *, seen=True, key="visit"):
    part = record_operations.Part(
        child=child, seen=seen, why_not_seen="" if seen else "Out.", kept_why="Another visit."
    )
    record_operations.record_visit(
        visited_on=on, place=place, parts=[part], key=f"{child.pk} {key}", by=cast.maya(), at=at
    )


def visited_and_rated(drawing, child, at):
    """Some visits, typed and from files, and some ratings of the plan: whatever the draw gives."""
    for number in range(drawing.randrange(4)):
        on, seen = ON - timedelta(days=drawing.randrange(50)), drawing.choice([True, True, False])
        if drawing.random() < 0.2:
            made.add("cla_visit", child, visited_on=on, seen=seen)
            continue
        place = drawing.choice(["home", "home", "home before", "out", "school"])
        visit(child, place, on, at, seen=seen, key=number)
    for number in range(drawing.randrange(4)):
        by = drawing.choice([cast.maya(), cast.ines()])
        more = {"colour": drawing.choice(list(Colour)), "reasons": "As I see it.", "key": f"{child.pk} {number}"}
        operations.rate_plan(child=child, **more, by=by, at=at + timedelta(minutes=number))


def met_by_its_visits(viewer, child):
    """Where the child was met, counted again from the visits that its pages show."""
    typed = record.visits(viewer=viewer, child=child, on=ON)
    told = record.life(viewer=viewer, child=child, on=ON).history.happenings
    only_there = [one for one in told if one.kind == "care_visit_made" and "typed" not in one.sources]
    at_home = {row.place in ("home", "home before") for row in typed if row.seen}
    if False in at_home:
        return "somewhere else too"
    if any(one.facts["seen"] for one in only_there):
        return "place not recorded"
    return "only where they live" if at_home else "not seen"


def plan_on_its_page(viewer, child):
    latest = voices.plan_of(viewer=viewer, child=child, on=ON).latest
    return {rater.value: latest[rater].colour.word if rater in latest else "not rated" for rater in Rater}


def of_the_report(table):
    """By line, the one outcome that was found of one child."""
    return {line["by"]: [word for word, many in line["2026-03-31"]["outcomes"].items() if many] for line in table}


def listed_in_the_team(name, child, measure):
    """By what it is about, what the team's report lists of the child behind its figures."""
    rows = re.findall(
        r"<tr.*?</tr>", page("tom", report="team", about=cast.TEAM, rows=measure).partition('"rows"')[2], re.S
    )
    cells = [re.findall(r"<td.*?</td>|<th.*?</th>", row, re.S) for row in rows if str(child.public_id) in row]
    return [[re.sub(r"<[^>]*>|\s+", " ", cell).strip() for cell in row[2:]] for row in cells]


def everywhere_the_same(drawn, capsys, clock):  # noqa: F811
    for child in drawn:
        number, met = child.now.local_id, met_by_its_visits(cast.tom(), child)
        plan = plan_on_its_page(cast.tom(), child)
        asked = ("child", "--about", number, "--across", "voice")
        (table,) = command(capsys, clock, *asked, "--only", "met")["tables"]
        assert of_the_report([table["total"] | {"by": ""}]) == {"": [met]}
        (table,) = command(capsys, clock, *asked, "--only", "plan")["tables"]
        assert of_the_report(table["lines"]) == {rater: [word] for rater, word in plan.items()}
        filed = [row for row in figures("tom", report="child", about=number, across="voice") if row["Count"] == "1"]
        assert [row["Outcome"] for row in filed if row["Measure"] == "Where children were met"] == [met]
        in_file = {
            row["Of"]: row["Outcome"]
            for row in filed
            if row["Measure"] == "How the plan is rated" and row["Of"] != "All"
        }
        assert in_file == {rater.capitalize(): word for rater, word in plan.items()}
        assert listed_in_the_team("tom", child, "met") == [[met.capitalize()]]
        in_list = dict(listed_in_the_team("tom", child, "plan"))
        assert in_list == {rater.capitalize(): word.capitalize() for rater, word in plan.items()}


def test_the_same_wherever_it_is_shown(drawn, capsys, clock):  # noqa: F811
    everywhere_the_same(drawn, capsys, clock)


def test_a_place_that_is_not_known_counted_as_home_is_found(drawn, capsys, clock, monkeypatch):  # noqa: F811
    counted = as_at.of_meetings

    def unknown_is_home(met, **more):
        return counted({(seen, place or "home") for seen, place in met}, **more)

    monkeypatch.setattr(as_at, "of_meetings", unknown_is_home)
    with pytest.raises(AssertionError):
        everywhere_the_same(drawn, capsys, clock)


def test_a_rating_counted_as_the_other_raters_is_found(drawn, capsys, clock, monkeypatch):  # noqa: F811
    counted = voices.plans_then

    def swapped(**asked):
        return dict(zip(Rater, reversed(counted(**asked).values()), strict=True))

    monkeypatch.setattr(voices, "plans_then", swapped)
    with pytest.raises(AssertionError):
        everywhere_the_same(drawn, capsys, clock)
