"""Files that cannot or must not be read get a clear refusal."""

import io
import zipfile

import pytest
from django.utils import translation
from docx import Document

from meetings.importing import UnreadableDocument, read_document
from meetings.importing.errors import MAX_CHARACTERS, MAX_ELEMENTS, MAX_FILE_BYTES, MAX_LINES, REASONS

from . import word


def refusal(data: bytes, filename: str) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        read_document(data, filename)
    return caught.value.code


def minutes() -> bytes:
    document = Document()
    document.add_paragraph("Verslag van de vergadering")
    return word.saved(document)


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "filename", "code"),
    [
        (b"", "x.txt", "empty"),
        (b" \r\n\t ", "x.txt", "empty"),
        (b"a" * (MAX_FILE_BYTES + 1), "x.txt", "too_big"),
        (b"a" * (MAX_CHARACTERS + 1), "x.txt", "too_long"),
        (b"a\n\n" * (MAX_LINES + 1), "x.txt", "too_long"),
        (b"<p>a" + b"<b></b>" * (MAX_ELEMENTS + 1), "x.html", "too_long"),
        (b"%PDF-1.7 text", "x.txt", "pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "x.doc", "old_word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "x.docx", "encrypted"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "x.docx", "picture"),
        (b"{\\rtf1 tekst}", "x.rtf", "other_office"),
        (bytes(range(256)) * 8, "x.txt", "not_a_document"),
        (b"PK\x03\x04 broken", "x.docx", "damaged"),
        (zipped({"a.txt": b"text"}), "x.docx", "not_a_document"),
        (b"Compte rendu de la rencontre", "x.doc", "not_a_document"),
        (b"Compte rendu de la rencontre", "x.docx", "not_a_document"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "x.odt", "other_office"),
        (zipped({"[Content_Types].xml": b"<Types>spreadsheetml</Types>"}), "x.xlsx", "other_office"),
        (zipped({"word/document.xml": bytes(30_000_000)}), "x.docx", "zip_bomb"),
        (zipped({f"{number}.xml": b"" for number in range(2_100)}), "x.docx", "zip_bomb"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_unreadable_files_are_refused_by_name(data: bytes, filename: str, code: str):
    assert refusal(data, filename) == code


def test_macros_are_refused_under_any_name():
    with_macro = word.rewritten(minutes(), {"word/vbaProject.bin": b"macro"})
    assert (refusal(with_macro, "x.docx"), refusal(minutes(), "x.docm")) == ("macros", "macros")


@pytest.mark.parametrize(
    ("kind", "target", "owner"),
    [
        ("image", "https://example.org/pixel.png", "document"),
        ("image", r"\\server\share\pixel.png", "document"),
        ("attachedTemplate", "https://example.org/evil.dotm", "settings"),
        ("attachedTemplate", r"file:///\\server\share\evil.dotm", "settings"),
        ("oleObject", "file:///c:/x.xls", "document"),
        ("frame", "https://example.org", "document"),
    ],
)
def test_what_is_fetched_from_outside_is_refused(kind: str, target: str, owner: str):
    assert refusal(word.with_relationship(minutes(), kind, target, owner=owner), "x.docx") == "external_references"


@pytest.mark.parametrize(
    ("kind", "target"), [("hyperlink", "https://example.org"), ("attachedTemplate", r"file:///C:\Users\x\Normal.dotm")]
)
def test_links_and_the_name_of_a_local_template_are_harmless(kind: str, target: str):
    source = read_document(word.with_relationship(minutes(), kind, target), "x.docx")
    assert source.raw == ("Verslag van de vergadering",)


@pytest.mark.parametrize("code", ['DDEAUTO c:\\\\x "calc"', 'INCLUDETEXT "https://example.org/a"', 'LINK Excel.Sheet "x"'])
def test_fields_that_fetch_are_refused_even_in_pieces(code: str):
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in (code[:3], code[3:].replace('"', "&quot;")))
    body = word.part(minutes(), "word/document.xml").decode().replace("</w:p>", f"{begin}{runs}</w:p>", 1)
    assert refusal(word.rewritten(minutes(), {"word/document.xml": body.encode()}), "x.docx") == "external_references"


def test_a_hyperlink_field_may_hold_the_word_link():
    code = ' HYPERLINK "https://example.org/link/dde" '
    field = f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r>'
    body = word.part(minutes(), "word/document.xml").decode().replace("</w:p>", f"{field}</w:p>", 1)
    assert read_document(word.rewritten(minutes(), {"word/document.xml": body.encode()}), "x.docx").lines


def test_entities_are_refused_before_they_unfold():
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    assert refusal(word.rewritten(minutes(), {"word/document.xml": bomb}), "x.docx") == "external_references"


def test_entities_cannot_hide_in_another_encoding():
    bomb = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode("utf-16")
    assert refusal(word.rewritten(minutes(), {"word/document.xml": bomb}), "x.docx") == "damaged"


@pytest.mark.parametrize("content", [b"not xml", b"<w:document", b"<a>" * 400 + b"</a>" * 400])
def test_a_damaged_document_is_refused(content: bytes):
    assert refusal(word.rewritten(minutes(), {"word/document.xml": content}), "x.docx") == "damaged"


def test_a_word_document_without_text_is_empty():
    assert refusal(word.saved(Document()), "x.docx") == "empty"


@pytest.mark.parametrize("code", sorted(REASONS))
def test_every_refusal_says_what_to_do(code: str):
    with translation.override("en"):
        assert str(UnreadableDocument(code)) == str(REASONS[code]) != ""
