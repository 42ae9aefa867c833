"""Django's settings, all taken from `TORHAUS_…` variables; see docs/operations.md for the list."""

import pathlib
from urllib.parse import urlsplit

import django_htmx
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from torhaus.config import databases, env, secret

env.load_dotenv(pathlib.Path.cwd() / ".env")

PACKAGE = pathlib.Path(__file__).resolve().parent.parent
DATA_DIR = pathlib.Path(env.text("DATA_DIR", "./var")).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
FILES_DIR = DATA_DIR / "files"
MAIL_DIR = DATA_DIR / "mails"

DEBUG = env.flag("DEBUG")
SECRET_KEY = env.text("SECRET_KEY") or secret.load_or_create(DATA_DIR / "secret_key")
BASE_URL = env.text("BASE_URL", "http://localhost:8000").rstrip("/")
IS_TLS = BASE_URL.startswith("https://")
HOST = urlsplit(BASE_URL).hostname or "localhost"
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", f"localhost,127.0.0.1,[::1],{HOST}")
TRUSTED_PROXIES = env.words("TRUSTED_PROXIES")
EMAIL_URL = env.text("EMAIL_URL")
EMAIL_FROM = env.text("EMAIL_FROM", f"Torhaus <torhaus@{HOST}>")
BOUNCE_ADDRESS = env.text("BOUNCE_ADDRESS")  # see kernel/mail.py

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "torhaus.kernel",
    "torhaus.ui",
    "torhaus.activity",
    "torhaus.accounts",
    "torhaus.providers",
    "torhaus.files",
    "torhaus.customers",
    "torhaus.jobs",
    "torhaus.portal_access",
    "torhaus.tickets",
    "torhaus.reports",
    "torhaus.invoices",
    "torhaus.notices",
    "torhaus.delivery",
    "torhaus.cli",
]

MIDDLEWARE = [
    "torhaus.config.middleware.tls_at_the_proxy",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "torhaus.config.middleware.client_address",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "torhaus.accounts.session_store.session_person",
    "torhaus.config.middleware.person_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "torhaus.config.middleware.private_pages",
]

ROOT_URLCONF = "torhaus.config.urls"
WSGI_APPLICATION = "torhaus.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "torhaus.ui.environment.Templates",
        "NAME": "jinja2",
        "DIRS": [PACKAGE / part / "templates" for part in ("ui", "portal", "office", "accounts", "delivery")],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "torhaus.ui.environment.environments",
            "context_processors": ["torhaus.ui.context.page"],
        },
    },
    {  # only for error pages of libraries; every page of Torhaus is Jinja2
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

DATABASES = {"default": databases.database(env.text("DATABASE_URL"), data_dir=DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "torhaus.accounts.passwords.MaximumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"

# The login is allauth's; the pages that it brings and Torhaus does not offer are never routed.
ACCOUNT_ADAPTER = "torhaus.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
MFA_ADAPTER = "torhaus.accounts.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds before and after, for clocks that are a little off
MFA_RATE_LIMITS = False  # as below
ACCOUNT_RATE_LIMITS = False  # kept in the database instead, see accounts/throttle.py

SESSION_ENGINE = "torhaus.accounts.session_store"
SESSION_COOKIE_AGE = 14 * 24 * 3600  # idle time of the portal; the office's is shorter, see accounts/sessions.py
SESSION_COOKIE_NAME = "__Host-session" if IS_TLS else "session"
SESSION_COOKIE_SECURE = IS_TLS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "torhaus.config.message_storage.MessageStorage"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_TLS else "csrf"
CSRF_COOKIE_SECURE = IS_TLS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "torhaus.ui.errors.csrf_failure"

SECURE_HSTS_SECONDS = 31536000 if IS_TLS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("Deutsch")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = env.text("TIME_ZONE", "Europe/Berlin")
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [
    ("", PACKAGE / "ui" / "static"),
    ("office", PACKAGE / "office" / "static"),
    ("portal", PACKAGE / "portal" / "static"),
    ("django_htmx", pathlib.Path(django_htmx.__file__).parent / "static" / "django_htmx"),
]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing uses it; see files/storage.py
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = True

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # text fields of a form; files stream to disk
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # an invoice of 300 lines sends 3,300
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_HANDLERS = ["torhaus.files.uploads.BoundedUploadHandler"]
CLAMD = env.text("CLAMD")  # see files/scanner.py
CLAMD_FAILURE = env.text("CLAMD_FAILURE", "refuse")

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGGING_CONFIG = "torhaus.config.logs.configure"
LOGGING = {"version": 1}  # not empty: else Django would not call the function
SILENCED_SYSTEM_CHECKS = [
    "security.W004",
    "security.W008",
    "auth.W004",
]  # TLS ends at the proxy; HSTS depends on BASE_URL
