"""The database goes away under a running node, and comes back: nothing is lost, and nobody has to restart anything."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.deployment.postgres import PATIENCE, Node, Postgres, portal

# A coordinator with a session, whose cookie is printed.
SIGN_IN = """
from django.conf import settings
settings.ALLOWED_HOSTS.append("testserver")
from django.test import Client
from amif_network.accounts.models import User
user = User.objects.create(email="marie.dupont@example.org", role="coordinator", language="fr")
client = Client()
client.force_login(user)
print("SESSION", client.cookies["sessionid"].value)
"""
SHOW = "from amif_network.accounts.models import User; print('LANGUAGE', User.objects.get().language)"
TOKEN = "a" * 32
FIELD = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    text: str


class Visitor:
    """Asks a node as a browser does, signed in."""

    def __init__(self, node: Node, session: str) -> None:
        self.node, self.cookies = node, f"sessionid={session}; csrftoken={TOKEN}"

    def ask(self, method: str, path: str, fields: object = None, **headers: str) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.node.port, timeout=PATIENCE)
        told = {"Cookie": self.cookies, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if fields is not None:
            told["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, urlencode(fields) if fields is not None else None, told)
        response = connection.getresponse()
        answer = Answer(response.status, dict(response.getheaders()), response.read().decode())
        connection.close()
        return answer


@dataclass
class Scene:
    postgres: Postgres
    node: Node
    visitor: Visitor

    def lines(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.node.log.read_text().splitlines() if line.startswith("{")]


@pytest.fixture(scope="module")
def scene(tmp_path_factory) -> Iterator[Scene]:
    postgres = Postgres()
    try:
        portal(postgres, "prepare_database")
        portal(postgres, "collectstatic", "--no-input")
        session = re.search(r"SESSION (\w+)", portal(postgres, "shell", "-c", SIGN_IN))
        log = Path(tmp_path_factory.mktemp("node")) / "log"
        node = Node(postgres, log, LOG_FORMAT="json", LOG_REQUESTS="true", DATABASE_CONNECTION_SECONDS="600")
        try:
            yield Scene(postgres, node, Visitor(node, session[1]))
        finally:
            node.end()
    finally:
        postgres.remove()


@pytest.fixture
def away(scene: Scene) -> Iterator[Scene]:
    """The database ends in the middle of connections that are in use; after the test it is there again."""
    assert scene.visitor.ask("GET", "/fr/").status == 200
    scene.postgres.stop()
    yield scene
    scene.postgres.start()


@pytest.mark.parametrize(
    ("path", "title", "lang"),
    [
        ("/fr/", "Le portail est momentanément indisponible", "fr"),
        ("/nl/meetings/", "Het portaal is even niet beschikbaar", "nl"),
    ],
)
def test_pages_say_so_in_the_reader_s_language(away, path, title, lang):
    answer = away.visitor.ask("GET", path, X_Request_ID="test-of-outage-1")
    assert (answer.status, answer.headers["Retry-After"], answer.headers["X-Request-ID"]) == (503, "5", "test-of-outage-1")
    assert re.search(r"<h1>(.*?)</h1>", answer.text)[1] == title
    assert (f'<html lang="{lang}"' in answer.text, "test-of-outage-1" in answer.text) == (True, True)
    assert "sessionid" not in answer.headers.get("Set-Cookie", "")


def test_a_script_is_told_in_its_own_way(away):
    answer = away.visitor.ask("GET", "/fr/", Accept="application/json")
    assert (answer.status, json.loads(answer.text)) == (503, {"state": "failed"})


def test_readiness_names_what_is_missing_and_the_process_still_lives(away):
    watching = Visitor(away.node, "")
    watching.cookies = ""
    answer = watching.ask("GET", "/readyz")
    assert (answer.status, json.loads(answer.text)["parts"]) == (
        503,
        {"database": "does not answer", "migrations": "unknown", "cache": "unknown", "worker": "unknown", "storage": "ready"},
    )
    assert watching.ask("GET", "/healthz").text == "ok"


def test_what_a_form_was_sent_with_can_be_sent_again_when_it_is_back(scene):
    sent = {"csrfmiddlewaretoken": TOKEN, "language": "nl"}
    assert scene.visitor.ask("GET", "/fr/profile/").status == 200
    scene.postgres.stop()
    answer = scene.visitor.ask("POST", "/fr/profile/", sent)
    scene.postgres.start()
    kept = [(unescape(name), unescape(value)) for name, value in FIELD.findall(answer.text)]
    action = unescape(re.search(r'<form method="post" action="([^"]*)"', answer.text)[1])
    assert (answer.status, dict(kept), action) == (503, sent, "/fr/profile/")
    assert portal(scene.postgres, "shell", "-c", SHOW).splitlines()[-1] == "LANGUAGE fr"
    again = scene.visitor.ask("POST", action, kept)
    assert (again.status, portal(scene.postgres, "shell", "-c", SHOW).splitlines()[-1]) == (302, "LANGUAGE nl")


def test_a_password_is_never_written_into_the_page(away):
    fields = {"csrfmiddlewaretoken": TOKEN, "login": "marie.dupont@example.org", "password": "bosbessen-42-gele"}
    answer = away.visitor.ask("POST", "/fr/accounts/login/", fields)
    assert (answer.status, "bosbessen-42-gele" in answer.text, "<form" in answer.text) == (503, False, False)


def test_after_a_restart_pages_come_at_once(scene):
    assert scene.visitor.ask("GET", "/nl/").status == 200
    scene.postgres.stop()
    scene.postgres.start()
    assert [scene.visitor.ask("GET", "/nl/").status for _ in range(3)] == [200, 200, 200]
    assert scene.visitor.ask("GET", "/readyz").status == 200


def test_each_request_leaves_one_line_without_a_person_or_a_path(scene):
    scene.visitor.ask("GET", "/nl/meetings/?q=Van+Damme", X_Request_ID="one-line-for-this")
    line = [line for line in scene.lines() if line["request"] == "one-line-for-this"]
    assert [{name: value for name, value in one.items() if name not in ("time", "ms")} for one in line] == [
        {
            "level": "INFO", "logger": "amif_network.requests", "request": "one-line-for-this", "message": "",
            "method": "GET", "route": "meetings:list", "status": 200,
        }
    ]  # fmt: skip
    log = scene.node.log.read_text()
    assert [word for word in ("Damme", "Dupont", "marie", "/nl/", "/fr/") if word in log] == []
