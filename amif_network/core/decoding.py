"""From the bytes of a file somebody sends to its text, whichever program wrote it."""

import codecs
import re

# Bytes that no text has: control characters other than tab, line ends, form feed, escape and end-of-file
BINARY = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f]")
MAX_BINARY_SHARE = 0.005


class NotText(ValueError):
    """These bytes are no text."""


def decoded(data: bytes) -> str:
    """Decode UTF-8, UTF-16 or Windows-1252. Raises NotText for bytes that are no text."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(data, "utf-16")
    if encoding := _utf16_without_mark(data):
        return _strictly(data, encoding)
    if len(BINARY.findall(data)) > MAX_BINARY_SHARE * len(data):
        raise NotText
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _windows(data)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotText from error


def _windows(data: bytes) -> str:
    """Decode Windows-1252; a text has no undefined characters and mostly letters."""
    text = _strictly(data, "cp1252")
    readable = sum(character.isalnum() or character.isspace() for character in text)
    if readable < 0.6 * len(text):
        raise NotText
    return text


def _utf16_without_mark(data: bytes) -> str:
    """Recognise UTF-16 by the zero in every second byte of Latin text."""
    sample = data[:2000]
    if len(sample) < 4 or len(data) % 2:
        return ""
    half = len(sample) // 2
    if sample[1::2].count(0) > 0.8 * half and sample[0::2].count(0) == 0:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.8 * half and sample[1::2].count(0) == 0:
        return "utf-16-be"
    return ""
