"""FI1: the caged reader opens what was handed in and nothing else: not our keys, not a folder, not a second number."""

import errno
import subprocess

import pytest

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
NO_LIMIT = "caged._limit = lambda *_: False"


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


@pytest.mark.parametrize(
    ("fault", "kept_by"),
    [(NO_HOOK, f"OSError {errno.EMFILE}"), (NO_LIMIT, "PermissionError None")],
    ids=["the kernel alone", "the hook alone"],
)
@pytest.mark.parametrize("deed", [READERS["by name"], READERS["by number"], READERS["a folder"]])
def test_either_guard_alone_keeps_it_out(deed, fault, kept_by, tmp_path, monkeypatch):
    no = planted_reader(tmp_path, monkeypatch, deed, fault)
    assert (no.code, no.sentence) == ("kept_out", kept_by)


def test_without_both_guards_it_reads_the_key(tmp_path, monkeypatch):
    assert planted_reader(tmp_path, monkeypatch, READERS["by name"], f"{NO_HOOK}; {NO_LIMIT}").code == "got_in"


def test_a_folder_of_more_files_than_the_usual_limit_is_read(tmp_path):
    (tmp_path / "reviews.csv").write_bytes(HEADING + ROW)
    for number in range(100):
        (tmp_path / f"{number}.txt").write_bytes(b"x")
        (tmp_path / f"notes {number}.md").write_bytes(b"x")
    reading = read_caged([Upload("folder", str(tmp_path))])
    assert len(reading.files) == 201
