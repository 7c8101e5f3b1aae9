"""What the measures count: on a day, among children, and across what one asks for."""

from .as_at import AsAt, Of
from .counting import Counted, counts, crossed

__all__ = ["AsAt", "Counted", "Of", "counts", "crossed"]
