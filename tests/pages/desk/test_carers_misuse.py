"""A carer's form under bad luck and misuse: each is met with a sentence that a carer can do something with."""

import uuid

import pytest

from seenheard.voices import operations
from seenheard.voices.models import Reply, ReplyDraft
from tests import cast
from tests.pages.desk.test_caring import answer, carl
from tests.pages.desk.test_voices import ash, asked, hidden, ones, text
from tests.unit.voices.test_doors import end_episode

__all__ = ["ash", "asked", "carl"]
pytestmark = pytest.mark.django_db


def test_an_emoji_alone_and_fifty_thousand_letters_are_said_and_stay(carl, asked):
    said = text(answer(asked, carl, **ones("health", "red", "🙂🙂🙂"), **ones("home", "amber", "a" * 50_000)))
    assert "Say why it is red, in words." in said and "The comment has 50,000 letters. 5,000 is the most" in said
    assert "Health: Say why it is red" in said and "Home: The comment has 50,000 letters" in said, "named at the top"
    assert not Reply.objects.exists() and len(ReplyDraft.objects.get().content["home-comment"]) == 50_000


def test_of_two_windows_the_older_writes_nothing_over(carl, asked):
    page = f"/caring/{asked.public_id}/"
    first, second = carl.get(page), carl.get(page)
    windows = [{"version": hidden(one, "version"), "page": hidden(one, "page")} for one in (first, second)]
    carl.post(f"{page}keep/", windows[1] | ones("home", "green", "From the second"))
    said = text(carl.post(page, windows[0] | ones("home", "red", "From the first") | {"do": "send"}))
    assert "You have kept something newer" in said and "From the first" in said
    assert ReplyDraft.objects.get().content["home-comment"] == "From the second" and not Reply.objects.exists()


def test_a_category_retired_meanwhile_is_still_asked_of_a_carer(carl, asked, at):
    operations.retire_category(key="friends", why="Asked under another name.", by=cast.sara(), at=at)
    answer(asked, carl, **ones("friends", "green", "Two good friends"))
    assert Reply.objects.get().ratings.get().category.key == "friends"


def test_the_placement_ended_while_the_form_was_open(carl, asked, at):
    page = f"/caring/{asked.public_id}/"
    opened = carl.get(page)
    given = {"version": hidden(opened, "version"), "page": hidden(opened, "page"), "do": "send"}
    end_episode(asked.child, at.date())
    for response in (carl.post(page, given | ones()), carl.get(page), carl.get(f"/caring/{uuid.uuid4()}/")):
        assert response.status_code == 404
        said = text(response)
        assert "not open to you today" in said and "What you had not sent was not sent." in said
        assert "Ash" not in said, "and the same of a round that never was"
    assert not Reply.objects.exists()
    assert carl.post(f"{page}keep/", given | ones()).status_code == 404
