"""The web server's way in: refuses to serve with unsafe settings, whoever starts it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seenheard.config.settings")
application = get_wsgi_application()

from seenheard.config import production  # noqa: E402 - settings first

production.refuse_if_unsafe()
