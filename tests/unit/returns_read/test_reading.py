"""What a clerk's upload comes to: rows, and for everything odd one sentence with file, line and column."""

from pathlib import Path
from zipfile import ZIP_STORED

import pytest

from seenheard.returns.domain import problems
from seenheard.returns.domain.types import Refused
from tests.reliability.files.samples import as_text, make, zipped

from .reading import EPISODES, HEADER, REVIEWS, child, codes, episode, reading, review, the

FENMARSH = Path(__file__).parents[3] / "demo" / "fenmarsh"


def fenmarsh(name):
    return {path.name: path.read_bytes() for path in sorted((FENMARSH / name).glob("*.csv"))}


@pytest.mark.parametrize(("name", "rows", "tables"), [("ssda903", 721, 9), ("ssd", 8189, 32)])
def test_fenmarsh_reads_whole_with_nothing_refused(name, rows, tables):
    found = reading(fenmarsh(name))
    assert (found.return_name, found.rows, len(found.tables)) == (name, rows, tables)
    assert set(codes(found)) <= {"year_read"}


@pytest.mark.parametrize("name", ["ssd", "ssda903"])
def test_a_zip_a_folder_and_a_folder_in_a_zip_read_alike(name):
    files = {file: as_text(rows).encode() for file, rows in make(name).items()}
    plain = reading(files)
    packed = reading({"upload.zip": zipped(files)})
    inside = reading({"upload.zip": zipped({f"2025-26/returns/{file}": data for file, data in files.items()})})
    assert values(plain) == values(packed) == values(inside)
    assert plain.rows > 40


def values(found):
    return {table: [row.values for row in rows] for table, rows in found.tables.items()}


def test_columns_may_come_in_any_order_and_case():
    rows = [REVIEWS, review()]
    turned = [[cell.lower() if number == 0 else cell for cell in row[::-1]] for number, row in enumerate(rows)]
    assert values(reading({"reviews.csv": turned})) == values(reading({"reviews.csv": rows}))


def test_an_extra_column_is_kept_aside():
    found = reading({"reviews.csv": [[*REVIEWS, "Team"], [*review(), "North"], [*review("8"), ""]]})
    assert [row.aside for row in found.tables["reviews"]] == [{"Team": "North"}, None]
    assert "columns_aside" in codes(found, "note")
    assert found.files[0].extra == ("Team",)


def test_a_903_file_without_one_of_its_columns_is_refused_by_name():
    found = reading({"reviews.csv": [REVIEWS[:3], review()[:3]]})
    problem = the(found, "column_missing")
    assert (problem.level, problem.file) == ("refuse", "reviews.csv")
    assert "REVIEW_CODE" in problem.says
    assert found.refused
    assert not found.tables


def test_an_ssd_file_without_one_of_its_columns_is_read_and_it_is_named():
    found = reading(
        {
            "ssd_cla_visits.csv": [
                ["clav_cla_visit_id", "clav_person_id", "clav_cla_visit_date"],
                ["V1", "7", "2025-05-05"],
            ]
        }
    )
    assert "clav_cla_visit_seen" in the(found, "columns_missing").says
    assert found.tables["cla_visits"][0].values == ("V1", None, "7", "2025-05-05", None, None)


