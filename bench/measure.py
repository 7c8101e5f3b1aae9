"""Processor seconds and memory of a command together with the PostgreSQL that served it.

Wall time is printed beside and never judged: the machines these run on are shared.
"""

import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cost:
    """What one command took: seconds of processor (ours, PostgreSQL's), seconds of wall, megabytes at most."""

    ours: float
    database: float
    wall: float
    megabytes: float
    output: str

    @property
    def cpu(self) -> float:
        return self.ours + self.database

    def row(self, work: str) -> str:
        return (
            f"| {work} | {self.cpu:.1f} | {self.ours:.1f} | {self.database:.1f} "
            f"| {self.wall:.1f} | {self.megabytes:.0f} |"
        )


HEAD = "| Work | CPU s | of it ours | of it PostgreSQL | wall s | peak MB |\n| --- | --: | --: | --: | --: | --: |"


def run(command: list[str], *, data: Path, env: dict[str, str]) -> Cost:
    """Run a command to its end. Raises RuntimeError with its last words if it fails."""
    before, began = database_seconds(data), time.monotonic()
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command} ended with {process.returncode}:\n{output[-2000:]}")
    return Cost(
        ours=usage.ru_utime + usage.ru_stime,
        database=database_seconds(data) - before,
        wall=time.monotonic() - began,
        megabytes=usage.ru_maxrss / 1024,
        output=output,
    )


def database_seconds(data: Path) -> float:
    """Processor seconds of the server on this data folder: every process of it, living or ended."""
    postmaster = int((data / "postmaster.pid").read_text().splitlines()[0])
    return sum(_seconds(pid, ended=pid == postmaster) for pid in [postmaster, *_children(postmaster)])


def _seconds(pid: int, *, ended: bool) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except FileNotFoundError:
        return 0.0
    # utime and stime of the process; cutime and cstime are those of its ended children.
    wanted = fields[11:15] if ended else fields[11:13]
    return sum(int(ticks) for ticks in wanted) / TICKS


def _children(parent: int) -> list[int]:
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    return [int(pid) for pid in listed.split()]
