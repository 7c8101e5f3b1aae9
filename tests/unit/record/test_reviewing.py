"""Looks that stand out: noticed from the trail, judged once, unjudged first."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from seenheard.accounts import operations as accounts
from seenheard.accounts import queries as people_queries
from seenheard.accounts.models import User
from seenheard.accounts.permissions import NotAllowed
from seenheard.record import operations, queries
from seenheard.record.domain import looks as domain
from seenheard.record.models import Judgement, LookedThrough, Noticed
from seenheard.record.permissions import NoSuchChild
from seenheard.trail import operations as trail
from seenheard.trail import queries as trail_queries
from seenheard.trail.models import Entry
from tests import cast
from tests.factories.at_once import at_once
from tests.factories.record import AT, add, make_child

pytestmark = pytest.mark.django_db
ON = AT.date()
WHY = "She was asked by the court to find the file"


@pytest.fixture(autouse=True)
def own_rows_are_finished(request, monkeypatch):
    """A test's rows stand in its own transaction, which never ends; where tests commit nothing is changed."""
    if not request.node.get_closest_marker("django_db").kwargs.get("transaction"):
        monkeypatch.setattr(trail_queries, "_last_finished", lambda cursor: 2**62)


@pytest.fixture
def child():
    """A child of Maya's team, called Quill-Lind."""
    made = make_child(local_id="500001", forename="Fern", surname="Quill-Lind")
    add("involvement", made, professional_ref="P0002", team_ref="T02", from_on=date(2025, 1, 1))
    return made


def look(child, who, at=AT, what="looked_at_child"):
    trail.write(what=what, by=cast.person(who), at=at, children=[str(child.public_id)])


def reasons(who=None):
    found = Noticed.objects.order_by("reason")
    if who:
        found = found.filter(person_public_id=str(cast.person(who).public_id))
    return list(found.values_list("reason", flat=True))


def test_a_look_of_who_works_with_the_child_by_day_does_not_stand_out(child):
    for who in ("maya", "tom"):
        look(child, who)
    assert operations.notice_looks() == 0
    assert LookedThrough.objects.get().entry_id == Entry.objects.latest("pk").pk


@pytest.mark.parametrize("who", ["sara", "ines", "otto"])
def test_a_look_without_allocation_stands_out(child, who):
    look(child, who)
    assert operations.notice_looks() == 1
    assert reasons() == ["unallocated"]


def test_one_who_covers_is_allocated_for_these_days(child):
    accounts.set_cover(
        covered=cast.maya(), cover=cast.otto(), from_on=ON, until_on=ON + timedelta(days=1), on=ON, by=cast.tom(), at=AT
    )
    look(child, "otto")
    look(child, "otto", AT + timedelta(days=1))
    operations.notice_looks()
    assert [(one.reason, one.looked_on) for one in Noticed.objects.all()] == [("unallocated", ON + timedelta(days=1))]


@pytest.mark.parametrize(
    ("moment", "night"),
    [
        (datetime(2026, 3, 31, 20, 59, tzinfo=UTC), False),  # 21:59 in London: summer time
        (datetime(2026, 3, 31, 21, 0, tzinfo=UTC), True),
        (datetime(2026, 4, 1, 4, 59, tzinfo=UTC), True),
        (datetime(2026, 4, 1, 5, 0, tzinfo=UTC), False),
        (datetime(2026, 1, 31, 21, 59, tzinfo=UTC), False),
        (datetime(2026, 1, 31, 22, 0, tzinfo=UTC), True),
    ],
)
def test_night_is_from_ten_to_six_in_london(child, moment, night):
    look(child, "maya", moment)
    operations.notice_looks()
    assert reasons() == (["night"] if night else [])


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("Rosa Quill-Lind", True),
        ("Rosa QUILL LIND", False),
        ("Rosa quilllind", True),
        ("Rosa Quill", False),
        ("", False),
    ],
)
def test_the_surname_of_the_person_is_compared_with_the_childs(child, name, same):
    person = cast.maya()
    User.objects.filter(pk=person.pk).update(name=name)
    look(child, "maya")
    operations.notice_looks()
    assert reasons() == (["same_surname"] if same else [])


