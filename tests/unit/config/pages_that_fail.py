"""Pages for the tests of what stands around every page: each fails, or changes something, in its own way."""

from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, connection
from django.http import Http404, HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_POST

from seenheard.accounts.permissions import NotAllowed
from seenheard.config.models import Installation
from seenheard.record.permissions import NoSuchChild

CANARY = "Zebedee-Quillfeather"


@login_not_required
def changes(request, token=""):
    Installation.objects.create()
    request.session["seen"] = "yes"
    return HttpResponse(request.GET.get("status", ""), status=int(request.GET.get("status", 200)))


def fails_with(make):
    @login_not_required
    def page(request):
        Installation.objects.create()
        raise make()

    return page


@login_not_required
def breaks_the_database(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::int", [CANARY])


@login_not_required
def whose_eyes(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('seenheard.viewer')")
        return HttpResponse(f"{cursor.fetchone()[0]}|{request.on}|{request.at.isoformat()}|{request.demo}")


def members_only(request):
    return HttpResponse("for members")


@login_not_required
@require_POST
def for_a_press(request):
    return HttpResponse("pressed")


urlpatterns = [
    path("for-a-press/", for_a_press),
    path("changes/", changes),
    path("value/", fails_with(lambda: ValueError(CANARY))),
    path("integrity/", fails_with(lambda: IntegrityError(f"Key (upn)=({CANARY}) already exists."))),
    path("refused/", fails_with(lambda: NotAllowed("Your role does not let you do this."))),
    path("no-such-child/", fails_with(NoSuchChild)),
    path("no-such-page/", fails_with(lambda: Http404(CANARY))),
    path("database/", breaks_the_database),
    path("eyes/", whose_eyes),
    path("members/", members_only),
    path("linked/<str:token>/", changes),
    path("", include("seenheard.config.urls")),
]
handler400 = "seenheard.config.errors.bad_request"
handler403 = "seenheard.config.errors.forbidden"
handler404 = "seenheard.config.errors.not_found"
handler500 = "seenheard.config.errors.failed"
