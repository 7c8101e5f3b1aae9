"""That duties are late or cannot be done in time, and why: one form, wherever it is said from."""

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from seenheard.desk import operations
from seenheard.desk.forms.to_do import DelayForm
from seenheard.desk.presenters import delays as presenter
from seenheard.prompts import queries as prompts
from seenheard.prompts.domain.ticked import NOTHING_TICKED, numbers_of
from seenheard.prompts.permissions import NoSuchPrompt, check_can_act
from seenheard.ui.going_back import back_of

from .recording import found
from .to_do import answered

HEADING = "It cannot be done in time, or is late"
OF_ONE_CHILD = "Tick things of one child at a time: each child’s page says why of its own. Nothing was said."
NO_DUTY = (
    "What you ticked is no duty of which it is said why. It is settled here: of a worry decide what follows, an action "
    "finish or change, a booking take back. What is asked about an address is answered on the child’s page."
)
MEANWHILE = "What you ticked is done meanwhile, or is owed no more. Nothing was said."
NOTHING_OWED = "Nothing owed to this child is late, or due within a quarter of a year."
KEPT = "It is kept why, and stands beside the duty. The duty stays as it is."


@require_http_methods(["GET", "POST"])
def cannot(request):
    """Of what was ticked on My work: to the form that asks why. Opened by itself it leads back to the list."""
    check_can_act(request.user)
    if request.method == "GET":
        return redirect("desk:my_work")
    ticked, numbers = _ticked(request, request.POST)
    if numbers and not ticked:  # of children whom this person does not see, or of which nothing is left
        raise Http404
    children = {one.child for one in ticked}
    if len(children) != 1:
        messages.info(request, OF_ONE_CHILD if children else NOTHING_TICKED)
        return redirect(_with_ticks(back_of(request), numbers))
    form = reverse("desk:explain", args=[children.pop()])
    return redirect(f"{form}?{urlencode({'prompt': numbers}, doseq=True)}")


@require_http_methods(["GET", "POST"])
def explain(request, public_id):
    """Why duties are late or cannot be done in time: it stands beside each and changes no date.

    Words that were sent are never passed over: where the duty is done meanwhile, the form comes back with them.
    """
    child = found(request, public_id)
    ticked, numbers = _ticked(request, request.GET)
    if any(one.child != str(child.public_id) for one in ticked):
        raise Http404
    owed = presenter.can_be_late(viewer=request.user, child=child, on=request.on, ticked=ticked)
    if request.method == "GET" and (not owed or (numbers and not presenter.chosen(ticked, owed))):
        messages.info(request, _why_not(ticked, numbers, bool(owed)))
        return redirect("desk:to_do", public_id=child.public_id)
    form = DelayForm(request.POST or None, owed=owed, initial={"duty": presenter.chosen(ticked, owed)})

    def keep():
        said = {name: form.cleaned_data[name] for name in ("why", "keep_words")}
        about = [presenter.named(one) for one in form.cleaned_data["duty"]]
        operations.explain_delays(child=child, owed=about, by=request.user, at=request.at, **said)
        return KEPT

    back = presenter.back() if numbers else None
    standing = presenter.stands(viewer=request.user, child=child, on=request.on, offered=owed)
    rows = (*presenter.left_out(ticked, owed), *standing)
    return answered(request, child, form, HEADING, "Keep it", rows, keep, back=back)


def _with_ticks(back: str, numbers: Iterable[int]) -> str:
    """The list again, with what was ticked ticked."""
    ticks = urlencode({"ticked": numbers}, doseq=True)
    return f"{back}{'&' if '?' in back else '?'}{ticks}" if ticks else back


def _why_not(ticked, numbers, is_owed):
    """Why there is nothing to say a reason of: what was ticked is done, was no duty, or nothing is late."""
    if numbers and all(one.is_gone for one in ticked):
        return MEANWHILE
    return NO_DUTY if numbers and is_owed else NOTHING_OWED


def _ticked(request, told):
    """What the numbers stand for, and the numbers; 404 where one is of a child whom this person may not see."""
    try:
        numbers = numbers_of(told.getlist("prompt"))
        return prompts.ticked(viewer=request.user, on=request.on, numbers=numbers) if numbers else (), numbers
    except ValueError as why:
        raise BadRequest(str(why)) from None
    except NoSuchPrompt:
        raise Http404 from None
