"""Whether words that are to be kept tell an address that somebody must not know."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from seenheard.accounts.permissions import NotAllowed
from seenheard.trail.domain.reasons import in_letters, is_too_short

from ..domain.spellings import Telling, how_told
from ..models import Address, Child
from ..permissions import can_see_address
from ..queries.protected import guarded
from ..queries.seeing import sees

# Days, hours, keys and codes of teams: no words of anybody, and a number in them is no house's.
NO_WORDS = re.compile(
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$|^[0-9]{1,2}:[0-9]{2}$|^[A-Z]{1,3}[0-9]+$|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-"
)
KEPT_WORDS = "The words do not tell the protected address: "  # before the reason, on the version and in the trail


class TellsAddress(NotAllowed):
    """The words hold an address that somebody must not know; nothing was kept. `perhaps`: a reason would keep them.

    `child`: the public id of whose address it is.
    """

    def __init__(self, child: Child, telling: Telling) -> None:
        self.child = child.public_id
        self.perhaps = telling is Telling.PERHAPS
        super().__init__(
            "What you wrote may tell an address of the child that is protected: a name in it is also that of the "
            "street or the house. Take it out, or, if something else is meant, "
            f"{in_letters('say why the words can stay')}."
            if self.perhaps
            else "What you wrote tells an address of the child that is protected, and more people read this than may "
            "know it. Take it out, then save again: whoever may know it finds it on the child’s page."
        )


def check_words(child: Child, *said: Any, on: date, keep_because: str = "", also: Iterable[Address] = ()) -> bool:
    """Whether these words, however deep they lie, are kept only because somebody said why (`keep_because`).

    Raises TellsAddress: they tell a protected address of the child, or one of `also`. What is surely told no reason
    keeps. Whoever asks may know the address: else a refusal would tell it (`check_reason`).
    """
    rows = {row.pk: row for row in (*guarded(child, on).rows, *also)}
    told = _told(rows.values(), [*_words_of(said), keep_because])
    if told is Telling.SURELY or (told and is_too_short(keep_because)):
        raise TellsAddress(child, told)
    return bool(told)


def check_in_turn(child: Child, *said: Any, on: date, keep_because: str = "") -> bool:
    """As `check_words`, for who has not taken the child's turn: nobody protects an address meanwhile."""
    Child.objects.select_for_update(no_key=True).get(pk=child.pk)
    return check_words(child, *said, on=on, keep_because=keep_because)


def check_reason(child: Child, *said: Any, by, on: date) -> None:
    """Nothing, or TellsAddress, for reasons that others read: asked only of who sees the child, and so the address.

    Whoever does not could try addresses until one is refused; of them nothing is asked. What may mean something else
    is kept without asking: nobody is stopped by a perhaps who restricts a child or says that they know the family.
    The caller has locked the child: nobody protects an address meanwhile.
    """
    if not (can_see_address(by) and sees(viewer=by, child=child, on=on)):
        return
    if (told := _told(guarded(child, on).rows, _words_of(said))) is Telling.SURELY:
        raise TellsAddress(child, told)


def _told(rows: Iterable[Address], words: Iterable[str]) -> Telling:
    """How much these words tell, each by itself and all together: they stand on one page, each beside the others."""
    words = [one for one in words if one]
    together = "\n".join(one for one in words if not NO_WORDS.search(one))
    asked = dict.fromkeys([*words, together])
    found = (how_told(one, lines=row.lines, postcode=row.postcode) for row in rows for one in asked)
    return max(found, default=Telling.NOT)


def _words_of(said: Any) -> Iterator[str]:
    if isinstance(said, str):
        yield said
    elif isinstance(said, Mapping):
        yield from _words_of(tuple(said.values()))
    elif isinstance(said, list | tuple):
        for one in said:
            yield from _words_of(one)
