"""Published reports as pages: the same figures for everybody and every time, nothing to choose, nothing to open (PR4)."""

import html
import json
import re
from datetime import date

import pytest
from django.urls import reverse

from seenheard.performance import operations
from seenheard.performance.commands_publish import publish as publish_command
from seenheard.performance.models import Published
from tests import browser, cast
from tests.unit.performance.test_publishing import WHY, counting, counts  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
HERE = "/published/"
END = date(2025, 12, 31)
VARIES = re.compile(r'nonce="[^"]*"|value="[^"]{60,}"|Reference [0-9a-f]{8}|\b[0-9a-f]{8}\b')
ASKED_WITH = "?on=2025-12-30&team=T02&category=health&as_at=2025-10-01&colour=red&page=2&filter=1&against=2025-09-30"


@pytest.fixture
def one(counting, at):  # noqa: F811
    counting.told = counts(without=4)
    return operations.publish(on=END, by=cast.person("della"), at=at)


def read(answer):
    assert answer.status_code == 200
    return VARIES.sub("", html.unescape(answer.content.decode()))


def page_of(one):
    return reverse("performance:published_report", args=[one.public_id])


def figures(page):
    """What stands in the tables."""
    return re.findall(r"<td[^>]*>(.*?)</td>", page, re.DOTALL)


def test_small_numbers_are_c_and_so_is_every_share_made_of_them(one):
    page = read(cast.signed_in("hugh").get(page_of(one)))
    assert "“c” stands for a number that is hidden" in page
    table = page[page.index("current assessment by their worker") : page.index("Children whose own views")]
    said = [re.sub(r"<[^>]*>", "", cell).strip() for cell in figures(table)]
    assert said[:4] == ["c", "c", "100", "c"] and said[4:8] == ["70", "30", "100", "70%"]
    assert page.count("that of the latest round that is open to read") == 3, "of which round a colour is"
    assert "Audits of plans" in page, "what a standing report has to hold and this cannot yet"


def test_whatever_is_asked_the_figures_are_the_same_for_everybody_and_every_time(one):
    told = {who: read(cast.signed_in(who).get(page_of(one))) for who in ("hugh", "cllr", "sara")}
    assert len({tuple(figures(page)) for page in told.values()}) == 1
    hugh = cast.signed_in("hugh")
    for address in (HERE, page_of(one), f"{page_of(one)}figures.csv"):
        assert len({read(hugh.get(f"{address}{more}")) for more in ("", ASKED_WITH, "", "?x=1")}) == 1


def test_no_figure_leads_anywhere_and_nothing_can_be_chosen(one):
    for who in ("hugh", "cllr"):
        page = read(cast.signed_in(who).get(page_of(one)))
        main = page[page.index("<main") : page.index("</main>")]
        assert not any("<a " in cell for cell in figures(main)) and "<form" not in main and "<select" not in main
        assert re.findall(r'<a [^>]*href="([^"]*)"', main) == [VARIES.sub("", f"{page_of(one)}figures.csv")]


def test_the_file_says_what_the_page_says(one):
    lines = read(cast.signed_in("cllr").get(f"{page_of(one)}figures.csv")).splitlines()
    assert lines[0].endswith("Last day of the quarter,Table,Row,Column,Figure")
    mine = [line.split(",")[2:] for line in lines if "current assessment by their worker" in line]
    assert mine[:3] == [
        ["Social worker", "Current", "c"],
        ["Social worker", "Not current", "c"],
        ["Social worker", "Total", "100"],
    ]


def test_the_director_publishes_the_last_quarter_once_and_withdraws_it_with_a_reason(counting):  # noqa: F811
    della, hugh = cast.signed_in("della"), cast.signed_in("hugh")
    assert "No report has been published yet." in read(hugh.get(HERE))
    assert "Publish the report" not in read(hugh.get(HERE)) and "Publish the report" in read(della.get(HERE))
    said = read(della.post(f"{HERE}publish/", {"quarter": "2025-12-31"}, follow=True))
    assert "The report is published. It stays as it is now." in said and "By Della Marsh." in said
    assert "Publish the report" not in read(della.get(HERE))
    assert della.post(f"{HERE}publish/", {"quarter": "2025-12-31"}).status_code == 403
    assert della.post(f"{HERE}publish/", {"quarter": "soon"}).status_code == 400
    address = page_of(Published.objects.get())
    assert "Say why" in read(della.post(f"{address}withdraw/", {"why": "wrong"}))
    assert "The report is withdrawn." in read(della.post(f"{address}withdraw/", {"why": WHY}, follow=True))
    page = read(hugh.get(address))
    assert WHY in page and "by Della Marsh" in page and figures(page) == []
    assert hugh.get(f"{address}figures.csv").status_code == 404


def test_who_sees_totals_alone_begins_there_and_is_told_so_elsewhere(one):
    for who in ("hugh", "cllr", "della"):
        browser_of = cast.signed_in(who)
        assert browser_of.get("/", follow=True).request["PATH_INFO"] == HERE
        refused = browser_of.get("/children/")
        assert refused.status_code == 403 and "totals alone" in html.unescape(refused.content.decode())


def test_a_report_that_is_not_there_is_not_found(db):
    assert cast.signed_in("hugh").get(f"{HERE}00000000-0000-4000-8000-000000000000/").status_code == 404


class Clock:
    def __init__(self, at):
        self.at, self.on = at, at.date()


class Said:
    def __init__(self, by, on=None, json=True):
        self.by, self.on, self.json = by, on, json


def test_the_command_publishes_in_somebodys_name(counting, at, capsys):  # noqa: F811
    cast.person("della")
    assert publish_command(Said("nobody@fenmarsh.example"), Clock(at)) == 1
    assert publish_command(Said("della@fenmarsh.example"), Clock(at)) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["on"] == "2025-12-31" and set(told["tables"].values()) == {"published"}


@pytest.mark.browser
def test_the_pages_are_sound_at_a_desk_and_on_a_phone(one):
    pages = {
        HERE: cast.signed_in("della").get(HERE).content.decode(),
        page_of(one): cast.signed_in("hugh").get(page_of(one)).content.decode(),
        "/refused/": cast.signed_in("della").post(f"{page_of(one)}withdraw/", {"why": ""}).content.decode(),
    }
    with browser.showing(pages) as look:
        for number, address in enumerate(pages):
            browser.is_sound(look, address, f"published-{number}")
