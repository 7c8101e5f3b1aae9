"""AZ3 and AU2: which field of which child reaches whom, on every page; and the trail's row for each answer that tells.

Every sensitive word of a child's facts is unique (`dyed.py`). Every page is asked for as every actor. A word of a child
whom the actor may not know of is a fault; so is a field that the reviewed `field_table.toml` does not allow where it
was found, and one that it promises and that nobody was shown: then the crawler is blind.

The same crawl is joined to the trail: each answer with a word of a child has exactly one row of its own that names that
child, each row that names a child stands for an answer that may tell of it, and no row holds a word.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from seenheard.config import clock
from seenheard.trail.models import Entry
from tests.reliability import dyed as dye
from tests.reliability.dyed import SEES, Answer, Dye, Dyed
from tests.reliability.world import AT, ROLES

WHOLE_TABLE = tomllib.loads(Path(__file__).with_name("field_table.toml").read_text())
TABLE, NUMBER_ALONE = WHOLE_TABLE["shown"], WHOLE_TABLE["number_alone"]
NUMBER = "linked_identifier.value"
ON_THE_PRESS = set(TABLE["on the press for the address"])
ON_PAGES = set(TABLE["on pages about the child"])
IN_LISTS = set(TABLE["in lists"])
ON_MY_WORK = set(TABLE["on My work, too"])
IN_CARE_TOO = set(TABLE["on pages about a child in care, too"])
IN_THE_PACK = set(TABLE["in the review pack of a child in care, too"])
pytestmark = pytest.mark.django_db(databases=["default", "apart"])


@pytest.fixture(scope="module")
def built(for_this_file):
    with for_this_file():
        return dye.build()


@pytest.fixture
def dyed(built, db, monkeypatch) -> Dyed:
    monkeypatch.setattr(clock, "now", lambda: AT)
    return built


@pytest.fixture(scope="module")
def crawls():
    """What each actor was answered everywhere: asked for once, and then looked at from both sides."""
    return {}


@pytest.fixture
def crawled(crawls, dyed):
    """`crawled(actor)`: every answer, each with the rows that the trail has of it."""

    def asked(actor: str) -> list[tuple[Answer, list[Entry]]]:
        if actor not in crawls:
            crawls[actor] = list(with_its_rows(dyed, actor))
        return crawls[actor]

    return asked


def with_its_rows(dyed: Dyed, actor: str) -> Iterator[tuple[Answer, list[Entry]]]:
    newest = Entry.objects.latest("pk").pk
    for answer in dye.crawl(dyed, actor):
        rows = rows_since(newest)
        newest = rows[-1].pk if rows else newest
        yield answer, rows


def rows_since(newest: int) -> list[Entry]:
    return list(Entry.objects.filter(pk__gt=newest).order_by("pk"))


def told_wrongly(dyed: Dyed, answer: Answer) -> set[Dye]:
    """The words in an answer that this actor must not be told there."""
    found = dyed.found_in(answer.text) | dyed.found_in(str(answer.headers))
    unseen = {one for one in found if one.relation not in SEES[answer.actor]}
    if tells_numbers(answer):
        unseen = {one for one in unseen if one.field != NUMBER}
    return unseen | {one for one in found if one.field not in allowed(answer)}


def tells_numbers(answer: Answer) -> bool:
    """Whether this page tells this reader the number of children whom they do not see."""
    return answer.page in NUMBER_ALONE.get(answer.actor, ())


def allowed(answer: Answer) -> set[str]:
    """The fields that this kind of page may tell."""
    if answer.page == "desk:address":
        return ON_THE_PRESS | IN_LISTS
    if answer.page == "desk:my_work":
        return ON_MY_WORK | IN_LISTS
    if answer.page.startswith("desk:review_pack"):
        return of_a_child(answer.relation) | IN_THE_PACK
    return of_a_child(answer.relation) if answer.relation else IN_LISTS


def of_a_child(relation: str) -> set[str]:
    """The fields that the pages about this child tell, but for the press."""
    return ON_PAGES | IN_LISTS | (IN_CARE_TOO if relation in dye.IN_CARE else set())


@pytest.mark.parametrize("actor", SEES)
def test_no_word_reaches_who_may_not_be_told_it_and_what_may_be_told_is(actor, dyed, crawled):
    seen, faults, answers = defaultdict(set), [], 0
    for answer, _ in crawled(actor):
        answers += 1
        faults += [f"{answer.page}: {one}" for one in told_wrongly(dyed, answer)]
        for one in dyed.found_in(answer.text):
            seen[one.relation].add(one.field)
    assert faults == []
    assert answers > 80
    for relation in SEES[actor]:
        promised = of_a_child(relation) | ON_THE_PRESS | (IN_THE_PACK if relation in dye.IN_CARE else set())
        assert len(seen[relation]) >= 0.98 * len(promised), sorted(promised - seen[relation])
    assert {relation for relation, fields in seen.items() if fields != {NUMBER}} == SEES[actor]


def unlike_the_trail(dyed: Dyed, answer: Answer, rows: list[Entry]) -> list[str]:
    """What an answer tells and the rows of its request do not, or the other way round."""
    named = [child for row in rows for child in row.children]
    faults = []
    for relation, child in dyed.children.items():
        told = any(one.relation == relation for one in dyed.found_in(answer.text))
        many = named.count(str(child.public_id))
        if told and many != 1:
            faults.append(f"{answer.page} tells of {relation}: {many} rows")
        if many and relation not in SEES[answer.actor] and not tells_numbers(answer):
            faults.append(f"{answer.page} names {relation} in a row of somebody who may not know")
    words = " ".join(f"{row.about} {row.why} {row.counts}" for row in rows)
    return faults + [f"{answer.page}: a row holds {one}" for one in dyed.found_in(words)]


@pytest.mark.parametrize("actor", [actor for actor, seen in SEES.items() if seen])
def test_every_answer_that_tells_of_a_child_has_one_row_of_its_own(actor, dyed, crawled):
    faults, told = [], 0
    for answer, rows in crawled(actor):
        faults += unlike_the_trail(dyed, answer, rows)
        told += bool(dyed.found_in(answer.text))
        assert {row.by for row in rows} <= {str(dyed.people[ROLES[actor]].public_id)}
    assert faults == []
    assert told >= 5 * len(SEES[actor])


def test_what_was_searched_for_is_in_no_row(dyed):
    word = next(word for word, one in dyed.words.items() if one == Dye("mine", "person_name.surname"))
    newest = Entry.objects.latest("pk").pk
    page = next(one for one in dye.every_url() if one.name == "desk:children")
    answer = dye.ask(dyed, "worker", page, method="POST", words=word)
    assert word in answer.text
    (row,) = rows_since(newest)
    may_be_found = {str(dyed.children[relation].public_id) for relation in SEES["worker"]}
    assert str(dyed.children["mine"].public_id) in row.children and set(row.children) <= may_be_found
    assert word not in f"{row.about}{row.why}{row.counts}"


# --- planted faults ------------------------------------------------------------------------------------------------


def faults_of(dyed, actor):
    return [one for answer in dye.crawl(dyed, actor) for one in told_wrongly(dyed, answer)]


def test_a_forgotten_restriction_turns_this_check_red(dyed, monkeypatch, without_the_second_line):
    from seenheard.record.models import Restriction
    from seenheard.record.queries import seeing
    from seenheard.record.queries.wording import worded_once

    nobody = worded_once(lambda viewer, on: Restriction.objects.filter(pk=0).values("child"))
    monkeypatch.setattr(seeing, "_RESTRICTED", nobody)
    assert {one.relation for one in faults_of(dyed, "worker")} == {"restricted"}


def test_a_forgotten_conflict_turns_this_check_red(dyed, monkeypatch, without_the_second_line):
    from seenheard.record.models import Conflict
    from seenheard.record.queries import seeing
    from seenheard.record.queries.wording import worded_once

    nobody = worded_once(lambda viewer, on: Conflict.objects.filter(pk=0).values("child"))
    monkeypatch.setattr(seeing, "_KNOWN", nobody)
    assert {one.relation for one in faults_of(dyed, "worker")} == {"known to me"}


def test_an_address_on_the_childs_own_page_turns_this_check_red(dyed):
    word = next(word for word, one in dyed.words.items() if one == Dye("mine", "address.lines"))
    planted = Answer("worker", "desk:child", "mine", "GET", 200, f"lives at {word}", ())
    assert told_wrongly(dyed, planted) == {Dye("mine", "address.lines")}
    assert not told_wrongly(dyed, Answer("worker", "desk:address", "mine", "POST", 200, word, ()))


def test_a_worry_in_another_list_than_my_work_turns_this_check_red(dyed):
    word = next(word for word, one in dyed.words.items() if one == Dye("mine", "issue.words"))
    assert not told_wrongly(dyed, Answer("worker", "desk:my_work", "", "GET", 200, word, ()))
    for page in ("desk:children", "desk:team_unseen"):
        assert told_wrongly(dyed, Answer("manager", page, "", "GET", 200, word, ())) == {Dye("mine", "issue.words")}
    assert told_wrongly(dyed, Answer("other worker", "desk:child", "mine", "GET", 200, word, ()))


def test_what_a_child_said_on_another_page_than_the_pack_turns_this_check_red(dyed):
    said = Dye("my team's", "rating.chosen")
    word = next(word for word, one in dyed.words.items() if one == said)
    assert not told_wrongly(dyed, Answer("worker", "desk:review_pack", "my team's", "GET", 200, word, ()))
    for page, relation in (("desk:child", "my team's"), ("desk:my_work", "")):
        assert told_wrongly(dyed, Answer("worker", page, relation, "GET", 200, word, ())) == {said}


def test_what_is_promised_on_my_work_is_found_there(dyed):
    page = next(one for one in dye.every_url() if one.name == "desk:my_work")
    found = {one.field for one in dyed.found_in(dye.ask(dyed, "worker", page).text) if one.relation == "mine"}
    assert found >= ON_MY_WORK


def test_an_answer_without_its_row_and_a_row_with_a_word_turn_this_check_red(dyed):
    word = next(word for word, one in dyed.words.items() if one == Dye("mine", "person_name.surname"))
    planted = Answer("worker", "desk:child", "mine", "GET", 200, word, ())
    assert unlike_the_trail(dyed, planted, [])
    row = Entry(children=[str(dyed.children["mine"].public_id)], about="", why="")
    assert not unlike_the_trail(dyed, planted, [row])
    assert unlike_the_trail(dyed, planted, [row, row])
    row.about = word
    assert unlike_the_trail(dyed, planted, [row])
