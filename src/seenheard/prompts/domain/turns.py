"""Whose turn it is to be told."""

from collections.abc import Sequence


def next_told(listed: Sequence[str], *, last: str) -> str:
    """The one after `last` in the list, the first where `last` is not in it or is its end; nobody of an empty list."""
    if not listed:
        return ""
    return listed[(listed.index(last) + 1) % len(listed)] if last in listed else listed[0]
