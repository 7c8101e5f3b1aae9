"""PR6: a protected address reaches nobody without the right to it, and is not typed into a note by mistake.

It is protected as a worker protects it. 30 of 30 spellings are refused on every form that takes words, and what was typed
stays in the form; of a street's name alone a reason keeps it. That the address, its
postcode and anything finer than the district appear on no page of those without the right is AZ3's and AZ6's field table
(address lines, postcode and who must not know it are dyed there). Letters, maps and distances do not exist here.
"""

import re
import uuid
from datetime import date

import pytest

from seenheard.accounts.permissions import NotAllowed
from seenheard.duties import operations as duties
from seenheard.record import operations
from seenheard.record.domain.spellings import Telling
from seenheard.record.models import Booking, ChildAction, Event, Issue, Visit
from seenheard.voices import operations as voices
from seenheard.voices.domain.answers import Colour
from seenheard.voices.domain.parents import Spoken
from seenheard.voices.domain.replies import Given
from seenheard.voices.models import Round
from seenheard.voices.operations.observing import keep_observation
from tests import cast
from tests.factories import record as made
from tests.pages.desk.conftest import looked_after
from tests.unit.record.test_spellings import LINES, POSTCODE, SPELLINGS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
ON = made.AT.date()


@pytest.fixture
def child():
    child = looked_after(since=date(2025, 6, 1))
    made.add("address", child, kind="home", lines=LINES, postcode=POSTCODE)
    protect(child)
    return child


def protect(child):
    """As a worker says it on the child's page."""
    said = {"who": "her father", "why": "He has found them once before", "from_on": ON, "key": "protected"}
    operations.protect_address(children=[child], **said, **by_maya())


def by_maya(**more):
    return {"by": cast.maya(), "at": made.AT} | more


def a_visit(child, words, **more):
    part = operations.Part(child=child, seen=True, seen_alone=True, **more or {"said": words})
    operations.record_visit(visited_on=ON, place="home", parts=[part], key=str(uuid.uuid4()), **by_maya())


def asked_of(child):
    """A round that asks the worker and parents."""
    if asked := Round.objects.filter(child=child).first():
        return asked
    voices.choose_pack(pack="twelve", by=cast.sara(), at=made.AT)
    voices.set_voices(name="voices", value=["worker", "parent"], by=cast.sara(), at=made.AT)
    return voices.open_round(child=child, **by_maya())


def a_reply(child, words):
    """As the child's worker: a comment of an answer."""
    said = {"given": {"health": Given(Colour.GREEN, words)}, "key": str(uuid.uuid4())}
    voices.send_worker_reply(public_id=asked_of(child).public_id, **said, **by_maya())


def a_parents_reply(child, words, spoken="Mary Ash"):
    """As the child's worker writes it down."""
    said = {"given": {"health": Given(Colour.GREEN, words)}, "key": str(uuid.uuid4())}
    who = Spoken(spoken, "mother", "by telephone")
    voices.write_down_parent(public_id=asked_of(child).public_id, spoken=who, **said, **by_maya())


def an_observation(child, words, helper="Mr Moss"):
    """What somebody saw of a child who cannot answer."""
    asked_of(child)
    helpers = [{"name": helper, "role": "teacher"}]
    keep_observation(child=child, words=words, helpers=helpers, key=str(uuid.uuid4()), **by_maya())


WAYS = {
    "what the child said": a_visit,
    "what was noticed": lambda child, words: a_visit(child, words, noticed=words),
    "a worry of a visit": lambda child, words: a_visit(child, words, issues=(words,)),
    "a worry": lambda child, words: operations.raise_issue(child=child, words=words, on=ON, key="i", **by_maya()),
    "an action": lambda child, words: operations.add_action(
        child=child, words=words, owned_by=str(cast.maya().public_id), due_on=ON, key="a", **by_maya()
    ),
    "why it is late": lambda child, words: duties.explain_delay(
        child=child, rule="LV-01", key="2025-06-01", why=f"{words} is too far", **by_maya()
    ),
    "a worker’s reply to a round": a_reply,
    "a parent’s reply to a round": a_parents_reply,
    "a parent’s name": lambda child, words: a_parents_reply(child, "All is well", spoken=words),
    "what somebody saw": an_observation,
    "who helped to see it": lambda child, words: an_observation(child, "She smiled", helper=words),
}


def let_through(child) -> list[tuple[str, str]]:
    """Each way and spelling that was kept."""
    kept = []
    for way, write in WAYS.items():
        for words in SPELLINGS:
            try:
                write(child, words)
            except NotAllowed as sentence:
                assert isinstance(sentence, operations.TellsAddress), (way, sentence)
            else:
                kept.append((way, words))
    return kept


