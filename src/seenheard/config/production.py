"""What must be true before the site is served to anyone but this machine. Each rule names its setting.

`./run` asks before it starts anything, `wsgi.py` before the first request, whoever started it: an unsafe site does not
serve at all.
"""

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

YEAR = 365 * 24 * 60 * 60
SHORTEST_KEY = 50
FEWEST_LETTERS = 10
LONGEST_IDLE = 20 * 60
LONGEST_SESSION = 12 * 60 * 60
LONGEST_ANSWER = 24 * 60  # minutes: what may not wait is not left with one person for longer
REFERRERS = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
SAFE_TLS = {"require", "verify-ca", "verify-full"}
SECOND_FACTORS = "seenheard.accounts.adapters.SecondFactors"
NEEDED = (
    "seenheard.config.middleware.Answer",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "seenheard.config.middleware.OneTransaction",
    "django.middleware.csrf.CsrfViewMiddleware",
    "seenheard.accounts.middleware.SessionLimits",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "seenheard.accounts.middleware.TwoFactors",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)


class Unsafe(ImproperlyConfigured):
    """The site may not be served like this. Its text is one line for each setting."""


@dataclass(frozen=True)
class Demand:
    """One thing that must be true of a setting, and the sentence that says what to do when it is not."""

    setting: str
    holds: Callable[[Any], bool]
    do: str


def equals(expected: Any) -> Callable[[Any], bool]:
    return lambda value: value == expected


def is_real_key(key: str) -> bool:
    return len(key) >= SHORTEST_KEY and len(set(key)) >= FEWEST_LETTERS and not key.startswith("development-only")


def are_real_hosts(hosts: list[str]) -> bool:
    return bool(hosts) and all(host and host != "*" and not host.startswith(".") for host in hosts)


def is_strict(policy: dict) -> bool:
    directives = policy.get("DIRECTIVES", {})
    words = [str(word) for listed in directives.values() for word in listed]
    bad = ("unsafe-inline", "unsafe-eval", "*", "http:", "https:")
    return directives.get("default-src") == ["'none'"] and not any(word.strip("'") in bad for word in words)


def is_private(database: dict) -> bool:
    host = database.get("HOST", "")
    here = not host or host.startswith("/") or host in ("localhost", "127.0.0.1", "::1")
    return here or database.get("OPTIONS", {}).get("sslmode") in SAFE_TLS


def limits_sign_in(limits: Any) -> bool:
    """At most six failures a minute for one account."""
    tries = re.findall(r"(\d+)/m/key", (limits or {}).get("login_failed", "") if isinstance(limits, dict) else "")
    return bool(tries) and all(int(number) <= 6 for number in tries)


