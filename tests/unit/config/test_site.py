from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from seenheard.accounts.models import User
from seenheard.config import jinja


@pytest.fixture
def request_of():
    def make(user, **attributes):
        request = RequestFactory().get("/my-work/")
        request.user = user
        for name, value in attributes.items():
            setattr(request, name, value)
        return request

    return make


def test_the_shell_knows_who_is_signed_in_and_where(request_of):
    maya = User(name="Maya Ashworth", role="social_worker")
    site = jinja.site(request_of(maya))
    assert site.person == "Maya Ashworth, social worker"
    assert [link.text for link in site.navigation if link.current] == ["My work"]
    assert site.sign_out and site.account


def test_a_stranger_has_no_navigation_and_no_name(request_of):
    site = jinja.site(request_of(AnonymousUser()))
    assert (site.person, site.navigation, site.sign_out, site.account) == ("", (), "", "")
    assert [link.text for link in site.footer] == ["Register of rules", "Accessibility"]


def test_only_a_demo_says_what_day_it_takes_for_today(request_of):
    attributes = {"at": datetime(2026, 3, 31, 13, 5, tzinfo=UTC), "on": date(2026, 3, 31)}
    demo = jinja.site(request_of(AnonymousUser(), demo=True, **attributes))
    own = jinja.site(request_of(AnonymousUser(), demo=False, **attributes))
    assert (demo.demo, own.demo) == ("Tuesday 31 March 2026", "")
    assert demo.as_at == own.as_at == "31 March 2026 at 2:05pm"
