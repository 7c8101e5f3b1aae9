"""FI5: thousands of spoilt files. Whatever comes, the reader answers with rows or with a sentence from its closed list."""

import collections
import random
import time

import pytest

from seenheard.returns.cage import read_bytes
from seenheard.returns.domain import cells, problems, weigh
from seenheard.returns.domain.read import read
from seenheard.returns.domain.types import Refused, Upload
from tests.reliability.files.samples import CANARY, as_text, make, zipped

PUSH, NIGHT = 2_000, 20_000
SLOWEST = 2.0  # CPU seconds for one file
PAST_THE_CONTAINER = 0.15
ODD = ["", " ", "0", "-1", "1E5", "1.2E+05", "31/02/2025", "2025-02-30", "01/02/03", "45000", "99999999999999999999", "NULL",
       "=1+1", '"', "'", "\u202eabc", "\ufeff", "é", "Ã©", "Ł", "🙂", "{", "[[[[", '{"A":', "x" * 5_000, "ZZ/ZZ/2014", "NaN", "inf",
       "١٢/٠٣/٢٠٢٥", "2025-04-01T25:00:00Z", "2025-06-30T23:30:00+99:99", "9999-12-31", "0001-01-01T00:00:00+14:00", "1.0", "²"]  # fmt: skip


class Escaped(AssertionError):
    """What a file did that no file may do."""


def spoil(tables, chance):
    """One upload: the tables with one to three faults, as (name, bytes)."""
    files = {name: [list(row) for row in rows] for name, rows in chance.sample(sorted(tables.items()), k=4)}
    for _ in range(chance.randint(0, 2)):
        chance.choice(CELL_FAULTS)(files[chance.choice(sorted(files))], chance)
    written = {name: as_text(rows, chance.choice(",,,;\t")).encode("utf-8", "replace") for name, rows in files.items()}
    odd = chance.choice(sorted(written))
    written[odd] = written[odd].decode().encode(chance.choice(CODECS), "replace")
    if chance.random() < 0.4:
        name = chance.choice(sorted(written))
        written[name] = chance.choice(BYTE_FAULTS)(written[name], chance)
    if chance.random() < 0.5:
        return sorted(written.items())
    packed = zipped(written)
    return [("upload.zip", chance.choice(BYTE_FAULTS)(packed, chance) if chance.random() < 0.3 else packed)]


CODECS = ("utf-8", "utf-8", "utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-32")


def _cell(rows, chance):
    row = chance.choice(rows)
    row[chance.randrange(len(row))] = chance.choice(ODD)


def _whole_column(rows, chance):
    place, value = chance.randrange(len(rows[0])), chance.choice(ODD)
    for row in rows[1:]:
        row[place % len(row)] = value


def _swap_columns(rows, chance):
    first, second = chance.randrange(len(rows[0])), chance.randrange(len(rows[0]))
    for row in rows[1:]:
        row[first % len(row)], row[second % len(row)] = row[second % len(row)], row[first % len(row)]


def _drop_column(rows, chance):
    place = chance.randrange(len(rows[0]))
    for row in rows:
        if len(row) > 1:
            del row[place % len(row)]


def _repeat_column(rows, chance):
    place = chance.randrange(len(rows[0]))
    for row in rows:
        row.append(row[min(place, len(row) - 1)])


def _repeat_row(rows, chance):
    rows.append(list(chance.choice(rows)))


def _drop_row(rows, chance):
    if len(rows) > 1:
        rows.pop(chance.randrange(len(rows)))


def _lose_cell(rows, chance):
    row = chance.choice(rows)
    if len(row) > 1:
        row.pop(chance.randrange(len(row)))


def _other_year(rows, chance):
    year = str(chance.choice((1899, 1900, 2015, 2031, 2099, 2101)))
    for row in rows[1:]:
        row[:] = [cell.replace("2025", year) for cell in row]


CELL_FAULTS = (
    _cell,
    _cell,
    _whole_column,
    _swap_columns,
    _drop_column,
    _repeat_column,
    _repeat_row,
    _drop_row,
    _lose_cell,
    _other_year,
)


