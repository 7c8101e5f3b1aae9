"""Drafts: kept on the server with every change, read by nobody but who began them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from ..models import Draft
from ..permissions import check_can_record

LARGEST = 200_000  # letters of content


class DraftGone(Exception):
    """There is no such draft of this person, or it has been sent already."""


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
def save_draft(*, public_id: UUID | str, content: Mapping[str, Any], by, at: datetime) -> Draft:
    """What the form holds now. Raises DraftGone: sent meanwhile, thrown away, or somebody else's."""
    draft = _own(public_id, by)
    draft.content, draft.saved_at, draft.saved_by = dict(content), at, str(by.public_id)
    draft.save(update_fields=["content", "saved_at", "saved_by"])
    return draft


@transaction.atomic
def add_to_draft(*, public_id: UUID | str, children: Collection[str], by, at: datetime) -> Draft:
    """More children (public ids) for the form; the caller has seen that this person sees them. Raises DraftGone."""
    draft = _own(public_id, by)
    draft.children = list(dict.fromkeys([*draft.children, *map(str, children)]))
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
