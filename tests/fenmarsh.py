"""The demo, as tests make it."""

from seenheard.config import demo_rounds, demo_stories


def without_its_past(patched) -> None:
    """Make no rounds of the last two years: for tests that look at none, and would wait ten seconds for them."""
    patched.setattr(demo_rounds, "ROUNDS", 0)
    patched.setattr(demo_stories, "STORIES", ())
