"""The database refuses to change, delete or empty facts, whoever asks and however."""

from datetime import date

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from seenheard.record.domain.changes import NotAsProposed
from seenheard.record.domain.objects import FIELDS, NOT_ABOUT_A_CHILD, OBJECTS, TABLES
from seenheard.record.domain.typed import TYPED, TYPED_TABLES
from seenheard.record.models import Fact, LoadedTable, SourcedRow
from tests.factories.record import AT, add, make_child

pytestmark = pytest.mark.django_db
KINDS = {
    "DateField": "day",
    "TextField": "text",
    "BooleanField": "yes_no",
    "IntegerField": "whole",
    "FloatField": "number",
    "ArrayField": "words",
    "JSONField": "facts",
}


def fact_models():
    return [model for model in apps.get_app_config("record").get_models() if issubclass(model, SourcedRow)]


def refused(statement, *values):
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    return str(error.value)


def test_the_list_of_objects_and_the_models_say_the_same():
    shared = {field.name for field in Fact._meta.get_fields()}
    of_models = {
        model._meta.db_table: {
            field.name: KINDS[type(field).__name__] for field in model._meta.get_fields() if field.name not in shared
        }
        for model in fact_models()
    }
    imported = {TABLES[name]: dict(fields) for name, fields in OBJECTS.items()}
    assert of_models == imported | {TYPED_TABLES[name]: dict(fields) for name, fields in TYPED.items()}
    assert {TABLES[name] for name in NOT_ABOUT_A_CHILD} == {
        model._meta.db_table for model in fact_models() if not issubclass(model, Fact)
    }
    assert FIELDS["cla_visit"] == ("visit_ref", "care_ref", "visited_on", "seen", "seen_alone")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE record_clareview SET held_on = '2026-02-01'",
        "UPDATE record_clareview SET known_until = now()",
        "UPDATE record_clareview SET known_until = now(), closed_run_id = 'x', held_on = NULL",
        "UPDATE record_clareview SET known_from = known_from + interval '1 day'",
        "UPDATE record_clareview SET aside = '{}'",
        "DELETE FROM record_clareview",
        "TRUNCATE record_clareview",
    ],
)
def test_anything_but_closing_once_is_refused_and_repeats_no_value(statement):
    add("cla_review", make_child(), held_on=date(2026, 1, 5), row_key="a secret")
    message = refused(statement)
    assert "secret" not in message


def test_closing_works_once_and_not_again():
    add("cla_review", make_child(), held_on=date(2026, 1, 5))
    close = "UPDATE record_clareview SET known_until = %s, closed_run_id = %s"
    with connection.cursor() as cursor:
        cursor.execute(close, [AT, "run"])
        assert cursor.rowcount == 1
    assert "never changed" in refused(close, AT, "another")


def test_every_table_of_facts_has_both_triggers():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, count(*) FROM pg_trigger"
            " WHERE tgname IN ('facts_are_closed_once', 'facts_are_never_truncated') AND tgenabled <> 'D' GROUP BY 1"
        )
        guarded = dict(cursor.fetchall())
    assert guarded == dict.fromkeys((*TABLES.values(), *TYPED_TABLES.values(), LoadedTable._meta.db_table), 2)
    assert {model.append_only for model in (*fact_models(), LoadedTable)} == {"close"}


def test_one_source_has_one_open_row_a_key():
    child = make_child()
    add("cla_review", child, row_key="R1", held_on=date(2026, 1, 5))
    add("cla_review", child, row_key="R1", source="ssda903", held_on=date(2026, 1, 5))
    with pytest.raises(NotAsProposed, match="already in the record"):
        add("cla_review", child, row_key="R1", held_on=date(2026, 1, 6))
