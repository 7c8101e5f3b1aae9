"""What each page costs with a large record loaded: queries, processor time, size.

    bench/run imports && bench/run pages [--json] [--without-the-second-line]

Reads the database that `bench/run imports` left, or the one that DATABASE_URL names; nothing in it is changed:
everything is rolled back. Processor time is that of this process (routing, queries, rendering; the test client
instead of a socket) and of its PostgreSQL back-end together, as a median of twenty warm requests. The database is
asked as the role that serves; without the second line as its owner, whom row-level security does not hold here.
"""

from __future__ import annotations

import json
import logging
import os
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLACE = Path(os.environ.get("BENCH_PLACE", ROOT / "var" / "bench"))
WARM, TIMES = 3, 20
MOST = {"queries": 15, "milliseconds": 40.0, "kilobytes": 150.0}
HEAD = "| Page | Who | Queries | CPU ms | of it PostgreSQL | kB |\n| --- | --- | --: | --: | --: | --: |"


@dataclass(frozen=True)
class Cost:
    """One page, one reader: queries, median processor milliseconds, of these PostgreSQL's, and kilobytes of HTML."""

    page: str
    who: str
    queries: int
    milliseconds: float
    database: float
    kilobytes: float

    @property
    def row(self) -> str:
        return (
            f"| {self.page} | {self.who} | {self.queries} | {self.milliseconds:.0f} "
            f"| {self.database:.0f} | {self.kilobytes:.0f} |"
        )

    @property
    def within(self) -> bool:
        return all(getattr(self, name) <= most for name, most in MOST.items())


def measure(client, page: str, who: str, address: str) -> Cost:
    """Ask for the page until it is warm, then twenty times; RuntimeError unless it answers 200."""
    from django.db import connection

    backend = _backend(connection)
    ours, theirs, queries, size = [], [], 0, 0
    for number in range(WARM + TIMES):
        counter = _Counter()
        began, database_began = time.process_time(), _spent(backend)
        with connection.execute_wrapper(counter):
            answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
        if number >= WARM:
            ours.append((time.process_time() - began) * 1000)
            theirs.append((_spent(backend) - database_began) * 1000)
        queries, size = counter.number, len(answer.content)
    both = [one + other for one, other in zip(ours, theirs, strict=True)]
    return Cost(page, who, queries, statistics.median(both), statistics.median(theirs), size / 1000)


class _Counter:
    """Counts what is sent to the database, savepoints too."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, execute, sql, params, many, context):
        self.number += 1
        return execute(sql, params, many, context)


def _backend(connection) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def _spent(pid: int) -> float:
    """Seconds that a process has run; the kernel counts nanoseconds here, ticks of 10 ms elsewhere."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def pages(public_id: str) -> list[tuple[str, str, str]]:
    """Each page with its reader and address; `public_id` is the child whose pages are opened."""
    return [
        ("My work", "social worker", "/my-work/"),
        ("My work", "reviewing officer", "/my-work/"),
        ("My work", "service manager", "/my-work/"),
        ("My work, page 2", "service manager", "/my-work/?page=2"),
        ("My team", "team manager", "/my-team/"),
        ("All teams", "service manager", "/my-team/"),
        ("Children", "service manager", "/children/"),
        ("The child", "service manager", f"/children/{public_id}/"),
        ("The child, as at a day", "service manager", f"/children/{public_id}/?{PAST}"),
        ("The story", "service manager", f"/children/{public_id}/story/"),
        ("Due dates compared", "service manager", "/due-dates/"),
        ("Due dates compared", "analyst", "/due-dates/"),
    ]


def pages_of_a_team() -> list[tuple[str, str, str]]:
    """The lists about the work of others, for who answers for all 12,000 children, and for a manager of a team."""
    lists = ("without-a-worker", "caseloads", "changes-of-worker", "seen-by-nobody")
    readers = ("service manager", "team manager")
    return [(name.replace("-", " ").capitalize(), who, f"/my-team/{name}/") for name in lists for who in readers]


PAST = "as_at_day=31&as_at_month=12&as_at_year=2025&known=now"


def main(argv: list[str]) -> int:
    """Print the table, or JSON; 1 if a page costs more than it may."""
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    from seenheard.config import environment

    os.environ.setdefault("SEENHEARD_VAR", str(PLACE))
    with environment.ready(role="owner"):
        costs = measured(as_served="--without-the-second-line" not in argv)
    if "--json" in argv:
        print(json.dumps([asdict(cost) for cost in costs], indent=1))
    else:
        print(HEAD, *(cost.row for cost in costs), sep="\n")
    return 0 if all(cost.within for cost in costs) else 1


