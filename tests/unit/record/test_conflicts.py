"""Declared conflicts: who then does not see the child, who is told, and who ends it."""

from datetime import date

import pytest

from seenheard.accounts.permissions import NotAllowed
from seenheard.record import operations, queries
from seenheard.record.models import Conflict, EndedConflict
from seenheard.record.permissions import NoSuchChild
from seenheard.trail.models import Entry
from tests import cast
from tests.factories.at_once import at_once
from tests.factories.record import AT, add, make_child

pytestmark = pytest.mark.django_db
ON = AT.date()
WHY = "It was another family of the same name"


@pytest.fixture
def child():
    made = make_child(local_id="500001", forename="Fern", surname="Quill")
    add("involvement", made, professional_ref="P0002", team_ref="T02", from_on=date(2025, 1, 1))
    return made


def declare(child, by="maya", kind="relative", words=""):
    return operations.declare_conflict(child=child, kind=kind, words=words, by=cast.person(by), at=AT)


def end(conflict, by="tom", why=WHY):
    return operations.end_conflict(conflict=conflict, on=ON, why=why, by=cast.person(by), at=AT)


def sees(child, who):
    return queries.visible_children(viewer=cast.person(who), on=ON).filter(pk=child.pk).exists()


@pytest.mark.parametrize("who", ["maya", "tom", "sara"])
def test_who_declares_does_not_see_the_child_and_others_do(child, who):
    assert sees(child, who)
    declare(child, who)
    assert [other for other in ("maya", "tom", "sara") if not sees(child, other)] == [who]
    hidden = queries.hidden_from(viewer=cast.sara(), on=ON)
    assert hidden.filter(pk=child.pk).exists() == (who == "sara")


def test_it_is_stronger_than_being_named_for_a_closed_file_or_a_restricted_child(child):
    people, sara = [cast.maya()], cast.sara()
    operations.restrict_child(child=child, people=people, from_on=ON, until_on=None, why=WHY, by=sara, at=AT)
    assert sees(child, "maya")
    declare(child)
    assert not sees(child, "maya")


def test_declared_twice_it_is_written_once(child):
    assert declare(child) == declare(child)
    assert (Conflict.objects.count(), Entry.objects.count()) == (1, 1)
    assert Entry.objects.get().why == "The child is my relative"


def test_the_manager_the_service_manager_and_the_guardian_are_told(child):
    declare(child)
    for who, number in {"tom": 1, "sara": 1, "grace": 1, "mona": 0}.items():
        assert queries.conflicts(viewer=cast.person(who)).count() == number, who
    for who in ("maya", "otto", "ines", "ana", "adam", "dev"):
        with pytest.raises(NotAllowed):
            queries.conflicts(viewer=cast.person(who))


def test_another_manager_ends_it_and_the_child_is_seen_again(child):
    ended = end(declare(child))
    assert sees(child, "maya")
    assert ended.why == WHY and Entry.objects.get(what="ended_conflict").why == WHY


@pytest.mark.parametrize(
    ("whose", "by", "why", "sentence"),
    [
        ("maya", "maya", WHY, "Only a manager"),
        ("maya", "grace", WHY, "Only a manager"),
        ("tom", "tom", WHY, "Nobody ends their own"),
        ("maya", "mona", WHY, "not yours to end"),
        ("maya", "tom", "because", "20 letters"),
    ],
)
def test_what_is_refused_leaves_it_standing(child, whose, by, why, sentence):
    conflict = declare(child, whose)
    with pytest.raises(NotAllowed, match=sentence):
        end(conflict, by, why)
    assert not sees(child, whose)
    assert not EndedConflict.objects.exists() and Entry.objects.count() == 1


def test_a_manager_who_knows_the_same_child_is_told_nothing_and_ends_nothing(child):
    conflict = declare(child)
    declare(child, "tom")
    assert not queries.conflicts(viewer=cast.tom()).exists()
    with pytest.raises(NoSuchChild):
        queries.conflict_to_end(viewer=cast.tom(), public_id=conflict.public_id)
    with pytest.raises(NotAllowed, match="not yours to end"):
        end(conflict)


@pytest.mark.parametrize("who", ["ana", "adam", "grace"])
def test_whoever_opens_no_record_has_nothing_to_declare(child, who):
    with pytest.raises(NotAllowed, match="opens no child"):
        declare(child, who)
    assert not Conflict.objects.exists()


def test_a_way_of_knowing_that_is_not_on_the_list_is_refused(child):
    with pytest.raises(NotAllowed, match="Choose how"):
        declare(child, kind="gossip")


@pytest.mark.django_db(transaction=True)
def test_two_at_once_declare_and_end_once_each():
    child = make_child(local_id="500001")
    for who in ("maya", "tom", "sara"):
        cast.person(who)
    at_once(lambda: declare(child), lambda: declare(child))
    conflict = Conflict.objects.get()
    outcomes = at_once(lambda: end(conflict), lambda: end(conflict, "sara"))
    assert sorted(type(one).__name__ for one in outcomes) == ["EndedConflict", "NotAllowed"]
