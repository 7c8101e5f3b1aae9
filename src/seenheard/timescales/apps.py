from django.apps import AppConfig


class TimescalesConfig(AppConfig):
    name = "seenheard.timescales"
    label = "timescales"
    default_auto_field = "django.db.models.BigAutoField"
