"""What rows say about one another: always a finding, never a refusal, and the row is kept."""

import pytest

from .reading import EPISODES, HEADER, REVIEWS, child, codes, episode, reading, review, the

MISSING = ["CHILD", "DOB", "MISSING", "MIS_START", "MIS_END"]


def upload(header=None, **tables):
    return {"header.csv": [HEADER, *(header or [child()])], **{f"{name}.csv": rows for name, rows in tables.items()}}


def test_nothing_is_found_where_nothing_is_wrong():
    found = reading(upload(episodes=[EPISODES, episode()], reviews=[REVIEWS, review()]))
    assert codes(found) == ["year_read"]


FINDINGS = {
    "a child without a header": (upload(episodes=[EPISODES, episode(), episode("8")]), "no_header", "CHILD", 3),
    "a birth date that differs": (upload(reviews=[REVIEWS, review(born="15/05/2012")]), "birth_differs", "DOB", 2),
    "an end before the beginning": (upload(episodes=[EPISODES, episode(DEC="13/05/2025", REC="X1")]), "wrong_order", "DEC", 2),
    "a key twice": (upload(episodes=[EPISODES, episode(), episode(LS="V2", DEC="14/05/2025", REC="X1")]), "key_twice", "", 3),
    "an overlap": (upload(episodes=[EPISODES, episode(DEC="01/08/2025", REC="X1"), episode(DECOM="31/07/2025", RNE="P")]), "overlap", "DECOM", 3),
    "two open at once": (upload(episodes=[EPISODES, episode(), episode(DECOM="31/07/2025", RNE="P")]), "overlap", "DECOM", 3),
    "two children, one UPN": (upload([child(UPN="A999000000001"), child("8", UPN="A999000000001")], reviews=[REVIEWS, review()]), "shared_upn", "UPN", 2),
    "a review after the year": (upload(episodes=[EPISODES, episode()], reviews=[REVIEWS, review(day="20/06/2026")]), "after_the_year", "REVIEW", 2),
    "a blank that should not be": (upload(episodes=[EPISODES, episode(CIN="")]), "blank", "CIN", 2),
    "a UPN that lost its noughts": (upload([child(UPN="A12345")], reviews=[REVIEWS, review()]), "bad_upn", "UPN", 2),
}  # fmt: skip


@pytest.mark.parametrize(("files", "code", "column", "line"), FINDINGS.values(), ids=FINDINGS)
def test_what_is_odd_is_a_finding_with_its_line_and_the_row_is_kept(files, code, column, line):
    found = reading(files)
    problem = the(found, code)
    assert (problem.level, problem.column, problem.line) == ("finding", column, line)
    assert found.rows == sum(len(rows) - 1 for rows in files.values())


def test_episodes_that_touch_do_not_overlap():
    rows = [episode(DEC="01/08/2025", REC="X1"), episode(DECOM="01/08/2025", RNE="P")]
    assert "overlap" not in codes(reading(upload(episodes=[EPISODES, *rows])))


def test_short_breaks_may_lie_inside_other_episodes():
    rows = [episode(), episode(DECOM="31/07/2025", LS="V4", DEC="02/08/2025", REC="E8")]
    assert "overlap" not in codes(reading(upload(episodes=[EPISODES, *rows])))


def test_the_same_row_twice_is_only_said():
    found = reading(upload(reviews=[REVIEWS, review(), review()]))
    assert the(found, "same_row_twice").level == "note"


def test_children_that_share_a_reason_for_no_upn_share_nothing():
    found = reading(upload([child(), child("8")], reviews=[REVIEWS, review()]))
    assert "shared_upn" not in codes(found)


def test_references_between_tables_of_ssd():
    found = reading({
        "ssd_person.csv": [["pers_person_id", "pers_surname"], ["7", "Reed"]],
        "ssd_cla_episodes.csv": [["clae_cla_episode_id", "clae_person_id", "clae_cla_placement_id"], ["E1", "7", "P1"], ["E2", "8", "P9"]],
        "ssd_cla_placement.csv": [["clap_cla_placement_id", "clap_person_id"], ["P1", "7"]],
    })  # fmt: skip
    assert (the(found, "no_target").line, the(found, "no_header").line) == (3, 3)
    assert found.rows == 4


# This year against last


def two_years(this, last, header=(), last_header=()):
    return {
        "this/episodes.csv": [EPISODES, *this],
        "last/episodes.csv": [EPISODES, *last],
        "this/header.csv": [HEADER, *(header or [child()])],
        "last/header.csv": [HEADER, *(last_header or [child()])],
    }


OPEN = episode(DECOM="14/05/2024")
YEARS = {
    "an open episode that is gone": (two_years([episode()], [OPEN]), "open_last_year_gone", "last/episodes.csv"),
    "an open episode with another status": (two_years([episode(DECOM="14/05/2024", LS="V2"), episode()], [OPEN]), "changed_since_last_year", "this/episodes.csv"),
    "an ended episode that ends anew": (
        two_years([episode(DECOM="14/05/2024", DEC="02/02/2025", REC="E8"), episode()],
                  [episode(DECOM="14/05/2024", DEC="01/02/2025", REC="E8")]), "closed_last_year_again", "this/episodes.csv"),
    "a birth date that moved": (two_years([episode()], [OPEN], header=[child(DOB="01/01/2012")]), "birth_changed", "this/header.csv"),
}  # fmt: skip


@pytest.mark.parametrize(("files", "code", "file"), YEARS.values(), ids=YEARS)
def test_this_year_is_held_against_last(files, code, file):
    found = reading(files)
    problem = the(found, code)
    assert (problem.level, problem.file, problem.line) == ("finding", file, 2)


def test_an_episode_that_goes_on_or_ends_is_nothing_to_say():
    found = reading(two_years([episode(DECOM="14/05/2024", DEC="14/05/2025", REC="X1"), episode(RNE="P")], [OPEN]))
    assert codes(found) == ["year_read"]


def test_an_episode_that_had_ended_need_not_be_in_this_years_file():
    ended = episode(DECOM="14/05/2024", DEC="01/02/2025", REC="E8")
    assert codes(reading(two_years([episode()], [ended]))) == ["year_read"]
