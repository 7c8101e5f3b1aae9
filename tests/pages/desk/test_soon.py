"""What the page says of “Due soon” is true of every duty on it."""

from datetime import date

from seenheard.desk.presenters.owed import what_soon_means
from seenheard.duties.queries import Owed
from seenheard.timescales import queries as timescales_queries
from seenheard.timescales.domain.standing import DUE_SOON
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


def test_of_many_rules_that_differ_none_is_named_and_each_says_its_own():
    many = sorted(timescales_queries.rules().values(), key=lambda rule: rule.soon_days)[:3]
    assert all(rule.soon_days != 14 for rule in many)
    owed = [Owed(1, None, rule, DUE_SOON) for rule in many]
    said = what_soon_means(owed, date(2026, 3, 31))
    assert said == "“Due soon” stands beside most duties from 14 days before their day. Each rule says its own."
    assert many[0].title in what_soon_means(owed[:2], date(2026, 3, 31))
