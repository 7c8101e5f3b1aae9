"""Recording a visit: begun as a draft on the server, kept with every change, sent once."""

import contextlib
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from seenheard.accounts.permissions import NotAllowed
from seenheard.desk import operations
from seenheard.desk.forms.visiting import PartForm, WholeForm, kept
from seenheard.desk.presenters import visiting as presenter
from seenheard.record import operations as record
from seenheard.record import queries as record_queries
from seenheard.record.permissions import NoSuchChild, check_can_record
from seenheard.trail import operations as trail

from .recording import found

FORM = "visit"
LONGEST_VERSION, LONGEST_PAGE = 9, 40  # digits, letters


@require_POST
def start(request, public_id):
    """Begin a visit to this child, or go on with the one that was begun and not sent."""
    child = found(request, public_id)
    begun = next((one for one in _drafts(request) if str(child.public_id) in one.children), None)
    draft = begun or record.begin_draft(
        form=FORM, children=[str(child.public_id)], content={}, by=request.user, at=request.at
    )
    return redirect("desk:visit", draft=draft.public_id)


@require_http_methods(["GET", "POST"])
def visit(request, draft):
    """The form. What was pressed: send it, add or leave out a child, keep it for later, or throw it away."""
    draft, children = _own(request, draft)
    if request.method == "GET":
        return redirect("desk:visit_done", draft=draft.public_id) if draft.sent_at else _shown(request, draft, children)
    do = request.POST.get("do", "")
    try:
        if do == "throw":
            return _throw_away(request, draft)
        if not draft.sent_at:
            draft = _keep(request, draft, children)
        if do == "add":
            return _add(request, draft, children)
        if do.startswith("out-"):
            return _leave_out(request, draft, children, do)
        if do == "keep":
            messages.success(request, "Kept. You find it on My work under what is not sent yet.")
            return redirect("desk:my_work")
        return _send(request, draft, children)
    except record.DraftChanged:
        return _shown(request, draft, children, request.POST, CHANGED)
    except record.DraftTooLarge as sentence:
        return _shown(request, draft, children, request.POST, str(sentence))
    except record.DraftGone:
        return _gone(request, draft)


CHANGED = (
    "You have kept something newer of this visit elsewhere: in another window, or before you went back to this page. "
    "Nothing of it was overwritten. What stands below is what this page held: press again to keep this instead."
)


def _gone(request, draft):
    """Pressed twice: the first press has done it."""
    now = record_queries.draft(viewer=request.user, public_id=draft.public_id)
    if now is None:
        messages.success(request, "This was thrown away already. Nothing was recorded by it.")
        return redirect("desk:my_work")
    return redirect("desk:visit_done", draft=draft.public_id)


def _version(request) -> int | None:
    said = request.POST.get("version", "")
    return int(said) if said.isdecimal() and len(said) < LONGEST_VERSION else None


def _keep(request, draft, children):
    return record.save_draft(
        public_id=draft.public_id,
        content=kept(request.POST, children),
        based_on=_version(request),
        page=request.POST.get("page", "")[:LONGEST_PAGE],
        by=request.user,
        at=request.at,
    )


def _send(request, draft, children):
    known = presenter.known_of(viewer=request.user, children=children, on=request.on)
    whole, parts = _forms(request, draft, known, request.POST)
    wrong = [form for form in (whole, *parts) if not form.is_valid()]
    if known and not wrong and _recorded(request, draft, known, whole, parts):
        if not draft.sent_at:
            record.send_draft(public_id=draft.public_id, by=request.user, at=request.at)
            messages.success(request, presenter.words_after(len(parts)))
        return redirect("desk:visit_done", draft=draft.public_id)
    return _page_of(request, draft, known, whole, parts)


@require_POST
def keep(request, draft):
    """Keep what the form holds now; the page asks this at every change.

    204 with the new version; 404 where the draft is gone, 409 where something newer is kept, 413 for too many words.
    """
    draft, children = _own(request, draft)
    try:
        draft = _keep(request, draft, children)
    except record.DraftGone:
        raise Http404 from None
    except record.DraftChanged:
        return HttpResponse(status=HTTPStatus.CONFLICT)
    except record.DraftTooLarge:
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"X-Draft-Version": str(draft.version)})


