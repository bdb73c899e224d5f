"""The OpenAPI document, written from the same declarations as the answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import Scope

from .answers import JSON
from .feeds import ATOM, CALENDAR
from .fields import TEXT, URL, Schema, example_of, or_null, schema_of
from .paging import HIGHEST
from .parameters import FEED, Parameters
from .problems import TYPE
from .resources import RESOURCES, Resource

VERSION = "1.0.0"
PROBLEM: Schema = {
    "type": "object",
    "properties": {
        "type": TEXT, "title": TEXT, "status": {"type": "integer"}, "detail": TEXT, "instance": TEXT,
        "parameter": TEXT, "scope": TEXT,
    },
    "required": ["type", "title", "status", "detail", "instance"],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that may be asked: where, under which scope, with what, and what comes back."""

    path: str
    name: str
    about: str | Promise
    scope: Scope | None
    content: str
    schema: Schema
    parameters: Parameters
    example: Any = None
    of_one: bool = False
    by_feed_key: bool = False
    in_parts: bool = False

    @property
    def refusals(self) -> tuple[str, ...]:
        """The problems that it may be answered with."""
        found = ["400", "406", *(["401", "403", "429"] if self.scope else []), *(["404"] if self.of_one else [])]
        return tuple(sorted([*found, *(["416"] if self.in_parts else [])]))


def operations() -> list[Operation]:
    """Return every operation there is, in the order of the document."""
    return [
        *(one for resource in RESOURCES for one in _of(resource)),
        Operation(
            "/editions/{id}/pdf", "editionPdf", _("The PDF of an edition, whole or in part."), Scope.EDITIONS, "application/pdf",
            {**TEXT, "format": "binary"}, {}, of_one=True, in_parts=True,
        ),
        Operation(
            "/published.atom", "published", _("The latest editions as an Atom feed."), Scope.EDITIONS, ATOM, TEXT, FEED,
            by_feed_key=True,
        ),
        Operation(
            "/calendar.ics", "calendar", _("Meetings and, with the scope of calls, the dates of calls as a calendar."),
            Scope.MEETINGS, CALENDAR, TEXT, FEED, by_feed_key=True,
        ),
        Operation("/openapi.json", "document", _("This document."), None, JSON, {"type": "object"}, {}),
    ]  # fmt: skip


def _of(resource: Resource) -> Iterable[Operation]:
    """Return the list of a resource and the operation on one of its objects."""
    reference = {"$ref": f"#/components/schemas/{resource.name.capitalize()}"}
    page = {
        "type": "object",
        "properties": {"items": {"type": "array", "items": reference}, "next": or_null(URL)},
        "required": ["items", "next"],
        "additionalProperties": False,
    }
    shown = example_of(resource.fields)
    yield Operation(
        f"/{resource.plural}", resource.plural, resource.about, resource.scope, JSON, page, resource.parameters,
        {"items": [shown], "next": None},
    )  # fmt: skip
    yield Operation(
        f"/{resource.plural}/{{id}}", resource.name, resource.about, resource.scope, JSON, reference, {}, shown, of_one=True
    )


def document() -> dict[str, Any]:
    """Return the document; its words are English, whoever asks."""
    with translation.override("en"):
        return {
            "openapi": "3.1.0",
            "info": {
                "title": "AMIF network portal",
                "version": VERSION,
                "description": "Read-only; both languages in every object.",
            },
            "servers": [{"url": f"{settings.PORTAL_ADDRESS}/api/v1"}],
            "paths": {one.path: {"get": _written(one)} for one in operations()},
            "components": {
                "schemas": {"Problem": PROBLEM, **{one.name.capitalize(): schema_of(one.fields) for one in RESOURCES}},
                "securitySchemes": {
                    "token": {"type": "http", "scheme": "bearer"},
                    "feedKey": {"type": "apiKey", "in": "query", "name": "key"},
                },
            },
        }


def _written(one: Operation) -> dict[str, Any]:
    """Return an operation as the document holds it."""
    content: dict[str, Any] = {"schema": one.schema, **({"example": one.example} if one.example else {})}
    fine = {
        "200": {"description": "What was asked for.", "content": {one.content: content}},
        "304": {"description": "As it was."},
    }
    if one.in_parts:
        fine["206"] = {"description": "The part that was asked for.", "content": {one.content: content}}
    problem = {"description": "A problem (RFC 9457).", "content": {TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    return {
        "operationId": one.name,
        "summary": str(one.about),
        "security": _security(one),
        "parameters": _parameters(one),
        "responses": {**fine, **dict.fromkeys(one.refusals, problem)},
    }


def _security(one: Operation) -> list[dict[str, list[str]]]:
    """Return the ways in: OpenAPI 3.1 lets a bearer token name its scopes."""
    ways: list[dict[str, list[str]]] = [{"token": [one.scope.value]}] if one.scope else []
    if one.by_feed_key:
        ways.append({"feedKey": []})
    return ways


def _parameters(one: Operation) -> list[dict[str, Any]]:
    place = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 0, "maximum": HIGHEST}}
    asked = [
        {"name": name, "in": "query", "description": str(parameter.about), "schema": parameter.schema}
        for name, parameter in one.parameters.items()
        # The key of a feed is one of the ways in.
        if name != "key"
    ]
    return [*([place] if one.of_one else []), *asked]
