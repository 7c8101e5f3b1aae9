"""What stands in each person's list is what the pure rule of ownership says, for every child they may know of."""

from datetime import date, timedelta

import pytest
from django.utils.crypto import get_random_string
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from seenheard.accounts.models import User
from seenheard.prompts import operations, queries
from seenheard.prompts.domain.causes import Cause
from seenheard.prompts.domain.owners import About
from seenheard.prompts.models import Prompt
from seenheard.prompts.queries import counting, standing
from seenheard.record import queries as record_queries
from tests.factories import record as made

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 31)
OWNERS = ["social worker", "health", "team manager", "reviewing officer"]
keys = st.sampled_from(["P1", "P2", "P3"])
teams = st.sampled_from(["T1", "T2"])
staff = st.lists(
    st.tuples(
        st.sampled_from(["social_worker", "team_manager", "reviewing_officer", "service_manager"]),
        st.lists(keys, max_size=2, unique=True),
        st.lists(teams, max_size=1),
        st.sampled_from([True, True, True, False]),
    ),
    min_size=1,
    max_size=6,
)
one_child = st.tuples(st.none() | keys, st.none() | teams, st.booleans(), st.none() | keys)
one_cause = st.tuples(
    st.integers(0, 3),
    st.sampled_from(OWNERS),
    st.integers(-40, 5),
    st.integers(0, 40),
    st.none() | st.integers(1, 40),
    st.sampled_from(["", "", "worker", "manager", "manager worker"]),
)


def person(role, workers, their_teams, is_active):
    email = f"{get_random_string(12).lower()}@fenmarsh.example"
    fields = {"name": "A person", "role": role, "worker_refs": workers, "team_refs": their_teams}
    return User.objects.create(email=email, is_active=is_active, **fields)


def known_child(worker, team, in_care, reviewer=None):
    began, facts = date(2024, 1, 8), {}
    if worker or team:
        facts["involvement"] = {"professional_ref": worker, "team_ref": team, "role": "CW", "from_on": began}
    if in_care:
        facts["cla_episode"] = {"from_on": began, "legal_code": "C2", "place_code": "U6", "care_ref": "C"}
    child = made.make_child(born_on=date(2012, 5, 4), facts=facts)
    if reviewer:
        made.add("involvement", child, professional_ref=reviewer, role="IRO", from_on=began)
    return child


def naive(viewer, prompts, on):
    """The ids of what this person has, one prompt at a time."""
    here, found = queries.staff_on(on), set()
    lines = {now.pk: now for now in record_queries.children_now(viewer=viewer, on=on)}
    for prompt in prompts:
        now = lines.get(prompt.child_id)
        lasts = prompt.until_on is None or on < prompt.until_on
        if now is None or not prompt.opens_on <= on or not lasts:
            continue
        reviewed = bool(now.looked_after_since_on or now.protection_plan_since_on)
        about = About(now.worker_ref, now.team_ref, reviewed, now.reviewer_ref)
        owner = here.owner_of(prompt.owner, about, (prompt.facts or {}).get("kept_from", ""))
        if str(viewer.public_id) in owner.people:
            found.add(prompt.pk)
    return found


def faults(people, on):
    """Everybody whose list is not what the rule says, and every standing prompt of a known child in no list at all."""
    prompts, listed = list(Prompt.objects.filter(gone_at=None)), set()
    for viewer in people:
        if not viewer.is_active:
            continue
        shown = [one.id for one in queries.all_mine(viewer=viewer, on=on)]
        listed.update(shown)
        if set(shown) != naive(viewer, prompts, on) or len(shown) != len(set(shown)):
            yield f"{viewer.role}: {shown}"
        numbers = queries.mine(viewer=viewer, on=on).numbers
        late = sum(Prompt.objects.get(pk=pk).act_by_on < on for pk in shown)
        if (numbers.prompts, numbers.late, numbers.unseen) != (len(shown), late, len(shown)):
            yield f"{viewer.role}: {numbers}"
    if any(one.role == "service_manager" and one.is_active for one in people):
        here = queries.all_standing(
            viewer=next(p for p in people if p.role == "service_manager" and p.is_active), on=on
        )
        yield from (f"in no list: {one}" for one in here if one.id not in listed)


