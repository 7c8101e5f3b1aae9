"""Who must not know where a child lives: said, said to hold after a move, corrected, ended."""

import uuid

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from seenheard.accounts.permissions import NotAllowed
from seenheard.desk import operations
from seenheard.desk.forms.protecting import EVERY, CorrectSaidForm, EndForm, ProtectForm
from seenheard.desk.presenters import protecting as presenter
from seenheard.record import operations as record
from seenheard.record import queries as record_queries
from seenheard.trail import operations as trail

from .recording import found

TEMPLATE = "desk/protect.html"
PROTECTED = "It is kept, and the address is protected from now."
STANDS = "This was kept already, and stands: the address is protected."
CORRECTED = "The correction is kept. What stood before is kept too."
UNCHANGED = "It says this already, and stands. Nothing was changed."
ENDED = "The address is not protected from them any more. That it was, and why it is not, is kept."


@require_http_methods(["GET", "POST"])
def protect(request, public_id):
    """Somebody must not know this address."""
    child = found(request, public_id)
    known = record_queries.to_protect(viewer=request.user, child=child, on=request.on)
    also = presenter.also_there(known.living_there)
    form = ProtectForm(request.POST or None, kinds=known.kinds, also=also, today=request.on)
    if request.method == "POST" and form.is_valid() and (saved := _protected(request, child, form)):
        messages.success(request, PROTECTED if any(one.written for one in saved) else STANDS)
        return redirect("desk:child", public_id=child.public_id)
    return _shown(request, presenter.protect(child=child, form=form), child, *(one for one, _ in also))


def _protected(request, child, form) -> tuple[record.Saved, ...] | None:
    others = form.cleaned_data.get("also", [])
    by_id = {"viewer": request.user, "on": request.on}
    children = [child, *(record_queries.child_for(public_id=one, **by_id) for one in others)]
    return _does(
        form,
        operations.protect_address,
        children=children,
        why=form.cleaned_data["reason"],
        key=form.cleaned_data["key"],
        by=request.user,
        at=request.at,
        **form.said(),
    )


@require_http_methods(["GET", "POST"])
def correct(request, public_id, key):
    """Put right who must not know it, why, or from which day; it protects on."""
    child = found(request, public_id)
    one, known = _said(request, child, key), record_queries.to_protect(viewer=request.user, child=child, on=request.on)
    now = {"who": one.who, "reason": one.why, "which": one.which or EVERY, "from_on": one.from_on}
    kinds = known.kinds or ((one.which,) if one.which else ())
    initial = now | {"version": one.version}
    form = CorrectSaidForm(request.POST or None, kinds=kinds, today=request.on, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        act = {"reason": said["reason"], "why": said["why"], "based_on": said["version"], **form.said()}
        if saved := _does_for(request, child, form, record.correct_protection, protection=key, **act):
            messages.success(request, CORRECTED if saved.written else UNCHANGED)
            return redirect("desk:child", public_id=child.public_id)
    return _shown(request, presenter.correct(child=child, one=one, form=form), child)


@require_http_methods(["GET", "POST"])
def end(request, public_id, key):
    """These people may know the address: with why, and a tick that it is meant."""
    child = found(request, public_id)
    one = _said(request, child, key)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = {"why": form.cleaned_data["why"], "keep_words": form.cleaned_data["keep_words"]}
        named = {"protection": key, "key": form.cleaned_data["key"]}
        if _does_for(request, child, form, record.end_protection, **named, **act):
            messages.success(request, ENDED)
            return redirect("desk:child", public_id=child.public_id)
    return _shown(request, presenter.end(child=child, one=one, form=form), child)


@require_POST
def holds(request, public_id, key):
    """What was said before the child moved holds for the new address too."""
    child = found(request, public_id)
    _said(request, child, key)
    said = {"protection": key, "key": str(uuid.uuid4()), "by": request.user}
    operations.for_child(record.protection_holds, child=child, at=request.at, **said)
    messages.success(request, "It is kept that the new address is protected too.")
    return redirect("desk:child", public_id=child.public_id)


def _said(request, child, key):
    whole = record_queries.whole_child(viewer=request.user, child=child, on=request.on)
    one = next((one for one in whole.protections if one.key == key), None)
    if one is None:
        raise Http404
    return one


def _does_for(request, child, form, act, **said) -> record.Saved | None:
    said |= {"by": request.user, "at": request.at}
    return _does(form, operations.for_child, act=act, child=child, **said)


def _does(form, do, **said):
    """What it came to; nothing where it was refused, and the form says why."""
    try:
        return do(**said)
    except record.NotThere:
        raise Http404 from None
    except NotAllowed as sentence:
        form.refuse(sentence)
        return None


def _shown(request, page, child, *others: str):
    children = [str(child.public_id), *others]
    trail.write(what="looked_at_form", by=request.user, at=request.at, children=children)
    return render(request, TEMPLATE, {"page": page})
