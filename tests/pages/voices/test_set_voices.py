"""The settings of the voices: what keeps a child from being asked stands on top, and each form refuses in words."""

import html
import re

import pytest

from seenheard.voices import operations, queries
from seenheard.voices.domain import settings
from seenheard.voices.forms.settings import FORMS
from seenheard.voices.models import Setting
from seenheard.voices.presenters.set_voices import NAMES, SAYS, WORDS
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
HERE = "/voices/settings/"
DUTY = {"role": "The duty desk", "email": "duty@fenmarsh.example"}
CHECKED = {"checked_on_day": "30", "checked_on_month": "3", "checked_on_year": "2026"}
NIGHT = {"number": "01632 960 001", "checked_by": "Sara Okafor", **CHECKED}
SENT = {
    "voices": {"chosen": ["worker"]},
    "who_is_asked": {"chosen": ["care_leavers"]},
    "duty_inbox": DUTY,
    "night_inbox": DUTY,
    "night_number": NIGHT,
    "office_hours": {"opens": "9:00", "closes": "16:30"},
    "have_this_minutes": {"number": "30"},
    "weeks_before_a_review": {"number": "6"},
    "months_between_rounds": {"number": "2"},
}


@pytest.fixture
def sara():
    return cast.signed_in("sara")


def said(answer) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split()))


def test_every_setting_has_a_name_words_and_a_form():
    assert set(NAMES) == set(SAYS) == set(WORDS) == set(FORMS) == set(settings.SETTINGS) == set(SENT)


def test_while_one_is_missing_that_children_need_it_says_that_no_child_is_asked_and_what_is_missing(sara):
    page = said(sara.get(HERE))
    missing = "Still missing: duty inbox, inbox for nights and weekends and telephone for nights and weekends."
    assert f"No child is asked A red on safety would reach nobody at once. {missing}" in page
    assert page.index("No child is asked") < page.index("Duty inbox")
    sara.post(f"{HERE}duty_inbox/", DUTY)
    sara.post(f"{HERE}night_inbox/", DUTY)
    assert "Still missing: telephone for nights and weekends." in said(sara.get(HERE))
    sara.post(f"{HERE}night_number/", NIGHT)
    page = said(sara.get(HERE))
    assert "No child is asked" not in page
    assert "01632 960 001 Rung and checked by Sara Okafor on 30 March 2026." in page


@pytest.mark.parametrize("name", sorted(SENT))
def test_each_is_set_shown_and_found_again_in_its_form(name, sara, on):
    assert sara.post(f"{HERE}{name}/", SENT[name])["Location"] == HERE
    held = settings.value(name, queries.settings_on(on))
    assert settings.checked(name, held) == held and name in queries.settings_on(on)
    assert "It is set, from today." in said(sara.get(HERE))
    sara.post(f"{HERE}{name}/", SENT[name])
    assert "It was so already." in said(sara.get(HERE))
    assert Setting.objects.count() == 1
    form = sara.get(f"{HERE}{name}/").content.decode()
    for value in SENT[name].values():
        shown = [value] if isinstance(value, str) else value
        assert all(f'value="{one}"' in form for one in shown if one != "9:00")


@pytest.mark.parametrize(
    ("name", "sent", "says"),
    [
        ("voices", {}, "Choose at least one voice"),
        ("voices", {"chosen": ["uncle"]}, "Choose among those below"),
        ("who_is_asked", {"chosen": ["everybody"]}, "Choose among those below"),
        ("duty_inbox", {"role": "The duty desk", "email": "nowhere"}, "Write an e-mail address, like"),
        ("duty_inbox", {"role": "", "email": "duty@fenmarsh.example"}, "Say who reads it"),
        ("night_number", NIGHT | {"number": "12"}, "Write the number, who has rung it"),
        ("night_number", NIGHT | {"checked_by": ""}, "Say who has rung it to check it"),
        ("night_number", NIGHT | {"checked_on_month": "4"}, "must be 31 March 2026 or earlier"),
        ("office_hours", {"opens": "morning", "closes": "17:00"}, "Write a time, as 08:30"),
        ("office_hours", {"opens": "17:00", "closes": "8.30"}, "The second time has to be later"),
        ("have_this_minutes", {"number": "4"}, "Write a whole number from 5 to 240."),
        ("have_this_minutes", {"number": "soon"}, "Write a whole number"),
        ("weeks_before_a_review", {"number": ""}, "Write a number"),
        ("months_between_rounds", {"number": "7"}, "Write a whole number from 1 to 6."),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_stays_in_the_form(name, sent, says, sara):
    answer = sara.post(f"{HERE}{name}/", sent)
    assert answer.status_code == 200 and says in said(answer) and "There is a problem" in said(answer)
    kept = [value for key, value in sent.items() if isinstance(value, str) and value]
    assert all(f'value="{html.escape(value)}"' in answer.content.decode() for value in kept)
    assert not Setting.objects.exists()


def test_a_child_whose_voice_is_off_is_not_asked_and_the_page_says_so(sara, at):
    operations.set_voices(name="voices", value=["worker"], by=cast.sara(), at=at)
    assert "The child’s voice is switched off below: no child is asked." in said(sara.get(HERE))


def test_a_setting_that_is_none_has_no_page(sara):
    assert sara.get(f"{HERE}colour/").status_code == 404
