"""Each verb of an import: right, refused, twice, its one trail row, and nothing left when it fails."""

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.accounts.models import User
from seenheard.accounts.permissions import NotAllowed
from seenheard.record import queries as record
from seenheard.record.models import Child, ClaReview, Person
from seenheard.returns import operations, queries
from seenheard.returns.models import Compared, KeptFile, RowsSeen, Run, State
from seenheard.trail.models import Entry
from tests.factories.returns import imported, moment, proposed, read_run, reading

pytestmark = pytest.mark.django_db

HEADER = {"CHILD": "A1", "SEX": "F", "DOB": "2015-05-01", "ETHNIC": "WBRI", "UPN": "P999000000001"}
REVIEW = {"CHILD": "A1", "DOB": "2015-05-01", "REVIEW": "2026-01-05", "REVIEW_CODE": "PN1"}


def upload(*reviews, header=HEADER):
    return reading("ssda903", {"header": [header], "reviews": list(reviews) or [REVIEW]})


def test_an_import_brings_rows_that_name_their_run_file_and_line():
    run = imported(upload())
    review = ClaReview.objects.get()
    assert (review.source, review.run_id, review.file, review.line) == ("ssda903", str(run.public_id), "reviews.csv", 2)
    assert str(review.held_on) == "2026-01-05"
    assert run.state == State.APPLIED and run.counts["new_children"] == 1
    assert Child.objects.count() == 1


def test_an_import_is_one_trail_row_with_counts_and_the_children():
    run = imported(upload())
    entry = Entry.objects.get(what="applied_import")
    assert entry.about == str(run.public_id)
    assert entry.children == [str(Child.objects.get().public_id)]
    assert entry.counts["adds"] == entry.counts["inserted"] > 0


def test_the_same_rows_again_write_nothing():
    imported(upload())
    before = Person.objects.count(), ClaReview.objects.count()
    again = imported(upload())
    assert (Person.objects.count(), ClaReview.objects.count()) == before
    assert again.counts["written"] == {"inserted": 0, "closed": 0}
    assert all(of["untouched"] and not of["adds"] for of in again.counts["objects"].values())


def test_applying_twice_is_applying_once():
    run = imported(upload())
    rows = ClaReview.objects.count()
    again = operations.apply(run=run, by=SYSTEM, at=moment())
    assert again.state == State.APPLIED and ClaReview.objects.count() == rows
    assert Entry.objects.filter(what="applied_import").count() == 1


def test_a_corrected_row_closes_one_fact_and_brings_one():
    imported(upload())
    imported(upload(REVIEW | {"REVIEW_CODE": "PN7"}))
    assert list(ClaReview.objects.filter(known_until=None).values_list("participation", flat=True)) == ["PN7"]
    assert ClaReview.objects.count() == 2


def test_a_corrected_date_is_offered_as_one_correction():
    imported(upload())
    run = imported(upload(REVIEW | {"REVIEW": "2026-01-12"}))
    assert run.counts["objects"]["cla_review"]["corrections"] == 1
    assert [str(day) for day in ClaReview.objects.filter(known_until=None).values_list("held_on", flat=True)] == [
        "2026-01-12"
    ]


def test_a_missing_row_stays_unless_the_file_is_complete_for_its_year():
    two = upload(REVIEW, REVIEW | {"REVIEW": "2025-07-01", "REVIEW_CODE": "PN3"})
    imported(two)
    run = imported(upload())
    assert (
        run.counts["objects"]["cla_review"]["missing"] == 1 and ClaReview.objects.filter(known_until=None).count() == 2
    )
    run = imported(upload(), complete_for_year=True)
    assert (
        run.counts["objects"]["cla_review"]["withdrawn"] == 1
        and ClaReview.objects.filter(known_until=None).count() == 1
    )


def test_an_empty_table_that_is_complete_withdraws_what_an_earlier_file_had():
    imported(upload())
    run = imported(reading("ssda903", {"header": [HEADER], "reviews": []}), complete_for_year=True)
    assert run.counts["objects"]["cla_review"]["withdrawn"] == 1
    assert not ClaReview.objects.filter(known_until=None).exists()


def test_undoing_makes_current_again_what_was_current_before():
    imported(upload())
    before = record.current_rows(source="ssda903", object="cla_review")
    run = imported(upload(REVIEW | {"REVIEW_CODE": "PN7"}, REVIEW | {"REVIEW": "2026-03-01"}))
    undone = operations.undo(run=run, by=SYSTEM, at=moment())
    after = record.current_rows(source="ssda903", object="cla_review")
    assert undone.state == State.UNDONE
    assert {key: row[1:3] for key, row in after.items()} == {key: row[1:3] for key, row in before.items()}
    assert operations.undo(run=run, by=SYSTEM, at=moment()).state == State.UNDONE, "asked for at the same time"
    with pytest.raises(operations.NotNow, match="was undone already"):
        operations.undo(run=undone, by=SYSTEM, at=moment())
    assert Entry.objects.filter(what="undid_import").count() == 1


