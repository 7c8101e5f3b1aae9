"""On a child's page: that named people alone see the child, and for a service manager the way to say so."""

from collections.abc import Iterator

from django.urls import reverse

from seenheard.record.permissions import can_restrict
from seenheard.ui.dates import short
from seenheard.ui.parts import Link

HEADING = "Restricted to named people"


def restricted(standing) -> Iterator[tuple[str, str]]:
    """For whoever is named, and so reads the page: since when, and until when where that is said."""
    if standing:
        until = f" and until {short(standing.until_on)}" if standing.until_on else ""
        yield (
            HEADING,
            f"Since {short(standing.from_on)}{until}. You are named: colleagues who are not do not see that the child "
            "is here, nor do people who cover for you. A service manager says who is named.",
        )


def press(viewer, child) -> Link | None:
    """To the form that restricts this child; none for a file that adoption has closed, which has its own way."""
    if child.now.adopted_closed or not can_restrict(viewer):
        return None
    return Link("Restrict this child to named people", f"{reverse('record:restrict')}?child={child.public_id}")
