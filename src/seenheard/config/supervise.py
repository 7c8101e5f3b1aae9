"""`./run`: starts the web server and the job worker, starts either again if it dies, and ends both together.

python -m seenheard.config.supervise [--own] [--bind HOST:PORT]
"""

import argparse
import contextlib
import ctypes
import ipaddress
import os
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from dataclasses import dataclass, field

from seenheard.config import database, environment, prepare

GIVE_UP_AFTER = 5  # deaths of one process …
WITHIN = 60  # … in so many seconds
PATIENCE = 30  # seconds for the first answer
LOOK_AT_DATABASE = 6  # half seconds
PR_SET_PDEATHSIG = 1  # from Linux's sys/prctl.h
GRACE = 10  # seconds for a process to end by itself


@dataclass
class Kept:
    """One process that is kept alive."""

    name: str
    command: list[str]
    process: subprocess.Popen | None = None
    deaths: deque[float] = field(default_factory=lambda: deque(maxlen=GIVE_UP_AFTER))

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, start_new_session=True, preexec_fn=end_with_parent)

    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def mend(self, at: float) -> bool:
        """Start again; False when it has died too often for that to help."""
        self.deaths.append(at)
        self.clear()
        if len(self.deaths) == GIVE_UP_AFTER and at - self.deaths[0] < WITHIN:
            return False
        self.start()
        return True

    def end(self) -> None:
        if self.process is None:
            return
        if not self.has_died():
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(GRACE)
        self.clear()

    def clear(self) -> None:
        """Nothing of it may stay behind: children that outlive it hold its port."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def end_with_parent() -> None:
    """In the child, on Linux: be told to end when we are killed outright, and could not end it ourselves."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Stopped(Exception):
    """Somebody asked us to stop."""


def main(arguments: list[str]) -> int:
    wanted = parse(arguments)
    why_not = refusal(wanted.bind, production=bool(os.environ.get("PRODUCTION")))
    if why_not:
        say(why_not)
        return 1
    os.environ.setdefault("SITE_ADDRESS", f"http://{wanted.bind}")
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        say("Starting the database …")
        private = None if os.environ.get("DATABASE_URL") else database.find((environment.var() / "pg").resolve())
        with environment.ready("owner"):
            return serve(wanted.bind, private) if prepared(wanted.own) else 1
    except Stopped:
        say("Stopped.")
        return 0
    except database.NoServer as why:
        say(str(why))
        return 1


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run", description="Set up everything and serve Seen & Heard here.")
    parser.add_argument("--own", action="store_true", help="an empty database for your own authority; no cast")
    parser.add_argument(
        "--bind", default=os.environ.get("BIND", "127.0.0.1:8000"), metavar="HOST:PORT", help="default %(default)s"
    )
    return parser.parse_args(arguments)


def refusal(bind: str, *, production: bool) -> str:
    """Why this address may not be served; empty when it may."""
    host, _, port = bind.rpartition(":")
    if not port.isdigit():
        return f"{bind} is not an address to serve: write HOST:PORT, for example 127.0.0.1:8000."
    if not production and not is_loopback(host):
        return (
            f"{host} can be reached from other machines. Without PRODUCTION=1 the site is served to this machine "
            "only. docs/settings.md says what production needs."
        )
    if not is_free(host.strip("[]"), int(port)):
        return f"Something is served at {bind} already. Stop it, or choose another: ./run --bind 127.0.0.1:8001"
    return ""


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def prepared(own: bool) -> bool:
    """Tables, roles, the demo or the first invitation: done in a process of the owner's, which then ends."""
    if prepare.is_prepared() and not own:
        return True
    say("Preparing the tables …")
    command = [sys.executable, "-m", "seenheard.config.prepare", *(["--own"] if own else [])]
    return subprocess.run(command).returncode == 0


def serve(bind: str, private: database.Server | None) -> int:
    """Keep web and worker alive until we are stopped; `private` is our own database, if it is ours."""
    os.environ["SEENHEARD_ROLE"] = "web"
    os.environ.pop("DATABASE_URL")  # what serves never knows the owner's password
    if not is_safe():
        return 1
    site = Kept("web server", web(bind))
    worker = Kept("job worker", [sys.executable, "-m", "seenheard.config.worker"])
    kept = [site, worker]
    try:
        site.start()
        if first_answer(bind, site):
            say(f"Ready: {os.environ['SITE_ADDRESS']}   (Ctrl+C stops it)")
        worker.start()  # second, so that it does not slow the first page
        return watch(kept, private)
    finally:
        for one in reversed(kept):
            one.end()


def is_safe() -> bool:
    """Whether production's demands are met; the reasons have been printed when not. Nothing is asked elsewhere."""
    if not os.environ.get("PRODUCTION"):
        return True
    return subprocess.run([sys.executable, "-m", "seenheard.config.production"]).returncode == 0


def web(bind: str) -> list[str]:
    """Two processes; loaded once and then forked, so that the first page comes soon."""
    return [
        *(sys.executable, "-m", "gunicorn", "seenheard.config.wsgi", "--bind", bind),
        *("--workers", os.environ.get("WEB_PROCESSES", "2"), "--threads", "2", "--preload", "--no-control-socket"),
        *("--log-level", "warning", "--logger-class", "seenheard.config.server_log.WithoutValues", "--timeout", "60"),
    ]


def first_answer(bind: str, site: Kept) -> bool:
    """Wait until the site takes connections."""
    host, _, port = bind.rpartition(":")
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and not site.has_died():
        try:
            socket.create_connection((host.strip("[]"), int(port)), timeout=1).close()
            return True
        except OSError:
            time.sleep(0.05)
    return False


def watch(kept: list[Kept], private: database.Server | None = None) -> int:
    """Say and mend every death, our own database's too; 1 when mending does not help."""
    tick = 0
    while True:
        tick += 1
        if private and tick % LOOK_AT_DATABASE == 0 and not private.is_ready():
            say("The database ended unexpectedly; starting it again.")
            database.start(private.folder)
        for one in kept:
            if not one.has_died():
                continue
            say(f"The {one.name} ended unexpectedly; starting it again.")
            if not one.mend(time.monotonic()):
                say(f"The {one.name} keeps ending. Stopping everything; the lines above say why.")
                return 1
        time.sleep(0.5)


def stop(*_) -> None:
    """Begin to end everything. Asked again, go on: a half-stopped database would be in the next start's way."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise Stopped


def say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
