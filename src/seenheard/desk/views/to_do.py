"""Worries, actions and bookings of one child."""

from functools import partial

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from seenheard.accounts.permissions import NotAllowed
from seenheard.desk import operations
from seenheard.desk.forms.to_do import (
    ACT,
    DONE,
    ActionForm,
    AnswerForm,
    BookForm,
    FinishForm,
    ReasonForm,
)
from seenheard.desk.presenters import to_do as presenter
from seenheard.desk.presenters.diary import said_of_booking
from seenheard.record import operations as record
from seenheard.record import queries as record_queries
from seenheard.ui.dates import long, short
from seenheard.ui.parts import Link, Row
from seenheard.ui.telling import tell

from .recording import found, shown

LONGEST_KEY = 200


@require_GET
def to_do(request, public_id):
    """What worries somebody, what is to be done, what is booked."""
    child = found(request, public_id)
    return shown(request, child, "desk/to_do.html", presenter.to_do(viewer=request.user, child=child, on=request.on))


@require_http_methods(["GET", "POST"])
def answer(request, public_id, key):
    """What follows from a worry: an action, or why none is needed."""
    child = found(request, public_id)
    issues = record_queries.issues(viewer=request.user, child=child, on=request.on)
    issue = next((one for one in issues if one.key == key), None)
    if issue is None:
        raise Http404
    form = AnswerForm(
        request.POST or None,
        owners=presenter.owners(viewer=request.user),
        today=request.on,
        initial={"version": issue.version},
    )
    rows = (Row("What worries", issue.words, f"Raised on {short(issue.raised_on)}."),)
    act = partial(_answer, request, child, key, form)
    return answered(request, child, form, "What follows from this?", "Keep it", rows, act)


def _answer(request, child, key, form):
    said = form.cleaned_data
    if said["what"] == ACT:
        _do(request, child, record.answer_with_action, issue=key, based_on=said["version"], **_action(said))
        return "The action is kept."
    none = {"no_action_why": said["why"], "keep_words": said["keep_words"]}
    _do(request, child, record.answer_issue, key=key, based_on=said["version"], **none)
    return "It is kept that no action is needed."


@require_http_methods(["GET", "POST"])
def add_action(request, public_id):
    """Something to be done that arises from nothing else here."""
    child = found(request, public_id)
    form = ActionForm(request.POST or None, owners=presenter.owners(viewer=request.user), today=request.on)

    def add():
        _do(request, child, record.add_action, **_action(form.cleaned_data))
        return "The action is kept."

    return answered(request, child, form, "Add an action", "Add it", (), add)


@require_http_methods(["GET", "POST"])
def action(request, public_id, key):
    """An action is done, or goes on."""
    child = found(request, public_id)
    actions = record_queries.actions(viewer=request.user, child=child, on=request.on)
    row = next((one for one in actions if one.row_key == key and not one.done_on), None)
    if row is None:
        raise Http404
    kept = {"child": child, "kept_from": row.kept_from or ""}
    owners = presenter.owners(viewer=request.user, now=row.owned_by, **kept)
    own = {"owned_by": row.owned_by, "due_on": row.due_on, "version": row.id}
    form = FinishForm(request.POST or None, owners=owners, today=request.on, initial=own)
    rows = (Row("What is to be done", row.words, f"By {long(row.due_on)}."),)
    act = partial(_change, request, child, key, form)
    return answered(request, child, form, "What has become of it?", "Keep it", rows, act)


def _change(request, child, key, form):
    said = form.cleaned_data
    if said["what"] == DONE:
        _do(
            request,
            child,
            record.finish_action,
            key=key,
            done_on=said["done_on"],
            outcome=said["outcome"],
            based_on=said["version"],
            keep_words=said["keep_words"],
        )
        return "The action is done."
    _do(
        request,
        child,
        record.hand_on_action,
        key=key,
        owned_by=said["owned_by"],
        due_on=said["due_on"],
        why=said["why"],
        based_on=said["version"],
        keep_words=said["keep_words"],
    )
    return "The action goes on as you said."


@require_http_methods(["GET", "POST"])
def book(request, public_id):
    """A visit, review or assessment is booked; that it cannot be had in time has a form of its own."""
    child = found(request, public_id)
    form = BookForm(request.POST or None, today=request.on)

    def keep():
        said = form.cleaned_data
        _do(request, child, record.book, kind=said["kind"], planned_on=said["on"], key=said["key"])
        booked = {"kind": said["kind"], "booked_on": said["on"], "on": request.on}
        words, is_late = said_of_booking(viewer=request.user, child=child, **booked)
        return words, presenter.cannot_be_done(child) if is_late else None

    cannot = presenter.cannot_be_done(child)
    return answered(request, child, form, "Book something", "Keep it", (), keep, instead=cannot)


@require_http_methods(["GET", "POST"])
def cancel_booking(request, public_id, key):
    """A booking falls through."""
    child = found(request, public_id)
    bookings = record_queries.bookings_to_settle(viewer=request.user, child=child, on=request.on)
    booking = next((one for one in bookings if one.row_key == key), None)
    if booking is None:
        raise Http404
    form = ReasonForm(request.POST or None, ask="Why is it taken back?")

    def cancel():
        said = {name: form.cleaned_data[name] for name in ("why", "keep_words")}
        _do(request, child, record.cancel_booking, key=key, **said)
        return "The booking is taken back."

    return answered(request, child, form, "Take back a booking", "Take it back", (presenter.which(booking),), cancel)


def _action(said) -> dict:
    return {name: said[name] for name in ("words", "owned_by", "due_on", "key", "keep_words")}


def _do(request, child, act, **said):
    operations.for_child(act, child=child, by=request.user, at=request.at, **said)


def _words_and_link(done: str | tuple[str, Link | None]) -> tuple[str, Link | None]:
    return done if isinstance(done, tuple) else (done, None)


def answered(request, child, form, heading, button, rows, act, *, back=None, instead=None):
    """Show the form, or do what it asks and go back; what speaks against it is said above the form.

    `back`: to where, if not to the child's list. `instead`: where somebody goes who wants to say something else.
    """
    if request.method == "POST" and form.is_valid():
        try:
            words, then = _words_and_link(act())
            tell(request, words, then)
            return redirect(back.url) if back else redirect("desk:to_do", public_id=child.public_id)
        except NotAllowed as sentence:
            form.refuse(sentence)
        except record.NotThere:
            raise Http404 from None
    said = {"heading": heading, "form": form, "button": button, "rows": rows}
    page = presenter.form_page(child=child, back=back, instead=instead, **said)
    return shown(request, child, "desk/form.html", page)
