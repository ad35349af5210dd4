"""Production with its hashed, compressed static files, over plain HTTP. Only our own: all take half a minute."""

from benchmarks.settings import *  # noqa: F403
from benchmarks.settings import STORAGES
from lms.settings.env import BASE_DIR

STORAGES["staticfiles"] = {"BACKEND": "lms.storage.StaticStorage"}
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STATICFILES_DIRS = [BASE_DIR / "lms" / "static"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = False
