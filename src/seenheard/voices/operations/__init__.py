"""What can be done with the voices."""

from .categories import (
    add_category,
    ask_again,
    change_category,
    choose_pack,
    merge_category,
    retire_category,
    word_category,
)
from .plans import rate_plan
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

__all__ = [
    "DraftChanged",
    "DraftTooLarge",
    "NotAsked",
    "NotSent",
    "Opened",
    "RoundOver",
    "SentAlready",
    "add_category",
    "ask_again",
    "change_category",
    "choose_pack",
    "close_round",
    "merge_category",
    "open_round",
    "open_rounds",
    "rate_plan",
    "retire_category",
    "save_worker_draft",
    "send_worker_reply",
    "set_voices",
    "word_category",
]
