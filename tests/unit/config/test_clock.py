"""The one clock: London days, and a demo's own time."""

from datetime import UTC, date, datetime, timedelta

import pytest

from seenheard.config import clock
from seenheard.config.models import Installation


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 28, 23, 59, tzinfo=UTC), date(2026, 3, 28)),  # the last evening of winter time
        (datetime(2026, 3, 29, 23, 30, tzinfo=UTC), date(2026, 3, 30)),  # half past midnight in summer time
        (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), date(2026, 10, 25)),  # winter time again
        (datetime(2028, 2, 29, 12, 0, tzinfo=UTC), date(2028, 2, 29)),
    ],
)
def test_today_is_the_day_in_london(moment, day):
    assert clock.today(moment) == day


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("hour", [0, 11, 23])
def test_a_demo_is_born_on_31_march_whatever_the_day_and_hour(month, hour):
    born = datetime(2027, month, 17, hour, 30, tzinfo=UTC)
    assert clock.today(born + clock.demo_shift(born)) == date(2026, 3, 31)


def test_a_demo_keeps_time_from_its_birth():
    born = datetime(2027, 1, 10, 9, 0, tzinfo=UTC)
    a_week_later = born + timedelta(days=7)
    assert clock.today(a_week_later + clock.demo_shift(born)) == date(2026, 4, 7)


@pytest.mark.django_db
def test_a_councils_own_database_keeps_real_time():
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
    assert not clock.is_demo()


@pytest.mark.django_db
def test_a_demo_database_reads_31_march():
    Installation.objects.create(born_demo_at=datetime.now(UTC))
    assert clock.today(clock.now()) == date(2026, 3, 31)
    assert clock.is_demo()


@pytest.mark.django_db
def test_a_demo_born_on_31_march_2026_itself_is_one_too():
    Installation.objects.create(born_demo_at=datetime(2026, 3, 31, 11, 0, tzinfo=UTC))
    assert clock.is_demo() and not clock.shift()


@pytest.mark.django_db
def test_a_command_reads_the_clock_once():
    one = clock.CommandClock()
    assert one.at is one.at
    assert one.on == clock.today(one.at)