def test_a_look_while_a_record_is_open_stands_out_by_the_opening_alone(child):
    said = {"kind": "duty", "because": "other", "why": WHY, "on": ON, "at": AT}
    operations.open_record(child=child, by=cast.person("dev"), **said)
    look(child, "dev", AT + timedelta(minutes=5))
    operations.notice_looks()
    assert reasons() == ["on_duty"]


def test_many_children_in_a_short_time_are_one_sweep():
    children = [make_child(local_id=f"6{number:05}") for number in range(domain.SWEEP_CHILDREN + 5)]
    for one in children:
        add("involvement", one, professional_ref="P0002", team_ref="T02", from_on=date(2025, 1, 1))
    for number, one in enumerate(children):
        look(one, "maya", AT + timedelta(seconds=20 * number))
        look(one, "tom", AT + timedelta(minutes=5 * number))
        if number == 10:
            operations.notice_looks()  # the sweep goes on over two rounds
    operations.notice_looks()
    (sweep,) = Noticed.objects.filter(person_public_id=str(cast.maya().public_id))
    assert (sweep.reason, sweep.child, sweep.children) == ("sweep", None, domain.SWEEP_CHILDREN)
    assert reasons("tom") == []


def test_lists_and_acts_are_no_looks(child):
    for what in ("looked_at_list", "looked_at_trail", "applied_import", "signed_in"):
        look(child, "sara", what=what)
    assert operations.notice_looks() == 0


def test_looked_through_twice_it_is_noticed_once(child):
    look(child, "sara")
    look(child, "sara", AT + timedelta(minutes=5), what="looked_at_story")
    assert operations.notice_looks() == 1
    LookedThrough.objects.update(entry_id=0)
    assert operations.notice_looks() == 0
    assert reasons() == ["unallocated"]


def test_nobody_and_nothing_known_is_no_trouble(child):
    for who, children in (("unknown", [child.public_id]), (cast.sara(), ["no such id"])):
        trail.write(what="looked_at_child", by=who, at=AT, children=children)
    assert operations.notice_looks() == 0


# --- judging -------------------------------------------------------------------------------------------------------


@pytest.fixture
def noticed(child):
    look(child, "sara", datetime(2026, 3, 31, 22, 0, tzinfo=UTC))
    operations.notice_looks()
    assert reasons() == ["night", "unallocated"]
    return Noticed.objects.first()


def judge(noticed, verdict="in_order", by="grace", words=WHY):
    return operations.judge_look(noticed=noticed, verdict=verdict, words=words, by=cast.person(by), at=AT)


def test_one_judgement_is_of_every_reason_of_that_persons_day_with_that_child(noticed, child):
    assert len(judge(noticed)) == 2
    (line,) = queries.looks_standing_out(viewer=cast.person("grace"))
    assert (line["unjudged"], sorted(line["reasons"])) == (0, ["night", "unallocated"])
    row = Entry.objects.get(what="judged_look")
    assert (row.children, row.about) == ([str(child.public_id)], str(cast.sara().public_id))
    assert row.why == f"In order: {WHY}"


@pytest.mark.parametrize("second", ["in_order", "not_in_order", "asked"])
def test_what_is_judged_stays_judged(noticed, second):
    judge(noticed, "not_in_order")
    with pytest.raises(NotAllowed, match="judged already"):
        judge(noticed, second)
    assert Judgement.objects.count() == 2 and Entry.objects.filter(what="judged_look").count() == 1


def test_asking_comes_once_and_leaves_it_to_be_judged(noticed):
    judge(noticed, "asked")
    (line,) = queries.looks_standing_out(viewer=cast.person("grace"), standing="unjudged")
    assert line["asked"] == 2
    with pytest.raises(NotAllowed, match="judged already"):
        judge(noticed, "asked")
    judge(noticed, "in_order")
    assert not queries.looks_standing_out(viewer=cast.person("grace"), standing="unjudged").exists()


