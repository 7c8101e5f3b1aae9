"""The lists about the work of others: on a page, in a file, within rights, written down."""

import csv
import io
import re
from datetime import date, timedelta

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.accounts.models import Cover
from seenheard.duties import operations as duties
from seenheard.duties.domain.causes import key_of
from seenheard.duties.models import Clock
from seenheard.prompts import operations, queries
from seenheard.record import operations as record
from seenheard.record.models import CaseloadLimit, WorkerStage
from seenheard.trail.models import Entry
from tests import cast
from tests.factories import record as made
from tests.pages.desk.conftest import MAYA, looked_after

pytestmark = pytest.mark.django_db

LISTS = ("", "late/", "without-a-worker/", "caseloads/", "changes-of-worker/", "seen-by-nobody/")
KEY = "8b0a6c1e-6d0f-4b8e-9d35-5b7b8d0b7f10"
HELD = {"role": "CW", "team_ref": cast.TEAM}


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def rows(answer):
    """A file's rows under its header, each as a dictionary."""
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def seen(who, name):
    return text(cast.signed_in(who).get(f"/my-team/{name}"))


def file(who, name, query=""):
    return rows(cast.signed_in(who).get(f"/my-team/{name}file/{query}"))


@pytest.fixture
def rowan(ash):
    """Rowan has had three changes of worker, the last to an assistant without a registration."""
    care = {"from_on": date(2025, 5, 1), "legal_code": "C2", "place_code": "U6", "care_ref": "CARE"}
    who = {"forename": "=Rowan", "surname": "Underwood", "born_on": date(2012, 5, 4)}
    child = made.make_child(**who, facts={"cla_episode": care}, tables=["cla_review"])
    for ref, month, why in (("P21", 5, "FCONTA"), ("P22", 6, "LEFTRL"), ("P23", 7, "CHCHAN"), ("P24", 8, None)):
        until = None if ref == "P24" else date(2025, month + 1, 1)
        spell = {"from_on": date(2025, month, 1), "until_on": until, "change_reason": why}
        made.add("involvement", child, professional_ref=ref, **HELD, **spell)
    made.add("professional", None, professional_ref="P24", name="Kit Ames")
    return child


# --- what is late, and why -------------------------------------------------------------------------------------------


def test_what_is_late_is_counted_by_rule_with_how_much_of_it_is_explained(ash, on, at):
    assert "Of these, 0 have an explained delay." in seen("tom", "late/")
    clock = Clock.objects.get(child=ash, rule="LR-01")
    why = "The carer was in hospital"
    duties.explain_delay(child=ash, rule="LR-01", key=key_of(clock), why=why, by=cast.maya(), at=at)
    page = seen("tom", "late/")
    assert "Of these, 1 has an explained delay." in page and why in page and "Maya Ashworth, 31 March 2026" in page
    assert "1 delay is explained</a>." in seen("tom", "")
    (one,) = file("tom", "late/")
    assert (one["Duty"], one["Due"], one["Why it is late"]) == (
        "First review of a looked-after child's case",
        "2026-03-02",
        why,
    )
    assert why not in seen("mona", "late/") and file("mona", "late/") == []


# --- whom nobody qualified holds -----------------------------------------------------------------------------------


def test_children_without_a_worker_and_with_an_unqualified_one_only(rowan):
    nobody = made.make_child(born_on=date(2015, 1, 1), forename="Fern", surname="Sedge")
    made.add("cla_episode", nobody, from_on=date(2026, 2, 2), legal_code="C2")
    page = seen("sara", "without-a-worker/")
    assert "1 child has no worker, and 1 child only a worker without a social work registration." in page
    assert re.search(r"Fern Sedge.*No worker", page, re.DOTALL)
    assert "1 more child is held by somebody whom no staff list names" in page  # Ash, by Maya
    assert "Ash Underwood" not in page
    found = file("sara", "without-a-worker/")
    assert [(one["Child"], one["What is missing"], one["As at"]) for one in found] == [
        ("'=Rowan Underwood", "Only a worker without a social work registration", "2026-03-31"),
        ("Fern Sedge", "No worker", "2026-03-31"),
    ]


def test_nobody_missing_is_said(ash):
    assert "Every child who needs a worker has one." in seen("tom", "without-a-worker/")
    assert file("tom", "without-a-worker/") == []


# --- caseloads -------------------------------------------------------------------------------------------------------


def test_what_each_worker_holds_and_against_which_limit(ash):
    page = seen("tom", "caseloads/")
    assert "1 worker holds children. 0 above the limit, 0 at it." in page
    assert "The limit is 15 to 18 children in the first year after qualifying, and 23 to 25" in page
    assert MAYA in page and "Not known" in page and "Within the limit" in page
    assert "Change the limits" not in page
    (one,) = file("tom", "caseloads/")
    assert (one["Worker’s key"], one["Children"], one["Families"]) == (MAYA, "1", "1")


