"""Who is meant: by local identifier, then UPN; every doubt is a question, and no question tells of a closed file."""

import pytest

from seenheard.returns.domain.matching import (
    OURS,
    InFile,
    Known,
    authority_question,
    looks_like_another_authority,
    match,
)

BORN = "2015-05-01"
KNOWN = Known(
    ids={"A1": 1, "A2": 2, "GONE": 9},
    upns={"UPN1": 1, "UPN2": 2, "UPN9": 9},
    closed=frozenset({9}),
    births={1: BORN, 2: "2016-06-01", 9: "2019-09-01"},
    local_ids={1: "A1", 2: "A2", 9: "GONE"},
)


def child(local_id, born_on=BORN, upn=None, line=2):
    return InFile(local_id, born_on, upn, "header.csv", line)


def matched(*children, answers=None):
    return match(children, KNOWN, answers or {})


@pytest.mark.parametrize(
    ("found", "who"),
    [
        (child("A1", upn="UPN1"), 1),
        (child("A1", upn=None), 1),
        (child("A1", upn="ANOTHER"), 1),
        (child("A1", born_on=None), 1),
        (child("B7", upn="NEW"), "B7"),
        (child("B7", upn=None), "B7"),
        (child("B7", upn="UPN9"), "B7"),  # the UPN of a closed file is nobody's
    ],
)
def test_an_identifier_without_doubt_is_matched_without_a_question(found, who):
    outcome = matched(found)
    assert (outcome.children, outcome.questions) == ({found.local_id: who}, [])


@pytest.mark.parametrize(
    ("found", "kind", "same", "different"),
    [
        (child("B7", upn="UPN1"), "upn", 1, "B7"),
        (child("A1", upn="UPN2"), "upn", 2, 1),
        (child("A1", born_on="2015-05-02", upn="UPN1"), "birth_date", 1, "A1"),
    ],
)
def test_a_doubt_is_asked_and_each_answer_is_followed(found, kind, same, different):
    asked = matched(found)
    assert [question.kind for question in asked.questions] == [kind]
    assert asked.children == {found.local_id: None}, "an unanswered child is taken in nowhere"
    key = asked.questions[0].key
    for answer, who in (("same", same), ("different", different), ("out", None)):
        outcome = matched(found, answers={key: answer})
        assert (outcome.children, outcome.questions) == ({found.local_id: who}, []), answer


def test_two_children_with_one_upn_in_the_file_are_one_question_about_the_second():
    twins = child("B7", upn="NEW", line=2), child("B8", upn="NEW", line=3)
    asked = matched(*twins)
    assert asked.children == {"B7": "B7", "B8": None}
    assert "B8" in asked.questions[0].says and "B7" in asked.questions[0].says
    assert "NEW" not in asked.questions[0].says
    assert matched(*twins, answers={asked.questions[0].key: "same"}).children == {"B7": "B7", "B8": "B7"}
    assert matched(*twins, answers={asked.questions[0].key: "different"}).children == {"B7": "B7", "B8": "B8"}


def test_the_order_of_the_file_does_not_matter():
    twins = [child("B7", upn="NEW", line=2), child("B8", upn="NEW", line=3), child("A1", upn="UPN2")]
    one, other = match(twins, KNOWN, {}), match(twins[::-1], KNOWN, {})
    assert (one.children, {q.key for q in one.questions}) == (other.children, {q.key for q in other.questions})


def test_a_question_has_the_same_key_once_the_children_are_known():
    twins = child("B7", upn="NEW"), child("B8", upn="NEW")
    before = matched(*twins).questions[0].key
    later = Known(ids={"B7": 7, "B8": 8}, upns={"NEW": 7}, births={}, local_ids={7: "B7", 8: "B8"})
    assert {q.key for q in match(twins, later, {}).questions} == {before}
    assert match(twins, later, {before: "different"}).children == {"B7": 7, "B8": 8}


@pytest.mark.parametrize(
    ("found", "who", "perhaps_new"),
    [
        (child("GONE", born_on="2019-09-01"), 9, False),
        (child("GONE", born_on="2021-01-01"), None, True),
        (child("GONE", born_on="2021-01-01", upn="UPN9"), None, False),
        (child("GONE", born_on=None), None, False),
    ],
)
def test_an_identifier_of_a_closed_file_means_it_with_its_birth_date_and_is_never_asked_about(found, who, perhaps_new):
    outcome = matched(found)
    assert outcome.questions == []
    assert outcome.children.get("GONE") == who
    assert ("GONE" in outcome.closed, "GONE" in outcome.perhaps_new) == (who is None, perhaps_new)


def test_a_file_of_another_authority_is_asked_about():
    known = Known(ids={f"A{n}": n for n in range(100)})
    stranger = [child(f"Z{n}") for n in range(100)]
    ours = [child(f"A{n}", born_on=None) for n in range(3)] + [child(f"N{n}", born_on=None) for n in range(30)]
    assert looks_like_another_authority(match(stranger, known, {}), 100, known)
    assert not looks_like_another_authority(match(ours, known, {}), 33, known), "a small part of our own file is ours"
    assert not looks_like_another_authority(match(stranger, Known(), {}), 100, Known()), "an empty record cannot tell"
    assert OURS in dict(authority_question(100, 0).options)