def test_an_ssd_file_without_its_key_is_refused():
    found = reading(
        {
            "ssd_cla_visits.csv": [
                ["clav_cla_id", "clav_cla_visit_date", "clav_cla_visit_seen"],
                ["C1", "2025-05-05", "Y"],
            ]
        }
    )
    assert codes(found, "refuse") == ["not_recognised"]
    assert "clav_cla_visit_id" in the(found, "not_recognised").says


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"reviews.csv": [[*REVIEWS, "review"], [*review(), ""]]}, "column_twice"),
        ({"odd.csv": [["Name", "Address"], ["Ash", "Fen Lane"]]}, "unknown_table"),
        ({"reviews.csv": [review(), review("8")]}, "no_heading"),
        ({"reviews.csv": as_text([REVIEWS, review()]) + '8,"14/05/2012,20/06/2025,PN1\r\n'}, "unclosed_quote"),
        ({"reviews.csv": as_text([REVIEWS]) + '8,"14/05/2012"x,20/06/2025,PN1\r\n'}, "stray_quote"),
        ({"reviews.csv": as_text([REVIEWS, review()]) + "8,14/05/2012,20/0"}, "cut_short"),
        ({"reviews.csv": b""}, "empty_file"),
        ({"reviews.csv": b"PK\x03\x04" + bytes(30) + b"[Content_Types].xml xl/workbook.xml"}, "spreadsheet"),
        ({"reviews.csv": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}, "spreadsheet"),
        ({"reviews.xls": b"<html><table><tr><td>CHILD"}, "spreadsheet"),
        ({"reviews.ods": zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, ZIP_STORED)}, "spreadsheet"),
        ({"reviews.csv": b"%PDF-1.7"}, "not_csv"),
        ({"reviews.csv": b'<?xml version="1.0"?><Message/>'}, "not_csv"),
        ({"reviews.csv": [REVIEWS, review()], "ssd_family.csv": [["fami_table_id", "fami_family_id", "fami_person_id"], ["1", "2", "7"]]},
         "two_returns"),
        ({"reviews.csv": [REVIEWS, review(day="20/06/2031")]}, "unknown_year"),
        ({"reviews.csv": [[*REVIEWS, "LA"], [*review(), "North"], [*review("8"), "South"]]}, "regional_file"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_one_sentence(files, code):
    found = reading(files)
    assert codes(found, "refuse") == [code]
    assert found.rows == 0
    problem = the(found, code)
    assert problem.says.endswith((".", "?"))
    assert problem.do


def test_a_file_without_a_heading_is_told_the_columns_of_the_table_that_its_name_says():
    problem = the(reading({"reviews.csv": [review(), review("8")]}), "no_heading")
    assert (problem.line, problem.do) == (
        1,
        "The first line must name the columns, for example CHILD, DOB, REVIEW.",
    )


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"reviews.csv": [REVIEWS, review(), review(day="31/02/2026")]}, "bad_date"),
        ({"reviews.csv": [REVIEWS, review(), review("")]}, "blank_key"),
        ({"reviews.csv": [REVIEWS, review(), review("1.23E+11")]}, "spoilt_identifier"),
        ({"reviews.csv": as_text([REVIEWS, review()]) + "8,14/05/2012\r\n"}, "short_line"),
    ],
)  # fmt: skip
def test_a_row_that_is_left_out_is_said_to_be_left_out(files, code):
    found = reading(files)
    assert found.rows == 1
    assert "left out" in the(found, code).says


def test_one_doubtful_date_is_not_called_several():
    (question,) = reading({"reviews.csv": [REVIEWS, review(day="46047")]}).questions
    assert question.says == "The column REVIEW of reviews.csv holds a plain number where a date should be. What is it?"
    (question,) = reading({"reviews.csv": [REVIEWS, review(day="20/06/25")]}).questions
    assert question.says.startswith("The column REVIEW of reviews.csv holds a date with a two-figure year (39 would")
    (question,) = reading({"reviews.csv": [REVIEWS, review(day="46047"), review(day="46048")]}).questions
    assert question.says.startswith(
        "The column REVIEW of reviews.csv holds plain numbers where dates should be (2 diff"
    )


@pytest.mark.parametrize(
    ("files", "code"),
    [({}, "nothing_found"), ({"README.md": "Read me"}, "nothing_found"), ({"a.zip": zipped({})}, "nothing_found")],
)
def test_an_upload_without_a_csv_is_refused(files, code):
    with pytest.raises(Refused) as refused:
        reading(files)
    assert refused.value.code == code


def test_a_readme_beside_the_tables_is_left_out_and_said_so():
    found = reading({"README.md": "Read me", "reviews.csv": [REVIEWS, review()]})
    assert the(found, "left_out").level == "note"
    assert found.rows == 1