def measured(*, as_served: bool) -> list[Cost]:
    """Every page of the list, in one transaction that is rolled back."""
    import django

    django.setup()
    logging.disable(logging.INFO)  # the access lines, which would drown the table
    from django.db import transaction

    with transaction.atomic():
        clients, public_id = _clients(), _busiest_child()
        with _asked(as_served):
            costs = [measure(clients[who], page, who, address) for page, who, address in pages(public_id)]
        _deal_out(clients["team manager"].person)
        with _asked(as_served):
            costs += [measure(clients[who], page, who, address) for page, who, address in pages_of_a_team()]
        transaction.set_rollback(True)
    return costs


@contextmanager
def _asked(as_served: bool) -> Iterator[None]:
    """As the role that serves, or as the owner."""
    from django.db import connection

    from seenheard.config.grants import web_role

    with connection.cursor() as cursor:
        if as_served:
            cursor.execute(f'SET LOCAL ROLE "{web_role()}"')
        yield
        cursor.execute("RESET ROLE")


def _clients() -> dict:
    """A signed-in browser for each role, made for this measurement and rolled back with it."""
    from django.db.models import Count
    from django.test import Client

    from seenheard.accounts.models import User
    from seenheard.record.models import ChildNow
    from tests.cast import sign_in

    carried = ChildNow.objects.exclude(worker_ref=None).values("worker_ref", "team_ref")
    busiest = carried.annotate(children=Count("child")).order_by("-children").first() or {}
    refs = {"worker_refs": [busiest.get("worker_ref", "")], "team_refs": [busiest.get("team_ref", "")]}
    clients = {}
    for role in ("social_worker", "team_manager", "reviewing_officer", "service_manager", "analyst"):
        person = User.objects.create_user(f"{role}@bench.example", name="A reader", role=role, **refs)
        clients[role.replace("_", " ")] = sign_in(Client(), person)
        clients[role.replace("_", " ")].person = person
    return clients


# The set gives nearly every child a worker of their own. An authority of this size has some 600, in 40 teams, and
# brothers and sisters; two in a hundred of its workers are assistants without a registration.
DEAL = """
CREATE TEMPORARY TABLE dealt ON COMMIT DROP AS
    SELECT id, 'P' || (hashtext(professional_ref) & 1023) % 600 AS worker FROM record_involved;
UPDATE record_involved SET professional_ref = worker, team_ref = 'T' || substr(worker, 2)::int % 40
FROM dealt WHERE dealt.id = record_involved.id;
UPDATE record_childnow SET worker_ref = professional_ref, team_ref = record_involved.team_ref, team_name = 'A team'
FROM record_involved WHERE record_involved.child_id = record_childnow.child_id AND until_on IS NULL;
UPDATE record_involved SET until_on = '2025-01-01' WHERE until_on IS NULL AND child_id % 50 = 0;
INSERT INTO record_professional (source, row_key, row_hash, known_from, run_id, file, line, professional_ref, name,
                                 registration_no)
SELECT 'ssd', 'dealt-' || n, 0, now(), 'dealt', '', 0, 'P' || n, 'Worker ' || n,
       CASE WHEN n % 50 > 0 THEN 'SW9' || n END
FROM generate_series(0, 599) AS n;
INSERT INTO record_family (child_id, source, row_key, row_hash, known_from, run_id, file, line, family_ref)
SELECT id, 'ssd', 'dealt-' || id, 0, now(), 'dealt', '', 0, 'F' || id / 2 FROM record_child;
ANALYZE record_involved; ANALYZE record_professional; ANALYZE record_family; ANALYZE record_childnow;
"""


def _deal_out(manager) -> None:
    """Give the children to as many workers as an authority has, some of them to nobody; one team to the manager."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(DEAL)
    manager.team_refs = ["T7"]
    manager.save(update_fields=["team_refs"])


def _busiest_child() -> str:
    """The child with the most clocks: the longest page there is."""
    from django.db.models import Count

    from seenheard.duties.models import Clock
    from seenheard.record.models import Child

    most = Clock.objects.values("child").annotate(number=Count("id")).order_by("-number").first()
    return str(Child.objects.get(pk=most["child"]).public_id)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
