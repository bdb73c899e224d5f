"""All settings of the portal; every value that differs between machines is read from the environment.

The defaults are those of a safe production server, except two that let a fresh clone run: without
DATABASE_URL the embedded PostgreSQL is used, and with DEBUG or INSECURE_HTTP a throw-away secret
key is enough. docs/operations.md explains each variable.
"""

from pathlib import Path
from typing import Any

import environ
import pghistory
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from amif_network.environment import read_environment

BASE_DIR = Path(__file__).resolve().parent.parent

# The file is written by `make setup` for a trial on this machine; what the environment says itself wins.
ENVIRONMENT = env = read_environment(BASE_DIR / ".env")

DEBUG: bool = env["DEBUG"]
# A trial on a laptop speaks plain HTTP: `make run` and the tests set this, a server never does.
INSECURE_HTTP: bool = env["INSECURE_HTTP"]

# A server without one does not get this far.
SECRET_KEY: str = env["SECRET_KEY"] or "only-for-trials-on-this-machine-" + str(BASE_DIR)
# Former keys: what they signed or sealed is still read (docs/operations.md).
SECRET_KEY_FALLBACKS: list[str] = env["SECRET_KEY_FALLBACKS"]

ALLOWED_HOSTS: list[str] = env["ALLOWED_HOSTS"]
CSRF_TRUSTED_ORIGINS: list[str] = env["CSRF_TRUSTED_ORIGINS"]
# Where people find the portal, without a path: for the links of mails that no page asked for, such as reminders.
PORTAL_ADDRESS: str = env["PORTAL_ADDRESS"]

INSTALLED_APPS = [
    "amif_network.core",
    "amif_network.prints",
    "amif_network.directory",
    "amif_network.accounts",
    "amif_network.outbox",
    "amif_network.alerts",
    "amif_network.exchange",
    "meetings",
    "projects",
    "partnerships",
    # Sets up its tables of events while the models of `history` are loaded.
    "pghistory",
    "amif_network.history",
    "amif_network.privacy",
    "amif_network.search",
    "amif_network.reports",
    "amif_network.api",
    "amif_network.operations",
    "amif_network.home",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "django_prose_editor",
    "django_tasks_db",
    "pgtrigger",
    "whitenoise.runserver_nostatic",
    "amif_network.core.administration.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    # Around everything: each answer names its request.
    "amif_network.core.tracing.traced",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "amif_network.core.middleware.permissions_policy",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "amif_network.api.middleware.in_words_of_the_api",
    "amif_network.core.middleware.known_methods",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "amif_network.accounts.sessions.noted_as_seen",
    "amif_network.core.middleware.kept_to_the_reader",
    "amif_network.accounts.access.SignInRequired",
    "amif_network.accounts.second_factor.SecondFactorRequired",
    "amif_network.history.middleware.RequestNoted",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "amif_network.urls"
WSGI_APPLICATION = "amif_network.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "amif_network.core.unchanged.token_place",
            ],
        },
    },
]

# Database: PostgreSQL only (docs/decisions). Without DATABASE_URL the embedded cluster is used.
DATABASES: dict[str, dict[str, Any]]
if env["DATABASE_URL"]:
    DATABASES = {"default": environ.Env.db_url_config(env["DATABASE_URL"])}
    # Seconds after which a machine that does not answer counts as away.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
else:
    from amif_network.core import embedded_postgres

    DATABASES = {"default": {**embedded_postgres.database_settings(BASE_DIR)}}
