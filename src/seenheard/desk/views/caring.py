"""A carer's own pages: the children placed with them by first name, the form, and what was said."""

from functools import partial
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from seenheard.accounts.permissions import NotAllowed, for_carers
from seenheard.desk.forms.voices import CarersForm, kept
from seenheard.desk.presenters import caring as presenter
from seenheard.desk.presenters.voice_form import forms_of
from seenheard.trail import operations as trail
from seenheard.ui.named_people import NAMED
from seenheard.voices import operations, queries
from seenheard.voices.domain.answers import Voice
from seenheard.voices.permissions import check_can_speak_as_carer

from .replying import CHANGED, KEPT, is_sent, kept_in_passing, of_page

LANGUAGE = "language"
NOT_OPEN = (
    "That page is not open to you today: by what is recorded here, no child whom it could be about is placed with you. "
    "What you had not sent was not sent. If a child lives with you and is not named below, tell their social worker."
)


@for_carers
@require_GET
def caring(request):
    """The children placed with this person."""
    check_can_speak_as_carer(request.user)
    page = presenter.caring(viewer=request.user, on=request.on)
    return _page(request, "desk/caring.html", page, what="looked_at_caring")


@for_carers
@require_http_methods(["GET", "POST"])
def answer(request, public_id):
    """The form: kept at every change, sent once for the household."""
    told = _told(request, public_id)
    if told is None:
        return _not_open(request)
    if request.method == "GET":
        return _shown(request, told) if told.waits else redirect("desk:caring_said", public_id=told.now.public_id)
    try:
        _keep(request, told)
        if request.POST.get("do") == "keep":
            messages.success(request, KEPT)
            return redirect("desk:caring")
    except operations.DraftChanged:
        return _shown(request, told, request.POST, NotAllowed(CHANGED))
    except operations.SentAlready:
        pass  # by this very form, pressed twice, or by another of the household: sending it tells which
    except NotAllowed as sentence:
        return _shown(request, told, request.POST, sentence)
    return _send(request, told)


@for_carers
@require_POST
def keep(request, public_id):
    """Keep what the form holds now; as of the worker's form: 204, 404, 409 or 413."""
    told = _told(request, public_id)
    if told is None:
        raise Http404
    return kept_in_passing(lambda: _keep(request, told))


@for_carers
@require_GET
def said(request, public_id):
    """What the household sent, and what the child lets them see."""
    told = _told(request, public_id)
    if told is None:
        return _not_open(request)
    if told.waits:
        return redirect("desk:caring_round", public_id=told.now.public_id)
    found = queries.told_carer(viewer=request.user, told=told)
    page = presenter.sent(viewer=request.user, told=told, said=found, on=request.on)
    return _page(request, "desk/caring_said.html", page, about=str(told.now.public_id))


def _told(request, public_id):
    """The round, of a child placed with this carer today; None where there is no such round, whatever the reason."""
    check_can_speak_as_carer(request.user)
    try:
        return queries.round_placed(viewer=request.user, public_id=public_id, on=request.on)
    except queries.NoSuchRound:
        return None


def _not_open(request):
    """The children who are placed with this carer, and why the page that was asked for is not here."""
    messages.warning(request, NOT_OPEN)
    page = presenter.caring(viewer=request.user, on=request.on)
    return _page(request, "desk/caring.html", page, what="looked_at_caring", status=HTTPStatus.NOT_FOUND)


def _keep(request, told):
    return operations.save_carer_draft(
        public_id=told.now.public_id,
        content={**kept(request.POST, told.now.categories, NAMED), LANGUAGE: _language(request)},
        **of_page(request),
    )


def _language(request, draft=None) -> str:
    """As it was chosen on this page, or before; English where nothing else can be had."""
    before = draft.content.get(LANGUAGE, "") if draft else ""
    wanted = request.POST.get(LANGUAGE) or request.GET.get(LANGUAGE) or before
    return presenter.language_of(wanted, on=request.on)


def _send(request, told):
    known = presenter.known_of(viewer=request.user, told=told, on=request.on, language=_language(request))
    whole, parts = forms_of(known, {}, request.POST, CarersForm)
    wrong = [form for form in (whole, *parts) if not form.is_valid()]
    send = partial(operations.send_carer_reply, public_id=told.now.public_id, language=_language(request))
    if not wrong and is_sent(send, request, whole, parts, helpers=tuple(whole.helpers)):
        messages.success(request, "Sent. Thank you: a person reads it within one working day.")
        return redirect("desk:caring_said", public_id=told.now.public_id)
    return _page_of(request, told, known, whole, parts)


def _shown(request, told, posted=None, sentence=None):
    draft = queries.own_draft(viewer=request.user, now=told.now, voice=Voice.CARER)
    language = _language(request, draft)
    known = presenter.known_of(viewer=request.user, told=told, on=request.on, language=language)
    whole, parts = forms_of(known, draft.content if draft else {}, posted, CarersForm)
    if sentence:
        whole.refuse(sentence)
    return _page_of(request, told, known, whole, parts, draft)


def _page_of(request, told, known, whole, parts, draft=None):
    draft = draft or queries.own_draft(viewer=request.user, now=told.now, voice=Voice.CARER)
    page = presenter.form(
        told=told,
        known=known,
        whole=whole,
        parts=parts,
        draft=draft,
        language=_language(request, draft),
        on=request.on,
    )
    return _page(request, "desk/caring_form.html", page)


def _page(request, template, page, *, what="looked_at_form", about="", status=HTTPStatus.OK):
    trail.write(what=what, by=request.user, at=request.at, children=page.public_ids, about=about)
    return render(request, template, {"page": page}, status=status)
