"""The environment is declared once, checked at start, and documented as it is declared."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from amif_network.core import variables
from amif_network.environment import VARIABLES, example, table

ROOT = Path(settings.BASE_DIR)
SERVER = {"SECRET_KEY": "a long random value of the server 0123456789 0123456789 0123456789", "INSECURE_HTTP": "false"}
END = "The portal does not start like this; docs/operations.md explains every variable."


def manage(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    # Nothing of the machine that tests; what .env says is said here, so that it does not count.
    bare = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT, env=bare | SERVER | environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DEBUG", "maybe", "DEBUG says 'maybe', but true or false is expected."),
        ("EMAIL_PORT", "70000", "EMAIL_PORT says '70000', but a whole number from 1 to 65535 is expected."),
        ("LOG_FORMAT", "xml", "LOG_FORMAT says 'xml', but one of text, json is expected."),
        ("SECRET_KEY", "", "SECRET_KEY is not set: a text is expected (required without `INSECURE_HTTP`)."),
        (
            "DATABASE_URL",
            "mysql://amif:hidden@h/x",
            "DATABASE_URL says 'mysql://amif:(hidden)@h/x', but an address such as "
            "postgresql://user:password@host:5432/name is expected.",
        ),
        (
            "MFA_REQUIRED_ROLES",
            "coordinators",
            "MFA_REQUIRED_ROLES says 'coordinators', but words separated by commas, each one of observer, member, coordinator, "
            "administrator is expected.",
        ),
        (
            "S3_BUCKET",
            "amif-files",
            "A store of files needs S3_BUCKET, S3_ACCESS_KEY, S3_SECRET_KEY, or none of them: S3_ACCESS_KEY, S3_SECRET_KEY "
            "missing.",
        ),
        (
            "S3_ENDPOINT",
            "https://s3.example.org",
            "A store of files needs S3_BUCKET, S3_ACCESS_KEY, S3_SECRET_KEY, or none of them: S3_BUCKET, S3_ACCESS_KEY, "
            "S3_SECRET_KEY missing.",
        ),
        (
            "S3_ENDPOINT",
            "s3.example.org/amif",
            "S3_ENDPOINT says 's3.example.org/amif', but an address without a path, such as "
            "https://portal.example.org is expected.",
        ),
        ("OIDC_PROVIDERS", "Fédéral", "OIDC_PROVIDERS: 'Fédéral' is no short name in small letters and figures."),
    ],
)
def test_a_wrong_variable_ends_the_start_with_one_sentence(name, value, sentence):
    done = manage("check", **{name: value})
    assert (done.returncode, done.stderr.splitlines(), done.stdout) == (2, [sentence, END], "")


def test_all_that_is_wrong_is_said_at_once_with_a_hint_for_slips():
    done = manage("check", EMAIL_PORT="x", REPORT_KEPT_DAYS="0", ALLOWED_HOST="portal.example.org")
    assert (done.returncode, done.stderr.splitlines()) == (
        2,
        [
            "ALLOWED_HOST is no variable of the portal; ALLOWED_HOSTS was probably meant.",
            "EMAIL_PORT says 'x', but a whole number from 1 to 65535 is expected.",
            "REPORT_KEPT_DAYS says '0', but a whole number from 1 on is expected.",
            END,
        ],
    )


def test_a_server_that_cannot_begin_is_not_started_again_and_again():
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--preload", "--bind", "unix:/nonexistent/amif.sock", "amif_network.wsgi"],
        cwd=ROOT, env={"PATH": os.environ["PATH"], **SERVER, "DEBUG": "perhaps"},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert (done.returncode, done.stderr.splitlines()) == (2, ["DEBUG says 'perhaps', but true or false is expected.", END])


def test_the_command_shows_values_and_sources_but_no_secret():
    done = manage(
        "environment", DATABASE_URL="postgresql://amif:bosbes@db.example.org/amif", EMAIL_PASSWORD="frambozen",
        OIDC_PROVIDERS="fed", OIDC_FED_NAME="Federal", OIDC_FED_SERVER="https://id.example.org", OIDC_FED_CLIENT_ID="portal",
        OIDC_FED_SECRET="kruisbes",
    )  # fmt: skip
    shown = {line.split()[0]: line.split()[1:] for line in done.stdout.splitlines()}
    assert {name: shown[name] for name in ("DATABASE_URL", "EMAIL_PASSWORD", "EMAIL_PORT", "OIDC_FED_SECRET", "SECRET_KEY")} == {
        "DATABASE_URL": ["postgresql://amif:(hidden)@db.example.org/amif", "[environment]"],
        "EMAIL_PASSWORD": ["(hidden)", "[environment]"],
        "EMAIL_PORT": ["587", "[default]"],
        "OIDC_FED_SECRET": ["(hidden)", "[environment]"],
        "SECRET_KEY": ["(hidden)", "[environment]"],
    }
    assert [word for word in ("bosbes", "frambozen", "kruisbes", SERVER["SECRET_KEY"]) if word in done.stdout] == []


@pytest.mark.parametrize("group", ["portal", "trial"])
def test_the_documentation_says_what_is_declared(group):
    documentation = (ROOT / "docs" / "operations.md").read_text()
    assert [line for line in table(group).splitlines() if line not in documentation.splitlines()] == []


def test_the_example_for_a_server_is_what_is_declared():
    assert (ROOT / "deploy" / "portal.env.example").read_text() == example()


def test_settings_read_every_variable_that_is_declared_and_no_other():
    source = (ROOT / "amif_network" / "settings.py").read_text()
    read = {part.split('"')[0] for part in source.split('env["')[1:]}
    # The embedded PostgreSQL and the port of a trial are read where they are used.
    elsewhere = {"OIDC_PROVIDERS", "PORT", "AMIF_POSTGRES_DIR", "AMIF_POSTGRES_THROW_AWAY"}
    assert read == {variable.name for variable in VARIABLES} - elsewhere


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (variables.FLAG, "Yes", True),
        (variables.FLAG, "0", False),
        (variables.WORDS, " a, b ,", ["a", "b"]),
        (variables.ADDRESS, "https://portal.example.org/", "https://portal.example.org"),
        (variables.NUMBERS, '{"a": 1}', {"a": 1}),
        (variables.whole(0), "0", 0),
    ],
)
def test_what_a_kind_reads(kind, text, value):
    assert kind.read(text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (variables.ADDRESS, "portal.example.org"),
        (variables.ADDRESS, "https://portal.example.org/fr"),
        (variables.NUMBERS, '{"a": true}'),
        (variables.NUMBERS, "{"),
        (variables.DATABASE, "postgresql://h:port/x"),
        (variables.whole(1), "1.5"),
    ],
)
def test_what_a_kind_refuses(kind, text):
    with pytest.raises(ValueError):
        kind.read(text)
