"""What was recorded here of a child: looking at it, correcting it, taking it back. Nothing is ever overwritten."""

from django.contrib import messages
from django.http import Http404
from django.views.decorators.http import require_GET, require_http_methods

from seenheard.accounts.permissions import NotAllowed
from seenheard.desk import operations
from seenheard.desk.forms.recording import EventForm
from seenheard.desk.forms.to_do import ReasonForm
from seenheard.desk.forms.visiting import PartForm, WholeForm
from seenheard.desk.presenters import recorded as presenter
from seenheard.desk.presenters import recording as recording_presenter
from seenheard.desk.presenters import to_do as to_do_presenter
from seenheard.desk.presenters import versions as versions_presenter
from seenheard.desk.presenters import visiting as visiting_presenter
from seenheard.record import operations as record
from seenheard.record import queries as record_queries
from seenheard.record.domain.protecting import PROTECTING
from seenheard.timescales.domain.event_words import kind_words
from seenheard.ui.dates import short

from .recording import after, found, shown
from .visiting import say

WHY = "Why is it corrected?"
GONE = "This has been taken back meanwhile"


@require_GET
def recorded(request, public_id):
    """Everything that people recorded here of the child."""
    child = found(request, public_id)
    page = presenter.recorded(viewer=request.user, child=child, on=request.on)
    return shown(request, child, "desk/recorded.html", page)


@require_GET
def versions(request, public_id, name, key):
    """Who changed what of one thing recorded here, when and why."""
    child = found(request, public_id)
    page = versions_presenter.versions(viewer=request.user, child=child, name=name, key=key, on=request.on)
    if page is None:
        raise Http404
    return shown(request, child, "desk/versions.html", page)


@require_http_methods(["GET", "POST"])
def correct_event(request, public_id, key):
    """Another day, or other facts, with why."""
    child = found(request, public_id)
    events = record_queries.events(viewer=request.user, child=child, on=request.on)
    one = next((event for event in events if event.key == key), None)
    if one is None or one.kind in PROTECTING:  # these have pages of their own
        raise Http404
    known = recording_presenter.known_of(viewer=request.user, child=child, kind=one.kind, on=request.on)
    form = EventForm(
        request.POST or None,
        kind=one.kind,
        known=known,
        today=request.on,
        initial=EventForm.as_initial(one.on, one.hour, one.facts) | {"key": _key(key)},
    )
    why = ReasonForm(request.POST or None, ask=WHY, initial={"version": one.version})
    del why.fields["keep_words"]  # asked once, by the form above
    wrong = [of for of in (form, why) if not of.is_valid()]
    if request.method == "POST" and not wrong and _correct_event(request, child, one, form, why):
        return _kept(request, child)
    heading = f"Correct: {kind_words(one.kind)}, {short(one.on)}"
    page = presenter.correct(child=child, heading=heading, forms=(form, why), now=presenter.event_now(one))
    return shown(request, child, "desk/correct.html", page)


def _key(key: str) -> str:
    return key.split(":", maxsplit=1)[0]


def _correct_event(request, child, one, form, why) -> bool:
    try:
        operations.for_child(
            record.correct_event,
            child=child,
            key=one.key,
            on=form.cleaned_data["on"],
            facts=form.facts(),
            hour=form.hour,
            kept_why=form.cleaned_data["kept_why"],
            keep_words=form.cleaned_data["keep_words"],
            why=why.cleaned_data["why"],
            based_on=why.cleaned_data["version"],
            by=request.user,
            at=request.at,
        )
    except record.Contradicted as sentence:
        if all(found.kept for found in sentence.found):
            form.ask_why()
        form.add_error(None, str(sentence))
        return False
    except record.NotThere:
        form.add_error(None, GONE)
        return False
    except NotAllowed as sentence:
        form.refuse(sentence)
        return False
    return True


