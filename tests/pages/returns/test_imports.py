"""Imports: files in, a proposal, a yes or a no, and back again; for the analyst alone, and written down."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from seenheard.accounts.domain import SYSTEM
from seenheard.record.models import Child, ClaReview
from seenheard.returns import operations
from seenheard.returns.models import Run, State
from seenheard.returns.presenters import comparing
from seenheard.trail.models import Entry
from tests import cast
from tests.factories.returns import imported, moment, proposed, reading

pytestmark = pytest.mark.django_db

HEADER = {"CHILD": "A1", "SEX": "F", "DOB": "2015-05-01", "ETHNIC": "WBRI", "UPN": "P999000000001"}
REVIEW = {"CHILD": "A1", "DOB": "2015-05-01", "REVIEW": "2026-01-05", "REVIEW_CODE": "PN1"}
CSV = {
    "header.csv": "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nA1,F,01/05/2015,WBRI,,,\n",
    "reviews.csv": "CHILD,DOB,REVIEW,REVIEW_CODE\nA1,01/05/2015,25/01/2026,PN1\n",
}


def upload(*reviews, header=HEADER):
    return reading("ssda903", {"header": [header], "reviews": list(reviews) or [REVIEW]})


def files():
    return [SimpleUploadedFile(name, text.encode()) for name, text in CSV.items()]


def carry_on(run, who):
    return operations.carry_on(run_id=str(run.public_id), by=who, at=moment())


@pytest.fixture
def ana(stopped_clock):
    return cast.signed_in("ana")


def text_of(answer):
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_an_import_from_the_first_file_to_undone(ana):
    assert "No file has been imported yet." in text_of(ana.get("/imports/"))
    began = ana.post("/imports/new/", {"files": files()})
    run = Run.objects.get()
    assert began.headers["Location"] == f"/imports/{run.public_id}/"
    waiting = ana.get(began.headers["Location"])
    assert 'http-equiv="refresh"' in waiting.content.decode()
    assert "Not read yet" in text_of(waiting) and "Not recognised" not in text_of(waiting)
    run = carry_on(run, cast.ana())
    page = text_of(ana.get(f"/imports/{run.public_id}/"))
    for words in (
        "What would change",
        "1 child would be new to the record",
        "Care reviews",
        "reviews.csv",
        "Yes, apply",
        "No, leave everything as it is",
    ):
        assert words in page
    assert not ClaReview.objects.exists()
    ana.post(f"/imports/{run.public_id}/apply/", {"token": run.state_token})
    assert not ClaReview.objects.exists(), "the yes only queues the job"
    carry_on(run, cast.ana())
    page = text_of(ana.get(f"/imports/{run.public_id}/"))
    assert "Applied" in page and "Ana Petrov" in page and "Undo this import" in page
    assert ClaReview.objects.filter(known_until=None).count() == 1
    asked = text_of(ana.get(f"/imports/{run.public_id}/undo/"))
    assert "will no longer count" in asked
    ana.post(f"/imports/{run.public_id}/undo/")
    carry_on(run, cast.ana())
    page = text_of(ana.get(f"/imports/{run.public_id}/"))
    assert "everything is as it was before" in page and "What it had brought counts no longer." in page
    assert not ClaReview.objects.filter(known_until=None).exists()


def test_no_leaves_everything_as_it_is(ana):
    run = proposed(upload())
    ana.post(f"/imports/{run.public_id}/leave/")
    assert "nothing was changed" in text_of(ana.get(f"/imports/{run.public_id}/"))
    assert not ClaReview.objects.exists()


def test_a_question_is_asked_with_its_answers_and_answering_goes_on(ana):
    imported(upload())
    run = proposed(upload(header=HEADER | {"DOB": "2015-05-11"}))
    own_page = text_of(ana.get(f"/imports/{run.public_id}/"))
    assert "There is a question" in own_page and "It is the same child" in own_page and "Continue" in own_page
    page = text_of(ana.get(f"/imports/{run.public_id}/questions/"))
    assert "The birth date of the child A1" in page and "It is the same child" in page and "2015" not in page
    unanswered = ana.post(f"/imports/{run.public_id}/questions/", {})
    assert "Choose an answer" in text_of(unanswered)
    ana.post(f"/imports/{run.public_id}/questions/", {run.questions[0]["key"]: "same"})
    assert carry_on(run, cast.ana()).state == State.PROPOSED


def test_the_question_for_the_year_says_why_it_is_asked(ana):
    ana.post("/imports/new/", {"files": [SimpleUploadedFile("header.csv", CSV["header.csv"].encode())]})
    run = carry_on(Run.objects.get(), cast.ana())
    page = text_of(ana.get(f"/imports/{run.public_id}/"))
    assert "Which year are they about?" in page and "with which earlier files these are compared" in page
    ana.post(f"/imports/{run.public_id}/questions/", {run.questions[0]["key"]: "2026"})
    assert carry_on(run, cast.ana()).state == State.PROPOSED


def test_problems_name_file_line_and_what_to_do(ana):
    run = Run.objects.create(
        state=State.REFUSED,
        started_by="system",
        started_at=moment(),
        says="These files cannot be taken in. Nothing was changed.",
        problems=[
            {
                "code": "x",
                "level": "refuse",
                "says": "The column CHILD is missing.",
                "do": "Add it.",
                "file": "header.csv",
                "line": 1,
                "column": "CHILD",
                "table": "header",
                "count": 1,
                "lines": [],
            }
        ],
    )
    page = text_of(ana.get(f"/imports/{run.public_id}/"))
    for words in ("cannot be taken in", "The column CHILD is missing.", "Add it.", "header.csv"):
        assert words in page
    assert "The column CHILD is missing." in text_of(ana.get(f"/imports/{run.public_id}/problems/"))


def test_missing_rows_are_listed(ana):
    imported(upload(REVIEW, REVIEW | {"REVIEW": "2025-07-01", "REVIEW_CODE": "PN3"}))
    run = proposed(upload())
    assert "1 row that an earlier file of this year had is not in these files. They stay as they are." in text_of(
        ana.get(f"/imports/{run.public_id}/")
    )
    assert "A1|2025-07-01" in text_of(ana.get(f"/imports/{run.public_id}/missing/"))


def test_one_child_is_opened_only_with_a_reason_and_never_in_the_address(ana):
    run = imported(upload())
    address = f"/imports/{run.public_id}/child/"
    assert "Say why you need to see these rows" in text_of(ana.post(address, {"local_id": "A1", "why": ""}))
    assert not Entry.objects.filter(what="looked_at_child_to_mend_import").exists()
    opened = ana.post(address, {"local_id": "A1", "why": "The review date looks wrong"})
    assert "2026-01-05" in text_of(opened) and "reviews.csv, line 2" in text_of(opened)
    assert Entry.objects.get(what="looked_at_child_to_mend_import").why == "The review date looks wrong"
    assert "no row about a child" in text_of(
        ana.post(address, {"local_id": "Z9", "why": "The review date looks wrong"})
    )


def test_the_comparison_shows_what_differs(ana):
    assert "nothing to compare" in text_of(ana.get("/imports/two-files/"))
    imported(upload())
    imported(reading("ssd", {"person": [{"pers_person_id": "A1", "pers_dob": "2015-05-02"}]}), answer="same")
    operations.compare_returns(by=SYSTEM, at=moment())
    page = text_of(ana.get("/imports/two-files/"))
    assert "Care reviews" in page and "is not the same: one of the two is wrong" in page


def test_the_comparison_says_of_each_row_what_it_is_and_puts_what_nobody_explains_first(ana):
    person = {"pers_person_id": "A1", "pers_dob": "2015-05-01", "pers_sex": "F", "pers_upn": "P999000000001"}
    worker = {"person": [person], "cla_episodes": [{"clae_cla_episode_id": "E1", "clae_person_id": "A1",
              "clae_cla_episode_start_date": "2019-05-02", "clae_cla_episode_ceased_date": "2020-01-01"}]}  # fmt: skip
    imported(upload())
    imported(reading("ssd", worker), answer="same")
    operations.compare_returns(by=SYSTEM, at=moment())
    told = list(comparing.comparison(viewer=cast.ana(), on=moment().date(), asked={}).rows)
    whys = [why for *_, why in told]
    open_questions = ["one of the two is wrong" in why for why in whys]
    assert True in open_questions and False in open_questions
    assert open_questions == sorted(open_questions, reverse=True)
    assert {"Care episodes", "Care reviews"} <= {what for what, *_ in told}
    assert "Told by both Child’s identifier" in text_of(ana.get("/imports/two-files/"))


def test_undoing_although_others_built_on_it_is_offered_only_where_they_did(ana):
    first = imported(upload())
    words = "although later imports built on it"
    assert words not in text_of(ana.get(f"/imports/{first.public_id}/undo/"))
    later = imported(upload(REVIEW | {"REVIEW_CODE": "PN7"}))
    assert words in text_of(ana.get(f"/imports/{first.public_id}/undo/"))
    assert words not in text_of(ana.get(f"/imports/{later.public_id}/undo/"))


def test_the_year_that_files_were_read_as_is_no_problem_of_theirs(ana):
    note = {"code": "year_read", "level": "note", "says": "Read as the return of 2025-26.", "do": "", "file": ""}
    note |= {"line": None, "lines": [], "column": "", "table": "", "count": 1}
    run = proposed(upload())
    Run.objects.filter(pk=run.pk).update(problems=[note])
    page = text_of(ana.get(f"/imports/{run.public_id}/"))
    assert "Read as the return of 2025-26." in page and "Problems in these files" not in page
    assert "Read as" not in text_of(ana.get(f"/imports/{run.public_id}/problems/"))
    other = note | {"code": "no_rows", "says": "The file has a heading and no rows."}
    Run.objects.filter(pk=run.pk).update(problems=[note, other])
    page = text_of(ana.get(f"/imports/{run.public_id}/"))
    assert "For you to know about these files" in page and "Problems in these files" not in page
    Run.objects.filter(pk=run.pk).update(problems=[note, other | {"level": "finding"}])
    assert "Problems in these files" in text_of(ana.get(f"/imports/{run.public_id}/"))


PAGES = (
    "",
    "new/",
    "two-files/",
    "{run}/",
    "{run}/questions/",
    "{run}/problems/",
    "{run}/missing/",
    "{run}/undo/",
    "{run}/child/",
)
POSTS = ("new/", "{run}/apply/", "{run}/leave/", "{run}/undo/", "{run}/child/", "{run}/questions/")


@pytest.mark.parametrize("who", ["maya", "tom", "ines", "sara", "adam"])
def test_nobody_else_may(who, stopped_clock):
    run = imported(upload())
    client = cast.signed_in(who)
    for page in PAGES:
        assert client.get(f"/imports/{page.format(run=run.public_id)}").status_code == 403, page
    for page in POSTS:
        assert client.post(f"/imports/{page.format(run=run.public_id)}").status_code == 403, page
    run.refresh_from_db()
    assert run.state == State.APPLIED


def test_a_stranger_is_sent_to_sign_in(client, stopped_clock):
    for page in ("", "new/", "two-files/"):
        assert client.get(f"/imports/{page}").status_code == 302


def test_changes_are_made_by_post_alone(ana):
    run = proposed(upload())
    for page in ("apply/", "leave/"):
        assert ana.get(f"/imports/{run.public_id}/{page}").status_code == 405
    run.refresh_from_db()
    assert run.state == State.PROPOSED


def test_an_import_that_is_not_there_is_not_found(ana):
    assert ana.get("/imports/00000000-0000-0000-0000-000000000000/").status_code == 404


def test_a_late_yes_is_answered_with_a_sentence(ana):
    run = proposed(upload())
    ana.post(f"/imports/{run.public_id}/leave/")
    answer = ana.post(f"/imports/{run.public_id}/apply/", {"token": run.state_token}, follow=True)
    assert "that cannot be done now" in text_of(answer)


def test_a_yes_to_a_proposal_that_no_longer_stands_is_refused(ana):
    run = proposed(upload())
    read = run.state_token
    imported(upload(REVIEW | {"REVIEW": "2026-02-02"}))
    run = operations.propose(run=run, by=SYSTEM, at=moment())
    for token in (read, ""):
        answer = ana.post(f"/imports/{run.public_id}/apply/", {"token": token}, follow=True)
        assert "read the new proposal" in text_of(answer)
    run.refresh_from_db()
    assert run.state == State.PROPOSED


def test_the_trail_names_the_children_whose_identifiers_a_page_shows(ana):
    imported(upload())
    child = str(Child.objects.get().public_id)
    asking = proposed(upload(header=HEADER | {"DOB": "2015-05-11"}))
    changing = proposed(upload(REVIEW | {"REVIEW_CODE": "PN7"}))
    missing = proposed(reading("ssda903", {"header": [HEADER], "reviews": []}))
    for page in (
        f"{asking.public_id}/",
        f"{asking.public_id}/questions/",
        f"{changing.public_id}/",
        f"{missing.public_id}/missing/",
    ):
        ana.get(f"/imports/{page}")
        assert Entry.objects.latest("id").children == [child], page


def test_the_trail_names_the_children_whom_the_comparison_shows(ana):
    imported(reading("ssd", {"person": [{"pers_person_id": "A1", "pers_dob": "2015-05-02"}]}))
    imported(upload(), answer="same")
    operations.compare_returns(by=SYSTEM, at=moment())
    ana.get("/imports/two-files/")
    look = Entry.objects.get(what="looked_at_comparison")
    assert look.children == [str(Child.objects.get().public_id)]


def test_every_look_is_written_down(ana):
    run = proposed(upload())
    before = Entry.objects.filter(what="looked_at_import").count()
    ana.get(f"/imports/{run.public_id}/")
    assert Entry.objects.filter(what="looked_at_import", about=str(run.public_id)).count() == before + 1


def test_no_row_no_page(ana, monkeypatch):
    run = proposed(upload())
    monkeypatch.setattr("seenheard.returns.views.trail.write", lambda **_: 1 / 0)
    ana.raise_request_exception = False
    answer = ana.get(f"/imports/{run.public_id}/")
    assert answer.status_code == 500 and "What would change" not in answer.content.decode()


def test_the_number_of_queries_does_not_grow_with_the_rows(ana):
    def queries(address):
        with CaptureQueriesContext(connection) as sent:
            assert ana.get(address).status_code == 200
        return len(sent)

    small = proposed(upload())
    large = proposed(upload(*(REVIEW | {"REVIEW": f"2026-01-{day:02}"} for day in range(1, 29))))
    queries("/imports/")  # the first page of a process asks a few things once
    one, many = queries(f"/imports/{small.public_id}/"), queries(f"/imports/{large.public_id}/")
    assert one == many <= 15
    assert queries("/imports/") <= 15


def test_files_that_cannot_be_kept_are_refused_on_the_form(ana, settings):
    settings.FILES_LARGEST_BYTES = 10
    answer = ana.post("/imports/new/", {"files": files()})
    assert "larger than" in text_of(answer) and not Run.objects.exists()


def test_more_files_than_a_form_may_bring_are_said_to_be_too_many(ana, settings):
    many = [SimpleUploadedFile(f"{n}.csv", b"x") for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FILES + 1)]
    answer = ana.post("/imports/new/", {"files": many})
    assert answer.status_code == 400 and not Run.objects.exists()
    assert "There are more files than can be handed in at once. Put them into one zip" in answer.content.decode()


def test_no_file_at_all_is_said(ana):
    assert "Choose the files of one return" in text_of(ana.post("/imports/new/", {}))