DEMANDS = (
    Demand("DEBUG", equals(False), "switch it off: its error pages show what is in memory"),
    Demand("SECRET_KEY", is_real_key, f"set it to {SHORTEST_KEY} or more random characters, and keep it secret"),
    Demand("ALLOWED_HOSTS", are_real_hosts, "name the site's own addresses; no * and no leading dot"),
    Demand("SITE_ADDRESS", lambda v: urlsplit(v).scheme == "https", "give the public address, beginning with https://"),
    Demand("SESSION_COOKIE_SECURE", equals(True), "switch it on"),
    Demand("SESSION_COOKIE_HTTPONLY", equals(True), "switch it on"),
    Demand("SESSION_COOKIE_SAMESITE", lambda v: v in ("Lax", "Strict"), "make it Lax or Strict"),
    Demand("SESSION_COOKIE_NAME", lambda v: v.startswith("__Host-"), "begin it with __Host-"),
    Demand(
        "SESSION_ENGINE",
        equals("django.contrib.sessions.backends.db"),
        "keep sessions in the database, where they can be ended",
    ),
    Demand("SESSION_IDLE_SECONDS", lambda v: 0 < v <= LONGEST_IDLE, "20 minutes (1200) at most"),
    Demand("SESSION_LONGEST_SECONDS", lambda v: 0 < v <= LONGEST_SESSION, "12 hours (43200) at most"),
    Demand("CSRF_COOKIE_SECURE", equals(True), "switch it on"),
    Demand("CSRF_COOKIE_NAME", lambda v: v.startswith("__Host-"), "begin it with __Host-"),
    Demand(
        "CSRF_TRUSTED_ORIGINS",
        lambda v: all(o.startswith("https://") and "*" not in o for o in v),
        "https:// addresses only, no *",
    ),
    Demand("SECURE_SSL_REDIRECT", equals(True), "switch it on"),
    Demand("SECURE_HSTS_SECONDS", lambda v: v >= YEAR, f"a year ({YEAR}) or more"),
    Demand("SECURE_CONTENT_TYPE_NOSNIFF", equals(True), "switch it on"),
    Demand("SECURE_REFERRER_POLICY", lambda v: v in REFERRERS, f"one of {', '.join(sorted(REFERRERS))}"),
    Demand("SECURE_CROSS_ORIGIN_OPENER_POLICY", equals("same-origin"), "make it same-origin"),
    Demand("X_FRAME_OPTIONS", equals("DENY"), "make it DENY"),
    Demand(
        "CONTENT_SECURITY_POLICY",
        is_strict,
        "begin from default-src 'none'; no unsafe-inline, unsafe-eval or whole schemes",
    ),
    Demand(
        "PASSWORD_HASHERS", lambda v: v[:1] == ["django.contrib.auth.hashers.Argon2PasswordHasher"], "put Argon2 first"
    ),
    Demand(
        "AUTH_PASSWORD_VALIDATORS",
        lambda v: len(v) >= 3,
        "length, common passwords and likeness to the name are all checked",
    ),
    Demand("ACCOUNT_RATE_LIMITS", limits_sign_in, "six failed sign-ins a minute for one account at most"),
    Demand("MFA_ADAPTER", equals(SECOND_FACTORS), f"make it {SECOND_FACTORS}: it encrypts secrets and codes"),
    Demand("MFA_SUPPORTED_TYPES", lambda v: bool({"totp", "webauthn"} & set(v)), "offer totp or webauthn"),
    Demand("MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", equals(False), "switch it off"),
    Demand(
        "CACHES",
        lambda v: v["default"]["BACKEND"].endswith("DatabaseCache"),
        "tries are counted in the database, for all processes",
    ),
    Demand("MIDDLEWARE", lambda v: set(NEEDED) <= set(v), "one of those that protect every page is missing"),
    Demand(
        "ROLE", equals("web"), "serve as the web role: set SEENHEARD_ROLE to web and DATABASE_WEB_URL to its address"
    ),
    Demand("DATABASES", lambda v: is_private(v["default"]), "a database on another machine needs ?sslmode=verify-full"),
    Demand("FILES_AFTER_APPLY", lambda v: v in ("keep", "delete"), "keep or delete"),
    Demand(
        "EMAIL_HOST", lambda v: bool(v), "name the council's mail server: without one, messages lie in a folder unread"
    ),
    Demand("EMAIL_USE_TLS", equals(True), "switch it on: a message says who has how much to do"),
    Demand(
        "DEFAULT_FROM_EMAIL",
        lambda v: "@" in v and not v.endswith("@localhost"),
        "give the address that messages come from, by EMAIL_FROM",
    ),
    Demand("PROMPT_ANSWER_MINUTES", lambda v: 0 < v <= LONGEST_ANSWER, "between one minute and a day (1440)"),
    Demand(
        "LOGGING", lambda v: "seenheard.config.logs" in str(v.get("formatters")), "keep the formatter that drops values"
    ),
)


def faults(chosen: Any = settings) -> list[str]:
    """A line for each of the chosen settings that is unsafe; empty when the site may be served."""
    return [
        f"{demand.setting}: {demand.do}."
        for demand in DEMANDS
        if not demand.holds(getattr(chosen, demand.setting, None))
    ]


# What the database server must say, and the sentence when it says otherwise.
DURABLE = {"fsync": "on", "full_page_writes": "on"}


def database_faults() -> Iterator[str]:
    """What only the database can tell: that it is durable, no demo, guarded, and served by a role without powers."""
    from seenheard.config import guards
    from seenheard.config.models import Installation

    with connection.cursor() as cursor:
        for name, wanted in DURABLE.items():
            if shown(cursor, name) != wanted:
                yield f"{name}: the database server must have it {wanted}, or a power cut can lose what was saved."
        if shown(cursor, "synchronous_commit") == "off":
            yield "synchronous_commit: the database server must not have it off, or a power cut loses what was saved."
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone()[0]:
            yield "DATABASE_WEB_URL: this role has too much power; use the one that migrate made."
    if Installation.objects.filter(born_demo_at__isnull=False).exists():
        yield "DATABASE_URL: this database was born as a demo. A demo is served to its own machine only."
    yield from guards.faults()


QUIET = {
    "log_statement": {"none"},
    "log_min_error_statement": {"panic"},
    "log_min_duration_statement": {"-1"},
    "log_parameter_max_length_on_error": {"0"},
    "log_error_verbosity": {"terse"},
}


def loud_logs() -> list[str]:
    """How the database server's own log may hold a child's values: said, not refused, because its host decides."""
    with connection.cursor() as cursor:
        return [
            f"The database server has {name} = {value}: its log may hold children's values. Make it {min(good)}."
            for name, good in QUIET.items()
            if (value := shown(cursor, name)) not in good
        ]


def shown(cursor, name: str) -> str:
    cursor.execute("SELECT current_setting(%s)", [name])
    return cursor.fetchone()[0]


def refuse_if_unsafe() -> None:
    """Raise Unsafe, naming every setting, if the site may not be served. Nothing is asked outside production."""
    if not settings.PRODUCTION:
        return
    found = [*faults(), *database_faults()]
    if found:
        raise Unsafe(
            "The site is not started, because it would be unsafe:\n" + "\n".join(f"  {line}" for line in found)
        )


def main() -> int:
    """`./run` asks here first, so that the reasons are read once and not after each of several starts."""
    import django

    django.setup()
    try:
        refuse_if_unsafe()
    except Unsafe as why:
        print(why, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
