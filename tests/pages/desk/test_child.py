"""The child's page, the story and the address: what they say, to whom, and what the trail is told."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.record import operations
from seenheard.trail.models import Entry
from tests import cast
from tests.factories import record as made
from tests.pages.desk.conftest import LATE, looked_after

pytestmark = pytest.mark.django_db

PAGES = ("", "story/", "past-duties/", "due-dates/")


def address_of(child, page=""):
    return f"/children/{child.public_id}/{page}"


def text(answer):
    return answer.content.decode()


def test_it_says_who_and_what_is_owed_and_why(ash):
    page = text(cast.signed_in("maya").get(address_of(ash)))
    for words in (
        "Ash Underwood",
        "Aged 13 years",
        "Looked after since 2 February 2026.",
        "1 duty is overdue",
        "Due Monday 2 March 2026: 20 working days after 2 February 2026.",
        "Full care order",
        "Became looked after",
        "From the Standard Safeguarding Dataset.",
    ):
        assert words in page


def test_what_is_not_recorded_is_named(ash):
    page = text(cast.signed_in("maya").get(address_of(ash)))
    assert "Not recorded" in page
    assert "Name used, language, interpreter, communication" in page
    assert "No brother or sister is recorded whose file you may open." in page


def test_no_title_and_no_address_holds_a_name(ash):
    client = cast.signed_in("maya")
    for page in PAGES:
        answer = client.get(address_of(ash, page))
        title = text(answer).partition("<title>")[2].partition("</title>")[0]
        assert title and "Ash" not in title and "Underwood" not in title
        assert "Underwood" not in answer.request["PATH_INFO"]


def test_a_birth_date_that_is_an_estimate_is_said_to_be_one(db, stopped_clock, take):
    child = looked_after(born_estimated=True)
    assert "This date is an estimate." in text(cast.signed_in("maya").get(address_of(child)))


def test_an_unborn_child_is_expected(db, stopped_clock, take):
    child = looked_after(born_on=None, expected_on=date(2026, 6, 1))
    assert "Not yet born: expected 1 June 2026" in text(cast.signed_in("maya").get(address_of(child)))


def test_who_must_not_know_the_address_stands_before_everything_else(ash):
    made.add("address", ash, kind="home", postcode="FM1 4AE", protected="not to be told to the father")
    page = text(cast.signed_in("maya").get(address_of(ash)))
    assert page.index("Not to be told to the father") < page.index("What is owed")
    assert "FM1 4AE" not in page


def test_one_press_shows_the_address_and_is_written_down(ash):
    made.add("address", ash, kind="home", postcode="FM1 4AE", lines="4 Elm Row")
    maya = cast.maya()
    client = cast.signed_in(maya)
    assert "FM1 4AE" not in text(client.get(address_of(ash)))
    answer = client.post(address_of(ash, "address/"))
    assert "4 Elm Row" in text(answer) and "FM1 4AE" in text(answer)
    assert "no-store" in answer["Cache-Control"]
    press = Entry.objects.get(what="looked_at_address")
    assert (press.by, press.children) == (str(maya.public_id), [str(ash.public_id)])
    assert client.get(address_of(ash, "address/"))["Location"] == f"{address_of(ash)}#home"


def test_a_look_is_written_down_once_and_an_answer_without_it_is_none(ash, monkeypatch):
    client = cast.signed_in("maya", raise_request_exception=False)
    looks = ("looked_at_child", "looked_at_story", "looked_at_past_duties", "looked_at_due_dates")
    for page, what in zip(PAGES, looks, strict=True):
        client.get(address_of(ash, page))
        assert Entry.objects.filter(what=what, children=[str(ash.public_id)]).count() == 1

    def refuse(**entry):
        raise RuntimeError("the trail cannot be written")

    monkeypatch.setattr("seenheard.trail.operations.write", refuse)
    for answer in (*(client.get(address_of(ash, page)) for page in PAGES), client.post(address_of(ash, "address/"))):
        assert answer.status_code == 500
        assert "Underwood" not in text(answer)


@pytest.mark.parametrize("who", ["otto", "ana", "adam"])
@pytest.mark.parametrize("part", [*PAGES, "address/"])
def test_for_others_the_child_does_not_exist(ash, who, part):
    client = cast.signed_in(who)
    ask = client.post if part == "address/" else client.get
    theirs = ask(address_of(ash, part))
    nobodys = ask(f"/children/{uuid4()}/{part}")
    assert theirs.status_code == nobodys.status_code == 404
    assert "Underwood" not in text(theirs)
    assert not Entry.objects.filter(children__contains=[str(ash.public_id)]).exists()


def test_the_duties_as_at_a_day_gone_by(ash):
    client = cast.signed_in("maya")
    past = {"as_at_day": "15", "as_at_month": "2", "as_at_year": "2026", "known": "now"}
    page = text(client.get(address_of(ash), past))
    assert "As at the end of Sunday 15 February 2026, reckoned with all that is known now." in page
    assert "overdue" not in page.partition("What is owed")[2].partition("Who")[0]
    then = text(client.get(address_of(ash), past | {"known": "then"}))
    assert "with only what was known at the end of that day" in then
    assert "Nothing was known here of this child at the end of that day" in then


def test_a_day_that_cannot_be_is_refused_in_words(ash):
    client = cast.signed_in("maya")
    for day, says in (("30", "must be a real date"), ("", "must include a day")):
        asked = {"as_at_day": day, "as_at_month": "2", "as_at_year": "2026", "known": "now"}
        page = text(client.get(address_of(ash), asked))
        assert page.index('id="duties"') < page.index("There is a problem"), "where the browser opens the page"
        assert says in page
    tomorrow = {"as_at_day": "1", "as_at_month": "4", "as_at_year": "2026", "known": "now"}
    assert "must be 31 March 2026 or earlier" in text(client.get(address_of(ash), tomorrow))


def test_the_councils_own_date_stands_beside_ours(ash, take):
    made.add("cla_review", ash, due_on=date(2026, 3, 10))
    take()
    page = text(cast.signed_in("maya").get(address_of(ash)))
    assert "The file from the council gives another date: Tuesday 10 March 2026." in page
    assert "1 due date of the council’s own differs from ours." in page


def test_where_sources_differ_the_page_says_which_says_what(ash):
    made.add("person", ash, source="ssda903", born_on=date(2012, 5, 14), sex="F")
    page = text(cast.signed_in("maya").get(address_of(ash)))
    assert "Where the sources differ" in page
    assert "14 May 2012" in page


def test_the_story_tells_everything_newest_first_and_can_be_narrowed(ash):
    made.add("cla_visit", ash, visited_on=date(2026, 3, 5), seen=True, seen_alone=True)
    client = cast.signed_in("maya")
    page = text(client.get(address_of(ash, "story/")))
    assert page.index("Visit while looked after") < page.index("Became looked after")
    assert "The child was seen alone" in page
    oldest = text(client.get(address_of(ash, "story/"), {"order": "oldest"}))
    assert oldest.index("Became looked after") < oldest.index("Visit while looked after")
    visits = text(client.get(address_of(ash, "story/"), {"kind": "Visits"}))
    assert "Visit while looked after" in visits
    assert "Became looked after" not in visits
    march = text(client.get(address_of(ash, "story/"), {"from": "2026-03-01", "to": "2026-03-31"}))
    assert "Became looked after" not in march
    assert "Visit while looked after" in march


def test_a_period_that_cannot_be_is_said_and_left_out(ash):
    page = text(cast.signed_in("maya").get(address_of(ash, "story/"), {"from": "2026-02-30"}))
    assert "“From” must be a real date" in page
    assert "Became looked after" in page


def test_a_story_without_anything_says_so(db, stopped_clock):
    child = made.make_child(born_on=date(2012, 5, 4))
    page = text(cast.signed_in("sara").get(address_of(child, "story/")))
    assert "Nothing is recorded for this child yet." in page


def test_a_manager_can_follow_a_moment_to_its_row(ash):
    assert "made.csv line 2" in text(cast.signed_in("sara").get(address_of(ash, "story/")))
    assert "made.csv" not in text(cast.signed_in("maya").get(address_of(ash, "story/")))


def test_brothers_and_sisters_are_those_one_may_see(ash, take):
    sister = looked_after(forename="Hazel", since=date(2026, 2, 3))
    hidden = looked_after(forename="Rowan", worker="P0099", team=cast.OTHER_TEAM)
    for child in (ash, sister, hidden):
        made.add("family", child, family_ref="F1")
    page = text(cast.signed_in("maya").get(address_of(ash)))
    assert "Hazel" in page and "same family" in page
    assert "Rowan" not in page
    look = Entry.objects.get(what="looked_at_child")
    assert look.children == [str(ash.public_id), str(sister.public_id)]


THEN = "as_at_day=1&as_at_month=3&as_at_year=2026&known=then"


@pytest.mark.parametrize("part", ["", f"?{THEN}", "story/", "past-duties/", f"past-duties/?{THEN}", "due-dates/"])
def test_fifteen_queries_at_most_whatever_there_is(ash, take, count_queries, part):
    client = cast.signed_in("sara")
    client.get("/my-work/")  # the first request of a session also notes when it began
    made.add("address", ash, kind="home", postcode="FM1 4AE")
    made.add("involvement", ash, professional_ref="P0100", team_ref="T02", from_on=date(2025, 1, 2))  # cannot be right
    sister = looked_after(forename="Hazel")
    for child in (ash, sister):
        made.add("family", child, family_ref="F1")
    take()
    few = count_queries(lambda: client.get(address_of(ash, part)))
    monthly = [date(2025, month, 5) for month in range(1, 11)]
    made.add_all("cla_visit", ash, [{"visited_on": day, "seen": True} for day in monthly])
    workers = [{"professional_ref": f"P01{day:%m}", "team_ref": "T02", "from_on": day} for day in monthly]
    made.add_all("involvement", ash, workers)
    take()
    assert count_queries(lambda: client.get(address_of(ash, part))) == few <= 15


def test_no_is_said_only_where_a_file_would_have_said_yes(ash):
    page = text(cast.signed_in("maya").get(address_of(ash)))
    assert "Not recorded" in page.partition("Child protection plan")[2][:200]


def test_a_child_of_whom_the_files_tell_little_is_not_called_closed(db, stopped_clock):
    child = made.make_child(born_on=date(2012, 5, 4), forename="Ash")
    page = text(cast.signed_in("sara").get(address_of(child)))
    assert "The files that we hold do not say whether this child is open to us." in page


def test_two_accounts_of_being_looked_after_stand_side_by_side(ash):
    client = cast.signed_in("maya")
    same = {"source": "ssda903", "from_on": date(2026, 2, 2), "legal_code": "C2"}
    key = made.add("cla_episode", ash, **same)
    assert "The sources differ on" not in text(client.get(address_of(ash)))
    made.change("cla_episode", ash, key, **same, until_on=date(2026, 3, 30), end_reason="E4")
    page = text(client.get(address_of(ash)))
    assert "The sources differ on whether this child is looked after" in page
    assert "Standard Safeguarding Dataset says looked after since 2 February 2026" in page
    assert "the SSDA903 return says that it ended on 30 March 2026" in page


def test_what_cannot_be_right_is_folded_with_file_and_line(ash, take):
    client = cast.signed_in("maya")
    assert "Nothing was noticed in the files that cannot be right." in text(client.get(address_of(ash)))
    row = {"from_on": date(2025, 3, 1), "until_on": date(2025, 2, 1), "file": "missing.csv", "line": 7}
    key = made.add("missing", ash, **row)
    page = text(client.get(address_of(ash)))
    assert "1 thing in the files that cannot be right" in page
    assert "This missing episode ends before it starts." in page
    assert (
        "Missing episode from 1 March 2025 to 1 February 2025. From the Standard Safeguarding Dataset, "
        "missing.csv line 7." in page
    )
    made.change("missing", ash, key, **row | {"until_on": date(2025, 3, 2)})
    assert "cannot be right (" not in text(client.get(address_of(ash)))
    assert "Nothing was noticed in the files that cannot be right." in text(client.get(address_of(ash)))


def test_an_undone_import_takes_what_it_brought_with_it(ash, take):
    made.add("missing", ash, from_on=date(2025, 3, 1), until_on=date(2025, 2, 1), run_id="WRONG")
    client = cast.signed_in("maya")
    assert "1 thing in the files that cannot be right" in text(client.get(address_of(ash)))
    operations.undo(run_id="WRONG", by=SYSTEM, at=made.AT)
    assert "Nothing was noticed in the files that cannot be right." in text(client.get(address_of(ash)))


def differing_on_the_end_of_care(child):
    ended = {"source": "ssda903", "from_on": LATE, "legal_code": "C2", "place_code": "U6"}
    made.add("cla_episode", child, **ended, until_on=date(2026, 3, 30), end_reason="E4A", line=12)


@pytest.mark.parametrize("part", ["", "story/"])
def test_an_end_that_only_one_source_gives_stands_at_its_own_day(ash, part):
    differing_on_the_end_of_care(ash)
    page = text(cast.signed_in("maya").get(address_of(ash, part))).partition("moj-timeline")[2]
    told = page.partition("Stopped being looked after, says the SSDA903 return")
    assert "Monday 30 March 2026" in told[0]
    assert "The sources differ: the Standard Safeguarding Dataset gives no end." in told[2]
    assert "The duties are not reckoned from this." in told[2]
    assert "From the SSDA903 return." in told[2]


def test_what_sources_say_otherwise_can_be_followed_to_its_row(ash):
    differing_on_the_end_of_care(ash)
    page = text(cast.signed_in("sara").get(address_of(ash, "story/")))
    assert "From the SSDA903 return, made.csv line 12." in page


def test_with_what_was_known_then_the_sources_differ_as_they_did_then(ash):
    differing_on_the_end_of_care(ash)
    client = cast.signed_in("maya")
    then = {"as_at_day": "31", "as_at_month": "3", "as_at_year": "2026", "known": "then"}
    page = text(client.get(address_of(ash), then))
    assert "As known at the end of 31 March 2026, the Standard Safeguarding Dataset said looked after since" in page
    before = text(client.get(address_of(ash), then | {"as_at_day": "29"}))
    assert "The sources differ on whether" not in before


def test_every_past_duty_can_be_reached(db, stopped_clock, take):
    child = looked_after(since=date(2024, 1, 2))
    weekly = [date(2024, 1, 3) + timedelta(weeks=week) for week in range(110)]
    made.add_all("cla_visit", child, [{"visited_on": day, "seen": True} for day in weekly])
    made.loads("ssd", ["cla_visit"])
    client = cast.signed_in("maya")
    page = text(client.get(address_of(child)))
    assert "the latest forty" in page
    assert f'href="/children/{child.public_id}/past-duties/?part=visits"' in page
    first = text(client.get(address_of(child, "past-duties/"), {"part": "visits"}))
    assert first.count("sh-duty__title") == 50
    rest = [
        text(client.get(address_of(child, "past-duties/"), {"part": "visits", "page": number})).count("sh-duty__title")
        for number in (2, 3)
    ]
    assert f"Showing 1 to 50 of {50 + sum(rest)} duties" in first
    assert rest[0] == 50 and rest[1] > 0


def test_a_council_date_that_is_the_day_it_was_held_is_set_apart(ash, take):
    made.add("cla_review", ash, due_on=date(2026, 2, 20), held_on=date(2026, 2, 20))
    take()
    client = cast.signed_in("maya")
    page = text(client.get(address_of(ash)))
    assert "1 other due date in the file is the day it was held, which tells nothing of when it was due." in page
    assert "The council’s own due date in the file is the day it was held: Friday 20 February 2026." in page
    assert "of the council’s own differ" not in page
    beside = text(client.get(address_of(ash, "due-dates/")))
    assert "The date in the file is the day it was held, so it tells nothing of when it was due." in beside
    assert "earlier than ours" not in beside
    everybody = text(cast.signed_in("sara").get("/due-dates/"))
    assert re.findall(r"numeric\">(?:<span[^>]*>)?(\d+)<", everybody)[:4] == ["0", "0", "0", "1"]
    assert "so it tells nothing of when it was due" in everybody


def test_the_dates_side_by_side_are_this_childs_alone(ash, take):
    other = looked_after(forename="Hazel", surname="Other")
    for child, day in ((ash, 10), (other, 11)):
        made.add("cla_review", child, due_on=date(2026, 3, day))
    take()
    client = cast.signed_in("maya")
    assert f"/children/{ash.public_id}/due-dates/" in text(client.get(address_of(ash)))
    page = text(client.get(address_of(ash, "due-dates/")))
    assert "10 March 2026" in page and "8 days later than ours" in page
    assert "11 March 2026" not in page and "Hazel" not in page
    look = Entry.objects.get(what="looked_at_due_dates")
    assert look.children == [str(ash.public_id)]


def test_what_lapsed_after_its_day_was_never_done(db, stopped_clock, take):
    child = made.make_child(born_on=date(2012, 5, 4), forename="Ash")
    made.add(
        "cla_episode", child, from_on=date(2025, 6, 2), until_on=date(2026, 1, 5), end_reason="E4A", place_code="U6"
    )
    made.loads("ssd", ["cla_review"])
    page = text(cast.signed_in("sara").get(address_of(child)))
    assert "1 never recorded as done" in page
    assert "was due 30 June 2025, never recorded as done; no longer runs since 5 January 2026" in page


def test_a_child_in_care_without_a_placement_has_visits_that_nobody_can_tell(db, stopped_clock, take):
    child = made.make_child(born_on=date(2012, 5, 4), forename="Ash")
    made.add("cla_episode", child, from_on=LATE, legal_code="C2")
    made.add("cla_visit", child, visited_on=LATE, seen=True)
    client = cast.signed_in("sara")
    untold = "We cannot tell how often the child must be visited while looked after: no placement is recorded"
    assert untold in text(client.get(address_of(child)))
    made.add("cla_placement", child, from_on=LATE, place_code="U6")
    assert untold not in text(client.get(address_of(child)))


def test_soon_is_said_in_one_line_and_counted_as_on_my_work(ash, take):
    page = text(cast.signed_in("maya").get(address_of(ash), {"known": "now"} | past_day("16", "2")))
    assert "due by 16 March 2026" in page
    assert "“Due soon” stands beside a duty from 14 days before its day" in page


def past_day(day, month):
    return {"as_at_day": day, "as_at_month": month, "as_at_year": "2026"}


def test_the_address_says_what_is_recorded_and_by_whom_once(ash):
    made.add("address", ash, kind="home", postcode="FM1 4AE")
    made.add("address", ash, source="ssda903", kind="episode_home", postcode="fm14ae")
    page = text(cast.signed_in("maya").post(address_of(ash, "address/")))
    assert page.count("FM1 4AE") == 1 and "fm14ae" not in page
    assert "Only the postcode is recorded." in page
    assert "From the Standard Safeguarding Dataset and the SSDA903 return." in page
    assert "The sources give different addresses" not in page


def test_two_addresses_of_one_home_stand_side_by_side(ash):
    made.add("address", ash, kind="home", postcode="FM1 4AE", lines="4 Elm Row")
    made.add("address", ash, source="ssda903", kind="episode_home", postcode="FM2 2BB")
    page = text(cast.signed_in("maya").post(address_of(ash, "address/")))
    assert "4 Elm Row" in page and "FM2 2BB" in page
    assert page.count("Only the postcode is recorded.") == 1
    assert "The sources give different addresses for the same kind of home." in page
