"""Recording a visit: begun as a draft on the server, kept with every change, sent once."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from seenheard.desk import operations
from seenheard.desk.forms.visiting import PartForm, WholeForm, kept
from seenheard.desk.presenters import visiting as presenter
from seenheard.record import operations as record
from seenheard.record import queries as record_queries
from seenheard.record.permissions import check_can_record
from seenheard.trail import operations as trail

from .recording import found

FORM = "visit"


@require_POST
def start(request, public_id):
    """Begin a visit to this child, or go on with the one that was begun and not sent."""
    child = found(request, public_id)
    begun = next((one for one in _drafts(request) if one.children == [str(child.public_id)]), None)
    draft = begun or record.begin_draft(
        form=FORM, children=[str(child.public_id)], content={}, by=request.user, at=request.at
    )
    return redirect("desk:visit", draft=draft.public_id)


@require_http_methods(["GET", "POST"])
def visit(request, draft):
    """The form. What was pressed: send it, add a child, keep it for later, or throw it away."""
    draft, children = _own(request, draft)
    if draft.sent_at:
        return redirect("desk:visit_done", draft=draft.public_id)
    known = [presenter.known_of(viewer=request.user, child=child, on=request.on) for child in children]
    if request.method == "GET":
        return _shown(request, draft, known, *_forms(request, draft, known, None))
    if request.POST.get("do") == "throw":
        return _throw_away(request, draft)
    draft = record.save_draft(public_id=draft.public_id, content=kept(request.POST), by=request.user, at=request.at)
    if request.POST.get("do") == "add":
        return _add(request, draft, known)
    if request.POST.get("do") == "keep":
        messages.success(request, "Kept. You find it on My work under what is not sent yet.")
        return redirect("desk:my_work")
    whole, parts = _forms(request, draft, known, request.POST)
    wrong = [form for form in (whole, *parts) if not form.is_valid()]
    if not wrong and _recorded(request, draft, known, whole, parts):
        record.send_draft(public_id=draft.public_id, by=request.user, at=request.at)
        messages.success(request, presenter.words_after(len(parts)))
        return redirect("desk:visit_done", draft=draft.public_id)
    return _shown(request, draft, known, whole, parts)


@require_POST
def keep(request, draft):
    """Keep what the form holds now; the page asks this at every change. 204, or 404 where the draft is gone."""
    if record_queries.draft(viewer=request.user, public_id=draft) is None:
        raise Http404
    check_can_record(request.user)
    try:
        record.save_draft(public_id=draft, content=kept(request.POST), by=request.user, at=request.at)
    except record.DraftGone:
        raise Http404 from None
    return HttpResponse(status=204)


@require_GET
def done(request, draft):
    """What was recorded, what it raised, and when the next visit is due."""
    draft, children = _own(request, draft)
    if not draft.sent_at:
        return redirect("desk:visit", draft=draft.public_id)
    page = presenter.done(viewer=request.user, children=children, key=str(draft.public_id), on=request.on)
    return _page(request, "desk/visit_done.html", page)


def _own(request, public_id):
    """This person's own draft and its children. Raises Http404, NotAllowed, NoSuchChild."""
    draft = record_queries.draft(viewer=request.user, public_id=public_id)
    if draft is None or draft.form != FORM:
        raise Http404
    check_can_record(request.user)
    children = [
        record_queries.child_for(viewer=request.user, public_id=child, on=request.on) for child in draft.children
    ]
    return draft, children


def _drafts(request):
    return [one for one in record_queries.drafts(viewer=request.user) if one.form == FORM]


def _forms(request, draft, known, posted):
    """The forms as filled in: from what was just posted, else from what the draft holds."""
    content = draft.content if posted is None else {}
    places = presenter.places(known)
    whole = WholeForm(posted, today=request.on, places=places, initial=_initial(content, ""))
    parts = [
        PartForm(posted, prefix=f"c{number}", initial=_initial(content, f"c{number}-"))
        for number, _ in enumerate(known)
    ]
    return whole, parts


def _initial(content, prefix: str) -> dict:
    """What a draft holds for one of the forms, as the form's own initial values."""
    own = {name.removeprefix(prefix): value for name, value in content.items() if name.startswith(prefix)}
    day = [own.pop(f"on_{part}", "") for part in ("day", "month", "year")]
    return own | ({"on": day} if any(day) else {})


def _recorded(request, draft, known, whole, parts) -> bool:
    said = whole.cleaned_data
    before = said["place"] == "home before"
    try:
        operations.record_visit(
            visited_on=said["on"],
            place=said["place"],
            made_with=said["made_with"],
            parts=[
                form.part(of.child, of.left_home_on if before else None) for of, form in zip(known, parts, strict=True)
            ],
            key=str(draft.public_id),
            by=request.user,
            at=request.at,
        )
    except record.VisitContradicted as sentence:
        for of, form in zip(known, parts, strict=True):
            say(form, sentence.found.get(str(of.child.public_id), ()))
        return False
    return True


FIELD = {
    "why_not_seen": "why_not",
    "why_not_alone": "why_not",
    "not_seen_but_alone": "seen_alone",
    "unborn_seen": "seen",
}


def say(form, found) -> None:
    """Say what contradicts itself at the field it is about; ask why where it may be kept."""
    for one in found:
        form.add_error(FIELD.get(one.code), one.says)
    if found and all(one.kept for one in found):
        form.ask_why()


def _add(request, draft, known):
    """Brothers and sisters who were visited too, each seen by this person."""
    offered = {str(one.public_id) for of in known for one in of.others}
    chosen = [one for one in request.POST.getlist("also") if one in offered and one not in draft.children]
    if chosen:
        record.add_to_draft(public_id=draft.public_id, children=chosen, by=request.user, at=request.at)
    return redirect("desk:visit", draft=draft.public_id)


def _throw_away(request, draft):
    record.throw_draft_away(public_id=draft.public_id, by=request.user, at=request.at)
    messages.success(request, "What you had begun is thrown away. Nothing was recorded.")
    return redirect("desk:child", public_id=draft.children[0])


def _shown(request, draft, known, whole, parts):
    page = presenter.visit(draft=draft, known=known, whole=whole, parts=parts, on=request.on)
    return _page(request, "desk/visit.html", page)


def _page(request, template, page):
    trail.write(what="looked_at_form", by=request.user, at=request.at, children=page.public_ids)
    return render(request, template, {"page": page})
