"""Recording what happened, on pages: short forms, nothing asked that is known, drafts that lose no word."""

import re
from datetime import date

import pytest

from seenheard.duties.models import Clock, Explanation
from seenheard.duties.queries.explained import explained_late
from seenheard.record import operations as record
from seenheard.record.models import Draft, Event, Issue, Visit
from seenheard.trail.models import Entry
from tests import cast
from tests.factories import record as made
from tests.pages.desk.conftest import looked_after

pytestmark = pytest.mark.django_db
YEAR = {"due_on_month": "4", "due_on_year": "2026"}
DAY = {"on_day": "30", "on_month": "3", "on_year": "2026"}


def text(answer):
    return answer.content.decode()


@pytest.fixture
def maya(db, stopped_clock):
    return cast.signed_in("maya")


def address(child, page=""):
    return f"/children/{child.public_id}/{page}"


def begin(client, child):
    """The address of a draft."""
    answer = client.post(address(child, "visit/"))
    assert answer.status_code == 302
    return answer["Location"]


def one_visit(**said):
    return DAY | {"place": "home", "c0-seen": "yes", "c0-seen_alone": "yes", "do": "send"} | said


def hidden(page, name):
    """The value of a box or a hidden field."""
    return re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)[1]


def test_the_page_of_what_happened_offers_every_kind_that_people_record(maya, ash):
    page = text(maya.get(address(ash, "record/")))
    for words in ("Core group held", "Independent reviewing officer named", "Return interview held"):
        assert words in page
    assert "health_year_reported" not in page
    # The first review is overdue: what would meet it stands first.
    owed = page.partition("What is owed now")[2].partition("</section>")[0]
    assert "record/care_review_held/" in owed and "record/dental_check_held/" not in owed


def test_a_happening_is_recorded_and_the_childs_page_says_so(maya, ash):
    form = text(maya.get(address(ash, "record/care_review_held/")))
    key = hidden(form, "key")
    answer = maya.post(address(ash, "record/care_review_held/"), DAY | {"key": key}, follow=True)
    assert "Recorded: Review of the child in care held, 30 March 2026." in text(answer)
    # The first review was due on 2 March: the clock is met, late, the moment the page comes back.
    assert Clock.objects.get(child=ash, rule="LR-01").ended_on == date(2026, 3, 30)
    assert "From what was typed here" in text(answer)


def test_the_same_form_sent_again_makes_one(maya, ash):
    key = hidden(text(maya.get(address(ash, "record/dental_check_held/"))), "key")
    for _ in range(3):
        assert maya.post(address(ash, "record/dental_check_held/"), DAY | {"key": key}).status_code == 302
    assert Event.objects.count() == 1


def test_what_is_known_is_shown_and_not_asked(maya, ash):
    made.add("cp_plan", ash, plan_ref="PL1", from_on=date(2026, 2, 3))
    page = text(maya.get(address(ash, "record/core_group_held/")))
    assert "Already known" in page and "3 February 2026 (from the Standard Safeguarding Dataset)" in page
    assert 'name="plan"' not in page
    maya.post(address(ash, "record/core_group_held/"), DAY | {"key": hidden(page, "key")})
    assert Event.objects.get().facts == {"plan": "PL1"}


def test_of_several_plans_one_is_chosen(maya, ash):
    made.add("cp_plan", ash, plan_ref="PL1", from_on=date(2025, 2, 3))
    made.add("cp_plan", ash, plan_ref="PL2", from_on=date(2026, 2, 3))
    page = text(maya.get(address(ash, "record/core_group_held/")))
    assert page.index("3 February 2026") < page.index("3 February 2025")
    maya.post(address(ash, "record/core_group_held/"), DAY | {"key": hidden(page, "key"), "plan": "PL1"})
    assert Event.objects.get().facts == {"plan": "PL1"}


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"on_day": "31", "on_month": "2"}, "must be a real date"),
        ({"on_day": "", "on_month": "", "on_year": ""}, "Enter the date on which it happened|Enter the day on which"),
        ({"on_year": "2030"}, "must be 31 March 2026 or earlier"),
        ({"on_year": "1999"}, "before the child was born"),
    ],
)
def test_a_day_that_cannot_be_is_refused_with_a_sentence(maya, ash, said, sentence):
    answer = maya.post(address(ash, "record/care_review_held/"), DAY | said)
    assert answer.status_code == 200
    assert re.search(sentence, text(answer))
    assert not Event.objects.exists()


