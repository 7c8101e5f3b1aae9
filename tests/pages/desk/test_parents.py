"""The form for what a parent says, and the fourth column: a voice of its own, beside the others and not counted."""

import pytest

from seenheard.voices import operations
from seenheard.voices.models import Reply, ReplyDraft
from tests import cast
from tests.pages.desk.test_heat_map import read, worker_says
from tests.pages.desk.test_voices import form_of, hidden, ones
from tests.unit.voices.conftest import ash, council  # noqa: F401
from tests.unit.voices.test_parents import ALL

pytestmark = pytest.mark.django_db
WHO = {"spoken_by": "Mary Ash", "relation": "mother", "how": "by telephone", "helper": "Ilse Brandt"}


@pytest.fixture
def parents_asked(council, ash, at, stopped_clock):  # noqa: F811
    operations.set_voices(name="voices", value=ALL, by=council, at=at)
    return operations.open_round(child=ash, by=cast.maya(), at=at)


def test_it_is_kept_sent_once_and_stands_in_a_column_of_its_own(parents_asked, at):
    asked = parents_asked
    maya, page = cast.signed_in("maya"), f"/rounds/{asked.public_id}/parent/"
    assert page in read(maya.get(f"/children/{asked.child.public_id}/voices/"))
    shown = maya.get(page)
    form = {"version": hidden(shown, "version"), "page": hidden(shown, "page")} | ones("health", "red", "No dentist")
    assert "is not counted in what differs" in read(shown) and "No alarm goes out from this form" in read(shown)
    assert maya.post(f"{page}keep/", form | WHO).status_code == 204
    assert "Mary Ash" in read(maya.get(page)) and ReplyDraft.objects.get().voice == "parent"
    missing = read(maya.post(page, form | {"do": "send"}))
    assert "Write the parent’s name" in missing and "Choose how they said it" in missing and "No dentist" in missing
    assert not Reply.objects.exists()
    form["version"] = ReplyDraft.objects.get().version
    assert maya.post(page, form | WHO | {"do": "send"}).status_code == 302
    assert maya.post(page, form | WHO | {"do": "send"}).status_code == 302, "pressed again"
    assert Reply.objects.count() == 1 and not ReplyDraft.objects.exists(), "what is sent is no draft"
    father = form | {"spoken_by": "John Ash", "relation": "father", "how": "in person", "helper": "", "do": "send"}
    assert maya.post(page, father).status_code == 302, "gone back to, and filled in for the other parent"
    assert [*Reply.objects.order_by("id").values_list("spoken_by", flat=True)] == ["Mary Ash", "John Ash"]
    assert "No dentist" not in read(maya.get(f"/rounds/{asked.public_id}/")), "blind, as of everybody’s words"
    worker_says(asked, at, health="green")
    side = read(cast.signed_in("ines").get(f"/rounds/{asked.public_id}/"))
    assert "No dentist" in side and "Mary Ash, mother, by telephone, written down by Maya" in side
    assert "and is not counted in what differs" in side and "To talk about" not in side


def test_where_parents_are_not_asked_there_is_no_form_and_it_says_so(db, ash, at, stopped_clock):  # noqa: F811
    operations.choose_pack(pack="five", by=cast.sara(), at=at)
    off = operations.open_round(child=ash, by=cast.maya(), at=at)
    maya = cast.signed_in("maya")
    said = read(maya.get(f"/rounds/{off.public_id}/parent/", follow=True))
    assert "Nothing more can be written down for a parent" in said and "not counted" not in said
    assert maya.post(f"/rounds/{off.public_id}/parent/keep/", {}).status_code == 404
    assert cast.signed_in("tom").get(f"/rounds/{off.public_id}/parent/").status_code == 403


def test_a_colleague_of_the_team_is_shown_no_way_and_told_whose_it_is(parents_asked):
    kim = cast.signed_in(cast.person("otto", worker_refs=["P0077"], team_refs=[cast.TEAM]))
    page = f"/rounds/{parents_asked.public_id}/parent/"
    columns = read(kim.get(f"/rounds/{parents_asked.public_id}/"))
    assert page not in columns and page in read(cast.signed_in("maya").get(f"/rounds/{parents_asked.public_id}/"))
    for refused in (kim.get(page), kim.post(page, WHO)):
        assert refused.status_code == 403 and "writes down what a parent says" in refused.content.decode()
    assert kim.post(f"{page}keep/", WHO).status_code in (403, 404) and not ReplyDraft.objects.exists()


@pytest.mark.browser
def test_the_form_and_four_columns_are_sound(parents_asked, at):
    asked = parents_asked
    from tests import browser

    maya, page = cast.signed_in("maya"), f"/rounds/{asked.public_id}/parent/"
    filled = form_of(asked, maya) | ones("health", "red", "No dentist") | WHO
    pages = {
        "/form/": maya.get(page).content.decode(),
        "/wrong/": maya.post(page, filled | {"how": ""}).content.decode(),
    }
    maya.post(page, {name: value for name, value in filled.items() if name != "version"})
    worker_says(asked, at, health="green")
    pages["/columns/"] = maya.get(f"/rounds/{asked.public_id}/").content.decode()
    assert "No dentist" in pages["/columns/"]
    with browser.showing(pages) as look:
        for address in pages:
            browser.is_sound(look, address, f"parent-{address.strip('/')}")
