"""What a page says once something is done, with a link to what to do next."""

from django.contrib import messages

from seenheard.ui.parts import Link


def tell(request, words: str, then: Link | None = None) -> None:
    """Say that it is done; `then`: a link that stands behind the words."""
    messages.success(request, words, extra_tags=f"{then.url} {then.text}" if then else "")
