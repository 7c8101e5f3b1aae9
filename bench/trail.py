"""Does the chain make pages wait? (S5) 50 readers at once, with and without sealing. Run: `bench/run trail`.

Each reader looks again and again as a page does: one transaction, a few reads, one trail row. Rounds with the sealer
running (every second, as in production far more often than needed) and rounds without take turns, so that whatever
else this machine does falls on both. Judged is the ratio of the two 95th percentiles. Beside them stands what a
chain written inside each page's own transaction would cost: the reason why it is not done so.

Runs in a database of its own, `bench_trail`, made and dropped here, on the bench's own server or the one that
DATABASE_URL names.
"""

import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from seenheard.config import environment

PLACE = Path(os.environ.get("BENCH_PLACE", Path(__file__).resolve().parents[1] / "var" / "bench"))
READERS, ROUNDS, SECONDS = 50, 6, 4
PAUSE = 0.25  # a reader reads what was shown before looking again
AT_MOST = 1.2
NAME = "bench_trail"


def prepare() -> None:
    """An empty database with the product's tables, as the owner."""
    address = os.environ["DATABASE_URL"]
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {NAME}")
    os.environ |= {
        "DATABASE_URL": urlsplit(address)._replace(path=f"/{NAME}").geturl(),
        "DJANGO_SETTINGS_MODULE": "seenheard.config.settings",
        "SEENHEARD_ROLE": "owner",
    }
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.TRAIL_HEADS_FOLDER = tempfile.mkdtemp()
    call_command("migrate", verbosity=0)


def look(times: list[float], stop: threading.Event, before: Callable[[], None]) -> None:
    """One reader until told to stop: note how long each look took."""
    from django.db import connection, transaction

    from seenheard.config import clock
    from seenheard.trail import operations, queries

    while not stop.is_set():
        began = time.perf_counter()
        with transaction.atomic():
            before()
            list(queries.entries_about("bench")[:20])
            operations.write(what="looked_at_child", by="bench", at=clock.now(), children=[str(id(times))])
        times.append(time.perf_counter() - began)
        stop.wait(PAUSE)
    connection.close()


def sealer(stop: threading.Event) -> None:
    from django.db import connection

    from seenheard.config import clock
    from seenheard.trail import operations

    while not stop.wait(1):
        operations.seal(at=clock.now())
    connection.close()


def chain_inside() -> None:
    """What is not done: each page takes its turn at the chain's end before it may write."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(1)")
        cursor.execute("SELECT max(position) FROM trail_seal")


def round_of(sealing: bool, before: Callable[[], None] = lambda: None) -> list[float]:
    """All readers at once for a few seconds; every look's seconds."""
    stop, times = threading.Event(), []
    workers = [threading.Thread(target=look, args=(times, stop, before)) for _ in range(READERS)]
    if sealing:
        workers.append(threading.Thread(target=sealer, args=(stop,)))
    for worker in workers:
        worker.start()
    time.sleep(SECONDS)
    stop.set()
    for worker in workers:
        worker.join()
    return times


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1] * 1000


def main() -> int:
    os.environ.setdefault("SEENHEARD_VAR", str(PLACE))
    with environment.private_database():
        return compared()


def compared() -> int:
    """Both ways in turn, on the server that DATABASE_URL names or on the bench's own."""
    prepare()
    round_of(sealing=True)  # warm
    arms: dict[str, list[float]] = {"unchained": [], "chained": [], "chained inside each page": []}
    for _ in range(ROUNDS):
        arms["unchained"] += round_of(sealing=False)
        arms["chained"] += round_of(sealing=True)
        arms["chained inside each page"] += round_of(sealing=False, before=chain_inside)
    ratio = p95(arms["chained"]) / p95(arms["unchained"])
    print("| 50 readers at once | Looks | Median ms | p95 ms | p95 ratio |\n| --- | --: | --: | --: | --: |")
    for name, times in arms.items():
        share = p95(times) / p95(arms["unchained"])
        print(f"| {name} | {len(times)} | {statistics.median(times) * 1000:.1f} | {p95(times):.1f} | {share:.2f} |")
    print(f"\n{'Reached' if ratio <= AT_MOST else 'Missed'}: {ratio:.2f}, at most {AT_MOST}.")
    return 0 if ratio <= AT_MOST else 1


if __name__ == "__main__":
    sys.exit(main())
