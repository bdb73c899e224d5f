"""The zip of an .xlsx workbook or of CSV files: measured by its directory before anything is unpacked."""

import io
import re
import zipfile

from .errors import MEGABYTE, UnreadableTable

MAX_ENTRIES = 500
MAX_UNPACKED = 120 * MEGABYTE
MAX_PART = 80 * MEGABYTE
# Unpacked to packed; sheets of equal rows reach 100.
MAX_RATIO = 200
RATIO_MATTERS_ABOVE = 5 * MEGABYTE
# A declaration of entities stands before the first element.
LOOKED_AT = 4096
DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DAMAGED = (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, RuntimeError, ValueError)


def measured(data: bytes) -> zipfile.ZipFile:
    """Open a zip after its directory was checked. Raises UnreadableTable."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGED as error:
        raise UnreadableTable("damaged") from error
    entries = package.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or any(entry.file_size > MAX_PART for entry in entries):
        raise UnreadableTable("zip_bomb")
    if unpacked > RATIO_MATTERS_ABOVE and unpacked > MAX_RATIO * len(data):
        raise UnreadableTable("zip_bomb")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise UnreadableTable("encrypted")
    return package


def refuse_hostile(package: zipfile.ZipFile) -> None:
    """Refuse what a workbook of tables has no business to hold. Raises UnreadableTable."""
    names = package.namelist()
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UnreadableTable("macros")
    if "xl/workbook.xml" not in names:
        raise UnreadableTable("other_office")
    for name in names:
        if name.endswith((".xml", ".rels")):
            head = read_part(package, name, LOOKED_AT)
            # UTF-16 would hide a declaration, and no program writes workbooks in it.
            if DOCTYPE.search(head) or b"\0" in head:
                raise UnreadableTable("external_references")


def read_part(package: zipfile.ZipFile, name: str, most: int = MAX_PART) -> bytes:
    """Unpack the first `most` bytes of a part. Raises UnreadableTable."""
    try:
        with package.open(name) as stream:
            return stream.read(most)
    except _DAMAGED as error:
        raise UnreadableTable("damaged") from error
