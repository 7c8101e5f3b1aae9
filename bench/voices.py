"""Rounds opened for 2,000 children at once, as the day's job opens them, and asked for again when nothing is due; what
follows from 2,000 rounds in which three voices have spoken and two parts of life are seen differently.

    bench/run voices

In a database of its own, made empty; the children are invented, and all of it is rolled back. Seconds of processor are
those of this process and of its PostgreSQL back-end together.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLACE = Path(os.environ.get("BENCH_PLACE", ROOT / "var" / "bench-voices"))
CHILDREN, MOST = 2000, 5.0
A_CHILD = 0.02  # seconds of processor for what follows from one child's rounds: what each press adds to its page
AT = datetime(2026, 3, 31, 5, 0, tzinfo=UTC)


def main() -> int:
    """Print the table; 1 if opening takes longer than it may."""
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    from seenheard.config import environment, prepare

    os.environ.setdefault("SEENHEARD_VAR", str(PLACE))
    os.environ.pop("DATABASE_URL", None)
    with environment.ready(role="owner"):
        prepare.main(["--tables"])
        from prompts import HEAD

        costs = measured()
    print(HEAD, *(cost.row for cost in costs), sep="\n")
    return 0 if all(cost.cpu <= cost.most for cost in costs) else 1


def measured() -> list:
    """Everything, in one transaction that is rolled back."""
    from django.db import transaction
    from prompts import _timed

    from seenheard.lib.sight import look_as_system

    look_as_system()
    with transaction.atomic():
        _children()
        costs = [
            _timed(f"rounds opened for {CHILDREN:,} children, with their reviews from the duties", MOST, _open),
            _timed("the same again on the same day", MOST, _open),
        ]
        _said()
        costs += [
            _timed(
                f"what follows for {CHILDREN:,} children: rounds of three voices, two differences each",
                A_CHILD * CHILDREN,
                _follow,
            ),
            _timed("the same again when nothing has changed", A_CHILD * CHILDREN, _follow),
        ]
        transaction.set_rollback(True)
    return costs


def _open() -> str:
    """What `config.jobs.open_rounds` does, at a moment of ours."""
    from seenheard.accounts.domain import SYSTEM
    from seenheard.config.jobs import REVIEWS
    from seenheard.duties import queries as duties
    from seenheard.voices import operations as voices

    reviews = duties.next_due(viewer=SYSTEM, on=AT.date(), rules=REVIEWS)
    came = voices.open_rounds(reviews=reviews, by=SYSTEM, at=AT)
    return f"{came.opened:,} opened, {len(reviews):,} with a review to come"


def _said() -> None:
    """A round of each child in January, in which worker, carer and child have spoken."""
    from seenheard.accounts.models import User
    from seenheard.record.models import Child
    from seenheard.voices import operations as voices
    from seenheard.voices import queries
    from seenheard.voices.domain.answers import Colour, Voice
    from seenheard.voices.operations.earlier import Answered, Earlier, LivedWith, Replied

    sara, on = User.objects.get(role="service_manager"), date(2026, 1, 12)
    children = list(Child.objects.values_list("pk", flat=True))
    places = [LivedWith(child, date(2026, 1, 5), (str(sara.public_id),)) for child in children]
    homes = voices.take_in_households(households=places, by=sara, at=AT)
    keys = tuple(one.key for one in queries.categories(on=AT.date()) if one.is_asked)
    fine = {key: Answered(Colour.GREEN, "As it was") for key in keys}
    childs = {key: Answered(Colour.GREEN, step=1) for key in keys}
    childs |= {"family": Answered(Colour.RED, step=4), "learning": Answered(Colour.AMBER, step=3)}
    at = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)

    def rounds():
        for child in children:
            yield Earlier(
                child_id=child,
                opened_on=on,
                opened_at=AT,
                categories=keys,
                voices=(Voice.WORKER, Voice.CARER, Voice.CHILD),
                replies=(
                    Replied(Voice.WORKER, "worker", "worker", at, fine),
                    Replied(Voice.CARER, "carer", "carer", at, fine, household_id=homes[child]),
                    Replied(Voice.CHILD, "child", "11-17", at, childs, one_thing="A key of my own."),
                ),
            )

    voices.take_in_rounds(rounds=list(rounds()), by=sara, at=AT)


def _follow() -> str:
    """What is reckoned after each press, for every child one after another."""
    from seenheard.prompts.models import Prompt
    from seenheard.record.models import Child
    from seenheard.voices import operations as voices

    for child in Child.objects.values_list("pk", flat=True):
        voices.hand_over(child_id=child, at=AT)
    return f"{Prompt.objects.filter(giver='voices').count():,} prompts"


def _children() -> None:
    """In care since January, in a council that asks the twelve of everybody."""
    from seenheard.accounts.domain import SYSTEM
    from seenheard.accounts.models import User
    from seenheard.duties import operations as duties
    from seenheard.voices import operations as voices
    from tests.factories import record as made

    sara = User.objects.create_user("sara@bench.example", "no password of anybody", name="S", role="service_manager")
    voices.choose_pack(pack="twelve", by=sara, at=AT)
    inbox = {"role": "Duty", "email": "duty@bench.example"}
    night = {"number": "01632 960 001", "checked_by": "S", "checked_on": "2026-03-30"}
    for name, value in (("duty_inbox", inbox), ("night_inbox", inbox), ("night_number", night)):
        voices.set_voices(name=name, value=value, by=sara, at=AT)
    since = date(2026, 3, 16)
    facts = {
        "cla_episode": {"from_on": since, "legal_code": "C2", "place_code": "U6", "care_ref": "C"},
        "involvement": {"professional_ref": "W1", "role": "CW", "team_ref": "T1", "from_on": since},
    }
    first = made.make_child(facts=facts, tables=["cla_review"], born_on=date(2012, 5, 4))
    duties.take_changes(by=SYSTEM, at=AT)
    _copied(first)


def _copied(first) -> None:
    """As many children like the first: what opening a round reads of each (its line, who works with it, its clocks)."""
    from seenheard.duties.models import Clock
    from seenheard.record.models import Child, ChildNow, Involved

    children = Child.objects.bulk_create(_like(first) for _ in range(CHILDREN - 1))
    for model in (ChildNow, Involved, Clock):
        rows = list(model.objects.filter(child=first))
        model.objects.bulk_create((_like(row, child=child) for child in children for row in rows), batch_size=1000)


def _like(row, child=None):
    """A copy that is not kept yet; what the database works out, or that has to be unique, is left to it."""
    made_here = {"id", "public_id", "child", "act_by_on"}
    told = {field.attname: getattr(row, field.attname) for field in row._meta.fields if field.name not in made_here}
    return type(row)(**told, **({"child": child} if child else {}))


if __name__ == "__main__":
    sys.exit(main())
