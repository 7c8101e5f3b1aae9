"""What Fenmarsh asks: the twelve categories, and who is told at once. Addresses and numbers are invented.

Set by the service manager of the cast through the same operations as the pages use.
"""

from datetime import date, datetime

from django.db import transaction

from seenheard.accounts import queries as people
from seenheard.record import queries as record
from seenheard.voices import operations as voices
from seenheard.voices import queries

PACK = "twelve"
# The number is one of those that Ofcom keeps for plays and films: nobody answers it.
SETTINGS = (
    ("duty_inbox", {"role": "The duty desk at Fen House", "email": "duty@fenmarsh.example"}),
    ("night_inbox", {"role": "The emergency duty team", "email": "nights@fenmarsh.example"}),
    ("night_number", {"number": "01632 960 247", "checked_by": "Sara Okafor", "checked_on": "2026-03-30"}),
)


@transaction.atomic
def choose(at: datetime) -> None:
    """All that has to be there before a round opens, once: what somebody has changed since is left alone."""
    if queries.chosen():
        return
    sara = people.person_with_email("sara@fenmarsh.example")
    voices.choose_pack(pack=PACK, by=sara, at=at)
    for name, value in SETTINGS:
        voices.set_voices(name=name, value=value, by=sara, at=at)


@transaction.atomic
def invite(at: datetime, on: date) -> None:
    """A carer of the cast, invented as all of Fenmarsh, for the first of Maya's children who is placed; and a round."""
    maya, carl = (people.person_with_email(f"{who}@fenmarsh.example") for who in ("maya", "carl"))
    lines = record.children_now(viewer=maya, on=on, worker_ref=maya.worker_refs[0]).exclude(placed_since_on=None)
    first = lines.order_by("local_id").first()
    if first is None or queries.households_of(viewer=maya, child=first.child, on=on):
        return
    voices.invite_carer(child=first.child, name=carl.name, email=carl.email, kind="family", by=maya, at=at)
    if not any(not one.is_over for one in queries.rounds_of(viewer=maya, child=first.child, on=on)):
        voices.open_round(child=first.child, by=maya, at=at)