@pytest.mark.parametrize("kind", ["health_year_reported", "care_visit_made", "visit_written_up", "no_such_kind"])
def test_a_kind_that_nobody_records_here_has_no_page(maya, ash, kind):
    assert maya.get(address(ash, f"record/{kind}/")).status_code == 404


@pytest.mark.slow
def test_every_kind_on_offer_has_a_form_that_can_be_sent_with_its_day_alone(maya, ash):
    links = re.findall(r'href="(/children/[^"]+/record/[a-z0-9_]+/)"', text(maya.get(address(ash, "record/"))))
    assert len(links) > 50
    for link in links:
        key = hidden(text(maya.get(link)), "key")
        words = {"achievement": "Swims"} if "achievement" in link else {}  # which is nothing without its words
        assert maya.post(link, DAY | words | {"key": key}).status_code == 302, link
    assert Event.objects.count() == len(links)
    assert {maya.get(address(ash, page)).status_code for page in ("", "story/")} == {200}


def test_a_visit_is_recorded_in_one_go(maya, ash):
    draft = begin(maya, ash)
    page = text(maya.get(draft))
    assert "Aged 13 years" in page and "What did the child say?" in page
    answer = maya.post(draft, one_visit(**{"c0-said": "I like it here.", "c0-worries": "Has no coat\nMissed school"}))
    assert answer["Location"].endswith("/done/")
    done = text(maya.get(answer["Location"]))
    assert "Has no coat" in done and "Decide what follows" in done and "Book the next visit" in done
    (visit,) = Visit.objects.all()
    assert (visit.said, visit.seen, visit.seen_alone, visit.visited_on) == (
        "I like it here.",
        True,
        True,
        date(2026, 3, 30),
    )
    assert [row.words for row in Issue.objects.order_by("id")] == ["Has no coat", "Missed school"]


def test_required_of_a_visit_are_at_most_five_answers(maya, ash):
    """The budget that docs/recording.md states: what must be answered when nothing is pre-filled wrongly."""
    draft = begin(maya, ash)
    page = text(maya.get(draft))
    prefilled = {name: hidden(page, name) for name in ("on_day", "on_month", "on_year")}
    assert prefilled == {"on_day": "31", "on_month": "3", "on_year": "2026"}
    assert re.search(r'name="place" type="radio" value="home" checked', page)
    needed = {"c0-seen": "yes", "c0-seen_alone": "yes"}
    assert maya.post(draft, prefilled | {"place": "home", "do": "send"} | needed).status_code == 302
    assert len(needed) <= 5
    for missing in needed:
        draft = begin(maya, ash)
        said = {name: value for name, value in needed.items() if name != missing}
        assert maya.post(draft, prefilled | {"place": "home", "do": "send"} | said).status_code == 200


def test_a_visit_that_contradicts_itself_says_where(maya, ash):
    draft = begin(maya, ash)
    page = text(maya.post(draft, one_visit(**{"c0-seen": "no", "c0-seen_alone": "yes"})))
    assert "cannot have been seen alone if the child was not seen" in page
    assert "Say why the child was not seen" in page
    assert not Visit.objects.exists()


def test_what_is_strange_is_kept_with_a_reason(maya, ash):
    draft = begin(maya, ash)
    strange = one_visit(**{"c0-seen": "no", "c0-seen_alone": "", "c0-why_not": "Asleep", "c0-said": "Good night"})
    page = text(maya.post(draft, strange))
    assert "there are words of the child" in page and "Why is this right all the same?" in page
    assert maya.post(draft, strange | {"c0-kept_why": "Said it through the door"}).status_code == 302
    assert Visit.objects.get().kept_why == "Said it through the door"


def test_every_change_is_kept_and_comes_back_after_signing_in_again(maya, ash):
    draft = begin(maya, ash)
    assert maya.post(f"{draft}keep/", DAY | {"c0-said": "I am hun", "c0-seen": "yes"}).status_code == 204
    again = cast.signed_in("maya")
    page = text(again.get(draft))
    assert "I am hun" in page
    assert re.search(r'name="c0-seen" type="radio" value="yes" checked', page)
    assert begin(again, ash) == draft  # the visit that was begun goes on: none is begun beside it
    assert Draft.objects.count() == 1


