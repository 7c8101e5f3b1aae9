"""Bad input gets a clear sentence, and nothing is lost: each with file, line, column, what is wrong and what to do.

Every case goes the whole way: bytes in, the caged reader, the record afterwards. A refused import leaves no fact, no child,
no file, and one sentence; no sentence holds a cell's value.
"""

import io
import os
import zipfile

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.record.domain.changes import NotTaken
from seenheard.record.domain.objects import TABLES
from seenheard.record.models import Child, ClaReview, Person, PersonName
from seenheard.returns import operations
from seenheard.returns.models import KeptFile, State
from tests.factories.returns import moment, proposed, reading

pytestmark = pytest.mark.django_db
UNSAYABLE = "ZQX7"  # stands in cells that are wrong: no sentence may repeat it
HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
REVIEWS = "CHILD,DOB,REVIEW,REVIEW_CODE\n"
CHILD = "A1,F,21/05/2015,WBRI,,,\n"
REVIEW = "A1,21/05/2015,25/01/2026,PN1\n"


def files(**texts):
    return [(f"{name}.csv", text if isinstance(text, bytes) else text.encode()) for name, text in texts.items()]


def importing(given, **choices):
    return operations.import_now(files=given, by=SYSTEM, at=moment(), **choices)


def nothing_written():
    from django.db import connection

    with connection.cursor() as cursor:
        for table in (*TABLES.values(), "record_child", "record_changedchild"):
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone()[0] == 0, table


def zipped(**members):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


SPREADSHEET = zipped(**{"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"})
BOMB = zipped(**{"header.csv": b"0" * 500_000_000})

