"""What codes and sources are called, in words for those who read a child's page."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from seenheard.returns.domain import codes

SOURCES: Mapping[str, str] = {
    "typed": "what was typed here",
    "ssd": "the Standard Safeguarding Dataset",
    "annex_a": "the Annex A lists",
    "cin": "the children in need census",
    "ssda903": "the SSDA903 return",
}

OWN: Mapping[str, Mapping[str, str]] = {
    "ROLE": {
        "CW": "allocated worker",
        "IRO": "independent reviewing officer",
        "PA": "personal adviser",
    },
    "IMMIGRATION": {"UASC": "unaccompanied asylum-seeking child"},
}


def label(code_list: str, code: str) -> str:
    """The words for a code. What no list explains is shown as the file has it, and said to be a code."""
    if code_list == "PLACEMENT_REASON":  # an episode's start gives one list, a change of placement the other
        return label("REASON_PLACE_CHANGE" if codes.label("RNE", code) == code else "RNE", code)
    words = OWN.get(code_list, {}).get(code) or codes.label(code_list, code)
    return f"“{code}”, a code that no list here explains" if words == code and _is_bare(code) else words


def choices_of(code_list: str) -> tuple[tuple[str, str], ...]:
    """The codes of a list that are in force today, each with its words."""
    if code_list in OWN:
        return tuple(OWN[code_list].items())
    listed = codes.everything().get(code_list, {})
    return tuple((code, one.label) for code, one in listed.items() if one.in_force(None))


def _is_bare(code: str) -> bool:
    """Whether this is a code and not words: files that have no list for a column often hold words."""
    return code.isupper() or code.isdigit()


def labels_for(*, worker_names: Mapping[str, str]) -> Callable[[str, str], str]:
    """`label`, which also knows workers by name under the list WORKER."""

    def say(code_list: str, code: str) -> str:
        if code_list == "WORKER":
            return worker_names.get(code) or "A worker whose name is not recorded"
        return label(code_list, code)

    return say


def source_words(source: str) -> str:
    """ "the SSDA903 return"."""
    return SOURCES.get(source, source)
