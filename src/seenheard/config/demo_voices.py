"""What Fenmarsh asks: the twelve categories, and who is told at once; since two years, with all that was said.

Set by the service manager of the cast through the same operations as the pages use. Addresses and numbers are invented.
"""

from datetime import date, datetime, timedelta

from django.db import transaction

from seenheard.accounts import queries as people
from seenheard.accounts.domain import SYSTEM
from seenheard.config import demo_rounds, demo_stories
from seenheard.record import queries as record
from seenheard.voices import operations as voices
from seenheard.voices import queries

PACK = "twelve"
# The number is one of those that Ofcom keeps for plays and films: nobody answers it.
SETTINGS = (
    ("duty_inbox", {"role": "The duty desk at Fen House", "email": "duty@fenmarsh.example"}),
    ("night_inbox", {"role": "The emergency duty team", "email": "nights@fenmarsh.example"}),
    ("night_number", {"number": "01632 960 247", "checked_by": "Sara Okafor", "checked_on": "2024-04-05"}),
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
def live(at: datetime, on: date) -> None:
    """Two years of rounds, once: those of a quarter at a time, then those that are told press by press; and a round
    that waits today for Carl, a carer of the cast, and for Maya."""
    everybody = list(record.children_now(viewer=SYSTEM, on=on).values_list("pk", flat=True))
    if queries.last_opened(viewer=SYSTEM, on=on, child_ids=everybody):
        return
    choose(demo_rounds.moment(demo_rounds.FIRST - timedelta(days=7), 10))
    demo_rounds.tell(at, on)
    demo_stories.tell()
    demo_stories.ask_today(at, on)
    checked = dict(SETTINGS)["night_number"] | {"checked_on": (on - timedelta(days=1)).isoformat()}
    voices.set_voices(name="night_number", value=checked, by=people.person_with_email("sara@fenmarsh.example"), at=at)
    asked = queries.last_opened(viewer=SYSTEM, on=on, child_ids=everybody)
    voices.hand_over_many(child_ids=sorted(asked), at=at)
