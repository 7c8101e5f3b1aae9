"""The report for a review: beside the review in the pack, on lists while it is late, and sent by one press."""

import csv
import io
import os
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.duties.models import Clock
from seenheard.performance.queries.as_at import AsAt
from seenheard.record import operations as record
from seenheard.trail.models import Entry
from tests import browser, cast
from tests.pages.desk.conftest import looked_after
from tests.unit.ui.test_papers import all_of_docx, words_of

pytestmark = pytest.mark.django_db
LIST = "/my-team/reports-for-reviews/"
BOOKED_AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATE = (
    "A review is planned for Thursday 2 April 2026. The report for it was due by 30 March 2026, and it is not recorded"
)
NONE = "No report for a review is late or due within four weeks."


@pytest.fixture
def ash(db, stopped_clock, at, take):
    """In care, with a review booked for Thursday 2 April; today is Tuesday 31 March."""
    record.keep_here(kinds=["review_report_sent"], from_on=date(2026, 1, 1), by=SYSTEM, at=at)
    child = looked_after()
    booked = {"kind": "care_review_held", "planned_on": date(2026, 4, 2), "key": "booked"}
    record.book(child=child, by=cast.maya(), at=BOOKED_AT, **booked)
    take()
    return child


def plain(answer) -> str:
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def pack(ash, who="maya", form=""):
    return cast.signed_in(who).get(f"/children/{ash.public_id}/review-pack/{form}")


def sent(ash, day, who="maya"):
    """As a worker says it: the form that the pack leads to, with nothing in it but the day."""
    client, address = cast.signed_in(who), f"/children/{ash.public_id}/record/review_report_sent/"
    page = client.get(address).content.decode()
    names = set(re.findall(r'name="(\w+)"', page.partition("<main")[2]))
    assert names - {"csrfmiddlewaretoken", "key"} <= {"on_day", "on_month", "on_year", "keep_words", "kept_why"}, names
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    said = {"on_day": day.day, "on_month": day.month, "on_year": day.year, "key": key}
    return client.post(address, said)


def test_the_pack_says_in_every_form_whether_the_report_was_sent_and_leads_to_saying_so(ash):
    page = pack(ash)
    assert (
        LATE in plain(page) and f'href="/children/{ash.public_id}/record/review_report_sent/"' in page.content.decode()
    )
    assert LATE in re.sub(r"\s+", " ", words_of(pack(ash, form="pdf/").content))
    assert LATE in all_of_docx(pack(ash, form="docx/").content)
    assert sent(ash, date(2026, 3, 31)).status_code == 302
    after = plain(pack(ash))
    assert "The report for it was sent on 31 March 2026, after the day by which it was due (30 March 2026)." in after
    assert "Record that the report was sent" not in after


def test_sent_in_time_it_says_so_and_is_on_no_list(ash):
    sent(ash, date(2026, 3, 30))
    assert "The report for it was sent on 30 March 2026, in time." in plain(pack(ash))
    assert NONE in plain(cast.signed_in("tom").get(LIST))


def test_without_a_planned_review_the_pack_says_nothing_of_a_report(ash, at, take):
    record.cancel_booking(child=ash, key="booked", why="The carer is ill", by=cast.maya(), at=at)
    take()
    page = plain(pack(ash))
    assert "A review is planned" not in page and "Record that the report was sent" not in page
    assert not Clock.objects.filter(rule="LR-08").exists()


def test_once_the_review_was_held_the_report_for_it_is_past(ash, at, take):
    sent(ash, date(2026, 3, 27))
    said = {"kind": "care_review_held", "on": date(2026, 3, 30), "facts": {}, "key": "held", "kept_why": ""}
    record.record_event(child=ash, by=cast.maya(), at=at, **said)
    take()
    assert "A review is planned" not in plain(pack(ash))


@pytest.mark.parametrize("who", ["tom", "ines", "sara"])
def test_a_late_one_is_listed_for_managers_and_reviewing_officers(ash, who):
    client = cast.signed_in(who)
    page = plain(client.get(LIST))
    assert "1 report is late." in page and "within four weeks" not in page
    for words in ("Ash Underwood", "2 April 2026", "30 March 2026", "Overdue", "1 day late"):
        assert words in page
    (row,) = csv.DictReader(io.StringIO(client.get(f"{LIST}file/").content.decode("utf-8-sig"), newline=""))
    assert (row["Review planned for"], row["Report due"], row["When"]) == ("2026-04-02", "2026-03-30", "1 day late")
    told = [(one.what, one.about) for one in Entry.objects.filter(children=[str(ash.public_id)]).order_by("-id")[:2]]
    assert told == [("downloaded_list", "reports-for-reviews"), ("looked_at_list", "reports-for-reviews")]


