"""What is asked: a service manager chooses a pack, adds, renames, moves, ends and merges; refused in words, and nothing
that was typed is lost."""

import html
import re

import pytest

from seenheard.timescales import queries as timescales
from seenheard.trail.models import Entry
from seenheard.voices import operations, queries
from seenheard.voices.models import CategoryVersion, Setting, Wording
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
HERE = "/voices/categories/"
WORDS = {f"words_{number}": "I can be outdoors enough." for number in range(4)}
PAGES = (
    HERE,
    "/voices/add-category/",
    "/voices/packs/twelve/",
    f"{HERE}health/",
    f"{HERE}health/change/",
    f"{HERE}health/duties/",
    f"{HERE}health/retire/",
    f"{HERE}health/merge/",
    f"{HERE}health/again/",
    f"{HERE}health/words/5-10/ar/",
    "/voices/languages/ar/",
    "/voices/settings/",
    "/voices/settings/night_number/",
    "/voices/languages/",
)


@pytest.fixture
def sara():
    return cast.signed_in("sara")


@pytest.fixture
def five(sara, at):
    """The committee's five are asked."""
    operations.choose_pack(pack="five", by=cast.sara(), at=at)
    return sara


def said(answer) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split()))


def asked(on) -> list[str]:
    return [one.name for one in queries.categories(on=on) if one.is_asked]


def test_at_the_start_nothing_is_asked_and_there_are_two_packs_to_begin_with(sara):
    page = said(sara.get(HERE))
    assert "Nothing is asked yet" in page and "Packs to begin with" in page
    assert "Health, PEP, Statutory visits, Contact, Provision" in page and "The twelve" in page


def test_a_pack_says_what_it_holds_and_a_press_begins_with_it(sara, on):
    page = said(sara.get("/voices/packs/five/"))
    assert "Begin with the committee’s five" in page and "LE-01" in page
    assert "Safety is not in this pack" in page and "Safety is not" not in said(sara.get("/voices/packs/twelve/"))
    assert "What this does to what is asked now" not in page
    assert sara.post("/voices/packs/five/")["Location"] == HERE
    assert asked(on) == ["Health", "PEP", "Statutory visits", "Contact", "Provision"]


def test_what_moving_to_the_twelve_does_is_said_before_the_press(five, on):
    page = said(five.get("/voices/packs/twelve/"))
    for words in (
        "Move to the twelve",
        "PEP: Learning is asked in its place",
        "Contact: Family and contact is asked in its place",
        "What was said under the old name stays under it",
        "A round that is open goes on asking what it asked",
    ):
        assert words in page
    five.post("/voices/packs/twelve/")
    assert len(asked(on)) == 12
    page = said(five.get(HERE))
    assert "Not asked any more" in page
    assert "PEP 31 March 2026 Merged into Learning. Moved to The twelve." in page


def test_each_category_leads_to_the_rules_that_stand_beside_it(five):
    page = five.get(HERE).content.decode()
    assert re.search(r'href="/rules/LV-01/">LV-01 \w', page)
    assert "No duty is counted beside it." in page, "beside contact"
    assert "LH-05 Strengths and difficulties questionnaire by the main carer<" in page
    missing = next(one for one in timescales.not_modelled())
    assert f"{missing.id} {missing.title} (not counted yet)" in said(five.get(f"{HERE}health/duties/"))
    assert five.get("/rules/LV-01/").status_code == 200


def test_a_category_of_ones_own(five, on):
    answer = five.post("/voices/add-category/", {"name": "Out of doors", **WORDS, "words_3": ""})
    assert "Write the words to children, 5 to 10" in said(answer)
    assert "Out of doors" in answer.content.decode() and "I can be outdoors enough." in answer.content.decode()
    assert five.post("/voices/add-category/", {"name": "Out of doors", **WORDS})["Location"] == HERE
    assert asked(on)[-1] == "Out of doors"
    again = five.post("/voices/add-category/", {"name": "out of  DOORS", **WORDS})
    assert "Another category has this name." in said(again) and "I can be outdoors enough." in said(again)