def test_undoing_what_later_imports_were_compared_with_is_asked_about_first():
    first = imported(upload())
    imported(upload(REVIEW, REVIEW | {"REVIEW": "2026-03-01"}))
    with pytest.raises(operations.NotNow, match="Later imports"):
        operations.undo(run=first, by=SYSTEM, at=moment())
    first.refresh_from_db()
    assert first.state == State.APPLIED and "Later imports" in first.says
    assert operations.undo(run=first, by=SYSTEM, at=moment(), force=True).state == State.UNDONE


def test_a_proposal_is_made_anew_when_the_record_has_moved_on():
    run = proposed(upload(REVIEW | {"REVIEW_CODE": "PN7"}))
    imported(upload())
    with pytest.raises(operations.ProposedAnew):
        operations.apply(run=run, by=SYSTEM, at=moment())
    run.refresh_from_db()
    assert run.state == State.PROPOSED and run.counts["objects"]["cla_review"]["amends"] == 1
    assert operations.apply(run=run, by=SYSTEM, at=moment()).state == State.APPLIED


def test_what_was_prepared_before_the_record_moved_is_not_used():
    run = proposed(upload(REVIEW | {"REVIEW_CODE": "PN7"}))
    assert run.prepared.counts["cla_review"]["adds"] == 1
    imported(upload())
    with pytest.raises(operations.ProposedAnew):
        operations.apply(run=run, by=SYSTEM, at=moment())
    assert ClaReview.objects.count() == 1


def test_what_was_prepared_is_let_go_once_it_is_applied():
    run = proposed(upload())
    assert run.prepared is not None and run.in_hand is not None
    done = operations.apply(run=run, by=SYSTEM, at=moment())
    assert done.prepared is None and done.in_hand is None


def test_a_question_stops_an_import_until_it_is_answered_and_is_not_asked_again():
    imported(upload())
    corrected = upload(header=HEADER | {"DOB": "2015-05-11"})
    run = proposed(corrected)
    assert run.state == State.ASKING and run.questions[0]["kind"] == "birth_date"
    with pytest.raises(operations.NotNow):
        operations.apply(run=run, by=SYSTEM, at=moment())
    with pytest.raises(operations.NotNow, match="not one of the answers"):
        operations.answer(run=run, answers={run.questions[0]["key"]: "perhaps"}, by=SYSTEM, at=moment())
    operations.answer(run=run, answers={run.questions[0]["key"]: "same"}, by=SYSTEM, at=moment())
    run = operations.propose(run=run, by=SYSTEM, at=moment())
    operations.apply(run=run, by=SYSTEM, at=moment())
    assert Child.objects.count() == 1
    assert proposed(corrected).state == State.PROPOSED


def test_a_later_child_with_an_adopted_childs_identifier_is_not_matched_with_the_closed_file():
    episode = {
        "CHILD": "A1",
        "DECOM": "2024-01-01",
        "RNE": "S",
        "LS": "E1",
        "CIN": "N1",
        "PLACE": "A5",
        "DEC": "2025-06-01",
        "REC": "E11",
    }
    adopted = reading("ssda903", {"header": [HEADER], "episodes": [episode]})
    imported(adopted)
    assert imported(adopted).counts["written"]["inserted"] == 0, "the same file again is no news and no question"
    late = imported(upload(REVIEW))
    closed = record.identifiers()[2]
    assert Child.objects.count() == 1 and late.questions == [] and "adopt" not in str(late.problems).lower()
    assert ClaReview.objects.filter(child_id__in=closed).count() == 1, (
        "late rows of the closed file itself belong to it"
    )
    later = imported(upload(REVIEW, header=HEADER | {"DOB": "2021-07-07", "UPN": None}))
    assert Child.objects.count() == 2 and later.questions == []
    assert ClaReview.objects.filter(child_id__in=closed).count() == 1, "another child with the old identifier does not"
    nobody = reading("ssda903", {"reviews": [REVIEW | {"CHILD": "A1", "REVIEW": "2026-02-02"}]})
    assert imported(nobody).counts["new_children"] == 0


def test_rows_of_a_closed_file_without_a_birth_date_are_left_out_and_nothing_is_told():
    episode = {"CHILD": "A1", "DECOM": "2024-01-01", "RNE": "S", "LS": "E1", "DEC": "2025-06-01", "REC": "E11"}
    imported(reading("ssda903", {"header": [HEADER], "episodes": [episode]}))
    run = imported(reading("ssda903", {"reviews": [REVIEW]}))
    assert not ClaReview.objects.exists() and Child.objects.count() == 1
    assert [problem["code"] for problem in run.problems] == ["not_certain_who"]
    assert "adopt" not in str(run.problems).lower()


