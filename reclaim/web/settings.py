"""Every setting, with a default that lets the program run with no environment at all.

`docs/reference/settings.md` lists the RECLAIM_* variables; a test keeps it complete.
"""

import os
import secrets
from base64 import urlsafe_b64encode
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

ROOT = Path(__file__).resolve().parents[2]


def variable(name: str, default: str = "") -> str:
    return os.environ.get(f"RECLAIM_{name}", default)


def is_on(name: str) -> bool:
    return variable(name).lower() in {"1", "yes", "true", "on"}


STORE = Path(variable("STORE", str(ROOT / "var")))  # database, warehouse, documents, secret key
STORE.mkdir(parents=True, exist_ok=True)
DATA = Path(variable("DATA", str(ROOT / "data")))  # the bundled data
WAREHOUSE = Path(variable("WAREHOUSE", str(STORE / "warehouse")))
DOCUMENTS = STORE / "documents"


def own_secret_key() -> str:
    """The key given, or one made on the first run and readable by this account only."""
    if given := variable("SECRET_KEY"):
        return given
    kept = STORE / "secret-key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50))
    return kept.read_text()


def own_sealing_keys() -> list[str]:
    """What seals sensitive facts, newest first; the last is the first ever and never leaves."""
    if given := variable("SEALING_KEYS"):
        return given.split()
    kept = STORE / "sealing-keys"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(urlsafe_b64encode(secrets.token_bytes(32)).decode() + "\n")
    return kept.read_text().split()


SECRET_KEY = own_secret_key()
SEALING_KEYS = own_sealing_keys()
DEBUG = is_on("DEBUG")
BASE_URL = variable("BASE_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", urlsplit(BASE_URL).hostname or "localhost"]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
IS_HTTPS = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
if IS_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SOURCE_URL = variable("SOURCE_URL")  # AGPL section 13: whoever uses it may have its source
PINNED_DAY = date.fromisoformat(day) if (day := variable("TODAY")) else None

INSTALLED_APPS = [
    "reclaim.web",
    "reclaim.core",
    "reclaim.places",
    "reclaim.people",
    "reclaim.watch",
    "reclaim.evidence",
    "reclaim.campaigns",
    "reclaim.organize.outreach",
    "reclaim.act.letters",
    "reclaim.win.scoreboard",
    "auditlog",
    "treebeard",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "template_partials",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "reclaim.web.middleware.SecondStepFirst",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "auditlog.middleware.AuditlogMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "reclaim.web.middleware.KeptByNoBrowser",
    "reclaim.web.middleware.PlainRefusals",
]
ROOT_URLCONF = "reclaim.web.urls"
WSGI_APPLICATION = "reclaim.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "reclaim" / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "reclaim.web.context.page",
            ],
            "builtins": ["reclaim.core.templatetags.figures"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# The register: one file in WAL mode, or PostgreSQL by address.
DATABASE_URL = variable("DATABASE_URL")
DATABASES: dict[str, dict[str, Any]]
if DATABASE_URL:
    where = urlsplit(DATABASE_URL)
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": where.path.lstrip("/"),
            "USER": unquote(where.username or ""),
            "PASSWORD": unquote(where.password or ""),
            "HOST": where.hostname or "",
            "PORT": where.port or "",
            "CONN_MAX_AGE": 60,
            # PostgreSQL compiles what it takes for a long question: 110 ms for a page of 50.
            "OPTIONS": {"options": "-c jit=off"},
        }
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": STORE / "register.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
                "PRAGMA foreign_keys=ON; PRAGMA cache_size=-64000;",
            },
            "TEST": {"NAME": STORE / "test-register.sqlite3"},
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Counts of sign-ins, for throttling: in the register, so that every process counts the same.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_counter",
        "KEY_FUNCTION": "reclaim.core.counting.unreadable_key",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Sign-in
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
SESSION_SERIALIZER = "reclaim.core.sealing.SealedSerializer"  # a code on its way stands in it
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "reclaim.web.accounts.InvitedOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account exists only through an invitation by e-mail
ACCOUNT_CHANGE_EMAIL = True  # one address, replaced once the new one is proven
ACCOUNT_FORMS = {
    "login": "reclaim.web.forms.SignIn",
    "request_login_code": "reclaim.web.forms.CodeByMail",
    "confirm_login_code": "reclaim.web.forms.CodeFromMail",
    "reauthenticate": "reclaim.web.forms.SamePerson",
    "reset_password": "reclaim.web.forms.ForgottenPassword",
    "reset_password_from_key": "reclaim.web.forms.PasswordByLink",
    "change_password": "reclaim.web.forms.NewPassword",
    "set_password": "reclaim.web.forms.FirstPassword",
    "add_email": "reclaim.web.forms.NewAddress",
}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True  # written and dropped, so that the answer takes as long
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_RATE_LIMITS = {  # a hall full of phones behind one address may still sign in
    "login": "60/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "request_login_code": "60/m/ip,3/m/key,10/h/key",
    "reset_password": "20/m/ip,5/m/key,10/h/key",
    "tell": "20/m/ip,120/h/ip",  # reports on a page without a sign-in
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
# How many proxies of ours stand in front: throttling counts visitors, not the proxy.
ALLAUTH_TRUSTED_PROXY_COUNT = int(variable("PROXIES", "1" if IS_HTTPS else "0"))
MFA_ADAPTER = "reclaim.web.accounts.KeysByName"
MFA_FORMS = {
    "authenticate": "reclaim.web.forms.SecondStep",
    "reauthenticate": "reclaim.web.forms.SecondStepAgain",
    "activate_totp": "reclaim.web.forms.AppTurnedOn",
    "add_webauthn": "reclaim.web.forms.NewKey",
    "edit_webauthn": "reclaim.web.forms.KeyRenamed",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
MFA_TOTP_ISSUER = "Reclaim"

# Who did what is kept; from which network address is nobody's business.
AUDITLOG_DISABLE_REMOTE_ADDR = True

# Languages and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
FORMAT_MODULE_PATH = ["reclaim.web.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = variable("TIME_ZONE", "America/Toronto")

# Mail: to the local mailbox until an administrator turns real delivery on.
MAILBOX_PORT = int(variable("MAILBOX_PORT", "8025"))
REAL_DELIVERY = is_on("REAL_DELIVERY")
MERGES_BY_ITSELF = is_on("MERGES_BY_ITSELF")  # off: a wrong merge costs more than a question
smtp = urlsplit(variable("SMTP_URL") if REAL_DELIVERY else f"smtp://127.0.0.1:{MAILBOX_PORT}")
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = smtp.hostname or ""
EMAIL_PORT = smtp.port or 587
EMAIL_HOST_USER = unquote(smtp.username or "")
EMAIL_HOST_PASSWORD = unquote(smtp.password or "")
EMAIL_USE_SSL = smtp.scheme == "smtps"
EMAIL_USE_TLS = smtp.scheme == "smtp+tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = variable("FROM_EMAIL", "Reclaim <letters@reclaim.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Jobs
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Static files and what a page may load
STATIC_URL = "static/"
STATIC_ROOT = STORE / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # empty unless collected; the finders serve until then
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"terminal": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["terminal"], "level": variable("LOG_LEVEL", "WARNING")},
}
