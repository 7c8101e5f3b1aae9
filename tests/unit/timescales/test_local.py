"""A local standard may tighten a rule and never loosen it; the council's closure days are its own affair."""

from datetime import date

import pytest

from seenheard.timescales import queries
from seenheard.timescales.domain.loading import BadRule
from seenheard.timescales.domain.local import LocalLoosens, local_layer
from tests.unit.timescales.made import clocks_of, day, event


def layer(rule="LR-01", within=None, closures=()):
    values = {
        "name": "somewhere",
        "authority": "Somewhere",
        "note": "Invented.",
        "closures": list(closures),
        "standard": [
            {
                "rule": rule,
                "within": within or {"working_days": 15},
                "from": date(2024, 4, 1),
                "says": "Sooner.",
                "policy": "Invented.",
            }
        ],
    }
    return local_layer(values, queries.rules(), queries.calendar())


CONFERENCE = event(
    "conference_arranged", "2026-03-10", conference="review", arranged_for_on=date.fromisoformat("2026-04-15")
)


def layer_of(standard):
    more = {"from": date(2024, 4, 1), "says": "Sooner.", "policy": "Invented."}
    values = {"name": "somewhere", "authority": "Somewhere", "note": "Invented.", "closures": []}
    return local_layer({**values, "standard": [standard | more]}, queries.rules(), queries.calendar())


def test_both_days_are_kept():
    (clock,) = clocks_of("LR-01", event("became_looked_after", "2026-03-30"), local=layer())
    assert (clock.due_on, clock.local_due_on) == (day("2026-04-29"), day("2026-04-22"))


def test_before_the_standard_began_there_is_none():
    (clock,) = clocks_of("LR-01", event("became_looked_after", "2024-03-28"), local=layer())
    assert clock.local_due_on is None


def test_a_rule_without_a_standard_of_its_own_has_one_day():
    (clock,) = clocks_of("LR-01", event("became_looked_after", "2026-03-30"), local=queries.local_layer("fenmarsh"))
    assert clock.local_due_on is None


@pytest.mark.parametrize(
    ("rule", "within"),
    [
        ("LR-01", {"working_days": 21}),
        ("LR-01", {"weeks": 5}),
        ("LR-01", {"days": 28}),  # 20 working days from a Monday without holidays are 28 days; from a Saturday, 27
        ("LV-02", {"months": 2}),
        ("LV-02", {"days": 43}),
        ("LR-02", {"weeks": 13}),  # 91 days; three months may be 89
        ("LV-06", {"weeks": 2}),  # weekly until the first review
    ],
)
def test_a_standard_that_would_sometimes_allow_more_does_not_load(rule, within):
    with pytest.raises(LocalLoosens, match="may tighten, never loosen"):
        layer(rule, within)


def test_closure_days_may_not_loosen_either():
    with pytest.raises(LocalLoosens):
        layer(within={"working_days": 20}, closures=[date(2024, 12, 27)])


def test_closure_days_lengthen_only_the_authoritys_own_count():
    closed = [date(2025, 12, d) for d in (29, 30, 31)]
    start = event("became_looked_after", "2025-12-08")
    (open_at_christmas,) = clocks_of("LR-01", start, local=layer(within={"working_days": 15}))
    (shut_at_christmas,) = clocks_of("LR-01", start, local=layer(within={"working_days": 15}, closures=closed))
    assert open_at_christmas.due_on == shut_at_christmas.due_on == day("2026-01-08")
    assert open_at_christmas.local_due_on == day("2025-12-31")
    assert shut_at_christmas.local_due_on == day("2026-01-06")


def test_a_standard_for_a_rule_that_does_not_exist_does_not_load():
    with pytest.raises(BadRule, match="no rule 'XX-01'"):
        layer("XX-01")


def test_the_invented_authority_says_that_it_is_invented():
    fenmarsh = queries.local_layer("fenmarsh")
    assert "invented" in fenmarsh.authority and "does not exist" in fenmarsh.note
    assert len(fenmarsh.standards) == 4


def test_the_example_of_telford_says_that_its_standards_were_not_found():
    telford = queries.local_layer("telford")
    assert "not found in public pages" in telford.authority and "confirm each before use" in telford.note
    assert set(telford.standards) == {"FD-02", "CP-09", "LA-09", "LH-06"}
    assert all("no published policy was found" in standard.policy for standard in telford.standards.values())


def test_a_standard_counted_back_is_tighter_when_it_is_further_back():
    seven = layer_of({"rule": "CP-07", "before": {"working_days": 7}})
    (clock,) = clocks_of("CP-07", CONFERENCE, local=seven)
    assert (clock.due_on, clock.local_due_on) == (day("2026-04-08"), day("2026-04-02"))
    with pytest.raises(LocalLoosens):
        layer_of({"rule": "CP-07", "before": {"working_days": 4}})


def test_a_standard_counts_the_same_way_as_its_rule():
    with pytest.raises(BadRule, match="one counts on from a day and the other back to it"):
        layer_of({"rule": "CP-07", "within": {"working_days": 2}})


def test_there_is_no_layer_of_an_unknown_name():
    with pytest.raises(KeyError):
        queries.local_layer("atlantis")
