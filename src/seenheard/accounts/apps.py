from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "seenheard.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from seenheard.accounts import witness  # noqa: F401 - importing it connects the receivers
