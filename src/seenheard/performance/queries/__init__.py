"""What the measures count: on a day, among children, and across what one asks for."""

from .as_at import AsAt, Of
from .counting import Counted, counts, crossed
from .publications import NoSuchReport, published, published_report
from .quarter import begins_on
from .reporting import Asked, Report, report, rows

__all__ = [
    "Asked",
    "Report",
    "report",
    "rows",
    "AsAt",
    "Counted",
    "NoSuchReport",
    "begins_on",
    "Of",
    "counts",
    "crossed",
    "published",
    "published_report",
]
