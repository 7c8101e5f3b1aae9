"""AZ5: the filter, the question about one child, the database's own line (AZ7) and a short oracle agree on who sees
whom, in random authorities.

An example is a random authority: who works with which child and from when, teams, cover, restrictions, conflicts, files
closed by adoption and people named for them, days that overlap or meet. In each, every person is asked about every child
on every day: 7 x 6 x 5 = 210 agreements an example, of the lists, of the list turned round for who sees all (both also
as lists over thousands ask), of what PostgreSQL shows with no filter at all, and on some days of the question about one
child. 2,100 and more by day, 50,000 and more at night (SEENHEARD_NIGHT=1).

AU5: what the tables say of a day gone by does not change with what is done later: asked again after more was written,
each earlier day has the same answer.
"""

import os
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seenheard.accounts import operations as accounts
from seenheard.accounts import queries as account_queries
from seenheard.accounts.models import Cover, EndedCover, Role, User
from seenheard.accounts.permissions import NotAllowed
from seenheard.record import operations, queries
from seenheard.record.models import (
    ChildNow,
    Conflict,
    EndedAccess,
    EndedConflict,
    EndedRestriction,
    Involved,
    NamedAccess,
    Restriction,
)
from seenheard.record.queries import seeing
from seenheard.record.queries.wording import worded_once
from tests.factories.record import AT, make_child
from tests.second_line import children_behind

NIGHT = bool(os.environ.get("SEENHEARD_NIGHT"))
EXAMPLES = 240 if NIGHT else 10
ON = AT.date()
DAYS = [ON + timedelta(days=number) for number in range(5)]
TEAMS = ("T1", "T2")
PEOPLE = (  # role, worker's number, teams
    (Role.SOCIAL_WORKER, "P0", ("T1",)),
    (Role.SOCIAL_WORKER, "P1", ()),
    (Role.TEAM_MANAGER, "P2", ("T1",)),
    (Role.TEAM_MANAGER, "P3", ("T2",)),
    (Role.REVIEWING_OFFICER, "P4", ()),
    (Role.SERVICE_MANAGER, "P5", ()),
    (Role.ANALYST, "P0", ("T1",)),
)
CHILDREN = 6
MANY_AGREEMENTS = EXAMPLES * len(PEOPLE) * CHILDREN * len(DAYS)
pytestmark = [pytest.mark.django_db, pytest.mark.larger_at_night]

a_child = st.integers(0, CHILDREN - 1)
a_person = st.integers(0, len(PEOPLE) - 1)
a_day = st.integers(0, len(DAYS) - 1)
maybe_a_day = st.none() | a_day
a_span = st.tuples(a_day, st.none() | st.integers(1, 5)).map(lambda it: (it[0], it[1] and it[0] + it[1]))
AUTHORITY = st.fixed_dictionaries(
    {
        "involved": st.lists(
            st.tuples(a_child, st.sampled_from((None, "P0", "P1", "P2")), st.sampled_from((None, *TEAMS)), a_span),
            max_size=10,
        ),
        "in_care": st.sets(a_child),
        "adopted": st.sets(a_child, max_size=2),
        "named": st.lists(st.tuples(a_child, a_person, a_span, maybe_a_day), max_size=4),
        "restricted": st.lists(
            st.tuples(a_child, st.sets(a_person, min_size=1, max_size=3), a_span, maybe_a_day), max_size=4
        ),
        "known": st.lists(st.tuples(a_child, a_person, st.booleans()), max_size=4),
        "covers": st.lists(st.tuples(a_person, a_person, a_day, st.integers(1, 4), maybe_a_day), max_size=4),
    }
)


# --- the oracle: need to know in thirty lines, of numbers alone ----------------------------------------------------


