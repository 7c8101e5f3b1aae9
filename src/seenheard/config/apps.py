"""Joins the rooms to Django; after every migrate the web role is given its rights, and the tables their policies."""

from django.apps import AppConfig
from django.conf import settings
from django.core.signals import request_started
from django.db.models.signals import post_migrate


class ConfigConfig(AppConfig):
    name = "seenheard.config"
    label = "config"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from seenheard.accounts import team_names, workers_in_files
        from seenheard.config import connections, grants, policies, triggers
        from seenheard.record.queries import staff

        team_names.ask(staff.teams)
        workers_in_files.ask(names=staff.known_workers, called=staff.worker_called)
        if settings.ROLE == "owner":
            connections.look_as_system_from_now_on()
        post_migrate.connect(lambda using, **_: grants.apply(using), sender=self, weak=False)
        post_migrate.connect(lambda using, **_: policies.apply(using), sender=self, weak=False)
        post_migrate.connect(lambda using, **_: triggers.apply(using), sender=self, weak=False)
        request_started.connect(lambda **_: connections.give_up_what_is_stuck(), sender=None, weak=False)
