"""The files' numbers for workers and teams with the names beside them: nobody agrees to a number that says nothing."""

from collections.abc import Collection, Mapping

from seenheard.accounts import team_names, workers_in_files

IN_NO_FILE = "in no file so far"


def teams(refs: Collection[str]) -> str:
    """ "Children in care 1 (T02), T09 (in no file so far)"."""
    return _named(refs, team_names.known() if refs else {})


def workers(refs: Collection[str]) -> str:
    """ "Maya Ashworth (P0002), P9999 (in no file so far)"."""
    return _named(refs, workers_in_files.known(refs))


def _named(refs: Collection[str], names: Mapping[str, str]) -> str:
    return ", ".join(_one(ref, names.get(ref)) for ref in refs)


def _one(ref: str, name: str | None) -> str:
    if name is None:
        return f"{ref} ({IN_NO_FILE})"
    return ref if name in ("", ref) else f"{name} ({ref})"
