"""What commands are asked with, in words where it cannot be read."""

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

EARLIEST = date(1900, 1, 1)
"""Nothing here is older. Days can be reckoned back from it, where from the calendar's first there are none before."""


class BadFile(ValueError):
    """The file is not what it should be; the sentence says where, and never what stood there."""


def day(text: str) -> date:
    """A day, as an argument of a command gives it."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a date (write YYYY-MM-DD)") from None
    if found < EARLIEST:
        raise argparse.ArgumentTypeError(f"{text} is too long ago (write {EARLIEST} or later)")
    return found


def json_list(path: Path, what: str) -> list[Any]:
    """The list that a JSON file in UTF-8 holds; `what` says of what ("children"). Raises BadFile."""
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadFile(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise BadFile(f"{path}: this is not text in UTF-8.") from None
    except ValueError as error:
        place = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else "its first bytes"
        raise BadFile(f"The file is not JSON: see {place}.") from None
    except RecursionError:
        raise BadFile(f"The file is not a list of {what}: it is nested too deeply.") from None
    if not isinstance(listed, list):
        raise BadFile(f"The file must hold a list of {what}: [{{…}}, {{…}}].")
    return listed


def day_in(given: Any, what: str) -> date:
    """A day that stands in such a file; `what` says where. Raises BadFile."""
    try:
        return date.fromisoformat(given)
    except (TypeError, ValueError):
        raise BadFile(f"{what} is not a date: write it as 2026-03-31.") from None
