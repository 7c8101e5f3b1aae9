"""What people say of a child: its rounds, the worker's own answer, and the answers side by side."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from seenheard.accounts.permissions import NotAllowed
from seenheard.desk.forms.voices import CloseForm, FindSaidForm, kept
from seenheard.desk.presenters import finding as finding_presenter
from seenheard.desk.presenters import going as going_presenter
from seenheard.desk.presenters import voice_columns, voice_form
from seenheard.desk.presenters import voices as presenter
from seenheard.record import queries as record_queries
from seenheard.record.permissions import check_can_record
from seenheard.trail import operations as trail
from seenheard.voices import operations, queries
from seenheard.voices.permissions import NOT_THE_WORKER

from .replying import CHANGED, KEPT, is_sent, kept_in_passing, of_page

NOTHING_MORE = "Nothing more can be sent to this round as the social worker. This is what was said."


@require_GET
def voices(request, public_id):
    """The child's rounds."""
    child = record_queries.child_for(viewer=request.user, public_id=public_id, on=request.on)
    page = presenter.voices(viewer=request.user, child=child, on=request.on)
    return shown(request, "desk/voices.html", page, child, what="looked_at_rounds")


@require_GET
def going(request, public_id):
    """What goes well, and each part of life over time."""
    child = record_queries.child_for(viewer=request.user, public_id=public_id, on=request.on)
    page = going_presenter.going(viewer=request.user, child=child, on=request.on)
    return shown(request, "desk/going.html", page, child, what="looked_at_going")


@require_http_methods(["GET", "POST"])
def find(request, public_id):
    """Words in what was said of this child, as far as one may read it."""
    child = record_queries.child_for(viewer=request.user, public_id=public_id, on=request.on)
    form = FindSaidForm(request.POST if request.method == "POST" else None)
    page = finding_presenter.find(viewer=request.user, child=child, form=form, on=request.on)
    return shown(request, "desk/find_said.html", page, child, what="looked_for_words")


@require_POST
def ask(request, public_id):
    """Open a round for this child now."""
    child = record_queries.child_for(viewer=request.user, public_id=public_id, on=request.on)
    try:
        made = operations.open_round(child=child, by=request.user, at=request.at)
    except operations.NotAsked as sentence:
        messages.warning(request, str(sentence))
    else:
        messages.success(request, presenter.words_after_asking(made))
    return redirect("desk:voices", public_id=child.public_id)


@require_http_methods(["GET", "POST"])
def close(request, public_id):
    """Close a round before its last day, and say why."""
    now, child = round_of(request, public_id)
    check_can_record(request.user)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _closed(request, now, form):
        messages.success(request, "The round is closed.")
        return redirect("desk:voices", public_id=child.public_id)
    return shown(request, "desk/voices_close.html", presenter.close(child=child, now=now, form=form), child)


def _closed(request, now, form) -> bool:
    said = form.cleaned_data
    try:
        operations.close_round(
            public_id=now.public_id, why=said["why"], keep_words=said["keep_words"], by=request.user, at=request.at
        )
    except NotAllowed as sentence:
        form.refuse(sentence)
        return False
    return True


@require_GET
def columns(request, public_id):
    """A round side by side, as far as this person may see it."""
    now, child = round_of(request, public_id)
    page = voice_columns.columns(viewer=request.user, child=child, now=now, on=request.on)
    return shown(request, "desk/voice_columns.html", page, child, what="looked_at_columns", about=str(now.public_id))


@require_http_methods(["GET", "POST"])
def answer(request, public_id):
    """The worker's form: kept at every change, sent once."""
    now, child = round_of(request, public_id)
    if not queries.speaks_as_worker(viewer=request.user, child=child, on=request.on):
        raise NotAllowed(NOT_THE_WORKER)
    if request.method == "GET":
        if not presenter.may_answer(request.user, child, now, request.on):
            messages.info(request, NOTHING_MORE)
            return redirect("desk:round", public_id=now.public_id)
        return _shown(request, now, child)
    try:
        _keep(request, now)
        if request.POST.get("do") == "keep":
            messages.success(request, KEPT)
            return redirect("desk:voices", public_id=child.public_id)
    except operations.DraftChanged:
        return _shown(request, now, child, request.POST, NotAllowed(CHANGED))
    except operations.SentAlready:
        pass  # by this very form, pressed twice, or by somebody else: sending it tells which
    except NotAllowed as sentence:
        return _shown(request, now, child, request.POST, sentence)
    return _send(request, now, child)


@require_POST
def keep(request, public_id):
    """Keep what the form holds now; the page asks this at every change."""
    now, _ = round_of(request, public_id)
    return kept_in_passing(lambda: _keep(request, now))


def round_of(request, public_id):
    """The round, as far as this person may know of its child, and the child."""
    now, child = queries.round_for(viewer=request.user, public_id=public_id, on=request.on)
    child.found_for = (request.user, request.on)
    return now, child


def _keep(request, now):
    return operations.save_worker_draft(
        public_id=now.public_id,
        content=kept(request.POST, now.categories),
        **of_page(request),
    )


def _send(request, now, child):
    known = voice_form.known_of(viewer=request.user, child=child, now=now, on=request.on)
    whole, parts = voice_form.forms_of(known, {}, request.POST)
    wrong = [form for form in (whole, *parts) if not form.is_valid()]
    send = partial(operations.send_worker_reply, public_id=now.public_id)
    if not wrong and is_sent(send, request, whole, parts, keep_words=whole.cleaned_data["keep_words"]):
        messages.success(request, "Sent. It stays as it is; what the others said is open to you now.")
        return redirect("desk:round", public_id=now.public_id)
    return _page_of(request, now, child, known, whole, parts)


def _shown(request, now, child, posted=None, sentence=None):
    known = voice_form.known_of(viewer=request.user, child=child, now=now, on=request.on)
    draft = queries.own_draft(viewer=request.user, now=now, voice="worker")
    whole, parts = voice_form.forms_of(known, draft.content if draft else {}, posted)
    if sentence:
        whole.refuse(sentence)
    return _page_of(request, now, child, known, whole, parts, draft)


def _page_of(request, now, child, known, whole, parts, draft=None):
    draft = draft or queries.own_draft(viewer=request.user, now=now, voice="worker")
    page = voice_form.answer(
        viewer=request.user,
        child=child,
        now=now,
        on=request.on,
        known=known,
        whole=whole,
        parts=parts,
        draft=draft,
    )
    return shown(request, "desk/voice_form.html", page, child)


def shown(request, template, page, child, *, what="looked_at_form", about=""):
    """The page, once the trail says who looked at it."""
    trail.write(what=what, by=request.user, at=request.at, children=[str(child.public_id)], about=about)
    return render(request, template, {"page": page})
