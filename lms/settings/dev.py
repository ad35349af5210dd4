"""One's own machine: nothing to configure, nothing secret, messages on a page."""

from lms.settings.base import *  # noqa: F403
from lms.settings.base import CACHES, INSTALLED_APPS, env

# `make run` shows the pages that people get, so it switches this off; `manage.py runserver` alone is for developing.
DEBUG = env.bool("DEBUG", default=True)
DEVELOPMENT = True
SECRET_KEY = env.str("SECRET_KEY", default="only-for-development-and-never-for-real-use-0123456789")
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = ["whitenoise.runserver_nostatic", *INSTALLED_APPS]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
if DEBUG:
    # Pages are made afresh at each request, so that an edited template shows at once.
    CACHES["pages"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
