"""Read files in a child process that can do nothing else: little memory, little time, no network, no way to write.

The child is `python -m seenheard.returns.cage`. It gets the names of files on its standard input, opens them
read-only, and answers with lines of compact JSON. Whatever it does, the parent gets a Reading or one sentence.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import repeat
from pathlib import Path
from typing import IO

from seenheard.returns.domain.problems import refused
from seenheard.returns.domain.types import FileRead, Problem, Question, Reading, Refused, RowRead, Upload
from seenheard.returns.domain.weigh import OPEN_ALREADY

SOURCE_ROOT = Path(__file__).resolve().parents[2]
MEGABYTE = 1_000_000
ROWS_A_LINE = 2_000
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
OPEN_FILES = 64
MOST_OPEN = 500  # files handed over in memory at once; more than that come in a zip
WRITES = frozenset("wax+")
#: What the child may not even try, whatever code a hostile file brings to life.
FORBIDDEN = (
    *("socket.", "urllib.", "http.", "ftplib.", "smtplib."),
    *("subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "pty.", "ctypes."),
    *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.chmod", "os.chown", "os.link", "os.symlink", "os.truncate"),
    *("os.putenv", "shutil."),
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one upload may cost. Bytes and seconds."""

    memory_bytes: int = 1_000 * MEGABYTE
    cpu_seconds: int = 120
    wall_seconds: float = 300
    answer_bytes: int = 1_000 * MEGABYTE


def read_caged(
    uploads: Sequence[Upload], answers: Mapping[str, str] | None = None, limits: Limits | None = None
) -> Reading:
    """Read an upload in a cage. Raises Refused (a sentence) when it cannot be read or costs more than `limits`."""
    return _read(uploads, answers or {}, limits or Limits())


def read_bytes(
    files: Iterable[tuple[str, bytes]], answers: Mapping[str, str] | None = None, limits: Limits | None = None
) -> Reading:
    """Like `read_caged`, for files in memory. They stay there, so that nothing is left behind whatever happens."""
    files = list(files)
    if len(files) > MOST_OPEN:
        raise refused("too_many_files", limit=MOST_OPEN)
    with contextlib.ExitStack() as stack:
        opened = [(name, _in_memory(data, stack)) for name, data in files]
        uploads = [Upload(name, f"{OPEN_ALREADY}{number}") for name, number in opened]
        return _read(uploads, answers or {}, limits or Limits(), keep=tuple(number for _, number in opened))


# The parent's side


def _read(uploads: Sequence[Upload], answers: Mapping[str, str], limits: Limits, keep: tuple[int, ...] = ()) -> Reading:
    child = _start(limits, keep)
    timer = threading.Timer(limits.wall_seconds, child.kill)
    timer.start()
    try:
        _ask(child, uploads, answers)
        return _gather(child, limits)
    finally:
        timer.cancel()
        child.kill()
        child.wait()
        _close(child)


def _in_memory(data: bytes, stack: contextlib.ExitStack) -> int:
    """The number of an open file that has no name on any disk; where the system has none, of a deleted one."""
    if hasattr(os, "memfd_create"):
        opened = stack.enter_context(open(os.memfd_create("upload"), "w+b"))  # noqa: SIM115  the stack closes it
    else:
        opened = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115  the stack closes it
    opened.write(data)
    opened.flush()
    opened.seek(0)
    return opened.fileno()


def _start(limits: Limits, keep: tuple[int, ...]) -> subprocess.Popen:
    """The child, with an environment that holds nothing of ours: no database address, no secret."""
    settings = json.dumps({"memory": limits.memory_bytes, "cpu": limits.cpu_seconds})
    return subprocess.Popen(
        [sys.executable, "-s", "-B", "-m", "seenheard.returns.cage", settings],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={"PYTHONPATH": str(SOURCE_ROOT), "PYTHONUTF8": "1", "TZ": "UTC"},
        pass_fds=keep,
        start_new_session=True,
    )


def _ask(child: subprocess.Popen, uploads: Sequence[Upload], answers: Mapping[str, str]) -> None:
    named = [[upload.name, _absolute(upload.path)] for upload in uploads]
    assert child.stdin is not None
    with contextlib.suppress(BrokenPipeError):
        child.stdin.write(json.dumps({"uploads": named, "answers": dict(answers)}).encode())
        child.stdin.close()


def _absolute(path: str) -> str:
    return path if path.startswith(OPEN_ALREADY) else os.path.abspath(path)


def _close(child: subprocess.Popen) -> None:
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with contextlib.suppress(BrokenPipeError):
                pipe.close()


