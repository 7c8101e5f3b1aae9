"""Drafts: kept on the server with every change, read by nobody but who began them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from seenheard.accounts.permissions import NotAllowed

from ..models import Draft
from ..permissions import check_can_record

PAGE = "page"  # which page kept it last: a page's own saves may overtake one another
LARGEST = 200_000  # letters of content, all fields together


class DraftGone(Exception):
    """There is no such draft of this person, or it has been sent already."""


class DraftChanged(Exception):
    """Another page of the same person has kept something newer; what this page held was not kept over it."""


class DraftTooLarge(NotAllowed):
    """More words than any visit needs."""

    def __init__(self) -> None:
        super().__init__(f"This is more than {LARGEST:,} letters. Shorten it, then keep it.")


@transaction.atomic
def begin_draft(*, form: str, children: Collection[str], content: Mapping[str, Any], by, at: datetime) -> Draft:
    """A new draft. Raises NotAllowed."""
    check_can_record(by)
    return Draft.objects.create(
        form=form,
        begun_by=str(by.public_id),
        children=[str(child) for child in children],
        content=dict(content),
        saved_at=at,
        saved_by=str(by.public_id),
    )


@transaction.atomic
def save_draft(
    *,
    public_id: UUID | str,
    content: Mapping[str, Any],
    by,
    at: datetime,
    based_on: int | None = None,
    page: str = "",
) -> Draft:
    """What the form holds now, laid over what was kept: a page that shows fewer children takes nothing away.

    Raises DraftGone (sent meanwhile, thrown away, or somebody else's), DraftChanged (`based_on` is an older version
    than the one that is kept, and that came from another `page`), DraftTooLarge.
    """
    draft = _own(public_id, by)
    if based_on is not None and based_on < draft.version and draft.content.get(PAGE) != page:
        raise DraftChanged
    draft.content = {**draft.content, **content, PAGE: page}
    if sum(len(str(value)) for value in draft.content.values()) > LARGEST:
        raise DraftTooLarge
    draft.version += 1
    draft.saved_at, draft.saved_by = at, str(by.public_id)
    draft.save(update_fields=["content", "version", "saved_at", "saved_by"])
    return draft


@transaction.atomic
def add_to_draft(*, public_id: UUID | str, children: Collection[str], by, at: datetime) -> Draft:
    """More children (public ids) for the form; the caller has seen that this person sees them. Raises DraftGone."""
    draft = _own(public_id, by)
    draft.children = [*draft.children, *(str(one) for one in children if str(one) not in draft.children)]
    draft.saved_at, draft.saved_by = at, str(by.public_id)
    draft.save(update_fields=["children", "saved_at", "saved_by"])
    return draft


@transaction.atomic
def take_from_draft(*, public_id: UUID | str, place: int, by, at: datetime) -> Draft:
    """One child less: whoever was ticked by mistake. Its place stays empty, so that the others keep theirs."""
    draft = _own(public_id, by)
    if 0 <= place < len(draft.children) and sum(map(bool, draft.children)) > 1:
        draft.children[place] = ""
        draft.saved_at, draft.saved_by = at, str(by.public_id)
        draft.save(update_fields=["children", "saved_at", "saved_by"])
    return draft


@transaction.atomic
def send_draft(*, public_id: UUID | str, by, at: datetime) -> None:
    """What it held stands in the record now: the words are not kept twice. Sent twice, sent once."""
    Draft.objects.filter(public_id=public_id, begun_by=str(by.public_id), sent_at=None).update(
        sent_at=at, sent_by=str(by.public_id), content={}
    )


@transaction.atomic
def throw_draft_away(*, public_id: UUID | str, by, at: datetime) -> None:
    """Whoever began it does not want it. Raises DraftGone."""
    _own(public_id, by).delete()


def _own(public_id: UUID | str, by) -> Draft:
    draft = (
        Draft.objects.select_for_update().filter(public_id=public_id, begun_by=str(by.public_id), sent_at=None).first()
    )
    if draft is None:
        raise DraftGone
    return draft