def oracle(authority, person: int, child: int, day: int) -> bool:
    """Whether this person may know of this child on this day, told as a person would tell it."""
    if any(one == child and who == person and not ended for one, who, ended in authority["known"]):
        return False
    role = PEOPLE[person][0]
    if role == Role.ANALYST:
        return False
    if child in authority["adopted"]:
        return any(
            one == child and who == person and holds(span, ended, day) for one, who, span, ended in authority["named"]
        )
    lists = [people for one, people, span, ended in authority["restricted"] if one == child and holds(span, ended, day)]
    if lists:
        return any(person in people for people in lists)
    if role == Role.SERVICE_MANAGER or reaches(authority, person, child, day, lent=False):
        return True
    return any(
        stands_in == person != away
        and holds((begins, begins + days), ended, day)
        and reaches(authority, away, child, day, lent=True)
        for away, stands_in, begins, days, ended in authority["covers"]
    )


def reaches(authority, person: int, child: int, day: int, *, lent: bool) -> bool:
    role, worker, teams = PEOPLE[person]
    works = [(who, team) for one, who, team, span in authority["involved"] if one == child and holds(span, None, day)]
    if role == Role.SOCIAL_WORKER:
        return any(who == worker or (team in teams and not lent) for who, team in works)
    if role == Role.TEAM_MANAGER:
        return any(team in teams for _, team in works)
    return role == Role.REVIEWING_OFFICER and child in authority["in_care"]


def holds(span, ended, day: int) -> bool:
    begins, until = span
    return begins <= day and (until is None or day < until) and (ended is None or day < ended)


# --- the same authority, in the database ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(for_this_file):
    with for_this_file():
        people = [
            User.objects.create_user(
                f"p{number}@fenmarsh.example", name=f"P{number}", role=role, worker_refs=[worker], team_refs=list(teams)
            )
            for number, (role, worker, teams) in enumerate(PEOPLE)
        ]
        return people, [make_child(local_id=f"C{number}") for number in range(CHILDREN)]


def on(number: int | None):
    return None if number is None else ON + timedelta(days=number)


def write(authority, people, children) -> None:
    said = {"by": "somebody", "at": AT}
    for child, worker, team, (begins, until) in authority["involved"]:
        Involved.objects.create(
            child=children[child], professional_ref=worker, team_ref=team, from_on=on(begins), until_on=on(until)
        )
    for child in authority["in_care"]:
        ChildNow.objects.filter(child=children[child]).update(looked_after_since_on=ON)
    for child in authority["adopted"]:
        ChildNow.objects.filter(child=children[child]).update(adopted_closed=True)
    for child, who, (begins, until), ended in authority["named"]:
        made = NamedAccess.objects.create(
            child=children[child],
            person_public_id=str(people[who].public_id),
            from_on=on(begins),
            until_on=on(until),
            why="x",
            **said,
        )
        if ended is not None:
            EndedAccess.objects.create(child=made.child, naming=made, ended_on=on(ended), why="x", **said)
    for child, named, (begins, until), ended in authority["restricted"]:
        ids = [str(people[who].public_id) for who in named]
        made = Restriction.objects.create(
            child=children[child], people=ids, from_on=on(begins), until_on=on(until), why="x", **said
        )
        if ended is not None:
            EndedRestriction.objects.create(child=made.child, restriction=made, ended_on=on(ended), why="x", **said)
    for child, who, ended in authority["known"]:
        made = Conflict.objects.create(
            child=children[child], person_public_id=str(people[who].public_id), kind="family", at=AT
        )
        if ended:
            EndedConflict.objects.create(child=made.child, conflict=made, ended_on=ON, why="x", **said)
    for away, stands_in, begins, days, ended in authority["covers"]:
        if away != stands_in:
            made = Cover.objects.create(
                covered=people[away], cover=people[stands_in], from_on=on(begins), until_on=on(begins + days), **said
            )
            if ended is not None:
                EndedCover.objects.create(of=made, ended_on=on(ended), **said)