@require_http_methods(["GET", "POST"])
def correct_visit(request, public_id, key):
    """One child's part of a visit, put right with why."""
    child = found(request, public_id)
    visits = record_queries.visits(viewer=request.user, child=child, on=request.on)
    row = next((visit for visit in visits if visit.row_key == key), None)
    if row is None:
        raise Http404
    (known,) = visiting_presenter.known_of(viewer=request.user, children={0: child}, on=request.on)
    places = visiting_presenter.places([known], also=row.place)
    went = visiting_presenter.who_went(viewer=request.user, children=[child], now=row.made_by)
    whole = WholeForm(
        request.POST or None,
        today=request.on,
        places=places,
        went=went,
        initial={
            "on": row.visited_on,
            "place": row.place,
            "made_by": row.made_by,
            "made_with": row.made_with or "",
        },
    )
    part = PartForm(request.POST or None, prefix="c0", initial=PartForm.as_initial(row))
    del part.fields["worries"]  # a worry is answered where it stands, not rewritten
    why = ReasonForm(request.POST or None, ask=WHY, initial={"version": row.id})
    del why.fields["keep_words"]  # asked once, by the child's part
    forms = (whole, part, why)
    wrong = [form for form in forms if not form.is_valid()]
    if request.method == "POST" and not wrong and _correct_visit(request, known, row, whole, part, why):
        return _kept(request, child)
    page = presenter.correct(
        child=child, heading=f"Correct the visit of {short(row.visited_on)}", forms=forms, now=presenter.visit_now(row)
    )
    return shown(request, child, "desk/correct.html", page)


def _correct_visit(request, known, row, whole, part, why) -> bool:
    said = whole.cleaned_data
    try:
        operations.for_child(
            record.correct_visit,
            child=known.child,
            key=row.row_key,
            visited_on=said["on"],
            place=said["place"],
            made_by=said.get("made_by") or row.made_by,
            made_with=said["made_with"],
            part=part.part(known.child, known.left_home_on if said["place"] == "home before" else None),
            why=why.cleaned_data["why"],
            based_on=why.cleaned_data["version"],
            by=request.user,
            at=request.at,
        )
    except record.VisitContradicted as sentence:
        say(part, sentence.found.get(str(known.child.public_id), ()))
        return False
    except record.NotThere:
        whole.add_error(None, GONE)
        return False
    except record.TellsAddress as sentence:
        part.refuse(sentence)
        return False
    except NotAllowed as sentence:
        whole.add_error(None, str(sentence))
        return False
    return True


@require_http_methods(["GET", "POST"])
def withdraw(request, public_id, name, key):
    """Take back something that was recorded here; it stays to be seen in the record's history."""
    child = found(request, public_id)
    if name not in ("event", "visit"):
        raise Http404
    standing = presenter.standing(viewer=request.user, child=child, name=name, key=key, on=request.on)
    if standing is None:
        raise Http404
    rows, version = standing
    form = ReasonForm(request.POST or None, ask="Why is it taken back?", initial={"version": version})
    if request.method == "POST" and form.is_valid():
        try:
            operations.for_child(
                record.withdraw,
                name=name,
                child=child,
                key=key,
                why=form.cleaned_data["why"],
                based_on=form.cleaned_data["version"],
                keep_words=form.cleaned_data["keep_words"],
                by=request.user,
                at=request.at,
            )
        except record.NotThere:
            raise Http404 from None
        except NotAllowed as sentence:
            form.refuse(sentence)
            return _take_back(request, child, form, rows)
        messages.success(request, "It is taken back. That it was recorded, and why it was taken back, is kept.")
        return after(request, child, "desk:recorded")
    return _take_back(request, child, form, rows)


def _take_back(request, child, form, rows):
    heading = "Take back what was recorded"
    page = to_do_presenter.form_page(child=child, heading=heading, form=form, button="Take it back", rows=rows)
    return shown(request, child, "desk/form.html", page)


def _kept(request, child):
    messages.success(request, "The correction is kept. What stood before is kept too.")
    return after(request, child, "desk:recorded")
