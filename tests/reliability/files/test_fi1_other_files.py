"""FI1: the caged reader opens what was handed in and nothing else: not our keys, not a folder, not a second number."""

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from seenheard.returns import cage
from seenheard.returns.cage import read_caged
from seenheard.returns.domain.types import Refused, Upload

HEADING = b"CHILD,DOB,REVIEW,REVIEW_CODE\r\n"
ROW = b"1,01/02/2012,05/05/2025,PN1\r\n"
KEY = "the key of every kept file"
READERS = {
    "by name": "open(PATH).read()",
    "by number": "os.read(os.open(PATH, os.O_RDONLY), 99)",
    "a folder": "os.listdir(os.path.dirname(PATH))",
    "a second number": "os.dup(0)",
    "after raising the limit": "resource.setrlimit(resource.RLIMIT_NOFILE, (99, 99)); open(PATH)",
}
#: What needs no open file: all of it would reach other programs of the same user, or leave something behind.
WITHOUT_A_FILE = {
    "a signal to the parent": "os.kill(os.getppid(), 0)",
    "a signal to its whole company": "os.killpg(os.getpgid(os.getppid()), 0)",
    "a pipe with a name": "os.mkfifo(PATH + '.pipe')",
    "a node": "os.mknod(PATH + '.node')",
    "a folder made": "os.mkdir(PATH + '.folder')",
    "another name": "os.rename(PATH, PATH + '.old')",
    "a file removed": "os.remove(PATH)",
    "another time": "os.utime(PATH)",
    "a mark": "os.setxattr(PATH, 'user.seen', b'1')",
    "another folder to stand in": "os.chdir('/tmp')",
    "the parent slowed down": "os.setpriority(os.PRIO_PROCESS, os.getppid(), 19)",
    "another program": "os.execv('/bin/true', ['true'])",
    "a second process": "os.fork() or os._exit(0)",
}
PLANTED = """
import os, resource, sys
from seenheard.returns import caged
from seenheard.returns.domain.types import Refused
PATH = {path!r}
def planted(uploads, answers):
    try:
        {deed}
    except OSError as no:
        if {tells}:
            raise Refused("kept_out", type(no).__name__ + " " + str(no.errno))
        raise
    raise Refused("got_in", "")
{fault}
caged.read = planted
sys.exit(caged.main())
"""
NO_HOOK = "caged.sys = __import__('types').SimpleNamespace(**{**vars(sys), 'addaudithook': lambda hook: None})"
NO_LIMIT = "caged._limit = lambda *_: False; caged.demand = lambda confined: None"
NO_FILTER = "caged.calls.filter_of = lambda machine: None"


def planted_reader(folder, monkeypatch, deed, fault="", tells=True):
    """What comes out of the cage when its reader, as a hostile file might, opens our key instead of the upload."""
    (folder / "key").write_text(KEY)
    (folder / "reviews.csv").write_bytes(HEADING + ROW)
    script = folder / "planted.py"
    script.write_text(PLANTED.format(path=str(folder / "key"), deed=deed, fault=fault, tells=tells))
    real = subprocess.Popen

    def start(command, **how):
        return real([*command[: command.index("-m")], str(script), command[-1]], **how)

    monkeypatch.setattr(subprocess, "Popen", start)
    with pytest.raises(Refused) as refused:
        read_caged([Upload("reviews.csv", str(folder / "reviews.csv"))])
    return refused.value


@pytest.mark.parametrize("deed", READERS.values(), ids=READERS)
def test_a_reader_that_opens_anything_else_is_kept_out(deed, tmp_path, monkeypatch):
    assert planted_reader(tmp_path, monkeypatch, deed).code == "kept_out"


def test_the_parent_answers_such_a_reader_with_a_sentence(tmp_path, monkeypatch):
    no = planted_reader(tmp_path, monkeypatch, READERS["by name"], tells=False)
    assert no.code == "reader_died"
    assert "Nothing was taken in" in no.sentence and KEY not in no.sentence