def test_the_service_manager_changes_the_limits_from_a_day_on(ash):
    client = cast.signed_in("sara")
    assert "Change the limits" in text(client.get("/my-team/caseloads/"))
    address = "/my-team/caseloads/limits/"
    assert 'value="18"' in text(client.get(address))
    typed = {"first_year_reached_at": "1", "first_year_most": "12", "experienced_reached_at": "1"}
    typed |= {"experienced_most": "20", "from_on_day": "31", "from_on_month": "3", "from_on_year": "2026"}
    assert client.post(address, typed).headers["Location"] == "/my-team/caseloads/"
    page = text(client.get("/my-team/caseloads/"))
    assert "The limits of a caseload have been set." in page and "At the limit" in page
    assert "The limit is 1 to 12 children in the first year" in page
    assert CaseloadLimit.objects.count() == Entry.objects.filter(what="set_caseload_limit").count() == 2


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"first_year_most": "x"}, "must be a number between 1 and 99"),
        ({"first_year_most": "2"}, "must not be less than where the limit begins"),
        ({"experienced_most": ""}, "Enter a number for “Experienced: at most”"),
        ({"from_on_year": "2025"}, "A limit counts from today on or later"),
    ],
)
def test_a_limit_that_cannot_be_is_refused_in_words(ash, wrong, says):
    typed = {"first_year_reached_at": "10", "first_year_most": "12", "experienced_reached_at": "18"}
    typed |= {"experienced_most": "20", "from_on_day": "31", "from_on_month": "3", "from_on_year": "2026"}
    page = text(cast.signed_in("sara").post("/my-team/caseloads/limits/", typed | wrong))
    assert "There is a problem" in page and says in page
    assert not CaseloadLimit.objects.exists()


def test_a_manager_says_that_a_worker_is_in_the_first_year(ash):
    client = cast.signed_in("tom")
    address = f"/my-team/first-year/{MAYA}/"
    assert f'href="{address}"' in text(client.get("/my-team/caseloads/"))
    assert "Not known" in text(client.get(address))
    assert "Choose yes or no" in text(client.post(address, {}))
    assert "Enter the day after" in text(client.post(address, {"stage": "first_year"}))
    until = {"first_year_until_on_day": "1", "first_year_until_on_month": "9", "first_year_until_on_year": "2026"}
    assert client.post(address, {"stage": "first_year"} | until).status_code == 302
    page = text(client.get("/my-team/caseloads/"))
    assert "In the first year" in page and "in the first year until 1 September 2026." in page
    assert WorkerStage.objects.get().worker_ref == MAYA


@pytest.mark.parametrize("ref", ["P0099", "nobody", "a%00b", "a/b"])
def test_a_worker_of_another_team_or_of_none_is_refused(ash, ref):
    for ask in (cast.signed_in("tom").get, cast.signed_in("tom").post):
        assert ask(f"/my-team/first-year/{ref}/", {"stage": "experienced"}).status_code == 403
    assert not WorkerStage.objects.exists()


# --- changes of worker ---------------------------------------------------------------------------------------------


def test_changes_of_worker_with_their_reasons_most_first(rowan):
    page = seen("tom", "changes-of-worker/")
    assert "3 changes of worker in the last twelve months, for 1 child. 1 child had three or more." in page
    assert "1 August 2025 to Kit Ames: no reason recorded" in page
    assert "Worker left the role" in page and "Child asked for a change" in page
    found = file("tom", "changes-of-worker/")
    assert [(one["On"], one["From"], one["To"], one["Reason"]) for one in found] == [
        ("2025-06-01", "P21", "P22", "Worker left the role"),
        ("2025-07-01", "P22", "P23", "Child asked for a change"),
        ("2025-08-01", "P23", "Kit Ames", "No reason recorded"),
    ]


def test_no_change_is_said(ash):
    assert "No change of worker is recorded in the last twelve months." in seen("tom", "changes-of-worker/")


# --- what nobody has seen --------------------------------------------------------------------------------------------


def test_what_has_stood_for_three_days_and_nobody_has_seen(ash, at):
    page = seen("tom", "seen-by-nobody/")
    assert "Nobody has seen 1 prompt of 1 child. 1 is past its day." in page
    assert "Ash Underwood" in page and "First review of a looked-after child" in page
    (one,) = file("tom", "seen-by-nobody/")
    assert (one["Child"], one["For"], one["To be done by"]) == ("Ash Underwood", "Reviewing officer", "2026-03-02")
    (prompt,) = queries.all_mine(viewer=cast.ines(), on=at.date())
    operations.see(prompt_id=prompt.id, by=cast.ines(), at=at)
    assert "Everything that has stood for three days has been seen by somebody." in seen("tom", "seen-by-nobody/")
    assert file("tom", "seen-by-nobody/") == []