def test_nobody_else_reads_a_draft(maya, ash):
    draft = begin(maya, ash)
    maya.post(f"{draft}keep/", {"c0-said": "I am hungry"})
    tom = cast.signed_in("tom")
    assert tom.get(draft).status_code == 404
    assert tom.post(f"{draft}keep/", {"c0-said": "x"}).status_code == 404
    assert Draft.objects.get().content["c0-said"] == "I am hungry"


def test_a_sent_draft_keeps_no_words_and_takes_none(maya, ash):
    draft = begin(maya, ash)
    maya.post(draft, one_visit(**{"c0-said": "I like it here."}))
    assert Draft.objects.get().content == {}
    assert maya.post(f"{draft}keep/", {"c0-said": "more"}).status_code == 404
    assert maya.post(draft, one_visit(**{"c0-said": "I like it here."})).status_code == 302
    # Back, other words, sent again: nothing is dropped in silence.
    page = text(maya.post(draft, one_visit(**{"c0-said": "I want to go home."})))
    assert "This form was recorded already" in page and "I want to go home." in page
    assert Visit.objects.count() == 1


def test_what_was_begun_can_be_thrown_away(maya, ash):
    draft = begin(maya, ash)
    answer = maya.post(draft, DAY | {"do": "throw"}, follow=True)
    assert "Nothing was recorded" in text(answer)
    assert not Draft.objects.exists() and not Visit.objects.exists()


def test_a_brother_who_was_there_is_added_with_a_part_of_his_own(maya, ash, take):
    bo = looked_after(forename="Bo")
    for child in (ash, bo):
        made.add("family", child, family_ref="F1")
    take()
    draft = begin(maya, ash)
    assert "Bo Underwood (same family)" in text(maya.get(draft))
    assert maya.post(draft, DAY | {"do": "add", "also": str(bo.public_id), "c0-said": "Hello"}).status_code == 302
    page = text(maya.get(draft))
    assert 'name="c1-seen"' in page and "Hello" in page
    both = one_visit(**{"c1-seen": "no", "c1-why_not": "At football"})
    assert maya.post(draft, both).status_code == 302
    assert {row.child_id: row.seen for row in Visit.objects.all()} == {ash.pk: True, bo.pk: False}


def test_a_child_whom_one_does_not_see_cannot_be_added(maya, ash):
    stranger = looked_after(worker="P0003", team=cast.OTHER_TEAM, forename="Cy")
    draft = begin(maya, ash)
    maya.post(draft, DAY | {"do": "add", "also": str(stranger.public_id)})
    assert Draft.objects.get().children == [str(ash.public_id)]


def test_an_analyst_and_a_stranger_to_the_child_find_no_form(ash):
    for who in ("ana", "otto"):
        client = cast.signed_in(who)
        for page in ("record/", "record/care_review_held/", "to-do/", "to-do/book/"):
            assert client.get(address(ash, page)).status_code == 404
        assert client.post(address(ash, "visit/")).status_code == 404


def test_what_was_recorded_is_corrected_with_a_reason_and_both_are_kept(maya, ash):
    key = hidden(text(maya.get(address(ash, "record/care_review_held/"))), "key")
    maya.post(address(ash, "record/care_review_held/"), DAY | {"key": key, "participation": "PN1"})
    page = text(maya.get(address(ash, "recorded/")))
    link = re.search(r'href="([^"]+/recorded/events/[^"]+)"', page)[1]
    form = text(maya.get(link))
    assert hidden(form, "on_day") == "30" and re.search(r'<option value="PN1" selected', form)
    assert "Say why, in 10 letters or more" in text(maya.post(link, DAY | {"on_day": "29", "participation": "PN1"}))
    answer = maya.post(link, DAY | {"on_day": "29", "participation": "PN1", "why": "It was on the Sunday"}, follow=True)
    assert "The correction is kept" in text(answer) and "Sunday 29 March 2026" in text(answer)
    assert Event.objects.count() == 2
    assert Clock.objects.get(child=ash, rule="LR-01").ended_on == date(2026, 3, 29)