def test_a_new_reason_after_the_judgement_is_to_be_judged_itself(noticed, child):
    judge(noticed)
    User.objects.filter(pk=cast.sara().pk).update(name="Sara Quill-Lind")
    look(child, "sara", datetime(2026, 3, 31, 22, 30, tzinfo=UTC))
    operations.notice_looks()
    (line,) = queries.looks_standing_out(viewer=cast.person("grace"), standing="unjudged")
    assert line["unjudged"] == 1
    assert len(judge(noticed)) == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"by": "sara"}, "Only the guardian"),
        ({"by": "adam"}, "Only the guardian"),
        ({"verdict": "fine"}, "Choose what you found"),
        ({"words": "ok"}, "20 letters"),
    ],
)
def test_what_is_refused_leaves_nothing(noticed, changes, sentence):
    with pytest.raises(NotAllowed, match=sentence):
        judge(noticed, **changes)
    assert not Judgement.objects.exists() and not Entry.objects.filter(what="judged_look").exists()


def test_nobody_judges_their_own_look(child):
    look(child, "grace")
    operations.notice_looks()
    with pytest.raises(NotAllowed, match="their own look"):
        judge(Noticed.objects.get())


def test_the_list_is_for_the_guardian_alone(noticed):
    for who in ("maya", "tom", "sara", "ines", "ana", "adam", "dev"):
        with pytest.raises(NotAllowed):
            queries.looks_standing_out(viewer=cast.person(who))
        with pytest.raises(NoSuchChild):
            queries.look_to_judge(viewer=cast.person(who), key=noticed.pk)


def test_unjudged_come_first_broken_glass_before_them_and_filters_narrow(child):
    grace = cast.person("grace")
    for days, who in enumerate(("sara", "ines")):
        look(child, who, AT + timedelta(days=days))
    operations.notice_looks()
    judge(Noticed.objects.get(person_public_id=str(cast.ines().public_id)))
    said = {"kind": "break_glass", "because": "danger", "why": WHY, "on": ON, "at": AT - timedelta(days=9)}
    operations.open_record(child=child, by=cast.otto(), **said)

    def people(**asked):
        lines = queries.looks_standing_out(viewer=grace, **asked)
        return [people_queries.names([line["person_public_id"]])[line["person_public_id"]] for line in lines]

    assert people() == ["Otto Lind", "Sara Okafor", "Ines Duarte"]
    assert people(standing="judged") == ["Ines Duarte"]
    assert people(reason="break_glass") == ["Otto Lind"]
    assert people(person=str(cast.sara().public_id)) == ["Sara Okafor"]


def test_the_look_shows_the_trails_own_rows_of_that_day(noticed, child):
    look(child, "sara", datetime(2026, 3, 31, 9, 0, tzinfo=UTC), what="looked_at_address")
    look(child, "sara", datetime(2026, 3, 30, 9, 0, tzinfo=UTC))
    look(make_child(), "sara", datetime(2026, 3, 31, 9, 0, tzinfo=UTC))
    found = queries.look_to_judge(viewer=cast.person("grace"), key=noticed.pk)
    assert [row.what for row in found.written] == ["looked_at_address", "looked_at_child"]


@pytest.mark.django_db(transaction=True)
def test_judged_by_two_at_once_it_is_judged_once():
    made = make_child(local_id="500001")
    one = Noticed.objects.create(
        child=made, person_public_id=str(cast.sara().public_id), looked_on=ON, reason="night", first_at=AT
    )
    cast.person("grace")
    outcomes = at_once(lambda: judge(one), lambda: judge(one, "not_in_order"))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NotAllowed", "list"]
    assert Judgement.objects.count() == 1 and Entry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_rounds_at_once_notice_once():
    made = make_child(local_id="500001")
    with transaction.atomic():
        look(made, "sara")
    at_once(operations.notice_looks, operations.notice_looks)
    assert reasons() == ["unallocated"]