def test_what_is_due_soon_stands_after_what_is_late(ash, take):
    elm = looked_after(forename="Elm")
    booked = {"kind": "care_review_held", "planned_on": date(2026, 4, 9), "key": "elm"}
    record.book(child=elm, by=cast.maya(), at=BOOKED_AT, **booked)
    take()
    page = plain(cast.signed_in("tom").get(LIST))
    assert "1 report is late. 1 more is due within four weeks." in page
    assert page.index("Ash Underwood") < page.index("Elm Underwood")


def test_the_pack_says_that_it_is_as_at_today_alone(ash):
    assert "A pack as at an earlier day cannot be made" in plain(pack(ash))


def test_another_team_s_manager_finds_none_of_it_and_a_worker_no_list(ash):
    assert NONE in plain(cast.signed_in("mona").get(LIST))
    assert cast.signed_in("maya").get(LIST).status_code == 403
    assert cast.signed_in("maya").get(f"{LIST}file/").status_code == 403


def test_the_reviewing_officer_finds_the_list_in_the_navigation_and_no_list_that_is_closed_to_them(ash):
    page = cast.signed_in("ines").get(LIST).content.decode()
    assert f'href="{LIST}"' in page and "/my-team/late/" not in page
    assert "/my-team/late/" in cast.signed_in("tom").get(LIST).content.decode()


def test_it_is_a_duty_like_any_other_a_prompt_on_the_worker_s_list_and_late_in_a_team(ash, on):
    title = "Social worker's report for a review of a looked-after child"
    work = plain(cast.signed_in("maya").get("/my-work/")).replace("&#39;", "'")
    assert title in work and "1 day late" in work
    assert title in plain(cast.signed_in("maya").get(f"/children/{ash.public_id}/")).replace("&#39;", "'")
    for page in ("/my-team/", "/my-team/late/"):
        assert title in plain(cast.signed_in("tom").get(f"{page}?part=reviews")).replace("&#39;", "'")


def test_the_measure_of_duties_counts_it(ash, on):
    told = [
        (row.child_id, row.outcome)
        for row in AsAt(viewer=cast.tom(), on=on, as_at=on).rows("duties")
        if "LR-08" in row.about
    ]
    assert told == [(ash.pk, "overdue")]


def test_the_list_asks_the_database_as_often_for_many_as_for_one(ash, at, take, count_queries):
    client = cast.signed_in("tom")
    client.get(LIST)
    for_one = count_queries(lambda: client.get(LIST))
    for number in range(5):
        child = looked_after(forename=f"Elm{number}")
        booked = {"kind": "care_review_held", "planned_on": date(2026, 4, 2), "key": f"b{number}"}
        record.book(child=child, by=cast.maya(), at=BOOKED_AT, **booked)
    take()
    assert count_queries(lambda: client.get(LIST)) <= for_one
    assert "6 reports are late." in plain(client.get(LIST))


@pytest.fixture
def pages(ash, take):
    """Each page by an address of its own, rendered beforehand; for SCREENSHOTS the printed pack as well."""
    looked_after(forename="Elm")
    take()
    child, form = f"/children/{ash.public_id}/review-pack/", f"/children/{ash.public_id}/record/review_report_sent/"
    found = {
        "/hers/": pack(ash),
        "/his/": cast.signed_in("tom").get(LIST),
        "/officers/": cast.signed_in("ines").get(LIST),
    }
    found["/form/"] = cast.signed_in("maya").get(form)
    if folder := os.environ.get("SCREENSHOTS"):
        (Path(folder) / "report-pack.pdf").write_bytes(cast.signed_in("maya").get(f"{child}pdf/").content)
    assert {answer.status_code for answer in found.values()} == {200}
    return {address: answer.content.decode() for address, answer in found.items()}


@pytest.mark.browser
def test_they_are_sound_at_a_desk_and_on_a_phone(pages):
    with browser.showing(pages) as look:
        for address in pages:
            browser.is_sound(look, address, f"report-{address.strip('/')}")
