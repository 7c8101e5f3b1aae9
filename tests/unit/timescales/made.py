"""Short ways to write events and lives in tests."""

from datetime import date

from seenheard.timescales import queries
from seenheard.timescales.domain.engine import clocks
from seenheard.timescales.domain.events import Event, Life
from seenheard.timescales.domain.rule import Rules


def event(kind: str, on: str, **facts) -> Event:
    return Event(kind, date.fromisoformat(on), facts, f"{kind}:{on}:{sorted(facts.items())}")


def life(*events: Event, born_on: str | None = None, unrecorded=()) -> Life:
    return Life(events, date.fromisoformat(born_on) if born_on else None, None, frozenset(unrecorded))


def clocks_of(rule_id: str, *events: Event, local=None, **about):
    """The clocks of one rule for these events."""
    return clocks(life(*events, **about), Rules([queries.rules()[rule_id]], local), queries.calendar())


def day(text: str) -> date:
    return date.fromisoformat(text)
