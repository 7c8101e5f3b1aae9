"""What was said about safety: opened from the message or from a list, taken, and settled with what was done."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from seenheard.accounts.permissions import NotAllowed
from seenheard.trail import operations as trail

from .. import operations, permissions, queries
from ..forms.alarms import DoneForm
from ..presenters import alarms as presenter


@require_GET
def alarms(request):
    """What stands."""
    permissions.check_can_answer_alarms(request.user)
    page = presenter.alarms(viewer=request.user, on=request.on)
    trail.write(what="looked_at_alarms", by=request.user, at=request.at, counts={"alarms": len(page.alarms)})
    return render(request, "voices/alarms.html", {"page": page})


@require_GET
def alarm(request, public_id):
    """One alarm."""
    return _shown(request, *_found(request, public_id), DoneForm())


@require_POST
def take(request, public_id):
    """“I have this”."""
    _found(request, public_id)
    if operations.take_alarm(public_id=public_id, by=request.user, at=request.at):
        messages.success(request, "You have this. Nobody else is told. Record here what was done.")
    else:
        messages.info(request, "Somebody has this already.")
    return redirect("voices:alarm", public_id=public_id)


@require_POST
def finish(request, public_id):
    """What was done."""
    one, child = _found(request, public_id)
    form = DoneForm(request.POST)
    if form.is_valid():
        try:
            said = {name: form.cleaned_data[name] for name in ("words", "keep_words")}
            operations.finish_alarm(public_id=public_id, by=request.user, at=request.at, **said)
            messages.success(request, "What was done is recorded.")
            return redirect("voices:alarm", public_id=public_id)
        except NotAllowed as sentence:
            form.refuse(sentence)
    return _shown(request, one, child, form)


def _found(request, public_id):
    permissions.check_can_answer_alarms(request.user)
    try:
        return queries.alarm_for(viewer=request.user, public_id=public_id, on=request.on)
    except queries.NoSuchAlarm:
        raise Http404 from None


def _shown(request, one, child, form):
    trail.write(what="looked_at_alarm", by=request.user, at=request.at, children=[str(child.public_id)])
    page = presenter.alarm(viewer=request.user, one=one, child=child, form=form)
    return render(request, "voices/alarm.html", {"page": page})
