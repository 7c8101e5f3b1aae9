"""Categories: packs, names, retiring and merging; what was rated stays, and one at least is always asked."""

from datetime import timedelta

import pytest

from seenheard.accounts.permissions import NotAllowed
from seenheard.timescales import queries as timescales
from seenheard.trail.models import Entry
from seenheard.voices import operations, queries
from seenheard.voices.domain.categories import move_to
from seenheard.voices.domain.wordings import AUDIENCES
from seenheard.voices.models import Category, CategoryVersion, Wording
from tests import cast

pytestmark = pytest.mark.django_db
WORDS = dict.fromkeys(AUDIENCES, "I can be outdoors enough.")


@pytest.fixture
def sara(db):
    return cast.sara()


def asked(on):
    return [one.key for one in queries.categories(on=on) if one.is_asked]


def test_every_rule_that_a_pack_names_is_in_the_register():
    known = set(timescales.rules()) | {one.id for one in timescales.not_modelled()}
    named = {rule for pack in queries.packs() for one in pack.categories for rule in one.rules}
    assert named and named <= known


def test_every_category_of_a_pack_is_worded_for_everybody_in_english():
    english = queries.languages()["en"].questions
    for pack in queries.packs():
        for one in pack.categories:
            assert set(english[one.key]) == set(AUDIENCES), one.key


def test_the_five_then_the_twelve_and_nothing_is_lost(sara, at):
    assert operations.choose_pack(pack="five", by=sara, at=at) == 5
    assert asked(at.date()) == ["health", "pep", "visits", "contact", "provision"]
    later = at + timedelta(days=30)
    operations.choose_pack(pack="twelve", by=sara, at=later)
    assert len(asked(later.date())) == 12
    merged = {one.key: one.into for one in queries.categories(on=later.date()) if not one.is_asked}
    assert merged == {"pep": "learning", "visits": "my_say", "contact": "family", "provision": "home"}
    assert asked(at.date()) == ["health", "pep", "visits", "contact", "provision"], "as it was on that day"
    assert Category.objects.count() == 16


def test_back_to_the_five_brings_them_back_under_the_name_they_had(sara, at):
    operations.choose_pack(pack="five", by=sara, at=at)
    operations.change_category(key="contact", name="Family time", by=sara, at=at)
    operations.choose_pack(pack="twelve", by=sara, at=at + timedelta(days=1))
    operations.choose_pack(pack="five", by=sara, at=at + timedelta(days=2))
    now = {one.key: one for one in queries.categories(on=(at + timedelta(days=2)).date())}
    assert now["contact"].is_asked and now["contact"].name == "Family time"
    assert now["family"].into == "contact"
    assert now["feelings"].is_asked, "what has no counterpart stays until somebody retires it"


def test_twice_is_once(sara, at):
    operations.choose_pack(pack="twelve", by=sara, at=at)
    before = CategoryVersion.objects.count(), Entry.objects.count()
    assert operations.choose_pack(pack="twelve", by=sara, at=at) == 0
    assert (CategoryVersion.objects.count(), Entry.objects.count()) == before


def test_a_category_of_ones_own(sara, at):
    operations.choose_pack(pack="five", by=sara, at=at)
    made = operations.add_category(name="Out of doors", words=WORDS, by=sara, at=at)
    assert asked(at.date())[-1] == made.key == "out_of_doors"
    assert queries.asked_in("en", audience="5-10", on=at.date())[made.key].words == WORDS["5-10"]
    with pytest.raises(NotAllowed, match="Another category has this name"):
        operations.add_category(name="OUT of  doors", words=WORDS, by=sara, at=at)
    with pytest.raises(NotAllowed, match="Write the words for 5-10, too"):
        operations.add_category(name="Pets", words=WORDS | {"5-10": " "}, by=sara, at=at)
    assert Wording.objects.count() == len(AUDIENCES)


def test_renamed_retired_and_merged_and_as_it_was(sara, at):
    operations.choose_pack(pack="five", by=sara, at=at)
    later = at + timedelta(days=1)
    operations.change_category(key="visits", name="My social worker", by=sara, at=later)
    operations.retire_category(key="pep", why="We ask about learning elsewhere.", by=sara, at=later)
    operations.merge_category(key="contact", into="provision", why="One conversation.", by=sara, at=later)
    assert asked(later.date()) == ["health", "visits", "provision"]
    names = {one.key: one.name for one in queries.categories(on=at.date())}
    assert names["visits"] == "Statutory visits"
    with pytest.raises(NotAllowed, match="not asked any more"):
        operations.retire_category(key="pep", why="Again.", by=sara, at=later)


