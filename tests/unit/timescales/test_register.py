"""Every rule we know of stands in the register exactly once, and every computed one is whole."""

from collections import Counter

import pytest

from seenheard.timescales import queries
from seenheard.timescales.domain.conditions import CONDITIONS, STARTING_DAYS
from seenheard.timescales.domain.events import ONLY_HERE

# The families of rules and how many each holds, as the study counted them.
FAMILIES = {
    "FD": 10, "CP": 9, "CN": 2, "LA": 10, "KC": 2, "LV": 10, "SB": 1, "LR": 8, "LH": 7, "LE": 4, "MS": 1, "LC": 10,
    "AD": 7, "CT": 3, "SE": 1, "PF": 2, "CH": 2, "SU": 2, "QA": 3, "SC": 1,
}  # fmt: skip
FED_BY_RETURNS = {
    "FD-03", "FD-05", "FD-09", "CP-03", "CP-04", "CP-05", "CP-06", "LV-01", "LV-02", "LV-03", "LV-04", "LV-06",
    "LV-07", "LV-08", "LR-01", "LR-02", "LR-03", "LA-08", "LH-01", "LH-02", "LH-03", "LH-04", "LH-05", "LC-04",
    "LC-07", "AD-01", "AD-02", "AD-04",
}  # fmt: skip
FED_BY_WORKERS = {
    "FD-01", "FD-02", "FD-04", "CP-01", "CP-02", "CP-07", "CP-08", "CP-09", "CN-01", "CN-02", "LA-01", "LA-02",
    "LA-03", "LA-04", "LA-09", "LE-01", "LE-02", "LE-03", "LE-04", "LH-06", "LV-05", "MS-01", "LC-01", "LC-02",
    "LC-05", "LC-06", "LR-08", "SU-02", "KC-01", "KC-02", "PF-01", "PF-02",
}  # fmt: skip
RULES = queries.rules()


def every_id():
    return [*RULES, *(rule.id for rule in queries.not_modelled())]


def test_every_rule_stands_in_the_register_exactly_once():
    expected = {f"{family}-{n:02}" for family, number in FAMILIES.items() for n in range(1, number + 1)}
    assert len(expected) == 95
    assert Counter(every_id()) == Counter(expected)


def test_the_rules_that_returns_and_workers_feed_are_computed():
    assert set(RULES) == FED_BY_RETURNS | FED_BY_WORKERS


def test_the_one_rule_that_is_no_child_s_clock_says_why_and_what_is_computed_instead():
    (rule,) = (rule for rule in queries.not_modelled() if rule.id == "SU-01")
    assert "clock of a worker and not of a child" in rule.missing and "rule SU-02" in rule.missing


def test_a_rule_that_only_workers_feed_asks_for_what_they_can_record():
    for name in FED_BY_WORKERS - {"CN-01", "LV-05", "LC-05"}:
        assert RULES.met_kinds[name] <= ONLY_HERE, name


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_each_rule_is_cited_exemplified_and_dated(rule):
    assert rule.link.startswith("https://")
    assert len(rule.examples) >= 4
    for version in rule.versions:
        assert version.law and version.says and version.read_at
        assert version.steps or version.unknown
    assert any("Due " in str(dict(e.fields).get("sentence")) for x in rule.examples for e in x.expect)


def test_nobody_has_checked_a_rule_yet_and_none_says_otherwise():
    """The day somebody does, the pages must say who: then this test changes with them."""
    assert [rule.id for rule in RULES.values() if any(version.checked_by for version in rule.versions)] == []


def test_every_named_condition_and_starting_day_is_used():
    used = {c.name for r in RULES.values() for c in r.applies}
    used |= {i.condition.name for r in RULES.values() for v in r.versions for i in v.instead}
    assert used == set(CONDITIONS)
    days = {s.counting_from.name for r in RULES.values() for s in r.starts_when if s.counting_from}
    days |= {i.counting_from.name for r in RULES.values() for v in r.versions for i in v.instead if i.counting_from}
    assert days == set(STARTING_DAYS)


def test_every_condition_holds_the_words_it_comes_from():
    assert [c.name for c in CONDITIONS.values() if len(c.words) < 30] == []


def test_the_reference_pages_name_every_rule_and_every_kind_of_event():
    from seenheard.timescales.domain.events import KINDS

    pages = queries.reference_pages()
    assert [name for name in every_id() if name not in pages["docs/reference/rules.md"]] == []
    assert [kind for kind in KINDS if f"`{kind}`" not in pages["docs/reference/event-kinds.md"]] == []
