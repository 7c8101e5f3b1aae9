"""The command line: collects every room's commands, and runs one.

./seenheard COMMAND …        0 done · 1 refused, with a reason · 2 wrong use · 141 nobody reads on
"""

import argparse
import os
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec

import django

from seenheard.config import commands_events, commands_ratings, database, environment

DONE, REFUSED, WRONG_USE = 0, 1, 2
NOBODY_READS = 141  # cut short by it: what a shell says of a program that a closed pipe has ended
# In the order in which --help shows them.
HOLDING_COMMANDS = (
    "seenheard.accounts.commands",
    "seenheard.config.commands_imports",
    "seenheard.desk.commands",
    "seenheard.performance.commands",
    "seenheard.performance.commands_publish",
    "seenheard.duties.commands",
    "seenheard.prompts.commands",
    "seenheard.record.commands",
    "seenheard.timescales.commands",
    "seenheard.trail.commands",
    "seenheard.config.commands_recording",
    "seenheard.config.commands_ratings",
    "seenheard.config.commands_closed_files",
    "seenheard.config.commands_upkeep",
)


def main(arguments: list[str]) -> int:
    """Do one command, and end quietly where whoever reads our output has read enough: `… | head`.

    What the command came to is told all the same, by the code that it ends with.
    """
    try:
        return command(arguments)
    except BrokenPipeError:
        return NOBODY_READS
    finally:  # what was printed goes now: at the interpreter's end a closed pipe would be a fault of its own
        for stream in filter(None, (sys.stdout, sys.stderr)):  # there is none where the shell closed it: `… >&-`
            let_go(stream)


def let_go(stream) -> None:
    """Send what was printed to whoever reads it, or to nobody."""
    try:
        stream.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def command(arguments: list[str]) -> int:
    """What the words ask for; its exit code."""
    if commands_events.is_meant(arguments):
        return commands_events.main(arguments[1:])
    if commands_ratings.is_meant(arguments):
        return commands_ratings.main(arguments)
    try:
        with environment.ready():
            django.setup()
            return run(arguments)
    except database.NoServer as why:
        return refuse(str(why))


def run(arguments: list[str]) -> int:
    """Parse and do one command. Django is set up, and the database runs."""
    from seenheard.accounts.permissions import NotAllowed
    from seenheard.config import clock, connections
    from seenheard.config.logs import where

    connections.look_as_system_from_now_on()
    wanted = parser().parse_args(arguments)
    if not tables_are_there() and not make_tables():
        return REFUSED
    clock.settle()
    try:
        return wanted.func(wanted, clock.CommandClock())
    except NotAllowed as why:
        return refuse(str(why))
    except BrokenPipeError:
        raise
    except Exception as error:  # its message may quote a value, so only its class and place are said
        return refuse(f"This could not be done, because of a fault in this system: {where(error)}.")


def parser() -> argparse.ArgumentParser:
    """Every command of every room."""
    whole = argparse.ArgumentParser(
        prog="./seenheard", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    sub = whole.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name in HOLDING_COMMANDS:
        if find_spec(name):
            import_module(name).register(sub)
    commands_events.add_to(sub.choices["clocks"])
    return whole


def tables_are_there() -> bool:
    """Whether the owner has been here. Before that not even the role exists that we would sign in as."""
    from django.db import OperationalError, connection

    from seenheard.config.models import Installation

    try:
        connection.ensure_connection()
    except OperationalError:
        return False
    return Installation._meta.db_table in connection.introspection.table_names()


def make_tables() -> bool:
    """A first command may come before the first ./run: the owner makes the tables, in a process of its own."""
    made = subprocess.run([sys.executable, "-m", "seenheard.config.prepare", "--tables"])
    return made.returncode == 0


def refuse(why: str) -> int:
    print(why, file=sys.stderr)
    return REFUSED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