# A connection that broke while nobody used it is noticed before the next request does.
DATABASES["default"] |= {"CONN_MAX_AGE": env["DATABASE_CONNECTION_SECONDS"], "CONN_HEALTH_CHECKS": True}
# Behind a pooler that shares connections between transactions nothing may be left on one: no cursor of the server, no statement
# that it has prepared (`core.messages`).
DATABASE_POOLER: bool = env["DATABASE_POOLER"]
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = DATABASE_POOLER
# What is counted for all workers together, such as wrong passwords; `prepare_database` makes the table.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
    # What `{% cache %}` keeps of drawn pages, in the memory of each worker; while templates are written, nothing.
    "template_fragments": {
        "BACKEND": f"django.core.cache.backends.{'dummy.DummyCache' if DEBUG else 'locmem.LocMemCache'}",
        "OPTIONS": {"MAX_ENTRIES": 2_000},
    },
}
# How many whole pages a worker keeps until something changes that they show (core.unchanged); while templates are written, none.
KEPT_PAGES = 0 if DEBUG else 200
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People and sign-in: accounts exist by invitation only.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["amif_network.accounts.backends.AccessBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:home"
ACCOUNT_ADAPTER = "amif_network.accounts.adapter.InvitationOnlyAdapter"
ACCOUNT_FORMS = {"login": "amif_network.accounts.forms.SignInForm", "add_email": "amif_network.accounts.forms.ChangeAddressForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
# How many web servers stand before the portal, each adding to X-Forwarded-For: wrong passwords are counted per client.
ALLAUTH_TRUSTED_PROXY_COUNT: int = env["TRUSTED_PROXIES"]
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = None
# One address leads in; a new one takes its place once it is confirmed. Whoever changes it, or a factor, says who they are
# again, and gets a mail about it.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Tries for each network address, account (key) or person (user); wrong codes of the second step count as wrong passwords.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "manage_email": "10/m/user",
    "confirm_email": "1/3m/key",
}
# The second step: whose role demands one reaches nothing else before it is set up. A trial lets its people in by password.
MFA_REQUIRED_ROLES: list[str] = env["MFA_REQUIRED_ROLES"]
MFA_ADAPTER = "amif_network.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate_webauthn": "amif_network.accounts.forms.KeySecondForm",
    "login_webauthn": "amif_network.accounts.forms.KeyAloneForm",
    "reauthenticate_webauthn": "amif_network.accounts.forms.KeyAgainForm",
    "add_webauthn": "amif_network.accounts.forms.AddKeyForm",
    "edit_webauthn": "amif_network.accounts.forms.RenameKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A house behind one address has many people; each sign-in with a passkey asks twice.
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_TOTP_TOLERANCE = 1
# An account's address was confirmed when it was invited; an address that waits for its mail keeps nobody from a second step.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Other places to sign in, none by default; django-allauth keeps no token and asks for the subject alone.
OPENID = env.openid
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": OPENID.apps}}
SOCIALACCOUNT_ADAPTER = "amif_network.accounts.providers.ProviderAdapter"
SOCIALACCOUNT_FORMS = {"disconnect": "amif_network.accounts.providers.UnlinkForm"}

# The history of records (`amif_network.history`): each event carries who asked and which page, in its own row.
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(related_name="history")

# Languages: the interface exists in French and Dutch; messages are written in English in the code.
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("nl", _("Dutch"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Europe/Brussels"
USE_TZ = True
# How documents are printed: which language stands first, and how a bilingual edition is laid out.
DOCUMENT_LANGUAGES: list[str] = env["DOCUMENT_LANGUAGES"]
DOCUMENT_BILINGUAL_LAYOUT: str = env["DOCUMENT_BILINGUAL_LAYOUT"]
DOCUMENT_FRENCH_SPACING: bool = env["DOCUMENT_FRENCH_SPACING"]

# How often one program may ask the API in a minute.
API_REQUESTS_PER_MINUTE = 120

# Files
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env["MEDIA_ROOT"] or BASE_DIR / "var" / "media")
# The files lie in the folder, or in a store that all nodes share (docs/operations.md).
STORED_FILES: dict[str, Any] = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
if env["S3_BUCKET"]:
    STORED_FILES = {
        "BACKEND": "amif_network.core.object_storage.ObjectStorage",
        "OPTIONS": {
            "bucket": env["S3_BUCKET"],
            "endpoint": env["S3_ENDPOINT"],
            "region": env["S3_REGION"],
            "access_key": env["S3_ACCESS_KEY"],
            "secret_key": env["S3_SECRET_KEY"],
        },
    }
STORAGES = {
    "default": STORED_FILES,
    "staticfiles": {"BACKEND": f"amif_network.core.static_storage.{'' if INSECURE_HTTP else 'Compressed'}HashedStaticFiles"},
}
# An attendance list of 300 people is one form with some ten fields a row.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

FORM_RENDERER = "amif_network.core.forms.HouseRenderer"

# Mail
if env["EMAIL_HOST"]:
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {
                "host": env["EMAIL_HOST"],
                "port": env["EMAIL_PORT"],
                "username": env["EMAIL_USER"],
                "password": env["EMAIL_PASSWORD"],
                "use_tls": env["EMAIL_TLS"],
                # Seconds to wait for each word of the server.
                "timeout": 60,
            },
        }
    }
