"""The pages about restricted children, declared conflicts, records opened for a time, and the guardian's review."""

import re
from datetime import date

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.urls import reverse

from seenheard.record import operations
from seenheard.record.models import Conflict, Opening, Restriction
from seenheard.trail.models import Entry
from tests import cast
from tests.factories import record as made
from tests.reliability.dyed import pages_of_a_child

pytestmark = [pytest.mark.django_db(databases=["default", "apart"]), pytest.mark.usefixtures("stopped_clock")]
WHY = "The father works in the next office"
PAGES = ("", "story/", "past-duties/", "due-dates/")
NAMES = ("Fern", "Quill")


def text(answer):
    return answer.content.decode()


def opens(browser, child, page=""):
    return browser.get(f"/children/{child.public_id}/{page}").status_code == 200


def again(who):
    """Signed in anew: a session left for long is over."""
    return cast.signed_in(who)


def plain(answer):
    """The words of a page without what differs on every answer."""
    return re.sub(r'[0-9a-f]{8}\b|nonce="[^"]*"|value="[^"]{60,}"', "", text(answer))


# --- restricted ----------------------------------------------------------------------------------------------------


def restrict(browser, **changes):
    """With both presses: the second sends back what the page showed."""
    filled = {"child": "500001", "people": "maya@fenmarsh.example\ntom@fenmarsh.example", "why": WHY} | changes
    first = browser.post("/restricted/new/", filled)
    shown = re.search(r'name="shown_before" value="([^"]*)"', text(first))
    return browser.post("/restricted/new/", filled | {"shown_before": shown[1]})


def test_a_service_manager_restricts_a_child_and_sees_it_no_more_herself(child):
    for who in ("maya", "tom"):
        cast.person(who)
    sara, ines = cast.signed_in("sara"), cast.signed_in("ines")
    assert opens(sara, child) and opens(ines, child)
    assert restrict(sara)["Location"] == "/restricted/"
    assert not opens(sara, child) and not opens(ines, child)
    assert opens(cast.signed_in("maya"), child) and opens(cast.signed_in("tom"), child)
    page = text(sara.get("/restricted/"))
    for words in ("500001", "Maya Ashworth and Tom Hale", "until somebody ends it", WHY, "Sara Okafor, 31 March 2026"):
        assert words in page
    assert not any(name in page for name in NAMES)


def test_no_list_count_or_search_of_anybody_else_holds_the_child(child):
    other = made.make_child(local_id="500009", forename="Ash", surname="Quill")
    made.add("cla_episode", other, from_on=date(2025, 5, 1), start_reason="S")
    cast.person("maya")
    restrict(cast.signed_in("sara"), people="maya@fenmarsh.example")
    for who in ("sara", "ines"):
        browser = cast.signed_in(who)
        for answer in (browser.get("/children/"), browser.post("/children/", {"words": "Quill"})):
            page = text(answer)
            assert "Ash Quill" in page and "1 child" in page and "Fern" not in page and "500001" not in page


def test_it_is_ended_with_a_reason_and_both_stay_on_the_list(child):
    cast.person("maya")
    sara = cast.signed_in("sara")
    restrict(sara, people="maya@fenmarsh.example", until_on_day="1", until_on_month="6", until_on_year="2026")
    address = f"/restricted/{Restriction.objects.get().public_id}/end/"
    assert "Maya Ashworth" in text(sara.get(address))
    assert sara.post(address, {"why": "soon"}).status_code == 200
    assert sara.post(address, {"why": "The father has left the council"})["Location"] == "/restricted/"
    assert opens(sara, child)
    assert "Ended early on 31 March 2026 by Sara Okafor" in text(sara.get("/restricted/"))
    assert sara.get(address).status_code == 404


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"child": ""}, "own number for the child"),
        ({"child": "Z9"}, "No child whose file is open"),
        ({"people": ""}, "name of at least one person"),
        ({"people": "nobody@fenmarsh.example"}, "Nobody here is called “nobody@fenmarsh.example”"),
        ({"people": "Adam Reed"}, "opens no child’s page"),
        ({"people": "Tom Hale\na"}, "Choose whom you mean by “a”"),
        ({"why": "because"}, "20 letters or more"),
        ({"until_on_day": "31", "until_on_month": "3", "until_on_year": "2026"}, "has to come after"),
        ({"until_on_day": "31"}, "must include a month and year"),
    ],
)
def test_a_restriction_that_is_refused_says_why_and_leaves_nothing(child, changes, sentence):
    for who in ("maya", "tom", "adam"):
        cast.person(who)
    answer = restrict(cast.signed_in("sara"), **changes)
    assert answer.status_code == 200 and sentence in text(answer)
    assert not Restriction.objects.exists()


