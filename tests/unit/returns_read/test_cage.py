"""What comes out of the cage is what reading without one gives, to the last aside."""

import dataclasses

import pytest

from seenheard.returns.cage import read_bytes, read_caged
from seenheard.returns.domain.read import read
from seenheard.returns.domain.types import Refused, Upload
from tests.reliability.files.samples import as_text, make, put

from .reading import EPISODES, HEADER, REVIEWS, child, episode, review
from .test_reading import fenmarsh

ODD = {
    "this/reviews.csv": [
        [*REVIEWS, "Team"],
        [*review(), "Zoé"],
        [*review("8", code="??"), ""],
        [*review("8"), "North"],
    ],
    "last/episodes.csv": [EPISODES, episode(DECOM="14/05/2024")],
    "this/episodes.csv": [EPISODES],
    "header.csv": [HEADER, child(SEX="1"), child("8", DOB="31/02/2012")],
}


def alike(caged, plain):
    fields = [field.name for field in dataclasses.fields(plain) if field.name != "cage"]
    return {name: getattr(caged, name) for name in fields} == {name: getattr(plain, name) for name in fields}


@pytest.mark.parametrize(
    "files", [make("ssd"), make("ssda903"), fenmarsh("ssda903"), ODD], ids=["ssd", "903", "fenmarsh", "odd"]
)
def test_caged_and_plain_readings_are_alike(files, tmp_path):
    uploads = put(tmp_path, files)
    plain = read(uploads)
    assert plain.rows or plain.questions
    assert alike(read_caged(uploads), plain)


def test_answers_reach_the_cage(tmp_path):
    uploads = put(tmp_path, {"header.csv": [HEADER, child()]})
    (question,) = read_caged(uploads).questions
    assert read_caged(uploads, {question.key: "2026"}).year == 2026


def test_from_memory_it_is_the_same(tmp_path):
    files = make("ssda903")
    uploads = [Upload(name, str(tmp_path / name)) for name in files]
    put(tmp_path, files)
    assert alike(read_bytes([(name, as_text(rows).encode()) for name, rows in files.items()]), read(uploads))


def test_a_refusal_comes_out_with_its_code_file_and_sentence(tmp_path):
    with pytest.raises(Refused) as refused:
        read_caged(put(tmp_path, {"README.md": "nothing here"}))
    assert refused.value.code == "nothing_found"
    assert refused.value.sentence.startswith("There is no CSV file")


def test_equal_cells_are_one_text_in_memory():
    found = read_bytes([("reviews.csv", as_text([REVIEWS, *(review(str(number)) for number in range(50))]).encode())])
    days = [row.values[2] for row in found.tables["reviews"]]
    assert len({id(day) for day in days}) == 1
