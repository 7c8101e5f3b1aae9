"""The settings under test: the product's own, as the owner of a database that tests may make and drop."""

import os

os.environ.setdefault("SEENHEARD_ROLE", "owner")

from seenheard.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # sign-in is not what most tests measure
_own = VAR / "test" / os.environ.get("PYTEST_XDIST_WORKER", "alone")  # noqa: F405 - each process has its own files
TRAIL_HEADS_FOLDER = _own / "trail-heads"
FILES_FOLDER = _own / "files"
DEMO_HOSTS = [*DEMO_HOSTS, "testserver"]  # noqa: F405 - the name the tests' client asks for
COUNCIL_NAME = "Fenmarsh County Council"
