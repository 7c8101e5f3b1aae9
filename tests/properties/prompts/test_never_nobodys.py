"""A random history of staff (leave, absence, accounts switched off and on, teams changed): at every moment every
prompt has a living owner, and who asks for her own prompts gets exactly those that are hers."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seenheard.prompts.domain.owners import ADMINISTERS, MANAGES_ALL, About, Colleague, Staff, staff

ROLES = ["social_worker", "team_manager", "reviewing_officer", MANAGES_ALL, "duty_worker", "analyst", ADMINISTERS]
OWNERS = ["social worker", "personal adviser", "health", "team manager", "reviewing officer"]
KEYS = ["A", "B", "C"]
KEPT = ["worker", "manager", "manager worker"]
some_keys = st.lists(st.sampled_from(["", *KEYS]), max_size=2).map(tuple)
people = st.lists(
    st.builds(
        Colleague,
        public_id=st.uuids().map(str),
        role=st.sampled_from(ROLES),
        worker_refs=some_keys,
        team_refs=some_keys,
        is_active=st.booleans(),
    ),
    max_size=7,
    unique_by=lambda one: one.public_id,
).map(lambda some: [*some, Colleague("root", ADMINISTERS)])  # accounts keeps one administrator, whatever happens
happening = st.tuples(
    st.sampled_from(["switch", "away", "back", "teams", "workers", "role"]),
    st.integers(0, 7),
    st.lists(st.integers(0, 7), max_size=2),
    some_keys,
    st.sampled_from(ROLES),
)
children = [
    About(worker, team, is_reviewed, reviewer)
    for worker in (None, "", *KEYS, "stranger")
    for team in (None, "", *KEYS, "unknown")
    for is_reviewed, reviewer in (
        (False, None),
        (False, "A"),
        (True, None),
        (True, ""),
        (True, "A"),
        (True, "stranger"),
    )
]


def after(some, covers, event):
    what, number, others, keys, role = event
    one = some[number % len(some)]
    changed = {
        "switch": {"is_active": not one.is_active},
        "teams": {"team_refs": keys},
        "workers": {"worker_refs": keys},
        "role": {"role": role},
    }.get(what, {})
    if one.public_id == "root":
        changed = {}
    if what == "away":
        names = [some[other % len(some)].public_id for other in others]
        covers = covers | {one.public_id: tuple(name for name in names if name != one.public_id)}
    if what == "back":
        covers = {who: by for who, by in covers.items() if who != one.public_id}
    return [replace(one, **changed) if each is one else each for each in some], covers


def moments(some, events):
    covers = {}
    yield some, covers
    for event in events:
        some, covers = after(some, covers, event)
        yield some, covers


def owners(some):
    return [*OWNERS, "person:stranger", *(f"person:{one.public_id}" for one in some)]


def faults(some, covers):
    """Every prompt without a living owner, and every disagreement about whose it is."""
    living = {one.public_id for one in some if one.is_active}
    here = staff(some, covers=covers)
    reaches = {one.public_id: here.reach_of(one.public_id) for one in some}
    for owner in owners(some):
        for child in children:
            found = here.owner_of(owner, child)
            if not found.people or not living.issuperset(found.people):
                yield f"{owner} of {child}: {found}"
            if {who for who, reach in reaches.items() if reach.falls_to(owner, child)} != set(found.people):
                yield f"{owner} of {child}: not the same from the other end"
            if found.is_ownerless and any(one.role == MANAGES_ALL and one.is_active for one in some):
                yield f"{owner} of {child}: called ownerless beside a service manager"
            for kept in KEPT:
                yield from kept_faults(some, living, here.owner_of(owner, child, kept), child, kept)


def is_out(one, child, kept):
    """Whether this person stands in a part from whom it is kept: by what they do, or by whom the record names."""
    holds = child.worker is not None and child.worker in one.worker_refs
    runs = one.role == MANAGES_ALL and child.team is not None and child.team in one.team_refs
    as_worker, as_manager = one.role == "social_worker" or holds, one.role == "team_manager" or runs
    return as_worker and "worker" in kept or as_manager and "manager" in kept


def kept_faults(some, living, found, child, kept):
    """Everybody who has what is kept from them; and what is called ownerless beside somebody who may know."""
    if not found.people or not living.issuperset(found.people):
        yield f"kept from {kept}, of {child}: {found}"
    if not found.is_ownerless and any(one.public_id in found.people and is_out(one, child, kept) for one in some):
        yield f"kept from {kept}, of {child}: given to whom it is kept from"
    above = [one for one in some if one.role == MANAGES_ALL and one.is_active and not is_out(one, child, kept)]
    if found.is_ownerless and above:
        yield f"kept from {kept}, of {child}: nobody's beside a service manager who may know"


@settings(deadline=None, max_examples=150)
@given(some=people, events=st.lists(happening, max_size=8))
def test_every_prompt_has_a_living_owner_at_every_moment(some, events):
    for now, covers in moments(some, events):
        assert list(faults(now, covers)) == []


@settings(deadline=None, max_examples=150)
@given(some=people, events=st.lists(happening, max_size=8))
def test_whoever_is_away_has_what_nobody_else_could_have_and_nothing_more(some, events):
    for now, covers in moments(some, events):
        here = staff(now, covers=covers)
        for child in children:
            found = here.owner_of("social worker", child)
            assert found.height in ("service manager", "administrator") or not set(found.people) & set(covers)


def test_what_is_kept_given_to_whom_it_is_kept_from_turns_this_check_red(monkeypatch):
    maya, root = Colleague("maya", "social_worker", worker_refs=("A",)), Colleague("root", ADMINISTERS)
    assert list(faults([maya, root], {})) == []
    monkeypatch.setattr(Staff, "_who_may_know", lambda self, found, child, kept_from: found.people)
    assert any("given to whom" in one for one in faults([maya, root], {}))


def test_what_is_kept_and_given_to_the_administrators_too_soon_turns_this_check_red(monkeypatch):
    some = [Colleague("sara", MANAGES_ALL), Colleague("root", ADMINISTERS)]
    assert list(faults(some, {})) == []
    monkeypatch.setattr(Staff, "_who_may_know", lambda self, found, child, kept_from: ())
    assert any("nobody's beside" in one for one in faults(some, {}))


def test_an_owner_who_is_not_living_turns_this_check_red(monkeypatch):
    gone = Colleague("gone", "social_worker", worker_refs=("A",), is_active=False)
    monkeypatch.setattr(Staff, "owner_of", lambda self, owner, child, *kept: self.above.__class__(("gone",), "worker"))
    assert list(faults([gone, Colleague("root", ADMINISTERS)], {}))


@pytest.fixture
def here():
    return [
        Colleague("maya", "social_worker", ("P2",), ("T2",)),
        Colleague("otto", "social_worker", ("P3",), ("T2",)),
        Colleague("tom", "team_manager", (), ("T2",)),
        Colleague("ines", "reviewing_officer"),
        Colleague("sara", MANAGES_ALL),
        Colleague("adam", ADMINISTERS),
    ]


def without(some, *names):
    return [replace(one, is_active=one.public_id not in names) for one in some]


@pytest.mark.parametrize(
    ("owner", "left", "covers", "expected"),
    [
        ("social worker", (), {}, ("maya", "worker")),
        ("health", (), {}, ("maya", "worker")),
        ("social worker", (), {"maya": ("otto",)}, ("otto", "worker")),
        ("social worker", (), {"maya": ("otto",), "otto": ("ines",)}, ("tom", "team manager")),
        ("social worker", ("maya",), {}, ("tom", "team manager")),
        ("social worker", ("maya", "tom"), {}, ("sara", "service manager")),
        ("team manager", (), {"tom": ("maya",)}, ("maya", "team manager")),
        ("reviewing officer", (), {}, ("ines", "reviewing officer")),
        ("reviewing officer", ("ines",), {}, ("maya", "worker")),
        ("social worker", ("maya", "tom"), {"sara": ()}, ("sara", "service manager")),
        ("social worker", ("maya", "tom", "sara"), {}, ("adam", "administrator")),
    ],
)
def test_whose_it_is(here, owner, left, covers, expected):
    found = staff(without(here, *left), covers=covers).owner_of(owner, About("P2", "T2", True))
    assert (found.people, found.height) == ((expected[0],), expected[1])


@pytest.mark.parametrize(
    ("covers", "left", "people"),
    [({}, (), ("otto", "maya")), ({"otto": ("ines",)}, (), ("ines", "maya")), ({}, ("otto",), ("maya",))],
)
def test_what_somebody_took_on_is_theirs_and_the_workers(here, covers, left, people):
    assert staff(without(here, *left), covers=covers).owner_of("person:otto", About("P2", "T2")).people == people


@pytest.mark.parametrize(
    ("reviewer", "left", "covers", "people"),
    [
        ("ines", (), {}, ("ines",)),  # named here, by account
        ("P10", (), {}, ("ines",)),  # told by a file, by key
        ("P99", (), {}, ("ines", "iris")),  # without an account: they share
        (None, (), {}, ("ines", "iris")),
        ("ines", ("ines",), {}, ("iris",)),
        ("ines", (), {"ines": ("iris",)}, ("iris",)),
        ("ines", ("ines", "iris"), {}, ("maya",)),
    ],
)
def test_a_reviewing_officer_who_was_named_has_it_alone(here, reviewer, left, covers, people):
    here = [*here, Colleague("iris", "reviewing_officer")]
    here = [replace(one, worker_refs=("P10",)) if one.public_id == "ines" else one for one in here]
    about = About("P2", "T2", True, reviewer)
    assert staff(without(here, *left), covers=covers).owner_of("reviewing officer", about).people == people


def test_what_no_reviewing_officer_may_see_is_the_workers(here):
    found = staff(here, covers={}).owner_of("reviewing officer", About("P2", "T2", is_reviewed=False))
    assert found.people == ("maya",)


MAYA, TOM, SARA = ("maya", "worker"), ("tom", "team manager"), ("sara", "service manager")
INES, ADAM = ("ines", "reviewing officer"), ("adam", "administrator")


@pytest.mark.parametrize(
    ("owner", "kept", "sara", "left", "expected"),
    [
        ("person:gone", "worker", {}, (), TOM),  # an action whose owner has left
        ("person:maya", "worker", {}, (), TOM),  # whose owner is the child's worker by now
        ("person:maya", "manager", {}, (), MAYA),
        ("person:otto", "worker", {}, (), TOM),  # a colleague of the team is not to read it either
        ("team manager", "manager", {}, (), SARA),
        ("service manager", "manager", {}, (), SARA),
        ("service manager", "manager", {"team_refs": ("T2",)}, (), INES),  # she runs the team
        ("service manager", "manager worker", {"team_refs": ("T2",)}, (), INES),
        ("service manager", "worker", {"team_refs": ("T2",)}, (), SARA),
        ("service manager", "worker", {"worker_refs": ("P2",)}, (), TOM),  # she holds the case
        ("social worker", "manager worker", {"worker_refs": ("P2",)}, (), INES),
        ("service manager", "manager", {"team_refs": ("T2",)}, ("ines",), ADAM),
        ("person:gone", "worker", {}, ("tom", "sara"), INES),
        ("person:gone", "worker", {}, ("tom", "sara", "ines"), ADAM),
    ],
)
def test_what_is_kept_goes_to_the_next_who_may_know(here, owner, kept, sara, left, expected):
    here = [replace(one, **sara) if one.public_id == "sara" else one for one in here]
    found = staff(without(here, *left), covers={}).owner_of(owner, About("P2", "T2", True), kept)
    assert (found.people, found.height) == ((expected[0],), expected[1])


def test_another_service_manager_comes_before_the_reviewing_officer_and_one_who_is_away_after(here):
    here = [replace(one, team_refs=("T2",)) if one.public_id == "sara" else one for one in here]
    here.append(Colleague("sam", MANAGES_ALL))
    about = About("P2", "T2", True)
    assert staff(here, covers={}).owner_of("service manager", about, "manager").people == ("sam",)
    away = staff(here, covers={"sam": ()})
    assert away.owner_of("service manager", about, "manager").people == ("ines",)
    assert away.owner_of("service manager", About("P2", "T2"), "manager").people == ("sam",)


def test_it_is_kept_from_whom_the_record_names_also_where_everybody_of_that_key_knows_the_family(here):
    here = [replace(one, worker_refs=("P2",)) if one.public_id == "sara" else one for one in without(here, "ines")]
    about = About(None, None, True, named=("P2", "T2"))
    assert staff(here, covers={}).owner_of("social worker", about, "worker").people == ("adam",)
