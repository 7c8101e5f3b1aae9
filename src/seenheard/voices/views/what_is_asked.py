"""What is asked: categories chosen as a pack, added, changed, ended; for service managers. No page shows a child."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from .. import operations, permissions, queries
from ..forms import asking as forms
from ..presenters import one_category
from ..presenters import what_is_asked as presenters
from .doing import FORM, done, said

KEPT = "It is kept, and holds from today."


@require_safe
def categories(request):
    """What is asked, in order, and what is not asked any more."""
    permissions.check_can_set_voices(request.user)
    page = presenters.what_is_asked(on=request.on)
    return render(request, "voices/what_is_asked.html", {"page": page})


@require_http_methods(FORM)
def pack(request, pack):
    """What a pack holds and does; and choosing it."""
    permissions.check_can_set_voices(request.user)
    chosen = next((one for one in queries.packs() if one.key == pack), None)
    if chosen is None:
        raise Http404
    form = forms.PackForm(said(request))
    if form.is_valid() and done(form, lambda: operations.choose_pack(pack=pack, by=request.user, at=request.at)):
        messages.success(request, f"{chosen.name} are asked from today.")
        return redirect("voices:categories")
    page = presenters.pack_page(chosen, form, on=request.on)
    return render(request, "voices/pack.html", {"page": page})


@require_http_methods(FORM)
def add_category(request):
    """A category of the council's own."""
    permissions.check_can_set_voices(request.user)
    form = forms.AddForm(said(request))

    def add():
        operations.add_category(name=form.cleaned_data["name"], words=form.words, by=request.user, at=request.at)

    if form.is_valid() and done(form, add):
        messages.success(request, "It is asked from today, last of all. Its page leads to its place and its duties.")
        return redirect("voices:categories")
    lead = (
        "It is asked in your words, in English. Your name stands beside them as the one who has read them over. "
        "Whoever wants another language is asked in English until you have added the words.",
    )
    return _form(request, presenters.asking_form("Add a category", form, "Add it", lead=lead))


@require_safe
def category(request, category):
    """One category and its words."""
    permissions.check_can_set_voices(request.user)
    page = one_category.category_page(_found(request, category), on=request.on)
    return render(request, "voices/category.html", {"page": page})


@require_http_methods(FORM)
def change_category(request, category):
    """Another name, or another place."""
    one = _asked(request, category)
    initial = {"name": one.name, "place": presenters.place_of(one, on=request.on)}
    form = forms.ChangeForm(said(request), places=presenters.places(one, on=request.on), initial=initial)
    lead = ("What was said under the name it has now stays under that name.",)
    return _changed(request, one, form, "Rename or move", lead=lead)


@require_http_methods(FORM)
def duties(request, category):
    """Which duties stand beside the voices."""
    one = _asked(request, category)
    form = forms.DutiesForm(said(request), rules=presenters.choices_of_rules(), initial={"rules": one.rules})
    return _changed(request, one, form, "Change the duties beside it")


@require_http_methods(FORM)
def retire(request, category):
    """No new round asks about it."""
    one = _asked(request, category)
    form = forms.RetireForm(said(request))

    def end():
        operations.retire_category(key=one.key, **form.cleaned_data, by=request.user, at=request.at)

    if form.is_valid() and done(form, end):
        messages.success(request, "It is not asked in rounds that open from today.")
        return redirect("voices:categories")
    lead = (presenters.NOTHING_LOST, *([presenters.WITHOUT_SAFETY] if one.is_safety else []))
    return _form(
        request, presenters.of_one(one, "Stop asking about this", form, "Stop asking", lead=lead, warning=True)
    )


@require_http_methods(FORM)
def merge(request, category):
    """Another one is asked in its place."""
    one = _asked(request, category)
    form = forms.MergeForm(said(request), others=presenters.others(one, on=request.on))

    def unite():
        operations.merge_category(key=one.key, **form.cleaned_data, by=request.user, at=request.at)

    if form.is_valid() and done(form, unite):
        messages.success(request, "They are one from today.")
        return redirect("voices:categories")
    lead = (presenters.NOTHING_LOST,)
    return _form(request, presenters.of_one(one, "Merge into another", form, "Merge", lead=lead, warning=True))


@require_http_methods(FORM)
def ask_again(request, category):
    """It is asked once more, last of all."""
    permissions.check_can_set_voices(request.user)
    one = _found(request, category)
    form = forms.AgainForm(said(request))
    if form.is_valid() and done(form, lambda: operations.ask_again(key=one.key, by=request.user, at=request.at)):
        messages.success(request, "It is asked again from today, last of all.")
        return redirect("voices:categories")
    lead = ("Rounds that open from today ask about it, last of all, under the name and with the duties that it had.",)
    return _form(request, presenters.of_one(one, "Ask about this again", form, "Ask again", lead=lead))


@require_http_methods(FORM)
def words(request, category, audience, language):
    """The council's own words, and who has read them over."""
    one = _asked(request, category)
    told = queries.worded(on=request.on).get(one.key, {}).get((audience, language))
    if told is None:
        raise Http404
    form = forms.WordsForm(said(request), initial={"words": told.words, "reviewed_by": one_category.reader(told)})

    def word():
        where = {"key": one.key, "audience": audience, "language": language}
        operations.word_category(**where, **form.cleaned_data, by=request.user, at=request.at)

    if form.is_valid() and done(form, word):
        messages.success(request, KEPT)
        return redirect("voices:category", category=one.key)
    page = one_category.words_page(one, audience, language, told, form)
    return render(request, "voices/words.html", {"page": page})


def _found(request, key):
    one = queries.category_called(key, on=request.on)
    if one is None:
        raise Http404
    return one


def _asked(request, key):
    """The category, where this person may change it and it is asked; else no such page."""
    permissions.check_can_set_voices(request.user)
    one = _found(request, key)
    if not one.is_asked:
        raise Http404
    return one


def _changed(request, one, form, title, lead=()):
    """Keep what the form says of a category, or show the form."""

    def change():
        operations.change_category(key=one.key, **form.cleaned_data, by=request.user, at=request.at)

    if form.is_valid() and done(form, change):
        messages.success(request, KEPT)
        return redirect("voices:category", category=one.key)
    return _form(request, presenters.of_one(one, title, form, "Keep", lead=lead))


def _form(request, page):
    return render(request, "voices/asking_form.html", {"page": page})
