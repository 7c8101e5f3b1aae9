"""What the page says of “Due soon” is true of every duty on it."""

from datetime import date

from tests import cast
from tests.factories import record as made


def test_a_rule_that_is_soon_later_than_others_is_named_while_the_page_shows_it(ash, take):
    """A visit under a protection plan is soon five days before: due in eleven, it is still running."""
    made.add("cp_plan", ash, plan_ref="P", from_on=date(2026, 2, 12))
    made.add("cp_visit", ash, visited_on=date(2026, 2, 13), seen=True)
    take()
    asked = {"as_at_day": "16", "as_at_month": "2", "as_at_year": "2026", "known": "now"}
    page = cast.signed_in("maya").get(f"/children/{ash.public_id}/", asked).content.decode()
    assert "14 days before its day and 5 days for “Visit to a child on a protection plan”" in page
