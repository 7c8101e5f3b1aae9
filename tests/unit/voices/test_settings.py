"""What a council sets: refused with a sentence, kept by day, and what has to be there before a child is asked."""

import pytest

from seenheard.voices import operations, queries
from seenheard.voices.domain import settings
from seenheard.voices.models import Setting
from tests import cast

INBOX = {"role": "Duty desk", "email": "duty@fenmarsh.example"}
NIGHT = {"number": "01632 960 001", "checked_by": "Sara Whitlow", "checked_on": "2026-03-30"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("voices", []),
        ("voices", ["worker", "uncle"]),
        ("voices", "worker"),
        ("who_is_asked", ["everybody"]),
        ("duty_inbox", {}),
        ("duty_inbox", {"role": "Duty desk", "email": "nowhere"}),
        ("night_number", {"number": "12", "checked_by": "Sara", "checked_on": "2026-03-30"}),
        ("night_number", {"number": "01632 960 001", "checked_by": "", "checked_on": ""}),
        ("have_this_minutes", 0),
        ("have_this_minutes", True),
        ("have_this_minutes", "60"),
        ("weeks_before_a_review", 52),
        ("colour", "red"),
    ],
)
def test_a_value_that_cannot_be_is_refused(name, value):
    with pytest.raises(settings.BadSetting):
        settings.checked(name, value)


def test_every_setting_has_a_check_and_a_default_that_passes_it():
    assert set(settings.CHECKS) == set(settings.SETTINGS)
    for name, one in settings.SETTINGS.items():
        assert one.default is None or settings.checked(name, one.default) == one.default


@pytest.mark.django_db
def test_no_child_is_asked_until_somebody_reads_what_may_not_wait(at):
    sara = cast.sara()
    for name, value in (("duty_inbox", INBOX), ("night_inbox", INBOX), ("night_number", NIGHT)):
        assert name in settings.missing_for_children(queries.settings_on(at.date()))
        assert operations.set_voices(name=name, value=value, by=sara, at=at)
    assert settings.missing_for_children(queries.settings_on(at.date())) == ()


@pytest.mark.django_db
def test_set_twice_is_set_once_and_the_latest_stands(at):
    sara = cast.sara()
    assert operations.set_voices(name="have_this_minutes", value=30, by=sara, at=at)
    assert not operations.set_voices(name="have_this_minutes", value=30, by=sara, at=at)
    assert operations.set_voices(name="have_this_minutes", value=60, by=sara, at=at)
    assert Setting.objects.count() == 2
    assert settings.value("have_this_minutes", queries.settings_on(at.date())) == 60