def disagreements(authority, people, children) -> list[str]:
    """Every person, child and day of which the oracle, the lists and the question about one child differ."""
    faults = []
    for who, person in enumerate(people):
        viewer = User.objects.get(pk=person.pk)
        for number, day in enumerate(DAYS):
            expected = {child.pk for place, child in enumerate(children) if oracle(authority, who, place, number)}
            listed = set(queries.visible_children(viewer=viewer, on=day).values_list("pk", flat=True))
            kept = queries.kept(viewer=viewer, on=day)
            thousands = set(queries.children_now(viewer=viewer, on=day, kept=kept).values_list("pk", flat=True))
            turned_round = [listed, thousands]
            for told in (None, kept):
                if (hidden := queries.hidden_from(viewer=viewer, on=day, kept=told)) is not None:
                    turned_round.append({child.pk for child in children} - set(hidden.values_list("pk", flat=True)))
            one_by_one = listed
            if number == who % len(DAYS):  # a question for each child is dear: of each person on one of the days
                one_by_one = {child.pk for child in children if seeing.sees(viewer=viewer, child=child, on=day)}
            behind = children_behind(str(person.public_id), on=day, at=AT)
            if not expected == listed == one_by_one or any(found != expected for found in turned_round):
                faults.append(f"person {who}, day {number}: {expected} {listed} {turned_round} {one_by_one}")
            if behind != (still_counted(viewer, day) if viewer.role == Role.ANALYST else expected):
                faults.append(f"person {who}, day {number}: {expected}, and PostgreSQL shows {behind}")
    return faults


def still_counted(analyst, day) -> set[int]:
    """Whom the database shows to who mends imports: the application lets them open one child at a time, with a reason."""
    left_out = queries.not_counted_for(viewer=analyst, on=day)
    return set(ChildNow.objects.exclude(pk__in=left_out.values("pk")).values_list("pk", flat=True))


def in_its_own_savepoint(test):
    def run(*arguments, **named):
        savepoint = transaction.savepoint()
        try:
            return test(*arguments, **named)
        finally:
            transaction.savepoint_rollback(savepoint)

    return run


@in_its_own_savepoint
def agree(authority, built) -> list[str]:
    people, children = built
    write(authority, people, children)
    return disagreements(authority, people, children)


def test_enough_is_asked():
    assert (50_000 if NIGHT else 2_000) <= MANY_AGREEMENTS


def test_filter_question_and_oracle_agree(built, db):
    seen = []

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
    @given(AUTHORITY)
    def law(authority):
        assert agree(authority, built) == []
        seen.append(sum(oracle(authority, who, child, 0) for who in range(len(PEOPLE)) for child in range(CHILDREN)))

    law()
    assert len(seen) >= EXAMPLES and max(seen) > CHILDREN, "somebody sees somebody"


# --- planted faults ------------------------------------------------------------------------------------------------

BUSY = {
    "involved": [
        (0, "P0", "T1", (0, None)),
        (1, "P1", None, (0, 2)),
        (2, None, "T2", (1, None)),
        (3, "P0", "T1", (0, None)),
    ],
    "in_care": {0, 4, 5},
    "adopted": {5},
    "named": [(5, 1, (0, 3), None)],
    "restricted": [(0, {1}, (1, 3), None), (4, {0, 4}, (0, None), 2)],
    "known": [(3, 0, False), (2, 3, True)],
    "covers": [(0, 1, 0, 3, None), (4, 3, 1, 3, 2)],
}


WITHOUT_DAYS = """
SELECT child_id FROM record_involved WHERE (professional_ref = ANY(%s) OR team_ref = ANY(%s))
    AND %s::date IS NOT NULL AND %s::date IS NOT NULL
"""


def test_the_busy_authority_agrees(built, db):
    assert agree(BUSY, built) == []


@pytest.mark.parametrize(
    ("where", "name", "planted"),
    [
        (seeing, "_RESTRICTED", worded_once(lambda viewer, on: Restriction.objects.filter(pk=0).values("child"))),
        (seeing, "_LET_IN", worded_once(lambda viewer, on: Restriction.objects.filter(pk=0).values("child"))),
        (seeing, "_KNOWN", worded_once(lambda viewer, on: Conflict.objects.filter(pk=0).values("child"))),
        (seeing, "_reaching", lambda viewer, held, away: ((viewer, ability) for ability in held)),
        (seeing, "INVOLVED_NOW", WITHOUT_DAYS),
        (seeing.accounts, "covered_by", lambda *, viewer, on: ()),
    ],
    ids=["restricted", "let in", "known to", "lent", "days of work", "cover"],
)
def test_each_line_left_out_turns_this_check_red(where, name, planted, built, db, monkeypatch):
    for person in built[0]:  # what is put into words once has to be so before the fault
        queries.hidden_from(viewer=person, on=ON)
    monkeypatch.setattr(where, name, planted)
    for person in built[0]:
        person.sight = None  # put together anew, with the fault
    assert agree(BUSY, built)


