"""Columns that many tables of this room share."""

import uuid

from django.db import models

CHILD_FILE = "As the child's record: what a child and those around it said goes with it."


def public_id() -> models.UUIDField:
    """The id that addresses and references use."""
    return models.UUIDField(default=uuid.uuid4, unique=True, editable=False)


def of_child(*, indexed: bool = True) -> models.ForeignKey:
    """Whose it is. Each table about a child has it: row-level security goes by it."""
    return models.ForeignKey("record.Child", on_delete=models.PROTECT, related_name="+", db_index=indexed)


def words() -> models.TextField:
    """What somebody wrote, or nothing."""
    return models.TextField(blank=True, default="")
