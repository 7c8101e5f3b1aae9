"""Before anything is served: tables, roles, and what this database is (a demo, or a council's own). Run by the owner.

python -m seenheard.config.prepare [--own | --tables]
"""

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

from seenheard.config import environment


class NotThatKind(Exception):
    """The database is a demo and its own was asked for; the sentence says what to do."""


def main(arguments: list[str]) -> int:
    with environment.ready("owner"):
        import django
        from django.core.exceptions import ImproperlyConfigured
        from django.db import OperationalError

        from seenheard.config.grants import NoRights, OldServer

        django.setup()
        try:
            prepare(arguments)
        except (NotThatKind, NoRights, OldServer, ImproperlyConfigured) as why:
            return refuse(str(why))
        except OperationalError:
            return refuse("The database cannot be reached, or does not let us in. See DATABASE_URL.")
    return 0


def prepare(arguments: list[str]) -> None:
    """Make or change the tables, and see that the database has become what was asked for."""
    from django.core.management import call_command

    from seenheard.config import production

    call_command("migrate", verbosity=0)
    for line in production.loud_logs():
        say(line)
    if "--tables" in arguments:
        return
    settled = become("own" if "--own" in arguments else "demo")
    count_again()
    if settled:
        stamp().write_text(mark())


def refuse(why: str) -> int:
    print(why, file=sys.stderr)
    return 1


def stamp() -> Path:
    """Where a finished preparation is remembered: the next start then goes straight to serving."""
    return environment.var() / "prepared"


def mark() -> str:
    """Changes when the code, the database or what was asked of it does."""
    files = sorted(file for kind in ("*.py", "*.toml") for file in (environment.ROOT / "src").rglob(kind))
    states = [f"{file}:{file.stat().st_size}:{file.stat().st_mtime_ns}" for file in files]
    asked = [os.environ.get(name, "") for name in ("DATABASE_URL", "LOCAL_STANDARDS")]
    return hashlib.sha256("\n".join([*asked, *states]).encode()).hexdigest()


def is_prepared() -> bool:
    """Whether nothing has changed since a preparation that left nothing open."""
    return stamp().exists() and stamp().read_text() == mark()


def say(sentence: str) -> None:
    print(sentence, flush=True)


def become(wanted: str, say: Callable[[str], None] = say) -> bool:
    """Make the demo, or invite the first administrator; an older database stays what it was born as.

    True when nothing is left open: the demo is made, or there is an administrator.
    """
    from seenheard.config import clock
    from seenheard.config.models import Installation

    here = Installation.objects.first() or born(demo=wanted == "demo")
    if here.born_demo_at and wanted == "own":
        raise NotThatKind(
            "This database was born as a demo and stays one. For your own authority, name another folder: "
            "SEENHEARD_VAR=/path/to/folder ./run --own"
        )
    clock.forget()
    clock.settle()
    if here.born_demo_at and not here.demo_made_at:
        finish_demo(here, say)
    return bool(here.born_demo_at) or not invite(say)


def count_again() -> None:
    """Make every clock again if the rules, the calendar, the local layer or the counting itself have changed."""
    from seenheard.accounts.domain import SYSTEM
    from seenheard.config import clock
    from seenheard.config.models import Installation
    from seenheard.duties import operations

    here, now = Installation.objects.get(), rules_in_force()
    if here.counted_by not in ("", now):
        say("The rules have changed: counting every child's duties again …")
        operations.rebuild(by=SYSTEM, at=clock.now())
    if here.counted_by != now:
        Installation.objects.update(counted_by=now)


def rules_in_force() -> str:
    """A name for what clocks are reckoned by: the words of every rule, of the code that counts and of what it reads."""
    from django.conf import settings

    rooms = environment.ROOT / "src" / "seenheard"
    law, counting = ("timescales/**/*.toml", "timescales/**/domain/*.py"), ("duties/domain/*.py", "duties/*.py")
    files = sorted(file for kind in (*law, "record/domain/*.py", *counting) for file in rooms.glob(kind))
    told = hashlib.sha256(settings.LOCAL_STANDARDS.encode())
    for file in files:
        told.update(file.read_bytes())
    return told.hexdigest()


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


def invite(say: Callable[[str], None]) -> bool:
    """Print the one-time link with which the first administrator makes an account; False when there is one."""
    from django.conf import settings

    from seenheard.accounts import operations
    from seenheard.accounts.permissions import NotAllowed
    from seenheard.config import clock

    try:
        token = operations.invite_first_administrator(at=clock.now())
    except NotAllowed:
        return False
    say("Nobody can sign in yet. Open this link within 24 hours, once, to make the first administrator:")
    say(f"  {settings.SITE_ADDRESS}/set-up/{token}/")
    if settings.COUNCIL_NAME == clock.NO_NAME:
        say("The pages say “Your council” until COUNCIL_NAME is set: COUNCIL_NAME='…' ./run --own")
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
