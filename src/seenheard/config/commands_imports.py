"""`import` and `undo`: national files in and out again. They join two rooms: after the record changed, the clocks."""

import argparse
import json
import shlex
import sys
from collections.abc import Iterator

from seenheard.accounts.domain import SYSTEM
from seenheard.duties import operations as duties
from seenheard.record.domain.changes import BuiltUpon, NotTaken
from seenheard.returns import operations as returns
from seenheard.returns import queries

REFUSALS = (returns.NotNow, returns.NotKept, BuiltUpon, NotTaken, queries.NoSuchRun)
GOOD_ENDS = ("applied", "undone", "proposed")


def register(sub) -> None:
    one = sub.add_parser("import", help="bring national files in: read, check, match, propose, apply")
    one.add_argument("paths", nargs="+", metavar="PATH", help="CSV files, folders of them, or zip files")
    one.add_argument(
        "--propose", action="store_true", help="stop before applying; a person agrees on the import's page"
    )
    one.add_argument(
        "--complete-year", action="store_true", help="the files are complete for their year: missing rows are withdrawn"
    )
    one.add_argument(
        "--answer", action="append", default=[], metavar="QUESTION=OPTION", help="answer a question beforehand"
    )
    one.add_argument("--json", action="store_true", help="print the result as JSON")
    one.set_defaults(func=import_files)
    back = sub.add_parser("undo", help="take an import back: what was current before it is current again")
    back.add_argument("run", metavar="RUN", help="the import's id")
    back.add_argument("--force", action="store_true", help="even if later imports touched the same rows; theirs stay")
    back.add_argument("--json", action="store_true", help="print the result as JSON")
    back.set_defaults(func=undo)


def import_files(args: argparse.Namespace, clock) -> int:
    """Import the files; 1 if they are refused or a question stays open."""
    answers = dict(one.partition("=")[::2] for one in args.answer)
    try:
        run = returns.import_now(
            files=returns.files_of(args.paths),
            answers=answers,
            go_on=not args.propose,
            complete_for_year=args.complete_year,
            by=SYSTEM,
            at=clock.at,
        )
    except OSError as error:
        return refuse(f"{error.filename}: {error.strerror}")
    except REFUSALS as why:
        return refuse(str(why))
    return told(run, args, clock)


def undo(args: argparse.Namespace, clock) -> int:
    """Undo one import; 1 if later ones were built upon it."""
    try:
        found = queries.run_called(args.run, viewer=SYSTEM)
        if found.state == "undone":
            return refuse("This import was undone already. Nothing was changed.")
        run = returns.undo(run=found, by=SYSTEM, at=clock.at, force=args.force)
    except queries.NoSuchRun:
        return refuse("No import has this id.")
    except REFUSALS as why:
        return refuse(str(why))
    code = told(run, args, clock)
    returns.compare_returns(by=SYSTEM, at=clock.at)
    return code


def told(run, args: argparse.Namespace, clock) -> int:
    """Count again for the children it touched, and print what came of it."""
    duties.take_changes(by=SYSTEM, at=clock.at)
    result = queries.as_json(run)
    print(json.dumps(result, default=str, indent=1) if args.json else "\n".join(lines(result)))
    if result["state"] in GOOD_ENDS:
        return 0
    return refuse(result["says"] or "Nothing was changed. What is listed above has to be settled first.")


# What a proposal counts, in the words of the import's page.
KINDS = {"adds": "new", "amends": "changed", "corrections": "corrected", "withdrawn": "withdrawn", "missing": "missing"}


def lines(result: dict) -> Iterator[str]:
    """The result in words: no child's value, only files, lines and numbers."""
    yield f"Import {result['run']}: {result['return'] or 'not recognised'}, {result['state']}"
    if result["says"]:
        yield f"  {result['says']}"
    for name, numbers in result["counts"].get("objects", {}).items():
        told = ", ".join(f"{numbers[kind]:,} {word}" for kind, word in KINDS.items() if numbers.get(kind))
        yield f"  {name.replace('_', ' ').capitalize()}: {told or 'as it was'}"
    for problem in result["problems"]:
        yield f"  {place(problem)}: {problem['says']} {problem['do'] or ''}".rstrip()
    for question in result["questions"]:
        yield f"  Question: {question['says']} Load the files again with one of:"
        for option, words in question["options"]:
            said = shlex.quote(f"{question['key']}={option}")
            yield f"    --answer {said}   {words}"


def place(problem: dict) -> str:
    """Where in the files: as much of file, line and column as is known."""
    parts = [problem["file"] or "", f"line {problem['line']}" if problem["line"] else "", problem["column"] or ""]
    return ", ".join(part for part in parts if part) or "These files"


def refuse(why: str) -> int:
    print(why, file=sys.stderr)
    return 1
