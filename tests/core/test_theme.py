"""The palette keeps its contrast in both themes, and defines all that the vendored design system asks for."""

import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
TONES = ("neutral", "accent", "success", "warning", "danger", "info")
COLOURS = (STATIC / "css" / "colours.css").read_text()
VENDORED = (STATIC / "vendor" / "designsystemet" / "designsystemet.css").read_text()

PAIR = re.compile(r"(--[\w-]+):\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
ALIAS = re.compile(r"(--ds-color-info-[\w-]+):\s*var\((--ds-color-accent-[\w-]+)\)")

# WCAG 2.1: text 4.5 : 1, the edges of fields and what stands for text 3 : 1.
TEXT, EDGE = 4.5, 3.0
READABLE = [
    ("text-default", "background-default", TEXT),
    ("text-default", "background-tinted", TEXT),
    ("text-default", "surface-default", TEXT),
    ("text-default", "surface-tinted", TEXT),
    ("text-subtle", "background-default", TEXT),
    ("text-subtle", "background-tinted", TEXT),
    ("text-subtle", "surface-tinted", TEXT),
    ("base-contrast-default", "base-default", TEXT),
    ("base-contrast-default", "base-hover", TEXT),
    ("border-default", "background-default", EDGE),
    ("border-default", "surface-default", EDGE),
]


def palette(theme: int) -> dict[str, str]:
    """Read the colours of a theme (0 light, 1 dark) as #rrggbb by variable name."""
    values = {match[1]: match[2 + theme] for match in PAIR.finditer(COLOURS)}
    return values | {match[1]: values[match[2]] for match in ALIAS.finditer(COLOURS)}


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb (WCAG 2.1 definition)."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_the_standard_does() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("tone", TONES)
def test_every_tone_is_readable(tone: str, theme: int) -> None:
    colours = palette(theme)
    too_weak = {}
    for front, back, least in READABLE:
        ratio = contrast(colours[f"--ds-color-{tone}-{front}"], colours[f"--ds-color-{tone}-{back}"])
        if ratio < least:
            too_weak[front, back] = round(ratio, 2)
    assert too_weak == {}


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_the_focus_ring_and_the_band_are_readable(theme: int) -> None:
    colours = palette(theme)
    assert contrast(colours["--ds-color-focus-outer"], colours["--ds-color-neutral-background-default"]) >= EDGE
    assert contrast(colours["--masthead-background"], "#ffffff") >= TEXT
    assert contrast(colours["--masthead-background"], "#c9d7ec") >= TEXT


def test_the_design_system_finds_every_variable_it_asks_for() -> None:
    own = "".join((STATIC / "css" / name).read_text() for name in ("colours.css", "scale.css"))
    defined = set(re.findall(r"(--ds-[\w-]+)\s*:", own + VENDORED))
    asked = set(re.findall(r"var\(\s*(--ds-[\w-]+)\s*\)", VENDORED))
    assert asked - defined == set()
    assert len(asked) > 100


def test_the_vendored_stylesheet_is_the_one_its_note_names() -> None:
    note = (STATIC / "vendor" / "designsystemet" / "VERSION").read_text()
    assert hashlib.sha256(VENDORED.encode()).hexdigest() in note


def test_the_vendored_fonts_are_those_their_note_names() -> None:
    folder = STATIC / "vendor" / "source-sans-3"
    note = (folder / "VERSION").read_text()
    listed = {name: digest for digest, name in re.findall(r"^([0-9a-f]{64})  (\S+)$", note, re.MULTILINE)}
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.woff2")} == listed
    assert len(listed) == 4


def test_every_stylesheet_names_its_layer_and_is_loaded_once() -> None:
    template = Path(settings.BASE_DIR) / "templates" / "components" / "stylesheets.html"
    links = re.findall(r'static "(css/[\w/-]+\.css)"', template.read_text())
    order = re.search(r"@layer ([\w, ]+);", (STATIC / "css" / "layers.css").read_text())
    assert order is not None
    layers = order[1].split(", ")
    assert links[0] == "css/layers.css"
    assert len(links) == len(set(links))
    for link in set(links) - {"css/layers.css", "css/fonts.css"}:
        named = re.findall(r"^@layer (\w+) \{", (STATIC / link).read_text(), re.MULTILINE)
        assert named, link
        assert set(named) <= set(layers), link


def test_no_stylesheet_of_ours_needs_data_addresses() -> None:
    assert [path.name for path in (STATIC / "css").rglob("*.css") if re.search(r"url\(\W?data:", path.read_text())] == []
