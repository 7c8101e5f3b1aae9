"""Questions to the record. Whatever returns children to a page takes `viewer=`."""

from .address import LivesAt, address
from .closed_files import SeveralClosedFiles, closed_file, closed_file_to_end, named_now, namings
from .histories import Life, histories, life
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
from .noticed import FoundInRow, findings, findings_by_code, findings_of_child
from .seeing import child_for, child_to_mend, children_now, hidden_from, visible_children
from .story import Told, story
from .whole_child import Person, Sibling, WholeChild, whole_child, worker_names

__all__ = [
    "FoundInRow",
    "Life",
    "LivesAt",
    "Person",
    "SeveralClosedFiles",
    "Sibling",
    "Told",
    "WholeChild",
    "address",
    "birth_dates",
    "changed_by",
    "child_for",
    "child_to_mend",
    "children_by_reference",
    "children_now",
    "closed_file",
    "closed_file_to_end",
    "current_rows",
    "findings",
    "findings_by_code",
    "findings_of_child",
    "hidden_from",
    "histories",
    "identifiers",
    "life",
    "local_ids",
    "named_now",
    "namings",
    "public_ids",
    "row_values",
    "story",
    "visible_children",
    "whole_child",
    "worker_names",
]
