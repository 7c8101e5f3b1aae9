"""Production refuses to start when unsafe (WH5): every bad setting is named, and a good set is never refused."""

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from seenheard.config import production
from seenheard.config.models import Installation

GOOD = {
    "PRODUCTION": True,
    "DEBUG": False,
    "SECRET_KEY": "q8Rw0vKz3LxTn7Yb2Hs5Jd9Fm4Gc6Pa1Ue_Wi-Xo.Zt!Ak?Ev=Br+Qn",
    "ALLOWED_HOSTS": ["seen.fenmarsh.example"],
    "SITE_ADDRESS": "https://seen.fenmarsh.example",
    "SESSION_COOKIE_SECURE": True,
    "SESSION_COOKIE_NAME": "__Host-session",
    "CSRF_COOKIE_SECURE": True,
    "CSRF_COOKIE_NAME": "__Host-csrf",
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 31_536_000,
    "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": False,
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"],
    "ROLE": "web",
    "EMAIL_HOST": "post.fenmarsh.example",
    "EMAIL_USE_TLS": True,
    "DEFAULT_FROM_EMAIL": "seen-and-heard@fenmarsh.example",
}

BAD = [
    ("DEBUG", True),
    ("SECRET_KEY", "development-only-and-refused-in-production-and-quite-long-too"),
    ("SECRET_KEY", "short"),
    ("SECRET_KEY", "ab" * 40),
    ("ALLOWED_HOSTS", []),
    ("ALLOWED_HOSTS", ["*"]),
    ("ALLOWED_HOSTS", [".fenmarsh.example"]),
    ("SITE_ADDRESS", "http://seen.fenmarsh.example"),
    ("SESSION_COOKIE_SECURE", False),
    ("SESSION_COOKIE_HTTPONLY", False),
    ("SESSION_COOKIE_SAMESITE", "None"),
    ("SESSION_COOKIE_NAME", "session"),
    ("SESSION_ENGINE", "django.contrib.sessions.backends.signed_cookies"),
    ("SESSION_IDLE_SECONDS", 3600),
    ("SESSION_LONGEST_SECONDS", 7 * 86_400),
    ("CSRF_COOKIE_SECURE", False),
    ("CSRF_COOKIE_NAME", "csrf"),
    ("CSRF_TRUSTED_ORIGINS", ["http://seen.fenmarsh.example"]),
    ("SECURE_SSL_REDIRECT", False),
    ("SECURE_HSTS_SECONDS", 60),
    ("SECURE_CONTENT_TYPE_NOSNIFF", False),
    ("SECURE_REFERRER_POLICY", "unsafe-url"),
    ("SECURE_CROSS_ORIGIN_OPENER_POLICY", None),
    ("X_FRAME_OPTIONS", "SAMEORIGIN"),
    ("CONTENT_SECURITY_POLICY", {"DIRECTIVES": {"default-src": ["'none'"], "script-src": ["'unsafe-inline'"]}}),
    ("CONTENT_SECURITY_POLICY", {"DIRECTIVES": {}}),
    ("PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"]),
    ("AUTH_PASSWORD_VALIDATORS", []),
    ("ACCOUNT_RATE_LIMITS", {"login_failed": "60/m/key"}),
    ("ACCOUNT_RATE_LIMITS", False),
    ("MFA_ADAPTER", "allauth.mfa.adapter.DefaultMFAAdapter"),
    ("MFA_SUPPORTED_TYPES", ["recovery_codes"]),
    ("MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", True),
    ("CACHES", {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}),
    ("MIDDLEWARE", [one for one in django_settings.MIDDLEWARE if not one.endswith("TwoFactors")]),
    ("ROLE", "owner"),
    ("DATABASES", {"default": {"HOST": "db.example", "OPTIONS": {"sslmode": "prefer"}}}),
    ("FILES_AFTER_APPLY", "maybe"),
    ("EMAIL_HOST", ""),
    ("EMAIL_USE_TLS", False),
    ("DEFAULT_FROM_EMAIL", "seen-and-heard@localhost"),
    ("DEFAULT_FROM_EMAIL", ""),
    ("PROMPT_ANSWER_MINUTES", 0),
    ("PROMPT_ANSWER_MINUTES", 10_000),
    ("LOGGING", {}),
]


