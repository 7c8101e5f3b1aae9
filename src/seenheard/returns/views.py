"""Pages of imports: find with permission, one operation or one presenter, respond. What is shown is in the trail."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from seenheard.lib import jobs
from seenheard.record import queries as record
from seenheard.trail import operations as trail

from . import operations, permissions, queries
from .forms import AgreeForm, MendForm, PlainUndoForm, QuestionsForm, StartForm, UndoForm
from .models import State
from .presenters import comparing as comparing_presenter
from .presenters import history as history_presenter
from .presenters import problems as problems_presenter
from .presenters import run as run_presenter

SENTENCES = (operations.NotNow, operations.NotKept)


@require_GET
def history(request):
    """Every import, newest first."""
    permissions.check_can_import(request.user)
    page = history_presenter.history(viewer=request.user, wanted=request.GET.get("page"))
    return render(request, "returns/history.html", {"page": page})


@require_http_methods(["GET", "POST"])
def start(request):
    """Hand files in; reading them is a job."""
    permissions.check_can_import(request.user)
    form = StartForm(*_sent(request))
    if form.is_valid():
        given = form.cleaned_data
        try:
            begun = operations.receive(
                files=[(file.name, file.read()) for file in given["files"]],
                complete_for_year=given["complete_for_year"],
                by=request.user,
                at=request.at,
            )
        except operations.NotKept as sentence:
            form.add_error("files", str(sentence))
        else:
            _carry_on(request, begun)
            return redirect("returns:run", begun.public_id)
    return render(request, "returns/start.html", {"page": history_presenter.start(form)})


@require_GET
def run(request, public_id):
    """One import as it stands."""
    found = _found(request, public_id)
    page = run_presenter.run_page(found, viewer=request.user, on=request.on, wanted=request.GET.get("page"))
    return _show(request, "returns/run.html", page, found, working=run_presenter.is_working(found))


@require_http_methods(["GET", "POST"])
def questions(request, public_id):
    """What only a person can say about these files."""
    found = _found(request, public_id)
    if found.state != State.ASKING:
        return redirect("returns:run", public_id)
    form = QuestionsForm(*_sent(request), questions=found.questions, answered=found.answers)
    if form.is_valid():
        return _do(request, found, operations.answer, answers=form.cleaned_data, then=_after_answer)
    return _show(request, "returns/questions.html", problems_presenter.questions_page(found, form), found)


@require_POST
def agree(request, public_id):
    """The yes."""
    found, form = _found(request, public_id), AgreeForm(request.POST)
    form.is_valid()  # without its token it names no proposal, and the operation says so
    said = form.cleaned_data
    return _do(request, found, operations.agree, token=said.get("token", ""), take_corrections=said["take_corrections"])


@require_POST
def read(request, public_id):
    """Have the files read that wait to be read since something came between."""
    return _do(request, _found(request, public_id), operations.ask_to_read)


@require_POST
def abandon(request, public_id):
    """The no."""
    return _do(request, _found(request, public_id), operations.abandon)


@require_GET
def problems(request, public_id):
    """Every problem of one import."""
    found = _found(request, public_id)
    page = problems_presenter.problems_page(found, request.GET.get("page"))
    return _show(request, "returns/list.html", page, found)


@require_GET
def missing(request, public_id):
    """Rows that an earlier file of the year had and this one has not."""
    found = _found(request, public_id)
    page = problems_presenter.missing_page(found, request.GET.get("page"))
    return _show(request, "returns/list.html", page, found)


@require_http_methods(["GET", "POST"])
def undo(request, public_id):
    """Ask before an import is taken back; taking it back is a job."""
    found = _found(request, public_id)
    later = queries.later_runs(found) if found.applied_at else 0
    built_upon = later or found.says  # what it says: that an undoing was refused, and why
    form = (UndoForm if built_upon else PlainUndoForm)(*_sent(request))
    if form.is_valid():
        return _do(request, found, operations.ask_to_undo, force=form.cleaned_data.get("force", False))
    page = run_presenter.undo_page(found, form, later)
    return render(request, "returns/undo.html", {"page": page})


@require_http_methods(["GET", "POST"])
def mend(request, public_id):
    """One child's rows of one import, after a reason; the identifier is posted, so that no address holds it."""
    permissions.check_can_mend(request.user)
    found, form, rows = _found(request, public_id), MendForm(*_sent(request)), None
    if form.is_valid():
        try:
            rows = operations.open_one_child(run=found, by=request.user, at=request.at, **form.cleaned_data)
        except operations.NotKept as sentence:
            form.add_error(None, str(sentence))
    return render(request, "returns/mend.html", {"page": problems_presenter.mend_page(found, form, rows)})


@require_GET
def compare(request):
    """Where two returns tell of one child, and differ."""
    permissions.check_can_import(request.user)
    page = comparing_presenter.comparison(viewer=request.user, on=request.on, asked=request.GET)
    return _show(request, "returns/compare.html", page, what="looked_at_comparison")


def _sent(request):
    """What a form is bound to: nothing until it has been sent, even if it was sent empty."""
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _found(request, public_id):
    """The import, if this person may see it."""
    permissions.check_can_import(request.user)
    try:
        return queries.run_called(public_id, viewer=request.user)
    except queries.NoSuchRun as error:
        raise Http404 from error


def _show(request, template, page, found=None, *, what="looked_at_import", **more):
    """The page, once the trail says who looked and which children's identifiers stand on it."""
    children = record.public_ids(page.children).values()
    about = str(found.public_id) if found else ""
    trail.write(what=what, by=request.user, at=request.at, about=about, children=children)
    return render(request, template, {"page": page, **more})


def _do(request, found, operation, *, then=None, **given):
    """One operation; its sentence, if it refuses, is shown on the page of the import."""
    try:
        done = operation(run=found, by=request.user, at=request.at, **given)
    except SENTENCES as sentence:
        messages.error(request, str(sentence))
    else:
        if then is not None:
            then(request, done)
    return redirect("returns:run", found.public_id)


def _after_answer(request, done):
    if done.state in (State.RECEIVING, State.READING):
        _carry_on(request, done)


def _carry_on(request, found):
    jobs.defer("returns.carry_on", run=str(found.public_id), by=str(request.user.public_id))
