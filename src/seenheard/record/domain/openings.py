"""Opening a record beyond one's own work: the two ways, how long each lasts, and the reasons there are."""

from datetime import timedelta

DUTY, BREAK_GLASS = "duty", "break_glass"

LASTS = {DUTY: timedelta(hours=2), BREAK_GLASS: timedelta(minutes=60)}
"""How long one child stays open to the person who opened the record."""

REASONS = {
    DUTY: {
        "contact": "Somebody has called or written about this child",
        "visitor": "The child or a relative is here",
        "worker_out": "The child’s worker cannot be reached and something has to be done",
        "police_or_health": "The police, a hospital or a school asks",
        "other": "Something else",
    },
    BREAK_GLASS: {
        "danger": "A child may be in danger now",
        "missing": "A child is missing",
        "hospital": "A hospital or the police need to know now",
        "out_of_hours": "Nobody who works with the child can be reached",
        "other": "Something else",
    },
}
"""Code and words of each reason, by the way of opening. The person adds their own words to any of them."""

MOST_FOUND = 10
"""Children shown to choose from; with more the person has to say more."""
