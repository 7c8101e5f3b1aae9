"""Whoever names somebody by less than the whole name is shown whom it would be, and presses once more."""

import re
from pathlib import Path

import pytest

import seenheard
from seenheard.accounts import queries
from seenheard.accounts.models import Cover, User
from seenheard.record.models import Child, NamedAccess, Restriction
from tests import cast
from tests.factories import record as made

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
WHY = "The father works in the next office"
FROM = {"from_on_day": "31", "from_on_month": "3", "from_on_year": "2026"}
UNTIL = {"until_on_day": "7", "until_on_month": "4", "until_on_year": "2026"}
# The pages that name people: the address, what else is filled in, the box, and what is there once it is done.
PAGES = {
    "cover": ("/cover/new/", {"covered": "maya@fenmarsh.example", **FROM, **UNTIL}, "cover", Cover),
    "away": ("/cover/new/", {"cover": "maya@fenmarsh.example", **FROM, **UNTIL}, "covered", Cover),
    "restricted": ("/restricted/new/", {"child": "500001", "why": WHY}, "people", Restriction),
    "closed": ("/closed-files/name/", {"child": "A1", "why": WHY, **UNTIL}, "person", NamedAccess),
}
RADIO = re.compile(r'<input class="govuk-radios__input"[^>]*name="(\w+)"[^>]*value="([^"]+)"( checked)?>')


@pytest.fixture(autouse=True)
def here():
    """People, a child and a closed file; what teams are called is on the staff list."""
    for who in ("maya", "otto"):
        cast.person(who)
    made.make_child(local_id="500001", forename="Fern", surname="Quill")
    gone = {
        "from_on": made.AT.date().replace(year=2020),
        "until_on": made.AT.date().replace(year=2021),
        "end_reason": "E11",
    }
    made.make_child(local_id="A1", facts={"cla_episode": gone})
    made.add("department", None, team_ref="T03", name="Long term 2")


@pytest.fixture
def sara():
    return cast.signed_in("sara")


def namesake(name: str, **more) -> User:
    role = more.pop("role", "team_manager")
    return User.objects.create_user(f"{name.split()[0].lower()}2@fenmarsh.example", name=name, role=role, **more)


def fill(browser, page: str, words: str, **more):
    address, filled, box, _ = PAGES[page]
    shown = str(Child.objects.get(now__local_id=filled["child"]).public_id) if "child" in filled else ""
    return browser.post(address, filled | {box: words, "shown_before": shown} | more)


def asked(answer) -> dict[tuple[str, str], bool]:
    """What one may choose among, by the field and the public id: whether it is chosen already."""
    offered = RADIO.findall(answer.content.decode())
    return {(name, value): bool(chosen) for name, value, chosen in offered}


@pytest.mark.parametrize("page", PAGES)
def test_the_beginning_of_a_name_is_asked_about_and_goes_with_a_second_press(page, sara):
    kept = PAGES[page][3].objects
    answer = fill(sara, page, "otto")
    words = answer.content.decode()
    assert answer.status_code == 200 and not kept.exists()
    assert "Otto Lind, social worker, Long term 2 (otto@fenmarsh.example)" in words
    assert "Check whom you mean by “otto”, then press the button again" in words
    ((name, value), chosen) = next(iter(asked(answer).items()))
    assert chosen and value == str(cast.otto().public_id) and f'href="#id_{name}_0"' in words
    assert fill(sara, page, "otto", **{name: value}).status_code == 302
    assert kept.count() == 1


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("words", ["Otto Lind", "OTTO LIND", "otto@fenmarsh.example"])
def test_a_whole_name_or_an_address_goes_at_once(page, words, sara):
    namesake("Otto Linden")
    assert fill(sara, page, words).status_code == 302
    assert PAGES[page][3].objects.count() == 1


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("words", ["otto", "Otto Lind"])
def test_among_several_one_is_chosen_and_none_is_beforehand(page, words, sara):
    other = namesake("Otto Lind", role="social_worker")
    answer = fill(sara, page, words)
    offered = asked(answer)
    assert f"Choose whom you mean by “{words}”" in answer.content.decode()
    assert {value for _, value in offered} == {str(cast.otto().public_id), str(other.public_id)}
    assert not any(offered.values()) and not PAGES[page][3].objects.exists()
    name = next(iter(offered))[0]
    assert fill(sara, page, words, **{name: str(other.public_id)}).status_code == 302
    assert PAGES[page][3].objects.count() == 1


