"""Every setting, read from the environment (see docs/operations.md)."""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PROJECT_ROOT = Path(__file__).resolve().parent.parent

# A run for trying out or testing: the embedded server, a generated secret, the demo commune.
TRIAL = os.environ.get("NENEP_TRIAL") == "1"
DEBUG = os.environ.get("DEBUG") == "1"
DEFAULT_SECRET = "only-for-development"  # noqa: S105  (refused in production)
SECRET_KEY = os.environ.get("SECRET_KEY", DEFAULT_SECRET)
ALLOWED_HOSTS = [
    host for host in os.environ.get("ALLOWED_HOSTS", "127.0.0.1,localhost").split(",") if host
]
CSRF_TRUSTED_ORIGINS = [
    origin for origin in os.environ.get("TRUSTED_ORIGINS", "").split(",") if origin
]


# What a request waits for at most, in the database: a row that another holds, one statement,
# and between two statements of a transaction. `nenep migrate` sets them on the web role too.
DATABASE_TIMEOUTS = {
    "lock_timeout": "5s",
    "statement_timeout": "30s",
    "idle_in_transaction_session_timeout": "2min",
}
# Commands and the worker hold nobody up who waits for a page.
_TIMEOUTS_OF_COMMANDS = {
    "lock_timeout": "30s",
    "statement_timeout": "15min",
    "idle_in_transaction_session_timeout": "15min",
}
# Beyond the longest statement: what is on the way may take everything and answer nothing.
_ANSWER_SECONDS = 35
_ANSWER_SECONDS_OF_COMMANDS = 15 * 60 + 5
# A line that is cut without a word is noticed within half a minute.
_KEEP_ALIVE = {
    "keepalives": "1",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "25000",
}


def database(
    url: str, timeouts: Mapping[str, str] | None = None, answer_seconds: float | None = None
) -> dict[str, object]:
    """Turn a postgresql:// address into Django's form.

    The socket folder may stand in `?host=`; what else stands there (`sslmode`,
    `sslrootcert`, …) goes to libpq as it is.

    Args:
        timeouts: settings sent as a connection begins, which the role's own do not undo.
        answer_seconds: how long an answer is waited for; for ever if not given.

    Raises:
        ImproperlyConfigured: the address has another form.
    """
    parts = urlsplit(url)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    try:
        port = str(parts.port or query.pop("port", ""))
    except ValueError:
        port = None
    if parts.scheme not in ("postgresql", "postgres") or port is None:
        raise ImproperlyConfigured(
            "địa chỉ cơ sở dữ liệu (DATABASE_URL, DATABASE_OWNER_URL) phải có dạng "
            "postgresql://vai_trò:mật_khẩu@máy:cổng/tên_cơ_sở_dữ_liệu"
        )
    return {
        "ENGINE": "nenep.core.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", unquote(parts.hostname or "")),
        "PORT": port,
        "OPTIONS": _begins(query, timeouts or {}),
        "CONN_MAX_AGE": 60,
        "ANSWER_SECONDS": answer_seconds,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }


def _begins(query: Mapping[str, str], timeouts: Mapping[str, str]) -> dict[str, str]:
    sent = [f"-c {name}={value}" for name, value in timeouts.items()]
    options = " ".join([query.get("options", ""), *sent]).strip()
    begins = {"application_name": "nenep", "connect_timeout": "10", **_KEEP_ALIVE, **query}
    return begins | ({"options": options} if options else {})


DATABASE_URL = os.environ.get("DATABASE_URL", "postgresql:///nenep")
# Only `migrate`, `doctor`, `backup` and `restore` connect as the owner of the tables.
DATABASE_OWNER_URL = os.environ.get("DATABASE_OWNER_URL", "")
DATABASES = {
    "default": (
        database(DATABASE_URL, _TIMEOUTS_OF_COMMANDS, _ANSWER_SECONDS_OF_COMMANDS)
        if os.environ.get("NENEP_COMMAND")
        else database(DATABASE_URL, DATABASE_TIMEOUTS, _ANSWER_SECONDS)
    )
}

FILES_DIR = Path(os.environ.get("FILES_DIR", PROJECT_ROOT / "var" / "files"))

