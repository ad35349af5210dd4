"""Real use: HTTPS only, secrets demanded by name, hashed static files."""

from lms.settings.base import *  # noqa: F403
from lms.settings.base import AT_API_KEY, AT_USERNAME, SMS_GATEWAY, STORAGES, env
from lms.settings.env import env_required

DEBUG = False
DEVELOPMENT = False
SECRET_KEY = env_required("SECRET_KEY")
# Earlier secrets, newest first: until they are gone, people stay signed in, and phones' attempts are known.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = [host.strip() for host in env_required("ALLOWED_HOSTS").split(",")]
BASE_URL = WAGTAILADMIN_BASE_URL = env_required("BASE_URL").rstrip("/")
env_required("DATABASE_URL")
CERTIFICATE_KEYS_DIR = env_required("CERTIFICATE_KEYS_DIR")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

if SMS_GATEWAY == "africastalking":
    AT_USERNAME = env_required("AT_USERNAME")
    AT_API_KEY = env_required("AT_API_KEY")

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True

STORAGES["staticfiles"] = {"BACKEND": "lms.storage.StaticStorage"}
# Of files without a hash in their name there are few, and they hardly change.
WHITENOISE_MAX_AGE = 24 * 3600
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+\.[0-9a-f]{12}\..+$"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
