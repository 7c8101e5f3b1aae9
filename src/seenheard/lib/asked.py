"""What commands are asked with, in words where it cannot be read."""

import argparse
from datetime import date


def day(text: str) -> date:
    """A day, as an argument of a command gives it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a date (write YYYY-MM-DD)") from None
