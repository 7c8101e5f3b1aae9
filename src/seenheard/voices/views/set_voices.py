"""The settings of the voices, and their languages; for service managers. No page here shows a child."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from seenheard.accounts.permissions import NotAllowed

from .. import operations, permissions, queries
from ..domain import settings as domain
from ..domain.wordings import ENGLISH
from ..forms.settings import FORMS
from ..presenters import door_words as of_the_door
from ..presenters import languages as in_languages
from ..presenters import set_voices as presenters
from .doing import FORM, done, said

WORDED = "Kept, from today."
KEPT, AS_BEFORE = "It is set, from today.", "It was so already. Nothing was changed."


@require_safe
def settings(request):
    """Everything that is set, and why no child is asked where that is so."""
    permissions.check_can_set_voices(request.user)
    return render(request, "voices/settings.html", {"page": presenters.settings_page(on=request.on)})


@require_http_methods(FORM)
def set_one(request, setting):
    """One of them."""
    permissions.check_can_set_voices(request.user)
    if setting not in FORMS:
        raise Http404
    holds = domain.value(setting, queries.settings_on(request.on))
    form = FORMS[setting](said(request), name=setting, holds=holds, on=request.on)
    changed = []
    if form.is_valid() and done(form, lambda: changed.append(_set(request, setting, form.value))):
        messages.success(request, KEPT if changed[0] else AS_BEFORE)
        return redirect("voices:settings")
    return render(request, "voices/asking_form.html", {"page": presenters.setting_page(setting, form)})


@require_safe
def languages(request):
    """All wordings side by side."""
    permissions.check_can_set_voices(request.user)
    page = in_languages.languages_page(on=request.on, demo=request.demo)
    return render(request, "voices/languages.html", {"page": page})


@require_http_methods(FORM)
def door_words(request, language):
    """The four answers and a child's pages in one language, and who has read them over."""
    permissions.check_can_set_voices(request.user)
    tongue = queries.languages().get(language)
    if tongue is None or language == ENGLISH:
        raise Http404
    form = of_the_door.door_form(tongue, said(request), on=request.on)

    def word():
        reader = form.cleaned_data["reviewed_by"]
        operations.word_door(language=language, words=form.words, reviewed_by=reader, by=request.user, at=request.at)

    if form.is_valid() and done(form, word):
        messages.success(request, WORDED)
        return redirect("voices:languages")
    return render(request, "voices/asking_form.html", {"page": of_the_door.door_page(tongue, form)})


def _set(request, name: str, value) -> bool:
    try:
        return operations.set_voices(name=name, value=value, by=request.user, at=request.at)
    except domain.BadSetting as sentence:
        raise NotAllowed(str(sentence)) from None
