"""FI1: files made to bring a reader down. Each is refused with its reason, in 2 CPU seconds and 256 MB, by a caged process."""

import io
import os
import resource
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from seenheard.returns import cage
from seenheard.returns.cage import Limits, read_caged
from seenheard.returns.domain import sheet, weigh
from seenheard.returns.domain.read import read
from seenheard.returns.domain.types import Refused, Upload
from tests.reliability.files.samples import zipped

MEGABYTE = 1_000_000
TIGHT = Limits(memory_bytes=256 * MEGABYTE, cpu_seconds=2, wall_seconds=60)
HEADING = b"CHILD,DOB,REVIEW,REVIEW_CODE\r\n"
ROW = b"1,01/02/2012,05/05/2025,PN1\r\n"


def raw_zip(entries):
    """A zip out of (name, deflated bytes, said packed size, said unpacked size): it may say what it likes."""
    out, directory = io.BytesIO(), []
    for name, data, packed, unpacked in entries:
        place = out.tell()
        common = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0, 0, packed, unpacked, len(name), 0)
        out.write(b"PK\x03\x04" + common + name.encode() + data)
        tail = struct.pack("<HHHII", 0, 0, 0, 0, place)
        directory.append(b"PK\x01\x02" + struct.pack("<H", 20) + common + tail + name.encode())
    begin, listed = out.tell(), b"".join(directory)
    end = struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(listed), begin, 0)
    return out.getvalue() + listed + b"PK\x05\x06" + end


