"""Production as it is, but over plain HTTP, without hashed static files, and with its files in a folder of its own."""

from lms.settings.env import env
from lms.settings.production import *  # noqa: F403
from lms.settings.production import CACHES, STORAGES

ROOT_URLCONF = "benchmarks.urls"
SECURE_SSL_REDIRECT = False
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
BENCH_FOLDER = env.str("BENCH_FOLDER")
CACHES["pages"]["LOCATION"] = f"{BENCH_FOLDER}/pages"
STATIC_ROOT = f"{BENCH_FOLDER}/static"
LOGGING = {"version": 1, "disable_existing_loggers": False, "root": {"level": "WARNING"}}
