"""A worry that nobody has decided about, and what is to be done, stand where everybody who opens the child reads them."""

from datetime import date, timedelta

import pytest

from seenheard.record import operations as record
from tests import cast
from tests.pages.desk.test_child import THEN

pytestmark = pytest.mark.django_db
BRUISE = "Has a bruise on the left arm"
WHY = "The police ask who looks after this child"


def text(answer):
    return answer.content.decode()


def address(child, page=""):
    return f"/children/{child.public_id}/{page}"


@pytest.fixture
def worry(ash, at):
    return record.raise_issue(child=ash, words=BRUISE, on=date(2026, 3, 30), key="w-1", by=cast.maya(), at=at)


def no_action(ash, at, **more):
    said = {"no_action_why": "The school saw the fall", "by": cast.person("tom"), "at": at}
    return record.answer_issue(child=ash, key="w-1", **said | more)


def act(ash, at, **more):
    said = {"words": "Take the child to the doctor", "owned_by": str(cast.maya().public_id), "key": "a-1"}
    return record.answer_with_action(
        child=ash, issue="w-1", due_on=date(2026, 4, 3), by=cast.person("tom"), at=at, **said | more
    )


@pytest.mark.parametrize("who", ["maya", "tom", "sara"])
def test_an_undecided_worry_stands_on_the_page_before_what_is_owed_and_in_the_story(ash, worry, who):
    client = cast.signed_in(who)
    page = text(client.get(address(ash)))
    top = page.partition("What is owed</h2>")[0]
    assert "Worries nobody has decided about yet" in top and BRUISE in top
    assert f"Raised by {cast.maya().name} on 30 March 2026." in top
    assert "to-do/worries/w-1/" in top and "Nothing is written down as to be done." in top
    assert BRUISE in page.partition("moj-timeline")[2]
    story = text(client.get(address(ash, "story/"), {"kind": "Worries and actions"}))
    assert "A worry was raised" in story and f"“{BRUISE}” Raised by {cast.maya().name}." in story
    assert "Nobody has decided yet what follows." in story
    assert "Became looked after" not in story
    assert "Monday 30 March 2026" in story


def test_that_nothing_waits_is_said_in_words(ash):
    page = text(cast.signed_in("maya").get(address(ash)))
    assert "No worry waits for a decision. Nothing is written down as to be done." in page
    assert "nobody has decided" not in page


def test_an_action_stands_with_whose_it_is_and_its_day_until_it_is_done(ash, worry, at):
    act(ash, at)
    client = cast.signed_in("maya")
    top = text(client.get(address(ash))).partition("What is owed</h2>")[0]
    assert "nobody has decided" not in top and "No worry waits" in top
    assert "Take the child to the doctor" in top
    assert f"{cast.maya().name}, by Friday 3 April 2026, in 3 days." in top
    story = text(client.get(address(ash, "story/")))
    assert "An action was decided" in story and f"It follows from the worry “{BRUISE}”." in story
    record.finish_action(child=ash, key="a-1", done_on=at.date(), outcome="No harm found", by=cast.maya(), at=at)
    top = text(client.get(address(ash))).partition("What is owed</h2>")[0]
    assert "Take the child to the doctor" not in top
    story = text(client.get(address(ash, "story/")))
    assert "An action was done" in story and "What came of it: No harm found." in story


def test_who_raised_a_worry_is_not_who_decided_about_it(ash, worry, at):
    no_action(ash, at)
    client = cast.signed_in("maya")
    assert BRUISE not in text(client.get(address(ash))).partition("What is owed</h2>")[0]
    story = text(client.get(address(ash, "story/")))
    assert f"Raised by {cast.maya().name}." in story
    assert "No action is needed: The school saw the fall" in story
    assert f"Decided by {cast.person('tom').name}." in story
    listed = text(client.get(address(ash, "to-do/")))
    assert f"Raised on 30 March 2026 by {cast.maya().name}." in listed


def test_what_was_taken_back_is_told_nowhere(ash, worry, at):
    record.withdraw(name="issue", child=ash, key="w-1", why="It was about another child here", by=cast.maya(), at=at)
    client = cast.signed_in("maya")
    for page in ("", "story/"):
        assert BRUISE not in text(client.get(address(ash, page)))


def test_on_duty_it_is_read_and_nothing_can_be_done_with_it(ash, worry, at):
    act(ash, at)
    record.raise_issue(child=ash, words="Has no coat", on=date(2026, 3, 31), key="w-2", by=cast.maya(), at=at)
    duty = cast.person("dev")
    client = cast.signed_in("dev")
    assert client.get(address(ash)).status_code == 404
    record.open_record(child=ash, kind="duty", because="police_or_health", why=WHY, by=duty, on=at.date(), at=at)
    top = text(client.get(address(ash))).partition("What is owed</h2>")[0]
    assert "Has no coat" in top and "Take the child to the doctor" in top
    assert "to-do/" not in top
    assert BRUISE in text(client.get(address(ash, "story/")))


def test_no_child_costs_more_queries_for_more_worries(ash, worry, at, count_queries):
    client = cast.signed_in("sara")
    client.get(address(ash))
    pages = ("", f"?{THEN}", "story/")
    few = [count_queries(lambda page=page: client.get(address(ash, page))) for page in pages]
    for number in range(2, 9):
        day = at.date() - timedelta(days=number)
        record.raise_issue(child=ash, words=f"Worry {number}", on=day, key=f"w-{number}", by=cast.person("tom"), at=at)
    act(ash, at)
    assert [count_queries(lambda page=page: client.get(address(ash, page))) for page in pages] == few
    assert max(few) <= 15