@pytest.mark.parametrize("left_out", ["restricted", "let_in", "named", "known"])
def test_each_part_left_out_of_what_lists_read_at_once_turns_this_check_red(left_out, built, db, monkeypatch):
    whole = queries.kept
    monkeypatch.setattr(queries, "kept", lambda **asked: replace(whole(**asked), **{left_out: ()}))
    assert agree(BUSY, built)


# --- AU5: a day gone by stays as it was ----------------------------------------------------------------------------

DEEDS = st.lists(
    st.tuples(
        st.sampled_from(("restrict", "end restriction", "declare", "cover", "end cover")),
        a_child,
        a_person,
        a_person,
        st.integers(0, 2),  # days until the next deed
        st.none() | st.integers(1, 3),
    ),
    min_size=4,
    max_size=14,
)


def do(deed, people, children, day) -> None:
    """One thing a person does on a day, by the operations; what is refused changes nothing."""
    what, child, who, other, _, days = deed
    child, who, other = children[child], people[who], people[other]
    sara, until_on = people[5], days and day + timedelta(days=days)
    said = {"by": sara, "at": AT}
    why = "A reason of more than twenty letters"
    try:
        with transaction.atomic():
            if what == "restrict":
                operations.restrict_child(child=child, people=[who], from_on=day, until_on=until_on, why=why, **said)
            elif what == "end restriction":
                for one in queries.restrictions(viewer=sara)[:1]:
                    operations.end_restriction(restriction=one, on=day, why=why, **said)
            elif what == "cover":
                accounts.set_cover(
                    covered=who, cover=other, from_on=day, until_on=until_on or day + timedelta(days=9), on=day, **said
                )
            elif what == "end cover":
                for one in account_queries.covers_set(viewer=sara)[:1]:
                    accounts.end_cover(cover=one, on=day, **said)
    except (NotAllowed, queries.seeing.NoSuchChild):
        return


def snapshot(people, children, day):
    viewers = [User.objects.get(pk=person.pk) for person in people]
    return [set(queries.visible_children(viewer=one, on=day).values_list("pk", flat=True)) for one in viewers]


@in_its_own_savepoint
def days_that_changed(deeds, built) -> list:
    """The days gone by of which something else is said at the end than was said on that day's evening."""
    people, children = built
    Involved.objects.create(child=children[0], professional_ref="P0", team_ref="T1", from_on=ON)
    Involved.objects.create(child=children[1], professional_ref="P1", team_ref="T2", from_on=ON)
    day, evenings = ON, {}
    for deed in deeds:
        for _ in range(deed[4]):
            evenings[day] = snapshot(people, children, day)
            day += timedelta(days=1)
        do(deed, people, children, day)
    return [gone for gone, then in evenings.items() if snapshot(people, children, gone) != then]


def test_what_was_so_on_a_day_gone_by_is_said_again(built, db):
    @settings(max_examples=EXAMPLES // 2, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
    @given(DEEDS)
    def law(deeds):
        assert days_that_changed(deeds, built) == []

    law()


def test_an_end_that_reaches_back_turns_this_check_red(built, db, monkeypatch):
    from seenheard.record.operations import restricting

    real = restricting._end
    monkeypatch.setattr(restricting, "_end", lambda still, *, on, **said: real(still, on=ON, **said))
    deeds = [("restrict", 0, 1, 1, 0, None), ("end restriction", 0, 1, 1, 2, None)]
    assert days_that_changed(deeds, built) == [ON, ON + timedelta(days=1)]
