"""Laws of the record, tried on invented lives and files: a few by day, 2,000 of each at night."""

import os
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, settings

NIGHT = 2_000


def often(by_day: int) -> Callable:
    """Marks a law with how many examples to try; a busy machine is no reason to fail."""
    examples = NIGHT if os.environ.get("SEENHEARD_NIGHT") else by_day
    tried = settings(max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    return lambda law: pytest.mark.larger_at_night(tried(law))
