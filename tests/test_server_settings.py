"""The settings of a server, read in a process of their own as on the day of a first installation."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
SERVER = {
    "SECRET_KEY": "a long random value of the server, never seen anywhere else 0123456789",
    "INSECURE_HTTP": "false",
    "EMAIL_HOST": "mail.example.org",
}
NAMES = ("SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD", "ALLAUTH_TRUSTED_PROXY_COUNT")
READ = f"import json, amif_network.settings as s; print(json.dumps([getattr(s, name) for name in {NAMES}]))"


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        # What Playwright makes the browser tests of this worker set is no setting of a server.
        env={name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"} | SERVER | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_check_of_a_deployment_finds_nothing():
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert (done.returncode, "no issues" in done.stdout) == (0, True), done.stderr


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, [False, False, 1]),
        ({"SECURE_HSTS_INCLUDE_SUBDOMAINS": "true", "SECURE_HSTS_PRELOAD": "true", "TRUSTED_PROXIES": "2"}, [True, True, 2]),
    ],
)
def test_what_concerns_the_whole_domain_has_to_be_asked_for(environment, expected):
    assert json.loads(run("-c", READ, **environment).stdout) == expected
