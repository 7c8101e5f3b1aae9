"""One invented life, written as SSD writes it and as the SSDA903 does: both tell the same history."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as some

from seenheard.accounts.domain import SYSTEM
from seenheard.record import queries
from seenheard.record.domain import care
from seenheard.record.domain.changes import Changes
from tests.factories.record import AT, incoming, make_child, take_in
from tests.properties.record import often

pytestmark = pytest.mark.django_db

# A life in care as a list of stretches: how long, why the next begins, and what then is in force.
stretches = some.lists(
    some.fixed_dictionaries(
        {
            "lasts": some.integers(1, 200),
            "why": some.sampled_from("LPTBU"),
            "legal": some.sampled_from(["C1", "C2", "E1", "V2"]),
            "place": some.sampled_from(["U6", "U4", "K2"]),
        }
    ),
    min_size=1,
    max_size=6,
)
review_days = some.lists(some.integers(0, 600), unique=True, max_size=4)
lives = some.fixed_dictionaries(
    {
        "stretches": stretches,
        "ends": some.sampled_from([None, "E4A", "E11"]),
        "reviews": review_days,
        "a_row_an_episode": some.booleans(),
    }
)
START = date(2024, 1, 10)
SHARED = (
    "became_looked_after",
    "ceased_to_be_looked_after",
    "legal_status_started",
    "legal_status_ended",
    "placement_started",
    "placement_ended",
    "care_review_held",
    "adopted",
)


def episodes_of(life):
    """The stretches as episodes with days; L keeps the home, P and T the status, as the codes say."""
    begins, legal, place, home, rows = START, None, None, 0, []
    for number, stretch in enumerate(life["stretches"]):
        why = "S" if number == 0 else stretch["why"]
        legal = stretch["legal"] if why in "SLBU" else legal
        place = stretch["place"] if why in "SPTBU" else place
        home += why in "SPB"
        last = number == len(life["stretches"]) - 1
        ends = begins + timedelta(days=stretch["lasts"])
        rows.append(
            {
                "from_on": begins,
                "until_on": None if last and life["ends"] is None else ends,
                "end_reason": life["ends"] if last else "X1",
                "start_reason": why,
                "legal": legal,
                "place": place,
                "home": f"URN{home}",
            }
        )
        begins = ends
    return rows


def as_903(life, child):
    return {
        "cla_episode": [
            incoming(
                "cla_episode",
                child,
                legal_code=row["legal"],
                place_code=row["place"],
                urn=row["home"],
                **{name: row[name] for name in ("from_on", "until_on", "start_reason", "end_reason")},
            )
            for row in episodes_of(life)
        ],
        "cla_review": reviews(life, child),
    }


def as_ssd(life, child):
    """Rows of their own for status and placement: cut at every episode, as some systems do, or whole."""
    rows = episodes_of(life)
    episodes = [
        incoming(
            "cla_episode",
            child,
            placement_ref=placement_ref(life, rows, number),
            **{name: row[name] for name in ("from_on", "until_on", "start_reason", "end_reason")},
        )
        for number, row in enumerate(rows)
    ]
    return {
        "cla_episode": episodes,
        "legal_status": [
            incoming(
                "legal_status",
                child,
                code=spell[0]["legal"],
                from_on=spell[0]["from_on"],
                until_on=spell[-1]["until_on"],
            )
            for spell in cut(life, rows, "legal")
        ],
        "cla_placement": [
            incoming(
                "cla_placement",
                child,
                placement_ref=placement_ref(life, rows, rows.index(spell[0])),
                place_code=spell[-1]["place"],
                urn=spell[0]["home"],
                from_on=spell[0]["from_on"],
                until_on=spell[-1]["until_on"],
            )
            for spell in cut(life, rows, "home")
        ],
        "cla_review": reviews(life, child),
    }


def placement_ref(life, rows, number):
    return f"PL{number}" if life["a_row_an_episode"] else rows[number]["home"]


def cut(life, rows, by):
    """Episodes in groups that one row of SSD covers."""
    groups: list[list[dict]] = []
    for row in rows:
        if groups and not life["a_row_an_episode"] and groups[-1][-1][by] == row[by]:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def reviews(life, child):
    days = [START + timedelta(days=day) for day in life["reviews"]]
    return [incoming("cla_review", child, held_on=day, participation="PN1") for day in days]


def told(child):
    (history,) = queries.histories(child_ids=[child.pk], viewer=SYSTEM)
    return [
        (it.kind, it.on, it.facts.get("legal"), it.facts.get("place"), it.facts.get("participation"))
        for it in history.happenings
        if it.kind in SHARED
    ]


@often(40)
@given(lives)
def test_two_sources_of_one_life_agree(life):
    with transaction.atomic():
        one, other = make_child(source="ssd"), make_child(source="ssda903")
        take_in(Changes(inserts=as_ssd(life, one.pk)), source="ssd", run_id=None, at=AT)
        take_in(Changes(inserts=as_903(life, other.pk)), source="ssda903", run_id=None, at=AT)
        by_ssd, by_903 = told(one), told(other)
        # And the same child told by both is told once.
        take_in(Changes(inserts=as_903(life, one.pk)), source="ssda903", run_id=None, at=AT)
        by_both = told(one)
        transaction.set_rollback(True)
    assert by_ssd == by_903
    assert by_both == by_ssd
    assert len([it for it in by_ssd if it[0] == "care_review_held"]) == len(life["reviews"])


@often(20)
@given(lives)
def test_every_review_of_two_sources_names_both(life):
    with transaction.atomic():
        child = make_child()
        take_in(Changes(inserts=as_ssd(life, child.pk)), source="ssd", run_id=None, at=AT)
        take_in(Changes(inserts=as_903(life, child.pk)), source="ssda903", run_id=None, at=AT)
        (history,) = queries.histories(child_ids=[child.pk], viewer=SYSTEM)
        transaction.set_rollback(True)
    sources = [it.sources for it in history.happenings if it.kind == "care_review_held"]
    assert sources == [("ssd", "ssda903")] * len(life["reviews"])


def test_it_catches_a_record_that_does_not_join_what_a_return_cuts(monkeypatch):
    monkeypatch.setattr(care, "_status_goes_on", lambda before, row: False)
    stretch = {"lasts": 5, "why": "L", "legal": "C1", "place": "U6"}
    life = {"stretches": [stretch, stretch], "ends": None, "reviews": [3], "a_row_an_episode": False}
    with pytest.raises(AssertionError):
        test_two_sources_of_one_life_agree.hypothesis.inner_test(life)
