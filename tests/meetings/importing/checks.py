"""What the tests of the importer share: a small directory, the documents, and a count of lost words of its own."""

import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from meetings.importing import OrganisationMatch, ParsedMinutes, as_json, parse_minutes, read_document

HERE = Path(__file__).resolve().parent
DOCUMENTS = sorted((HERE / "documents").iterdir())
# The real documents lie beside the project where it is developed; elsewhere the documents above stand for their shapes.
SEEDS = sorted((HERE.parents[3] / "shared" / "seeds").glob("*.txt"))

ALL_SOURCES = [*DOCUMENTS, *SEEDS]

CENTRES = {
    "CPAS d'Anvers": ["anvers", "antwerpen"],
    "CPAS de Gand": ["gand", "gent"],
    "CPAS de Liège": ["liège", "luik"],
    "CPAS de Charleroi": ["charleroi"],
    "CPAS de Bruxelles": ["bruxelles", "brussel"],
    "CPAS de Namur": ["namur", "namen"],
    "CPAS de Malines": ["malines", "mechelen"],
    "CPAS de Louvain": ["louvain", "leuven"],
}
SERVICES = {
    "SPP Intégration sociale": ["pod mi", "pod mi-is", "spp is"],
    "SPF Intérieur": ["spf intérieur", "fod binnenlandse zaken", "ibz"],
}
CENTRE = re.compile(r"(?:cpas|ocmw)\s+(?:de\s+|d'|van\s+)?(.+)")


def directory(text: str) -> OrganisationMatch:
    """Match a typed organisation as the real directory does; "Sint-Niklaas" alone fits two."""
    folded = text.strip().casefold().replace("’", "'")
    if folded == "ocmw sint-niklaas":
        return OrganisationMatch(candidates=("CPAS de Saint-Nicolas", "CPAS de Sint-Niklaas"))
    hit = CENTRE.fullmatch(folded)
    names = CENTRES if hit else {**CENTRES, **SERVICES}
    wanted = hit[1] if hit else folded
    return next((OrganisationMatch(name, name) for name, spellings in names.items() if wanted in spellings), OrganisationMatch())


def imported(path: Path) -> ParsedMinutes:
    """Read and recognise a document."""
    return parse_minutes(read_document(path.read_bytes(), path.name), match=directory)


def words(text: str) -> Counter[str]:
    """Count runs of letters and digits, case kept; a raised figure is the mark of a footnote and counts on its own."""
    return Counter(re.findall(r"[⁰¹²³⁴-⁹]+|[^\W_⁰¹²³⁴-⁹]+", text))


def strings(value: Any) -> Iterator[str]:
    """Yield every string of a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in {"warnings", "topic", "matched"}:
                yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def missing_words(source_text: str, result: ParsedMinutes) -> Counter[str]:
    """Return the words of the source that the JSON of the result does not hold, warnings and derived names apart."""
    held: Counter[str] = Counter()
    for text in strings(as_json(result)):
        targets = " ".join(re.findall(r'(?:href|start)="([^"]*)"', text))
        held += words(html.unescape(re.sub(r"<[^>]*>", " ", text))) + words(html.unescape(targets))
    return words(source_text) - held


def outline(result: ParsedMinutes) -> dict[str, Any]:
    """Return what a document says, without the text of its sections, as plain values for comparison."""
    plain = as_json(result)
    return {
        "title": plain["title"],
        "date": plain["date"],
        "mode": plain["mode"],
        "attendance": [[one["status"], one["name"], one["organisation"], one["matched"]] for one in plain["attendance"]],
        "agenda": [[one["label"], one["start"], one["end"], one["kind"], one["title"]] for one in plain["agenda"]],
        "sections": [[one["level"], one["label"], one["heading"], one["organisation"]] for one in plain["sections"]],
        "pending": plain["pending"],
        "slide_references": [[one["from"], one["to"]] for one in plain["slide_references"]],
        "warnings": [[notice.code, notice.line] for notice in result.warnings],
    }


def expected(path: Path) -> dict[str, Any]:
    """Return what a person read in a document."""
    return json.loads((HERE / "expected" / f"{path.stem}.json").read_text(encoding="utf-8"))
