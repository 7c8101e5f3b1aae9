"""How far two voices agree across many children: four figures together, for none of them says it alone.

Disagreement is normal and never counts against a worker. Where nearly everybody says green kappa falls however well
people agree (Feinstein and Cicchetti 1990), so it never stands without the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

HIDDEN_BELOW = 20  # pairs: with fewer the figures say more about chance than about people
Z = 1.959963984540054  # of a normal distribution, 95% lie within so many standard deviations
NORMAL = (
    "Disagreement is normal: people who know the same child see different parts of a life. "
    "It never counts against a worker."
)


@dataclass(frozen=True, slots=True)
class Agreement:
    """`n` pairs; `exact` and `within_one`: shares from 0 to 1; `mean_gap`: second minus first, in steps.

    `kappa`: quadratic-weighted (Cohen 1968), None where everybody said the same one thing; `low`, `high`: its 95%
    interval from the large-sample variance of Fleiss, Cohen and Everitt (1969).
    """

    n: int
    exact: float
    within_one: float
    mean_gap: float
    kappa: float | None
    low: float | None
    high: float | None


def agreement(pairs: Sequence[tuple[int, int]], *, steps: int = 3) -> Agreement | None:
    """Of pairs of ratings from 1 to `steps`; None with fewer than 20 pairs. Raises ValueError for other ratings."""
    if any(not 1 <= rating <= steps for pair in pairs for rating in pair):
        raise ValueError(f"A rating is a whole number from 1 to {steps}.")
    if len(pairs) < HIDDEN_BELOW:
        return None
    return reckoned(pairs, steps=steps)


def reckoned(pairs: Sequence[tuple[int, int]], *, steps: int = 3) -> Agreement:
    """The figures themselves, of however few pairs (one at least)."""
    n = len(pairs)
    gaps = [second - first for first, second in pairs]
    kappa, error = weighted_kappa(pairs, steps, power=2)
    return Agreement(
        n=n,
        exact=gaps.count(0) / n,
        within_one=sum(abs(gap) <= 1 for gap in gaps) / n,
        mean_gap=sum(gaps) / n,
        kappa=kappa,
        low=None if kappa is None or error is None else max(-1.0, kappa - Z * error),
        high=None if kappa is None or error is None else min(1.0, kappa + Z * error),
    )


def weighted_kappa(pairs: Sequence[tuple[int, int]], steps: int, power: int) -> tuple[float | None, float | None]:
    """Kappa and its standard error, weights |i - j| to a power: 1 linear, 2 quadratic. None where all said the same."""
    n = len(pairs)
    ratings = range(1, steps + 1)
    seen = {cell: count / n for cell, count in Counter(pairs).items()}
    firsts = {i: sum(share for (a, _), share in seen.items() if a == i) for i in ratings}
    seconds = {j: sum(share for (_, b), share in seen.items() if b == j) for j in ratings}
    alike = {(i, j): 1 - (abs(i - j) / (steps - 1)) ** power for i in ratings for j in ratings}
    observed = sum(alike[cell] * share for cell, share in seen.items())
    expected = sum(alike[i, j] * firsts[i] * seconds[j] for i in ratings for j in ratings)
    if expected >= 1:
        return None, None
    kappa = (observed - expected) / (1 - expected)
    by_first = {i: sum(alike[i, j] * seconds[j] for j in ratings) for i in ratings}
    by_second = {j: sum(alike[i, j] * firsts[i] for i in ratings) for j in ratings}
    spread = sum(
        share * (alike[i, j] - (by_first[i] + by_second[j]) * (1 - kappa)) ** 2 for (i, j), share in seen.items()
    )
    variance = (spread - (kappa - expected * (1 - kappa)) ** 2) / (n * (1 - expected) ** 2)
    return kappa, sqrt(max(0.0, variance))
