"""What every environment shares. dev, test and production each add their own."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _

from lms.settings.env import BASE_DIR, env

BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000").rstrip("/")

INSTALLED_APPS = [
    "sample",
    "workshops",
    "saccos",
    "certificates",
    "courses",
    "incidents",
    "newsletter",
    "accounts",
    "home",
    "messaging",
    "lms",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.contrib.forms",
    "wagtail.embeds",
    "wagtail.sites",
    "accounts.apps.WagtailUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "phonenumber_field",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "lms.wire.WireMiddleware",
    "lms.early.EarlyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "certificates.middleware.VerifyMiddleware",
    "lms.middleware.ApiMiddleware",
    "csp.middleware.CSPMiddleware",
    "incidents.middleware.ReportMiddleware",
    "lms.middleware.AdminPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.middleware.LearnerCookieMiddleware",
    "lms.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "home.context_processors.site",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Databases: SQLite embedded by default, tuned for many writers; PostgreSQL by DATABASE_URL.

# FULL syncs at each commit, some milliseconds: a receipt or a certificate that was shown outlives a power cut.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=268435456; PRAGMA cache_size=-16000;"
        " PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864"
    ),
}


def database(url):
    """Return Django's settings for one database address, with the connection kept open."""
    config = env.db_url_config(url)
    config["CONN_MAX_AGE"] = None
    config["CONN_HEALTH_CHECKS"] = True
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = SQLITE_OPTIONS
        config["CONN_HEALTH_CHECKS"] = False
    else:
        config.setdefault("OPTIONS", {})["server_side_binding"] = True
    return config


DATABASES = {"default": database(env.str("DATABASE_URL", default="") or f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}

CACHES = {
    # In-process by default, and large enough that the counters which slow down guessing are not crowded out.
    "default": env.cache("CACHE_URL", default="locmemcache://?max_entries=100000"),
    # Rendered pages, shared by the server's processes on one machine and emptied when something is published.
    "pages": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": BASE_DIR / "var" / "pages",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 20000},
    },
}
if env.str("CACHE_URL", default=""):
    CACHES["pages"] = {**CACHES["default"], "KEY_PREFIX": "pages", "TIMEOUT": 3600}

# Pages that strangers get as a whole from the store, by the names of their addresses, and what these may ask for.
EARLY_VIEWS = {"home", "wagtail_serve", "home:helplines", "courses:course", "courses:module", "certificates:check"}
EARLY_QUERIES = {
    "page": r"\d{0,3}",
    "year": r"\d{0,4}",
    "topic": r"[a-z0-9-]{0,50}",
    "need": r"[a-z]{0,12}",
    "county": r"\d{0,3}",
    "words": r"",  # what somebody typed is theirs
}

# Languages

LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", _("English")), ("sw", _("Kiswahili"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
TIME_ZONE = "Africa/Nairobi"
USE_I18N = WAGTAIL_I18N_ENABLED = True
USE_TZ = True

# Files

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
# What is asked for at fixed addresses, such as /favicon.ico.
WHITENOISE_ROOT = BASE_DIR / "lms" / "root"
MEDIA_URL = "/media/"
MEDIA_ROOT = BASE_DIR / "var" / "media"
# The folders of it that everybody may see; docs/operations.md lists them for the reverse proxy too.
PUBLIC_MEDIA = ("images", "original_images", "narrations", "avatar_images")
# Question files that wait for their preview to be confirmed; never served.
IMPORTS_ROOT = BASE_DIR / "var" / "imports"
# Certificates printed many at once; sent only to who asked for them.
PRINTS_ROOT = BASE_DIR / "var" / "prints"
# Photos and sounds of reports, each sealed to its case.
REPORTS_ROOT = BASE_DIR / "var" / "reports"
# Question files may be pasted; the form itself says what is too long.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# People and how they sign in

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.UsernameBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "courses:me"
PHONENUMBER_DEFAULT_REGION = "KE"
PHONENUMBER_DB_FORMAT = "E164"
OTP_TOTP_ISSUER = "Safari Salama"
SESSION_COOKIE_AGE = 90 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# Codes cost money: what one number, one address and everybody together may ask for.
SIGN_IN_CODES_PER_NUMBER_PER_DAY = 10
SIGN_IN_CODES_PER_ADDRESS_PER_HOUR = 300
# The share of an operator's staff, in percent, that must hold a valid certificate for the seal.
SEAL_SHARE = env.int("SEAL_SHARE", default=80)

SIGN_IN_CODES_PER_DAY = env.int("SIGN_IN_CODES_PER_DAY", default=20000)

# Codes of certificates that lead nowhere, in ten minutes: beyond these, whoever asks has to wait.
VERIFY_MISSES_PER_ADDRESS = 60
VERIFY_MISSES_OVERALL = 3000

# Reports of offences: what one address may send in an hour (many phones share one), how long a closed case is kept,
# where the quick exit leads, and what it costs to try a passphrase or a receipt (operations, bytes of memory).
REPORTS_PER_ADDRESS_PER_HOUR = 120
REPORT_FILE_BYTES = 10 * 1024 * 1024
REPORT_FILES = 4
REPORT_RETENTION_MONTHS = env.int("REPORT_RETENTION_MONTHS", default=24)
QUICK_EXIT_URL = env.str("QUICK_EXIT_URL", default="https://www.google.com/")
PASSPHRASE_COST = (3, 64 * 1024 * 1024)

# Newsletter: mails put into the outbox by one run of `send_newsletters`.
NEWSLETTER_PACE = env.int("NEWSLETTER_PACE", default=500)

# Signing keys of certificates, outside the database.
CERTIFICATE_KEYS_DIR = env.str("CERTIFICATE_KEYS_DIR", default=str(BASE_DIR / "var" / "keys"))

# Messages

SMS_GATEWAY = env.str("SMS_GATEWAY", default="console")
AT_USERNAME = env.str("AT_USERNAME", default="")
AT_API_KEY = env.str("AT_API_KEY", default="")
AT_SENDER_ID = env.str("AT_SENDER_ID", default="")
AT_BASE_URL = env.str("AT_BASE_URL", default="https://api.africastalking.com")
EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)

# Security that holds everywhere; production adds HTTPS.

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# Wagtail's own pages need inline scripts and styles, show avatars and previews, and play what was just recorded.
ADMIN_CONTENT_SECURITY_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "media-src": [SELF, "blob:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
}

# Wagtail

WAGTAIL_SITE_NAME = "Safari Salama"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# What may be uploaded runs nowhere: no SVG (drawings of our own are put in by commands), no HTML, no script.
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "jpeg", "jpg", "odp", "ods", "odt", "pdf", "png", "pptx", "txt", "xlsx"]
# A PDF is saved like the others: no browser shows one whose scripts are locked in.
WAGTAILDOCS_INLINE_CONTENT_TYPES = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILADMIN_LOGIN_URL = "/admin/login/"
WAGTAILADMIN_USER_LOGIN_FORM = "accounts.forms.AdminSignInForm"

TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Each save in Wagtail's admin queues several tasks; what people did is in Wagtail's own log.
    "loggers": {name: {"level": "WARNING"} for name in ("django_tasks", "wagtail", "pikepdf")},
}
