"""What people are asked, what they said, and what followed. Rows are only added, but for drafts and sittings."""

from .asking import Round, RoundEnd
from .categories import Category, CategoryVersion, DoorWords, Setting, Wording
from .doors import ChildCode, Sitting, UsedCode, WrongTry
from .following import Alarm, AlarmStep, FirstReading, PlanRating, Talk, ToldBack
from .households import EndedMember, Household, Member
from .saying import Rating, Reply, ReplyDraft

__all__ = [
    "Alarm",
    "AlarmStep",
    "Category",
    "CategoryVersion",
    "ChildCode",
    "DoorWords",
    "EndedMember",
    "FirstReading",
    "Household",
    "Member",
    "PlanRating",
    "Rating",
    "Reply",
    "ReplyDraft",
    "Round",
    "RoundEnd",
    "Setting",
    "Sitting",
    "Talk",
    "ToldBack",
    "UsedCode",
    "Wording",
    "WrongTry",
]