REFUSED = {
    # what: files, words of the sentence, words of what to do
    "a missing column": (files(header=HEADER.replace("SEX,", "") + "A1,21/05/2015,WBRI,,,\n"), "SEX"),
    "a wrong column": (files(header=HEADER.replace("SEX", "SEKS") + CHILD), "SEX"),
    "a spreadsheet where CSV is meant": ([("header.xlsx", SPREADSHEET)], "spreadsheet"),
    "a zip bomb": ([("all.zip", BOMB)], "zip"),
    "no file that any return knows": (files(notes="a,b\n1,2\n"), "notes.csv"),
    "an empty file": (files(header=""), "header.csv"),
    "a truncated zip": ([("all.zip", zipped(**{"header.csv": HEADER + CHILD})[:60])], "all.zip"),
    "bytes that are no text": (files(header=HEADER.encode() + b"A1\x00\xff\xfe\x00\x01\n"), "header.csv"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_read_is_refused_with_a_sentence(what):
    given, word = REFUSED[what]
    run = importing(given)
    assert run.state == State.REFUSED, (run.state, run.problems, run.questions)
    assert "Nothing was changed" in run.says
    refusals = [problem for problem in run.problems if problem["level"] == "refuse"]
    assert refusals
    told = " ".join(f"{p['file']} {p['column']} {p['says']} {p['do']}" for p in refusals)
    assert word.lower() in told.lower(), told
    assert all(
        len(problem["says"]) > 15 and (problem["do"] or problem["says"].count(".") > 1) for problem in refusals
    ), refusals
    nothing_written()
    assert not KeptFile.objects.filter(deleted=False).exists()


def problem_of(run, code_word):
    found = [p for p in run.problems if code_word in f"{p['code']} {p['says']} {p['column']}"]
    assert found, run.problems
    return found[0]


def test_an_unknown_code_is_said_and_its_row_is_still_taken():
    run = importing(files(header=HEADER + CHILD, reviews=REVIEWS + REVIEW.replace("PN1", UNSAYABLE)))
    problem = problem_of(run, "REVIEW_CODE")
    assert (problem["file"], problem["line"]) == ("reviews.csv", 2)
    assert UNSAYABLE not in str(run.problems)
    assert ClaReview.objects.get().participation is None and run.state == State.APPLIED


def test_an_impossible_date_names_file_line_and_column():
    rows = REVIEW + REVIEW.replace("25/01/2026", "31/02/2026")
    run = importing(files(header=HEADER + CHILD, reviews=REVIEWS + rows))
    problem = problem_of(run, "REVIEW")
    assert (problem["file"], problem["line"], problem["column"]) == ("reviews.csv", 3, "REVIEW")
    assert problem["do"] and "31/02" not in str(run.problems)
    assert ClaReview.objects.count() == 1


def test_a_date_that_can_be_read_two_ways_is_asked_about_once_and_never_guessed():
    ssd = "pers_person_id,pers_dob\n" + "".join(f"A{n},0{n}/0{n + 1}/2015\n" for n in range(1, 6))
    run = importing(files(ssd_person=ssd))
    assert run.state == State.ASKING, (run.state, run.problems)
    (question,) = run.questions
    assert question["kind"] == "date_order" and len(question["options"]) >= 2
    nothing_written()
    answered = importing(files(ssd_person=ssd), answers={question["key"]: question["options"][0][0]})
    assert answered.state == State.APPLIED and Person.objects.count() == 5


def test_two_children_with_one_upn_are_put_to_a_person():
    upn = "H801200001001"
    two = HEADER + f"A1,F,21/05/2015,WBRI,{upn},,\nA2,M,22/06/2016,WBRI,{upn},,\n"
    run = importing(files(header=two, reviews=REVIEWS + REVIEW))
    assert run.state == State.ASKING
    (question,) = run.questions
    assert "A1" in question["says"] and "A2" in question["says"] and upn not in question["says"]
    nothing_written()
    done = importing(files(header=two, reviews=REVIEWS + REVIEW), answers={question["key"]: "out"})
    assert done.state == State.APPLIED and Child.objects.count() == 1


def test_a_child_without_a_header_row_is_taken_in_and_said_with_file_and_line():
    run = importing(files(header=HEADER + CHILD, reviews=REVIEWS + REVIEW + REVIEW.replace("A1", "B2")))
    assert run.state == State.APPLIED
    problem = problem_of(run, "header")
    assert (problem["file"], problem["line"]) == ("reviews.csv", 3) and "B2" not in problem["says"]
    assert Child.objects.count() == 2


def test_a_file_cut_short_is_said():
    whole = HEADER + CHILD + CHILD.replace("A1", "A2")
    run = importing(files(header=whole[:-9], reviews=REVIEWS + REVIEW))
    problem = problem_of(run, "cut_short")
    assert run.state == State.REFUSED and (problem["file"], problem["line"]) == ("header.csv", 3)
    nothing_written()


def test_a_year_that_the_specification_does_not_know_is_refused():
    old = REVIEW.replace("25/01/2026", "25/01/1999").replace("21/05/2015", "21/05/1995")
    run = importing(files(header=HEADER + CHILD.replace("2015", "1995"), reviews=REVIEWS + old))
    assert run.state == State.REFUSED, (run.state, run.problems)
    problem = problem_of(run, "unknown_year")
    assert problem["file"] == "reviews.csv" and "1998-99" in problem["says"] and problem["do"]
    nothing_written()


def test_another_authoritys_files_are_asked_about_and_a_no_leaves_nothing():
    ours = HEADER + "".join(f"A{n},F,21/05/2015,WBRI,,,\n" for n in range(30))
    theirs = HEADER + "".join(f"Z{n},F,21/05/2014,WBRI,,,\n" for n in range(30))
    review = REVIEWS + "A1,,25/01/2026,PN1\n"
    assert importing(files(header=ours, reviews=review)).state == State.APPLIED
    before = Person.objects.count()
    run = importing(files(header=theirs, reviews=review.replace("A1", "Z1")))
    assert run.state == State.ASKING and [q["kind"] for q in run.questions] == ["whose_file"]
    left = operations.answer(run=run, answers={"whose_file": "theirs"}, by=SYSTEM, at=moment())
    assert left.state == State.ABANDONED and "another authority" in left.says
    assert Person.objects.count() == before
    run = importing(files(header=theirs, reviews=review.replace("A1", "Z1")), answers={"whose_file": "ours"})
    assert run.state == State.APPLIED and Person.objects.count() == before + 30


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_each_usual_encoding_reads_right(encoding):
    person = "pers_person_id,pers_forename,pers_surname,pers_dob\nA1,Zoë,O’Neil,2015-05-21\n".encode(encoding)
    run = importing(files(ssd_person=person))
    assert run.state == State.APPLIED, run.problems
    name = PersonName.objects.get()
    assert (name.forename, name.surname) == ("Zoë", "O’Neil")


def test_a_value_that_no_column_can_hold_is_named_by_place_and_nothing_is_half_written():
    made = reading("ssda903", {"oc2": [{"CHILD": "A1", "SDQ_SCORE": "7"}, {"CHILD": "A2", "SDQ_SCORE": "99999999999"}]})
    run = proposed(made)
    with pytest.raises(NotTaken, match=r"oc2\.csv, line 3"):
        operations.apply(run=run, by=SYSTEM, at=moment())
    run.refresh_from_db()
    assert run.state == State.PROPOSED and "oc2.csv, line 3" in run.says and "99999999999" not in run.says
    nothing_written()


def test_more_files_than_are_ever_read_are_refused_before_one_is_kept(own_files):
    with pytest.raises(operations.NotKept, match="more than 500 files"):
        importing([(f"{number}.csv", b"x") for number in range(501)])
    assert not KeptFile.objects.exists() and not any(own_files.glob("*"))


def test_what_a_command_names_is_weighed_before_it_is_read(tmp_path, settings):
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (tmp_path / "pipe.csv", "/dev/zero"):
        with pytest.raises(operations.NotKept, match="not an ordinary file"):
            operations.files_of([path])
    (tmp_path / "pipe.csv").unlink()
    with (tmp_path / "large.csv").open("wb") as large:
        large.truncate(settings.FILES_LARGEST_BYTES + 1)
    with pytest.raises(operations.NotKept, match="larger than"):
        operations.files_of([tmp_path])
    (tmp_path / "large.csv").unlink()
    for number in range(501):
        (tmp_path / f"{number}.csv").touch()
    with pytest.raises(operations.NotKept, match="more than 500 files"):
        operations.files_of([tmp_path])


def test_a_link_in_a_folder_is_not_followed_out_of_it(tmp_path):
    (tmp_path / "key").write_text(UNSAYABLE)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "reviews.csv").symlink_to(tmp_path / "key")
    (tmp_path / "folder" / "header.csv").write_text(HEADER)
    assert [name for name, _ in operations.files_of([tmp_path / "folder"])] == ["header.csv"]


def test_no_cells_value_is_in_any_log(caplog):
    importing(
        files(header=HEADER + CHILD.replace("WBRI", UNSAYABLE), reviews=REVIEWS + REVIEW.replace("PN1", UNSAYABLE))
    )
    assert UNSAYABLE not in caplog.text
