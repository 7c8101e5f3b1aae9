"""Questions to the record. Whatever returns children to a page takes `viewer=`."""

from .address import LivesAt, address
from .closed_files import SeveralClosedFiles, closed_file, closed_file_to_end, named_now, namings
from .conflicts import conflict_to_end, conflicts, standing_conflict
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
from .restrictions import child_to_restrict, restriction_to_end, restrictions
from .search import Match, Searched, Why, search
from .seeing import (
    child_for,
    child_to_look_at,
    child_to_mend,
    child_to_open,
    children_now,
    children_to_open,
    hidden_from,
    not_counted_for,
    sees,
    visible_children,
)
from .story import Told, story
from .typed import IssueOf, Typed, actions, bookings, bookings_of, draft, drafts, events, issues, visits
from .whole_child import Person, Sibling, WholeChild, whole_child, worker_names

__all__ = [
    "standing_conflict",
    "sees",
    "restrictions",
    "restriction_to_end",
    "not_counted_for",
    "conflicts",
    "conflict_to_end",
    "children_to_open",
    "child_to_restrict",
    "child_to_open",
    "child_to_look_at",
    "FoundInRow",
    "IssueOf",
    "Life",
    "Match",
    "Searched",
    "Why",
    "search",
    "LivesAt",
    "Person",
    "SeveralClosedFiles",
    "Sibling",
    "Told",
    "Typed",
    "WholeChild",
    "actions",
    "address",
    "birth_dates",
    "bookings",
    "bookings_of",
    "changed_by",
    "child_for",
    "child_to_mend",
    "children_by_reference",
    "children_now",
    "closed_file",
    "closed_file_to_end",
    "current_rows",
    "draft",
    "drafts",
    "events",
    "findings",
    "findings_by_code",
    "findings_of_child",
    "hidden_from",
    "histories",
    "identifiers",
    "issues",
    "life",
    "local_ids",
    "named_now",
    "namings",
    "public_ids",
    "row_values",
    "story",
    "visible_children",
    "visits",
    "whole_child",
    "worker_names",
]
