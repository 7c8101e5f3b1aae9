"""How a form leads to an act: what is refused is said above the form, and what was typed stays."""

from collections.abc import Callable

from seenheard.accounts.permissions import NotAllowed

FORM = ["GET", "HEAD", "POST"]


def done(form, act: Callable[[], object]) -> bool:
    """Whether it was done; what speaks against it is said above the form."""
    try:
        act()
    except NotAllowed as sentence:
        form.add_error(None, str(sentence))
        return False
    return True


def said(request):
    """What was sent with a form, also where nothing was filled in; None where the form is only asked for."""
    return request.POST if request.method == "POST" else None