# --- conflicts -----------------------------------------------------------------------------------------------------


def test_who_knows_the_family_says_so_and_the_manager_is_told(child):
    maya, tom = cast.signed_in("maya"), cast.signed_in("tom")
    address = f"/conflicts/{child.public_id}/declare/"
    assert address in text(maya.get(f"/children/{child.public_id}/"))
    assert not any(name in text(maya.get(address)) for name in NAMES), "the page shows nothing of the child"
    assert "Choose how you know them" in text(maya.post(address, {}))
    assert maya.post(address, {"kind": "family", "words": "We go to one church"})["Location"] == "/"
    assert not opens(maya, child) and maya.get(address).status_code == 404
    assert "Fern" not in text(maya.get("/children/?whose=all"))
    page = text(tom.get("/conflicts/"))
    assert "Maya Ashworth" in page and "500001" in page and "We go to one church" in page
    assert "Fern" not in page


def test_who_does_not_see_the_child_is_told_of_the_declaration_without_the_number(child):
    operations.declare_conflict(child=child, kind="family", words="", by=cast.maya(), at=made.AT)
    operations.restrict_child(
        child=child, people=[cast.ines()], from_on=made.AT.date(), until_on=None, why=WHY, by=cast.sara(), at=made.AT
    )
    page = text(cast.signed_in("tom").get("/conflicts/"))
    assert "A child whom you do not see" in page and "500001" not in page and str(child.public_id) not in page


def test_another_manager_ends_a_conflict(child):
    operations.declare_conflict(child=child, kind="family", words="", by=cast.maya(), at=made.AT)
    tom = cast.signed_in("tom")
    address = f"/conflicts/{Conflict.objects.get().public_id}/end/"
    assert address in text(tom.get("/conflicts/"))
    assert "20 letters" in text(tom.post(address, {"why": "no"}))
    assert tom.post(address, {"why": "It was another family of that name"})["Location"] == "/conflicts/"
    assert opens(cast.signed_in("maya"), child)
    assert "Ended on 31 March 2026 by Tom Hale" in text(tom.get("/conflicts/"))


# --- on duty -------------------------------------------------------------------------------------------------------

SAID = {"words": "500001", "because": "contact", "why": "The school called about a cut on the arm"}


def test_a_duty_worker_finds_gives_a_reason_and_reads_for_two_hours(child, at_the_moment):
    dev = cast.signed_in("dev")
    assert dev.get("/")["Location"] == "/on-duty/"
    assert not opens(dev, child)
    found = text(dev.post("/on-duty/", SAID))
    assert "Open the record: Fern Quill" in found and 'value="The school called' in found
    answer = dev.post("/on-duty/", SAID | {"child": str(child.public_id)})
    assert answer["Location"] == f"/children/{child.public_id}/"
    assert all(opens(dev, child, page) for page in PAGES)
    assert "Opened on duty" in text(dev.get(f"/children/{child.public_id}/"))
    at_the_moment(minutes=119, seconds=59)
    assert all(opens(again("dev"), child, page) for page in PAGES)
    at_the_moment(minutes=120)
    assert not any(opens(again("dev"), child, page) for page in PAGES)