@pytest.mark.parametrize("deed", WITHOUT_A_FILE.values(), ids=WITHOUT_A_FILE)
def test_the_kernel_itself_refuses_what_needs_no_file(deed, tmp_path, monkeypatch):
    no = planted_reader(tmp_path, monkeypatch, deed, NO_HOOK)
    assert (no.code, no.sentence) == ("kept_out", f"PermissionError {errno.EPERM}")


@pytest.mark.parametrize("deed", ["a signal to the parent", "a pipe with a name", "a node", "another time", "a mark"])
def test_without_the_kernels_filter_such_a_deed_is_done(deed, tmp_path, monkeypatch):
    assert planted_reader(tmp_path, monkeypatch, WITHOUT_A_FILE[deed], f"{NO_HOOK}; {NO_FILTER}").code == "got_in"


def test_where_a_limit_cannot_be_set_nothing_is_read(tmp_path, monkeypatch):
    no = planted_reader(tmp_path, monkeypatch, READERS["by name"], "caged._limit = lambda *_: False")
    assert no.code == "not_caged" and "Nothing was read" in no.sentence


def test_what_the_kernel_lacks_is_said_in_the_log_once(tmp_path, caplog):
    cage._log_weakness.cache_clear()
    for _ in range(2):
        cage.say_what_is_weak({"network": "hook", "calls": "hook"})
    assert [record.getMessage() for record in caplog.records] == [
        "The reader of files is held by less than it could be: network by the hook alone, calls by the hook alone."
    ]


def test_the_reader_ends_with_the_parent_that_was_killed(tmp_path):
    """The parent is killed while its reader works: nobody is left who would end it."""
    (tmp_path / "planted.py").write_text(
        "import sys, time\nfrom seenheard.returns import caged\ncaged.read = lambda *_: time.sleep(60)\n"
        "caged.confine(500_000_000, 60)\nprint(__import__('os').getpid(), flush=True)\ntime.sleep(60)"
    )
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import subprocess, sys; subprocess.run([sys.executable, *sys.argv[1:]])",
            tmp_path / "planted.py",
        ],
        stdout=subprocess.PIPE,
        env={"PYTHONPATH": str(cage.SOURCE_ROOT)},
    )
    reader = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    assert gone(reader, within=10)


def gone(process, within):
    """Whether the process ends within so many seconds."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":  # ended, and nobody has asked how
            return True
        time.sleep(0.05)
    os.kill(process, signal.SIGKILL)
    return False


@pytest.mark.parametrize(
    ("fault", "kept_by"),
    [
        (f"{NO_HOOK}; {NO_FILTER}", f"OSError {errno.EMFILE}"),
        (f"{NO_HOOK}; {NO_LIMIT}", f"PermissionError {errno.EPERM}"),
        (f"{NO_LIMIT}; {NO_FILTER}", "PermissionError None"),
    ],
    ids=["the limit alone", "the filter alone", "the hook alone"],
)
@pytest.mark.parametrize("deed", [READERS["by name"], READERS["by number"], READERS["a folder"]])
def test_each_guard_alone_keeps_it_out(deed, fault, kept_by, tmp_path, monkeypatch):
    no = planted_reader(tmp_path, monkeypatch, deed, fault)
    assert (no.code, no.sentence) == ("kept_out", kept_by)


def test_without_the_guards_it_reads_the_key(tmp_path, monkeypatch):
    assert (
        planted_reader(tmp_path, monkeypatch, READERS["by name"], f"{NO_HOOK}; {NO_LIMIT}; {NO_FILTER}").code
        == "got_in"
    )


def test_a_folder_of_more_files_than_the_usual_limit_is_read(tmp_path):
    (tmp_path / "reviews.csv").write_bytes(HEADING + ROW)
    for number in range(100):
        (tmp_path / f"{number}.txt").write_bytes(b"x")
        (tmp_path / f"notes {number}.md").write_bytes(b"x")
    reading = read_caged([Upload("folder", str(tmp_path))])
    assert len(reading.files) == 201
