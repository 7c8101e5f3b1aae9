"""What reports that compare two days cost: 2,000 children (1.4 million ratings in five years), 10,000 (7.2 million).

    bench/run imports --fold 2 && bench/run reports [--children 2000] [--publish] [--json]

Reads the database that `bench/run imports` left. So many of its children in care are given twenty rounds each, three
voices, twelve categories, as for the heat map, a visit every four weeks for five years, every other one typed, and a
rating of the plan by two people twice a year: made up, and rolled back with everything else. Each report is made from
the rows every time; there is no stored copy of any answer. With `--publish` three quarters are published one after the
other instead, each held against those before, its small numbers hidden.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from heat import make_up
from pages import PLACE, ROOT, _backend, _spent

MOST_SECONDS = {2_000: 2.0, 10_000: 8.0}
A_YEAR = timedelta(days=365)
HEAD = "| Report | Children | Ratings | CPU s | of it ours | of it PostgreSQL | wall s | queries |"
VISITED = """
INSERT INTO record_visit (child_id, source, row_key, row_hash, known_from, run_id, file, visited_on, seen, place)
    SELECT child_id, 'typed', format('bench-%%s-%%s', child_id, n), 0, day, 'bench', '', day, n %% 12 > 0,
        (ARRAY['home', 'home', 'school', 'out'])[1 + hashint8(child_id + n) & 3]
    FROM of_team, generate_series(0, 64, 2) AS n, LATERAL (SELECT %(on)s::date - 3 - 28 * n AS day) AS days;
INSERT INTO record_clavisit (child_id, source, row_key, row_hash, known_from, run_id, file, visited_on, seen)
    SELECT child_id, 'ssd', format('bench-%%s-%%s', child_id, n), 0, day, 'bench', '', day, true
    FROM of_team, generate_series(0, 64) AS n, LATERAL (SELECT %(on)s::date - 3 - 28 * n AS day) AS days;
INSERT INTO voices_planrating (public_id, child_id, rater, colour, scheme, reasons, "on", by, at, key)
    SELECT gen_random_uuid(), child_id, rater, 1 + n %% 3, 'bench', 'Because.', day, 'bench', day,
        rater || child_id || n
    FROM of_team, generate_series(0, 9) AS n, unnest(ARRAY['worker', 'reviewing officer']) AS rater,
        LATERAL (SELECT %(on)s::date - 20 - 182 * n AS day) AS days;
ANALYZE record_visit; ANALYZE record_clavisit; ANALYZE voices_planrating
"""


@dataclass(frozen=True)
class Cost:
    """One report over two days, the median of three."""

    report: str
    children: int
    ratings: int
    ours: float
    database: float
    wall: float
    queries: int

    @property
    def row(self) -> str:
        both = self.ours + self.database
        return (
            f"| {self.report} | {self.children:,} | {self.ratings:,} | {both:.2f} | {self.ours:.2f} "
            f"| {self.database:.2f} | {self.wall:.2f} | {self.queries} |"
        )


def main(argv: list[str]) -> int:
    """Print the figures, or JSON; 1 if one is over."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--children", type=int, default=2_000)
    parser.add_argument("--publish", action="store_true")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args(argv)
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    from seenheard.config import environment

    os.environ.setdefault("SEENHEARD_VAR", str(PLACE))
    with environment.ready(role="owner"):
        costs = measured(args.children, publish=args.publish)
    if args.json:
        print(json.dumps([asdict(cost) for cost in costs], indent=1))
    else:
        print(HEAD, "| --- | --: | --: | --: | --: | --: | --: | --: |", *(cost.row for cost in costs), sep="\n")
    most = None if args.publish else MOST_SECONDS.get(args.children)
    return int(bool(most) and any(one.ours + one.database > most for one in costs))


def measured(children: int, *, publish: bool) -> list[Cost]:
    """Every report of ratings, today beside a year ago, or what publishing costs; in one transaction, rolled back."""
    import django

    django.setup()
    logging.disable(logging.INFO)
    from django.db import connection, transaction

    from seenheard.config import clock, connections
    from seenheard.performance.domain.reports import KINDS
    from seenheard.performance.queries import Asked, Of

    connections.look_as_system_from_now_on()
    on = clock.today(clock.now())
    with transaction.atomic():
        make_up(children)
        with connection.cursor() as cursor:
            for statement in VISITED.split(";\n"):
                cursor.execute(statement, {"on": on} if "%(on)s" in statement else None)
            cursor.execute("SELECT count(*), (SELECT array_agg(child_id) FROM of_team) FROM voices_rating")
            ratings, ids = cursor.fetchone()
        if publish:
            costs = [*_published(on, children, ratings)]
            transaction.set_rollback(True)
            return costs
        of = Of(child_ids=ids)
        wanted = {
            "service, by team": Asked(KINDS["service"], on, on - A_YEAR, of=of),
            "what people say, by category": Asked(KINDS["service"], on, on - A_YEAR, "category", of, only="ratings"),
            "better, the same or worse, by voice": Asked(KINDS["service"], on, on - A_YEAR, "voice", of, only="change"),
            "service, by how the plan is rated": Asked(KINDS["service"], on, on - A_YEAR, "plan", of),
            "where children were met, by team": Asked(KINDS["met"], on, on - A_YEAR, of=of),
            "how the system is used": Asked(KINDS["scrutiny"], on, on - A_YEAR, of=of),
        }
        costs = [_cost(name, asked, on, children, ratings) for name, asked in wanted.items()]
        transaction.set_rollback(True)
    return costs


def _cost(name: str, asked, on, children: int, ratings: int) -> Cost:
    from seenheard.accounts.domain import SYSTEM
    from seenheard.performance.presenters.reports import file_rows
    from seenheard.performance.queries import report

    def count() -> None:
        if not list(file_rows(report(viewer=SYSTEM, on=on, asked=asked))):
            raise RuntimeError(f"{name} counts nothing")

    ours, database, wall, queries = sorted((_once(count) for _ in range(3)), key=lambda one: one[0] + one[1])[1]
    return Cost(name, children, ratings, ours, database, wall, queries)


def _once(act: Callable[[], object]) -> tuple[float, float, float, int]:
    """Seconds of processor, ours and the database's; seconds; and questions asked."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    backend = _backend(connection)
    began, cpu, theirs = time.monotonic(), time.process_time(), _spent(backend)
    with CaptureQueriesContext(connection) as sent:
        act()
    return time.process_time() - cpu, _spent(backend) - theirs, time.monotonic() - began, len(sent)


def _published(on: date, children: int, ratings: int) -> Iterator[Cost]:
    """The last three quarters that are over, the earliest first."""
    from seenheard.accounts.models import User
    from seenheard.config import clock
    from seenheard.performance import operations
    from seenheard.performance.domain.published import last_quarter_end

    director = User.objects.create_user("director@bench.example", name="A director", role="director")
    ends = [last_quarter_end(on)]
    while len(ends) < 3:
        ends.append(last_quarter_end(ends[-1]))
    for number, end in enumerate(reversed(ends)):
        cost = _once(lambda end=end: operations.publish(on=end, by=director, at=clock.now()))
        yield Cost(f"published, held against {number}", children, ratings, *cost)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
