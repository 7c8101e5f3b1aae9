"""Laws of reading: the order of rows, columns, files and the way they are packed change nothing that is read."""

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seenheard.returns.domain import spec
from seenheard.returns.domain.landing import land_all
from seenheard.returns.domain.read import read
from tests.reliability.files.samples import as_text, make, put, zipped

SEEDS = st.integers(0, 10**9)
LAWS = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def reading(files):
    with tempfile.TemporaryDirectory() as folder:
        return read(put(Path(folder), files))


def facts(files):
    """What would land, without the places it came from."""
    found = reading(files)
    landed = land_all(found, spec.load(found.return_name))
    return sorted((fact.object, fact.row_key, fact.child or "", repr(fact.values), str(fact.via)) for fact in landed)


def shuffled_rows(files, chance):
    return {name: [heading, *chance.sample(rows, len(rows))] for name, (heading, *rows) in files.items()}


def shuffled_columns(files, chance):
    turned = {}
    for name, rows in files.items():
        places = chance.sample(range(len(rows[0])), len(rows[0]))
        turned[name] = [[row[place] for place in places] for row in rows]
    return turned


@pytest.mark.parametrize("name", spec.NAMES)
@LAWS
@given(seed=SEEDS)
def test_shuffled_is_the_same(name, seed):
    chance, files = random.Random(seed), make(name, rows=4, seed=seed)
    turned = shuffled_columns(shuffled_rows(files, chance), chance)
    turned = dict(chance.sample(list(turned.items()), len(turned)))
    assert facts(turned) == facts(files)


@pytest.mark.parametrize("name", spec.NAMES)
@LAWS
@given(seed=SEEDS, delimiter=st.sampled_from(",;\t"), codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_written_another_way_is_the_same(name, seed, delimiter, codec):
    files = make(name, rows=3, seed=seed)
    other = {file: as_text(rows, delimiter).encode(codec) for file, rows in files.items()}
    assert facts({"upload.zip": zipped(other)}) == facts(files)


@pytest.mark.parametrize("name", spec.NAMES)
@LAWS
@given(seed=SEEDS)
def test_rows_twice_are_the_same_as_once(name, seed):
    files = make(name, rows=3, seed=seed)
    assert facts({file: [*rows, *rows[1:]] for file, rows in files.items()}) == facts(files)


@pytest.mark.parametrize("name", spec.NAMES)
@LAWS
@given(seed=SEEDS)
def test_in_two_files_is_the_same_as_in_one(name, seed):
    files = make(name, rows=4, seed=seed)
    halves = {}
    for file, (heading, *rows) in files.items():
        halves[f"this/a/{file}"] = [heading, *rows[:2]]
        halves[f"this/b/{file}"] = [heading, *rows[2:]]
    assert facts(halves) == facts(files)


@pytest.mark.parametrize("name", spec.NAMES)
@LAWS
@given(seed=SEEDS)
def test_read_again_it_says_the_same(name, seed):
    files = make(name, rows=4, seed=seed)
    first, second = reading(files), reading(files)
    assert (first.problems, first.files, first.tables) == (second.problems, second.files, second.tables)


def test_a_reader_that_goes_by_position_is_noticed(monkeypatch):
    """The planted fault: columns taken in the order of the spec, whatever the heading says."""
    files = make("ssda903", rows=4)
    turned = {name: [row[::-1] for row in rows] for name, rows in files.items()}
    assert facts(turned) == facts(files)

    def by_position(name, found, *rest):
        object.__setattr__(found, "places", {column.name: place for place, column in enumerate(found.table.columns)})
        return real(name, found, *rest)

    from seenheard.returns.domain import read as module

    real = module.Normaliser
    monkeypatch.setattr(module, "Normaliser", by_position)
    assert reading(turned).problems != reading(files).problems
