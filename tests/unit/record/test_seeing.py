"""Need to know, as a table of people by outcome; anything else answers as if it did not exist."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.accounts.permissions import NotAllowed
from seenheard.record import operations, queries
from seenheard.record.models import ChildNow
from seenheard.record.permissions import NoSuchChild
from seenheard.trail.models import Entry
from tests.factories.record import AT, add, make_child

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 31)


def person(role, *, workers=(), teams=(), active=True):
    return SimpleNamespace(
        public_id=f"{role}-{'-'.join((*workers, *teams))}",
        role=role,
        worker_refs=list(workers),
        team_refs=list(teams),
        is_active=active,
    )


PEOPLE = {
    "her social worker": person("social_worker", workers=["P1"]),
    "her social worker by registration": person("social_worker", workers=["SW900001"]),
    "a social worker of the team": person("social_worker", workers=["P7"], teams=["T1"]),
    "a social worker elsewhere": person("social_worker", workers=["P9"], teams=["T9"]),
    "a social worker of nobody": person("social_worker"),
    "the team's manager": person("team_manager", teams=["T1"]),
    "a manager who is named as worker": person("team_manager", workers=["P1"], teams=["T9"]),
    "a reviewing officer": person("reviewing_officer"),
    "the service manager": person("service_manager"),
    "an analyst": person("analyst"),
    "an administrator": person("administrator"),
    "a role nobody knows": person("director"),
    "her social worker, switched off": person("social_worker", workers=["P1"], active=False),
    "the system": SYSTEM,
}


@pytest.fixture(scope="module")
def children(for_this_file):
    """One child of each kind that the table tells apart."""
    with for_this_file():
        return make_children()


def make_children():
    made = {
        name: make_child(local_id=name) for name in ("hers", "was hers", "in care", "on a plan", "adopted", "other")
    }
    add("involvement", made["hers"], professional_ref="P1", team_ref="T1", role="CW", from_on=date(2026, 1, 1))
    add(
        "involvement",
        made["hers"],
        source="typed",
        professional_ref="SW900001",
        team_ref="T1",
        from_on=date(2026, 1, 1),
    )
    add("involvement", made["hers"], source="typed", professional_ref="P1", team_ref="T1", from_on=date(2026, 1, 1))
    add(
        "involvement",
        made["was hers"],
        professional_ref="P1",
        team_ref="T1",
        from_on=date(2025, 1, 1),
        until_on=ON,
    )
    add("cla_episode", made["in care"], from_on=date(2025, 5, 1), start_reason="S")
    add("cp_plan", made["on a plan"], from_on=date(2025, 5, 1))
    add("involvement", made["adopted"], professional_ref="P1", team_ref="T1", from_on=date(2025, 1, 1))
    add("cla_episode", made["adopted"], from_on=date(2020, 5, 1), until_on=date(2021, 5, 1), end_reason="E12")
    return made


SEES = {
    "her social worker": {"hers"},
    "her social worker by registration": {"hers"},
    "a social worker of the team": {"hers"},
    "a social worker elsewhere": set(),
    "a social worker of nobody": set(),
    "the team's manager": {"hers"},
    "a manager who is named as worker": set(),
    "a reviewing officer": {"in care", "on a plan"},
    "the service manager": {"hers", "was hers", "in care", "on a plan", "other"},
    "an analyst": set(),
    "an administrator": set(),
    "a role nobody knows": set(),
    "her social worker, switched off": set(),
    "the system": {"hers", "was hers", "in care", "on a plan", "adopted", "other"},
}


@pytest.mark.parametrize("who", PEOPLE)
def test_who_sees_whom(children, who):
    viewer = PEOPLE[who]
    seen = queries.visible_children(viewer=viewer, on=ON)
    assert {name for name, child in children.items() if child in seen} == SEES[who]
    assert {line.local_id for line in queries.children_now(viewer=viewer, on=ON)} == SEES[who]
    for name, child in children.items():
        if name in SEES[who]:
            assert queries.child_for(viewer=viewer, public_id=child.public_id, on=ON).now.local_id == name
            assert queries.whole_child(viewer=viewer, child=child, on=ON).public_id == child.public_id
            continue
        for ask in (
            lambda c=child: queries.child_for(viewer=viewer, public_id=c.public_id, on=ON),
            lambda c=child: queries.whole_child(viewer=viewer, child=c, on=ON),
            lambda c=child: queries.story(viewer=viewer, child=c, on=ON),
            lambda c=child: queries.address(viewer=viewer, child=c, on=ON),
        ):
            with pytest.raises(NoSuchChild):
                ask()


def test_the_table_is_whole():
    assert set(SEES) == set(PEOPLE)


def test_yesterday_she_still_had_the_child(children):
    seen = queries.visible_children(viewer=PEOPLE["her social worker"], on=ON - timedelta(days=1))
    assert children["was hers"] in seen


def test_histories_are_those_of_children_one_may_see(children):
    viewer = PEOPLE["a reviewing officer"]
    told = {history.child_id for history in queries.histories(viewer=viewer, on=ON)}
    assert told == {children["in care"].pk, children["on a plan"].pk}
    asked = queries.histories(viewer=viewer, on=ON, child_ids=[children["hers"].pk, children["in care"].pk])
    assert [history.child_id for history in asked] == [children["in care"].pk]
    with pytest.raises(TypeError, match="which day"):
        list(queries.histories(viewer=viewer))


def test_no_id_and_a_wrong_id_answer_alike(children):
    for public_id in ("not-a-uuid", "00000000-0000-0000-0000-000000000000"):
        with pytest.raises(NoSuchChild):
            queries.child_for(viewer=SYSTEM, public_id=public_id, on=ON)


def test_an_analyst_opens_one_child_with_a_reason_and_never_a_closed_file(children):
    analyst, public_id = PEOPLE["an analyst"], children["hers"].public_id
    found = queries.child_to_mend(viewer=analyst, public_id=public_id, on=ON, why="two children with one UPN")
    assert found == children["hers"]
    assert queries.whole_child(viewer=analyst, child=found, on=ON, why="two children with one UPN")
    with pytest.raises(NotAllowed, match="Say why"):
        queries.child_to_mend(viewer=analyst, public_id=public_id, on=ON, why=" ")
    with pytest.raises(NotAllowed, match="Your role"):
        queries.child_to_mend(viewer=PEOPLE["an administrator"], public_id=public_id, on=ON, why="curious")
    with pytest.raises(NoSuchChild):
        queries.child_to_mend(viewer=analyst, public_id=children["adopted"].public_id, on=ON, why="mend")


@pytest.fixture
def named(children):
    """The child's former worker, named by the service manager for March."""
    viewer = PEOPLE["her social worker"]
    operations.name_person_for_closed_file(
        child=children["adopted"],
        person_public_id=viewer.public_id,
        from_on=date(2026, 3, 1),
        until_on=date(2026, 4, 1),
        why="A question from the adoption agency",
        by=PEOPLE["the service manager"],
        at=AT,
    )
    return viewer