else:
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(BASE_DIR / "var" / "mail")},
        }
    }
DEFAULT_FROM_EMAIL: str = env["DEFAULT_FROM_EMAIL"]

# For the statements that everybody may read (`amif_network.privacy`); where empty, their postal address stands alone.
DPO_EMAIL: str = env["DPO_EMAIL"]
CONTACT_EMAIL: str = env["CONTACT_EMAIL"]

# Work that no page waits for: tasks lie in the database, `manage.py db_worker` takes them from there.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# What `manage.py run_due` calls, each with the moment as `at`; every piece may be called as often as one likes.
DUE_WORK = [
    "meetings.actions.reminding.remind",
    # Before the daily mail, which carries it to whoever wants that.
    "amif_network.alerts.telling.tell",
    "amif_network.home.access_reviews.open_due",
    "amif_network.accounts.actions.note_days_passed",
    "amif_network.outbox.digest.gather",
    # Long imports whose worker was stopped in the middle.
    "amif_network.exchange.importing.resume",
    # Reports whose worker was stopped in the middle, and files past their day.
    "amif_network.reports.asking.run",
    # Drafts that changed, laid out before anybody asks; and prints past their day.
    "meetings.drafts.prepare_changed",
    "amif_network.prints.keeping.forget_old",
    "amif_network.privacy.retention.run",
    # The words of new attachments.
    "amif_network.search.files.read_new",
]

# Asked once per import for what refuses a person whom a file would enter: each returns a function that raises ValidationError.
NEW_PERSON_CHECKS = ["amif_network.privacy.returning.refuser"]
# Who looks on while somebody's affiliations change (`amif_network.directory.watching`).
AFFILIATION_WATCHERS = ["amif_network.accounts.actions.watch_affiliations"]

