"""What can be done with the voices."""

from .categories import add_category, change_category, choose_pack, merge_category, retire_category, word_category
from .setting import set_voices

__all__ = [
    "add_category",
    "change_category",
    "choose_pack",
    "merge_category",
    "retire_category",
    "set_voices",
    "word_category",
]
