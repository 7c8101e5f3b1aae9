"""The settings under test: the product's own, as the owner of a database that tests may make and drop."""

import os

os.environ.setdefault("SEENHEARD_ROLE", "owner")

from seenheard.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # sign-in is not what most tests measure
TRAIL_HEADS_FOLDER = VAR / "test-trail-heads"  # noqa: F405
FILES_FOLDER = VAR / "test-files"  # noqa: F405
DEMO_HOSTS = [*DEMO_HOSTS, "testserver"]  # noqa: F405 - the name the tests' client asks for
COUNCIL_NAME = "Fenmarsh County Council"
