"""Every address of the portal, asked by every role: what is answered, in the words of the table."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from http.cookies import SimpleCookie
from pathlib import Path

from django.conf import settings
from django.contrib.admin import site
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.client import ClientHandler
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from amif_network.directory.models import Organisation

from .scene import ROLES, Pool, Side

TABLE = Path(__file__).parent / "matrix.csv"
LANGUAGE = "fr"
# What stands in a route for a value, as Django writes it, or as a regular expression.
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
WORDS = {200: "page"}
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """One address: its name, whose object stands in it ("" where none does), its path with a query, and what is posted."""

    name: str
    whose: str
    path: str
    sent: Mapping[str, object] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        """What the table calls it."""
        return self.name, self.whose


def routes(resolver: URLResolver | None = None, namespace: str = "", before: str = "") -> Iterator[tuple[str, str]]:
    """Yield every address that Django knows: its name, or its route where it has none, and its route."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern, inner, route)
        else:
            assert isinstance(pattern, URLPattern)
            name = f"{namespace}{pattern.name}" if pattern.name else route.removeprefix(f"{LANGUAGE}/")
            yield name, route


def parameters(route: str) -> list[str]:
    """Return the names of the values in a route."""
    return [one or other for one, other in PARAMETER.findall(route)]


def path_of(route: str, values: Pool) -> str:
    """Return the address with these values in it. Raises KeyError where the scene does not say one."""
    filled = PARAMETER.sub(lambda found: str(values[found[1] or found[2]]), route)
    return "/" + filled.removesuffix("$").replace("\\", "")


def places(sides: Mapping[str, Side]) -> list[Place]:
    """Return every address with the objects of each side; names without a value in the scene raise KeyError."""
    found: dict[str, Place] = {}
    with translation.override(LANGUAGE):
        for name, route in routes():
            for place in _of(name, route, sides):
                # What stands behind the same address never answers.
                found.setdefault(place.path + str(place.sent), place)
    return list(found.values())


def of_administration(place: Place) -> bool:
    """Tell whether a place is one of Django's administration, which one rule closes."""
    return place.path.startswith(f"/{LANGUAGE}/admin/")


def _of(name: str, route: str, sides: Mapping[str, Side]) -> Iterator[Place]:
    """Yield the places of one address: itself, or with the objects of each side, also where the scene names a case of it."""
    if not parameters(route) and not any({"query", "sent"} & side.places.get(name, {}).keys() for side in sides.values()):
        yield Place(name, "", path_of(route, {}))
        return
    if "admin/" in route:
        yield Place(name, "", path_of(route, _of_administration(name)))
        return
    for whose, side in sides.items():
        cases = {key.removeprefix(name).strip(): key for key in side.places if key == name or key.startswith(f"{name} ")}
        for case, key in (cases or {"": name.rpartition(":")[0]}).items():
            values = side.places.get(key, {})
            sent = values.get("sent", {})
            assert isinstance(sent, dict)
            yield Place(name, f"{whose} {case}".strip(), path_of(route, values) + str(values.get("query", "")), sent)


def _of_administration(name: str) -> Pool:
    """Return the values of an address of Django's administration: of the first record of what it is about."""
    models = {f"{model._meta.app_label}_{model._meta.model_name}": model for model in site._registry}
    about = next((model for label, model in models.items() if label in name.replace("/", "_")), Organisation)
    record, kind = about._default_manager.order_by("pk").first(), ContentType.objects.get_for_model(Organisation)
    return {
        "object_id": record.pk if record else 0, "content_type_id": kind.pk, "app_label": "directory", "url": "nothing/",
    }  # fmt: skip


def answers(place: Place, sessions: Mapping[str, str]) -> list[str]:
    """Return what each role is answered to GET and to POST, "page|405"; what a request changes is taken back."""
    return ["|".join(_answer(method, place, sessions.get(role, "")) for method in ("GET", "POST")) for role in ROLES]


def _answer(method: str, place: Place, session: str) -> str:
    with transaction.atomic():
        response = ask(method, place, session)
        transaction.set_rollback(True)
    return in_words(response)


_FACTORY = RequestFactory()
# As the test client answers, without a copy of the context of every template.
_HANDLERS = {checking: ClientHandler(enforce_csrf_checks=checking) for checking in (False, True)}


def ask(method: str, place: Place, session: str, *, forged: bool = False, **more: str) -> HttpResponse:
    """Send one request as a browser with this session, which comes from nowhere else; what breaks is answered 500.

    `forged`: as from a page of another host, without the token of a form. `more` stands in the environment of the request.
    """
    _FACTORY.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: session} if session else {})
    asked = partial(_FACTORY.post, data=place.sent) if method == "POST" else partial(_FACTORY.generic, method)
    response: HttpResponse = _HANDLERS[forged](asked(place.path, **more).environ)
    if response.streaming:
        # Reading a file to its end closes it.
        b"".join(response)
    return response


def in_words(response: HttpResponse) -> str:
    """Return "page", "sign-in", "refused" (by the administration), "redirect" or the number."""
    if response.status_code in (301, 302, 303):
        to = response["Location"]
        return "sign-in" if "/accounts/login/?next=" in to else "refused" if "/admin/login/?next=" in to else "redirect"
    return WORDS.get(response.status_code, str(response.status_code))


def written() -> dict[Key, list[str]]:
    """Return the table: by name and whose object, a cell per role."""
    with TABLE.open(newline="") as file:
        rows = [row for row in csv.reader(file) if row and not row[0].startswith("#")]
    assert rows[0] == ["address", "whose", *ROLES]
    return {(row[0], row[1]): row[2:] for row in rows[1:]}
