"""The test suite: quick hashes, real databases, files in a folder of their own."""

import tempfile
from pathlib import Path

from lms.settings.base import *  # noqa: F403
from lms.settings.base import CACHES, DATABASES, SQLITE_OPTIONS, WAGTAILSEARCH_BACKENDS, env

DEBUG = False
DEVELOPMENT = True
SECRET_KEY = "only-for-tests-and-never-for-real-use-0123456789-abcdefgh"
ALLOWED_HOSTS = ["*"]
BASE_URL = WAGTAILADMIN_BASE_URL = "https://salama.example"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
SCRATCH = Path(env.str("SALAMA_SCRATCH", default=str(Path(tempfile.gettempdir()) / "salama-tests")))
WAGTAILSEARCH_BACKENDS["default"]["AUTO_UPDATE"] = False
MEDIA_ROOT = SCRATCH / "media"
IMPORTS_ROOT = SCRATCH / "imports"
PRINTS_ROOT = SCRATCH / "prints"
REPORTS_ROOT = SCRATCH / "reports"
PASSPHRASE_COST = (1, 8 * 1024)
CERTIFICATE_KEYS_DIR = str(SCRATCH / "keys")
CACHES["pages"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages"}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: browser tests and races open several connections.
    DATABASES["default"]["TEST"] = {"NAME": str(SCRATCH / "test.sqlite3")}
    # What tests write need not outlive a power cut.
    SQLITE_OPTIONS["init_command"] = SQLITE_OPTIONS["init_command"].replace("synchronous=FULL", "synchronous=OFF")
else:
    # A connection that outlives its thread would keep the test database from being dropped.
    DATABASES["default"]["CONN_MAX_AGE"] = 0
SCRATCH.mkdir(exist_ok=True)
LOGGING = {"version": 1, "disable_existing_loggers": False, "root": {"handlers": [], "level": "WARNING"}}
PLAYWRIGHT_CHROMIUM = env.str("CHROMIUM", default="")
