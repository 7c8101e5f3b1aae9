"""A report is the same on the page, in a file and from the command line, and the same as the child's page and the list."""

import csv
import io
import json
import random
import re
from collections import Counter
from datetime import timedelta

import openpyxl
import pytest

from seenheard.config.commandline import parser
from seenheard.desk.presenters import heat_map
from seenheard.performance.domain.measures import MEASURES
from seenheard.performance.domain.reports import ACROSS, KINDS
from seenheard.trail.models import Entry
from seenheard.voices import operations
from seenheard.voices import queries as voices
from seenheard.voices.domain.answers import Colour
from tests import cast
from tests.conftest import SEED
from tests.pages.desk.conftest import looked_after
from tests.pages.desk.test_heat_map import child_says

from .conftest import ON, goes_on, sends

pytestmark = pytest.mark.django_db
COLOURS = ("green", "amber", "red")
WHERE = "/reports/"


def page(who="sara", **asked):
    answer = cast.signed_in(who).get(WHERE, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def figures(who="sara", kind="csv", **asked):
    """The file's rows, as dictionaries."""
    answer = cast.signed_in(who).get(f"{WHERE}figures.{kind}", asked)
    assert answer.status_code == 200, asked
    if kind == "csv":
        return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def command(capsys, clock, *words):
    args = parser().parse_args(["report", *words, "--json"])
    code = args.func(args, clock)
    said = capsys.readouterr()
    return json.loads(said.out) if code == 0 else said.err


@pytest.fixture
def clock(at):
    return type("Clock", (), {"at": at, "on": ON})()


@pytest.fixture
def drawn(request, council, says, at, stopped_clock):
    """Three children whose worker and who themselves said something drawn by lot, part by part; or nothing."""
    drawing, found = random.Random(request.config.stash[SEED]), []
    cast.person("tom")
    for number in range(3):
        child = looked_after(forename=f"Child {number}")
        asked = operations.open_round(child=child, by=cast.maya(), at=at)
        keys = drawing.sample(asked.categories, 8)
        child_says(asked, at, **{key: drawing.choice(COLOURS) for key in keys[2:]})
        sends(asked, says(**{key: drawing.choice(COLOURS) for key in keys[:5]}), at)
        found.append(child)
    return found


def test_one_childs_value_is_the_same_wherever_it_is_shown(drawn, capsys, clock):
    """CORE-05: the child's page, the team's list, the report, its file and the command."""
    tom, on = cast.tom(), ON
    listed = {
        one["child"]: one["cells"] for one in heat_map.heat_map(viewer=tom, on=on, teams=tom.team_refs)["children"]
    }
    for child in drawn:
        (asked,) = voices.rounds_of(viewer=tom, child=child, on=on)
        rows = voices.columns(viewer=tom, child=child, now=asked, on=on).rows
        on_page = Counter(
            (str(voice), shown[0].answer.word)
            for row in rows
            for voice, shown in row.columns.items()
            if shown and isinstance(shown[0].answer, Colour)
        )
        in_list = Counter(
            (voice, word)
            for cell in listed[str(child.public_id)].values()
            for voice, word in cell["voices"]["answers"].items()
            if word in COLOURS
        )
        number = child.now.local_id
        table = command(capsys, clock, "child", "--about", number, "--across", "voice", "--only", "ratings")["tables"][
            0
        ]
        commanded = Counter(
            {(line["by"], word): line[on.isoformat()]["outcomes"][word] for line in table["lines"] for word in COLOURS}
        )
        asked_for = {"report": "child", "about": number, "across": "voice"}
        voices_named = {"Worker": "worker", "Carer": "carer", "Child or young person": "child"}
        filed = Counter(
            {
                (voices_named[row["Of"]], row["Outcome"]): int(row["Count"])
                for row in figures("tom", **asked_for)
                if row["Measure"] == "What people say" and row["Of"] != "All" and row["Outcome"] in COLOURS
            }
        )
        assert +on_page == +in_list == +commanded == +filed and sum(on_page.values()) == 11


def test_every_report_opens_on_screen_and_as_two_files_that_agree(two_teams, stopped_clock):
    about = {"team": cast.TEAM, "worker": "P0002", "category": "home", "child": two_teams.red.now.local_id}
    for kind in KINDS.values():
        asked = {"report": kind.key, "against": "2026-03-01", "about": about.get(kind.about, "")}
        said = page(**asked)
        assert kind.name in said, kind.key
        filed = figures(**asked)
        names = {MEASURES[key].name for key in kind.measures}
        assert {row["Measure"] for row in filed} == names and {row["As at"] for row in filed} == {
            "2026-03-31",
            "2026-03-01",
        }
    assert "Audits of plans" in page(report="scrutiny")
    for kind in ("scrutiny", "views"):
        counts = [int(row["Count"]) for row in figures(report=kind)]
        assert counts == [row["Count"] for row in figures(report=kind, kind="xlsx")]
    assert Entry.objects.get(what="looked_at_report").children == [str(two_teams.red.public_id)]


def test_whatever_it_is_crossed_by_the_lines_add_up_to_the_total(two_teams, stopped_clock):
    for across in ACROSS:
        found = Counter()
        for row in figures(report="service", across=across):
            if row["Crossed by"]:
                sign = -1 if row["Of"] == "All" else 1
                found[row["Measure"], row["Outcome"], row["As at"]] += sign * int(row["Count"])
        assert found and not +found and not -found, across


def test_a_report_of_a_past_day_does_not_change(two_teams, says, at, capsys, clock):
    asked = ("service", "--on", "2026-03-31", "--across", "worker")
    before = command(capsys, clock, *asked)
    goes_on(two_teams, says, at)
    clock.on = ON + timedelta(days=60)
    assert command(capsys, clock, *asked) == before
    assert command(capsys, clock, "service", "--across", "worker")["children"] == {"2026-05-30": 5}


def test_the_time_reported_on_is_as_long_on_both_days(two_teams, stopped_clock, clock, capsys):
    """Answers of 31 March: within a day of 31 March, and not within the 30 days up to 1 April less 31."""
    clock.on = ON + timedelta(days=2)
    asked = ("views", "--only", "views", "--across", "none", "--on", "2026-04-02")
    for against, now, then in (("2026-03-31", 0, 1), ("2026-03-30", 1, 0)):
        found = command(capsys, clock, *asked, "--against", against)["tables"][0]["total"]
        assert (found["2026-04-02"]["count"], found[against]["count"]) == (now, then)


def test_the_rows_behind_a_figure_are_children_one_may_see(two_teams, stopped_clock):
    said = page("tom", rows="asked")
    assert "Red Underwood" in said and "Unasked Underwood" in said and "Other Underwood" not in said
    row = Entry.objects.filter(what="looked_at_list", about="report service").latest("id")
    assert set(row.children) == {str(one.public_id) for one in (two_teams.red, two_teams.silent, two_teams.unasked)}
    assert "Silent Underwood" in page("tom", report="views"), "whose views were not recorded"
    assert "Red Underwood" not in page("tom", report="views")
    assert "3 children on" in page("tom") and "1 child on" in page("mona") and "4 children on" in page("sara")


def test_of_whom_one_may_not_know_there_is_no_report(two_teams, stopped_clock):
    said = page("mona", report="child", about=two_teams.red.now.local_id)
    assert "There is no child of this number whom you may see." in said and "What people say" not in said
    for who in ("ana", "adam", "grace"):
        assert cast.signed_in(who).get(WHERE).status_code == 403
        assert cast.signed_in(who).get(f"{WHERE}figures.csv").status_code == 403


@pytest.mark.parametrize(
    ("asked", "says_why"),
    [
        ({"report": "moon"}, "Choose one of the reports"),
        ({"on": "2026-02-30"}, "must be a real date"),
        ({"on": "2027-01-01"}, "31 March 2026 or earlier"),
        ({"on": "2026-03-01", "against": "2026-03-02"}, "1 March 2026 or earlier"),
        ({"across": "moon"}, "Choose what the figures are crossed by"),
        ({"report": "team"}, "Say which team"),
        ({"report": "category", "about": "moon"}, "no category of this name"),
    ],
)
def test_what_cannot_be_reported_says_why(council, stopped_clock, asked, says_why):
    assert says_why in page(**asked)
    assert cast.signed_in("sara").get(f"{WHERE}figures.csv", asked).status_code == 404


@pytest.mark.parametrize(
    ("who", "kind", "about"),
    [
        ("sara", "team", "moon"),
        ("sara", "worker", "moon"),
        ("mona", "team", cast.TEAM),  # there is one, and she may see none of its children
        ("mona", "team", "Disabled Children"),
        ("mona", "worker", "P0002"),
        ("mona", "worker", "Maya Ashworth"),
    ],
)
def test_a_team_or_worker_of_whose_children_the_reader_sees_none_is_not_known(
    two_teams, stopped_clock, who, kind, about
):
    """Said in the same words whether there is none or whether there is one: no name is told that was not asked with."""
    asked = {"report": kind, "about": about}
    said = text_of(page(who, **asked))
    assert f"No {kind} “{about}” is known to have held, on 31 March 2026, the case of a child whom you may see." in said
    assert "What people say" not in said and "0 children" not in said
    assert about == "Maya Ashworth" or "Maya" not in said
    assert cast.signed_in(who).get(f"{WHERE}figures.csv", asked).status_code == 404


def test_whoever_held_a_case_on_one_of_the_days_is_known(two_teams, says, at, stopped_clock, capsys, clock):
    """Otto has held one of Maya's cases since; on a day on which nobody was in care there is nothing to report."""
    goes_on(two_teams, says, at)
    assert "1 child on" in page("mona", report="team", about=cast.OTHER_TEAM)
    asked = ("worker", "--about", "P0002", "--against")
    assert command(capsys, clock, *asked, "2020-01-06")["children"] == {"2026-03-31": 3, "2020-01-06": 0}
    assert "No worker “P0002” is known" in command(capsys, clock, *asked, "2020-01-06", "--on", "2020-01-07")


def text_of(said):
    return re.sub(r"<[^>]*>|\s+", " ", said.partition("<main")[2])


def test_that_it_is_not_for_handing_on_is_said(council, capsys, clock, stopped_clock):
    says = "Small numbers are not protected here: what leaves the council is made with"
    assert command(capsys, clock, "service")["not_to_hand_on"] == f"{says} publish."
    args = parser().parse_args(["report", "service"])
    assert args.func(args, clock) == 0
    assert capsys.readouterr().err == f"{says} publish.\n"
    assert f"{says} Published reports." in page()


def test_the_command_says_why_not(council, capsys, clock):
    assert "Say which team" in command(capsys, clock, "team")
    for kind in ("team", "worker"):
        said = command(capsys, clock, kind, "--about", "moon", "--against", "2026-03-01")
        days = "31 March 2026 and 1 March 2026"
        assert said == f"No {kind} “moon” is known to have held, on {days}, the case of a child whom you may see.\n"
    assert "no category of this name" in command(capsys, clock, "category", "--about", "moon")
    assert not Entry.objects.filter(what="printed_report").exists(), "nothing was shown"


@pytest.mark.parametrize(
    "asked",
    [
        {"on": "0001-01-01"},
        {"against": "1000-01-01"},
        {"report": "child", "about": "\x00"},
        {"on": "1900-01-01", "against": "1900-01-01"},
        {"against": "1900-01-01"},
    ],
)
def test_no_address_breaks_a_report(asked, two_teams, stopped_clock):
    sara = cast.signed_in("sara")
    found = [sara.get(place, asked).status_code for place in (WHERE, f"{WHERE}figures.csv")]
    assert found[0] == 200 and found[1] in (200, 404)
    if min(asked.get("on", "2"), asked.get("against", "2")) < "1900":
        assert "must be 1 January 1900 or later" in page(**asked)
        with pytest.raises(SystemExit):
            parser().parse_args(["report", "service", *(f"--{name}={value}" for name, value in asked.items())])
