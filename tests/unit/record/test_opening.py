"""Opening one record on duty or by break-glass: for how long, of whom never, and what is written."""

from datetime import date, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from seenheard.accounts.permissions import NotAllowed
from seenheard.record import operations, queries
from seenheard.record.domain.openings import BREAK_GLASS, DUTY, LASTS
from seenheard.record.models import Noticed, Opening
from seenheard.record.permissions import NoSuchChild
from seenheard.record.presenters import looks as looks_presenter
from seenheard.trail.models import Entry
from tests import cast
from tests.factories.at_once import at_once
from tests.factories.record import AT, add, make_child

pytestmark = pytest.mark.django_db
ON = AT.date()
WHY = "The school called about a cut on the arm"
SECOND = timedelta(seconds=1)


@pytest.fixture
def child():
    """A child of Maya's team."""
    made = make_child(local_id="500001", forename="Fern", surname="Quill")
    add("involvement", made, professional_ref="P0002", team_ref="T02", from_on=date(2025, 1, 1))
    return made


def open_record(child, who="dev", kind=DUTY, because="other", why=WHY, at=AT):
    return operations.open_record(child=child, kind=kind, because=because, why=why, by=cast.person(who), on=ON, at=at)


def looks(child, who, at=AT):
    """Whether this person can look at the child at this moment."""
    try:
        found = queries.child_to_look_at(viewer=cast.person(who), public_id=child.public_id, on=ON, at=at)
    except NoSuchChild:
        return False
    return found == child


WAYS = [("dev", DUTY), ("otto", BREAK_GLASS), ("mona", BREAK_GLASS), ("ines", BREAK_GLASS)]


@pytest.mark.parametrize(("who", "kind"), WAYS)
def test_it_is_open_to_that_person_for_its_time_and_not_a_second_longer(child, who, kind):
    assert not looks(child, who)
    open_record(child, who, kind)
    until = AT + LASTS[kind]
    assert looks(child, who) and looks(child, who, until - SECOND)
    assert not looks(child, who, until) and not looks(child, who, until + SECOND)
    assert not looks(child, who, AT - SECOND)
    assert not any(looks(child, other) for other in ("otto", "dev", "mona", "ines") if other != who)


def test_break_glass_lasts_sixty_minutes():
    assert LASTS[BREAK_GLASS] == timedelta(minutes=60)


@pytest.mark.parametrize(("who", "kind"), WAYS)
def test_it_is_for_looking_only_and_no_list_holds_the_child(child, who, kind):
    open_record(child, who, kind)
    viewer = cast.person(who)
    with pytest.raises(NoSuchChild):
        queries.child_for(viewer=viewer, public_id=child.public_id, on=ON)
    assert not queries.children_now(viewer=viewer, on=ON).exists()
    assert not queries.visible_children(viewer=viewer, on=ON).exists()


@pytest.mark.parametrize(("who", "kind"), WAYS)
def test_the_pages_of_that_child_answer_and_those_of_a_brother_do_not(child, who, kind):
    brother = make_child(local_id="500002", forename="Ash", surname="Quill")
    for one in (child, brother):
        add("family", one, family_ref="F1")
    open_record(child, who, kind)
    viewer = cast.person(who)
    found = queries.child_to_look_at(viewer=viewer, public_id=child.public_id, on=ON, at=AT)
    assert found.opened.kind == kind
    whole = queries.whole_child(viewer=viewer, child=found, on=ON)
    assert (whole.name, whole.siblings) == ("Fern Quill", ())
    assert not looks(brother, who)


def test_it_is_written_with_its_reason_and_stands_on_the_guardians_list_at_once(child):
    opened = open_record(child, "otto", BREAK_GLASS, because="danger")
    row = Entry.objects.get()
    assert (row.what, row.by, row.children) == ("broke_glass", str(cast.otto().public_id), [str(child.public_id)])
    assert row.why == f"A child may be in danger now: {WHY}"
    (line,) = queries.looks_standing_out(viewer=cast.person("grace"))
    assert (line["reasons"], line["unjudged"], line["child"]) == (["break_glass"], 1, child.pk)
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.args) == ("record.tell_guardians", {"opening": str(opened.public_id)})


def test_a_record_opened_on_duty_stands_there_too(child):
    open_record(child)
    (line,) = queries.looks_standing_out(viewer=cast.person("grace"))
    assert line["reasons"] == ["on_duty"]
    assert Entry.objects.get().what == "opened_on_duty"


def test_asked_again_while_it_is_open_it_opens_nothing_more(child):
    assert open_record(child) == open_record(child, at=AT + timedelta(minutes=30))
    assert (Opening.objects.count(), Noticed.objects.count(), Entry.objects.count()) == (1, 1, 1)
    later = open_record(child, at=AT + LASTS[DUTY])
    assert later.until_at == AT + 2 * LASTS[DUTY]
    assert Noticed.objects.count() == 2, "each opening is judged"