def test_renamed_and_moved(five, on):
    page = five.get(f"{HERE}contact/change/").content.decode()
    assert 'value="Contact"' in page and "After Health" in page
    assert five.post(f"{HERE}contact/change/", {"name": "Family time", "place": "1"})["Location"] == f"{HERE}contact/"
    assert asked(on)[:2] == ["Family time", "Health"]
    assert "Another category has this name." in said(five.post(f"{HERE}pep/change/", {"name": "health", "place": "1"}))
    assert "Give the category a name" in said(five.post(f"{HERE}pep/change/", {"name": " ", "place": "1"}))
    assert "Choose where it stands" in said(five.post(f"{HERE}pep/change/", {"name": "PEP", "place": "99"}))


def test_other_duties_stand_beside_it(five, on):
    page = five.get(f"{HERE}health/duties/").content.decode()
    assert re.search(r'value="LH-01" checked', page) and not re.search(r'value="LE-01" checked', page)
    five.post(f"{HERE}health/duties/", {"rules": ["LH-01", "LE-01"]})
    assert set(queries.category_called("health", on=on).rules) == {"LH-01", "LE-01"}
    assert "The register has no such rule" in said(five.post(f"{HERE}health/duties/", {"rules": ["XX-99"]}))
    five.post(f"{HERE}health/duties/", {})
    assert queries.category_called("health", on=on).rules == ()


def test_ended_with_a_reason_and_asked_again(five, on):
    assert "Say why this category is not asked any more" in said(five.post(f"{HERE}pep/retire/", {"why": " "}))
    five.post(f"{HERE}pep/retire/", {"why": "The school asks."})
    page = said(five.get(HERE))
    assert "PEP" not in asked(on) and "PEP 31 March 2026 The school asks." in page
    assert "It has not been asked since 31 March 2026. The school asks." in said(five.get(f"{HERE}pep/"))
    assert five.get(f"{HERE}pep/change/").status_code == 404
    five.post(f"{HERE}pep/again/")
    assert asked(on)[-1] == "PEP"


def test_merged_into_another_with_a_reason(five, on):
    answer = five.post(f"{HERE}pep/merge/", {"into": "pep", "why": "One talk."})
    assert "Choose one that is asked" in said(answer) and "One talk." in said(answer)
    five.post(f"{HERE}pep/merge/", {"into": "health", "why": "One talk."})
    assert "Health is asked in its place. One talk." in said(five.get(f"{HERE}pep/"))
    assert "PEP" not in asked(on)


def test_the_last_one_stays_and_what_was_typed_too(five, on):
    for key in ("pep", "visits", "contact", "provision"):
        five.post(f"{HERE}{key}/retire/", {"why": "Fewer."})
    answer = five.post(f"{HERE}health/retire/", {"why": "Fewer still."})
    assert "This is the last category that is asked." in said(answer) and "Fewer still." in said(answer)
    assert asked(on) == ["Health"]


def test_safety_is_never_merged_and_says_so_when_it_is_ended(sara, at):
    operations.choose_pack(pack="twelve", by=cast.sara(), at=at)
    assert "A red on it" in said(sara.get(HERE)) and "Cannot wait" in said(sara.get(f"{HERE}safety/"))
    assert f"{HERE}safety/merge/" not in sara.get(f"{HERE}safety/").content.decode()
    assert "Safety is not merged" in said(sara.post(f"{HERE}safety/merge/", {"into": "home", "why": "One."}))
    assert "This is safety." in said(sara.get(f"{HERE}safety/retire/"))
    sara.post(f"{HERE}safety/retire/", {"why": "We want to know."})
    assert "Safety is not among what is asked" in said(sara.get(HERE))


