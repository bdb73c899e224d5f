"""A row begins on one page in all its columns, and a long one goes on over the next pages."""

import pytest

from amif_network.core.pdf import html_to_pdf
from tests.factories.reading_pdfs import pages

SENTENCE = "Une phrase d'une certaine longueur qui remplit plus d'une ligne d'une demi-page imprimée. "


def rendered(filler: int, *cells: str) -> list[str]:
    """Return the texts of the pages of a table whose row follows so many lines."""
    head = '<meta charset="utf-8"><title>Rangées</title>'
    sides = "".join(f'<div class="side">{cell}</div>' for cell in cells)
    body = f'{"<p>ligne</p>" * filler}<div class="pair section"><div class="row">{sides}</div></div>'
    return pages(
        html_to_pdf(
            f'<!doctype html><html lang="fr"><head>{head}</head><body class="bilingual columns"><main>{body}</main></body></html>'
        )
    )


def page_of(texts: list[str], word: str) -> int:
    return next(number for number, text in enumerate(texts) if word in text)


# Around the last line of the first page, wherever the margins put it.
@pytest.mark.parametrize("filler", range(26, 42))
def test_a_heading_and_its_translation_begin_on_one_page(filler: int) -> None:
    short = f"<h2>Budget</h2><p>{SENTENCE * 8}</p>"
    tall = f"<h2>Begroting</h2><h3>Een ondertitel die over meer dan één regel loopt</h3><p>{SENTENCE * 8}</p>"
    texts = rendered(filler, short, tall)
    assert page_of(texts, "Budget") == page_of(texts, "Begroting")


def test_a_long_row_flows_over_pages_in_each_column() -> None:
    texts = rendered(
        10, f"<p>premier</p><p>{SENTENCE * 120}</p><p>dernier</p>", f"<p>eerste</p><p>{SENTENCE * 40}</p><p>laatste</p>"
    )
    assert [page_of(texts, word) for word in ("premier", "eerste")] == [0, 0]
    assert page_of(texts, "dernier") > page_of(texts, "laatste") > 0


def test_an_empty_cell_keeps_no_row_from_beginning() -> None:
    texts = rendered(20, f"<p>premier</p><p>{SENTENCE * 24}</p><p>dernier</p>", "")
    assert page_of(texts, "premier") == 0
    assert page_of(texts, "dernier") == 1


def test_a_row_that_continues_beside_a_finished_one_is_printed_to_its_end() -> None:
    texts = rendered(5, f"<p>{SENTENCE * 200}</p><p>dernier</p>", "<p>court</p>")
    assert (page_of(texts, "court"), page_of(texts, "dernier")) == (0, len(texts) - 1)
