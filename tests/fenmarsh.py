"""The demo, as tests make it."""

from seenheard.config import demo_rounds, demo_stories


def without_its_past(patched) -> None:
    """Make no rounds of the last two years: for tests that look at none, and would wait ten seconds for them."""
    patched.setattr(demo_rounds, "ROUNDS", 0)
    patched.setattr(demo_stories, "STORIES", ())


def with_its_last_rounds(patched) -> None:
    """Make the last three rounds of those two years, and no stories: for tests that look at figures of two days."""
    patched.setattr(demo_rounds, "FIRST", demo_rounds.FIRST + (demo_rounds.ROUNDS - 3) * demo_rounds.QUARTER)
    patched.setattr(demo_rounds, "ROUNDS", 3)
    patched.setattr(demo_stories, "STORIES", ())
