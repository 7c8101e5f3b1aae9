"""500 people at once (PF1): every ten seconds each opens a child (45 %), My work (20), searches (20) or records (15).

    bench/run day && bench/run users [--users 500] [--seconds 60]

On the database that `bench/run day` left, with the web server as `./run` starts it. Judged: seconds of processor a page
(web processes and PostgreSQL together), errors, and saves that were confirmed and are not in the record. The 95th
percentile is wall time and stands beside: the people run on the same machine and take processor too.
"""

import argparse
import http.client
import os
import random
import re
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from measure import TICKS, database_seconds

from seenheard.config import environment

ROOT = Path(__file__).resolve().parents[1]
PLACE = Path(os.environ.get("BENCH_PLACE", ROOT / "var" / "bench-day"))
HOST, PORT, EVERY, WARM = "127.0.0.1", 8157, 10.0, 15
MOST_MILLISECONDS = 25.0
SEARCH, SAVE = 0.20, 0.15


@dataclass
class Seen:
    """What all people together saw."""

    times: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    saved: set[str] = field(default_factory=set)
    counting: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=500)
    parser.add_argument("--seconds", type=int, default=60)
    wanted = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    os.environ["SEENHEARD_VAR"] = str(PLACE)
    os.environ.pop("DATABASE_URL", None)
    with environment.ready(role="owner"):
        import django

        django.setup()
        people = make_people(wanted.users)
        seen = Seen()
        with_server(lambda server: load(people, seen, server, wanted.seconds))
        lost = not_in_the_record(seen.saved)
    return report(seen, lost, wanted)


def make_people(number: int) -> list[tuple[str, list[str]]]:
    """Sessions of social workers who hold the bench's children: cookie, and the pages each goes to."""
    from django.test import Client

    from seenheard.accounts.models import User
    from seenheard.record.models import ChildNow
    from tests.cast import sign_in

    held: dict[str, list[str]] = {}
    for worker, child in ChildNow.objects.exclude(worker_ref=None).values_list("worker_ref", "child__public_id"):
        held.setdefault(worker, []).append(str(child))
    people = []
    for place, (worker, children) in enumerate(sorted(held.items())[:number]):
        email = f"user{place}@bench.example"
        person = User.objects.filter(email=email).first() or User.objects.create_user(
            email, name=f"User {place}", role="social_worker", worker_refs=[worker]
        )
        client = sign_in(Client(), person)
        people.append((client.cookies["session"].value, children))
    return people


