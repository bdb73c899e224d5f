"""The whole record in open formats, for the State Archives: JSON of every record, CSV of the exchange, PDF/A, files.

What lets somebody in never leaves: columns whose names say so are left out, whichever record they come to stand in, and so are
records that are nothing else (`LEFT_OUT`).
"""
# ruff: noqa: S608  # names of our own tables and columns

import datetime
import json
import re
from pathlib import Path
from typing import Any

from django.core.files.storage import Storage
from django.db import connection, models, transaction
from django.utils import translation

from amif_network.accounts.models import Role
from amif_network.accounts.roles import anybody_as
from amif_network.core.findings import rows
from amif_network.exchange.exporting import Everything
from amif_network.exchange.writing import write_csv
from amif_network.history.models import UNTOLD
from meetings.models import Edition

from . import facts
from .bagging import Bag

APPS = ("directory", "accounts", "meetings", "projects", "partnerships", "privacy", "history")
# Links and invitations that let somebody in, and who looks at which page now.
LEFT_OUT = ("accounts.Invitation", "accounts.ApiClient", "meetings.ReviewLink", "meetings.Presence", "meetings.Importation")
SECRET = re.compile(r"(password|secret|digest|token|key)$|^(marks|search_text|last_login)$")
KEYS = ("sort_key",)
WORDS = Path(__file__).parent / "data"
PIECE = 1024 * 1024
LANGUAGES = ("fr", "nl")


def archived() -> list[type[models.Model]]:
    """Return the kinds of records that are archived, in the order of their labels."""
    kept = [model for model in facts.stored_models() if model._meta.app_label in APPS]
    return sorted((model for model in kept if not _lets_in(model)), key=lambda model: model._meta.label)


def columns(model: type[models.Model]) -> list[models.Field]:
    """Return the columns of a kind of record that are archived: no secrets, no bytes (they lie beside it as files)."""
    told = [field for field in model._meta.local_fields if not isinstance(field, models.BinaryField)]
    untold = UNTOLD.get(model._meta.label, ())
    return [field for field in told if field.name not in untold and (field.name in KEYS or not SECRET.search(field.name))]


def export_archive(place: Path, *, storage: Storage, at: datetime.datetime) -> list[str]:
    """Write the archive into a new folder or zip; return a sentence for each file or edition that is missing or altered.

    Everything is of one moment, in an order that does not change. Raises UpkeepRefused where something lies at `place`.
    """
    bag = Bag(place)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SET LOCAL TimeZone = 'UTC'")
        for language in LANGUAGES:
            with bag.file(f"README.{language}.txt") as file:
                file.write((WORDS / f"README.{language}.txt").read_bytes())
        with bag.file("schema.json") as file:
            file.write(_json({model._meta.label: _described(model) for model in archived()}))
        for model in archived():
            _add_records(bag, model)
        _add_tables(bag)
        complaints = _add_editions(bag) + _add_files(bag, storage)
    bag.close({"Bagging-Date": f"{at:%Y-%m-%d}", "External-Description": "AMIF network: the whole record"})
    return complaints


def _lets_in(model: type[models.Model]) -> bool:
    """Tell whether a kind of record, or what its history tells of, is left out."""
    tracked: Any = getattr(model, "pgh_tracked_model", model)
    return tracked._meta.label in LEFT_OUT


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def _described(model: type[models.Model]) -> dict[str, Any]:
    """Return what a reader must know of a kind of record."""
    fields = {field.column: _field(field) for field in columns(model)}
    return {"name": _in_both(model._meta.verbose_name), "fields": fields}


def _field(field: models.Field) -> dict[str, Any]:
    described: dict[str, Any] = {"name": _in_both(field.verbose_name), "type": field.get_internal_type()}
    if isinstance(field, models.ForeignKey):
        described["refers_to"] = field.related_model._meta.label
    if field.choices:
        described["codes"] = {str(code): _in_both(words) for code, words in field.flatchoices}
    return described


def _in_both(words: Any) -> dict[str, str]:
    said = {}
    for language in LANGUAGES:
        with translation.override(language):
            said[language] = str(words)
    return said


def _add_records(bag: Bag, model: type[models.Model]) -> None:
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column or field.name) for field in columns(model))
    table, key = quote(model._meta.db_table), quote(model._meta.pk.column or "id")
    sql = f"SELECT row_to_json(record)::text AS said FROM (SELECT {names} FROM {table} ORDER BY {key}) AS record"
    with bag.file(f"records/{model._meta.label}.json") as file:
        file.write(f'{{"record": "{model._meta.label}", "rows": ['.encode())
        for place, row in enumerate(rows(sql)):
            file.write(f"{',' if place else ''}\n{row['said']}".encode())
        file.write(b"\n]}\n")


def _add_tables(bag: Bag) -> None:
    with translation.override("fr"):
        for table in Everything(anybody_as(Role.ADMINISTRATOR)).written():
            with bag.file(f"tables/{table.name}.csv") as file:
                write_csv(file, table)


def _add_editions(bag: Bag) -> list[str]:
    """Write the editions one at a time."""
    keys = list(Edition.objects.order_by("pk").values_list("pk", flat=True))
    for key in keys:
        edition = Edition.objects.defer("content").select_related("minutes").get(pk=key)
        name = f"{edition.minutes.meeting_id}-v{edition.version}-{edition.language}-{edition.audience}-{key}.pdf"
        with bag.file(f"editions/{name}") as file:
            file.write(bytes(edition.pdf))
    return facts.broken_editions({"editions": facts.edition_hashes(connection)})


def _add_files(bag: Bag, storage: Storage) -> list[str]:
    """Copy the files of the records that are archived: those of reports are made of the record, and go with their day."""
    complaints = []
    for name, sha256 in sorted(facts.mentioned_files(connection, APPS).items()):
        try:
            source: Any = storage.open(name, "rb")
        except FileNotFoundError:
            complaints.append(f"The stored file {name} is missing.")
            continue
        with source, bag.file(f"files/{name}") as file:
            while piece := source.read(PIECE):
                file.write(piece)
        if file.hash.hexdigest() != sha256:
            complaints.append(f"The stored file {name} was altered.")
    return complaints