def _gather(child: subprocess.Popen, limits: Limits) -> Reading:
    reading, last = Reading("", None), None
    assert child.stdout is not None
    memo: dict[str | None, str | None] = {}
    for message in _messages(child.stdout, limits.answer_bytes):
        last = message
        if "c" in message:
            _take_rows(reading, message, memo)
    if last is None or "end" not in last:
        raise _why_it_ended(child, last, limits)
    return _finish(reading, last["end"])


def _messages(stream: IO[bytes], most: int) -> Iterator[dict]:
    """The lines of the child, as long as there are not too many of them."""
    while line := stream.readline(most + 1):
        most -= len(line)
        if most < 0:
            raise refused("too_much_said")
        try:
            yield json.loads(line)
        except ValueError:
            return


def _take_rows(reading: Reading, message: dict, memo: dict[str | None, str | None]) -> None:
    """Rows, sent by columns, as tuples of shared texts: most cells of a return are the same few hundred."""
    share, lines = memo.setdefault, message["l"]
    columns = [map(share, column, column) for column in message["c"]]
    asides = map(message["a"].get, map(str, lines)) if "a" in message else repeat(None)
    rows = reading.tables.setdefault(message["t"], [])
    rows.extend(map(RowRead, repeat(message["f"]), lines, zip(*columns, strict=True), asides))


def _finish(reading: Reading, end: dict) -> Reading:
    reading.return_name, reading.year, reading.cage = end["return"], end["year"], end["cage"]
    reading.files = tuple(FileRead(**_tupled(file)) for file in end["files"])
    reading.problems = [Problem(**_tupled(problem)) for problem in end["problems"]]
    reading.questions = [
        Question(**{**question, "options": tuple(map(tuple, question["options"]))}) for question in end["questions"]
    ]
    return reading


def _tupled(fields: dict) -> dict:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}


def _why_it_ended(child: subprocess.Popen, last: dict | None, limits: Limits) -> Refused:
    """The refusal for a child that gave no end: what it said itself, or what its exit code tells."""
    code = child.wait()
    if last and "refused" in last:
        return Refused(last["refused"]["code"], last["refused"]["says"], last["refused"]["file"])
    if last and last.get("died") == "MemoryError":
        return refused("too_much_memory", limit=limits.memory_bytes // MEGABYTE)
    if code in (-24, -9):  # SIGXCPU, or SIGKILL by our timer or the kernel
        return refused("too_slow", limit=limits.cpu_seconds)
    return refused("reader_died")


# The child's side


def main() -> int:
    """Confine ourselves, read what standard input names, answer on standard output."""
    gc.disable()  # we live for one upload, and rows make no rings
    limits = json.loads(sys.argv[1])
    confined = confine(limits["memory"], limits["cpu"])
    out = sys.stdout.buffer
    try:
        asked = json.loads(sys.stdin.buffer.read())
        _answer(asked, confined, out)
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
    wanted = {
        "memory": (resource.RLIMIT_AS, memory_bytes, memory_bytes),
        "cpu": (resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 5),
        "open files": (resource.RLIMIT_NOFILE, OPEN_FILES, OPEN_FILES),
        "written bytes": (resource.RLIMIT_FSIZE, 0, 0),
        "core": (resource.RLIMIT_CORE, 0, 0),
    }
    limited = [name for name, (kind, soft, hard) in wanted.items() if _limit(kind, soft, hard)]
    from seenheard.returns.domain import read, spec  # the last code to be loaded; from here on nothing new may come

    for name in spec.NAMES:
        spec.load(name)
    sys.addaudithook(_refuse_the_rest)
    return {"network": "own namespace and hook" if alone else "hook", "limits": limited, "reader": read.__name__}


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


def _answer(asked: dict, confined: Mapping[str, object], out: IO[bytes]) -> None:
    from seenheard.returns.domain.read import read

    reading = read([Upload(*upload) for upload in asked["uploads"]], asked["answers"])
    for table, rows in reading.tables.items():
        for file, some in _portions(rows):
            _say(out, _portion(table, file, some))
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = {"cpu_seconds": round(used.ru_utime + used.ru_stime, 2), "peak_mb": _peak_kilobytes() // 1000}
    end = {
        "return": reading.return_name,
        "year": reading.year,
        "files": [asdict(file) for file in reading.files],
        "problems": [asdict(problem) for problem in reading.problems],
        "questions": [asdict(question) for question in reading.questions],
        "cage": {**confined, **spent},
    }
    _say(out, {"end": end})


def _peak_kilobytes() -> int:
    """The most memory this process has held (getrusage would count the parent's too, from before it became us)."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
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
