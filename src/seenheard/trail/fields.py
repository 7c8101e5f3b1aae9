"""A column for PostgreSQL's 64-bit transaction number."""

from django.db import models
from django.db.models.expressions import Func


class TransactionId(models.Field):
    """`xid8`: a number that grows with every transaction and never wraps. Read as an int."""

    def db_type(self, connection) -> str:
        return "xid8"

    def from_db_value(self, value, expression, connection) -> int | None:
        return None if value is None else int(value)

    def get_prep_value(self, value):
        # Expressions (the column's default) pass through; numbers travel as text, which PostgreSQL casts.
        return str(value) if isinstance(value, int) else value


def current_transaction() -> Func:
    """The number of the transaction that is writing."""
    return Func(function="pg_current_xact_id", output_field=TransactionId())
