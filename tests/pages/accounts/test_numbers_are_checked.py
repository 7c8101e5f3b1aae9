"""The files' numbers, as an administrator types them: a name is taken as its number, what no file has is asked about."""

import re

import pytest

from seenheard.accounts.models import User
from tests import cast
from tests.factories import record as made

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
NEW = {"name": "Noor New", "email": "noor@fenmarsh.example", "role": "social_worker"}


@pytest.fixture
def adam():
    cast.person("sara")
    teams = {"T02": "Safeguarding North", "T05": "Care 2", "T06": "Care 2"}
    for ref, name in teams.items():
        made.add("department", None, team_ref=ref, name=name)
    made.add("professional", None, professional_ref="P0777", name="Noor New", registration_no="SW777")
    return cast.signed_in("adam")


def text(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def invite(adam, **filled):
    return adam.post("/people/invite/", NEW | filled)


def made_of(field: str):
    return getattr(User.objects.get(email=NEW["email"]), field)


@pytest.mark.parametrize("words", ["T02", "t02", "Safeguarding North", "safeguarding north, T02"])
def test_a_team_may_be_typed_by_its_number_or_name(adam, words):
    assert invite(adam, team_refs=words).status_code == 302
    assert made_of("team_refs") == ["T02"]


def test_several_teams_of_a_name_are_told_apart_by_number(adam):
    assert "Several teams are called “Care 2”: enter the number, T05 or T06" in text(invite(adam, team_refs="Care 2"))
    assert not User.objects.filter(email=NEW["email"]).exists()


@pytest.mark.parametrize(("field", "ref"), [("worker_refs", "P9999"), ("team_refs", "Safeguarding East")])
def test_what_no_file_has_is_asked_about_once_and_taken_at_the_second_press(adam, field, ref):
    answer = invite(adam, **{field: ref})
    assert f"“{ref}” is in no file here so far. Check it, then press the button again" in text(answer)
    assert not User.objects.filter(email=NEW["email"]).exists()
    sent = re.search(r'name="asked_about" value="([^"]*)"', answer.content.decode())[1]
    assert invite(adam, **{field: ref, "asked_about": sent}).status_code == 302
    assert made_of(field) == [ref]


def test_another_number_is_asked_about_anew(adam):
    answer = invite(adam, worker_refs="P8888", asked_about="P9999")
    assert "“P8888” is in no file" in text(answer) and not User.objects.filter(email=NEW["email"]).exists()


def test_workers_are_known_by_key_and_by_registration_and_shown_by_name(adam):
    answer = invite(adam, worker_refs="P0777, SW777", team_refs="T09")
    assert "You entered Noor New (P0777) and Noor New (SW777)." in text(answer)
    assert "“T09” is in no file here so far" in text(answer) and "“P0777”" not in text(answer)


def test_what_somebody_had_before_is_not_asked_about_again(adam):
    maya = cast.maya()
    keys = {"worker_refs": ", ".join(maya.worker_refs), "team_refs": ", ".join([*maya.team_refs, "T05"])}
    page = adam.post(f"/people/{maya.public_id}/role/", {"role": maya.role} | keys, follow=True)
    assert "Asked. Nothing has changed yet" in text(page) and "in no file here" not in text(page)


def test_the_second_person_reads_names_and_what_is_in_no_file(adam):
    invite(adam, worker_refs="P0777, P9999", team_refs="T02", asked_about="P9999")
    page = text(cast.signed_in("sara").get("/people/waiting/"))
    assert "Social worker; teams Safeguarding North (T02)" in page
    assert "numbers in your files Noor New (P0777), P9999 (in no file so far)" in page
