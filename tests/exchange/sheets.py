"""Files as a person would send them: a workbook or CSV made of rows."""

import csv
import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from openpyxl import Workbook, load_workbook

from amif_network.accounts.models import User
from amif_network.exchange import importing
from amif_network.exchange.exporting import Everything, export
from amif_network.exchange.models import Importation
from amif_network.exchange.outcome import seal
from amif_network.exchange.subjects import Subject
from amif_network.exchange.writing import Written
from tests.factories.meetings import NOW

Row = list[object]


def book(**sheets: list[Row]) -> bytes:
    """Return a workbook; the first row of each sheet holds its headings."""
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def text(rows: list[Row], delimiter: str = ";") -> bytes:
    """Return a CSV file."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode()


def zipped(files: dict[str, str]) -> bytes:
    """Return a zip of CSV files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return stream.getvalue()


def read(data: bytes) -> dict[str, list[tuple[object, ...]]]:
    """Return what a workbook holds, read by a library."""
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(io.BytesIO(data)).worksheets}


def looked_at(data: bytes, by: User, name: str = "table.xlsx") -> Importation:
    return importing.receive(data=data, filename=name, by=by, at=NOW)


def confirmed(data: bytes, by: User, name: str = "table.xlsx") -> Importation:
    importation = looked_at(data, by, name)
    return importing.confirm(importation, shown=seal(importation.outcome), by=by, at=NOW)


def refusals(importation: Importation) -> list[tuple[int, str, str]]:
    """Return (row, column, sentence) of everything refused."""
    rows = [row for sheet in importation.outcome["sheets"] for row in sheet["rows"]]
    return [(row["number"], column, sentence) for row in rows for column, sentence in row["errors"]]


def changes(importation: Importation) -> list[tuple[int, str, str, str]]:
    """Return (row, column, before, after) of everything that rows which exist change."""
    rows = [row for sheet in importation.outcome["sheets"] for row in sheet["rows"] if row["kind"] == "changed"]
    return [(row["number"], *change) for row in rows for change in row["changes"]]


def said(subject: Subject, user: User) -> dict[str, list[list[object]]]:
    """Return what every table of a subject says, without its headings."""
    return {kind.name: list(Written(kind(), kind.everything(user)).lines()) for kind in subject.tables}


def file_of(subject: Subject, user: User, form: str = "xlsx") -> bytes:
    """Return a file with every table of a subject."""
    return export(Everything(user), form, [kind.name for kind in subject.tables]).data()


def address(name: str, *args: object, lang: str = "fr") -> str:
    with override(lang):
        return reverse(f"exchange:{name}", args=args)


def upload(client: Client, data: bytes, name: str = "table.xlsx", lang: str = "fr") -> HttpResponse:
    return client.post(address("import", lang=lang), {"file": SimpleUploadedFile(name, data)})