# Where people log in; messages outside the product name nothing else of it.
SITE_URL = os.environ.get(
    "SITE_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}" if TRIAL else ""
).rstrip("/")
# Without MAIL_HOST nothing is sent outside the product.
MAIL_HOST = os.environ.get("MAIL_HOST", "")
MAIL_PORT = int(os.environ.get("MAIL_PORT", "587"))
# "starttls", "tls" or "none" (a server on this machine).
MAIL_SECURITY = os.environ.get("MAIL_SECURITY", "starttls")
MAIL_USER = os.environ.get("MAIL_USER", "")
MAIL_PASSWORD = os.environ.get("MAIL_PASSWORD", "")
MAIL_FROM = os.environ.get("MAIL_FROM", "")
MAIL_SENDER = os.environ.get("MAIL_SENDER", "Thông báo")

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django.contrib.messages",
    # Their own set-ups of the loaders undo each other; TEMPLATES below names both.
    "template_partials.apps.SimpleAppConfig",
    "django_cotton.apps.SimpleAppConfig",
    "django_tasks",
    "django_tasks_db",
    "nenep.core",
    "nenep.access",
    "nenep.figures",
    "nenep.audit",
    "nenep.tables",
    "nenep.organisations",
    "nenep.members",
    "nenep.villages",
    "nenep.accounts",
    "nenep.workdays",
    "nenep.rulebooks",
    "nenep.provisions",
    "nenep.notices",
    "nenep.documents",
    "nenep.tasks",
    "nenep.quality",
    "nenep.meetings",
    "nenep.reports",
    "nenep.search",
    "nenep.exchange",
    "nenep.demo",
    "nenep.web",
]

MIDDLEWARE = [
    "nenep.web.middleware.JsonRequestLog",
    "django.middleware.security.SecurityMiddleware",
    "nenep.web.files.StaticFiles",
    "nenep.web.compression.Compression",
    "csp.middleware.CSPMiddleware",
    "nenep.web.bodies.BodyLimit",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Innermost: the transaction and the scope stay open while the page is rendered.
    "nenep.accounts.middleware.ActorMiddleware",
]

ROOT_URLCONF = "nenep.web.urls"
WSGI_APPLICATION = "nenep.web.wsgi.application"

_LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [("django.template.loaders.cached.Loader", _LOADERS)],
                )
            ],
            "builtins": [
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "nenep.web.templatetags.nenep",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "django.contrib.messages.context_processors.messages",
                "nenep.web.context.shell",
            ],
        },
    },
]
COTTON_DIR = "components"

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["nenep.web.formats"]

STATIC_URL = "/static/"
# Served from where apps and packages have them, or from here with their compressed forms.
STATIC_ROOT = None
PREPARED_STATIC_DIR = PROJECT_ROOT / "var" / "static"
_PACKAGES = PROJECT_ROOT / "node_modules"
STATICFILES_DIRS = [
    ("htmx", _PACKAGES / "htmx.org" / "dist"),
    ("tabler", _PACKAGES / "@tabler" / "core" / "dist"),
    ("icons", _PACKAGES / "@tabler" / "icons-sprite" / "dist"),
    ("be-vietnam-pro", _PACKAGES / "@fontsource" / "be-vietnam-pro"),
]
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "nenep.web.files.DigestStorage"},
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# Behind HTTPS in production; a trial runs on plain http://127.0.0.1.
_SECURE = not (TRIAL or DEBUG)
SECURE_SSL_REDIRECT = _SECURE and os.environ.get("SSL_REDIRECT", "1") == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# How many proxies of ours stand before the web process; each adds one address.
PROXY_COUNT = int(os.environ.get("PROXY_COUNT", "0"))
SECURE_HSTS_SECONDS = 31_536_000 if _SECURE else 0
# Only where every host beneath this one speaks https too.
SECURE_HSTS_INCLUDE_SUBDOMAINS = _SECURE and os.environ.get("HSTS_SUBDOMAINS") == "1"
SECURE_REFERRER_POLICY = "same-origin"
# With this prefix a browser takes them from this very host and over https only; a trial on plain
# http cannot have it.
_HOST = "__Host-" if _SECURE else ""
SESSION_COOKIE_NAME = f"{_HOST}nenep_session"
CSRF_COOKIE_NAME = f"{_HOST}csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None  # ends with the browser: the phone may be borrowed
CSRF_FAILURE_VIEW = "nenep.web.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
    }
}

# Libraries' own handlers print the words of exceptions and whole addresses: all go to ours.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "nenep.core.logs.JsonFormatter"}},
    "handlers": {"out": {"()": "nenep.core.logs.JsonHandler", "formatter": "json"}},
    "root": {"handlers": ["out"], "level": os.environ.get("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": False},
        # SQL with its parameters never reaches a log, whatever the level.
        "django.db.backends": {"level": "CRITICAL", "handlers": [], "propagate": False},
        "gunicorn.error": {"handlers": ["out"], "propagate": False},
        "gunicorn.access": {"handlers": [], "propagate": False},
    },
}
