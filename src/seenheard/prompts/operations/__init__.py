"""What can be done to prompts: hand over what causes them, say that one was seen or acted on, tell people."""

from .acting import act, cannot_be_done, see
from .alerting import tell_of_alarm, tell_of_link, tell_of_opening, tell_of_restriction, tell_of_round
from .digests import Made, make_digests
from .giving import Given, causes_of_child, causes_of_children, causes_of_givers
from .handing import hand_on, say_who_is_told_next
from .sending import Sent, send_waiting

__all__ = [
    "Given",
    "Made",
    "Sent",
    "act",
    "cannot_be_done",
    "causes_of_child",
    "causes_of_children",
    "causes_of_givers",
    "hand_on",
    "make_digests",
    "say_who_is_told_next",
    "see",
    "send_waiting",
    "tell_of_alarm",
    "tell_of_link",
    "tell_of_opening",
    "tell_of_restriction",
    "tell_of_round",
]