def test_another_reason_while_it_is_open_is_kept_once_for_the_guardian(child):
    opened = open_record(child)
    for minutes in (10, 11):
        again = open_record(
            child, because="visitor", why="The grandmother is at the door", at=AT + timedelta(minutes=minutes)
        )
        assert again == opened
    (row,) = Entry.objects.filter(what="gave_another_reason")
    assert (row.about, row.children) == (str(opened.public_id), [str(child.public_id)])
    assert row.why == "The child or a relative is here: The grandmother is at the door"
    assert (Opening.objects.count(), Noticed.objects.count()) == (1, 1)
    found = queries.look_to_judge(viewer=cast.person("grace"), key=Noticed.objects.get().pk)
    table = looks_presenter.look(found, None).looks
    assert [cell.note for _, cell in table if not isinstance(cell, str)] == [row.why]


@pytest.mark.parametrize(
    ("who", "kind", "changes", "sentence"),
    [
        ("otto", DUTY, {}, "Only a duty worker"),
        ("dev", BREAK_GLASS, {}, "does not work with children"),
        ("ana", BREAK_GLASS, {}, "does not work with children"),
        ("adam", BREAK_GLASS, {}, "does not work with children"),
        ("grace", BREAK_GLASS, {}, "does not work with children"),
        ("grace", DUTY, {}, "Only a duty worker"),
        ("dev", DUTY, {"why": "because"}, "20 letters"),
        ("dev", DUTY, {"why": " " * 40}, "20 letters"),
        ("otto", BREAK_GLASS, {"because": "curious"}, "Choose the reason"),
        ("maya", BREAK_GLASS, {}, "among those you work with"),
        ("sara", BREAK_GLASS, {}, "among those you work with"),
    ],
)
def test_what_is_refused_leaves_nothing(child, who, kind, changes, sentence):
    with pytest.raises(NotAllowed, match=sentence):
        open_record(child, who, kind, **changes)
    assert not (Opening.objects.exists() or Entry.objects.exists() or Noticed.objects.exists())


def closed_by_adoption(child, who):
    add("cla_episode", child, from_on=date(2020, 5, 1), until_on=date(2021, 5, 1), end_reason="E11")


def restricted(child, who):
    people, sara = [cast.tom()], cast.sara()
    operations.restrict_child(child=child, people=people, from_on=ON, until_on=None, why=WHY, by=sara, at=AT)


def known(child, who):
    operations.declare_conflict(child=child, kind="family", words="", by=cast.person(who), at=AT)


@pytest.mark.parametrize("shut", [closed_by_adoption, restricted, known])
@pytest.mark.parametrize(("who", "kind"), WAYS[:2])
def test_no_emergency_opens_these_and_nothing_says_that_they_are_there(child, who, kind, shut):
    shut(child, who)
    viewer = cast.person(who)
    assert queries.children_to_open(viewer=viewer, on=ON, words="500001", limit=5) == []
    assert queries.children_to_open(viewer=viewer, on=ON, words="fern quill", limit=5) == []
    with pytest.raises(NoSuchChild):
        open_record(child, who, kind)
    assert not Opening.objects.exists()


@pytest.mark.parametrize("shut", [closed_by_adoption, restricted, known])
@pytest.mark.parametrize(("who", "kind"), WAYS[:2])
def test_what_is_shut_while_a_record_is_open_shuts_at_once(child, who, kind, shut):
    open_record(child, who, kind)
    assert looks(child, who)
    shut(child, who)
    assert not looks(child, who)


@pytest.mark.parametrize(("who", "kind"), WAYS[:2])
def test_who_loses_the_role_loses_what_is_open(child, who, kind):
    open_record(child, who, kind)
    person = cast.person(who)
    person.role = "analyst"
    person.save()
    assert not looks(child, who)


def test_a_child_is_found_by_number_or_by_all_words_of_the_name(child):
    make_child(local_id="500002", forename="Ash", surname="Quill")
    dev = cast.person("dev")

    def found(words):
        return [line.local_id for line in queries.children_to_open(viewer=dev, on=ON, words=words, limit=10)]

    assert found("500002") == ["500002"]
    assert found("quill") == ["500002", "500001"]
    assert found("QUILL fern") == ["500001"]
    assert found("fern oak") == found("") == found("  ") == []
    assert found("fren quil") == ["500001"], "a slip in each word, as where one looks for children of one’s own"
    assert len(queries.children_to_open(viewer=dev, on=ON, words="quill", limit=1)) == 1


@pytest.mark.parametrize("who", ["dev", "otto"])
def test_the_address_needs_the_opening_and_its_own_press(child, who):
    add("address", child, kind="home", lines="1 High Street", postcode="PE30 1AA", protected="the father")
    kind = DUTY if who == "dev" else BREAK_GLASS
    viewer = cast.person(who)
    with pytest.raises(NoSuchChild):
        queries.address(viewer=viewer, child=child, on=ON)
    open_record(child, who, kind)
    found = queries.child_to_look_at(viewer=viewer, public_id=child.public_id, on=ON, at=AT)
    whole = queries.whole_child(viewer=viewer, child=found, on=ON)
    assert (whole.area, whole.has_address, whole.address_protected) == ("PE30", True, "the father")
    assert [one.lines for one in queries.address(viewer=viewer, child=found, on=ON)] == ["1 High Street"]


@pytest.mark.django_db(transaction=True)
def test_opened_twice_in_one_moment_it_is_opened_once():
    child = make_child(local_id="500001")
    cast.person("dev")
    outcomes = at_once(lambda: open_record(child), lambda: open_record(child))
    assert outcomes[0] == outcomes[1]
    assert (Opening.objects.count(), Entry.objects.count()) == (1, 1)