def test_what_was_recorded_is_taken_back_and_the_duty_is_owed_again(maya, ash):
    key = hidden(text(maya.get(address(ash, "record/care_review_held/"))), "key")
    maya.post(address(ash, "record/care_review_held/"), DAY | {"key": key})
    link = re.search(r'href="([^"]+/take-back/)"', text(maya.get(address(ash, "recorded/"))))[1]
    assert maya.get(link).status_code == 200
    page = text(maya.post(link, {"why": "It was another child"}, follow=True))
    assert "It is taken back." in page and "Nothing was recorded here yet." in page
    assert Clock.objects.get(child=ash, rule="LR-01").ended_on is None
    assert maya.post(link, {"why": "It was another child"}).status_code == 404


def test_a_visit_is_shown_in_full_and_corrected(maya, ash):
    maya.post(begin(maya, ash), one_visit(**{"c0-said": "I like it here.", "c0-noticed": "Tidy"}))
    page = text(maya.get(address(ash, "recorded/")))
    assert "I like it here." in page and "Tidy" in page and "Recorded by Maya Ashworth." in page
    link = re.search(r'href="([^"]+/recorded/visits/[^"]+)"', page)[1]
    assert re.search(r'name="c0-seen" type="radio" value="yes" checked', text(maya.get(link)))
    said = DAY | {"place": "home", "c0-seen": "no", "c0-why_not": "Asleep", "c0-noticed": "Tidy"}
    page = text(maya.post(link, said | {"why": "The child was asleep"}, follow=True))
    assert "No: Asleep" in page
    assert [row.seen for row in Visit.objects.order_by("id")] == [True, False]


def test_the_story_gives_the_childs_own_words(maya, ash):
    maya.post(begin(maya, ash), one_visit(**{"c0-said": "I like it here."}))
    assert "“I like it here.”" in text(maya.get(address(ash, "story/")))
    assert "“I like it here.”" in text(maya.get(address(ash)))


def test_the_file_of_tonight_that_says_otherwise_stands_beside_what_was_recorded_today(maya, ash, take):
    maya.post(begin(maya, ash), one_visit())
    made.add("cla_visit", ash, visited_on=date(2026, 3, 30), seen=True, seen_alone=False)
    take()
    page = text(maya.get(address(ash, "story/")))
    assert "From what was typed here and the Standard Safeguarding Dataset" in page
    assert "The Standard Safeguarding Dataset says otherwise: The child was seen, not alone." in page


def test_why_something_is_late_stands_beside_it_and_changes_no_date(maya, ash):
    before = Clock.objects.get(child=ash, rule="LR-01")
    page = text(maya.get(address(ash, "to-do/late/")))
    duty = re.search(r'name="duty" type="checkbox" value="(LR-01 [^"]+)"', page)[1]
    assert "Say why it is late, in 10 letters or more" in text(maya.post(address(ash, "to-do/late/"), {"duty": duty}))
    said = {"duty": duty, "why": "The carer was in hospital"}
    assert "It is kept why, and stands beside the duty." in text(
        maya.post(address(ash, "to-do/late/"), said, follow=True)
    )
    assert "Why it is late, said on 31 March 2026 by Maya Ashworth: The carer was in hospital" in text(
        maya.get(address(ash))
    )
    after = Clock.objects.get(child=ash, rule="LR-01")
    assert (after.due_on, after.ended_on) == (before.due_on, before.ended_on)
    maya.post(address(ash, "to-do/late/"), said)
    assert Explanation.objects.count() == 1
    ((owed, why),) = explained_late(viewer=cast.tom(), on=date(2026, 3, 31))
    assert (owed.child_id, owed.rule.id, why.why) == (ash.pk, "LR-01", "The carer was in hospital")
    assert explained_late(viewer=cast.otto(), on=date(2026, 3, 31)) == ()


def test_why_something_is_late_is_read_on_a_record_opened_in_an_emergency_and_not_written(maya, ash, at):
    duty = re.search(r'name="duty" type="checkbox" value="(LR-01 [^"]+)"', text(maya.get(address(ash, "to-do/late/"))))[
        1
    ]
    said = {"duty": duty, "why": "The carer was in hospital"}
    maya.post(address(ash, "to-do/late/"), said)
    otto = cast.signed_in("otto")
    assert otto.get(address(ash)).status_code == 404
    why = "A neighbour heard the child cry for hours"
    record.open_record(child=ash, kind="break_glass", because="danger", why=why, by=cast.otto(), on=at.date(), at=at)
    page = text(otto.get(address(ash)))
    assert "Opened in an emergency" in page
    assert "Why it is late, said on 31 March 2026 by Maya Ashworth: The carer was in hospital" in page
    assert address(ash, "to-do/") not in page and otto.post(address(ash, "to-do/late/"), said).status_code == 404