def test_the_words_say_who_has_read_them_over_or_that_nobody_has(five):
    page = five.get(f"{HERE}health/").content.decode()
    assert "Nobody has read this over yet: it is shown to no child and no carer." in page
    assert "No children-in-care council has tried it yet." in page
    assert '<span lang="ar" dir="rtl"' in page
    form = five.get(f"{HERE}health/words/5-10/ar/").content.decode()
    assert '<span lang="ar" dir="rtl"' in form and 'dir="auto"' in form, "what is typed goes its own way, too"
    where = f"{HERE}health/words/5-10/pl/"
    assert "Write the words" in said(five.post(where, {"words": "", "reviewed_by": "Ewa Nowak"}))
    long = five.post(where, {"words": "a" * 301, "reviewed_by": "Ewa Nowak"})
    assert "must be 300 letters or fewer" in said(long) and "Ewa Nowak" in long.content.decode()
    five.post(where, {"words": "Jest mi dobrze.", "reviewed_by": ""})
    assert "The council’s own words. Nobody has read this over yet" in said(five.get(f"{HERE}health/"))
    five.post(where, {"words": "Jest mi dobrze.", "reviewed_by": "Ewa Nowak, translator"})
    assert "Read over by Ewa Nowak, translator on 31 March 2026." in said(five.get(f"{HERE}health/"))
    assert five.get(f"{HERE}health/words/babies/pl/").status_code == 404
    assert five.get(f"{HERE}health/words/5-10/tlh/").status_code == 404


def test_what_is_asked_instead_of_words_that_nobody_has_read_over_is_said(five):
    five.post(f"{HERE}health/words/5-10/en/", {"words": "I am well.", "reviewed_by": ""})
    assert "Until then this is asked: “My body feels well.”" in said(five.get(f"{HERE}health/"))


def test_all_wordings_stand_side_by_side_the_samples_marked(five):
    page = five.get("/voices/languages/").content.decode()
    for words in (
        "My body feels well.",
        "Mae fy nghorff yn teimlo’n dda.",
        "جسمي بخير.",
        "Moje ciało czuje się dobrze.",
    ):
        assert words in page
    for language in ("Welsh", "Arabic", "Polish"):
        assert f"{language} (sample, read over by nobody)" in page
    assert "English: written for this product. No children-in-care council has tried it yet." in page
    assert "shown to no child and no carer" in page and "In this demo" not in page


@pytest.mark.parametrize("who", ["maya", "tom", "ines", "ana", "adam", "dev", "grace"])
def test_nobody_else_reads_or_changes_any_of_it(who, five):
    before = CategoryVersion.objects.count(), Setting.objects.count(), Wording.objects.count()
    other = cast.signed_in(who)
    for address in PAGES:
        assert other.get(address).status_code == 403, address
        if address not in (HERE, f"{HERE}health/", "/voices/settings/", "/voices/languages/"):
            assert other.post(address, {"name": "X", "why": "X", "words": "X"}).status_code == 403, address
    assert before == (CategoryVersion.objects.count(), Setting.objects.count(), Wording.objects.count())
    assert "What is asked" not in said(other.get("/rules/"))


def test_the_service_manager_finds_it_in_the_navigation(sara):
    assert re.search(r'href="/voices/categories/"[^>]*>What is asked<', sara.get("/rules/").content.decode())


def test_a_page_asks_fifteen_questions_at_most(sara, at, django_assert_max_num_queries):
    operations.choose_pack(pack="five", by=cast.sara(), at=at)
    operations.choose_pack(pack="twelve", by=cast.sara(), at=at)
    for address in PAGES:
        with django_assert_max_num_queries(15):
            assert sara.get(address).status_code == 200, address


def test_looking_writes_no_row_for_no_child_is_shown_and_each_change_writes_one(five):
    before = Entry.objects.count()
    for address in PAGES:
        five.get(address)
    assert Entry.objects.count() == before
    five.post(f"{HERE}pep/retire/", {"why": "The school asks."})
    assert Entry.objects.count() == before + 1