def test_the_person_chosen_is_the_person_named(sara):
    other = namesake("Otto Lind", role="social_worker")
    name = next(iter(asked(fill(sara, "cover", "otto"))))[0]
    fill(sara, "cover", "otto", **{name: str(other.public_id)})
    assert Cover.objects.get().cover == other


def test_a_choice_belongs_to_the_words_it_was_made_for(sara):
    """Who goes on to type another name is asked anew, and the person chosen before is not taken."""
    namesake("Ottilie Lund")
    name = next(iter(asked(fill(sara, "cover", "otto"))))[0]
    answer = fill(sara, "cover", "ott", **{name: str(cast.otto().public_id)})
    assert answer.status_code == 200 and len(asked(answer)) == 2 and not Cover.objects.exists()


def test_nobody_is_taken_who_was_not_offered(sara):
    name = next(iter(asked(fill(sara, "cover", "otto"))))[0]
    answer = fill(sara, "cover", "otto", **{name: str(cast.ines().public_id)})
    assert answer.status_code == 200 and not Cover.objects.exists()


def test_a_choice_stays_while_something_else_is_put_right(sara):
    namesake("Otto Lind", role="social_worker")
    name = next(iter(asked(fill(sara, "restricted", "otto"))))[0]
    chosen = {name: str(cast.otto().public_id)}
    answer = fill(sara, "restricted", "otto", why="short", **chosen)
    assert [value for (_, value), is_chosen in asked(answer).items() if is_chosen] == list(chosen.values())
    assert "Choose whom" not in answer.content.decode() and "Check whom" not in answer.content.decode()


def test_each_line_that_is_not_sure_is_asked_about_by_itself(sara):
    namesake("Otto Lind", role="social_worker")
    lines = "Maya Ashworth\notto\nmay"
    answer = fill(sara, "restricted", lines)
    names = list(dict.fromkeys(name for name, _ in asked(answer)))
    assert len(names) == 2, "the whole name is not asked about"
    chosen = dict(zip(names, (str(cast.otto().public_id), str(cast.maya().public_id)), strict=True))
    assert fill(sara, "restricted", lines, **chosen).status_code == 302
    assert set(Restriction.objects.get().people) == set(chosen.values())


def test_who_may_not_be_named_is_refused_after_the_choice_too(sara):
    namesake("Anselm Petrov", role="analyst")
    name, value = next(iter(asked(fill(sara, "closed", "ansel"))))
    assert "opens no child’s page" in fill(sara, "closed", "ansel", **{name: value}).content.decode()
    assert not NamedAccess.objects.exists()


def test_somebody_switched_off_is_told_so_and_found_by_the_whole_name_alone(sara):
    namesake("Otto Lind", is_active=False)
    assert "switched off (otto2@fenmarsh.example)" in fill(sara, "closed", "Otto Lind").content.decode()
    assert "otto2" not in fill(sara, "closed", "otto").content.decode()


def test_too_many_to_choose_among_are_not_listed(sara):
    for number in range(queries.MOST_ALIKE):
        User.objects.create_user(f"o{number}@fenmarsh.example", name=f"Otto {number}", role="team_manager")
    answer = fill(sara, "closed", "otto")
    assert "More than 10 people here are called “otto”: enter more of the name" in answer.content.decode()
    assert not asked(answer)


def test_no_page_takes_people_by_name_in_another_way():
    """Whoever asks whom words name asks again where that is not sure."""
    src = Path(seenheard.__file__).parent
    lines = [line for file in src.rglob("*.py") for line in file.read_text().splitlines() if "people_called(" in line]
    elsewhere = [line for line in lines if "self.meant(" not in line and "def people_called" not in line]
    assert len(lines) == 4 and not elsewhere