def test_what_was_corrected_can_be_read_version_by_version(maya, ash):
    maya.post(begin(maya, ash), one_visit(**{"c0-worries": "Has no coat", "c0-said": "I like my new room"}))
    page = text(maya.get(address(ash, "recorded/")))
    assert "Has no coat" in page and "Nobody has decided yet what follows." in page
    assert "What was changed" not in page
    (correct,) = set(re.findall(r'href="([^"]+/recorded/visits/[^"]+)"', page))
    said = DAY | {"place": "home", "c0-seen": "yes", "c0-seen_alone": "yes", "c0-said": "I like my room"}
    page = text(maya.post(correct, said | {"why": "She said it otherwise"}, follow=True))
    (link,) = (one for one in re.findall(r'href="([^"]+/recorded/visit/[^"]+)"', page) if "take-back" not in one)
    versions = text(maya.get(link))
    assert "Changed by Maya Ashworth" in versions and "She said it otherwise" in versions
    assert "Before: I like my new room" in versions and "Recorded by Maya Ashworth" in versions
    assert maya.get(link.replace("/visit/", "/worry/")).status_code == 404
    assert cast.signed_in("otto").get(link).status_code == 404


def test_what_was_taken_back_stays_to_be_read(maya, ash):
    maya.post(address(ash, "record/care_review_held/"), DAY | {"on_day": "30", "participation": "PN1"})
    page = text(maya.get(address(ash, "recorded/")))
    (back,) = re.findall(r'href="([^"]+take-back/)"', page)
    maya.post(back, {"why": "It was another child’s", "version": hidden(text(maya.get(back)), "version")})
    page = text(maya.get(address(ash, "recorded/")))
    assert "Taken back" in page
    (link,) = re.findall(r'href="([^"]+/recorded/event/[^"]+)"', page)
    versions = text(maya.get(link))
    assert "Taken back by Maya Ashworth" in versions and "It was another child’s" in versions


def test_nobody_explains_a_duty_that_is_not_owed(maya, ash):
    answer = maya.post(address(ash, "to-do/late/"), {"duty": "LR-01 2020-01-01", "why": "The carer was in hospital"})
    assert "What you ticked is done meanwhile, or is owed no more" in text(answer)
    assert not Explanation.objects.exists()


def test_two_people_who_correct_the_same_thing_lose_neither(maya, ash):
    key = hidden(text(maya.get(address(ash, "record/care_review_held/"))), "key")
    maya.post(address(ash, "record/care_review_held/"), DAY | {"key": key})
    link = re.search(r'href="([^"]+/recorded/events/[^"]+)"', text(maya.get(address(ash, "recorded/"))))[1]
    tom = cast.signed_in("tom")
    version = {"version": hidden(text(maya.get(link)), "version")}
    assert version == {"version": hidden(text(tom.get(link)), "version")}
    said = DAY | version | {"on_day": "29", "why": "It was on the Sunday"}
    assert tom.post(link, said).status_code == 302
    page = text(maya.post(link, said | {"on_day": "28", "why": "It was on the Saturday"}))
    assert "Somebody has changed this since you opened it" in page
    # Both texts side by side: what stands now, and what Maya typed.
    assert "Sunday 29 March 2026" in page and hidden(page, "on_day") == "28"
    assert Event.objects.count() == 2
    assert Clock.objects.get(child=ash, rule="LR-01").ended_on == date(2026, 3, 29)


def test_my_work_names_the_children_of_a_visit_that_is_not_sent_and_whom_one_sees(maya, ash, at):
    begin(maya, ash)
    assert "A visit to Ash Underwood that you began is not sent yet." in text(maya.get("/my-work/"))
    assert str(ash.public_id) in Entry.objects.filter(what="looked_at_list").latest("pk").children
    assert "Ash Underwood that you began" not in text(cast.signed_in("tom").get("/my-work/"))
    record.restrict_child(
        child=ash, people=[cast.person("otto")], from_on=at.date(), until_on=None, why="A relative works in this office",
        by=cast.person("sara"), at=at,
    )  # fmt: skip
    page = text(cast.signed_in("maya").get("/my-work/"))
    assert "A visit that you began is not sent yet." in page and "Underwood" not in page
