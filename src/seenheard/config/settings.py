"""Settings: one file, driven by the environment. `docs/settings.md` names every variable.

`config/production.py` holds what must be true before anything but this machine may be served.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONCE, NONE, SELF

from seenheard.config import logs

ROOT = Path(__file__).resolve().parents[3]
env = environ.Env()
VAR = Path(env("SEENHEARD_VAR", default=ROOT / "var"))  # everything this installation writes
TRAIL_HEADS_FOLDER = Path(env("TRAIL_HEADS_FOLDER", default=VAR / "trail-heads"))

# What kind of place this is. Not production: loopback only, plain http, everything else the same.
PRODUCTION = env.bool("PRODUCTION", default=False)
DEBUG = False
SECRET_KEY = env("SECRET_KEY", default="development-only-and-refused-in-production")
SITE_ADDRESS = env("SITE_ADDRESS", default="http://127.0.0.1:8000")
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[urlsplit(SITE_ADDRESS).hostname, "127.0.0.1", "localhost"][: 1 if PRODUCTION else 3]
)
LOCAL_STANDARDS = env("LOCAL_STANDARDS", default="")  # the authority's own, tighter timescales, by name
DEMO_HOSTS = ["127.0.0.1", "localhost", "::1"]  # the only names under which a demo answers
COUNCIL_NAME = env("COUNCIL_NAME", default="Your council")  # in a demo: clock.settle gives Fenmarsh's name
COUNCIL_COLOUR = env("COUNCIL_COLOUR", default="#1c5d63")

ROOMS = ["config", "desk", "performance", "duties", "returns", "voices"]
ROOMS += ["prompts", "timescales", "record", "accounts", "trail", "ui"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "pgtrigger",
    "pghistory",
    *[f"seenheard.{room}.apps.{room.capitalize()}Config" for room in ROOMS],
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE = [
    "seenheard.config.middleware.Answer",  # outermost: headers, reference and access line on every response
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # for slow lines; random bytes hide a page's true length
    "seenheard.config.middleware.OneTransaction",  # everything below happens, or nothing does
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "seenheard.config.middleware.Viewer",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "seenheard.accounts.middleware.SessionLimits",
    "seenheard.config.held.HoldsWhatWasTyped",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",  # deny by default
    "seenheard.accounts.middleware.TwoFactors",  # no child on one factor
    "seenheard.config.middleware.OwnPages",
]
ROOT_URLCONF = "seenheard.config.urls"
WSGI_APPLICATION = "seenheard.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "seenheard.config.jinja.environment",
            "context_processors": ["seenheard.config.jinja.shell"],
            "trim_blocks": True,
            "lstrip_blocks": True,
        },
    },
    {  # only for what libraries bring and our Jinja2 pages do not replace
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

# Two roles (S6): the owner migrates; `seenheard_web` serves, and owns nothing.
ROLE = env("SEENHEARD_ROLE", default="web")
_address = "DATABASE_URL" if ROLE == "owner" else "DATABASE_WEB_URL"
_database = env.db(_address, default=env("DATABASE_URL", default="postgresql:///seenheard"))
_database |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
DATABASES = {
    "default": _database | {"TEST": {"NAME": os.environ.get("TEST_DATABASE", "test_seenheard")}},
    # Throttles count on a connection of their own: inside the request's transaction, tries made at the
    # same time could not see each other.
    "apart": _database | {"TEST": {"MIRROR": "default"}},
}
DATABASE_ROUTERS = ["seenheard.config.routers.ThrottlesApart"]
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "config_throttle"},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_IMPORT_PATHS = ["seenheard.config.jobs"]

# Sign-in: password and a second factor, or the council's own OpenID Connect.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["seenheard.accounts.backends.SignIn"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
_validation = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_validation}MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_validation}CommonPasswordValidator"},
    {"NAME": f"{_validation}UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("email", "name")}},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "seenheard.accounts.adapters.Accounts"
ACCOUNT_LOGIN_METHODS, ACCOUNT_SIGNUP_FIELDS = {"email"}, ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # administrators add people; nobody signs up
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "60/m/ip,6/m/key"}  # a council sits behind one address
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
MFA_ADAPTER = "seenheard.accounts.adapters.SecondFactors"  # keeps app secrets and recovery codes encrypted
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_TOTP_ISSUER = "Seen & Heard"
OIDC_SERVER = env("OIDC_SERVER", default="")
OIDC_IS_TWO_FACTORS = env.bool("OIDC_IS_TWO_FACTORS", default=False)
SOCIALACCOUNT_ADAPTER = "seenheard.accounts.adapters.CouncilSignIn"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_LOGIN_ON_GET = False
_council = {
    "provider_id": "council",
    "name": COUNCIL_NAME,
    "client_id": env("OIDC_CLIENT", default=""),
    "secret": env("OIDC_SECRET", default=""),
    "settings": {"server_url": OIDC_SERVER},
}
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [_council] if OIDC_SERVER else []}}

# Sessions end after 20 minutes without a request, and after 12 hours whatever happens.
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_SECONDS", default=20 * 60)
SESSION_LONGEST_SECONDS = env.int("SESSION_LONGEST_SECONDS", default=12 * 60 * 60)
SESSION_COOKIE_AGE, SESSION_EXPIRE_AT_BROWSER_CLOSE = SESSION_IDLE_SECONDS, True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"  # Strict would lose the session on the way back from OIDC
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "csrf"
CSRF_FAILURE_VIEW = "seenheard.config.errors.refused_form"

SECURE_SSL_REDIRECT = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if PRODUCTION else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ, USE_I18N = True, False
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # the files lie in the package: nothing to collect before the first page
# E-mail: counts and a link, never a name. Without a server every message is a file in the outbox.
EMAIL_FILE_PATH = OUTBOX_FOLDER = Path(env("OUTBOX_FOLDER", default=VAR / "outbox"))
EMAIL_HOST = env("EMAIL_HOST", default="")
EMAIL_PORT = env.int("EMAIL_PORT", default=587)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = env("EMAIL_USER", default=""), env("EMAIL_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
DEFAULT_FROM_EMAIL = env("EMAIL_FROM", default="seen-and-heard@localhost")
# What may not wait: rules told at once beside those that say so themselves, and how long one person has to answer.
PROMPT_AT_ONCE = env.list("PROMPT_AT_ONCE", default=["FD-09"])
DIGEST_HOUR = env.int("DIGEST_HOUR", default=7)  # in London: from then on the day's digests are made
PROMPT_ANSWER_MINUTES = env.int("PROMPT_ANSWER_MINUTES", default=60)
# Files of returns: kept encrypted, or deleted once applied, as the authority decides.
FILES_FOLDER = Path(env("FILES_FOLDER", default=VAR / "files"))
FILES_KEY = env("FILES_KEY", default="")
FILES_AFTER_APPLY = env("FILES_AFTER_APPLY", default="keep")
FILES_QUOTA_BYTES = env.int("FILES_QUOTA_BYTES", default=5_000_000_000)
FILES_LARGEST_BYTES = env.int("FILES_LARGEST_BYTES", default=400_000_000)
# Uploads never touch the disk in the clear: `returns` takes them from memory and weighs them first.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = FILES_LARGEST_BYTES
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS, DATA_UPLOAD_MAX_NUMBER_FILES = 1_000, 50

LOGGING = logs.SETTINGS
