"""What the measures count: on a day, among children, and across what one asks for."""

from .as_at import AsAt, Of
from .counting import Counted, counts, crossed
from .publications import NoSuchReport, published, published_report

__all__ = ["AsAt", "Counted", "NoSuchReport", "Of", "counts", "crossed", "published", "published_report"]
