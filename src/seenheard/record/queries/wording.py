"""Questions that are asked for nearly every page: put into SQL by Django once, and then only the values into it.

To build such a question and to word it takes Django longer than PostgreSQL takes to answer it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

A_DAY = date(1, 1, 1)


@dataclass(frozen=True, slots=True)
class Somebody:
    """Stands for a viewer while a question is worded: all that the question may ask of one."""

    public_id: str


SOMEBODY = Somebody("\0somebody")
Question = Callable[[Any, date], QuerySet]


def worded_once(question: Question) -> Callable[[Any, date], RawSQL]:
    """The same question about any viewer and day, as an expression for `…__in`.

    It may depend on the viewer's public id and on the day alone, and has to use each as it is.
    """

    @cache
    def wording() -> tuple[str, tuple]:
        return question(SOMEBODY, A_DAY).query.sql_with_params()

    def ask(viewer, on: date) -> RawSQL:
        sql, values = wording()
        in_place = [_in_place(value, str(viewer.public_id), on) for value in values]
        return RawSQL(sql, in_place)  # noqa: S611 - Django's own words, and the values apart from them

    return ask


def together(*questions: RawSQL) -> RawSQL:
    """What any of these questions finds."""
    values = [value for one in questions for value in one.params]
    return RawSQL(" UNION ALL ".join(one.sql for one in questions), values)  # noqa: S611 - as above


def _in_place(value, person: str, on: date):
    if isinstance(value, list):
        return [_in_place(one, person, on) for one in value]
    return {A_DAY: on, SOMEBODY.public_id: person}.get(value, value)