def test_a_table_may_end_in_txt_and_a_letter_may_lie_beside_it():
    found = reading({"reviews.txt": as_text([REVIEWS, review()], "\t"), "letter.txt": "Dear all,\nhere are the files."})
    assert found.rows == 1
    assert the(found, "left_out").file == "letter.txt"


def test_a_table_of_ssd_that_is_not_taken_in_yet_is_named():
    found = reading(
        {
            "ssd_send.csv": [["send_table_id", "send_person_id"], ["1", "7"]],
            "ssd_family.csv": make("ssd")["ssd_family.csv"],
        }
    )
    assert codes(found, "note").count("known_not_taken") == 1
    assert not found.refused


def test_the_same_file_twice_is_read_once():
    found = reading({"reviews.csv": [REVIEWS, review()], "copy of reviews.csv": [REVIEWS, review()]})
    assert found.rows == 1
    assert "file_twice" in codes(found, "note")


def test_line_numbers_are_those_of_the_file_also_after_line_breaks_in_cells():
    heading = ["earl_episode_id", "earl_person_id", "earl_episode_reason"]
    text = as_text([heading, ["1", "7", "two\r\nlines"]]) + "\r\n" + as_text([["2", "", "x"], ["3", "7", "x"]])
    found = reading({"ssd_early_help_episodes.csv": text})
    assert [row.line for row in found.tables["early_help_episodes"]] == [2, 6]
    assert the(found, "blank_key").line == 5


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_is_a_line_end(end):
    text = as_text([REVIEWS, review(), review("8"), review("9")]).replace("\r\n", end)
    assert [row.line for row in reading({"reviews.csv": text}).tables["reviews"]] == [2, 3, 4]


def test_a_file_without_a_last_line_end_is_whole():
    found = reading({"reviews.csv": as_text([REVIEWS, review()]).rstrip()})
    assert (found.rows, codes(found)) == (1, ["year_read"])


def test_what_spreadsheets_add_is_passed_over():
    rows = [[*REVIEWS, "", ""], [*review(), "", ""], ["", "", "", "", "", ""], [*review("8"), "", "", "", ""]]
    found = reading({"reviews.csv": rows})
    assert ([row.line for row in found.tables["reviews"]], codes(found)) == ([2, 4], ["year_read"])


def test_a_line_with_a_cell_too_few_is_left_out_by_number():
    found = reading({"reviews.csv": as_text([REVIEWS, review(), ["8", "14/05/2012"], review("9")])})
    problem = the(found, "short_line")
    assert (problem.level, problem.line) == ("row", 3)
    assert [row.line for row in found.tables["reviews"]] == [2, 4]


def test_a_thousand_of_one_kind_are_one_problem_with_a_count():
    rows = [child(str(number), ETHNIC="XXXX") for number in range(1000)]
    found = reading({"header.csv": [HEADER, *rows], "reviews.csv": [REVIEWS, review("1")]})
    problem = the(found, "unknown_code")
    assert (problem.count, problem.line, problem.lines[:2]) == (1000, 2, (2, 3))
    assert found.tables["header"][0].values[3] is None
    assert found.tables["header"][0].aside == {"ETHNIC": "XXXX"}


@pytest.mark.parametrize(
    ("column", "value", "year", "kept", "code"),
    [
        ("PLACE", "H5", "2025", "K3", "old_code"),
        ("PLACE", "H5", "2022", "H5", ""),
        ("PLACE", "Z1", "2025", "Z1", "old_code"),
        ("PLACE", "Z1", "2024", "Z1", ""),
        ("PLACE", "Z11", "2025", "Z11", ""),
        ("PLACE", "Z11", "2023", "Z11", "early_code"),
        ("REC", "E43", "2025", "E43", "old_code"),
        ("LS", "c2", "2025", "C2", ""),
        ("LS", "Q9", "2025", None, "unknown_code"),
    ],
)
def test_a_code_is_judged_by_its_year_and_kept_as_todays(column, value, year, kept, code):
    found = reading({"episodes.csv": [EPISODES, episode(**{column: value, "DECOM": f"14/05/{year}"})]})
    assert found.tables["episodes"][0].values[EPISODES.index(column)] == kept
    assert (set(codes(found)) - {"year_read"}) == ({code} if code else set())