def test_no_spelling_is_kept_by_any_way_of_writing(child):
    assert let_through(child) == []
    assert not any(model.objects.exists() for model in (Visit, Issue, ChildAction, Booking))
    assert Event.objects.count() == 1, "the protection itself"
    part = operations.Part(child=child, seen=True, seen_alone=True, said="I like Littleport, and PE30 is fine")
    operations.record_visit(visited_on=ON, place="home", parts=[part], key=str(uuid.uuid4()), **by_maya())


def test_a_comparison_that_finds_nothing_turns_this_check_red(child, monkeypatch):
    monkeypatch.setattr(operations.telling_addresses, "how_told", lambda *words, **held: Telling.NOT)
    operations.raise_issue(child=child, words=SPELLINGS[0], on=ON, key="i", **by_maya())
    assert Issue.objects.get().words == SPELLINGS[0]


def test_an_address_that_nobody_protects_may_be_named(child):
    """The one of this child is protected; another child's words are compared with its own alone."""
    other = looked_after(since=date(2025, 6, 1), forename="Elm")
    made.add("address", other, kind="home", lines="3 Birch Close", postcode="PE30 2BB")
    operations.raise_issue(child=other, words="Noise at 3 Birch Close", on=ON, key="one", **by_maya())


def test_a_correction_is_asked_as_well_and_what_stood_before_may_be_taken_back(child):
    part = operations.Part(child=child, seen=True, seen_alone=True, said="All is well")
    (saved,) = operations.record_visit(visited_on=ON, place="home", parts=[part], key=str(uuid.uuid4()), **by_maya())
    with pytest.raises(operations.TellsAddress):
        operations.correct_visit(
            child=child,
            key=saved.key,
            visited_on=ON,
            place="home",
            part=operations.Part(child=child, seen=True, seen_alone=True, said="I sleep at 14 Rowan Rd"),
            why="The words were not hers",
            **by_maya(),
        )
    with pytest.raises(operations.TellsAddress):
        operations.withdraw(name="visit", child=child, key=saved.key, why="It was at 14 Rowan Road", **by_maya())
    operations.withdraw(name="visit", child=child, key=saved.key, why="It was another day", **by_maya())


def test_once_it_is_over_it_may_be_told(child):
    """The refusals above come from the protection, and from nothing else."""
    operations.end_protection(child=child, protection="protected", why="He has died abroad", key="over", **by_maya())
    for way in ("what the child said", "a worry", "an action"):
        WAYS[way](child, SPELLINGS[0])
    kept = (Visit.objects.get().said, Issue.objects.get().words, ChildAction.objects.get().words)
    assert kept == (SPELLINGS[0],) * 3


def test_an_import_that_brings_it_back_brings_no_leave_to_tell_it(child):
    made.add("address", child, row_key="another key", kind="home", lines="14, Rowan Rd", postcode=POSTCODE)
    made.add("address", child, source="ssda903", kind="placement", postcode="PE38 9ZZ")
    assert let_through(child) == []
    with pytest.raises(operations.TellsAddress):
        operations.raise_issue(child=child, words="Rang from PE38 9ZZ", on=ON, key="p", **by_maya())


def test_the_form_says_so_and_keeps_every_word(child):
    maya = cast.signed_in("maya")
    address = f"/children/{child.public_id}/record/dental_check_held/"
    page = maya.get(address).content.decode()
    said = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    said |= {"on_day": "30", "on_month": "3", "on_year": "2026", "kept_why": "She told me at 14 Rowan Rd"}
    answer = maya.post(address, said)
    shown = answer.content.decode()
    assert answer.status_code == 200 and not Event.objects.exclude(kind="address_protected").exists()
    assert "tells an address of the child that is protected" in shown and "She told me at 14 Rowan Rd" in shown


def test_the_form_asks_why_a_name_alone_can_stay_and_keeps_it(child):
    maya = cast.signed_in("maya")
    address = f"/children/{child.public_id}/to-do/actions/"
    page = maya.get(address).content.decode()
    said = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    said |= {"words": "Ask Rowan Road School for a report", "owned_by": str(cast.maya().public_id)}
    said |= {"due_on_day": "7", "due_on_month": "4", "due_on_year": "2026"}
    refused = maya.post(address, said)
    assert refused.status_code == 200 and not ChildAction.objects.exists()
    assert "Why can these words stay?" in refused.content.decode()
    said["keep_words"] = "It is the name of the school"
    assert maya.post(address, said).status_code == 302
    assert "It is the name of the school" in ChildAction.objects.get().version_why
