"""Settings: one file, driven by the environment."""

import os
from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parents[3]
env = environ.Env()
SECRET_KEY = env("SECRET_KEY", default="development-only-and-refused-in-production")
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "testserver"])
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    *[
        f"seenheard.{room}.apps.{room.capitalize()}Config"
        for room in ("config", "desk", "duties", "returns", "timescales", "record", "accounts", "trail", "ui")
    ],
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
ROOT_URLCONF = "seenheard.config.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "seenheard.config.jinja.environment"},
    },
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True},
]
DATABASES = {"default": env.db("DATABASE_URL", default="postgresql:///seenheard")}
DATABASES["default"]["TEST"] = {"NAME": os.environ.get("TEST_DATABASE", "test_seenheard")}
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
STATIC_URL = "/static/"
