"""Back to the list that a press came from."""

from django.utils.http import url_has_allowed_host_and_scheme


def back_of(request) -> str:
    """The address that the form sent as `back`, where it is one of ours; else the start."""
    asked = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if ours and asked.startswith("/") else "/"
