"""Questions to the record. Whatever returns children takes `viewer=`."""

from .imports import current_rows, identifiers

__all__ = ["current_rows", "identifiers"]
