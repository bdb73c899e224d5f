"""Every variable of the environment that the portal reads: what docs/operations.md and deploy/portal.env.example say of them.

What is wrong with the environment is said at once, in one sentence each, before anything else is looked at.
"""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import environ
from django.core.exceptions import ImproperlyConfigured

from amif_network.core.openid import Providers, read_providers
from amif_network.core.variables import (
    ADDRESS,
    ADDRESSES,
    DATABASE,
    FLAG,
    NUMBERS,
    TEXT,
    WORDS,
    Values,
    Variable,
    one_of,
    read,
    slips,
    some_of,
    whole,
)

# A store of files is described by all of these, or not at all; what else is said of it has a default.
STORE = ("S3_BUCKET", "S3_ACCESS_KEY", "S3_SECRET_KEY")
OPENID_PARTS = ("NAME", "SERVER", "CLIENT_ID", "SECRET", "SCOPE", "ORIGINS")
# How a program ends that cannot begin.
UNUSABLE = 2
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]


def _safe(values: Values) -> bool:
    return not values["INSECURE_HTTP"]


def _own_address(values: Values) -> str:
    if values["INSECURE_HTTP"]:
        return f"http://127.0.0.1:{values['PORT']}"
    return f"https://{','.join(values['ALLOWED_HOSTS'][:1])}"