def chosen(**changes):
    """A good set of settings with some changed."""
    names = {demand.setting for demand in production.DEMANDS}
    return SimpleNamespace(**{name: getattr(django_settings, name) for name in names} | GOOD | changes)


def test_a_good_set_is_not_refused():
    assert production.faults(chosen()) == []


@pytest.mark.parametrize(("setting", "value"), BAD, ids=[f"{n}-{i}" for i, (n, _) in enumerate(BAD)])
def test_each_bad_setting_is_refused_by_name_and_alone(setting, value):
    found = production.faults(chosen(**{setting: value}))
    assert len(found) == 1
    assert found[0].startswith(f"{setting}: ")


def test_there_are_at_least_25_and_every_demand_is_tried():
    assert len(BAD) >= 25
    assert {name for name, _ in BAD} == {demand.setting for demand in production.DEMANDS}


@pytest.mark.parametrize(
    "database",
    [
        {"HOST": "/run/postgresql"},
        {"HOST": ""},
        {"HOST": "127.0.0.1"},
        {"HOST": "db.example", "OPTIONS": {"sslmode": "verify-full"}},
    ],
)
def test_safe_ways_to_a_database_are_not_refused(database):
    assert production.faults(chosen(DATABASES={"default": database})) == []


@pytest.mark.django_db
def test_the_database_is_asked_too(as_web_role):
    found = " ".join(production.database_faults())  # the tests' own server gives durability away for speed
    assert "fsync" in found and "full_page_writes" in found
    assert "DATABASE_WEB_URL" not in found and "demo" not in found


@pytest.mark.django_db
def test_a_powerful_role_and_a_demo_are_refused(at):
    Installation.objects.create(born_demo_at=at)
    found = " ".join(production.database_faults())
    assert "DATABASE_WEB_URL: this role has too much power" in found
    assert "born as a demo" in found


@pytest.mark.django_db
def test_a_database_whose_guards_have_fallen_is_refused():
    """What a guard is, and each of them fallen: test_guards.py."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE trail_entry DISABLE TRIGGER trail_entry_no_change")
    found = " ".join(production.database_faults())
    assert "trail_entry: the trigger trail_entry_no_change does not stand as it was made." in found


@pytest.mark.django_db
def test_an_unsafe_site_does_not_start_and_all_faults_are_listed(settings):
    settings.PRODUCTION, settings.DEBUG, settings.SECURE_HSTS_SECONDS = True, True, 0
    with pytest.raises(ImproperlyConfigured) as refusal:
        production.refuse_if_unsafe()
    assert "DEBUG: " in str(refusal.value) and "SECURE_HSTS_SECONDS: " in str(refusal.value)


def test_outside_production_nothing_is_asked(settings):
    settings.PRODUCTION, settings.DEBUG = False, True
    production.refuse_if_unsafe()


@pytest.mark.django_db
def test_a_server_whose_log_may_hold_values_is_said():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL log_statement = 'all'")
    assert any("log_statement = all" in line for line in production.loud_logs())


@pytest.mark.slow
def test_run_in_production_prints_every_reason_once_and_serves_nothing(tmp_path):
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "SEENHEARD_", "DJANGO_"))
    }
    environment |= {
        "SEENHEARD_VAR": str(tmp_path),
        "PRODUCTION": "1",
        "SECRET_KEY": "short",
        "SITE_ADDRESS": "https://seen.example",
    }
    command = [sys.executable, "-m", "seenheard.config.supervise", "--own", "--bind", "127.0.0.1:8918"]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert told.returncode == 1
    assert told.stderr.count("SECRET_KEY: set it to 50 or more") == 1
    assert "Ready" not in told.stdout
