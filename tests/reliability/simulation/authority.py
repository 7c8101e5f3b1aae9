"""The authority: its people and children, the one moment it is, and what it remembers of everything confirmed.

Chance is the seed's own and nothing here asks the time, so that a seed gives the same days again. What is remembered is
kept in plain Python beside the database: it is what the database is held against.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from seenheard.accounts.models import User
from seenheard.config import clock
from seenheard.record.models import Child

BEGINS = date(2026, 2, 2)
WHY = "So it was told to us on the telephone"  # a reason that names nobody
NAME_MARK, WORD_MARK = "Zaqu", "w0rds"  # every invented name, and every word about a child, bears one of these

Row = tuple[str, str, tuple[str, ...]]  # of the trail: what, by whom, about which children


@dataclass
class Person:
    """Somebody with an account, as everybody thinks of them."""

    name: str
    pk: int
    public_id: str
    role: str
    workers: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    is_active: bool = True


@dataclass
class Known:
    """A child, by the council's own number."""

    local_id: str
    pk: int
    public_id: str


@dataclass
class Version:
    """One confirmed save of something typed: who and when, and every value that it must have kept."""

    child: str
    by: str
    at: datetime
    why: str | None
    values: dict[str, Any]
    withdrawn: bool = False


@dataclass
class Restricted:
    child: str
    people: frozenset[str]
    from_on: date
    until_on: date | None
    public_id: str
    ended_on: date | None = None


@dataclass
class Declared:
    child: str
    person: str
    public_id: str
    ended: bool = False


@dataclass
class Covered:
    away: str
    stands_in: str
    from_on: date
    until_on: date
    public_id: str
    ended_on: date | None = None


@dataclass
class Opened:
    person: str
    child: str
    kind: str
    until_at: datetime


@dataclass
class Draft:
    by: str
    public_id: str
    content: dict
    sent: bool = False


@dataclass
class Plan:
    """One step: what it is called in the journal, what is done, and what is remembered and expected of the trail.

    `refused`: the exception that must come instead. `again`: sent a second time, it must write nothing.
    """

    says: str
    do: Callable[[], Any]
    remember: Callable[[Any], Iterable[Row]] = lambda done: ()
    refused: type[Exception] | None = None
    again: bool = True
    touches_seeing: bool = False


@dataclass
class Authority:
    """Everything of one run."""

    seed: int
    chance: Random = field(init=False)
    now: datetime = field(init=False)
    day: int = 0
    step: int = 0
    journal: list[str] = field(default_factory=list)
    numbers: int = 0
    people: dict[str, Person] = field(default_factory=dict)
    children: dict[str, Known] = field(default_factory=dict)
    typed: dict[tuple[str, str], list[Version]] = field(default_factory=dict)
    # What each run said of each row, the last run's on top: (source, object, key) -> [(run, child, fields or None)].
    told: dict[tuple[str, str, str], list[tuple[str, str, dict | None]]] = field(default_factory=dict)
    runs: list[tuple[str, frozenset[tuple[str, str, str]]]] = field(default_factory=list)
    restrictions: list[Restricted] = field(default_factory=list)
    conflicts: list[Declared] = field(default_factory=list)
    covers: list[Covered] = field(default_factory=list)
    openings: list[Opened] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    evenings: dict[date, tuple[datetime, dict]] = field(default_factory=dict)
    prompts: dict[tuple[int, str, str], int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def __post_init__(self):
        self.chance = Random(f"authority {self.seed}")
        self.now = datetime.combine(BEGINS, time(6), UTC)

    @property
    def on(self) -> date:
        """The day in London."""
        return clock.today(self.now)

    def counted(self, what: str) -> None:
        """One more of what happened, so that a run can say that it did."""
        self.counts[what] = self.counts.get(what, 0) + 1

    def number(self) -> int:
        """The next number of anything."""
        self.numbers += 1
        return self.numbers

    def words(self) -> str:
        """Words about a child that nobody else ever said."""
        return f"{WORD_MARK}{self.number():05} said of the child"

    def goes_on(self) -> None:
        """A while later, on the same working day or in its night."""
        self.now += timedelta(minutes=self.chance.randint(1, 45), microseconds=self.chance.randrange(1_000_000))

    def next_morning(self) -> None:
        """Six o'clock, UTC, of the next day; later after a night's work."""
        self.day += 1
        self.now = max(
            datetime.combine(BEGINS + timedelta(days=self.day), time(6), UTC), self.now + timedelta(minutes=1)
        )

    def user(self, name: str) -> User:
        """The account, loaded anew as a request does."""
        return User.objects.get(pk=self.people[name].pk)

    def child(self, local_id: str) -> Child:
        """The child, loaded anew."""
        return Child.objects.get(pk=self.children[local_id].pk)

    def names(self, *roles: str) -> list[str]:
        """Whose account is on, of these roles or of any, in the order in which they came."""
        return [one.name for one in self.people.values() if one.is_active and (not roles or one.role in roles)]

    def open_rows(self, *objects: str) -> dict[tuple[str, str, str], tuple[str, dict]]:
        """The imported rows that stand, of these objects or of all: child and fields."""
        return {
            key: (stack[-1][1], stack[-1][2])
            for key, stack in self.told.items()
            if stack and stack[-1][2] is not None and (not objects or key[1] in objects)
        }

    def standing(self, *names: str) -> dict[tuple[str, str], Version]:
        """The last version of each thing typed, of these objects, that was not taken back."""
        return {key: many[-1] for key, many in self.typed.items() if key[0] in names and not many[-1].withdrawn}
