"""Read the words of a PDF, Word or PowerPoint file, page by page: run as a script with a file, it prints them as JSON.

Files come from outside and may be made to do harm. They are read by a process of their own, with little memory and time, without
Django and database; what it prints is only ever text. A Word document has no pages of its own and is one.
"""

import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

MOST_PAGES = 500
LONGEST_PAGE = 40_000
SECONDS = 60
MEMORY = 768 * 1024 * 1024
# One part of a Word or PowerPoint file, unpacked.
LARGEST_PART = 40 * 1024 * 1024
_SPACE = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ue000\ue001]+")
_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
_TEXTS = {"word": ("w:t", "w:p"), "ppt": ("a:t", "a:p")}


def pages(path: Path) -> list[str]:
    """Return the text of every page, "" for one without. Raises ValueError for a file that is none of the three kinds."""
    with path.open("rb") as file:
        start = file.read(4)
    if start == b"%PDF":
        found: Iterable[str] = _pdf(path)
    elif start == b"PK\x03\x04":
        found = _package(path)
    else:
        raise ValueError("neither PDF nor Office file")
    return [
        _CONTROL.sub(" ", _SPACE.sub(" ", text)).strip()[:LONGEST_PAGE]
        for text, _n in zip(found, range(MOST_PAGES), strict=False)
    ]


def _pdf(path: Path) -> Iterator[str]:
    from pypdf import PdfReader

    for page in PdfReader(path).pages:
        yield page.extract_text()


def _package(path: Path) -> Iterable[str]:
    """Return the text of a Word document, or of every slide."""
    with zipfile.ZipFile(path) as package:
        slides = {int(found[1]): name for name in package.namelist() if (found := _SLIDE.fullmatch(name))}
        if slides:
            return [_words(_part(package, slides[number]), "ppt") for number in sorted(slides)[:MOST_PAGES]]
        if "word/document.xml" in package.namelist():
            return [_words(_part(package, "word/document.xml"), "word")]
    raise ValueError("neither Word nor PowerPoint")


def _part(package: zipfile.ZipFile, name: str) -> str:
    with package.open(name) as part:
        data = part.read(LARGEST_PART + 1)
    if len(data) > LARGEST_PART:
        raise ValueError("too large when unpacked")
    return data.decode("utf-8", "replace")


def _words(xml: str, kind: str) -> str:
    """Return the runs of text of a part, in order, with a space between paragraphs; no entity of the file is ever looked up."""
    text, paragraph = _TEXTS[kind]
    pieces = re.findall(rf"<{text}(?:\s[^>]*)?>([^<]*)</{text}>|(</{paragraph}>|<w:tab/>|<w:br/>|<a:br/>)", xml)
    plain = "".join(words or " " for words, _break in pieces)
    for name, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        plain = plain.replace(name, sign)
    return plain


def main(path: str) -> int:
    """Print the pages of a file as JSON, within bounds that the system holds."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sys.stdout.write(json.dumps(pages(Path(path))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
