"""The review pack: all of it in every form, and of no form a word that this reader may not read."""

import io
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from docx import Document

from seenheard.desk.presenters import review_pack as presenter
from seenheard.record import operations as record
from seenheard.trail.models import Entry
from seenheard.voices.domain.answers import Colour
from seenheard.voices.models import PlanRating
from tests import cast
from tests.factories import record as facts
from tests.factories import voices as made
from tests.unit.ui.test_papers import all_of_docx, read, words_of

pytestmark = pytest.mark.django_db
R, A, G = Colour
BEFORE, REVIEW, SINCE = (datetime(2026, month, day, 9, tzinfo=UTC) for month, day in ((1, 5), (2, 20), (3, 9)))
READERS = ("maya", "tom", "ines", "sara")
HIDDEN, ABOUT_TOM = {"not_my_worker": True}, {"about": "manager"}
# Every word that somebody is not to read, and the readers who are.
DYED = {
    "Zqsafetyx": {"maya", "ines", "sara"},  # safety, and about the team manager
    "Zqworkerx": {"tom", "ines", "sara"},  # an answer that is not for the social worker
    "Zqwishx": {"tom", "ines", "sara"},  # words that are not for the social worker
    "Zqearlyx": set(),  # of a round in which people still answer
    "Zqearlysafetyx": set(),
    "Zqopenx": set(READERS),
}


@pytest.fixture
def ash(ash, at, take):
    """A review in February, a round before it, one since, and one that is open now; visits, an action, a plan rating."""
    made.council(BEFORE)
    facts.add("cla_review", ash, review_ref="R1", held_on=REVIEW.date(), due_on=REVIEW.date())
    facts.add("cla_visit", ash, visit_ref="V1", visited_on=date(2026, 1, 9), seen=True)
    facts.add("cla_visit", ash, visit_ref="V2", visited_on=date(2026, 3, 4), seen=True, seen_alone=True)
    first = made.ended(made.asked(ash, BEFORE), BEFORE + timedelta(days=9))
    made.said(first, "child", BEFORE, home=R)
    made.said(first, "worker", BEFORE, home=G)
    now = made.ended(made.asked(ash, SINCE), SINCE + timedelta(days=9))
    private = {"one_thing": HIDDEN}
    words = {
        "one_thing": "Another worker Zqwishx",
        "best_thing": "My rabbit Zqopenx",
        "anything_else": "Longer Tuesdays",
    }
    safety, friends = (R, ABOUT_TOM | {"comment": "Zqsafetyx"}), (A, HIDDEN | {"comment": "Zqworkerx"})
    made.said(now, "child", SINCE, words=words, choices=private, home=G, safety=safety, friends=friends)
    made.said(
        now, "carer", SINCE, home=(A, {"comment": "x" * 5_000 + "\x07 \u0645\u0631\u062d\u0628\u0627 \U0001f600"})
    )
    made.said(now, "worker", SINCE, home=G, words={"anything_else": "The school plans a trip"})
    later = made.asked(ash, at - timedelta(days=1))
    early = {"best_thing": "Zqearlyx"}
    made.said(later, "child", at, words=early, home=R, safety=(R, {"comment": "Zqearlysafetyx"}))
    maya = cast.maya()
    what = {"words": "Ask the club", "due_on": date(2026, 4, 3), "arising_from": ""}
    record.add_action(child=ash, key="club", owned_by=str(maya.public_id), by=maya, at=at, **what)
    by = {"by": str(cast.ines().public_id), "at": at, "on": at.date()}
    PlanRating.objects.create(
        child=ash, rater="reviewing officer", colour=2, scheme="2026-1", reasons="Too slow", key="p", **by
    )
    take()
    return ash


@pytest.fixture
def forms(ash, stopped_clock):
    """`forms(who)`: the text of the page, of the PDF with its description, and of the DOCX with its own."""

    def of(who: str, child=ash) -> dict[str, str]:
        client, address = cast.signed_in(who), f"/children/{child.public_id}/review-pack/"
        page = client.get(address)
        pdf, docx = client.get(f"{address}pdf/"), client.get(f"{address}docx/")
        assert (page.status_code, pdf["Content-Type"], docx.status_code) == (200, "application/pdf", 200)
        told = read(pdf.content)
        about = Document(io.BytesIO(docx.content)).core_properties
        described = [about.title, about.author, about.subject, about.keywords, about.comments]
        meant = f"{told.metadata} {told.xmp_metadata.stream.get_data().decode()}"
        return {
            "page": re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode())),
            "pdf": f"{words_of(pdf.content)} {meant}",
            "docx": f"{all_of_docx(docx.content)} {described}",
            "head": f"{pdf['Content-Disposition']} {docx['Content-Disposition']} {meant} {described}",
        }

    return of


@pytest.mark.parametrize("who", READERS)
def test_no_form_of_it_holds_a_word_that_is_not_for_its_reader(forms, who):
    told = forms(who)
    for form in ("page", "pdf", "docx"):
        assert {dye for dye in DYED if dye in told[form]} == {dye for dye, readers in DYED.items() if who in readers}
    marks = {"worker: the child keeps": {"tom", "ines", "sara"}, "manager: the child says": {"maya", "ines", "sara"}}
    for form in ("page", "pdf", "docx"):
        words = re.sub(r"\s+", " ", told[form])
        assert "Each is marked." in words and presenter.FOR_WHOM in words
        assert {mark for mark in marks if mark in words} == {mark for mark, readers in marks.items() if who in readers}
    assert "Ash" not in told["head"] and 'filename="review-pack.pdf"' in told["head"]