@pytest.mark.parametrize(
    ("header", "review"),
    [
        (HEADER | {"DOB": "2015-05-02"}, REVIEW | {"REVIEW": "2024-06-01"}),  # a birth date one day off, an old review
        (HEADER | {"DOB": "2015-05-02"}, None),  # a birth date one day off, and nothing that is dated
        (HEADER | {"DOB": "2021-07-07"}, REVIEW),  # the closed child's own UPN
    ],
)
def test_no_new_child_where_anything_speaks_for_the_closed_file(header, review):
    closed = HEADER | {"UPN": "H801200001001"}
    episode = {"CHILD": "A1", "DECOM": "2024-01-01", "RNE": "S", "LS": "E1", "DEC": "2025-06-01", "REC": "E11"}
    imported(reading("ssda903", {"header": [closed], "episodes": [episode]}))
    upn = closed["UPN"] if review is REVIEW else None
    run = imported(reading("ssda903", {"header": [header | {"UPN": upn}], "reviews": [review] if review else []}))
    assert Child.objects.count() == 1 and not ClaReview.objects.exists()
    assert [problem["code"] for problem in run.problems] == ["not_certain_who"] and run.questions == []


def test_whose_files_they_are_is_asked_of_every_import():
    def authority(letter):
        people = [HEADER | {"CHILD": f"{letter}{n}", "UPN": None} for n in range(30)]
        return reading("ssda903", {"header": people})

    imported(authority("A"))
    run = proposed(authority("B"))
    operations.answer(run=run, answers={"whose_file": "ours"}, by=SYSTEM, at=moment())
    operations.apply(run=operations.propose(run=run, by=SYSTEM, at=moment()), by=SYSTEM, at=moment())
    third = proposed(authority("C"))
    assert third.state == State.ASKING and third.questions[0]["kind"] == "whose_file"


def test_leaving_an_import_leaves_nothing():
    run = operations.receive(files=[("a.csv", b"x")], by=SYSTEM, at=moment())
    operations.abandon(run=run, by=SYSTEM, at=moment())
    assert operations.abandon(run=run, by=SYSTEM, at=moment()).state == State.ABANDONED
    assert not KeptFile.objects.filter(deleted=False).exists()
    assert Entry.objects.filter(what="abandoned_import").count() == 1


def test_an_applied_import_cannot_be_abandoned():
    run = imported(upload())
    with pytest.raises(operations.NotNow):
        operations.abandon(run=run, by=SYSTEM, at=moment())


VERBS = {
    "receive": lambda run, by: operations.receive(files=[("a.csv", b"x")], by=by, at=moment()),
    "read": lambda run, by: operations.read(run=run, by=by, at=moment()),
    "propose": lambda run, by: operations.propose(run=run, by=by, at=moment()),
    "answer": lambda run, by: operations.answer(run=run, answers={"a": "b"}, by=by, at=moment()),
    "agree": lambda run, by: operations.agree(run=run, token=run.state_token, by=by, at=moment()),
    "apply": lambda run, by: operations.apply(run=run, by=by, at=moment()),
    "ask_to_read": lambda run, by: operations.ask_to_read(run=run, by=by, at=moment()),
    "ask_to_undo": lambda run, by: operations.ask_to_undo(run=run, by=by, at=moment()),
    "undo": lambda run, by: operations.undo(run=run, by=by, at=moment()),
    "abandon": lambda run, by: operations.abandon(run=run, by=by, at=moment()),
    "open_one_child": lambda run, by: operations.open_one_child(
        run=run, local_id="A1", why="x" * 20, by=by, at=moment()
    ),
}


@pytest.mark.parametrize(
    "role", ["social_worker", "team_manager", "reviewing_officer", "service_manager", "administrator"]
)
@pytest.mark.parametrize("verb", VERBS)
def test_only_an_analyst_may(verb, role):
    run, by = read_run(upload()), User(role=role, email="a@b.example")
    state, entries = run.state, Entry.objects.count()
    with pytest.raises(NotAllowed):
        VERBS[verb](run, by)
    run.refresh_from_db()
    assert (run.state, Entry.objects.count(), Run.objects.count()) == (state, entries, 1)


def test_every_verb_is_in_the_table_of_who_may():
    beside = {
        "compare_returns",
        "NotKept",
        "NotNow",
        "ProposedAnew",
        "after_a_crash",
        "carry_on",
        "files_of",
        "import_now",
    }
    assert set(VERBS) == set(operations.__all__) - beside