def test_what_is_open_on_duty_is_listed_until_it_closes_and_the_childs_page_leads_back(child, at_the_moment):
    dev = cast.signed_in("dev")
    assert "Open to you now" not in text(dev.get("/on-duty/"))
    assert not Entry.objects.filter(what="looked_at_list").exists()
    dev.post("/on-duty/", SAID | {"child": str(child.public_id)})
    record = f"/children/{child.public_id}/"
    assert 'href="/on-duty/" class="govuk-back-link"' in text(dev.get(record))
    page = text(dev.get("/on-duty/"))
    assert "Open to you now" in page and "Fern Quill" in page and f'href="{record}"' in page
    assert "Open to you until" in page
    row = Entry.objects.get(what="looked_at_list")
    assert (row.about, row.why, row.children) == ("open_now:duty", "", [str(child.public_id)])
    text(dev.post("/on-duty/", SAID))
    assert Entry.objects.filter(what="looked_at_list").latest("pk").children == [str(child.public_id)]
    at_the_moment(minutes=120)
    assert "Open to you now" not in text(again("dev").get("/on-duty/"))


def test_a_record_that_was_restricted_since_is_listed_no_more(child, at):
    dev = cast.signed_in("dev")
    dev.post("/on-duty/", SAID | {"child": str(child.public_id)})
    operations.restrict_child(
        child=child, people=[cast.person("otto")], from_on=at.date(), until_on=None, why=SAID["why"],
        by=cast.person("sara"), at=at,
    )  # fmt: skip
    assert "Fern Quill" not in text(dev.get("/on-duty/"))


def test_each_page_of_an_opened_record_names_the_opening_in_the_trail(child):
    dev = cast.signed_in("dev")
    dev.post("/on-duty/", SAID | {"child": str(child.public_id)})
    for page in PAGES:
        dev.get(f"/children/{child.public_id}/{page}")
    dev.post(f"/children/{child.public_id}/address/")
    looked = Entry.objects.filter(what__startswith="looked_at_")
    assert looked.count() == 5
    assert {(row.about, tuple(row.children)) for row in looked} == {
        (str(Opening.objects.get().public_id), (str(child.public_id),))
    }


def test_who_is_found_to_choose_from_stands_in_the_trail_with_the_reason(child):
    other = made.make_child(local_id="500009", forename="Ash", surname="Quill")
    page = text(cast.signed_in("dev").post("/on-duty/", SAID | {"words": "quill"}))
    assert "Fern Quill" in page and "Ash Quill" in page
    row = Entry.objects.get()
    assert sorted(row.children) == sorted([str(child.public_id), str(other.public_id)])
    assert (row.about, row.why) == ("to_open:duty", SAID["why"])
    assert "quill" not in f"{row.about}{row.why}".lower(), "what was looked for is not kept"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"words": ""}, "Enter the child’s name or number"),
        ({"words": "Nobody Known"}, "No child whose record could be opened"),
        ({"because": ""}, "Choose why"),
        ({"because": "curious"}, "Choose one from the list"),
        ({"why": ""}, "Say in your own words"),
        ({"why": "because"}, "20 letters or more"),
    ],
)
def test_nobody_is_found_and_nothing_opened_without_a_reason(child, changes, sentence):
    dev = cast.signed_in("dev")
    for chosen in ({}, {"child": str(child.public_id)}):
        if "words" in changes and changes["words"] and chosen:
            continue  # a child who was chosen needs no finding
        page = text(dev.post("/on-duty/", SAID | changes | chosen))
        assert sentence in page and "Fern" not in page
    assert not Opening.objects.exists() and not Entry.objects.exists()


# --- break-glass ---------------------------------------------------------------------------------------------------

EMERGENCY = {"words": "500001", "because": "danger", "why": "A neighbour heard the child cry for hours"}


@pytest.fixture
def otto():
    """Signed in an hour ago, with an authenticator app."""
    browser = cast.signed_in("otto")
    browser.secret = generate_totp_secret()
    TOTP.activate(cast.otto(), browser.secret)
    return browser


def confirm(browser):
    """Type the code that the app shows, where the page asks for it."""
    code = f"{hotp_value(browser.secret, next(iter(yield_hotp_counters_from_time()))):06d}"
    return browser.post("/confirm/code/?next=/break-glass/", {"code": code, "next": "/break-glass/"})