# A failing example is not made smaller: each takes a second of database.
@settings(
    deadline=None,
    max_examples=15,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(people=staff, children=st.lists(one_child, min_size=1, max_size=4), causes=st.lists(one_cause, max_size=6))
def test_each_has_what_is_theirs_and_somebody_has_each(people, children, causes, at):
    User.objects.all().update(is_active=False)
    everybody = [person(*one) for one in people]
    made_children = [known_child(*one) for one in children]
    told = {}
    for number, (which, owner, opens, lasts, until, kept) in enumerate(causes):
        child, opens_on = made_children[which % len(made_children)], DAY + timedelta(days=opens)
        until_on = None if until is None else opens_on + timedelta(days=until)
        act_by = opens_on + timedelta(days=lasts)
        facts = {"kept_from": kept} if kept else None
        cause = Cause(child.pk, "LR-01", str(number), owner, opens_on, act_by, until_on, facts=facts)
        told.setdefault(child.pk, []).append(cause)
    for child_id, of_child in told.items():
        operations.causes_of_child(child_id=child_id, giver="voices", causes=of_child, at=at)
    for on in (DAY, DAY + timedelta(days=9)):
        assert list(faults(everybody, on)) == []


def given_kept(child, at, kept_from):
    cause = Cause(child.pk, "LR-01", "", "person:gone", DAY, DAY, facts={"kept_from": kept_from})
    operations.causes_of_child(child_id=child.pk, giver="record", causes=[cause], at=at)


@pytest.mark.parametrize("kept_from", ["worker", "manager", "manager worker"])
def test_what_is_kept_from_its_own_owners_is_in_somebodys_list_and_in_the_same_digest(at, kept_from):
    """Where the worker, the manager and the only service manager may not know, the reviewing officer has it."""
    User.objects.all().update(is_active=False)
    staff_of = [("social_worker", ["P1"]), ("team_manager", []), ("service_manager", []), ("reviewing_officer", [])]
    everybody = [person(role, keys, ["T1"], True) for role, keys in staff_of]
    given_kept(known_child("P1", "T1", True), at, kept_from)
    assert list(faults(everybody, DAY)) == []
    has = {"worker": ["team_manager"], "manager": ["social_worker"]}.get(kept_from, ["reviewing_officer"])
    assert [one.role for one in everybody if queries.all_mine(viewer=one, on=DAY)] == has
    told = counting.by_person(DAY)
    assert [one.role for one in everybody if str(one.public_id) in told] == has


def test_what_nobody_may_know_is_a_number_for_the_administrators_and_in_no_list(at):
    User.objects.all().update(is_active=False)
    everybody = [person(role, ["P1"], ["T1"], True) for role in ("social_worker", "service_manager")]
    root = person("administrator", [], [], True)
    given_kept(known_child("P1", "T1", False), at, "manager worker")
    assert not any(queries.all_mine(viewer=one, on=DAY) for one in (*everybody, root))
    assert queries.ownerless(on=DAY) == 1
    assert {who: told.ownerless for who, told in counting.by_person(DAY).items()} == {str(root.public_id): 1}


def test_another_rule_in_the_database_turns_this_check_red(at, monkeypatch):
    tom = person("team_manager", [], ["T1"], True)
    child = known_child("P1", "T1", False)
    cause = Cause(child.pk, "LR-01", "", "social worker", DAY, DAY)
    operations.causes_of_child(child_id=child.pk, giver="duties", causes=[cause], at=at)
    assert list(faults([tom], DAY)) == []
    monkeypatch.setattr(standing, "HIS_OWN", standing.HIS_OWN.replace("ELSE to_team END", "ELSE false END"))
    assert list(faults([tom], DAY))


def test_another_reviewing_officer_in_the_database_turns_this_check_red(at, monkeypatch):
    """The key of one, the account of another: what is the one's would be both's."""
    both = [person("reviewing_officer", [key], [], True) for key in ("P1", "P2")]
    child = known_child("P3", "T1", True, "P1")
    cause = Cause(child.pk, "LR-01", "", "reviewing officer", DAY, DAY)
    operations.causes_of_child(child_id=child.pk, giver="duties", causes=[cause], at=at)
    assert list(faults(both, DAY)) == []
    monkeypatch.setattr(standing, "HIS_OWN", standing.HIS_OWN.replace("reviewer_ref = ANY({reviewing})", "true"))
    assert list(faults(both, DAY))


def test_what_is_kept_by_the_ordinary_rule_turns_this_check_red(at, monkeypatch):
    maya, tom = person("social_worker", ["P1"], ["T1"], True), person("team_manager", [], ["T1"], True)
    given_kept(known_child("P1", "T1", False), at, "worker")
    assert list(faults([maya, tom], DAY)) == []
    monkeypatch.setattr(standing, "hers_of", lambda *asked: [])
    assert list(faults([maya, tom], DAY))
