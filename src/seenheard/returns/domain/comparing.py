"""Two files, one child: every fact that SSD and SSDA903 both tell, side by side, each difference with its reason.

Pure: rows as the record holds them in (two sources, named by field), comparisons out. Where the two tell of one thing
in different words, the rule that makes them comparable stands in `subjects.py`, once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

ALIKE, DIFFERS, ONLY_SSD, ONLY_903 = "alike", "differs", "only in SSD", "only in SSDA903"
OUTCOMES = (ALIKE, DIFFERS, ONLY_SSD, ONLY_903)
WRONG = "one of the two is wrong"  # how every difference ends for which no reason is known
UNEXPLAINED = f"not explained: {WRONG}"

Fact = Mapping[str, str | None]  # field name -> value (days as ISO text), with "child", the local identifier


@dataclass(frozen=True, slots=True)
class Context:
    """What reasons may lean on: the collection year, who is in the return, and who by SSD ought to be.

    `ended` are (child, day) on which an episode ended.
    """

    year: int
    in_return: frozenset[str] = frozenset()
    looked_after: frozenset[str] = frozenset()
    leaving: frozenset[str] = frozenset()
    ended: frozenset[tuple[str, str]] = frozenset()

    @property
    def begins(self) -> str:
        """The first day of the collection year: 2026 begins on 1 April 2025."""
        return f"{self.year - 1}-04-01"

    @property
    def ends(self) -> str:
        """The last day of the collection year: 2026 ends on 31 March 2026."""
        return f"{self.year}-03-31"


Reason = Callable[[Fact, Context], str]
Why = Callable[[str, Fact, Fact, Context], str]


@dataclass(frozen=True, slots=True)
class Subject:
    """Something both returns tell: how the same thing is found in both, what is compared, why one may lack it.

    `fields` are (SSD's field, SSDA903's field). `only_ssd` and `differs` give a reason, or "" when they know none.
    """

    what: str
    ssd: str
    ssda903: str
    key: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]
    only_ssd: Reason
    differs: Why = lambda name, ssd, ssda903, context: ""
    compared: Callable[[Fact], bool] = lambda fact: True


@dataclass(frozen=True, slots=True)
class Pair:
    """One thing in a child's life as the two returns tell it. `reason` is empty only when they are alike."""

    child: str
    which: str
    outcome: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All pairs of one subject, in the order of children."""

    what: str
    pairs: tuple[Pair, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many are alike, differ, or are told by one return only."""
        found = Counter(pair.outcome for pair in self.pairs)
        return {outcome: found[outcome] for outcome in OUTCOMES}

    @property
    def reasons(self) -> dict[str, int]:
        """Every reason that explains a difference, with how often."""
        return dict(Counter(pair.reason for pair in self.pairs if pair.outcome != ALIKE).most_common())


def explained(reason: str) -> bool:
    """Whether a reason is known for the whole of a difference; what has none is for a person to look at first."""
    return WRONG not in reason


def compare(subject: Subject, ssd: Iterable[Fact], ssda903: Iterable[Fact], context: Context) -> Comparison:
    """Put the two returns' facts of one subject side by side."""
    mine = _keyed(subject, filter(subject.compared, ssd))
    theirs = _keyed(subject, filter(subject.compared, ssda903))
    keys = sorted({*mine, *theirs})
    return Comparison(subject.what, tuple(_pair(subject, key, mine.get(key), theirs.get(key), context) for key in keys))


def _keyed(subject: Subject, facts: Iterable[Fact]) -> dict[tuple[str, ...], Fact]:
    """Facts by child and key; a second fact of one key is numbered, so that none is hidden."""
    found: dict[tuple[str, ...], Fact] = {}
    for fact in facts:
        key = (fact["child"] or "", *(fact.get(name) or "" for name in subject.key))
        number = 1
        while (*key, str(number)) in found:
            number += 1
        found[(*key, str(number))] = fact
    return found


def _pair(subject: Subject, key: tuple[str, ...], ssd: Fact | None, ssda903: Fact | None, context: Context) -> Pair:
    child, which = key[0], " ".join(key[1:-1])
    if ssd is None:
        return Pair(child, which, ONLY_903, UNEXPLAINED)
    if ssda903 is None:
        reason = _not_in_return(child, context) or subject.only_ssd(ssd, context) or UNEXPLAINED
        return Pair(child, which, ONLY_SSD, reason)
    reasons = [
        subject.differs(mine, ssd, ssda903, context) or _which_is_wrong(mine, ssd.get(mine), ssda903.get(theirs))
        for mine, theirs in subject.fields
        if (ssd.get(mine) or "") != (ssda903.get(theirs) or "")
    ]
    return Pair(child, which, DIFFERS if reasons else ALIKE, "; ".join(reasons))


def _not_in_return(child: str, context: Context) -> str:
    if child in context.in_return:
        return ""
    if child in context.looked_after or child in context.leaving:
        return "the child is not in the return, though SSD has the child looked after or leaving care in its year"
    return "the child was neither looked after nor a care leaver in the year, so is not in the return"


def _which_is_wrong(name: str, ssd: str | None, ssda903: str | None) -> str:
    words = name.removesuffix("_on").replace("_", " ")
    if not ssd:
        return f"“{words}” is in SSDA903 and not recorded in SSD: {WRONG}"
    if not ssda903:
        return f"“{words}” is in SSD and blank in SSDA903: {WRONG}"
    return f"“{words}” is not the same: {WRONG}"
