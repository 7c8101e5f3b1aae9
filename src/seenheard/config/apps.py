"""Joins the rooms to Django; after every migrate the web role is given its rights."""

from django.apps import AppConfig
from django.core.signals import request_started
from django.db.models.signals import post_migrate


class ConfigConfig(AppConfig):
    name = "seenheard.config"
    label = "config"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from seenheard.config import connections, grants

        post_migrate.connect(lambda using, **_: grants.apply(using), sender=self, weak=False)
        request_started.connect(lambda **_: connections.give_up_what_is_stuck(), sender=None, weak=False)
