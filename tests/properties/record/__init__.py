"""Laws of the record, tried on invented lives and files: a few by day, 2,000 of each at night."""

import os

from hypothesis import HealthCheck, settings

NIGHT = 2_000


def often(by_day: int) -> settings:
    """How many examples to try; a busy machine is no reason to fail."""
    examples = NIGHT if os.environ.get("SEENHEARD_NIGHT") else by_day
    return settings(max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])