VARIABLES = (
    Variable("DEBUG", FLAG, "error pages with details. Never on a server", default=False),
    Variable(
        "INSECURE_HTTP", FLAG, "plain HTTP: no secure cookies, no HSTS, no redirect. For trials only",
        default=lambda values: values["DEBUG"], otherwise="as `DEBUG`",
    ),
    Variable(
        "SECRET_KEY", TEXT,
        "long random value; changing it ends all sessions, closes every link that was mailed (to answer a "
        "review or a convocation, "
        "to read an edition, to unsubscribe) and makes authenticator apps and recovery codes unreadable, unless "
        "the former one is "
        "named in the next line",
        default="", secret=True, required=_safe, required_when="required without `INSECURE_HTTP`",
    ),
    Variable(
        "SECRET_KEY_FALLBACKS", WORDS,
        "former values of `SECRET_KEY`, separated by commas: what they signed or sealed is still accepted",
        default=[], secret=True,
    ),
    Variable(
        "DATABASE_URL", DATABASE, "`postgresql://user:password@host:5432/name`, PostgreSQL 15 or newer",
        default="", otherwise="the embedded PostgreSQL",
    ),
    Variable(
        "DATABASE_POOLER", FLAG,
        "a pooler that shares connections between transactions (pgbouncer, `pool_mode = transaction`) stands "
        "before the database: "
        "nothing is kept on a connection",
        default=False,
    ),
    Variable(
        "DATABASE_CONNECTION_SECONDS", whole(0),
        "how long a connection is used again; each is looked at before it is, so that a restart of the database is survived",
        default=lambda values: 0 if values["INSECURE_HTTP"] else 600, otherwise="600; with `INSECURE_HTTP` 0",
    ),
    Variable(
        "ALLOWED_HOSTS", WORDS, "host names under which the portal answers, separated by commas", default=LOCAL_HOSTS,
    ),
    Variable(
        "CSRF_TRUSTED_ORIGINS", ADDRESSES, "origins whose forms are accepted, such as `https://portal.example.org`", default=[],
    ),
    Variable("SECURE_SSL_REDIRECT", FLAG, "redirect plain HTTP to HTTPS", default=True),
    Variable(
        "SECURE_HSTS_SECONDS", whole(0), "how long browsers insist on HTTPS", default=365 * 24 * 60 * 60, otherwise="one year",
    ),
    Variable(
        "SECURE_HSTS_INCLUDE_SUBDOMAINS", FLAG,
        "insist for every name below the portal's too: only if all of them speak HTTPS", default=False,
    ),
    Variable(
        "SECURE_HSTS_PRELOAD", FLAG,
        "allow browsers to know this beforehand; needs the line above, and can hardly be undone", default=False,
    ),
    Variable(
        "TRUSTED_PROXIES", whole(0, 10),
        "how many web servers before the portal add the caller's address to `X-Forwarded-For`: wrong passwords "
        "are counted per caller",
        default=lambda values: 0 if values["INSECURE_HTTP"] else 1, otherwise="1; with `INSECURE_HTTP` 0",
    ),
    Variable(
        "MFA_REQUIRED_ROLES", some_of("observer", "member", "coordinator", "administrator"),
        "roles that must set up a second step (passkey, security key or authenticator app) before anything else is open to them; "
        "empty: nobody must",
        default=lambda values: [] if values["INSECURE_HTTP"] else ["coordinator", "administrator"],
        otherwise="coordinator,administrator; with `INSECURE_HTTP` none",
    ),
    Variable(
        "OIDC_PROVIDERS", WORDS,
        "short names of other places to sign in (OpenID Connect), separated by commas: see below", default=[],
    ),
    Variable("MEDIA_ROOT", TEXT, "folder of the uploaded files; not used with `S3_BUCKET`", default="", otherwise="`var/media`"),
    Variable("S3_BUCKET", TEXT, "bucket of an S3-compatible store that holds the uploaded files instead: see below", default=""),
    Variable("S3_ENDPOINT", ADDRESS, "the address of the store", default="", otherwise="that of Amazon for the region"),
    Variable("S3_REGION", TEXT, "its region, as the store calls it", default="us-east-1"),
    Variable("S3_ACCESS_KEY", TEXT, "the account that may read, list, write and delete in the bucket", default=""),
    Variable("S3_SECRET_KEY", TEXT, "its secret", default="", secret=True),
    Variable("EMAIL_HOST", TEXT, "mail server", default="", otherwise="none: mails are written to `var/mail`"),
    Variable("EMAIL_PORT", whole(1, 65535), "its port", default=587),
    Variable("EMAIL_USER", TEXT, "the account to send with, where the server wants one", default=""),
    Variable("EMAIL_PASSWORD", TEXT, "its password", default="", secret=True),
    Variable(
        "EMAIL_TLS", FLAG,
        "begin TLS before anything is said. The server signs with DKIM, `List-Unsubscribe-Post` included, or "
        "mail programs show no "
        "way to unsubscribe (RFC 8058)",
        default=True,
    ),
    Variable(
        "DEFAULT_FROM_EMAIL", TEXT, "sender of the portal's mails; its domain also names them (`Message-ID`)",
        default="amif-network@localhost",
    ),
    Variable("PORT", whole(1, 65535), "port of `make run`", default=8000, group="trial"),
    Variable(
        "PORTAL_ADDRESS", ADDRESS,
        "where people find the portal, without a path: for the links in mails that no page asked for, and to unsubscribe",
        default=_own_address,
        otherwise="`https://` and the first of `ALLOWED_HOSTS`; with `INSECURE_HTTP` `http://127.0.0.1:PORT`",
    ),
    Variable(
        "DOCUMENT_LANGUAGES", some_of("fr", "nl"), "order of the languages in bilingual documents", default=["fr", "nl"],
    ),
    Variable("DOCUMENT_BILINGUAL_LAYOUT", TEXT, "layout of bilingual documents", default="columns"),
    Variable(
        "DOCUMENT_FRENCH_SPACING", FLAG, "no-break spaces before `: ; ! ?` and inside « » in French", default=True,
    ),
    Variable("DPO_EMAIL", TEXT, "the address of the data protection officer, on the privacy statement", default=""),
    Variable(
        "CONTACT_EMAIL", TEXT, "where problems of accessibility are reported, on the accessibility statement", default="",
    ),
    Variable(
        "ALERT_THRESHOLDS", NUMBERS,
        'JSON: thresholds other than those of `amif_network/alerts/thresholds.py`, such as `{"claim_at_host": 20}`', default={},
    ),
    Variable(
        "REPORT_PROCESSES", whole(0),
        "how many parts of a report are built at a time, each in a process of its own; 0: in the worker itself, without bounds",
        otherwise="one for each core",
    ),
    Variable("REPORT_PART_SECONDS", whole(1),
        "how long one part of a report may take; a longer one fails its report", default=600
    ),
    Variable(
        "REPORT_PART_MEGABYTES", whole(64),
            "how much memory one part may take; one that takes more fails its report", default=1024,
    ),
    Variable(
        "PDF_SECONDS", whole(0),
        "how long laying out one document may take; 0: in the process that asks for it, without bounds", default=50,
    ),
    Variable("PDF_MEGABYTES", whole(64), "how much memory laying out one document may take", default=1024),
    Variable(
        "PRINTS_KEPT_DAYS", whole(1), "how long the PDF of a draft or a sheet is kept that nobody opens; `run_due` deletes it",
        default=7,
    ),
    Variable("REPORT_KEPT_DAYS", whole(1), "how long the file of a report is kept; `run_due` deletes it", default=30),
    Variable(
        "LOG_FORMAT", one_of("text", "json"), "each line of the log as text for people, or as one JSON object for programs",
        default="text",
    ),
    Variable(
        "LOG_REQUESTS", FLAG, "one line for each request",
        default=lambda values: not values["INSECURE_HTTP"], otherwise="true; with `INSECURE_HTTP` false",
    ),
    Variable(
        "AMIF_POSTGRES_DIR", TEXT,
        "folder under which each checkout gets one for its embedded PostgreSQL; for root it must be reachable "
        "by the account `nobody`",
        default="", otherwise="see above", group="trial",
    ),
    Variable(
        "AMIF_POSTGRES_THROW_AWAY", TEXT, "name of a throw-away cluster to use instead of the kept one; the tests set it",
        default="", group="trial",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Environment:
    """What the environment says, checked; `sources` names for each variable that is set where it is: environment or file."""

    values: Mapping[str, Any]
    openid: Providers
    said: Mapping[str, str]
    sources: Mapping[str, str]

    def __getitem__(self, name: str) -> Any:
        """Return the value of a variable, of the type that its kind reads."""
        return self.values[name]


def openid_variables(values: Values) -> list[str]:
    """Return the names of the variables of the providers that OIDC_PROVIDERS names."""
    return [f"OIDC_{name.upper()}_{part}" for name in values["OIDC_PROVIDERS"] for part in OPENID_PARTS]


def read_environment(file: Path) -> Environment:
    """Read the environment and the file beside the code, which it wins over.

    Where something is wrong the program ends: one sentence each on the standard error stream, exit status 2.
    """
    own = set(os.environ)
    if file.is_file():
        environ.Env.read_env(file)
    found = read(VARIABLES, os.environ)
    openid = Providers([], [])
    try:
        openid = read_providers(found.values["OIDC_PROVIDERS"], _said, plain_http=found.values["INSECURE_HTTP"])
    except ImproperlyConfigured as error:
        found.problems.append(str(error))
    found.problems += _half_a_store(found.values)
    known = [variable.name for variable in VARIABLES] + openid_variables(found.values)
    for hint in slips(known, os.environ):
        _tell(hint)
    if found.problems:
        _give_up(found.problems)
    sources = {name: "environment" if name in own else file.name for name in known if name in os.environ}
    return Environment(found.values, openid, {name: os.environ[name] for name in sources}, sources)


def _half_a_store(values: Values) -> list[str]:
    """Return a sentence where a store of files is described in part."""
    missing = [name for name in STORE if not values[name]]
    if not missing or (len(missing) == len(STORE) and not values["S3_ENDPOINT"]):
        return []
    return [f"A store of files needs {', '.join(STORE)}, or none of them: {', '.join(missing)} missing."]


def _said(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def _give_up(problems: list[str]) -> NoReturn:
    for problem in problems:
        _tell(problem)
    _tell("The portal does not start like this; docs/operations.md explains every variable.")
    raise SystemExit(UNUSABLE)


def table(group: str) -> str:
    """Return the lines of a table of docs/operations.md."""
    rows = [f"| `{one.name}` | {one.in_words()} | {one.meaning} |" for one in VARIABLES if one.group == group]
    return "\n".join(["| variable | default | meaning |", "|---|---|---|", *rows])


def example() -> str:
    """Return a file for a server that names every variable; what must be set stands first and open, all else is a comment."""
    first = {"SECRET_KEY": "", "DATABASE_URL": "postgresql:///amif", "ALLOWED_HOSTS": "portal.example.org",
             "EMAIL_HOST": "mail.example.org", "DEFAULT_FROM_EMAIL": "portal@example.org",
             "MEDIA_ROOT": "/var/lib/amif-network/media"}  # fmt: skip
    by_name = {variable.name: variable for variable in VARIABLES}
    rest = [variable for variable in VARIABLES if variable.name not in first and variable.group == "portal"]
    lines = ["# The settings of the portal, for systemd (EnvironmentFile=); docs/operations.md explains them.", ""]
    for name, value in first.items():
        lines += [f"# {by_name[name].meaning}.", f"{name}={value}", ""]
    for variable in rest:
        lines += [f"# {variable.meaning} ({variable.in_words()}).", f"#{variable.name}=", ""]
    return "\n".join(lines)
