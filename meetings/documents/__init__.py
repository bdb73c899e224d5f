"""From the models to a printed record: every query of a document is asked here, every word put in its language.

`load()` reads what a record needs, `record()` turns it into the plain values of `printed.py` for one
language or both, internal or public, `pdf()` and `typesetting.minutes_html()` turn those into the document.
"""

from .awaiting import Awaited, awaited, awaited_from, awaited_text, still_open
from .files import about_draft, draft_pdf, file_name, pdf
from .passages import body, heading, name_of, says_something, slides
from .people import attendance
from .publicity import in_public_words
from .record import BOTH, all_editions, content_hash, languages, load, public_version_of, record
from .word import word

__all__ = [
    "BOTH",
    "Awaited",
    "about_draft",
    "all_editions",
    "attendance",
    "awaited",
    "awaited_from",
    "awaited_text",
    "body",
    "content_hash",
    "draft_pdf",
    "file_name",
    "heading",
    "in_public_words",
    "languages",
    "load",
    "name_of",
    "pdf",
    "public_version_of",
    "record",
    "says_something",
    "slides",
    "still_open",
    "word",
]
