"""What a code is called on a page."""

import pytest

from seenheard.desk.labels import label, labels_for


@pytest.mark.parametrize(
    ("code_list", "code", "words"),
    [
        ("ROLE", "CW", "allocated worker"),
        ("ROLE", "Family worker", "Family worker"),
        ("ROLE", "FSW", "“FSW”, a code that no list here explains"),
        ("UPN_UNKNOWN", "UN1", "Not of school age"),
        ("IMMIGRATION", "UASC", "unaccompanied asylum-seeking child"),
        ("PLACEMENT_REASON", "S", "Started to be looked after"),
    ],
)
def test_a_code_is_told_in_words_or_said_to_be_one(code_list, code, words):
    assert label(code_list, code).casefold() == words.casefold()


def test_a_worker_without_a_name_is_not_told_by_number():
    assert labels_for(worker_names={"P1": "Maya"})("WORKER", "P1") == "Maya"
    assert "P2" not in labels_for(worker_names={})("WORKER", "P2")