def test_the_glass_breaks_after_the_second_factor_again_for_sixty_minutes(child, otto, at_the_moment):
    assert otto.get("/break-glass/")["Location"] == "/confirm/code/?next=%2Fbreak-glass%2F"
    assert confirm(otto)["Location"] == "/break-glass/"
    assert "60 minutes" in text(otto.get("/break-glass/"))
    assert "Break the glass: Fern Quill" in text(otto.post("/break-glass/", EMERGENCY))
    answer = otto.post("/break-glass/", EMERGENCY | {"child": str(child.public_id)})
    assert answer["Location"] == f"/children/{child.public_id}/"
    assert "Opened in an emergency" in text(otto.get(f"/children/{child.public_id}/"))
    at_the_moment(minutes=59, seconds=59)
    assert all(opens(again("otto"), child, page) for page in PAGES)
    at_the_moment(minutes=60, seconds=1)
    assert not any(opens(again("otto"), child, page) for page in PAGES)


def test_the_sign_in_itself_and_a_factor_given_before_do_not_count(child, otto):
    confirm(otto)  # for something else, before this was asked for
    for ask in (lambda: otto.get("/break-glass/"), lambda: otto.post("/break-glass/", EMERGENCY)):
        assert ask()["Location"].startswith("/confirm/code/")
    assert not Opening.objects.exists() and not Entry.objects.filter(what="looked_at_list").exists()


def test_a_factor_opens_one_record(child, otto):
    otto.get("/break-glass/")
    confirm(otto)
    otto.post("/break-glass/", EMERGENCY | {"child": str(child.public_id)})
    assert otto.get("/break-glass/")["Location"].startswith("/confirm/code/")


def test_a_factor_that_was_given_a_while_ago_is_asked_for_again(child, otto, at_the_moment):
    otto.get("/break-glass/")
    confirm(otto)
    at_the_moment(minutes=16)
    answer = otto.post("/break-glass/", EMERGENCY | {"child": str(child.public_id)})
    assert answer["Location"].startswith("/confirm/code/")
    assert not Opening.objects.exists()


def test_who_has_no_second_factor_here_is_told_to_set_one_up(child):
    answer = cast.signed_in("otto").get("/break-glass/")
    assert answer.status_code == 403 and "Set up an authenticator app or a passkey first" in text(answer)


def test_what_is_open_cannot_be_written_to(child, otto):
    otto.get("/break-glass/")
    confirm(otto)
    otto.post("/break-glass/", EMERGENCY | {"child": str(child.public_id)})
    about = [one for one in pages_of_a_child() if one.parameters == ("public_id",)]
    pages = [one.name for one in about if one.name.startswith("desk:")]
    answers = {name: otto.post(reverse(name, args=[child.public_id])).status_code for name in pages}
    assert {name for name, status in answers.items() if status not in (404, 405)} == {"desk:address"}
    assert len(answers) > 5


def test_a_record_of_ones_own_needs_no_glass(child):
    maya = cast.signed_in("maya")
    maya.secret = generate_totp_secret()
    TOTP.activate(cast.maya(), maya.secret)
    maya.get("/break-glass/")
    confirm(maya)
    answer = maya.post("/break-glass/", EMERGENCY | {"child": str(child.public_id)})
    assert answer["Location"] == f"/children/{child.public_id}/"
    assert not Opening.objects.exists()


def test_a_child_whom_no_emergency_opens_answers_as_one_who_is_not_there(child):
    dev, said = cast.signed_in("dev"), SAID | {"child": str(child.public_id)}
    not_there = dev.post("/on-duty/", SAID | {"child": "00000000-0000-4000-8000-000000000000"})
    operations.restrict_child(
        child=child, people=[cast.maya()], from_on=made.AT.date(), until_on=None, why=WHY, by=cast.sara(), at=made.AT
    )
    answer = dev.post("/on-duty/", said)
    assert (answer.status_code, plain(answer)) == (404, plain(not_there))
    searched = [text(dev.post("/on-duty/", SAID | {"words": words})) for words in ("500001", "Fern Quill", "599999")]
    assert all("No child whose record could be opened" in page for page in searched)