def test_opening_one_child_needs_a_reason_and_is_in_the_trail():
    run = imported(upload())
    analyst = User.objects.create(role="analyst", email="ana@example.org", name="Ana")
    with pytest.raises(NotAllowed, match="Say why"):
        operations.open_one_child(run=run, local_id="A1", why=" ", by=analyst, at=moment())
    rows = operations.open_one_child(
        run=run, local_id="A1", why="Birth date looks wrong in the file", by=analyst, at=moment()
    )
    assert {row.object for row in rows} == {"person", "linked_identifier", "cla_review"}
    entry = Entry.objects.get(what="looked_at_child_to_mend_import")
    assert entry.children == [str(Child.objects.get().public_id)] and "Birth date" in entry.why
    assert (
        operations.open_one_child(run=run, local_id="NOBODY", why="Birth date looks wrong", by=analyst, at=moment())
        == ()
    )


def test_a_child_whose_file_adoption_has_closed_answers_as_one_that_is_not_in_the_files():
    left = {"CHILD": "A1", "DECOM": "2025-05-01", "RNE": "S", "LS": "C2", "DEC": "2026-01-05", "REC": "E11"}
    run = imported(reading("ssda903", {"header": [HEADER], "episodes": [left]}))
    assert record.identifiers()[2] == {Child.objects.get().pk}
    analyst = User.objects.create(role="analyst", email="ana@example.org", name="Ana")
    asked = {"why": "Birth date looks wrong in the file", "by": analyst, "at": moment()}
    assert operations.open_one_child(run=run, local_id="A1", **asked) == ()
    assert Entry.objects.filter(what="looked_at_child_to_mend_import", children=[]).count() == 1


def test_imports_are_listed_for_those_alone_who_may_import():
    run = imported(upload())
    worker, analyst = (
        User.objects.create(role=role, email=f"{role}@example.org", name=role) for role in ("social_worker", "analyst")
    )
    assert list(queries.runs(viewer=analyst)) == [run]
    assert not queries.runs(viewer=worker).exists()
    with pytest.raises(queries.NoSuchRun):
        queries.run_called(run.public_id, viewer=worker)


def test_what_a_run_saw_is_remembered_by_table():
    run = imported(upload())
    assert set(RowsSeen.objects.filter(run=run).values_list("name", flat=True)) >= {
        "reviews/cla_review",
        "header/person",
    }


def test_an_undone_import_leaves_no_comparison_behind():
    imported(reading("ssd", {"person": [{"pers_person_id": "A1", "pers_dob": "2015-05-01"}]}))
    run = imported(upload())
    assert operations.compare_returns(by=SYSTEM, at=moment()) and Compared.objects.exists()
    operations.undo(run=run, by=SYSTEM, at=moment())
    assert not Compared.objects.exists()


def test_a_file_that_adoption_has_closed_is_compared_by_nobody():
    children = ("A1", "B1")
    imported(reading("ssd", {"person": [{"pers_person_id": name, "pers_sex": "F"} for name in children]}))
    left = {"CHILD": "A1", "DECOM": "2025-05-01", "RNE": "S", "LS": "C2", "DEC": "2026-01-05", "REC": "E11"}
    header = [{"CHILD": name, "SEX": "M"} for name in children]
    imported(reading("ssda903", {"header": header, "episodes": [left]}))
    operations.compare_returns(by=SYSTEM, at=moment())
    assert {pair[0] for compared in Compared.objects.all() for pair in compared.pairs} == {"B1"}


def test_an_import_stands_even_if_the_returns_cannot_be_compared(monkeypatch, caplog):
    monkeypatch.setattr("seenheard.returns.operations.comparing.compare_returns", lambda **_: 1 / 0)
    run = proposed(upload())
    Run.objects.filter(pk=run.pk).update(state=State.APPLYING)
    assert operations.carry_on(run_id=str(run.public_id), by=SYSTEM, at=moment()).state == State.APPLIED
    assert "ZeroDivisionError" in caplog.text


def test_a_look_at_a_child_who_is_not_in_the_record_yet_can_still_be_found_in_the_trail():
    run = proposed(upload())
    analyst = User.objects.create(role="analyst", email="ana@example.org", name="Ana")
    for _ in range(2):
        operations.open_one_child(run=run, local_id="A1", why="Birth date looks wrong", by=analyst, at=moment())
    operations.open_one_child(run=run, local_id="B2", why="Birth date looks wrong", by=analyst, at=moment())
    seen = Entry.objects.filter(what="looked_at_child_to_mend_import").order_by("id")
    looks = list(seen.values_list("about", flat=True))
    assert looks[0] == looks[1] != looks[2]
    assert all(about.startswith(str(run.public_id)) and "A1" not in about.split()[1] for about in looks)
