"""The child's side of the cage: `python -m seenheard.returns.caged` reads what its standard input names, and no more.

It gives up memory, time, writing and the network before it opens the first file, and opening anything before it reads
the first byte of one; from then on the kernel lets it do nothing but read, write what it answers, and end. Where the
limits cannot be set it reads nothing. See cage.py for the other side.
"""

from __future__ import annotations

import codecs
import contextlib
import ctypes
import errno
import gc
import json
import os
import resource
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import IO

from seenheard.returns import calls
from seenheard.returns.domain import spec
from seenheard.returns.domain.decode import ENCODINGS
from seenheard.returns.domain.problems import refused
from seenheard.returns.domain.read import read
from seenheard.returns.domain.types import Reading, Refused, RowRead, Upload
from seenheard.returns.domain.weigh import MOST_ENTRIES, OPEN_ALREADY, files_of

ROWS_A_LINE = 2_000
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
OPEN_FILES = MOST_ENTRIES + 64
NAMES_IN_A_ZIP = "cp437"
WRITES = frozenset("wax+")
#: What the child may not even try, whatever code a hostile file brings to life.
FORBIDDEN = (
    *("socket.", "urllib.", "http.", "ftplib.", "smtplib."),
    *("subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "pty.", "ctypes."),
    *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.chmod", "os.chown", "os.link", "os.symlink", "os.truncate"),
    *("os.kill", "os.killpg", "os.setxattr", "os.removexattr", "os.utime", "os.putenv", "shutil."),
)
#: What it may not try either, once its uploads are open.
LOOKING = ("os.", "resource.", "fcntl.", "syslog.")
#: The limits without which nothing is read.
DEMANDED = frozenset({"memory", "cpu", "open files", "written bytes"})
KERNEL, HOOK = "kernel and hook", "hook"


def main() -> int:
    """Confine ourselves, read what standard input names, answer on standard output."""
    gc.disable()  # we live for one upload, and rows make no rings
    limits = json.loads(sys.argv[1])
    refuse_other_calls = calls.ready()
    confined = confine(limits["memory"], limits["cpu"])
    out = sys.stdout.buffer
    try:
        asked = json.loads(sys.stdin.buffer.read())
        uploads = opened(Upload(*upload) for upload in asked["uploads"])
        with _own_account() as account:
            confined |= shut(refuse_other_calls)
            demand(confined)
            _answer(read(uploads, asked["answers"]), confined, account, out)
    except Refused as no:
        _say(out, {"refused": {"code": no.code, "says": no.sentence, "file": no.file}})
    except BaseException as error:  # the name of what happened, never its message: that could hold a cell
        _say(out, {"died": type(error).__name__})
        return 3
    finally:
        out.flush()
    return 0


def confine(memory_bytes: int, cpu_seconds: int) -> dict[str, object]:
    """Give up memory, time, files and the network for good. Answers how far it came."""
    alone = _leave_network()
    calls.end_with_parent()  # after it: who changes its name space is no longer told of the parent's end
    wanted = {
        "memory": (resource.RLIMIT_AS, memory_bytes, memory_bytes),
        "cpu": (resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 5),
        "open files": (resource.RLIMIT_NOFILE, OPEN_FILES, OPEN_FILES),
        "written bytes": (resource.RLIMIT_FSIZE, 0, 0),
        "processes": (resource.RLIMIT_NPROC, 0, 0),
        "core": (resource.RLIMIT_CORE, 0, 0),
    }
    limited = [name for name, (kind, soft, hard) in wanted.items() if _limit(kind, soft, hard)]
    sys.addaudithook(_refuse_the_rest)
    return {"network": "own namespace and hook" if alone else HOOK, "limits": limited}


def shut(refuse_other_calls: Callable[[], bool]) -> dict[str, object]:
    """From here on nothing can be opened, by name or otherwise; what is open stays so. Answers what holds it."""
    _learn()
    # Not the count of what is open: a lower number may be free. At nought the kernel gives out none at all.
    held = _limit(resource.RLIMIT_NOFILE, 0, 0)
    sys.addaudithook(_refuse_opening)
    return {"opening": KERNEL if held else HOOK, "calls": KERNEL if refuse_other_calls() else HOOK}


def demand(confined: Mapping[str, object]) -> None:
    """Raise Refused where the cage is open: a file that nobody knows is not read on trust."""
    limits = confined["limits"]
    if confined["opening"] != KERNEL or not isinstance(limits, list) or not DEMANDED.issubset(limits):
        raise refused("not_caged")


def _learn() -> None:
    """Load whatever reading would load when it first needs it: afterwards there is no way to."""
    for name in spec.NAMES:
        spec.load(name)
    for encoding in (*ENCODINGS, NAMES_IN_A_ZIP):
        codecs.lookup(encoding)


def _limit(kind: int, soft: int, hard: int) -> bool:
    """Set one limit, or keep a tighter one that is there already; False where the system has no such limit."""
    _, already = resource.getrlimit(kind)
    if already != resource.RLIM_INFINITY:
        soft, hard = min(soft, already), min(hard, already)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(kind, (soft, hard))
        return True
    return False


def _leave_network() -> bool:
    """Move into a network of our own that has no way out; not every kernel allows it, hence the hook besides."""
    try:
        return ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0
    except (OSError, AttributeError):
        return False


def _refuse_the_rest(event: str, args: tuple) -> None:
    if event == "open":
        _, mode, flags = args
        if (isinstance(mode, str) and WRITES & set(mode)) or flags & (os.O_WRONLY | os.O_RDWR):
            raise PermissionError
    elif event.startswith(FORBIDDEN):
        raise PermissionError


def opened(uploads: Iterable[Upload]) -> list[Upload]:
    """The same uploads, folders taken apart, with every file open: afterwards no name is needed. Raises Refused."""
    found: list[Upload] = []
    for upload in uploads:
        for name, path in files_of(upload):
            if len(found) == MOST_ENTRIES:
                raise refused("too_many_files", name, limit=MOST_ENTRIES)
            number = path if isinstance(path, int) else _opened(name, path, len(found))
            found.append(Upload(name, f"{OPEN_ALREADY}{number}"))
    return found


def _opened(name: str, path: Path, already: int) -> int:
    """The number of a plain file, opened; a pipe is not waited for, a link is not followed."""
    try:
        plain = stat.S_ISREG(path.lstat().st_mode)
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK) if plain else None
    except OSError as no:
        if no.errno in (errno.EMFILE, errno.ENFILE):
            raise refused("too_many_files", name, limit=already) from None
        raise refused("not_a_file", name) from None
    if number is None or not stat.S_ISREG(os.fstat(number).st_mode):
        raise refused("not_a_file", name)
    return number