def gigabyte():
    """A gigabyte of noughts as about a megabyte of deflate, made of one packed megabyte a thousand times."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    return block * 1_000 + packer.flush()


def one_gigabyte_in_one_megabyte(folder):
    data = gigabyte()
    return raw_zip([("episodes.csv", data, len(data), 1_000 * MEGABYTE)])


def it_says_it_is_small(folder):
    """The directory says ten bytes; a gigabyte would come out. We read no more than was said, and find it wrong."""
    data = gigabyte()
    return raw_zip([("episodes.csv", data, len(data), 10)])


def it_says_more_than_comes_out(folder):
    """All is right with it but the size that the directory tells: bytes are missing, and nothing else would say so."""
    data = bytearray(zipped({"reviews.csv": HEADING + ROW}))
    place = data.index(b"PK\x01\x02") + 24
    data[place : place + 4] = struct.pack("<I", len(HEADING + ROW) + 100)
    return bytes(data)


def many_just_under_the_ratio(folder):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packer.compress(bytes(MEGABYTE // 2)) + packer.flush()
    return raw_zip([(f"{number}.csv", data, len(data), MEGABYTE // 2) for number in range(500)])


def larger_than_all_may_be(folder):
    block = os.urandom(2 * MEGABYTE)
    return raw_zip([(f"{number}.csv", block, len(block), 150 * MEGABYTE) for number in range(3)])


def overlapping(folder):
    """Three entries that all point at the first one's bytes (how Fifield's zip bomb multiplies)."""
    data = bytearray(zipped({f"{letter}.csv": HEADING + ROW * 50 for letter in "abc"}))
    places = [index for index in range(len(data)) if data[index : index + 4] == b"PK\x01\x02"]
    for place in places:
        data[place + 42 : place + 46] = bytes(4)
    return bytes(data)


def sixty_five_thousand_entries(folder):
    return raw_zip([(f"{number}.csv", b"\x03\x00", 2, 0) for number in range(65_000)])


def a_few_entries_too_many(folder):
    return zipped({f"{number}.csv": b"" for number in range(2_001)})


def nested(folder):
    inner = zipped({"episodes.csv": HEADING})
    return zipped({"inner.zip": inner})


def renamed_nested(folder):
    return zipped({"episodes.csv": zipped({"episodes.csv": HEADING})})


def one_endless_cell(folder):
    return HEADING + b'"' + b"a" * (30 * MEGABYTE)


def one_cell_of_ten_megabytes(folder):
    return HEADING + b"1," + b"a" * (10 * MEGABYTE) + b",05/05/2025,PN1\r\n"


def sixteen_thousand_columns(folder):
    return b",".join(b"C%d" % number for number in range(16_384)) + b"\r\n"


def nothing_but_line_ends(folder):
    return HEADING + b"\n" * (20 * MEGABYTE)


def a_sparse_gigabyte(folder):
    path = folder / "sparse.csv"
    with path.open("wb") as opened:
        opened.truncate(1_000 * MEGABYTE)
    return path


def a_device(folder):
    return Path("/dev/zero")


def a_pipe(folder):
    os.mkfifo(folder / "pipe.csv")
    return folder / "pipe.csv"


def a_link_out(folder):
    (folder / "link.csv").symlink_to("/etc/hostname")
    return folder / "link.csv"


def a_link_in_a_zip(folder):
    info = zipfile.ZipInfo("episodes.csv")
    info.create_system, info.external_attr = 3, 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    return out.getvalue()


def billion_laughs(folder):
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE m [<!ENTITY l0 "ha">{laughs}]><Message>&l9;</Message>'.encode()


def external_entity(folder):
    return b'<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><Message>&x;</Message>'


def packed_gigabyte(folder):
    return b"\x1f\x8b\x08" + bytes(7) + gigabyte()


def a_sheet_of_a_billion_cells(folder):
    return zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<x/>",
                   "xl/worksheets/sheet1.xml": b'<dimension ref="A1:XFD1048576"/>' * 1_000})  # fmt: skip


def locked(folder):
    data = bytearray(zipped({"episodes.csv": HEADING}))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + offset] |= 1
    return bytes(data)


def lzma_packed(folder):
    return zipped({"episodes.csv": HEADING * 100}, zipfile.ZIP_LZMA)


def a_cut_zip(folder):
    return zipped({"episodes.csv": HEADING + ROW * 1_000})[:-30]


def brackets_without_end(folder):
    heading = "cont_contact_id,cont_person_id,cont_contact_date,cont_contact_outcome_json\r\n"
    return (heading + "1,1,2025-05-05," + "[" * 90_000 + "\r\n").encode()


CORPUS = {
    one_gigabyte_in_one_megabyte: "too_dense",
    it_says_it_is_small: "broken_zip",
    it_says_more_than_comes_out: "broken_zip",
    many_just_under_the_ratio: "too_dense",
    larger_than_all_may_be: "too_large",
    overlapping: "overlapping_zip",
    sixty_five_thousand_entries: "too_many_files",
    a_few_entries_too_many: "too_many_files",
    nested: "nested_zip",
    renamed_nested: "nested_zip",
    one_endless_cell: "cell_too_long",
    one_cell_of_ten_megabytes: "cell_too_long",
    sixteen_thousand_columns: "too_many_columns",
    nothing_but_line_ends: "too_many_lines",
    a_sparse_gigabyte: "file_too_large",
    a_device: "not_a_file",
    a_pipe: "not_a_file",
    a_link_out: "not_a_file",
    a_link_in_a_zip: "not_a_file",
    billion_laughs: "not_csv",
    external_entity: "not_csv",
    packed_gigabyte: "not_csv",
    a_sheet_of_a_billion_cells: "spreadsheet",
    locked: "encrypted_zip",
    lzma_packed: "strange_zip",
    a_cut_zip: "broken_zip",
}


def upload(make, folder):
    made = make(folder)
    if isinstance(made, Path):
        return [Upload("upload", str(made))]
    (folder / "upload").write_bytes(made)
    return [Upload("upload", str(folder / "upload"))]


def outcome(reader, uploads):
    """The code of the refusal, or "read"."""
    try:
        reading = reader(uploads)
    except Refused as no:
        return no.code
    return next((problem.code for problem in reading.problems if problem.level == "refuse"), "read")


@pytest.mark.parametrize(("make", "code"), CORPUS.items(), ids=lambda part: getattr(part, "__name__", part))
def test_a_bomb_is_refused_for_its_reason_and_cheaply(make, code, tmp_path):
    uploads = upload(make, tmp_path)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert outcome(lambda one: read_caged(one, limits=TIGHT), uploads) == code
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2


def test_brackets_without_end_cost_one_cell(tmp_path):
    reading = read_caged(upload(brackets_without_end, tmp_path), limits=TIGHT)
    assert [problem.code for problem in reading.problems if problem.level == "finding"] == ["not_json"]
    assert reading.rows == 1


# The cage itself


def large_file(folder, rows):
    path = folder / "reviews.csv"
    path.write_bytes(HEADING + b"".join(b"%d,01/02/2012,05/05/2025,PN1\r\n" % number for number in range(rows)))
    return [Upload("reviews.csv", str(path))]


@pytest.mark.parametrize(
    ("limits", "rows", "code"),
    [
        (Limits(memory_bytes=100 * MEGABYTE), 300_000, "too_much_memory"),
        (Limits(cpu_seconds=1), 300_000, "too_slow"),
        (Limits(wall_seconds=0.05), 300_000, "too_slow"),  # more than any machine reads in that time
        (Limits(answer_bytes=10_000), 1_000, "too_much_said"),
        (Limits(), 1_000, "read"),
    ],
)
def test_what_costs_too_much_is_stopped_with_a_sentence(limits, rows, code, tmp_path):
    assert outcome(lambda one: read_caged(one, limits=limits), large_file(tmp_path, rows)) == code


def test_a_reader_that_dies_is_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert outcome(read_caged, [Upload("x", str(tmp_path))]) == "reader_died"


FORBIDDEN = {
    "a socket": "import socket; socket.socket().connect(('127.0.0.1', 9))",
    "a name to look up": "import socket; socket.getaddrinfo('localhost', 80)",
    "another program": "import subprocess; subprocess.run(['true'])",
    "a shell": "os.system('true')",
    "a fork": "os.fork()",
    "a file to write": "open(PATH, 'w')",
    "a file to write, by number": "os.open(PATH, os.O_WRONLY | os.O_CREAT)",
    "a file to remove": "os.remove(PATH)",
}


def attempt(deed, path, confine):
    """Run `deed` in a fresh process, confined or not; the name of the exception that stopped it, or "done"."""
    script = "\n".join([
        "import os, sys",
        "from seenheard.returns import caged",
        f"PATH = {str(path)!r}",
        "caged.confine(500_000_000, 10)" if confine else "",
        f"try:\n    {deed}\nexcept Exception as error:\n    print(type(error).__name__)\nelse:\n    print('done')",
    ])  # fmt: skip
    environment = {"PYTHONPATH": str(cage.SOURCE_ROOT)}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True)
    return done.stdout.strip()


@pytest.mark.parametrize("deed", FORBIDDEN.values(), ids=FORBIDDEN)
def test_the_caged_reader_may_not(deed, tmp_path):
    (tmp_path / "there").touch()
    assert attempt(deed, tmp_path / "there", confine=True) == "PermissionError"


def test_the_cage_holds_nothing_of_ours(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    seen = {}
    real = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda *args, **words: seen.update(words) or real(*args, **words))
    outcome(read_caged, upload(sixteen_thousand_columns, tmp_path))
    assert set(seen["env"]) == {"PYTHONPATH", "PYTHONUTF8", "TZ"}


def test_a_reading_says_how_it_was_caged(tmp_path):
    (tmp_path / "reviews.csv").write_bytes(HEADING + ROW)
    reading = read_caged([Upload("reviews.csv", str(tmp_path / "reviews.csv"))])
    assert reading.cage["network"] in ("own namespace and hook", "hook")
    assert reading.cage["limits"] == ["memory", "cpu", "open files", "written bytes", "processes", "core"]
    assert reading.cage["opening"] == reading.cage["calls"] == "kernel and hook"
    assert reading.cage["peak_mb"] < 100


# Planted faults: with a guard taken away, the check above goes red.


@pytest.mark.parametrize(
    ("make", "module", "guard", "instead"),
    [
        (many_just_under_the_ratio, weigh, "_refuse_density", lambda *_: None),
        (overlapping, weigh, "_refuse_overlaps", lambda *_: None),
        (a_few_entries_too_many, weigh, "MOST_ENTRIES", 10**9),
        (sixteen_thousand_columns, sheet, "MOST_COLUMNS", 10**9),
        (one_cell_of_ten_megabytes, sheet, "LONGEST_CELL", 10**9),
    ],
    ids=lambda part: getattr(part, "__name__", None),
)
def test_without_its_guard_a_bomb_is_not_refused_for_its_reason(make, module, guard, instead, tmp_path, monkeypatch):
    uploads = upload(make, tmp_path)
    assert outcome(read, uploads) == CORPUS[make]
    monkeypatch.setattr(module, guard, instead)
    assert outcome(read, uploads) != CORPUS[make]


@pytest.mark.parametrize("deed", ["a shell", "a fork", "a file to write", "a file to remove"])
def test_outside_the_cage_the_same_deed_is_done(deed, tmp_path):
    (tmp_path / "there").touch()
    assert attempt(FORBIDDEN[deed], tmp_path / "there", confine=False).splitlines()[0] == "done"


def test_files_in_memory_are_read_without_lying_on_a_disk(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "nowhere"))
    files = [(f"reviews {number}.csv", HEADING + b"%d,01/02/2012,05/05/2025,PN1\r\n" % number) for number in range(100)]
    assert cage.read_bytes([("this/" + name, data) for name, data in files]).rows == 100
    assert outcome(cage.read_bytes, [("upload.zip", nested(tmp_path))]) == "nested_zip"
