"""A council that asks: the twelve categories, everybody who reads what may not wait, and a child in care."""

from datetime import date

import pytest

from seenheard.voices import operations
from seenheard.voices.domain.answers import Colour
from seenheard.voices.domain.replies import Given
from tests import cast
from tests.pages.desk.conftest import looked_after

INBOX = {"role": "Duty desk", "email": "duty@fenmarsh.example"}
NIGHT = {"number": "01632 960 001", "checked_by": "Sara Whitlow", "checked_on": "2026-03-30"}


@pytest.fixture
def council(db, at):
    """The service manager who has set all that is needed."""
    sara = cast.sara()
    operations.choose_pack(pack="twelve", by=sara, at=at)
    for name, value in (("duty_inbox", INBOX), ("night_inbox", INBOX), ("night_number", NIGHT)):
        operations.set_voices(name=name, value=value, by=sara, at=at)
    return sara


@pytest.fixture
def ash(db):
    return looked_after(born_on=date(2012, 5, 4))


@pytest.fixture
def asked(council, ash, at):
    """A round of a child, opened by its worker."""
    return operations.open_round(child=ash, by=cast.maya(), at=at)


@pytest.fixture
def says():
    """`says(health="red", home="green")`: what an adult filled in, each with words."""

    def given(**colours):
        return {key: Given(Colour[word.upper()], f"Because of {key}.") for key, word in colours.items()}

    return given
