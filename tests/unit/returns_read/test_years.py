import pytest

from seenheard.returns.domain import spec
from seenheard.returns.domain.years import collection_year, name_says, span, year_end

from .reading import EPISODES, HEADER, REVIEWS, child, codes, episode, reading, review

THIS, LAST = episode(), episode(DECOM="14/05/2024")


@pytest.mark.parametrize(
    ("day", "year"), [("2025-03-31", 2025), ("2025-04-01", 2026), ("2026-03-31", 2026), ("2026-04-01", 2027)]
)
def test_a_collection_year_begins_on_the_first_of_april(day, year):
    assert collection_year(day) == year


def test_a_year_in_words_and_its_last_day():
    assert (span(2026), span(2100), year_end(2026)) == ("2025-26", "2099-00", "2026-03-31")


@pytest.mark.parametrize(
    ("name", "table", "said"),
    [
        ("episodes.csv", "episodes", ("", None)),
        ("previous_permanence.csv", "prev_perm", ("", None)),
        ("prev/previous_permanence.csv", "prev_perm", ("last", None)),
        ("prev_perm.csv", "prev_perm", ("", None)),
        ("This Year/episodes.csv", "episodes", ("this", None)),
        ("Last year/episodes.csv", "episodes", ("last", None)),
        ("episodes_prev.csv", "episodes", ("last", None)),
        ("PreviousYear/header.csv", "header", ("last", None)),
        ("2024-25/episodes.csv", "episodes", ("", 2025)),
        ("ssda903_2025_26_episodes.csv", "episodes", ("", 2026)),
        ("episodes 202526.csv", "episodes", ("", 2026)),
        ("2021-episodes.csv", "episodes", ("", 2021)),
        ("missing_this.csv", "missing", ("this", None)),
    ],
)
def test_a_name_tells_the_year_as_far_as_it_does(name, table, said):
    assert name_says(name, spec.load("ssda903").tables[table]) == said


def periods(found):
    return {file.name: (file.period, file.year) for file in found.files}


PAIRS = {
    "folders": {"this/episodes.csv": [EPISODES, THIS], "prev/episodes.csv": [EPISODES, LAST], "prev/header.csv": [HEADER, child()],
                "this/header.csv": [HEADER, child()]},
    "names": {"episodes_this.csv": [EPISODES, THIS], "episodes_last.csv": [EPISODES, LAST], "header_last.csv": [HEADER, child()],
              "header_this.csv": [HEADER, child()]},
    "years in names": {"2026-episodes.csv": [EPISODES, THIS], "2025-episodes.csv": [EPISODES, LAST], "2025-header.csv": [HEADER, child()],
                       "2026-header.csv": [HEADER, child()]},
    "years in folders": {"2025-26/episodes.csv": [EPISODES, THIS], "2024-25/episodes.csv": [EPISODES, LAST],
                         "2024-25/header.csv": [HEADER, child()], "2025-26/header.csv": [HEADER, child()]},
    "one said, the other not": {"episodes.csv": [EPISODES, THIS], "old last episodes.csv": [EPISODES, LAST], "header.csv": [HEADER, child()],
                                "old last header.csv": [HEADER, child()]},
    "only the dates": {"a.csv": [EPISODES, THIS], "b.csv": [EPISODES, LAST]},
}  # fmt: skip


@pytest.mark.parametrize("files", PAIRS.values(), ids=PAIRS)
def test_this_year_and_last_are_told_apart(files):
    found = reading(files)
    assert found.year == 2026
    by_file = {row.file: row.values[1][:4] for row in found.tables["episodes"]}
    assert {periods(found)[name] for name, year in by_file.items() if year == "2025"} == {("this", 2026)}
    assert {periods(found)[name] for name, year in by_file.items() if year == "2024"} == {("last", 2025)}
    assert sum(file.last_year for file in found.files) == len(files) / 2


def test_two_headers_that_nothing_tells_apart_are_asked_about():
    files = {"a.csv": [HEADER, child()], "b.csv": [HEADER, child("8")], "episodes.csv": [EPISODES, THIS]}
    questions = reading(files).questions
    assert [(one.kind, one.file, [value for value, _ in one.options]) for one in questions] == [
        ("which_year", "a.csv", ["this", "last"]),
        ("which_year", "b.csv", ["this", "last"]),
    ]
    found = reading(files, {questions[0].key: "last", questions[1].key: "this"})
    assert found.questions == []
    assert [file.name for file in found.files if file.last_year] == ["a.csv"]


def test_two_headers_may_be_parts_of_one_year():
    files = {"a.csv": [HEADER, child()], "b.csv": [HEADER, child("8")], "episodes.csv": [EPISODES, THIS]}
    found = reading(files, {question.key: "this" for question in reading(files).questions})
    assert "table_in_parts" in codes(found, "note")
    assert not any(file.last_year for file in found.files)


def test_an_upload_without_telling_dates_is_asked_for_its_year():
    (question,) = reading({"header.csv": [HEADER, child()]}).questions
    assert question.kind == "year"
    assert question.options[0] == ("2027", "2026-27")
    assert reading({"header.csv": [HEADER, child()]}, {question.key: "2026"}).year == 2026


@pytest.mark.parametrize("year", ["2016", "2028"])
def test_a_year_that_the_spec_does_not_know_is_refused(year):
    assert codes(reading({"header.csv": [HEADER, child()]}, {"|year|year": year}), "refuse") == ["unknown_year"]


def test_three_years_are_refused():
    files = {f"{number}.csv": [EPISODES, episode(DECOM=f"14/05/{2023 + number}")] for number in range(3)}
    assert codes(reading(files), "refuse") == ["too_many_years"]


def test_years_that_do_not_follow_one_another_are_refused():
    files = {"a.csv": [EPISODES, THIS], "b.csv": [EPISODES, episode(DECOM="14/05/2022")]}
    assert codes(reading(files), "refuse") == ["years_apart"]


def test_a_table_in_two_parts_of_one_year_is_read_together():
    found = reading({"reviews a.csv": [REVIEWS, review()], "reviews b.csv": [REVIEWS, review("8")]})
    assert found.rows == 2
    assert "table_in_parts" in codes(found, "note")


def test_a_slip_into_the_future_makes_no_year():
    rows = [episode(str(number)) for number in range(60)]
    assert reading({"episodes.csv": [EPISODES, *rows, episode("99", DECOM="14/05/2062")]}).year == 2026


def test_the_file_whose_dates_tell_an_unknown_year_is_named():
    found = reading({"header.csv": [HEADER, child()], "reviews.csv": [REVIEWS, review(day="25/01/2033")]})
    (problem,) = [problem for problem in found.problems if problem.code == "unknown_year"]
    assert (problem.file, problem.says[:28]) == ("reviews.csv", "The files are about 2032-33,")


def test_files_without_rows_are_asked_for_no_year():
    found = reading({"header.csv": [HEADER], "episodes.csv": [EPISODES]})
    assert (found.questions, found.refused, found.year, found.rows) == ([], False, None, 0)


def test_a_second_file_without_rows_is_not_asked_about():
    found = reading({"a.csv": [EPISODES, THIS], "b.csv": [EPISODES], "header.csv": [HEADER, child()]})
    assert (found.questions, found.year, found.rows) == ([], 2026, 2)
    assert periods(found)["a.csv"] == ("this", 2026)
    last = reading({"a.csv": [EPISODES, LAST], "b this.csv": [EPISODES], "reviews.csv": [REVIEWS, review()]})
    assert periods(last)["a.csv"] == ("last", 2025)
