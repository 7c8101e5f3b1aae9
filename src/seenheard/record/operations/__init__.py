"""What can be done to the record: take in an import, undo it, type what happened, look again at what is known now."""

from .access import end_naming_for_closed_file, name_person_for_closed_file
from .acting import (
    add_action,
    answer_issue,
    answer_with_action,
    book,
    cancel_booking,
    finish_action,
    hand_on_action,
    raise_issue,
)
from .caseloads import check_can_say_stage, say_stage, set_caseload_limit
from .conflicts import declare_conflict, end_conflict
from .contradicting import Contradicted
from .drafting import (
    DraftChanged,
    DraftGone,
    DraftTooLarge,
    add_to_draft,
    begin_draft,
    save_draft,
    send_draft,
    take_from_draft,
    throw_draft_away,
)
from .now import refresh_now
from .opening import open_record
from .protecting import EndedSince, SaidAlready, correct_protection, end_protection, protect_address, protection_holds
from .recording import correct_event, keep_here, record_event, withdraw
from .restricting import end_restriction, restrict_child
from .reviewing import judge_look, notice_looks
from .rows import take_changed, take_changed_of
from .take_in import take_in
from .telling_addresses import KEPT_WORDS, TellsAddress, check_in_turn, check_reason
from .undo import undo
from .versions import ChangedMeanwhile, NotThere, RecordedAlready, Saved
from .visiting import Part, VisitContradicted, correct_visit, record_visit

__all__ = [
    "check_can_say_stage",
    "say_stage",
    "set_caseload_limit",
    "judge_look",
    "notice_looks",
    "KEPT_WORDS",
    "ChangedMeanwhile",
    "Contradicted",
    "DraftChanged",
    "DraftGone",
    "DraftTooLarge",
    "NotThere",
    "EndedSince",
    "RecordedAlready",
    "Part",
    "Saved",
    "TellsAddress",
    "check_in_turn",
    "check_reason",
    "SaidAlready",
    "correct_protection",
    "end_protection",
    "protect_address",
    "protection_holds",
    "VisitContradicted",
    "add_action",
    "add_to_draft",
    "answer_issue",
    "answer_with_action",
    "begin_draft",
    "book",
    "cancel_booking",
    "correct_event",
    "correct_visit",
    "declare_conflict",
    "end_conflict",
    "end_naming_for_closed_file",
    "end_restriction",
    "finish_action",
    "hand_on_action",
    "keep_here",
    "name_person_for_closed_file",
    "open_record",
    "raise_issue",
    "record_event",
    "record_visit",
    "refresh_now",
    "restrict_child",
    "save_draft",
    "send_draft",
    "take_changed",
    "take_changed_of",
    "take_from_draft",
    "take_in",
    "throw_draft_away",
    "undo",
    "withdraw",
]
