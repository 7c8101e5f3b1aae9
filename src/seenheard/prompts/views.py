"""Where a press on "I have seen this" or on an outcome goes, and from there back to the list."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from seenheard.prompts import operations, permissions, presenters
from seenheard.prompts.domain.ticked import NOTHING_TICKED
from seenheard.prompts.forms import SEEN, AnswerForm
from seenheard.prompts.permissions import NoSuchPrompt
from seenheard.ui.going_back import back_of


@require_POST
def answer(request):
    """One answer about what was ticked. Pressed twice it is one answer; a cause gone meanwhile is passed over."""
    permissions.check_can_act(request.user)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise BadRequest("This is no answer to a prompt.")
    prompts, said = form.cleaned_data["prompts"], form.cleaned_data["answer"]
    if not prompts:
        messages.info(request, NOTHING_TICKED)
    try:
        for prompt in prompts:
            _answer(prompt, said, by=request.user, at=request.at)
    except NoSuchPrompt:
        raise Http404 from None
    return redirect(back_of(request))


@require_GET
def failed_messages(request):
    """For administrators: what could not be sent, and what nobody is there to have."""
    permissions.check_can_see_messages(request.user)
    return render(request, "prompts/messages.html", {"page": presenters.messages(on=request.on)})


def _answer(prompt: int, said: str, *, by, at) -> None:
    if said == SEEN:
        operations.see(prompt_id=prompt, by=by, at=at)
    else:
        operations.act(prompt_id=prompt, outcome=said, by=by, at=at)
