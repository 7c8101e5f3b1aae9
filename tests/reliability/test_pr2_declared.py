"""PR2: every field of every table of ours says whether it is sensitive, and each table what it is held for, how long."""

import pytest
from django.apps import apps
from django.db import models

from seenheard.lib.declared import faults, holds


def ours() -> list:
    return [model for model in apps.get_models() if model.__module__.startswith("seenheard.")]


@pytest.mark.parametrize("model", ours(), ids=lambda model: model._meta.label)
def test_every_field_is_declared(model):
    assert faults(model) == []


def test_there_are_tables_to_look_at():
    assert len(ours()) > 40


def test_names_addresses_and_dates_of_birth_are_sensitive():
    """Whoever declares a new field can be wrong; these names are never plain."""
    telling = {"forename", "surname", "name_used", "born_on", "postcode", "lines", "value", "email"}
    plain = [
        f"{model.__name__}.{name}" for model in ours() for name in getattr(model, "held", None).plain if name in telling
    ]
    assert plain == []


def test_an_undeclared_field_turns_this_check_red():
    @holds(purpose="a test", retention="none", plain=("id",))
    class Planted(models.Model):
        surname = models.TextField()

        class Meta:
            app_label = "accounts"

    try:
        assert faults(Planted) == ["Planted.surname is neither sensitive nor plain"]
    finally:
        del apps.all_models["accounts"]["planted"]
        apps.clear_cache()
