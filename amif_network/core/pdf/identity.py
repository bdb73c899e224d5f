"""What a PDF depends on beside its HTML: our styles, fonts and pictures, our own code of printing, and the libraries below."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

LIBRARIES = ("weasyprint", "pydyf", "fonttools", "tinycss2", "cssselect2", "tinyhtml5", "pyphen", "pillow")
FOLDERS = ("css/documents", "fonts", "img")


def key_of(html: str) -> str:
    """Return a hash of all that the PDF of this page is made from: the same key, the same bytes."""
    return hashlib.sha256(f"{_surroundings()}\n{html}".encode()).hexdigest()


@cache
def _surroundings() -> str:
    """Return a hash of what is the same for all documents of this process; importing nothing that prints."""
    digest = hashlib.sha256(" ".join(f"{name} {version(name)}" for name in LIBRARIES).encode())
    files = [file for folder in FOLDERS for file in (Path(settings.BASE_DIR) / "static" / folder).rglob("*") if file.is_file()]
    for file in sorted([*files, *Path(__file__).parent.rglob("*.py")]):
        digest.update(f"\n{file.name} ".encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
