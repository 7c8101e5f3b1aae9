"""The guardian of records: who looked at which record, and judging it. Reading this is written down too."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from seenheard.lib.sight import seeing_everything
from seenheard.record import operations, permissions, queries
from seenheard.record.forms.looks import JudgeForm
from seenheard.record.presenters import looks as presenters
from seenheard.record.views.doing import FORM, done, said
from seenheard.trail import operations as trail

WHY = "the guardian judges looks at any child, and is told its number alone"


@require_safe
@seeing_everything(WHY)
def looks(request):
    """The looks that stand out, those not judged first."""
    permissions.check_can_review(request.user)
    page = presenters.looks(viewer=request.user, asked=request.GET)
    _read(request, page.public_ids, about="looks")
    return render(request, "record/looks.html", {"page": page})


@require_http_methods(FORM)
@seeing_everything(WHY)
def look(request, key):
    """One person's looks at one child on one day: what the trail keeps of them, and the judgement."""
    found = queries.look_to_judge(viewer=request.user, key=key)
    form = None if presenters.is_judged(found) else JudgeForm(said(request))
    if form and form.is_valid() and done(form, lambda: _judge(request, found, form.cleaned_data)):
        messages.success(request, "Your judgement is written down.")
        return redirect("record:looks")
    page = presenters.look(found, form)
    _read(request, page.public_ids, about=found.noticed[0].person_public_id)
    return render(request, "record/look.html", {"page": page})


def _read(request, public_ids: list[str], *, about: str) -> None:
    trail.write(what="looked_at_trail", by=request.user, at=request.at, children=public_ids, about=about)


def _judge(request, found, filled) -> None:
    operations.judge_look(
        noticed=found.noticed[0], verdict=filled["verdict"], words=filled["words"], by=request.user, at=request.at
    )
