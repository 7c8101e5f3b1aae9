"""The page "Waiting for a second person", and what an administrator is told meanwhile."""

import re

import pytest

from seenheard.accounts import operations, queries
from seenheard.accounts.models import User
from tests import cast
from tests.factories import record as made

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
MANAGER = {"role": "team_manager", "worker_refs": "P0002", "team_refs": "T02, T05"}


@pytest.fixture(autouse=True)
def files():
    """What the staff lists say."""
    for ref, name in (("T02", "Care 1"), ("T05", "Care 2")):
        made.add("department", None, team_ref=ref, name=name)
    made.add("professional", None, professional_ref="P0002", name="Maya Ashworth")


@pytest.fixture
def adam():
    for who in ("sara", "maya"):
        cast.person(who)
    return cast.signed_in("adam")


def address(who) -> str:
    return f"/people/{cast.person(who).public_id}/"


def said(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def ask(adam, **changes):
    adam.post(f"{address('maya')}role/", MANAGER | changes)
    return f"/people/waiting/{queries.rights_waiting().get().public_id}/"


def test_it_is_asked_shown_in_words_and_agreed_to(adam):
    answer = adam.post(f"{address('maya')}role/", MANAGER, follow=True)
    assert "Asked. Nothing has changed yet: another administrator or a service manager has to agree." in said(answer)
    assert "It waits for another administrator or a service manager." in said(answer)
    sara = cast.signed_in("sara")
    page = said(sara.get("/people/waiting/"))
    assert "Adam Reed asks that Maya Ashworth becomes team manager." in page
    assert (
        "Now Social worker; teams Care 1 (T02); numbers in your files Maya Ashworth (P0002), SW900001 (in no file"
        in page
    )
    assert (
        "If you agree Team manager; teams Care 1 (T02), Care 2 (T05); numbers in your files Maya Ashworth (P0002)"
        in page
    )
    done = sara.post(f"/people/waiting/{queries.rights_waiting().get().public_id}/agree/", follow=True)
    assert "You agreed. It has been done: Adam Reed asks that Maya Ashworth becomes team manager." in said(done)
    assert "Nothing waits for a second person." in said(done)
    assert User.objects.get(email="maya@fenmarsh.example").team_refs == ["T02", "T05"]
    assert "Agreed to: Sara Okafor, 31 March 2026." in said(adam.get(address("maya")))


def test_it_is_refused(adam):
    sara, one = cast.signed_in("sara"), ask(adam)
    refused = said(sara.post(f"{one}refuse/", follow=True))
    assert "You refused. Nothing was changed: Adam Reed asks that Maya Ashworth becomes team manager." in refused
    assert "Refused: Sara Okafor, 31 March 2026." in said(adam.get(address("maya")))
    assert cast.maya().role == "social_worker"


def test_who_asked_is_offered_no_button_and_refused(adam):
    one = ask(adam)
    page = adam.get("/people/waiting/")
    assert "You asked for this. Somebody else has to agree" in said(page) and "/agree/" not in page.content.decode()
    for deed in ("agree", "refuse"):
        assert adam.post(f"{one}{deed}/").status_code == 403
    assert cast.maya().role == "social_worker"


def test_whose_right_it_is_is_offered_no_button_and_refused(adam):
    adam.post(f"{address('sara')}role/", {"role": "administrator"})
    sara = cast.signed_in("sara")
    page = sara.get("/people/waiting/")
    assert "This is about your own account." in said(page) and "/agree/" not in page.content.decode()
    assert sara.post(f"/people/waiting/{queries.rights_waiting().get().public_id}/agree/").status_code == 403


def test_the_second_of_two_is_told_that_it_is_done(adam):
    sara, one = cast.signed_in("sara"), ask(adam)
    sara.post(f"{one}agree/")
    already = "Agreed to already: Sara Okafor, 31 March 2026 at midday. Nothing was changed."
    assert already in said(sara.post(f"{one}refuse/", follow=True))
    assert already in said(sara.post(f"{one}agree/", follow=True))


def test_of_two_things_that_wait_for_one_person_each_tells_the_other_and_what_it_overtook(adam):
    """A role agreed to overtakes that they be switched on with the old one."""
    sara = cast.signed_in("sara")
    adam.post(f"{address('maya')}switch-off/")
    adam.post(f"{address('maya')}switch-on/")
    adam.post(f"{address('maya')}role/", MANAGER)
    page = said(sara.get("/people/waiting/"))
    role, back = (
        "asks that Maya Ashworth becomes team manager.",
        "asks that Maya Ashworth, social worker, can sign in again.",
    )
    assert f"Waits as well Adam Reed {role}" in page and f"Waits as well Adam Reed {back}" in page
    wanted = next(one for one in queries.rights_waiting() if one.what == "change_role")
    done = said(sara.post(f"/people/waiting/{wanted.public_id}/agree/", follow=True))
    assert f"You agreed. It has been done: Adam Reed {role}" in done
    assert "Because of it this waits no more: Adam Reed asks that Maya Ashworth" in done
    assert "Nothing waits for a second person." in done and "Waits as well" not in done


def test_what_was_overtaken_is_said(adam):
    sara, one = cast.signed_in("sara"), ask(adam)
    adam.post(f"{address('maya')}switch-off/")
    assert "Overtaken by a later change already: Adam Reed" in said(sara.post(f"{one}agree/", follow=True))
    assert "Overtaken by a later change: Adam Reed" in said(adam.get(address("maya")))


def test_an_invited_person_waits_and_gets_a_link_afterwards(adam, client):
    new = {"name": "New Person", "email": "new@fenmarsh.example", "role": "analyst"}
    page = adam.post("/people/invite/", new, follow=True)
    assert "/set-up/" not in page.content.decode() and "Waits for a second person to agree" in said(page)
    assert "Make a new set-up link" not in said(page) and "Waits for a second person" in said(adam.get("/people/"))
    sara = cast.signed_in("sara")
    assert "Adam Reed asks that New Person is let in as analyst." in said(sara.get("/people/waiting/"))
    sara.post(f"/people/waiting/{queries.rights_waiting().get().public_id}/agree/")
    person = User.objects.get(email="new@fenmarsh.example")
    made = adam.post(f"/people/{person.public_id}/set-up-link/").content.decode()
    link = re.search(r"/set-up/[\w-]+/", made)[0]
    assert client.post(link, {"password": "four words not together"})["Location"] == "/sign-in/"


def test_a_lost_phone_and_an_account_switched_on_again_are_told_in_words(adam):
    sara = cast.signed_in("sara")
    adam.post(f"{address('maya')}second-step/")
    assert "asks that Maya Ashworth, social worker, sets up a new password" in said(sara.get("/people/waiting/"))
    adam.post(f"{address('maya')}switch-off/")
    adam.post(f"{address('maya')}switch-on/")
    assert "asks that Maya Ashworth, social worker, can sign in again." in said(sara.get("/people/waiting/"))


def test_my_work_of_the_service_manager_and_the_page_of_people_say_that_something_waits(adam):
    one, sara = ask(adam), cast.signed_in("sara")
    page = sara.get("/my-work/")
    assert "1 thing waits for a second person. See what it is" in said(page)
    assert page.content.decode().count('href="/people/waiting/"') == 2, "in the navigation, and from the line"
    ruth = User.objects.create_user("ruth@fenmarsh.example", name="Ruth Sim", role="administrator")
    assert "1 thing waits for a second person." in said(cast.signed_in(ruth).get("/people/"))
    assert "waits for a second person." not in said(adam.get("/people/")), "who asked is not the second"
    for who in ("tom", "maya"):
        assert "a second person" not in said(cast.signed_in(who).get("/my-work/"))
    sara.post(f"{one}agree/")
    assert "second person" not in said(sara.get("/my-work/"))


def test_other_numbers_are_told_as_such(adam):
    ask(adam, role="social_worker")
    assert "Maya Ashworth, social worker, has other numbers or teams." in said(adam.get("/people/waiting/"))


def test_what_only_takes_away_is_done_at_once(adam):
    answer = adam.post(f"{address('maya')}role/", {"role": "social_worker"}, follow=True)
    assert "The role has been changed." in said(answer) and not queries.rights_waiting().exists()


def test_where_nobody_else_ever_was_the_page_says_so():
    adam, _ = cast.signed_in("adam"), cast.maya()
    answer = adam.post(f"{address('maya')}role/", MANAGER, follow=True)
    assert "The role has been changed. Nobody else was there to agree, and the trail says so." in said(answer)
    assert "Done at once on 31 March 2026: nobody else was there to agree." in said(answer)


def test_where_nobody_is_left_the_page_says_who_agrees(adam):
    adam.post(f"{address('sara')}switch-off/")
    answer = adam.post(f"{address('maya')}role/", MANAGER, follow=True)
    assert "nobody here can agree" in said(answer) and "./seenheard agree-right" in said(answer)


def test_who_may_be_the_second_person_finds_the_page(adam):
    assert 'href="/people/waiting/"' in adam.get("/people/").content.decode()
    assert 'href="/people/waiting/"' in cast.signed_in("sara").get("/cover/").content.decode()
    assert "/people/waiting/" not in cast.signed_in("tom").get("/cover/").content.decode()


@pytest.mark.parametrize("who", ["maya", "tom", "ines", "ana", "dev", "grace"])
def test_nobody_else_sees_what_waits_or_settles_it(adam, who):
    one, browser = ask(adam), cast.signed_in(who)
    assert browser.get("/people/waiting/").status_code == 403
    assert {browser.post(f"{one}{deed}/").status_code for deed in ("agree", "refuse")} == {403}


def test_what_never_was_is_not_there():
    cast.adam()
    nothing = "/people/waiting/00000000-0000-4000-8000-000000000000/agree/"
    assert cast.signed_in("sara").post(nothing).status_code == 404


def test_whoever_signs_in_elsewhere_gets_no_link_by_one_alone(adam):
    """Maya has signed in, and her second factor is the council's: a link would make its holder Maya."""
    cast.signed_in("maya")
    answer = adam.post(f"{address('maya')}set-up-link/")
    assert answer.status_code == 403 and "a second person has to agree to that" in said(answer)


def test_a_link_after_it_was_agreed(adam, at):
    cast.signed_in("maya")
    adam.post(f"{address('maya')}second-step/")
    operations.agree(asked=queries.rights_waiting().get(), by=cast.sara(), at=at)
    assert "/set-up/" in adam.post(f"{address('maya')}set-up-link/").content.decode()
