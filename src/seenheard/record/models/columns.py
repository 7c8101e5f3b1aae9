"""The few kinds of column that facts are made of. Every one may be empty: null means "not recorded"."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

MAY_BE_UNKNOWN: dict[str, Any] = {"null": True, "blank": True}


def day() -> Any:
    """A date in England."""
    return models.DateField(**MAY_BE_UNKNOWN)


def text() -> Any:
    """A code, a reference or words."""
    return models.TextField(**MAY_BE_UNKNOWN)


def yes_no() -> Any:
    """Yes, no, or not recorded."""
    return models.BooleanField(**MAY_BE_UNKNOWN)


def whole() -> Any:
    """A whole number."""
    return models.IntegerField(**MAY_BE_UNKNOWN)


def number() -> Any:
    """A number that may have a fraction."""
    return models.FloatField(**MAY_BE_UNKNOWN)


def words() -> Any:
    """Several codes."""
    return ArrayField(models.TextField(), **MAY_BE_UNKNOWN)


def facts() -> Any:
    """Named values, as JSON: what a typed event carries beside its kind and day."""
    return models.JSONField(**MAY_BE_UNKNOWN)
