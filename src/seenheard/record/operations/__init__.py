"""What can be done to the record: take in an import, undo it, look again at what is known now."""

from .access import end_naming_for_closed_file, name_person_for_closed_file
from .now import refresh_now
from .rows import take_changed
from .take_in import take_in
from .undo import undo

__all__ = [
    "end_naming_for_closed_file",
    "name_person_for_closed_file",
    "refresh_now",
    "take_changed",
    "take_in",
    "undo",
]
