"""The morning run for 2,500 staff, and one child's clocks and prompts after one event with 300 visits in the record.

    bench/run imports && bench/run prompts [--json]

Reads the database that `bench/run imports` left; nothing in it is changed: everything is rolled back, and the messages
go to a folder that is removed. Seconds of processor are those of this process and of its PostgreSQL back-end together.
"""

from __future__ import annotations

import json
import logging
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLACE = Path(os.environ.get("BENCH_PLACE", ROOT / "var" / "bench"))
STAFF, TEAMS, LISTS, VISITS, TIMES = 2500, 125, 250, 300, 20
WARM = 3
HEAD = "| Work | Must reach | CPU | of it PostgreSQL | wall | |\n|---|---|--:|--:|--:|---|"


@dataclass(frozen=True)
class Cost:
    """What some work took, in seconds, and what came of it."""

    work: str
    most: float
    ours: float
    database: float
    wall: float
    came_of_it: str

    @property
    def cpu(self) -> float:
        return self.ours + self.database

    @property
    def row(self) -> str:
        unit, times = ("s", 1) if self.most >= 1 else ("ms", 1000)
        told = (f"{seconds * times:.1f} {unit}" for seconds in (self.cpu, self.database, self.wall))
        return f"| {self.work} | {self.most * times:.0f} {unit} | {' | '.join(told)} | {self.came_of_it} |"


def main(argv: list[str]) -> int:
    """Print the table, or JSON; 1 if anything takes longer than it may."""
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    from seenheard.config import environment

    os.environ.setdefault("SEENHEARD_VAR", str(PLACE))
    with environment.ready(role="owner"):
        costs = measured()
    if "--json" in argv:
        print(json.dumps([asdict(cost) for cost in costs], indent=1))
    else:
        print(HEAD, *(cost.row for cost in costs), sep="\n")
    return 0 if all(cost.cpu <= cost.most for cost in costs) else 1


def measured() -> list[Cost]:
    """Everything, in one transaction that is rolled back."""
    import django

    django.setup()
    logging.disable(logging.INFO)
    from django.conf import settings
    from django.db import transaction

    with transaction.atomic(), tempfile.TemporaryDirectory() as outbox:
        settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
        settings.EMAIL_FILE_PATH = outbox
        people = _staff()
        costs = [_morning(outbox), _lists(people[:LISTS]), _one_event()]
        transaction.set_rollback(True)
    return costs


def _staff() -> list:
    """2,500 people: a worker for every few children, a manager for every twenty workers, and those above."""
    from django.db import connection

    from seenheard.accounts.models import User

    roles = {0: "team_manager", 1: "reviewing_officer"}
    people = User.objects.bulk_create(
        User(
            email=f"{number}@bench.example",
            name="A person",
            role="service_manager" if number < 5 else roles.get(number % 20, "social_worker"),
            worker_refs=[f"W{number}"],
            team_refs=[f"T{number % TEAMS}"],
        )
        for number in range(STAFF)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE record_childnow SET worker_ref = 'W' || (child_id %% %s), team_ref = 'T' || (child_id %% %s)",
            [STAFF, TEAMS],
        )
        # So written the children would be nobody's to see: the record reads who sees them from the involvements.
        cursor.execute(
            "INSERT INTO record_involved (child_id, professional_ref, team_ref, role)"
            " SELECT child_id, worker_ref, team_ref, 'CW' FROM record_childnow"
        )
        cursor.execute("ANALYZE accounts_user, record_childnow, record_involved, prompts_prompt")
    return people


def _morning(outbox: str) -> Cost:
    from seenheard.config import clock
    from seenheard.prompts import operations

    def run() -> str:
        at = clock.now()
        made, went = operations.make_digests(on=clock.today(at), at=at), operations.send_waiting(at=at)
        return f"{made.made:,} digests, {went.sent:,} messages in {len(os.listdir(outbox)):,} files"

    return _timed("morning run: everybody's prompts, digests made and sent as files", 60.0, run)


def _lists(people: list) -> Cost:
    from seenheard.config import clock
    from seenheard.prompts import queries

    def run() -> str:
        on = clock.today(clock.now())
        numbers = [queries.mine(viewer=person, on=on).numbers.prompts for person in people]
        return f"{len(numbers):,} lists, {sum(numbers):,} lines, the longest {max(numbers):,}"

    return _timed("the first page of a tenth of their lists", 6.0, run)


def _one_event() -> Cost:
    """Clocks, tallies and prompts of one child again after one more visit, as the page that records it does it."""
    from seenheard.config import clock
    from seenheard.duties import operations
    from tests.factories import record as made

    today = clock.today(clock.now())
    child = made.make_child(born_on=date(2012, 5, 4), facts=_in_care(today))
    visits = [{"visited_on": today - timedelta(days=6 * number), "seen": True} for number in range(1, VISITS + 1)]
    made.add_all("cla_visit", child, visits)
    costs = []
    for number in range(WARM + TIMES):
        made.add("cla_visit", child, visited_on=today - timedelta(days=number), seen=True)
        follow = partial(operations.follow, child_ids=[child.pk], at=clock.now())
        costs.append(_timed("", 0.010, lambda follow=follow: str(follow() or "")))
    ours, database, wall = (
        statistics.median(getattr(one, name) for one in costs[WARM:]) for name in ("ours", "database", "wall")
    )
    work = f"one child's clocks and prompts after one event, {VISITS} visits in the record (median of {TIMES})"
    return Cost(work, 0.010, ours, database, wall, "")


def _in_care(today: date) -> dict:
    began = today - timedelta(days=1900)
    return {
        "cla_episode": {"from_on": began, "legal_code": "C2", "place_code": "U6", "care_ref": "C"},
        "cla_placement": {"from_on": began, "place_code": "U6", "care_ref": "C"},
    }


def _timed(work: str, most: float, run: Callable[[], str]) -> Cost:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    began, theirs, wall = time.process_time(), _spent(backend), time.monotonic()
    came_of_it = run()
    return Cost(
        work,
        most,
        time.process_time() - began,
        _spent(backend) - theirs,
        time.monotonic() - wall,
        came_of_it,
    )


def _spent(pid: int) -> float:
    """Seconds that a process has run; the kernel counts nanoseconds here, ticks of 10 ms elsewhere."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
