"""The web server's way in: refuses to serve with unsafe settings, whoever starts it."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seenheard.config.settings")
application = get_wsgi_application()

from django.db import connections  # noqa: E402 - settings first

from seenheard.config import clock, production  # noqa: E402

production.refuse_if_unsafe()
clock.settle()
# What is loaded by now stays for good: no collection of garbage need go through it, here or in what is forked.
gc.collect()
gc.freeze()
connections.close_all()  # the processes that serve are forked from this one, and a connection cannot be shared
