"""Workers as the files know them. The record knows, and stands above accounts; `config` introduces the two at start."""

from collections.abc import Callable, Collection

_names: list[Callable[[Collection[str]], dict[str, str]]] = []
_called: list[Callable[[str], bool]] = []


def ask(*, names: Callable[[Collection[str]], dict[str, str]], called: Callable[[str], bool]) -> None:
    """From now on `names` says which numbers are a worker's, and whose, and `called` whether a worker has a name."""
    _names[:], _called[:] = [names], [called]


def known(refs: Collection[str]) -> dict[str, str]:
    """Those of these numbers that a file has, each with the worker's name, or "" where none is told."""
    return _names[0](refs) if _names and refs else {}


def is_called(words: str) -> bool:
    """Whether a worker of the files has this whole name."""
    return bool(_called) and _called[0](words)
