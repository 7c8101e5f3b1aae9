"""What is done with accounts: inviting, changing and switching off; agreeing to it; links; cover."""

from seenheard.accounts.domain import SYSTEM
from seenheard.accounts.operations.carers import let_carer_in
from seenheard.accounts.operations.cover import end_cover, set_cover
from seenheard.accounts.operations.links import (
    AlreadyThere,
    NoSuchInvitation,
    accept_invitation,
    invite_first_administrator,
    link_to_send,
    renew_set_up_link,
    send_set_up_link,
)
from seenheard.accounts.operations.people import (
    Invited,
    cast_member,
    change_role,
    invite,
    remove_second_factor,
    switch_off,
    switch_on,
)
from seenheard.accounts.operations.rights import AlreadySettled, agree, refuse, settled_already

__all__ = [
    "SYSTEM",
    "AlreadySettled",
    "AlreadyThere",
    "Invited",
    "NoSuchInvitation",
    "accept_invitation",
    "agree",
    "cast_member",
    "change_role",
    "end_cover",
    "invite",
    "invite_first_administrator",
    "let_carer_in",
    "link_to_send",
    "refuse",
    "remove_second_factor",
    "renew_set_up_link",
    "send_set_up_link",
    "set_cover",
    "settled_already",
    "switch_off",
    "switch_on",
]
