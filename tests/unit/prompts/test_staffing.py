"""Who is there is read once after a change, and never taken for who was there in another database."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection

from seenheard.accounts.models import User, UserChange
from seenheard.prompts import queries

ON = date(2026, 3, 31)
pytestmark = pytest.mark.django_db(transaction=True)


def who_works_as(ref):
    return queries.staff_on(ON).workers.get(ref, ())


def arrives(email):
    return User.objects.create_user(email, "a long password", name="Somebody", role="social_worker", worker_refs=["W1"])


def numbers_begin_again():
    for model, key in ((User, "id"), (UserChange, "pgh_id")):
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), 1, false)", [model._meta.db_table, key])


def test_a_database_put_back_from_a_copy_gives_out_its_numbers_once_more():
    numbers_begin_again()
    maya = arrives("maya@fenmarsh.example")
    assert list(who_works_as("W1")) == [str(maya.public_id)]
    call_command("flush", verbosity=0, interactive=False)
    numbers_begin_again()
    noor = arrives("noor@fenmarsh.example")
    assert noor.pk == maya.pk, "else this tests nothing"
    assert list(who_works_as("W1")) == [str(noor.public_id)]