@require_GET
def done(request, draft):
    """What was recorded, what it raised, and when the next visit is due."""
    draft, children = _own(request, draft)
    if not draft.sent_at:
        return redirect("desk:visit", draft=draft.public_id)
    page = presenter.done(viewer=request.user, children=list(children.values()), on=request.on)
    return _page(request, "desk/visit_done.html", page)


def _own(request, public_id):
    """This person's own draft, and of its children those whom they see, by their place in it. Raises Http404."""
    draft = record_queries.draft(viewer=request.user, public_id=public_id)
    if draft is None or draft.form != FORM:
        raise Http404
    check_can_record(request.user)
    children = {}
    for place, child in enumerate(draft.children):
        with contextlib.suppress(NoSuchChild):
            if child:
                children[place] = record_queries.child_for(viewer=request.user, public_id=child, on=request.on)
    return draft, children


def _drafts(request):
    return [one for one in record_queries.drafts(viewer=request.user) if one.form == FORM]


def _forms(request, draft, known, posted):
    """The forms as filled in: from what was just posted, else from what the draft holds."""
    content = draft.content if posted is None else {}
    places = presenter.places(known)
    went = presenter.who_went(viewer=request.user, children=[of.child for of in known])
    whole = WholeForm(posted, today=request.on, places=places, went=went, initial=_initial(content, ""))
    parts = [
        PartForm(
            posted,
            prefix=f"c{of.place}",
            name=of.name if len(known) > 1 else "",
            initial=_initial(content, f"c{of.place}-"),
        )
        for of in known
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
            made_by=said.get("made_by", ""),
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
    except record.TellsAddress as sentence:
        of_whom = (form for of, form in zip(known, parts, strict=True) if of.child.public_id == sentence.child)
        next(of_whom).refuse(sentence)
        return False
    except NotAllowed as sentence:
        whole.add_error(None, str(sentence))
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


def _add(request, draft, children):
    """Brothers and sisters who were visited too, each seen by this person."""
    known = presenter.known_of(viewer=request.user, children=children, on=request.on)
    offered = {str(one.public_id) for one in presenter.others_of(viewer=request.user, known=known, on=request.on)}
    chosen = [one for one in request.POST.getlist("also") if one in offered]
    if chosen:
        record.add_to_draft(public_id=draft.public_id, children=chosen, by=request.user, at=request.at)
    return redirect("desk:visit", draft=draft.public_id)


def _leave_out(request, draft, children, do: str):
    """A child who was ticked by mistake. Where something is filled in for it, what goes with it is said first."""
    place, _, sure = do.removeprefix("out-").partition("-")
    if place.isdecimal() and len(place) < LONGEST_VERSION:
        if filled := () if sure else _filled_in(draft, children, int(place)):
            known = presenter.known_of(viewer=request.user, children=children, on=request.on)
            return _page(request, "desk/visit_leave_out.html", presenter.leaving_out(draft, known, int(place), filled))
        record.take_from_draft(public_id=draft.public_id, place=int(place), by=request.user, at=request.at)
    return redirect("desk:visit", draft=draft.public_id)


def _filled_in(draft, children, place: int) -> tuple[str, ...]:
    """The questions of one child's part that were answered, where it is one of several children."""
    if place not in children or len(children) == 1:
        return ()
    fields = PartForm().fields
    return tuple(
        str(field.label) for name, field in fields.items() if draft.content.get(f"c{place}-{name}", "").strip()
    )


def _throw_away(request, draft):
    record.throw_draft_away(public_id=draft.public_id, by=request.user, at=request.at)
    messages.success(request, "What you had begun is thrown away. Nothing was recorded.")
    return redirect("desk:my_work")


def _shown(request, draft, children, posted=None, problem: str = ""):
    known = presenter.known_of(viewer=request.user, children=children, on=request.on)
    whole, parts = _forms(request, draft, known, posted)
    if problem:
        draft = record_queries.draft(viewer=request.user, public_id=draft.public_id) or draft
        whole.add_error(None, problem)
    return _page_of(request, draft, known, whole, parts)


def _page_of(request, draft, known, whole, parts):
    others = presenter.others_of(viewer=request.user, known=known, on=request.on)
    left_out = sum(map(bool, draft.children)) - len(known)
    page = presenter.visit(draft=draft, known=known, others=others, whole=whole, parts=parts, left_out=left_out)
    return _page(request, "desk/visit.html", page)


def _page(request, template, page):
    trail.write(what="looked_at_form", by=request.user, at=request.at, children=page.public_ids)
    return render(request, template, {"page": page})
