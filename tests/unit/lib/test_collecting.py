"""The collector of rings rests while very many rows are built, and is left as it was found."""

import gc

import pytest

from seenheard.lib.collecting import many_rows


@pytest.fixture(autouse=True)
def as_it_was():
    was_on = gc.isenabled()
    yield
    (gc.enable if was_on else gc.disable)()


def test_it_rests_inside_and_goes_on_after():
    gc.enable()
    with many_rows():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_goes_on_after_a_failure():
    gc.enable()
    with pytest.raises(ValueError, match="as planned"), many_rows():
        raise ValueError("as planned")
    assert gc.isenabled()


def test_whoever_rests_already_rests_on():
    gc.disable()
    with many_rows():
        assert not gc.isenabled()
    assert not gc.isenabled()
