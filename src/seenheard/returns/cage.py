"""Read files in a child process that can do nothing else: little memory, little time, no network, no way to write.

The child is `python -m seenheard.returns.caged`. It gets the names of files on its standard input, opens them
read-only, and answers with lines of compact JSON. Whatever it does, the parent gets a Reading or one sentence.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from pathlib import Path
from typing import IO

from seenheard.returns.domain.problems import refused
from seenheard.returns.domain.types import FileRead, Problem, Question, Reading, Refused, RowRead, Upload
from seenheard.returns.domain.weigh import OPEN_ALREADY

logger = logging.getLogger(__name__)

SOURCE_ROOT = Path(__file__).resolve().parents[2]
MEGABYTE = 1_000_000
MOST_OPEN = 500  # files handed over in memory at once; more than that come in a zip


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
        [sys.executable, "-s", "-B", "-m", "seenheard.returns.caged", settings],
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
    say_what_is_weak(reading.cage)
    reading.files = tuple(FileRead(**_tupled(file)) for file in end["files"])
    for table in end["tables"]:
        reading.tables.setdefault(table, [])  # a file with a heading and no rows is a table all the same
    reading.problems = [Problem(**_tupled(problem)) for problem in end["problems"]]
    reading.questions = [
        Question(**{**question, "options": tuple(map(tuple, question["options"]))}) for question in end["questions"]
    ]
    return reading


def say_what_is_weak(confined: Mapping[str, object]) -> None:
    """Log, once for this process, what the kernel of this machine does not hold the reader to."""
    weak = [name for name in ("network", "opening", "calls") if confined.get(name) == "hook"]
    if weak:
        _log_weakness(", ".join(f"{name} by the hook alone" for name in weak))


@cache
def _log_weakness(weak: str) -> None:
    logger.warning("The reader of files is held by less than it could be: %s.", weak)


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
