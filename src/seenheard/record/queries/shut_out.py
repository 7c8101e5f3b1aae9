"""Whether somebody is to be told that a restriction shuts them out, asked when the message is made."""

from datetime import date

from seenheard.accounts import queries as accounts

from .restrictions import not_over
from .seeing import sees


def is_shut_out(*, person: str, restriction: str, on: date) -> bool:
    """Whether the restriction is not over, and this person (both by public id) may not see the child for it: today, or
    from its first day on. Taken back meanwhile, or replaced by one that names them, it is nobody's news."""
    one = not_over(on=on).filter(public_id=restriction).select_related("child").first()
    who = accounts.people().filter(public_id=person, is_active=True).first()
    return one is not None and who is not None and not sees(viewer=who, child=one.child, on=max(on, one.from_on))