def test_what_somebody_owns_is_for_them_by_name(ash, at, on):
    said = {"child": ash, "by": cast.maya(), "at": at - timedelta(days=5)}
    owner = str(cast.maya().public_id)
    record.add_action(words="Buy a coat", owned_by=owner, due_on=on - timedelta(days=4), key=KEY, **said)
    duties.take_changes(by=SYSTEM, at=at)
    page = seen("tom", "seen-by-nobody/")
    assert "Person:" not in page and owner not in page
    assert "Maya Ashworth" in {one["For"] for one in file("tom", "seen-by-nobody/")}


def test_what_stands_since_yesterday_is_not_called_unseen(db, stopped_clock, take):
    looked_after(since=date(2026, 3, 30))
    take()
    assert "Everything that has stood for three days" in seen("tom", "seen-by-nobody/")


# --- what is due, in a file ------------------------------------------------------------------------------------------


def test_what_is_due_is_in_the_file_as_on_the_page(ash):
    (one,) = file("tom", "")
    assert (one["Child"], one["How it stands"], one["When"]) == ("Ash Underwood", "Overdue", "29 days late")
    assert one["Why"].startswith("Due Monday 2 March 2026")
    assert file("sara", "") == []  # as on the page: choose first
    assert len(file("sara", "", f"?worker={MAYA}")) == len(file("sara", "", "?part=reviews")) == 1


def test_the_file_holds_what_stands_on_all_pages(db, stopped_clock, take):
    for n in range(52):
        looked_after(forename=f"Ash{52 - n:02}", since=date(2026, 1, 1 + n % 20))
    take()
    client = cast.signed_in("tom")
    assert "/my-team/file/?" in text(client.get("/my-team/"))
    links = re.compile(r'<a[^>]*href="/children/[^"]+"[^>]*>([^<]+)</a>')
    shown = [name for page in (1, 2) for name in links.findall(text(client.get(f"/my-team/?page={page}")))]
    assert [one["Child"] for one in file("tom", "")] == shown
    assert len(shown) == 52 and shown != sorted(shown)


# --- rights, trail, speed ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("end", ["", "file/"])
def test_it_is_for_managers_and_of_their_own_team(rowan, name, end):
    for who in ("maya", "ines", "ana", "adam"):
        assert cast.signed_in(who).get(f"/my-team/{name}{end}").status_code == 403
    answer = cast.signed_in("mona").get(f"/my-team/{name}{end}")
    assert answer.status_code == 200
    assert not re.search("Ash|Rowan|Kit Ames", answer.content.decode())


@pytest.mark.parametrize("name", LISTS)
def test_who_stands_in_for_a_manager_has_the_lists_of_that_team_too(rowan, take, name, at, on):
    take()
    mona, tom = cast.person("mona"), cast.tom()
    shown = re.compile("Underwood|Kit Ames|overdue. Of these")
    before = cast.signed_in("mona").get(f"/my-team/{name}")
    Cover.objects.create(covered=tom, cover=mona, from_on=on, until_on=date(2026, 4, 2), by="sara", at=at)
    now = cast.signed_in("mona").get(f"/my-team/{name}")
    assert shown.search(text(now)) and not shown.search(text(before))
    assert (before.status_code, now.status_code) == (200, 200)


@pytest.mark.parametrize(("name", "about"), [("", "what-is-due"), ("changes-of-worker/", "changes-of-worker")])
def test_every_file_is_written_down_with_all_it_holds(rowan, take, name, about):
    take()
    tom = cast.tom()
    answer = cast.signed_in(tom).get(f"/my-team/{name}file/")
    entry = Entry.objects.get(what="downloaded_list")
    assert (entry.by, entry.about) == (str(tom.public_id), about)
    assert str(rowan.public_id) in entry.children
    assert f"{about}-2026-03-31.csv" in answer["Content-Disposition"]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("end", ["", "file/"])
def test_no_row_no_page_and_no_file(rowan, monkeypatch, name, end):
    def refuse(**entry):
        raise RuntimeError("the trail cannot be written")

    monkeypatch.setattr("seenheard.trail.operations.write", refuse)
    answer = cast.signed_in("tom", raise_request_exception=False).get(f"/my-team/{name}{end}")
    assert answer.status_code == 500
    assert "Underwood" not in answer.content.decode()


@pytest.mark.parametrize("who", ["tom", "sara"])
@pytest.mark.parametrize("name", LISTS)
def test_fifteen_queries_at_most_whatever_there_is(rowan, take, count_queries, who, name):
    client = cast.signed_in(who)
    client.get("/my-work/")  # the first request of a session also notes when it began
    few = count_queries(lambda: client.get(f"/my-team/{name}"))
    for n in range(10):
        child = looked_after(worker=f"P3{n}", since=date(2025, 5, 1))
        made.add("involvement", child, professional_ref=f"P4{n}", from_on=date(2025, 6, 1), **HELD)
    take()
    assert count_queries(lambda: client.get(f"/my-team/{name}")) == few <= 15
