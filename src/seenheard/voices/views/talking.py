"""What follows: an answer read, a talk, an action, the child told back, and all of it as a list and as a card."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from seenheard.accounts.permissions import NotAllowed
from seenheard.record import queries as record_queries
from seenheard.record.permissions import check_can_record
from seenheard.trail import operations as trail

from .. import operations, queries
from ..forms.talking import ACT, ChangeForm, TalkForm, ToldForm
from ..presenters import talking as presenter
from .doing import FORM


@require_http_methods(FORM)
def reply(request, public_id):
    """One sent answer; a press says that it was read."""
    one, child = _reply(request, public_id)
    if request.method == "POST":
        operations.read_reply(public_id=public_id, by=request.user, at=request.at)
        messages.success(request, "It is kept that you have read it.")
        return redirect("voices:reply", public_id=public_id)
    return _shown(request, child, "voices/reply.html", presenter.reply(one=one, child=child, on=request.on))


@require_http_methods(FORM)
def talk(request, public_id, category):
    """A talk about one part of a round."""
    check_can_record(request.user)
    try:
        now, child = queries.round_for(viewer=request.user, public_id=public_id, on=request.on)
    except queries.NoSuchRound:
        raise Http404 from None
    if category not in now.categories:
        raise Http404
    seen = queries.columns(viewer=request.user, child=child, now=now, on=request.on)
    kept_from = queries.kept_from_of(seen, category)
    owners = presenter.owners(viewer=request.user, child=child, kept_from=kept_from)
    form = TalkForm(request.POST or None, owners=owners, today=request.on, kept_from=kept_from)

    def keep():
        said = form.cleaned_data
        acts = said["what"] == ACT
        operations.record_talk(
            round_public_id=public_id,
            category=category,
            action=_to_do(said) if acts else None,
            no_action_why="" if acts else said["why"],
            by=request.user,
            at=request.at,
            **{name: said[name] for name in ("held_on", "with_whom", "decided", "for_child", "key", "keep_words")},
        )
        return "The talk is kept."

    if done := _done(request, child, form, keep):
        return done
    page = presenter.talk_page(seen=seen, child=child, category=category, form=form, on=request.on)
    return _shown(request, child, "voices/form.html", page)


@require_http_methods(FORM)
def change(request, public_id):
    """The one thing that should change becomes an action."""
    one, child = _wish(request, public_id)
    kept_from = one.wish_kept_from
    owners = presenter.owners(viewer=request.user, child=child, kept_from=kept_from)
    form = ChangeForm(request.POST or None, owners=owners, today=request.on, kept_from=kept_from)

    def keep():
        said = form.cleaned_data
        kept = {name: said[name] for name in ("key", "keep_words")}
        operations.act_on_wish(public_id=public_id, action=_to_do(said), by=request.user, at=request.at, **kept)
        return "The action is kept."

    page = presenter.change_page(one=one, child=child, form=form)
    return _done(request, child, form, keep) or _shown(request, child, "voices/form.html", page)


@require_http_methods(FORM)
def wish_told(request, public_id):
    """The child was told what came of the one thing that should change."""
    one, child = _wish(request, public_id)
    form = ToldForm(request.POST or None, today=request.on)
    keep = _telling(request, form, reply=public_id)
    page = presenter.wish_told_page(one=one, child=child, form=form)
    return _done(request, child, form, keep) or _shown(request, child, "voices/form.html", page)


@require_http_methods(FORM)
def told(request, public_id):
    """The child was told what came of a talk."""
    check_can_record(request.user)
    try:
        row, child = queries.talk_for(viewer=request.user, public_id=public_id, on=request.on)
    except queries.NoSuchTalk:
        raise Http404 from None
    form = ToldForm(request.POST or None, today=request.on, initial={"words": row.for_child})
    keep = _telling(request, form, talk=public_id)
    page = presenter.told_page(talk=row, child=child, form=form)
    return _done(request, child, form, keep) or _shown(request, child, "voices/form.html", page)


@require_GET
def said_and_done(request, public_id):
    """What was said and what was done."""
    child = _child(request, public_id)
    page = presenter.said_and_done(viewer=request.user, child=child, on=request.on)
    return _shown(request, child, "voices/said_and_done.html", page)


@require_GET
def card(request, public_id):
    """The card for the child."""
    child = _child(request, public_id)
    page = presenter.card(viewer=request.user, child=child, on=request.on)
    return _shown(request, child, "voices/card.html", page)


def _child(request, public_id):
    child = record_queries.child_for(viewer=request.user, public_id=public_id, on=request.on)
    check_can_record(request.user)
    return child


def _reply(request, public_id):
    check_can_record(request.user)
    try:
        return queries.reply_for(viewer=request.user, public_id=public_id, on=request.on)
    except queries.NoSuchReply:
        raise Http404 from None


def _wish(request, public_id):
    one, child = _reply(request, public_id)
    if not one.wish:
        raise Http404
    return one, child


def _to_do(said) -> operations.ToDo:
    return operations.ToDo(said["words"], said["owned_by"], said["due_on"])


def _telling(request, form, **about):
    def keep():
        said = {name: form.cleaned_data[name] for name in ("told_on", "how", "words", "key", "keep_words")}
        operations.tell_back(by=request.user, at=request.at, **about, **said)
        return "It is kept how the child was told."

    return keep


def _done(request, child, form, act):
    """Back to what was said and done, once it is; what speaks against it is said above the form."""
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, act())
            return redirect("voices:said_and_done", public_id=child.public_id)
        except NotAllowed as sentence:
            form.refuse(sentence)
    return None


def _shown(request, child, template, page):
    trail.write(what="looked_at_voices", by=request.user, at=request.at, children=[str(child.public_id)])
    return render(request, template, {"page": page})
