"""Staff let a child in by a code or a link, or write down what they saw."""

import html
import re
import uuid
from datetime import date

import pytest
from django.urls import reverse

from seenheard.record.models import ChildNow
from seenheard.trail.models import Entry
from seenheard.voices import operations as voices
from seenheard.voices import queries
from seenheard.voices.models import ChildCode, Reply
from tests import cast
from tests.pages.desk.conftest import looked_after
from tests.pages.voices.door import Child, council_that_asks

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
ON = date(2026, 3, 31)


@pytest.fixture
def ash(db, stopped_clock):
    return looked_after(born_on=date(2012, 5, 4))


@pytest.fixture
def asked(ash, at):
    council_that_asks(at)
    return voices.open_round(child=ash, by=cast.maya(), at=at)


def read(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return html.unescape(answer.content.decode())


def asks(child, **said):
    filled = {"kind": "code", "form": "11-17", "language": "en"} | said
    return cast.signed_in("maya").post(reverse("voices:child_way", args=[child.public_id]), filled)


def test_a_worker_is_shown_a_code_that_opens_the_door(asked, ash):
    page = read(asks(ash, name_1="Ruth Able", role_1="interpreter"))
    (code,) = re.findall(r"<p class=\"govuk-heading-xl\">([A-Z0-9]{4} [A-Z0-9]{4})</p>", page)
    assert Child(code).is_in
    kept = ChildCode.objects.get()
    assert (
        kept.helpers == [{"name": "Ruth Able", "role": "interpreter"}] and code.replace(" ", "") not in kept.code_hash
    )
    assert Entry.objects.filter(what="made_child_way", children=[str(ash.public_id)]).exists()


def test_a_worker_is_shown_a_link_that_names_nobody(asked, ash):
    page = read(asks(ash, kind="link"))
    (link,) = re.findall(r"http://testserver(/hello/[\w-]{43}/)", page)
    child = Child()
    assert "Is this page for you?" in child.client.post(link, follow=True).content.decode()


def test_the_form_for_the_childs_age_is_offered_first(asked, ash):
    of_ash = reverse("voices:child_way", args=[ash.public_id])
    older = read(cast.signed_in("maya").get(of_ash))
    assert re.search(r'value="11-17" checked', older)
    ChildNow.objects.filter(child=ash).update(born_on=date(2018, 5, 4))
    assert re.search(r'value="5-10" checked', read(cast.signed_in("maya").get(of_ash)))


def test_a_helper_has_a_role_and_a_language_read_over_by_nobody_needs_an_interpreter(asked, ash):
    assert "Say as what they help" in read(asks(ash, name_1="Ruth"))
    page = read(asks(ash, language="cy"))
    assert "Welsh (in English, with an interpreter)" in page and "Name the interpreter who sits beside" in page
    assert not ChildCode.objects.exists()
    asks(ash, language="cy", name_1="Nia Prys", role_1="interpreter")
    assert ChildCode.objects.get().language == "cy"


def test_why_no_child_can_be_let_in_is_said(ash, at):
    voices.choose_pack(pack="twelve", by=cast.sara(), at=at)
    page = read(cast.signed_in("maya").get(reverse("voices:child_way", args=[ash.public_id])))
    assert "who reads a red on safety at once" in page and "<textarea" not in page and 'name="kind"' not in page
    assert "who reads a red on safety at once" in read(asks(ash))


def test_where_no_round_is_open_the_press_that_opens_one_is_there(ash, at):
    council_that_asks(at)
    press, way = reverse("desk:ask_voices", args=[ash.public_id]), reverse("voices:child_way", args=[ash.public_id])
    page = read(cast.signed_in("maya").get(way))
    assert "No round is open for this child." in page and f'<form method="post" action="{press}"' in page
    cast.signed_in("maya").post(press)
    page = read(cast.signed_in("maya").get(way))
    assert press not in page and 'name="kind"' in page


def sees(child, words="She smiled at the swing.", **more):
    filled = {"words": words, "key": str(uuid.uuid4())} | more
    return cast.signed_in("maya").post(reverse("voices:saw", args=[child.public_id]), filled)


def test_what_somebody_saw_is_labelled_and_never_the_childs_answer(asked, ash, at):
    key = str(uuid.uuid4())
    for _ in range(20):
        assert sees(ash, key=key).status_code == 302
    kept = Reply.objects.get()
    assert (kept.form, kept.voice, kept.said_by) == ("observed", "child", str(cast.maya().public_id))
    (now,) = queries.rounds_of(viewer=cast.maya(), child=ash, on=ON)
    assert not now.sent
    found = queries.columns(viewer=cast.maya(), child=ash, now=now, on=ON)
    assert [one.words for one in found.words if one.observed] == ["She smiled at the swing."]


def test_who_helped_to_see_it_is_kept_by_name_and_role(asked, ash, at):
    assert "Say as what they help" in read(sees(ash, name_1="Ilse Brandt"))
    sees(ash, name_1="Ilse Brandt", role_1="somebody who signs", name_2="Mr Moss", role_2="teacher")
    assert Reply.objects.get().helpers == [
        {"name": "Ilse Brandt", "role": "somebody who signs"},
        {"name": "Mr Moss", "role": "teacher"},
    ]


def test_no_words_or_no_round_keep_nothing(ash, asked, at):
    assert "Write what you saw" in read(sees(ash, words="🙂"))
    voices.close_round(public_id=asked.public_id, why="Moved.", by=cast.maya(), at=at)
    assert "No round is open" in read(sees(ash))
    assert not Reply.objects.exists()


@pytest.mark.parametrize("name", ["child_way", "saw"])
def test_for_who_does_not_work_with_the_child_there_is_nothing(asked, ash, name):
    assert cast.signed_in("otto").get(reverse(f"voices:{name}", args=[ash.public_id])).status_code == 404