def _refuse_opening(event: str, args: tuple) -> None:
    """An open file may be read by its number; a name is refused, whatever for."""
    if (event == "open" and not isinstance(args[0], int)) or event.startswith(LOOKING):
        raise PermissionError


def _answer(reading: Reading, confined: Mapping[str, object], account: IO[str] | None, out: IO[bytes]) -> None:
    for table, rows in reading.tables.items():
        for file, some in _portions(rows):
            _say(out, _portion(table, file, some))
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = {"cpu_seconds": round(used.ru_utime + used.ru_stime, 2), "peak_mb": _peak_kilobytes(account) // 1000}
    end = {
        "return": reading.return_name,
        "year": reading.year,
        "tables": list(reading.tables),
        "files": [asdict(file) for file in reading.files],
        "problems": [asdict(problem) for problem in reading.problems],
        "questions": [asdict(question) for question in reading.questions],
        "cage": {**confined, **spent},
    }
    _say(out, {"end": end})


@contextlib.contextmanager
def _own_account() -> Iterator[IO[str] | None]:
    """The kernel's account of this process, where there is one; opened while that can be done."""
    try:
        account = open("/proc/self/status", encoding="ascii", errors="replace")  # noqa: SIM115  closed below
    except OSError:
        yield None
        return
    with account:
        yield account


def _peak_kilobytes(account: IO[str] | None) -> int:
    """The most memory this process has held (getrusage would count the parent's too, from before it became us)."""
    for line in account or ():
        if line.startswith("VmHWM:"):
            return int(line.split()[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _portions(rows: list[RowRead]) -> Iterator[tuple[str, list[RowRead]]]:
    """Runs of rows of one file, not too long each."""
    begin = 0
    for place in range(1, len(rows) + 1):
        if place == len(rows) or place - begin == ROWS_A_LINE or rows[place].file != rows[begin].file:
            yield rows[begin].file, rows[begin:place]
            begin = place


def _portion(table: str, file: str, rows: list[RowRead]) -> dict:
    columns = list(zip(*(row.values for row in rows), strict=True))
    message: dict = {"t": table, "f": file, "l": [row.line for row in rows], "c": columns}
    if asides := {row.line: row.aside for row in rows if row.aside}:
        message["a"] = asides
    return message


def _say(out: IO[bytes], message: dict) -> None:
    out.write(json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode())
    out.write(b"\n")


if __name__ == "__main__":
    sys.exit(main())
