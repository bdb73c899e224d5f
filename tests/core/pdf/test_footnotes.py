"""A footnote stands at the foot of the page that calls it."""

import re

import pytest

from amif_network.core.pdf import html_to_pdf
from tests.factories.reading_pdfs import pages

LINE = "Une phrase d'une certaine longueur qui remplit à peu près une ligne de la page imprimée, et un peu plus que cela. "


def rendered(body: str) -> list[str]:
    """Return the texts of the pages."""
    head = '<meta charset="utf-8"><title>Notes</title>'
    return pages(html_to_pdf(f'<!doctype html><html lang="fr"><head>{head}</head><body class="single">{body}</body></html>'))


def note(number: int) -> str:
    """A call whose place and note can be found in the text of a page."""
    return f'appel{number}-ici<span data-fn="">note{number} au pied de la page</span>'


def places(texts: list[str], word: str) -> dict[str, int]:
    """The page of each numbered word."""
    return {found: page for page, text in enumerate(texts) for found in re.findall(rf"\b{word}(\d+)\b", text)}


def assert_together(texts: list[str], count: int) -> None:
    calls, notes = places(texts, "appel"), places(texts, "note")
    assert len(calls) == count
    assert notes == calls


@pytest.mark.parametrize("before", range(34, 46, 2))
def test_a_note_stays_with_a_call_near_the_end_of_the_page(before: int) -> None:
    assert_together(rendered("<p>ligne</p>" * before + f"<p>{LINE * 2}{note(1)} {LINE * 3}</p>" + "<p>ligne</p>" * 20), 1)


@pytest.mark.parametrize("length", [3, 4, 5])
def test_text_that_follows_never_pushes_notes_to_the_next_page(length: int) -> None:
    paragraphs = "".join(f"<p>{LINE}{note(number)} {LINE * length}</p>" for number in range(20))
    assert_together(rendered(paragraphs), 20)


def test_notes_in_lists_and_tables() -> None:
    items = "".join(f"<li><p>{LINE}{note(number)}</p></li>" for number in range(12))
    rows = "".join(f"<tr><td>{LINE}{note(12 + number)}</td><td>b</td></tr>" for number in range(12))
    table = f'<table><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead><tbody>{rows}</tbody></table>'
    assert_together(rendered(f"<ul>{items}</ul>{table}<p>{LINE * 30}</p>"), 24)


def test_a_page_full_of_notes_loses_none() -> None:
    texts = rendered("<p>" + " ".join(note(number) for number in range(60)) + "</p>")
    assert sorted(places(texts, "note"), key=int) == [str(number) for number in range(60)]
