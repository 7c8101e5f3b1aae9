"""Every address of the site, room by room."""

from importlib.util import find_spec

from django.urls import include, path

PAGES = {
    "desk": "",
    "accounts": "",
    "returns": "imports/",
    "prompts": "prompts/",
    "record": "",
    "voices": "",
    "performance": "",
    "timescales": "",
    "ui": "ui/",
}

urlpatterns = [
    path(start, include(f"seenheard.{room}.urls"))
    for room, start in PAGES.items()
    if find_spec(f"seenheard.{room}.urls")
]

handler400 = "seenheard.config.errors.bad_request"
handler403 = "seenheard.config.errors.forbidden"
handler404 = "seenheard.config.errors.not_found"
handler429 = "seenheard.config.errors.too_many"  # asked for by the sign-in throttle
handler500 = "seenheard.config.errors.failed"