def _flip(data, chance):
    data = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def _truncate(data, chance):
    return data[: len(data) * chance.randrange(100) // 100]


def _cut_out(data, chance):
    begin = chance.randrange(len(data))
    return data[:begin] + data[begin + chance.randrange(200) :]


def _insert(data, chance):
    place = chance.randrange(len(data))
    return (
        data[:place]
        + chance.choice((b"\0", b'"', b"\r", b"\n\n\n", b"\xff\xfe", b"\xc3", b",,,,", bytes(50)))
        + data[place:]
    )


BYTE_FAULTS = (_flip, _truncate, _cut_out, _insert)


def judge(upload, folder):
    """Read one spoilt upload; what became of it. Raises Escaped for anything that may not happen."""
    uploads = put_down(upload, folder)
    began = time.process_time()
    try:
        reading = read(uploads)
    except Refused as no:
        _check_words(no.code, no.sentence)
        return no.code, False
    except Exception as error:
        raise Escaped(f"{type(error).__name__} at {_where(error)}") from error
    finally:
        if time.process_time() - began > SLOWEST:
            raise Escaped(f"took more than {SLOWEST} s")
    for problem in reading.problems:
        _check_words(problem.code, problem.says + problem.do)
    for question in reading.questions:
        _check_words("", question.says + "".join(words for _, words in question.options))
    if reading.refused and reading.rows:
        raise Escaped("a refused upload gave rows")
    worst = next((problem.code for problem in reading.problems if problem.level == "refuse"), "read")
    return worst, reading.rows > 0 or bool(reading.questions)


def _check_words(code, words):
    if code and code not in problems.KINDS:
        raise Escaped(f"{code} is not on the closed list")
    if CANARY.casefold() in words.casefold() or "70001" in words:
        raise Escaped(f"{code} shows a cell's value")


def _where(error):
    trace = error.__traceback__
    while trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}"


def fuzz(name, count, folder, seed=903):
    """Spoil and read `count` uploads; how often each outcome came, and the share that got past the container."""
    chance = random.Random(f"{name}{seed}")
    tables = make(name, rows=5)
    outcomes, past = collections.Counter(), 0
    for _ in range(count):
        outcome, further = judge(spoil(tables, chance), folder)
        outcomes[outcome] += 1
        past += further
    return outcomes, past / count


@pytest.mark.parametrize("name", ["ssd", "ssda903"])
def test_spoilt_files_are_read_or_refused_in_a_sentence(name, tmp_path):
    outcomes, past = fuzz(name, PUSH, tmp_path)
    assert past >= PAST_THE_CONTAINER
    assert sum(outcomes.values()) == PUSH
    assert len(outcomes) >= 8, "the mutator reaches too few of the reader's answers"


@pytest.mark.night
@pytest.mark.parametrize("name", ["ssd", "ssda903"])
def test_spoilt_files_all_night(name, tmp_path):
    _, past = fuzz(name, NIGHT, tmp_path, seed=20_000)
    assert past >= PAST_THE_CONTAINER


@pytest.mark.parametrize("name", ["ssd", "ssda903"])
def test_cut_off_at_every_hundredth_it_is_read_or_refused(name, tmp_path):
    whole = zipped({file: as_text(rows) for file, rows in make(name).items()})
    codes = {judge([("upload.zip", whole[: len(whole) * hundredth // 100])], tmp_path)[0] for hundredth in range(100)}
    assert "read" not in codes
    assert judge([("upload.zip", whole)], tmp_path) == ("read", True)


def test_the_cage_answers_as_the_reader_does(tmp_path):
    chance, tables = random.Random(5), make("ssda903", rows=5)
    for _ in range(12):
        upload = spoil(tables, chance)
        assert answer(read_bytes, upload) == answer(lambda given: read(put_down(given, tmp_path)), upload)


def answer(reader, upload):
    """What a reader makes of an upload: its refusal, or its rows and problems."""
    try:
        reading = reader(upload)
    except Refused as no:
        return no.code, no.file
    return reading.tables, reading.problems, reading.questions


def put_down(upload, folder):
    for number, (_, data) in enumerate(upload):
        (folder / str(number)).write_bytes(data)
    return [Upload(name, str(folder / str(number))) for number, (name, _) in enumerate(upload)]


# The planted faults: the harness itself must notice.


def test_an_uncaught_error_is_noticed(tmp_path, monkeypatch):
    monkeypatch.setitem(cells.READERS, "yes_no", lambda text: {"0": ("f", ""), "1": ("t", "")}[text])
    with pytest.raises(Escaped, match="KeyError"):
        fuzz("ssda903", 400, tmp_path)


def test_a_sentence_that_shows_a_cell_is_noticed(tmp_path, monkeypatch):
    kind = problems.KINDS["unknown_code"]._replace(says="{column} holds " + CANARY)
    monkeypatch.setattr(problems, "KINDS", {**problems.KINDS, "unknown_code": kind})
    with pytest.raises(Escaped, match="shows a cell"):
        fuzz("ssd", 400, tmp_path)


def test_a_refusal_off_the_list_is_noticed(tmp_path, monkeypatch):
    def refuse(*_):
        raise Refused("made_up", "No.")

    monkeypatch.setattr(weigh, "_unzipped", refuse)
    with pytest.raises(Escaped, match="closed list"):
        fuzz("ssd", 50, tmp_path)


def test_a_slow_reader_is_noticed(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.reliability.files.test_fi5_fuzz.SLOWEST", 0.0)
    with pytest.raises(Escaped, match="took more"):
        fuzz("ssd", 1, tmp_path)
