"""Reading what is in a PDF: its text by page, its tags, and what a checker says of it."""

import io
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field

import page
import pikepdf


@dataclass
class Tag:
    """One element of the structure tree."""

    name: str
    element: pikepdf.Object
    lang: str
    document: pikepdf.Pdf = field(repr=False)
    kids: list["Tag"] = field(default_factory=list)

    def walk(self) -> Iterator["Tag"]:
        """Yield this element and all below it, in reading order."""
        yield self
        for kid in self.kids:
            yield from kid.walk()

    def find(self, *names: str) -> list["Tag"]:
        """Return the elements with one of these names, in reading order."""
        return [tag for tag in self.walk() if tag.name in names]


def tags(pdf: bytes) -> Tag:
    """Return the structure tree; every element knows the language it is read in."""
    document = pikepdf.open(io.BytesIO(pdf))
    root = document.Root.StructTreeRoot.K[0]
    return _tag(root, str(document.Root.Lang), document)


def _tag(element: pikepdf.Object, lang: str, document: pikepdf.Pdf) -> Tag:
    spoken = str(element.get("/Lang", lang))
    kids = element.get("/K", [])
    items = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    inner = [_tag(kid, spoken, document) for kid in items if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    return Tag(name=str(element.S).removeprefix("/"), element=element, lang=spoken, document=document, kids=inner)


def pages(pdf: bytes) -> list[str]:
    """Return the text of each page as poppler reads it."""
    return shown_text(pdf).split("\f")[:-1]


def shown_text(pdf: bytes) -> str:
    """Return the whole text as poppler reads it, pages ending in a form feed."""
    return subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def page_count(pdf: bytes) -> int:
    """Return how many pages the file has."""
    return len(pikepdf.open(io.BytesIO(pdf)).pages)


def complaints(pdf: bytes) -> list[str]:
    """Return what a checker finds against PDF/UA-1 (104 rules) and PDF/A-3a (156 rules)."""
    found = []
    for profile in ("ua1", "3a"):
        report = page.validate_pdf_bytes(pdf, profile=profile)
        found += [f"{profile} {failure.rule_id}: {failure.message}" for failure in report.failures]
    return found


def rules_checked(profile: str, pdf: bytes) -> int:
    """Return how many rules of a profile the checker applied."""
    return page.validate_pdf_bytes(pdf, profile=profile).rules.total
