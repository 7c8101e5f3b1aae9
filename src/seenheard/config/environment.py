"""What settings.py reads from the environment, filled in for whoever has set nothing. Standard library only.

Without DATABASE_URL the private database of this checkout is used, and the web role's password and the secret key
are kept in files beside it that only this account can read.
"""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from seenheard.config import database

ROOT = Path(__file__).resolve().parents[3]
WEB_ROLE = "seenheard_web"


def var() -> Path:
    """The folder for everything this installation writes."""
    return Path(os.environ.get("SEENHEARD_VAR", ROOT / "var"))


@contextlib.contextmanager
def ready(role: str = "web") -> Iterator[None]:
    """Settings may be loaded inside this block: the database runs, and every address and key is in the environment."""
    os.environ["SEENHEARD_ROLE"] = role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seenheard.config.settings")
    with private_database():
        os.environ.setdefault("DATABASE_WEB_URL", web_address(os.environ["DATABASE_URL"]))
        if os.environ.get("PRODUCTION", "").lower() not in ("1", "true", "yes", "on"):
            os.environ.setdefault("SECRET_KEY", database.secret(var() / "secret.key"))
        yield


@contextlib.contextmanager
def private_database() -> Iterator[None]:
    """Our own PostgreSQL, unless DATABASE_URL names another."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    with database.in_use(var() / "pg") as owner:
        os.environ["DATABASE_URL"] = owner
        try:
            yield
        finally:
            os.environ.pop("DATABASE_URL", None)


def web_address(owner: str) -> str:
    """The owner's address with the serving role and its own password instead."""
    parts = urlsplit(owner)
    password = database.secret(var() / "web.pw")
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{WEB_ROLE}:{password}@{place}"))
