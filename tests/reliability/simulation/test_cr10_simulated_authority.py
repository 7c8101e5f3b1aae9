"""CR10: one seed, one authority; after each step and each evening nothing is lost and nobody is ownerless.

In ./test one seed of 15 days; at night (SEENHEARD_NIGHT=1) eight of 90 days. A broken run says how to have it again:
SIMULATED_SEED and SIMULATED_DAYS choose one, and by this also another authority than those of every night.
"""

import os
from dataclasses import replace
from importlib import import_module

import pytest
from django.core.management import call_command

from seenheard.accounts import queries as accounts
from seenheard.accounts.models import Cover
from seenheard.desk import operations as desk
from seenheard.duties import operations as duties
from seenheard.prompts.queries import staffing as staffing_queries
from seenheard.record import operations as record
from seenheard.record.models import Restriction, Visit
from seenheard.record.operations import versions
from seenheard.record.queries import seeing

from . import days, imports, staffing, typed
from .days import Broken, simulate

NIGHT = bool(os.environ.get("SEENHEARD_NIGHT"))
SEEDS, DAYS = (range(1, 9), 90) if NIGHT else (range(1, 2), 15)
if chosen := os.environ.get("SIMULATED_SEED"):
    SEEDS, DAYS = [int(chosen)], int(os.environ.get("SIMULATED_DAYS", DAYS))

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.larger_at_night]


@pytest.fixture(autouse=True)
def own_heads(settings, tmp_path):
    """The heads of this run's chain, which begins anew."""
    settings.TRAIL_HEADS_FOLDER = tmp_path / "heads"


@pytest.mark.parametrize("seed", SEEDS)
def test_one_seed_keeps_all_its_promises(seed, monkeypatch):
    authority = simulate(seed, DAYS, monkeypatch)
    print(f"seed {seed}: {DAYS} days, {dict(sorted(authority.counts.items()))}")
    assert authority.counts["acts"] >= 3 * DAYS


def test_the_same_seed_gives_the_same_days(monkeypatch, settings, tmp_path):
    first = simulate(7, 2, monkeypatch).journal
    call_command("flush", interactive=False, verbosity=0)
    settings.TRAIL_HEADS_FOLDER = tmp_path / "other heads"
    assert simulate(7, 2, monkeypatch).journal == first
    assert len(first) > 2 * days.PER_DAY[0]


# --- planted faults: what each turns red, and in which check -------------------------------------------------------


def loses_a_word(monkeypatch):
    """What was noticed on a visit is not kept."""
    real = versions._insert

    def insert(name, child, key, values, *args, **more):
        real(name, child, key, values | ({"noticed": None} if name == "visit" else {}), *args, **more)

    monkeypatch.setattr(versions, "_insert", insert)


def closes_what_was_typed(monkeypatch):
    """An import closes a typed row, as if it were its own."""
    module = import_module("seenheard.record.operations.take_in")
    real = module._close_all

    def close_all(closes, run_id, at):
        if row := Visit.objects.filter(known_until=None).first():
            Visit.objects.filter(pk=row.pk).update(known_until=at, closed_run_id=run_id)
        return real(closes, run_id, at)

    monkeypatch.setattr(module, "_close_all", close_all)


def forgets_the_clocks(monkeypatch):
    """After an act the clocks are left as they were."""
    monkeypatch.setattr(duties, "follow", lambda *, child_ids, at: record.take_changed_of(child_ids))


def owner_has_left(monkeypatch):
    """Whoever is switched off still has prompts."""
    real = staffing_queries.staff

    def staff(people, *, covers):
        return real([replace(one, is_active=True) for one in people], covers=covers)

    monkeypatch.setattr(staffing_queries, "staff", staff)


def cover_never_ends(monkeypatch):
    """Whoever stood in once goes on seeing."""
    monkeypatch.setattr(accounts, "standing_covers", lambda *, on: Cover.objects.filter(from_on__lte=on))


def shows_the_restricted(monkeypatch):
    """A restricted child is one like the others."""
    nobody = seeing.worded_once(lambda viewer, on: Restriction.objects.filter(pk=0).values("child"))
    for kept in ("_RESTRICTED", "_SHUT_OUT"):  # the second has the words of the first in it already
        monkeypatch.setattr(seeing, kept, nobody)


def writes_a_name_in_the_trail(monkeypatch):
    """The trail's row says more than who and what."""
    real = versions._write_down

    def write_down(name, child, key, what, by, at, why, counts):
        real(name, child, key, what, by, at, f"{why} {child.now.name}", counts)

    monkeypatch.setattr(versions, "_write_down", write_down)


def keeps_half_of_what_failed(monkeypatch):
    """What a fault interrupts is kept as far as it came."""

    def for_child(act, **said):
        saved = act(**said)
        follow(child_ids=[said["child"].pk], at=said["at"])
        return saved

    follow = duties.follow
    monkeypatch.setattr(desk, "for_child", for_child)


FAULTS = {
    loses_a_word: ("every_confirmed_save_is_there_with_its_words", (typed.visit,)),
    closes_what_was_typed: ("one_open_version_a_key", (typed.visit, imports.an_import)),
    forgets_the_clocks: ("stored_clocks_are_rebuilt_clocks", (typed.visit, typed.event)),
    owner_has_left: ("every_prompt_has_a_living_owner", (staffing.switched,)),
    # Who stands in owns prompts as well: whichever of the two is asked first notices.
    cover_never_ends: (
        ("each_sees_whom_the_oracle_says", "every_prompt_has_a_living_owner"),
        (staffing.goes_away, staffing.comes_back),
    ),
    shows_the_restricted: ("each_sees_whom_the_oracle_says", (staffing.restricts,)),
    writes_a_name_in_the_trail: ("no_trail_row_holds_a_name_or_words", (typed.event,)),
    keeps_half_of_what_failed: ("a fault leaves all as before", (typed.event,)),
}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_planted_fault_turns_its_check_red(fault, monkeypatch):
    check, often = FAULTS[fault]
    fault(monkeypatch)
    with pytest.raises(Broken) as broken:
        simulate(5, 25, monkeypatch, often=often)
    assert broken.value.check in (check if isinstance(check, tuple) else (check,))
    assert "SIMULATED_SEED=5" in str(broken.value)