# What is learned from sections of minutes, and recorded from them (`meetings.feeds`): each names a Feed.
SECTION_FEEDS = ["projects.feeds.FEED", "partnerships.feeds.FEED"]
# Tables that come in and go out (`amif_network.exchange`): each names a Subject; what rows refer to stands before them.
EXCHANGE_TABLES = [
    "amif_network.exchange.directory.SUBJECT",
    "meetings.exchange.SUBJECT",
    "projects.exchange.SUBJECT",
    "partnerships.exchange.SUBJECT",
]
# What is printed of the whole network (`amif_network.reports`), the most asked for first: each names a Kind.
REPORT_KINDS = [
    "amif_network.reports.kinds.annual.KIND",
    "amif_network.reports.kinds.bundle.KIND",
    "amif_network.reports.kinds.register.KIND",
    "amif_network.reports.kinds.portfolio.KIND",
    "amif_network.reports.kinds.calls.KIND",
    "amif_network.reports.kinds.meeting_dossier.KIND",
    "amif_network.reports.kinds.partnership_dossier.KIND",
]
# How many parts of a report are built at a time, each in a process of its own (none said: one for each core; 0: in the worker
# itself, without bounds), and what each may take.
REPORT_PROCESSES: int | None = env["REPORT_PROCESSES"]
REPORT_PART_SECONDS: int = env["REPORT_PART_SECONDS"]
REPORT_PART_MEGABYTES: int = env["REPORT_PART_MEGABYTES"]
# What laying out one document may take, in a process of its own (0 seconds: in the process that asks, without bounds).
PDF_SECONDS: int = env["PDF_SECONDS"]
PDF_MEGABYTES: int = env["PDF_MEGABYTES"]
# How long a print is kept that nobody opens.
PRINTS_KEPT_DAYS: int = env["PRINTS_KEPT_DAYS"]
# How long the file of a report is kept.
REPORT_KEPT_DAYS: int = env["REPORT_KEPT_DAYS"]
# Deadlines in the calendar of a person beside those of meetings: each is called with the person and their language, and
# returns written events (`core.icalendar.entry`).
CALENDAR_DEADLINES = ["projects.calendars.deadlines"]
# Asked before a payment of the authority is reversed, inside the transaction: each raises ValidationError where it is in use.
PAYMENT_REVERSAL_CHECKS = ["partnerships.actions.allocations.refuse_reversal"]

# What `manage.py check_data` asks all data (`core.findings`): what stands below the records first, then each app.
DATA_CHECKS = [
    "amif_network.operations.soundness.CHECKS",
    "amif_network.accounts.soundness.CHECKS",
    "meetings.soundness.CHECKS",
    "projects.soundness.CHECKS",
    "partnerships.soundness.CHECKS",
]
# Who computes what needs attention: each is called with a person and a day, and returns their alerts (`amif_network.alerts`).
ALERT_SOURCES = ["partnerships.alerts.source.alerts", "projects.alert_source.alerts", "meetings.alerts.alerts"]
# What a person must do, waits for, and finds new on the first page (`core.work`), in the order in which equals are named.
WORK_SOURCES = ["meetings.own.work", "projects.own.work", "partnerships.own.work", "amif_network.home.access_reviews.work"]
NEWS_SOURCES = ["meetings.own.news", "projects.own.news", "partnerships.own.news"]
# Days and shares other than those of `amif_network/alerts/thresholds.py`, such as {"claim_at_host": 20}.
ALERT_THRESHOLDS: dict[str, int] = env["ALERT_THRESHOLDS"]

# What browsers may do with our pages
SECURE_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF, *OPENID.origins],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}
CSRF_FAILURE_VIEW = "amif_network.accounts.access.refuse_forged"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not INSECURE_HTTP
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
if not INSECURE_HTTP:
    SECURE_SSL_REDIRECT = env["SECURE_SSL_REDIRECT"]
    # Whoever watches the machine asks on the machine.
    SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]
    SECURE_HSTS_SECONDS = env["SECURE_HSTS_SECONDS"]
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env["SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    SECURE_HSTS_PRELOAD = env["SECURE_HSTS_PRELOAD"]
    # What holds for the neighbours under the same domain is not the portal's to decide (docs/operations.md).
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Lines of the log name no person, no path and nothing that was typed (`core.log_lines`).
LINES = {"text": "amif_network.core.log_lines.Lines", "json": "amif_network.core.log_lines.Json"}
LOG_REQUESTS: bool = env["LOG_REQUESTS"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": LINES[env["LOG_FORMAT"]]}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Django's own handlers write paths, and mail what broke to administrators.
        "django": {"handlers": [], "level": "INFO" if DEBUG else "WARNING"},
        "django.request": {"level": "ERROR"},
        "django.tasks": {"level": "WARNING"},
        "amif_network.requests": {"level": "INFO"},
        # A trial says by itself where it listens and that it ends.
        "gunicorn.error": {"handlers": ["console"], "level": "WARNING" if INSECURE_HTTP else "INFO", "propagate": False},
    },
}