def with_server(work) -> None:
    """The web server as ./run starts it, for as long as `work` takes."""
    from seenheard.config.supervise import web

    env = {**os.environ, "SEENHEARD_ROLE": "web", "SITE_ADDRESS": f"http://{HOST}:{PORT}"}
    server = subprocess.Popen(
        web(f"{HOST}:{PORT}"), env=env, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        time.sleep(6)
        work(server.pid)
    finally:
        server.terminate()
        server.wait()


CPU: dict[str, float] = {}


def load(people, seen: Seen, server: int, seconds: int) -> None:
    stop = threading.Event()
    threads = [
        threading.Thread(target=one, args=(*who, seen, stop, place), daemon=True) for place, who in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    time.sleep(WARM)
    CPU["before"] = processor(server)
    seen.counting = True
    time.sleep(seconds)
    seen.counting = False
    CPU["spent"] = processor(server) - CPU["before"]
    stop.set()
    for thread in threads:
        thread.join(timeout=60)


def processor(server: int) -> float:
    """Seconds of the web server's processes and of PostgreSQL, so far."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    ours = 0.0
    for pid in [str(server), *children]:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        ours += (int(fields[11]) + int(fields[12])) / TICKS
    return ours + database_seconds(PLACE / "pg")


def one(session: str, children: list[str], seen: Seen, stop: threading.Event, place: int) -> None:
    """One person: reads, thinks, reads on; now and then records something."""
    draw = random.Random(place)
    stop.wait(draw.random() * EVERY)
    while not stop.is_set():
        began = time.monotonic()
        child = draw.choice(children)
        luck = draw.random()
        if luck < SAVE:
            save(session, child, seen)
        elif luck < SAVE + SEARCH:
            search(session, f"child{draw.randrange(997)}", seen)
        else:
            ask(session, "GET", "/my-work/" if luck < SAVE + SEARCH + 0.20 else f"/children/{child}/", seen)
        stop.wait(max(0.0, EVERY - (time.monotonic() - began)))


def ask(session: str, method: str, page: str, seen: Seen, body: str = "", cookies: str = ""):
    began = time.monotonic()
    try:
        connection = http.client.HTTPConnection(HOST, PORT, timeout=60)
        headers = {"Cookie": f"session={session}{cookies}", "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, page, body or None, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
    except OSError as error:
        text, answer = "", None
        trouble = type(error).__name__
    with seen.lock:
        if seen.counting:
            seen.times.append(time.monotonic() - began)
        if answer is None:
            seen.errors.append(f"{method} {page}: {trouble}")
        elif answer.status not in (200, 302) or (
            answer.status == 302 and "sign-in" in (answer.headers["Location"] or "")
        ):
            seen.errors.append(f"{method} {page}: {answer.status}")
    return answer, text


def search(session: str, words: str, seen: Seen) -> None:
    """Look for a child by name: the page, then the form sent."""
    answer, text = ask(session, "GET", "/children/", seen)
    if answer is None or answer.status != 200:
        return
    token, cookie = secrets_of(answer, text)
    ask(session, "POST", "/children/", seen, f"csrfmiddlewaretoken={token}&words={words}", f"; csrf={cookie}")


def secrets_of(answer, text: str) -> tuple[str, str]:
    """The form's token and the cookie that goes with it."""
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
    cookie = re.search(r"csrf=([^;]+)", answer.headers["Set-Cookie"] or "")
    if token is None or cookie is None:
        raise RuntimeError("a form without a token")
    return token[1], cookie[1]


def save(session: str, child: str, seen: Seen) -> None:
    """Record a dental check as a person does: open the form, send it."""
    page = f"/children/{child}/record/dental_check_held/"
    answer, text = ask(session, "GET", page, seen)
    if answer is None or answer.status != 200:
        return
    token, cookie = secrets_of(answer, text)
    key = re.search(r'name="key"[^>]* value="([^"]+)"', text)[1]
    parts = ("day", "month", "year")
    day, month, year = (re.search(rf'name="on_{part}"[^>]* value="(\d+)"', text)[1] for part in parts)
    body = f"csrfmiddlewaretoken={token}&key={key}&on_day={day}&on_month={month}&on_year={year}"
    answer, _ = ask(session, "POST", page, seen, body, f"; csrf={cookie}")
    if answer is not None and answer.status == 302:
        with seen.lock:
            seen.saved.add(key)


def not_in_the_record(saved: set[str]) -> set[str]:
    from seenheard.record.models import Event

    return saved - set(Event.objects.filter(row_key__in=saved).values_list("row_key", flat=True))


def report(seen: Seen, lost: set[str], wanted) -> int:
    if not seen.times:
        print("Nothing was answered.", *seen.errors[:3], sep="\n")
        return 1
    each = CPU["spent"] * 1000 / len(seen.times)
    ordered = sorted(seen.times)
    middle, late = statistics.median(ordered), ordered[int(len(ordered) * 0.95)]
    print(f"{wanted.users} people, {len(seen.times):,} pages in {wanted.seconds} s: {each:.0f} ms of processor a page;")
    print(f"half within {middle * 1000:.0f} ms, 95 of 100 within {late * 1000:.0f} ms (wall)")
    print(f"{len(seen.errors)} errors, {len(seen.saved)} saves, {len(lost)} of them lost")
    for error in sorted(set(seen.errors))[:5]:
        print(f"  {error}")
    return int(bool(seen.errors or lost) or each > MOST_MILLISECONDS)


if __name__ == "__main__":
    sys.exit(main())
