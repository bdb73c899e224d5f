"""What a document may use: fonts, stylesheets and pictures among the portal's own static files, and nothing else."""

import os
import tempfile
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from fontTools.ttLib import TTFont
from weasyprint import CSS
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

STATIC = Path(settings.BASE_DIR) / "static"
BASE_URL = STATIC.as_uri() + "/"
STYLESHEETS = ("css/documents/page.css", "css/documents/minutes.css")
FONTS = tuple(sorted(STATIC.glob("fonts/*/*.ttf")))

# What a document may ask for by address, with the type it is served as.
TYPES = {".ttf": "font/ttf", ".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png"}
FOLDERS = ("css/documents", "fonts", "img")


class StaticFetcher(URLFetcher):  # type: ignore[misc]
    """Answers for files in a few folders of our static files; any other address stops the rendering.

    It never opens a connection, so it also spares the 20 ms that the usual one spends on preparing TLS.
    """

    def __init__(self) -> None:
        # Deliberately not the opener of the base class: without handlers nothing else can be opened.
        self._fail_on_errors = True

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return the static file behind `url`. Raises FatalURLFetchingError for every other address."""
        parts = urlsplit(url)
        path = Path(unquote(parts.path)).resolve()
        allowed = parts.scheme == "file" and any(path.is_relative_to(STATIC / folder) for folder in FOLDERS)
        if not allowed or path.suffix not in TYPES:
            raise FatalURLFetchingError(f"A document may not load {url[:200]!r}.")
        return URLFetcherResponse(url, _content(path), {"Content-Type": TYPES[path.suffix]})

    __call__ = fetch


@cache
def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FatalURLFetchingError(f"The static file {path.name} cannot be read.") from error


FETCHER = StaticFetcher()


@cache
def font_configuration() -> FontConfiguration:
    """Return the one font configuration of this process: our fonts only, never those of the machine."""
    with tempfile.TemporaryDirectory() as folder:
        nothing = Path(folder) / "fonts.conf"
        nothing.write_text("<fontconfig/>", encoding="utf-8")
        before = os.environ.get("FONTCONFIG_FILE")
        os.environ["FONTCONFIG_FILE"] = str(nothing)
        try:
            return FontConfiguration()
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


@cache
def stylesheet(name: str) -> CSS:
    """Return a stylesheet of the static files, parsed once, with its fonts known to our configuration."""
    return CSS(url=f"{BASE_URL}{name}", url_fetcher=FETCHER, font_config=font_configuration())


@cache
def covered() -> frozenset[int]:
    """Return every character for which one of our fonts has a glyph."""
    characters: set[int] = set()
    for path in FONTS:
        with TTFont(path, lazy=True) as font:
            characters.update(font.getBestCmap())
    return frozenset(characters)
