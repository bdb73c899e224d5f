"""What an object of the API is made of: each field with its schema and how it is read, in one place."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Model, TextChoices
from django.urls import reverse
from django.utils import timezone

Schema = dict[str, Any]
Json = Any
TEXT: Schema = {"type": "string"}
KEY: Schema = {"type": "integer", "minimum": 1}
YES_OR_NO: Schema = {"type": "boolean"}
URL: Schema = {"type": "string", "format": "uri"}
DAY: Schema = {"type": "string", "format": "date"}
MOMENT: Schema = {"type": "string", "format": "date-time"}


@dataclass(frozen=True, slots=True)
class Field:
    """One field: what its value looks like, for programs and with an example for people, and where it comes from."""

    schema: Schema
    read: Callable[[Any], Json]
    example: Json


Fields = Mapping[str, Field]


def written(fields: Fields, row: Any) -> dict[str, Json]:
    """Return `row` as an object of the API."""
    return {name: field.read(row) for name, field in fields.items()}


def schema_of(fields: Fields) -> Schema:
    """Return the JSON schema of such an object: every field is always there."""
    return {
        "type": "object",
        "properties": {name: field.schema for name, field in fields.items()},
        "required": list(fields),
        "additionalProperties": False,
    }


def example_of(fields: Fields) -> dict[str, Json]:
    """Return an invented object."""
    return {name: field.example for name, field in fields.items()}


def or_null(schema: Schema) -> Schema:
    """Return the schema of a value that may be missing."""
    if "enum" in schema:
        return {"enum": [*schema["enum"], None]}
    return {"anyOf": [schema, {"type": "null"}]} if "type" not in schema else {**schema, "type": [schema["type"], "null"]}


BILINGUAL: Schema = schema_of({lang: Field(or_null(TEXT), str, "") for lang in ("fr", "nl")})


def address(name: str, *args: object) -> str:
    """Return the full address of something of the API."""
    return settings.PORTAL_ADDRESS + reverse(f"api:{name}", args=args)


def both(row: Any, field: str) -> dict[str, str | None]:
    """Return a bilingual text in both languages, None where it does not exist in one."""
    return {lang: getattr(row, f"{field}_{lang}") or None for lang in ("fr", "nl")}


def moment(value: datetime.datetime | None) -> str | None:
    """Write a moment in the time of Brussels, with its zone; to the second, as `updated_since` takes it."""
    return timezone.localtime(value).isoformat(timespec="microseconds") if value else None


def day(value: datetime.date | None) -> str | None:
    """Write a day."""
    return value.isoformat() if value else None


def on(date: datetime.date, time: datetime.time | None) -> str | None:
    """Write a time of a day in Brussels, with its zone."""
    return moment(timezone.make_aware(datetime.datetime.combine(date, time))) if time else None


def choice(values: type[TextChoices]) -> Schema:
    """Return the schema of one word of a vocabulary."""
    return {"type": "string", "enum": list(values.values)}


def text(field: str, example: str) -> Field:
    """Return a field with a text of a row that is never missing."""
    return Field(TEXT, lambda row: getattr(row, field), example)


def bilingual(field: str, fr: str | None, nl: str | None) -> Field:
    """Return a field with a text in both languages."""
    return Field(BILINGUAL, lambda row: both(row, field), {"fr": fr, "nl": nl})


def word(field: str, values: type[TextChoices], example: str) -> Field:
    """Return a field with one word of a vocabulary; None where the row has none."""
    return Field(or_null(choice(values)), lambda row: getattr(row, field) or None, example)


def date(field: str, example: str | None) -> Field:
    """Return a field with a day, which may be missing."""
    return Field(or_null(DAY), lambda row: day(getattr(row, field)), example)


def at(field: str, example: str) -> Field:
    """Return a field with a moment, which may be missing."""
    return Field(or_null(MOMENT), lambda row: moment(getattr(row, field)), example)


def several(fields: Fields, read: Callable[[Any], list[Json]]) -> Field:
    """Return a field with a list of objects."""
    return Field({"type": "array", "items": schema_of(fields)}, read, [example_of(fields)])


def identity(name: str) -> dict[str, Field]:
    """Return the key and the address of an object."""
    return {
        "id": Field(KEY, lambda row: row.pk, 12),
        "url": Field(URL, lambda row: address(name, row.pk), f"https://portal.example.org/api/v1/{name}s/12"),
    }


def reference(name: str, row: Model) -> dict[str, Json]:
    """Return the key and the address of another object."""
    return {"id": row.pk, "url": address(name, row.pk)}