def test_a_file_closed_by_adoption_opens_to_the_person_named_for_the_time_named(children, named):
    def sees(viewer, on):
        return children["adopted"] in queries.visible_children(viewer=viewer, on=on)

    assert sees(named, ON)
    assert not sees(named, date(2026, 4, 1))
    assert not sees(named, date(2026, 2, 28))
    assert not sees(PEOPLE["the service manager"], ON)


def test_naming_somebody_is_in_the_trail(children, named):
    row = Entry.objects.get(what="named_person_for_closed_file")
    assert (row.children, row.about) == ([str(children["adopted"].public_id)], named.public_id)
    assert row.why == "A question from the adoption agency"


def test_only_a_service_manager_names_somebody(children):
    with pytest.raises(NotAllowed, match="service manager"):
        operations.name_person_for_closed_file(
            child=children["adopted"],
            person_public_id="me",
            from_on=ON,
            until_on=None,
            why="I would like to",
            by=PEOPLE["the team's manager"],
            at=AT,
        )
    assert not Entry.objects.exists()


def test_a_closed_file_is_found_to_name_somebody_and_an_open_one_is_not(children):
    manager = PEOPLE["the service manager"]
    make_child(local_id="A1")
    assert add("cla_episode", ChildNow.objects.get(local_id="A1").child, until_on=ON, from_on=ON, end_reason="E11")
    assert queries.closed_file(viewer=manager, called=" a1 ").now.local_id == "A1"
    with pytest.raises(NoSuchChild):
        queries.closed_file(viewer=manager, called="hers")
    with pytest.raises(NotAllowed, match="service manager"):
        queries.closed_file(viewer=PEOPLE["her social worker"], called="A1")


def test_a_child_who_came_back_after_a_first_adoption_is_open(children):
    add("cla_episode", children["adopted"], from_on=date(2026, 1, 5), start_reason="S")
    assert children["adopted"] in queries.visible_children(viewer=PEOPLE["a reviewing officer"], on=ON)


@pytest.mark.parametrize(
    "told",
    [
        ("cla_episode", {"from_on": date(2020, 5, 1), "until_on": date(2021, 5, 1), "end_reason": "E11"}),
        ("permanence", {"order_on": date(2021, 5, 1), "order_type": "Adoption order"}),
    ],
)
def test_where_accounts_differ_on_adoption_the_file_is_closed(children, told):
    name, fields = told
    add(name, children["in care"], source="ssda903", **fields)
    assert children["in care"] not in queries.visible_children(viewer=PEOPLE["the service manager"], on=ON)
    assert queries.identifiers()[2] >= {children["in care"].pk}


def test_a_special_guardianship_closes_no_file(children):
    add("permanence", children["hers"], order_on=date(2021, 5, 1), order_type="Special guardianship order")
    assert children["hers"] in queries.visible_children(viewer=PEOPLE["her social worker"], on=ON)