def test_it_holds_what_a_review_needs_since_the_last_one(forms):
    told = forms("ines")
    wanted = (
        "Since the review of Friday 20 February 2026, 39 days ago.",
        "My rabbit Zqopenx",  # what goes well
        "The round of 9 March 2026",
        "People have seen the same part differently two rounds running",  # for this review, and for supervision
        "Longer Tuesdays",  # anything else, of the child and of the worker
        "The school plans a trip",
        "Better since 5 January 2026: red then, green now.",
        "1 visit in this time",
        "Ask the club",
        "It is due by 3 April 2026.",
        "Overdue, or due within four weeks",
        "by the scheme 2026-1.",
        "Too slow",
        "A round is open in which people still answer.",
        "Made for Ines Duarte on 31 March 2026 at midday.",
    )
    for form in ("page", "pdf", "docx"):
        words = re.sub(r"\s+", " ", told[form])
        assert [one for one in wanted if one not in words] == []
        assert "The round of 5 January 2026" not in words and "9 January 2026" not in words
        assert words.count("x") > 5_000 and "\U0001f600" in words
        assert form == "page" or "\x07" not in words
    assert set("\u0645\u0631\u062d\u0628\u0627") <= set(told["pdf"])


def test_it_writes_down_who_looked_and_who_printed(forms, ash):
    forms("ines")
    rows = Entry.objects.filter(children=[str(ash.public_id)], by=str(cast.ines().public_id))
    told = [(row.what, row.about) for row in rows.order_by("id")]
    assert told == [("looked_at_review_pack", ""), ("printed_review_pack", "pdf"), ("printed_review_pack", "docx")]


def test_words_that_tell_a_protected_address_are_on_no_form_of_it(forms, ash, at):
    """A carer's words are not looked through as they are sent; what an adult wrote before it was protected neither."""
    facts.add("address", ash, kind="placement", lines="14 Rowan Road", postcode="PE30 1AA", from_on=date(2025, 1, 1))
    now = made.ended(made.asked(ash, SINCE + timedelta(days=5)), SINCE + timedelta(days=12))
    words = {"anything_else": "He came to 14 Rowan Road again", "best_thing": "The Rowan Road club"}
    made.said(now, "carer", SINCE + timedelta(days=6), words=words, home=G)
    before = forms("ines")
    assert all("14 Rowan Road" in before[form] for form in ("page", "pdf", "docx"))
    said = {"who": "her father", "why": "He has found them once before", "from_on": date(2026, 3, 3)}
    record.protect_address(children=[ash], key="said", by=cast.maya(), at=at, **said)
    for who in ("maya", "ines"):
        told = forms(who)
        for form in ("page", "pdf", "docx"):
            assert "Rowan" not in told[form] and "PE30" not in told[form] and "her father" not in told[form]
            assert re.sub(r"\s+", " ", told[form]).count(presenter.LEFT_OUT) == 2


def test_a_child_without_any_round_or_review(stopped_clock, forms):
    bare = facts.make_child(born_on=date(2015, 3, 4), forename="Fern", surname="Oakley")
    facts.add("involvement", bare, professional_ref="P0002", team_ref="T02", from_on=date(2026, 1, 2))
    told = forms("maya", bare)
    for form in ("page", "pdf", "docx"):
        words = re.sub(r"\s+", " ", told[form])
        assert "No review held before today is recorded" in words and "No round has been open to read" in words
        assert "Has not rated the plan." in words


def test_another_form_than_these_is_not_there(ash, stopped_clock):
    assert cast.signed_in("maya").get(f"/children/{ash.public_id}/review-pack/odt/").status_code == 404


def test_more_than_a_file_holds_leads_to_the_page(ash, stopped_clock, monkeypatch):
    monkeypatch.setattr("seenheard.ui.papers.paper.MOST_LETTERS", 100)
    shown = cast.signed_in("maya").get(f"/children/{ash.public_id}/review-pack/pdf/", follow=True)
    assert "There is more in this pack than one file holds." in shown.content.decode()
    assert not Entry.objects.filter(what="printed_review_pack").exists()


def test_words_are_found_by_whoever_may_read_them_and_by_nobody_else(ash, stopped_clock):
    """The free section is searched (CORE-09); a word that is not for a reader is as if it were nowhere."""
    address = f"/children/{ash.public_id}/voices/find/"
    early = {"tom", "sara"}  # managers read what a child sent before the columns open; safety is held back from nobody
    also = DYED | {"Zqearlyx": early, "Zqearlysafetyx": set(READERS), "longer tuesdays": set(READERS)}
    for who in READERS:
        client = cast.signed_in(who)
        for dye, readers in also.items():
            shown = client.post(address, {"words": dye.lower()}).content.decode()
            assert ("Found in 1 place." in shown) == (who in readers), (who, dye)
            assert ("These words stand in nothing that you may read here." in shown) == (who not in readers)
    assert "Enter a word to look for" in cast.signed_in("maya").post(address, {"words": " "}).content.decode()
    assert Entry.objects.filter(what="looked_for_words", about="").exists()
