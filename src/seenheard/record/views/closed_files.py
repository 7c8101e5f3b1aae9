"""Who may open a file that adoption has closed: the list, naming somebody, ending it early.

Nothing of what is in a file is shown. Whoever may not name others gets no list, and learns of no file.
"""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from seenheard.lib.sight import seeing_everything
from seenheard.record import operations, permissions, queries
from seenheard.record.forms.closed_files import EndForm, NameForm
from seenheard.record.presenters import closed_files as presenters
from seenheard.record.views.doing import FORM, done, said
from seenheard.trail import operations as trail

WHY = "who names people for a closed file has not opened it"

ABOUT = "named_for_closed_files"


@require_safe
@seeing_everything(WHY)
def closed_files(request):
    """Everybody who was named for a closed file, until when, why and by whom."""
    permissions.check_can_name_person_for_closed_file(request.user)
    page = presenters.closed_files(viewer=request.user, on=request.on, asked=request.GET)
    _looked(request, page.public_ids)
    return render(request, "record/closed_files.html", {"page": page})


@require_http_methods(FORM)
@seeing_everything(WHY)
def name_person(request):
    """Name one person for one closed file, from today."""
    permissions.check_can_name_person_for_closed_file(request.user)
    form = NameForm(said(request), viewer=request.user, on=request.on)
    if form.is_valid() and done(form, lambda: _name(request, form.cleaned_data)):
        messages.success(request, "The person is named. They find the file among their children.")
        return redirect("record:closed_files")
    if form.told_of:
        _looked(request, form.told_of)
    page = presenters.name_person(form, viewer=request.user, on=request.on)
    return render(request, "record/name_person.html", {"page": page})


@require_http_methods(FORM)
@seeing_everything(WHY)
def end_naming(request, public_id, person):
    """Close one file to one person again, before the day given."""
    child = queries.closed_file_to_end(viewer=request.user, public_id=public_id)
    named = queries.named_now(viewer=request.user, child=child, person_public_id=person, on=request.on)
    form = EndForm(said(request))
    if form.is_valid() and done(form, lambda: _end(request, child, person, form.cleaned_data["why"])):
        messages.success(request, "The file is closed to this person again.")
        return redirect("record:closed_files")
    _looked(request, [str(child.public_id)])
    return render(request, "record/end_naming.html", {"page": presenters.end_naming(named, form)})


def _looked(request, public_ids: list[str]) -> None:
    trail.write(what="looked_at_list", by=request.user, at=request.at, children=public_ids, about=ABOUT)


def _name(request, asked) -> None:
    operations.name_person_for_closed_file(
        child=asked["child"],
        person_public_id=str(asked["person"].public_id),
        from_on=request.on,
        until_on=asked["until_on"],
        why=asked["why"],
        by=request.user,
        at=request.at,
    )


def _end(request, child, person, why) -> None:
    operations.end_naming_for_closed_file(
        child=child, person_public_id=str(person), on=request.on, why=why, by=request.user, at=request.at
    )