def test_the_last_category_and_safety_stay(sara, at):
    operations.choose_pack(pack="twelve", by=sara, at=at)
    with pytest.raises(NotAllowed, match="Safety is not merged"):
        operations.merge_category(key="safety", into="home", why="Simpler.", by=sara, at=at)
    for key in asked(at.date())[1:]:
        operations.retire_category(key=key, why="Fewer.", by=sara, at=at)
    with pytest.raises(NotAllowed, match="the last category"):
        operations.retire_category(key="health", why="Fewer.", by=sara, at=at)


def test_moved_to_a_place_the_others_follow_in_their_order(sara, at):
    operations.choose_pack(pack="five", by=sara, at=at)
    operations.change_category(key="provision", place=1, by=sara, at=at)
    assert asked(at.date()) == ["provision", "health", "pep", "visits", "contact"]
    operations.change_category(key="provision", place=3, by=sara, at=at)
    assert asked(at.date()) == ["health", "pep", "provision", "visits", "contact"]
    before = CategoryVersion.objects.count()
    operations.change_category(key="provision", place=3, by=sara, at=at)
    assert CategoryVersion.objects.count() == before


def test_a_name_may_be_written_another_way_but_not_be_anothers(sara, at):
    operations.choose_pack(pack="five", by=sara, at=at)
    assert operations.change_category(key="health", name="HEALTH", by=sara, at=at).name == "HEALTH"
    with pytest.raises(NotAllowed, match="Another category has this name"):
        operations.change_category(key="health", name="contact", by=sara, at=at)


def test_asked_again_it_is_the_last(sara, at):
    operations.choose_pack(pack="five", by=sara, at=at)
    operations.retire_category(key="pep", why="Elsewhere.", by=sara, at=at)
    pep = queries.category_called("pep", on=at.date())
    assert (pep.since_on, pep.why) == (at.date(), "Elsewhere.")
    operations.ask_again(key="pep", by=sara, at=at)
    assert asked(at.date()) == ["health", "visits", "contact", "provision", "pep"]
    with pytest.raises(NotAllowed, match="asked already"):
        operations.ask_again(key="pep", by=sara, at=at)
    operations.merge_category(key="pep", into="health", why="One.", by=sara, at=at)
    operations.change_category(key="health", name="PEP", by=sara, at=at)
    with pytest.raises(NotAllowed, match="Another category has this name"):
        operations.ask_again(key="pep", by=sara, at=at)


def test_what_a_pack_would_do_is_what_it_does(sara, at):
    five, twelve = queries.packs()

    def would(pack):
        return move_to(pack, queries.categories(on=at.date()), queries.packs())

    assert len(would(five).begins) == 5 and not would(five).merged
    operations.choose_pack(pack="five", by=sara, at=at)
    assert would(five).changes_nothing
    told = would(twelve)
    assert set(told.merged) == {
        ("PEP", "Learning"),
        ("Statutory visits", "My plan and my say"),
        ("Contact", "Family and contact"),
        ("Provision", "Home"),
    }
    assert len(told.begins) == 11 and not told.again and not told.stays
    operations.choose_pack(pack="twelve", by=sara, at=at)
    back = would(five)
    assert set(back.again) == {"PEP", "Statutory visits", "Contact", "Provision"} and len(back.stays) == 7
    operations.choose_pack(pack="five", by=sara, at=at)
    assert set(asked(at.date())) == {one.key for one in queries.categories(on=at.date()) if one.name in back.stays} | {
        packed.key for packed in five.categories
    }


@pytest.mark.parametrize("who", ["maya", "tom", "ines", "ana", "adam"])
def test_only_a_service_manager_sets_the_voices(who, sara, at):
    operations.choose_pack(pack="five", by=sara, at=at)
    before = CategoryVersion.objects.count()
    person = cast.person(who)
    for refused in (
        lambda: operations.choose_pack(pack="twelve", by=person, at=at),
        lambda: operations.add_category(name="Pets", words=WORDS, by=person, at=at),
        lambda: operations.ask_again(key="pep", by=person, at=at),
        lambda: operations.retire_category(key="pep", why="No.", by=person, at=at),
        lambda: operations.set_voices(name="have_this_minutes", value=30, by=person, at=at),
    ):
        with pytest.raises(NotAllowed, match="say what worker, carer and child are asked"):
            refused()
    assert CategoryVersion.objects.count() == before
