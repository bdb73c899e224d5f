"""Files that are not what they should be: each is refused with its reason, and nothing is unpacked blindly."""

import io
import zipfile

import pytest

from amif_network.exchange.cells import neutral, restored
from amif_network.exchange.errors import UnreadableTable
from amif_network.exchange.reading import read_tables

from .sheets import book, text

HEADINGS = ["programme", "call", "title_fr"]


def reason(data: bytes, name: str = "table.xlsx") -> str:
    with pytest.raises(UnreadableTable) as refused:
        read_tables(data, name)
    assert str(refused.value)
    return refused.value.code


def zipped(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name.replace("__", "/"), data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"%PDF-1.7\n%", "not_a_table"),
        (b"\x89PNG\r\n\x1a\n" + bytes(80), "not_a_table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"PK\x03\x04" + b"x" * 300, "damaged"),
        (bytes(range(256)) * 30, "not_a_table"),
        (b"a" * (20 * 1024 * 1024 + 1), "too_big"),
        (text([HEADINGS]), "no_rows"),
        (text([["nom", "prix"], ["x", 1]]), "no_table"),
        (text([["programme", "title_fr", "managing_body", "channel_fr"], ["amif", "x", "y", "z"]]), "missing_columns"),
        (text([["programme", "call", "Call", "state"], ["amif", 1, 1, "draft"]]), "repeated"),
        (text([HEADINGS, ["amif", 1, "=1+1"]]), "formula"),
        (zipped(**{"mimetype": b"application/vnd.oasis", "content.xml": b"<x/>"}), "other_office"),
        (zipped(**{"xl__workbook.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}), "external_references"),
        (zipped(**{"xl__workbook.xml": b"<x/>", "xl__vbaProject.bin": b"x"}), "macros"),
        (zipped(**{"xl__workbook.xml": b" " * (9 * 1024 * 1024)}), "zip_bomb"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(data, code) -> None:
    assert reason(data) == code


def test_a_formula_of_a_workbook_is_named_by_its_cell() -> None:
    data = book(calls=[HEADINGS, ["amif", "42", "=SUM(A1:A2)"]])
    with pytest.raises(UnreadableTable, match="calls!C2"):
        read_tables(data, "x.xlsx")


def test_a_workbook_that_claims_a_million_rows_is_not_walked_through() -> None:
    made = book(calls=[HEADINGS, ["amif", "42", "x"]])
    parts = zipfile.ZipFile(io.BytesIO(made))
    sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    far = sheet.replace("</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
    data = zipped(**{name: far.encode() if name.endswith("sheet1.xml") else parts.read(name) for name in parts.namelist()})
    assert reason(data) == "too_many_rows"


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_csv_of_any_spreadsheet_program_is_read(delimiter, encoding) -> None:
    data = text([HEADINGS, ["amif", "042", "été ; hiver, printemps"], ["", "", ""]], delimiter).decode().encode(encoding)
    [sheet] = read_tables(data, "export.csv")
    assert (sheet.table, sheet.rows) == (
        "calls",
        [(2, {"programme": "amif", "call": "042", "title_fr": "été ; hiver, printemps"})],
    )


def test_unknown_columns_are_named_and_not_read() -> None:
    [sheet] = read_tables(book(calls=[[*HEADINGS, "remarque"], ["amif", 1, "x", "y"]]), "x.xlsx")
    assert sheet.unknown == ["remarque"]
    assert "remarque" not in sheet.rows[0][1]


@pytest.mark.parametrize("words", ["=1+1", "+32 2", "-5", "@x", "\t=1", "'=1", "''-", "'quoted", "＝1", "plain", ""])
def test_text_that_looks_like_a_formula_is_neutral_and_comes_back(words) -> None:
    assert restored(neutral(words)) == words
    assert not neutral(words).startswith(("=", "+", "-", "@", "\t", "＝"))
