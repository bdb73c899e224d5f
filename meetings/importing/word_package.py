"""The container of a .docx file: opened only as far as it is safe to.

A .docx is a zip of XML parts. Every size is checked from the directory of the zip before anything is unpacked, and every
part that is going to be parsed is looked at for what a document of minutes has no business to hold.
"""

import io
import re
import zipfile
from typing import IO

from .errors import MEGABYTE, UnreadableDocument

MAX_ENTRIES = 2_000
MAX_UNPACKED = 80 * MEGABYTE
MAX_PART = 20 * MEGABYTE
MAX_RATIO = 150  # unpacked to packed; XML of Word reaches 30
RATIO_MATTERS_ABOVE = 5 * MEGABYTE

WORD_MAIN = "wordprocessingml"
RELATIONSHIP = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")
ATTRIBUTE = re.compile(r"(\w+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# Fields that fetch another document or start a program: { INCLUDETEXT "\\\\server\\x.docx" }, { DDEAUTO … }
FETCHING_FIELD = re.compile(
    r"\s*(?:(?:DDE|DDEAUTO|INCLUDETEXT|LINK|IMPORT)\b|INCLUDEPICTURE\b.{0,20}(?:https?:|\\\\|file:))", re.IGNORECASE
)
FIELD_PART = re.compile(r"(?P<begin>fldCharType=\"begin\")|<w:instrText[^>]*>(?P<text>[^<]*)<|\bw:instr=\"(?P<simple>[^\"]*)\"")
# The template a document was made from, as Word notes it: file:///C:\Users\…\Normal.dotm. Never opened by anybody here.
LOCAL_TEMPLATE = re.compile(r"(?:file:///)?(?:[a-z]:[\\/]|/(?!/)|[^:/\\]+\Z|Normal)", re.IGNORECASE)
MACROS = re.compile(r"(?:\A|/)(?:vbaProject\.bin|vbaData\.xml|.*\.(?:vbs|js|exe|dll))\Z", re.IGNORECASE)


def open_package(data: bytes) -> zipfile.ZipFile:
    """Open the zip after its directory was checked. Raises UnreadableDocument."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, EOFError) as error:
        raise UnreadableDocument("damaged") from error
    entries = package.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
        raise UnreadableDocument("zip_bomb")
    if unpacked > RATIO_MATTERS_ABOVE and unpacked > MAX_RATIO * max(len(data), 1):
        raise UnreadableDocument("zip_bomb")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise UnreadableDocument("encrypted")
    return package


def read_part(package: zipfile.ZipFile, name: str) -> bytes:
    """Unpack one part, never more than MAX_PART bytes of it. Raises UnreadableDocument."""
    if package.getinfo(name).file_size > MAX_PART:
        raise UnreadableDocument("zip_bomb")
    try:
        with package.open(name) as stream:
            data = _limited(stream)
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, RuntimeError) as error:
        raise UnreadableDocument("damaged") from error
    if DOCTYPE.search(data):
        raise UnreadableDocument("external_references")
    if b"\0" in data and name.endswith((".xml", ".rels")):
        # UTF-16 would hide a DOCTYPE from the look above; Word writes UTF-8.
        raise UnreadableDocument("damaged")
    return data


def _limited(stream: IO[bytes]) -> bytes:
    data = stream.read(MAX_PART + 1)
    if len(data) > MAX_PART:
        raise UnreadableDocument("zip_bomb")
    return data


def refuse_hostile(package: zipfile.ZipFile, filename: str) -> None:
    """Refuse macros, embedded objects and anything fetched from outside. Raises UnreadableDocument."""
    names = package.namelist()
    if "[Content_Types].xml" not in names:
        raise UnreadableDocument("other_office" if "mimetype" in names else "not_a_document")
    types = read_part(package, "[Content_Types].xml").decode("utf-8", "replace")
    if "macroEnabled" in types or filename.lower().endswith((".docm", ".dotm")) or any(MACROS.search(name) for name in names):
        raise UnreadableDocument("macros")
    if WORD_MAIN not in types:
        raise UnreadableDocument("other_office")
    for name in names:
        if name.endswith(".rels"):
            _refuse_relationships(read_part(package, name).decode("utf-8", "replace"))
        if name.startswith("word/") and name.endswith(".xml") and "/theme/" not in name:
            _refuse_fields(read_part(package, name))


def _refuse_relationships(markup: str) -> None:
    for tag in RELATIONSHIP.findall(markup):
        attributes = {name: double or single for name, double, single in ATTRIBUTE.findall(tag)}
        kind = attributes.get("Type", "").rsplit("/", 1)[-1].lower()
        if kind in {"oleobject", "control", "activexcontrolbinary", "afchunk", "vbaproject", "subdocument", "frame"}:
            raise UnreadableDocument("macros" if kind == "vbaproject" else "external_references")
        if attributes.get("TargetMode", "").lower() != "external" or kind == "hyperlink":
            continue
        if kind == "attachedtemplate" and LOCAL_TEMPLATE.match(attributes.get("Target", "")):
            continue
        raise UnreadableDocument("external_references")


def _refuse_fields(data: bytes) -> None:
    """Look at the code of every field; Word cuts it into several runs, which are put together first."""
    codes = [""]
    for hit in FIELD_PART.finditer(data.decode("utf-8", "replace")):
        if hit["text"] is None:
            codes.append(hit["simple"] or "")
        else:
            codes[-1] += hit["text"]
    if any(FETCHING_FIELD.match(code) for code in codes):
        raise UnreadableDocument("external_references")
