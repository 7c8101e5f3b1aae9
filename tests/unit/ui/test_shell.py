from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.test import RequestFactory

from seenheard.config.jinja import Site
from seenheard.ui import errors, gallery, views
from seenheard.ui.parts import Link

SITE = Site(
    council="Fenmarsh County Council",
    person="Maya Ali, social worker",
    navigation=(Link("My work", "/my-work/", True), Link("Rules", "/rules/")),
    footer=(Link("Accessibility", "/accessibility/"),),
    sign_out="/out/",
    account="/account/",
    demo="Tuesday 31 March 2026",
    as_at="31 March 2026 at 2:05pm",
)


def shell(**changes):
    return render_to_string("ui/gallery.html", {"page": gallery.page({}), "site": replace(SITE, **changes)})


def test_the_shell_says_where_and_who_one_is():
    html = shell()
    assert '<html lang="en-GB"' in html
    assert "<title>Components – Seen &amp; Heard – Fenmarsh County Council</title>" in html
    assert "Maya Ali, social worker" in html
    assert '<a href="/my-work/" class="sh-nav__link" aria-current="page">My work</a>' in html
    assert "Shown as at 31 March 2026 at 2:05pm." in html


def test_the_first_thing_the_keyboard_reaches_skips_to_the_content():
    html = shell()
    assert html.index('href="#main-content"') == html.index('href="', html.index("<body"))
    assert 'id="main-content"' in html


def test_a_demo_says_so_on_every_page_and_nothing_else_does():
    assert "invented authority, invented people. Today is Tuesday 31 March 2026" in shell()
    assert "invented authority" not in shell(demo="")


def test_a_stranger_is_offered_no_navigation_and_nothing_to_sign_out_of():
    html = shell(person="", navigation=())
    assert '<nav class="sh-nav"' not in html
    assert "Sign out" not in html


def test_the_councils_colour_is_a_stylesheet_that_anyone_may_fetch(settings):
    settings.COUNCIL_COLOUR = "#6a1b9a"
    response = views.council_css(RequestFactory().get("/ui/council.css"))
    assert response["Content-Type"].startswith("text/css")
    assert "--council:#6a1b9a;" in response.content.decode()
    assert views.council_css.login_required is False


@pytest.mark.parametrize(
    ("shown", "status"),
    [(errors.not_found, 404), (errors.bad_request, 400), (errors.refused, 403), (errors.open_too_long, 403)],
)
def test_an_error_page_has_its_status_and_a_way_on(shown, status):
    response = shown(request())
    assert response.status_code == status
    assert "Go to the first page" in response.content.decode()


def test_a_refusal_shows_the_sentence_that_refused():
    class NotAllowed(PermissionDenied):
        pass

    html = errors.refused(request(), NotAllowed("Only the analyst who started an import may undo it.")).content.decode()
    assert "Only the analyst who started an import may undo it." in html


def test_a_refusal_without_a_sentence_says_that_the_role_does_not_allow_it():
    assert "Your role does not allow it." in errors.refused(request(), PermissionDenied("csrf secret")).content.decode()


def test_the_page_for_our_own_fault_needs_neither_person_nor_database():
    response = errors.broken(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Something went wrong on our side" in response.content.decode()


@pytest.mark.parametrize("shown", [errors.not_found, errors.bad_request, errors.refused, errors.broken])
def test_an_error_page_gives_the_reference_that_finds_it_in_the_log(shown):
    asked = request()
    asked.reference = "0a1b2c3d"
    assert "Reference: 0a1b2c3d" in shown(asked).content.decode()
    assert "Reference:" not in shown(request()).content.decode()


def test_a_page_that_is_not_there_does_not_repeat_what_was_asked_for():
    assert "amy-fairhurst" not in errors.not_found(request("/children/amy-fairhurst/")).content.decode()


def request(path="/"):
    made = RequestFactory().get(path)
    made.session = {}
    return made
