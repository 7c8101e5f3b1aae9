"""What can be done with the voices."""

from .alarms import DoneAlready, alarm_on_safety, finish_alarm, hand_on_alarms, raise_alarm, take_alarm
from .caring import save_carer_draft, send_carer_reply
from .categories import (
    add_category,
    ask_again,
    change_category,
    choose_pack,
    merge_category,
    retire_category,
    word_category,
)
from .door_words import word_door
from .earlier import take_in_households, take_in_rounds
from .forgetting import Forgotten, forget
from .households import InvitedCarer, end_member, invite_carer
from .parents import save_parent_draft, write_down_parent
from .plans import rate_plan
from .prompting import follow_actions, hand_over, hand_over_many
from .reminding import tell_carers
from .replying import (
    DraftChanged,
    DraftTooLarge,
    NotSent,
    RoundOver,
    SentAlready,
    save_worker_draft,
    send_worker_reply,
)
from .rounds import NotAsked, Opened, close_round, open_round, open_rounds
from .setting import set_voices
from .talking import ToDo, act_on_wish, read_reply, record_talk, tell_back

__all__ = [
    "InvitedCarer",
    "end_member",
    "invite_carer",
    "save_carer_draft",
    "send_carer_reply",
    "DoneAlready",
    "DraftChanged",
    "DraftTooLarge",
    "NotAsked",
    "NotSent",
    "Opened",
    "RoundOver",
    "SentAlready",
    "ToDo",
    "act_on_wish",
    "add_category",
    "alarm_on_safety",
    "ask_again",
    "change_category",
    "choose_pack",
    "close_round",
    "finish_alarm",
    "Forgotten",
    "forget",
    "follow_actions",
    "hand_over",
    "hand_over_many",
    "hand_on_alarms",
    "merge_category",
    "open_round",
    "open_rounds",
    "rate_plan",
    "raise_alarm",
    "read_reply",
    "record_talk",
    "retire_category",
    "save_parent_draft",
    "save_worker_draft",
    "send_worker_reply",
    "set_voices",
    "take_alarm",
    "take_in_households",
    "take_in_rounds",
    "tell_back",
    "tell_carers",
    "word_category",
    "word_door",
    "write_down_parent",
]
