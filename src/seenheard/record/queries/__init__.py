"""Questions to the record. Whatever returns children to a page takes `viewer=`."""

from .histories import histories
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
from .seeing import child_for, child_to_mend, children_now, visible_children

__all__ = [
    "child_for",
    "child_to_mend",
    "children_now",
    "histories",
    "visible_children",
    "birth_dates",
    "changed_by",
    "children_by_reference",
    "current_rows",
    "identifiers",
    "local_ids",
    "public_ids",
    "row_values",
]
