"""What a parent says, written down by the child's worker: kept at every change, sent once for each parent."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from seenheard.accounts.permissions import NotAllowed
from seenheard.desk.forms.parents import WHO, SpokenForm
from seenheard.desk.forms.voices import kept
from seenheard.desk.presenters import parents as presenter
from seenheard.desk.presenters.voice_form import forms_of
from seenheard.voices import operations, queries
from seenheard.voices.domain.answers import Voice
from seenheard.voices.permissions import NOT_FOR_A_PARENT

from .replying import CHANGED, KEPT, is_sent, kept_in_passing, of_page
from .voices import round_of, shown

NOTHING_MORE = "Nothing more can be written down for a parent in this round: it is over, or parents were not asked."


@require_http_methods(["GET", "POST"])
def answer(request, public_id):
    """The form: kept at every change, sent once for each parent."""
    now, child = round_of(request, public_id)
    if not queries.speaks_as_worker(viewer=request.user, child=child, on=request.on):
        raise NotAllowed(NOT_FOR_A_PARENT)
    if not presenter.is_asked(now):
        messages.info(request, NOTHING_MORE)
        return redirect("desk:round", public_id=now.public_id)
    if request.method == "GET":
        return _shown(request, now, child)
    try:
        _keep(request, now)
        if request.POST.get("do") == "keep":
            messages.success(request, KEPT)
            return redirect("desk:voices", public_id=child.public_id)
    except operations.DraftChanged:
        return _shown(request, now, child, request.POST, NotAllowed(CHANGED))
    except NotAllowed as sentence:
        return _shown(request, now, child, request.POST, sentence)
    return _send(request, now, child)


@require_POST
def keep(request, public_id):
    """Keep what the form holds now; as of the worker's form: 204, 404, 409 or 413."""
    now, _ = round_of(request, public_id)
    return kept_in_passing(lambda: _keep(request, now))


def _keep(request, now):
    who = {name: request.POST[name].replace("\x00", "") for name in WHO if name in request.POST}
    return operations.save_parent_draft(
        public_id=now.public_id,
        content={**kept(request.POST, now.categories), **who},
        **of_page(request),
    )


def _send(request, now, child):
    known = presenter.known_of(viewer=request.user, child=child, now=now, on=request.on)
    whole, parts = _forms(known, {}, request.POST)
    wrong = [form for form in (whole, *parts) if not form.is_valid()]
    if not wrong and is_sent(
        partial(operations.write_down_parent, public_id=now.public_id, spoken=whole.spoken),
        request,
        whole,
        parts,
        keep_words=whole.cleaned_data["keep_words"],
    ):
        messages.success(
            request, "Sent. It stays as it is. If the child has another parent to ask, open the form again."
        )
        return redirect("desk:voices", public_id=child.public_id)
    return _page_of(request, now, child, known, whole, parts)


def _forms(known, content, posted):
    _, parts = forms_of(known, content, posted)
    return SpokenForm(posted, initial=dict(content)), parts


def _shown(request, now, child, posted=None, sentence=None):
    known = presenter.known_of(viewer=request.user, child=child, now=now, on=request.on)
    draft = queries.own_draft(viewer=request.user, now=now, voice=Voice.PARENT)
    whole, parts = _forms(known, draft.content if draft else {}, posted)
    if sentence:
        whole.refuse(sentence)
    return _page_of(request, now, child, known, whole, parts, draft)


def _page_of(request, now, child, known, whole, parts, draft=None):
    draft = draft or queries.own_draft(viewer=request.user, now=now, voice=Voice.PARENT)
    page = presenter.page(
        viewer=request.user, child=child, now=now, on=request.on, known=known, whole=whole, parts=parts, draft=draft
    )
    return shown(request, "desk/voice_form.html", page, child)
