"""What browsers are told with every kind of answer of a server: pages, files, errors, the administration, static files.

The server is the portal with its production settings, in a process of its own; no answer here needs the database.
"""

import json
import re

import pytest

from .test_server_settings import run

# Asks the portal as gunicorn does, behind a web server that speaks HTTPS, and prints status and headers.
ASK = """
import json, sys
from amif_network.wsgi import application
from django.test import RequestFactory

answers = []
for method, path, scheme in json.loads(sys.argv[1]):
    asked = RequestFactory(SERVER_NAME="localhost").generic(method, path, HTTP_X_FORWARDED_PROTO=scheme).environ
    told = {}
    def start(status, headers, exc_info=None):
        told.update(status=int(status.split()[0]), headers=headers)
    body = application(asked, start)
    b"".join(body)
    body.close()
    answers.append(told)
print(json.dumps(answers))
"""
ASKED = {
    "sign-in": ("GET", "/fr/accounts/login/", "https"),
    "a page for who signed in": ("GET", "/fr/", "https"),
    "a file": ("GET", "/fr/meetings/1/documents/1/", "https"),
    "the administration": ("GET", "/fr/admin/", "https"),
    "an address that is not there": ("GET", "/fr/nowhere/", "https"),
    "a form without its token": ("POST", "/fr/accounts/login/", "https"),
    "another method": ("DELETE", "/fr/accounts/login/", "https"),
    "plain HTTP": ("GET", "/fr/accounts/login/", "http"),
}
HEADERS = {
    "Strict-Transport-Security": r"^max-age=31536000$",
    "X-Content-Type-Options": r"^nosniff$",
    "Referrer-Policy": r"^same-origin$",
    "Cross-Origin-Opener-Policy": r"^same-origin$",
}
OF_PAGES = {
    "Content-Security-Policy": r"default-src 'none'.*script-src 'self';.*form-action 'self'.*base-uri 'none'",
    "Permissions-Policy": r"camera=\(\).*geolocation=\(\)",
    "X-Frame-Options": r"^(DENY|SAMEORIGIN)$",
}


@pytest.fixture(scope="module")
def answers() -> dict[str, dict[str, object]]:
    done = run("-c", ASK, json.dumps(list(ASKED.values())))
    assert done.returncode == 0, done.stderr
    return dict(zip(ASKED, json.loads(done.stdout), strict=True))


def test_every_answer_tells_browsers_what_they_may_do(answers) -> None:
    lacking = []
    for title, answer in answers.items():
        told = dict(answer["headers"])
        secure = {} if title == "plain HTTP" else HEADERS
        wanted = secure | ({} if title == "plain HTTP" else OF_PAGES)
        lacking += [(title, name, told.get(name)) for name, value in wanted.items() if not re.search(value, told.get(name, ""))]
    assert lacking == []


def test_the_answers_are_of_the_kinds_they_stand_for(answers) -> None:
    assert {title: answer["status"] for title, answer in answers.items()} == {
        "sign-in": 200, "a page for who signed in": 302, "a file": 302, "the administration": 302,
        "an address that is not there": 404, "a form without its token": 403, "another method": 405, "plain HTTP": 301,
    }  # fmt: skip


def test_cookies_are_kept_from_scripts_and_from_plain_http(answers) -> None:
    cookies = [value for answer in answers.values() for name, value in answer["headers"] if name == "Set-Cookie"]
    assert [cookie for cookie in cookies if not re.search(r"HttpOnly.*SameSite=Lax.*Secure", cookie)] == []
    assert {cookie.partition("=")[0] for cookie in cookies} == {"csrftoken"}


def test_sessions_have_the_same_flags() -> None:
    names = ("SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "LANGUAGE_COOKIE_SECURE")
    read = f"import json, amif_network.settings as s; print(json.dumps([getattr(s, name) for name in {names}]))"
    assert json.loads(run("-c", read).stdout) == [True, True, "Lax", True]


def test_plain_http_is_led_to_https_on_the_same_host(answers) -> None:
    assert dict(answers["plain HTTP"]["headers"])["Location"] == "https://localhost/fr/accounts/login/"


def test_static_files_say_what_they_are(client) -> None:
    answer = client.get("/static/css/base.css")
    b"".join(answer)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ('text/css; charset="utf-8"', "nosniff")
