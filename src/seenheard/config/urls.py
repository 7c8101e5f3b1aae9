"""Every address of the site, room by room."""

from importlib.util import find_spec

from django.urls import include, path

ROOMS_WITH_PAGES = ("desk", "duties", "returns", "record", "timescales", "accounts", "trail")

urlpatterns = [
    path("ui/", include("seenheard.ui.urls")),
    *[
        path("", include(f"seenheard.{room}.urls"))
        for room in ROOMS_WITH_PAGES
        if find_spec(f"seenheard.{room}.urls")
    ],
]

handler400 = "seenheard.config.errors.bad_request"
handler403 = "seenheard.config.errors.forbidden"
handler404 = "seenheard.config.errors.not_found"
handler500 = "seenheard.config.errors.failed"
