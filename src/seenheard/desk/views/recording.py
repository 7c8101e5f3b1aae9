"""Recording that something happened to a child."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from seenheard.accounts.permissions import NotAllowed
from seenheard.desk import operations
from seenheard.desk.forms.recording import EventForm
from seenheard.desk.presenters import recording as presenter
from seenheard.record import operations as record
from seenheard.record import queries as record_queries
from seenheard.record.permissions import check_can_record
from seenheard.timescales.domain.event_words import kind_words
from seenheard.trail import operations as trail
from seenheard.ui.dates import short


@require_GET
def choose(request, public_id):
    """What happened?"""
    child = found(request, public_id)
    return shown(request, child, "desk/record.html", presenter.choose(viewer=request.user, child=child, on=request.on))


@require_http_methods(["GET", "POST"])
def event(request, public_id, kind):
    """The form for one kind of happening."""
    child = found(request, public_id)
    if not presenter.is_offered(kind, request.user):
        raise Http404
    known = presenter.known_of(viewer=request.user, child=child, kind=kind, on=request.on)
    form = EventForm(request.POST or None, kind=kind, known=known, today=request.on)
    if request.method == "POST" and form.is_valid() and _recorded(request, child, form):
        messages.success(request, f"Recorded: {kind_words(kind)}, {short(form.cleaned_data['on'])}.")
        return after(request, child)
    page = presenter.event(viewer=request.user, child=child, kind=kind, form=form, known=known)
    return shown(request, child, "desk/record_event.html", page)


def after(request, child, page="desk:child"):
    """A page of the child again; whoever has just passed the child on no longer sees it."""
    if record_queries.visible_children(viewer=request.user, on=request.on).filter(pk=child.pk).exists():
        return redirect(page, public_id=child.public_id)
    messages.info(request, "The child is no longer among those you see.")
    return redirect("desk:my_work")


def _recorded(request, child, form: EventForm) -> bool:
    try:
        operations.for_child(
            record.record_event,
            child=child,
            kind=form.kind,
            on=form.cleaned_data["on"],
            facts=form.facts(),
            hour=form.hour,
            kept_why=form.cleaned_data["kept_why"],
            keep_words=form.cleaned_data["keep_words"],
            key=form.key_of_form,
            by=request.user,
            at=request.at,
        )
    except record.Contradicted as sentence:
        if all(one.kept for one in sentence.found):
            form.ask_why()
        form.add_error(None, str(sentence))
        return False
    except NotAllowed as sentence:
        form.refuse(sentence)
        return False
    return True


def found(request, public_id):
    """The child, for somebody who may record. Raises NotAllowed, NoSuchChild."""
    if not request.path_info.isprintable():
        raise Http404
    child = record_queries.child_for(viewer=request.user, public_id=public_id, on=request.on)
    check_can_record(request.user)
    return child


def shown(request, child, template, page):
    """A page about the child, written into the trail first."""
    trail.write(what="looked_at_form", by=request.user, at=request.at, children=[str(child.public_id)])
    return render(request, template, {"page": page})
