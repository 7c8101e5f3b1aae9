"""Questions to the record. Whatever returns children to a page takes `viewer=`."""

from .imports import (
    birth_dates,
    changed_by,
    children_by_reference,
    current_rows,
    identifiers,
    local_ids,
    public_ids,
    row_values,
)

__all__ = [
    "birth_dates",
    "changed_by",
    "children_by_reference",
    "current_rows",
    "identifiers",
    "local_ids",
    "public_ids",
    "row_values",
]
