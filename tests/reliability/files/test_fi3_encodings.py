"""FI3: letters. Every name comes out as it went in, or the file is refused with its line; nothing is spoilt in silence."""

import codecs
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seenheard.returns.domain import decode
from seenheard.returns.domain.read import read
from tests.reliability.files.samples import as_text, put

HEADING = ["pers_person_id", "pers_forename", "pers_surname", "pers_dob"]
NAMES = {
    "plain": "Ash",
    "pound": "£ Ash",
    "curly": "O’Brien",
    "acute": "Zoé",
    "umlaut": "Jürgen Öz",
    "polish": "Łukasz Żak",
    "romanian": "Ștefan",
    "turkish": "İpek Işık",
    "greek": "Νίκη",
    "cyrillic": "Ольга",
    "arabic": "ليلى",
    "hebrew": "נועה",
    "bengali": "রাহুল",
    "chinese": "小明",
    "emoji": "Ash 🙂",
    "decomposed": "Zoe\u0301",
    "zero_width": "A\u200dsh",
    "bidi": "Ash\u202e",
    "comma": "Ash, the elder",
    "semicolon": "Ash; the elder",
    "tab": "Ash\tthe elder",
    "quotes": 'Ash "Ashy" Underwood',
    "two_lines": "Ash\r\nUnderwood",
}
CODECS = {
    "utf-8": ("", "utf-8"),
    "utf-8 with mark": (codecs.BOM_UTF8, "utf-8"),
    "utf-16 little": (codecs.BOM_UTF16_LE, "utf-16-le"),
    "utf-16 big": (codecs.BOM_UTF16_BE, "utf-16-be"),
    "windows-1252": ("", "cp1252"),
}
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t"}


def written(name, codec, delimiter):
    """One person's file, or None when the codec has no letters for the name."""
    mark, encoding = CODECS[codec]
    text = as_text([HEADING, ["1", name, "Underwood", "2013-10-07"]], DELIMITERS[delimiter])
    try:
        return (mark or b"") + text.encode(encoding)
    except UnicodeEncodeError:
        return None


CASES = [
    pytest.param(name, codec, delimiter, id=f"{name_id} in {codec} with {delimiter}")
    for (name_id, name), codec, delimiter in itertools.product(NAMES.items(), CODECS, DELIMITERS)
    if written(name, codec, delimiter)
]


def forename(folder, data):
    """(the forename as read or None, the codes of what was noticed)."""
    reading = read(put(folder, {"ssd_person.csv": data}))
    rows = reading.tables.get("person", [])
    return rows[0].values[3] if rows else None, {problem.code for problem in reading.problems}


@pytest.mark.parametrize(("name", "codec", "delimiter"), CASES)
def test_a_name_comes_out_as_it_went_in(name, codec, delimiter, tmp_path):
    found, noticed = forename(tmp_path, written(name, codec, delimiter))
    assert found == name
    assert ("read_as_cp1252" in noticed) == (codec == "windows-1252" and not name.isascii())
    assert "spoilt_letters" not in noticed


def test_there_are_two_hundred_of_them():
    assert len(CASES) > 200


REFUSED = {
    "utf-16 without its mark": (as_text([HEADING, ["1", "Ash", "U", ""]]).encode("utf-16-le"), "zero_bytes", 1),
    "utf-32": (as_text([HEADING, ["1", "Ash", "U", ""]]).encode("utf-32"), "unknown_encoding", None),
    "a zero byte": (as_text([HEADING, ["1", "A\0sh", "U", ""]]).encode(), "zero_bytes", 2),
    "half and half": (
        as_text([HEADING, ["1", "Zoé", "U", ""]]).encode() + as_text([["2", "Zoé", "U", ""]]).encode("cp1252"),
        "mixed_encoding",
        2,
    ),
    "a byte that 1252 has not": (as_text([HEADING, ["1", "Ash", "U", ""], ["2", "A?h", "U", ""]]).encode().replace(b"?", b"\x81"),
                                 "unknown_encoding", 3),
    "utf-8 cut in a letter": (codecs.BOM_UTF8 + as_text([HEADING, ["1", "Ash", "Zoé", ""]]).encode()[:-4], "unknown_encoding", 2),
}  # fmt: skip


@pytest.mark.parametrize(("data", "code", "line"), REFUSED.values(), ids=REFUSED)
def test_letters_that_cannot_be_told_are_refused_with_their_line(data, code, line, tmp_path):
    reading = read(put(tmp_path, {"ssd_person.csv": data}))
    assert [(problem.code, problem.line) for problem in reading.problems if problem.level == "refuse"] == [(code, line)]
    assert not reading.tables


@pytest.mark.parametrize("name", ["Zoé", "O’Brien", "£5", "Jürgen", "Łukasz", "İpek", "Ñandú", "Øyvind"])
def test_a_name_spoilt_before_is_flagged(name, tmp_path):
    spoilt = name.encode().decode("cp1252", "replace")
    found, noticed = forename(tmp_path, as_text([HEADING, ["1", spoilt, "U", ""]]).encode())
    assert found == spoilt
    assert "spoilt_letters" in noticed


def test_the_signs_left_by_a_failed_conversion_are_flagged(tmp_path):
    assert "spoilt_letters" in forename(tmp_path, as_text([HEADING, ["1", "Zo\ufffd", "U", ""]]).encode())[1]


def test_invisible_signs_are_kept_in_names_and_taken_out_of_identifiers(tmp_path):
    data = as_text([HEADING, ["\ufeff 50\u200b01\u00a0", "As\u200dh", "U", ""]]).encode()
    reading = read(put(tmp_path, {"ssd_person.csv": data}))
    (row,) = reading.tables["person"]
    assert row.values[0] == "5001"
    assert row.values[3] == "As\u200dh"
    assert "hidden_marks" in {problem.code for problem in reading.problems}


LETTERS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=40)


@settings(max_examples=150, deadline=None)
@given(names=st.lists(LETTERS, min_size=1, max_size=6), delimiter=st.sampled_from(",;\t"))
def test_any_name_survives(names, delimiter, tmp_path_factory):
    rows = [HEADING, *([str(number), f"x{name}x", "U", ""] for number, name in enumerate(names))]
    reading = read(put(tmp_path_factory.mktemp("names"), {"ssd_person.csv": as_text(rows, delimiter)}))
    assert [row.values[3] for row in reading.tables["person"]] == [f"x{name}x" for name in names]


# Planted faults: a careless decoder is noticed.


def test_a_decoder_that_never_says_1252_is_noticed(tmp_path, monkeypatch):
    monkeypatch.setattr(
        "seenheard.returns.domain.read.decode", lambda data: decode.Text(data.decode("latin-1"), "?", "")
    )
    name, noticed = forename(tmp_path, written("O’Brien", "windows-1252", "comma"))
    assert name != "O’Brien"
    assert "read_as_cp1252" not in noticed


def test_a_decoder_that_lets_mixed_lines_through_is_noticed(tmp_path, monkeypatch):
    monkeypatch.setattr(decode, "_is_utf8", lambda line: False)
    data, code, _ = REFUSED["half and half"]
    reading = read(put(tmp_path, {"ssd_person.csv": data}))
    assert code not in {problem.code for problem in reading.problems}
