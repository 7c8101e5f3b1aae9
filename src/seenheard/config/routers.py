"""Which connection a table uses."""


class ThrottlesApart:
    """Sends the cache table, where tries are counted, to a connection outside the request's transaction."""

    def db_for_read(self, model, **hints):
        return "apart" if model._meta.app_label == "django_cache" else None

    db_for_write = db_for_read

    def allow_migrate(self, db, app_label, **hints):
        return False if db == "apart" else None

    def allow_relation(self, first, second, **hints):
        return None
