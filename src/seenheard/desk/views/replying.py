"""An adult's answer to a round, from its form: kept at every change, sent once. So for worker, carer and parent."""

import uuid
from http import HTTPStatus

from django.http import HttpResponse

from seenheard.desk.forms.voices import ANYTHING_ELSE
from seenheard.record.operations import TellsAddress
from seenheard.voices import operations

LONGEST_VERSION = 9  # digits
KEPT = "Kept on the server. Nobody else reads it, and nothing is sent yet."
CHANGED = (
    "You have kept something newer of this answer elsewhere: in another window, or before you went back to this page. "
    "Nothing of it was overwritten. What stands below is what this page held: press again to go on with this instead."
)


def of_page(request) -> dict:
    """What each draft is kept with: who, when, of which page, and on which version of the draft the page stands."""
    version = request.POST.get("version", "")
    return {
        "based_on": int(version) if version.isdecimal() and len(version) < LONGEST_VERSION else None,
        "page": page_key(request),
        "by": request.user,
        "at": request.at,
    }


def page_key(request) -> str:
    """What names the page that was filled in: sent twenty times, it is one reply."""
    try:
        return str(uuid.UUID(request.POST.get("page", "")))
    except ValueError:
        return ""


def kept_in_passing(keep) -> HttpResponse:
    """The answer to a script that keeps what a form holds: 204 with the new version of the draft; 404 where the round
    is answered or over, 409 where something newer is kept, 413 for too many words."""
    try:
        draft = keep()
    except (operations.RoundOver, operations.SentAlready):
        return HttpResponse(status=HTTPStatus.NOT_FOUND)
    except operations.DraftChanged:
        return HttpResponse(status=HTTPStatus.CONFLICT)
    except operations.DraftTooLarge:
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"X-Draft-Version": str(draft.version)})


def is_sent(send, request, whole, parts, **more) -> bool:
    """Whether these valid forms were sent; where not, they say why."""
    said = {part.prefix: part.given() for part in parts}
    try:
        send(
            given={key: one for key, one in said.items() if one},
            anything_else=whole.cleaned_data[ANYTHING_ELSE],
            key=page_key(request) or str(uuid.uuid4()),
            by=request.user,
            at=request.at,
            **more,
        )
    except operations.NotSent as refused:
        _say_faults(refused, whole, parts)
        return False
    except (TellsAddress, operations.RoundOver, operations.SentAlready) as sentence:
        whole.refuse(sentence)
        return False
    return True


def _say_faults(refused: operations.NotSent, whole, parts) -> None:
    """What is to be put right, at the question that it is about."""
    by_key = {part.prefix: part for part in parts}
    for fault in refused.faults:
        form = by_key.get(fault.category)
        form.add_error("comment", fault.says) if form else whole.add_error(None, fault.says)
