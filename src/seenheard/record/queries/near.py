"""Who works with a child: whoever restricts the child to named people has to know whom that shuts out."""

from datetime import date

from django.db.models import Q

from seenheard.accounts import queries as accounts

from ..models import Child, Involved
from ..permissions import can_be_named_for_closed_file
from .conflicts import standing_conflict
from .restrictions import not_over
from .seeing import sees
from .whole_child import ACCOUNT


def near(*, viewer, child: Child, on: date) -> tuple:
    """Everybody here who works with the child (the reviewing officer too, named by a file or here), manages the team or
    is named now, and could be named, by name.

    For a viewer who does not see the child only those who are named now, as on the list of restrictions. Nobody who
    has said that they know the family, and not the viewer where they would let themselves in.
    """
    named = [public_id for one in not_over(child=child, on=on) for public_id in one.people]
    seen = sees(viewer=viewer, child=child, on=on)
    workers, teams = _keys(child, on) if seen else (set(), set())
    people = _people(workers, teams, named)
    return tuple(one for one in people if _could_be_named(one, child) and (seen or one != viewer))


def who_sees_for_their_work(*, child: Child, on: date) -> tuple:
    """For the operations of this room: who works with the child, manages its team or is named, and sees it."""
    named = [public_id for one in not_over(child=child, on=on) for public_id in one.people]
    workers, teams = _keys(child, on)
    people = _people(workers, teams, named)
    return tuple(one for one in people if sees(viewer=one, child=child, on=on))


def _people(workers: set[str], teams: set[str], named: list[str]) -> list:
    """Whoever files know by these numbers, and whoever was named here by their account: reviewing officers."""
    by_account = {ref for ref in workers if ACCOUNT.fullmatch(ref)}
    return accounts.people_known_by(
        worker_refs=workers - by_account, managing=teams, public_ids=sorted(by_account.union(named))
    )


def _could_be_named(person, child: Child) -> bool:
    return can_be_named_for_closed_file(person) and not standing_conflict(viewer=person, child=child)


def _keys(child: Child, on: date) -> tuple[set[str], set[str]]:
    """The workers' and the teams' keys of what stands on the day."""
    begun, not_over_yet = Q(from_on__isnull=True) | Q(from_on__lte=on), Q(until_on__isnull=True) | Q(until_on__gt=on)
    rows = list(Involved.objects.filter(begun, not_over_yet, child=child).values_list("professional_ref", "team_ref"))
    return {worker for worker, _ in rows if worker}, {team for _, team in rows if team}
