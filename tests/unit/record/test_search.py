"""Finding a child: by which names and numbers, how spelt, and by whom."""

from datetime import date

import pytest

from seenheard.record import operations, queries
from seenheard.record.models import NamePart, Restriction
from tests import cast
from tests.factories import record as made
from tests.factories.record import AT

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 31)


def found(looked_for, who="sara"):
    return queries.search(viewer=cast.person(who), on=ON, looked_for=looked_for)


def names(looked_for, who="sara"):
    return [one.now.name for one in found(looked_for, who).matches]


@pytest.mark.parametrize(
    ("forename", "surname", "typed"),
    [
        ("Łukasz", "Żak", "lukasz zak"),
        ("Søren", "Ødegård", "soren odegard"),
        ("Iain", "MacDonald", "mcdonald"),
        ("Iain", "McDonald", "mac donald"),
        ("Iain", "McDonald", "mac"),
        ("Niamh", "O’Brien", "o'brien"),
        ("Niamh", "O'Brien", "obrien niamh"),
        ("Ann-Marie", "Smith-Jones", "annmarie jones"),
        ("Annmarie", "Smith", "ann-marie smith"),
        ("Olive", "Quarring", "quarring, olive"),
        ("Olive", "Quarring", "oliv quar"),
        ("Olive", "Quarring", "olvie quaring"),
        ("Olive", "Quarring", "q olive"),
    ],
)
def test_a_child_is_found_however_the_name_is_written(forename, surname, typed):
    made.make_child(forename="Rowan", surname="Thistlewood")
    made.make_child(forename=forename, surname=surname)
    assert names(typed) == [f"{forename} {surname}"]


@pytest.mark.parametrize("typed", ["olive thistlewood", "zzz", "ol va", "-", "tim"])
def test_every_word_must_be_one_of_the_childs(typed):
    made.make_child(forename="Olive", surname="Quarring")
    made.make_child(forename="Tom", surname="Thistlewood")
    assert names(typed) == []


def test_the_nearest_comes_first_and_one_spelt_otherwise_is_said_to_be():
    for forename in ("Jonas", "Jonna", "Jona"):
        made.make_child(forename=forename, surname="Ember")
    searched = found("jona ember")
    assert [one.now.name for one in searched.matches] == ["Jona Ember", "Jonas Ember", "Jonna Ember"]
    assert [one.spelt_otherwise for one in searched.matches] == [False, False, True]
    (slip,) = found("jnas ember").matches
    assert slip.now.name == "Jonas Ember" and slip.spelt_otherwise


def test_the_name_a_child_uses_finds_it_and_so_does_the_one_not_used():
    made.make_child(forename="Elizabeth", surname="Ember", name_used="Bess")
    (by_used,) = found("bess ember").matches
    assert (by_used.now.name, by_used.why) == ("Bess Ember", ())
    (by_other,) = found("elizabeth").matches
    assert by_other.why == (queries.Why("name", "Elizabeth Ember"),)


def test_a_former_name_finds_the_child_and_says_so():
    child = made.make_child()
    key = made.add("person_name", child, forename="Ash", surname="Oldfield")
    made.change("person_name", child, key, forename="Ash", surname="Newham")
    (match,) = found("ash oldfield").matches
    assert (match.now.name, match.why) == ("Ash Newham", (queries.Why("former", "Ash Oldfield"),))
    (match,) = found("ash").matches
    assert match.why == ()


def test_what_an_undone_import_said_is_no_name_of_old():
    child = made.make_child()
    key = made.add("person_name", child, forename="Ash", surname="Oldfield")
    made.change("person_name", child, key, forename="Ash", surname="Newham", run_id="mistaken")
    operations.undo(run_id="mistaken", by=cast.sara(), at=AT)
    assert names("newham") == []
    (match,) = found("oldfield").matches
    assert match.why == ()


def test_the_parts_made_anew_are_those_that_stood():
    child = made.make_child(forename="Ash", surname="Oldfield", name_used="Ashy")
    made.add("person_name", child, source="ssda903", forename="Ashley", surname="Oldfield")
    stood = list(NamePart.objects.order_by("child", "part", "told").values_list("child", "part", "told", "whole"))
    operations.refresh_now(on=ON)
    assert stood == list(
        NamePart.objects.order_by("child", "part", "told").values_list("child", "part", "told", "whole")
    )
    assert {"ashley", "ashy", "oldfield"} <= {part for _, part, _, _ in stood}


def test_a_number_finds_its_child_and_says_which_number_it_is():
    child = made.make_child(local_id="AB12", upn="A123456789012", forename="Ash", surname="Ember")
    for typed in ("ab12", " AB12 "):
        (match,) = found(typed).matches
        assert match.now.child_id == child.pk and match.why == ()
    (match,) = found("a123456789012").matches
    assert match.why == (queries.Why("upn", "A123456789012"),)
    assert names("A12345678901") == []


def test_nobody_finds_a_child_whom_they_may_not_see():
    hers = {"professional_ref": "P0002", "role": "CW", "team_ref": cast.TEAM, "from_on": date(2026, 1, 5)}
    made.make_child(forename="Ash", surname="Ember", facts={"involvement": hers})
    made.make_child(forename="Ashley", surname="Ember", upn="A123456789012")
    assert names("ember", "maya") == ["Ash Ember"]
    assert found("ember", "maya").total == 1
    assert names("A123456789012", "maya") == []
    assert names("ember", "ana") == names("ember", "otto") == []


def test_a_closed_file_and_a_restricted_child_are_found_by_nobody_else():
    gone = made.make_child(forename="Ash", surname="Ember")
    made.add("cla_episode", gone, from_on=date(2020, 5, 1), until_on=date(2021, 5, 1), end_reason="E11")
    hidden = made.make_child(local_id="AB12", forename="Fern", surname="Ember")
    assert names("ember") == ["Fern Ember"]
    Restriction.objects.create(
        child=hidden, people=[str(cast.ines().public_id)], from_on=ON, by=str(cast.sara().public_id), at=AT, why="asked"
    )
    assert names("ember") == names("AB12") == []


def test_fifty_are_shown_and_all_are_counted(django_assert_max_num_queries):
    for _ in range(52):
        made.make_child(forename="Ash", surname="Ember")
    sara = cast.sara()
    with django_assert_max_num_queries(8):
        searched = queries.search(viewer=sara, on=ON, looked_for="ash ember")
    assert (len(searched.matches), searched.total) == (50, 52)
