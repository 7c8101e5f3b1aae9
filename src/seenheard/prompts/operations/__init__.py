"""What can be done to prompts: hand over what causes them, say that one was seen or acted on, tell people."""

from .acting import act, see
from .giving import Given, causes_of_child, causes_of_children

__all__ = ["Given", "act", "causes_of_child", "causes_of_children", "see"]
