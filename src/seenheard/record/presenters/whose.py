"""Whose number it is: the child, shown to whoever sees the child before they act on a number that they typed."""

from datetime import date

from seenheard.ui import dates
from seenheard.ui.parts import Row

from .. import queries
from .people import file_of

NOT_SHOWN = "You do not see this child, so no name is shown. Compare the number, figure by figure."
NOT_RECORDED = "not recorded"


def whose_number(child, *, viewer, on: date) -> tuple[Row, ...]:
    """The number, and for whoever sees the child the name, the age, the area, the team and who works with the child."""
    number = Row("Number", file_of(child))
    if not queries.sees(viewer=viewer, child=child, on=on):
        return (Row("Name", NOT_SHOWN), number)
    now = child.now
    workers = queries.works_now(viewer=viewer, child=child, on=on)
    works = [one.name or f"number {one.professional_ref}" for one in workers]
    return (
        Row("Name", now.name or NOT_RECORDED),
        number,
        Row("Age", dates.age(now.born_on, on)),
        Row("Area", now.area or NOT_RECORDED),
        Row("Team", now.team_name or now.team_ref or NOT_RECORDED),
        Row("Works with the child", tuple(dict.fromkeys(works)) or "Nobody, as far as is recorded"),
    )
