"""The council's colours as a stylesheet, every component on one page, and the accessibility statement."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from seenheard.ui import colour, gallery
from seenheard.ui.presenters import ACCESSIBILITY


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def council_css(request: HttpRequest) -> HttpResponse:
    """The council's colour as custom properties: a file, because the content security policy allows no inline style."""
    return HttpResponse(colour.stylesheet(settings.COUNCIL_COLOUR), content_type="text/css; charset=utf-8")


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component with invented content: for people who write pages, and for the tests that look at it."""
    return render(request, "ui/gallery.html", {"page": gallery.page(request.GET)})


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement, for anyone."""
    return render(request, "ui/accessibility.html", {"page": ACCESSIBILITY})
