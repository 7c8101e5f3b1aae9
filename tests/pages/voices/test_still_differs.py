"""What people see differently and nobody has talked about: on the child's page, first in what was said and done."""

import re

import pytest
from django.urls import reverse

from seenheard.voices import operations
from seenheard.voices.domain.answers import Colour
from seenheard.voices.models import Category, Rating, Reply
from seenheard.voices.queries.said import as_column
from tests import cast
from tests.factories import voices as made
from tests.pages.desk.conftest import count_queries  # noqa: F401
from tests.pages.desk.test_everything_at_once import MOST
from tests.unit.voices.conftest import ash, asked, council, says  # noqa: F401
from tests.unit.voices.test_talking import talk

pytestmark = pytest.mark.django_db


def read(client, where):
    shown = client.get(where).content.decode().partition("<main")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown)), shown


@pytest.mark.parametrize("lies_about", [True, False])
def test_it_stands_on_the_childs_page_until_somebody_has_talked(
    asked,  # noqa: F811
    says,  # noqa: F811
    at,
    stopped_clock,
    count_queries,  # noqa: F811
    lies_about,
):
    """A card lies about at home: of an answer that the child does not let the carer read it holds no word."""
    for who in ("tom", "sara", "otto"):
        cast.person(who)
    made.said(
        asked, "child", at, words={"one_thing": "My old school back."}, home=(Colour.RED, {"show_carer": lies_about})
    )
    client = cast.signed_in("maya")
    page = reverse("desk:child", args=[asked.child.public_id])
    done = reverse("voices:said_and_done", args=[asked.child.public_id])
    assert "to act on" not in read(client, page)[0] and "Record a talk" not in read(client, done)[0]  # blind still
    given = says(home="green", friends="green")
    operations.send_worker_reply(public_id=asked.public_id, given=given, key="1", by=cast.maya(), at=at)
    words, html = read(client, page)
    assert "nobody has talked about it yet: 1 part to act on ." in words
    assert f'href="{done}"' in html.partition('id="worries"')[2].partition("</section>")[0]
    assert count_queries(lambda: client.get(page)) <= MOST
    words, html = read(client, done)
    assert "act, asked on 31 March 2026" in words and "The child said As I said" in words
    assert reverse("voices:talk", args=[asked.public_id, "home"]) in html
    card = reverse("voices:card", args=[asked.child.public_id])
    assert "You said: My old school back. We have heard this. There is no answer yet." in read(client, card)[0]
    talk(asked, at)
    words, _ = read(client, card)
    assert ("You said: As I said" in words) == lies_about and "We ask your school for you." in words
    assert "to act on" not in read(client, page)[0] and "Record a talk" not in read(client, done)[0]


@pytest.mark.parametrize(("is_safety", "lets"), [(True, True), (False, False), (False, True)])
def test_an_answer_on_safety_never_lies_about(is_safety, lets):
    rating = Rating(voice="child", colour=1, category=Category(is_safety=is_safety), show_carer=lets)
    assert as_column(rating, Reply()).at_home == (lets and not is_safety)