def test_sex_1_and_2_are_read_and_said_once():
    found = reading({"header.csv": [HEADER, child(SEX="1"), child("8", SEX="2")], "reviews.csv": [REVIEWS, review()]})
    assert [row.values[1] for row in found.tables["header"]] == ["M", "F"]
    assert the(found, "old_code").count == 2


def test_an_old_placement_in_ssd_keeps_the_code_of_its_time():
    heading = ["clap_cla_placement_id", "clap_person_id", "clap_cla_placement_type"]
    found = reading({"ssd_cla_placement.csv": [heading, ["1", "7", "H5"]]})
    assert found.tables["cla_placement"][0].values[4] == "H5"
    assert codes(found, "note").count("old_code") == 1


@pytest.mark.parametrize("words", ["Neglect", "NEGLECT", "NEG", "neglect "])
def test_a_category_of_abuse_in_words_becomes_its_code(words):
    heading = ["cppl_cp_plan_id", "cppl_person_id", "cppl_cp_plan_initial_category"]
    found = reading({"ssd_cp_plans.csv": [heading, ["1", "7", words]]})
    assert found.tables["cp_plans"][0].values[7] == "NEG"


def test_json_becomes_names_and_codes():
    found = reading({
        "ssd_cla_care_plan.csv": [["lacp_table_id", "lacp_person_id", "lacp_cla_care_plan_json"],
                                  ["1", "7", '{"LTFOST18": "Y", "ADOPTION": "N"}'], ["2", "7", "{}"], ["3", "7", "{broken"]],
        "ssd_assessment_factors.csv": [["cinf_table_id", "cinf_assessment_id", "cinf_assessment_factors_json"],
                                       ["1", "A1", '["15A", "5A"]'], ["2", "A2", '{"15A": "Y"}'], ["3", "A3", "15A,5A"], ["4", "A4", '["99Z"]']],
    })  # fmt: skip
    assert [row.values[4] for row in found.tables["cla_care_plan"]] == ["LTFOST18", None, None]
    assert [row.values[2] for row in found.tables["assessment_factors"]] == ["15A 5A", "15A", "15A 5A", ""]
    assert {"not_json", "unknown_code"} <= set(codes(found, "finding"))


def test_a_placeholder_date_is_unknown_and_said():
    found = reading(
        {"ssd_person.csv": [["pers_person_id", "pers_dob", "pers_surname"], ["7", "1900-01-01T00:00:00", "Reed"]]}
    )
    assert found.tables["person"][0].values[8] is None
    assert the(found, "placeholder_date").level == "note"


def test_null_is_an_empty_cell_in_an_ssd_extract_and_said():
    heading = ["pers_person_id", "pers_dob", "pers_surname", "pers_upn"]
    found = reading({"ssd_person.csv": [heading, ["7", "NULL", "Null", "NULL"]]})
    assert [value for value in found.tables["person"][0].values if value] == ["7", "Null"]
    assert codes(found) == ["columns_missing", "word_for_blank", "word_for_blank"]


def test_every_sentence_reads_like_one():
    for code, kind in problems.KINDS.items():
        assert kind.level in ("refuse", "row", "finding", "note"), code
        assert kind.says[0] == "{" or kind.says[0].isupper(), code
        assert kind.says.endswith((".", "?")), code
        assert bool(kind.do) or kind.level == "note", code


def test_a_reading_knows_whose_rows_were_left_out_and_does_not_print_it():
    rows = [EPISODES, episode("7"), episode("8X", DECOM="31/02/2025"), episode("8X", DEC="31/02/2025")]
    (file,) = reading({"episodes.csv": rows}).files
    assert file.left_out == ("8X",) and "8X" not in repr(file)
    (file,) = reading({"episodes.csv": [*rows, episode("9")[:4]]}).files
    assert file.left_out == (None, "8X"), "a line of another length may be anyone's"
    (file,) = reading({"episodes.csv": rows[:2]}).files
    assert file.left_out == ()
