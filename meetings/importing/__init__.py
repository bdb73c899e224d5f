"""From a document of minutes to a typed result; no models, no database.

`reading` turns bytes or pasted text into numbered lines, `parse` turns the lines into `ParsedMinutes`
(`result`), `as_json` prints that. Nothing is lost: every word of the source is in the result, either
where it belongs or listed by name among the furniture.
"""

from .as_json import as_json
from .errors import UnreadableDocument
from .parse import parse_minutes
from .reading import read_document, read_html, read_text
from .result import OrganisationMatch, ParsedMinutes
from .source import Source

__all__ = [
    "OrganisationMatch",
    "ParsedMinutes",
    "Source",
    "UnreadableDocument",
    "as_json",
    "parse_minutes",
    "read_document",
    "read_html",
    "read_text",
]
