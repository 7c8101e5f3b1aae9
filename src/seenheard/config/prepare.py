"""Before anything is served: tables, roles, and what this database is (a demo, or a council's own). Run by the owner.

python -m seenheard.config.prepare [--own | --tables]
"""

import sys
from collections.abc import Callable

import django


class NotThatKind(Exception):
    """The database is a demo and its own was asked for; the sentence says what to do."""


def main(arguments: list[str]) -> int:
    django.setup()
    from django.core.management import call_command

    from seenheard.config.grants import OldServer

    try:
        call_command("migrate", verbosity=0)
        if "--tables" in arguments:
            return 0
        become("own" if "--own" in arguments else "demo")
    except (NotThatKind, OldServer) as why:
        print(why, file=sys.stderr)
        return 1
    tell_of_the_last_crash()
    return 0


def say(sentence: str) -> None:
    print(sentence, flush=True)


def become(wanted: str, say: Callable[[str], None] = say) -> None:
    """Make the demo, or invite the first administrator; an older database stays what it was born as."""
    from seenheard.config import clock
    from seenheard.config.models import Installation

    here = Installation.objects.first() or born(demo=wanted == "demo")
    if here.born_demo_at and wanted == "own":
        raise NotThatKind(
            "This database was born as a demo and stays one. For your own authority, name another folder: "
            "SEENHEARD_VAR=/path/to/folder ./run --own"
        )
    clock.forget()
    if here.born_demo_at and not here.demo_made_at:
        finish_demo(here, say)
    if not here.born_demo_at:
        invite()


def born(*, demo: bool):
    """The one row about this database."""
    from seenheard.config import clock
    from seenheard.config.models import Installation

    clock.forget()
    return Installation.objects.create(born_demo_at=clock.now() if demo else None)


def finish_demo(here, say: Callable[[str], None]) -> None:
    """Load the invented authority. Safe to begin again: an import made twice is made once."""
    from seenheard.config import clock, demo

    say("Making the invented authority Fenmarsh …")
    demo.make_demo(at=clock.now(), say=say)
    here.demo_made_at = clock.now()
    here.save(update_fields=["demo_made_at"])


def invite() -> None:
    """Print the one-time link with which the first administrator sets up an account, while there is none."""
    from django.conf import settings

    from seenheard.accounts import operations
    from seenheard.accounts.permissions import NotAllowed
    from seenheard.config import clock

    try:
        token = operations.invite_first_administrator(at=clock.now())
    except NotAllowed:
        return  # there is an administrator already
    say("Nobody can sign in yet. Open this link within 24 hours, once, to make the first administrator:")
    say(f"  {settings.SITE_ADDRESS}/set-up/{token}/")


def tell_of_the_last_crash() -> None:
    """Say which imports a crash interrupted, and that nothing of them is half done."""
    from seenheard.config import clock
    from seenheard.returns import operations

    for sentence in operations.after_a_crash(at=clock.now()):
        say(sentence)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
