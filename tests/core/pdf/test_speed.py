"""The short cuts leave the bytes of a PDF as they are, whatever is in it."""

import pytest
import weasyprint

from amif_network.core.pdf import html_to_pdf, speed
from meetings.typesetting import minutes_html
from tests.factories.nasty_html import TEXTS
from tests.factories.printed import printed_minutes


def page(body: str) -> str:
    """Return a page with the classes and the nesting of minutes."""
    head = '<meta charset="utf-8"><title>Essai</title>'
    side = f'<div class="side" lang="fr"><h2 id="un">Un</h2>{body}</div>'
    section = f'<div class="pair section"><div class="row">{side}</div></div>'
    body_of_page = f'<body class="single"><main class="minutes">{section * 2}</main></body>'
    return f'<!doctype html><html lang="fr"><head>{head}</head>{body_of_page}</html>'


@pytest.mark.parametrize("name", TEXTS)
def test_hard_text_comes_out_the_same(name: str) -> None:
    html = page(TEXTS[name])
    assert html_to_pdf(html) == html_to_pdf(html, fast=False)


@pytest.mark.parametrize(
    ("languages", "layout"), [(("fr",), "columns"), (("fr", "nl"), "columns"), (("nl", "fr"), "alternating")]
)
def test_minutes_come_out_the_same(languages: tuple[str, ...], layout: str) -> None:
    html = minutes_html(printed_minutes(*languages, layout=layout, state="draft", sections=6))
    assert html_to_pdf(html) == html_to_pdf(html, fast=False)


STYLES = [
    "text-align: justify",
    "text-align: right; direction: rtl",
    "text-decoration: underline; letter-spacing: 0.1em; word-spacing: 3px",
    "border-radius: 4px; background: #eeeeee; outline: 1px solid black; box-shadow: none",
    "width: 50%; margin: 5% auto; padding: 2%",
    "box-sizing: border-box; width: 200px; padding: 10px",
    "font-variant-numeric: tabular-nums; font-feature-settings: 'ss01'",
    "white-space: pre-line; hyphens: none",
    "display: inline-block; vertical-align: top",
    "float: left; width: 120px",
    "position: relative; top: 4px",
    "columns: 2",
    "font-size: 0",
    "visibility: hidden",
]


@pytest.mark.parametrize("style", STYLES)
def test_other_styles_come_out_the_same(style: str) -> None:
    item = "<ul><li>un</li><li>deux</li></ul>"
    html = page(
        f'<div style="{style}"><p>Un texte assez long pour être divisé en plusieurs lignes, n\'est-ce pas ?\nDeux</p>{item}</div>'
        * 2
    )
    assert html_to_pdf(html) == html_to_pdf(html, fast=False)


def test_the_short_cuts_are_taken_back() -> None:
    before = {(owner, name): getattr(owner, name) for patches in speed.SHORT_CUTS for owner, name, _ in patches()}
    html_to_pdf(page("<p>Texte</p>"))
    assert {(owner, name): getattr(owner, name) for owner, name in before} == before


def test_the_short_cuts_were_made_for_this_version() -> None:
    """A new version of the renderer asks for another look at each of them."""
    assert weasyprint.VERSION.partition(".")[0] == "70"
