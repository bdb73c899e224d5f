"""Words give way to others wherever they stand, and nothing around them changes."""

import re

from hypothesis import given

from amif_network.core.richtext import Change, plain_text, rewrite, sanitise
from tests.core.richtext_strategies import any_html


def saying(word: str, instead: str):
    """Find a word, also where a line end stands in it."""
    pattern = re.compile(r"\s?".join(word))
    return lambda line: [Change(*match.span(), instead) for match in pattern.finditer(line)]


def test_marks_and_breaks_between_the_letters_make_no_difference() -> None:
    html = "<p>Voir <strong>Ad</strong><em>a</em> et A<br>da.</p>"
    assert rewrite(html, saying("Ada", "elle")) == "<p>Voir <strong>elle</strong> et elle.</p>"


def test_every_place_of_a_text_is_reached() -> None:
    html = sanitise(
        "<h3>Ada</h3><ul><li>Ada<ol><li>Ada</li></ol></li></ul><blockquote><p>Ada</p></blockquote>"
        '<p>x<span data-fn="">Ada</span></p>'
        "<table><caption>Ada</caption><thead><tr><th>Ada</th></tr></thead><tbody><tr><td>Ada</td></tr></tbody></table>"
    )
    changed = rewrite(html, saying("Ada", "B"))
    assert ("Ada" in changed, changed.count(">B<")) == (False, html.count(">Ada<"))


def test_what_replaces_the_words_of_a_link_is_no_link() -> None:
    html = '<p><a href="https://example.org/" rel="noopener noreferrer">chez Ada</a></p>'
    kept = '<p><a href="https://example.org/" rel="noopener noreferrer">chez</a> elle</p>'
    assert rewrite(html, saying("Ada", "elle")) == kept


def test_a_refused_link_leaves_its_words() -> None:
    html = '<p><a href="mailto:a@b.be" rel="noopener noreferrer">Ada</a><span data-fn=""><a href="mailto:a@b.be">x</a></span></p>'
    assert rewrite(html, lambda line: [], keep_link=lambda href: False) == '<p>Ada<span data-fn="">x</span></p>'


def test_what_replaces_words_is_text_and_not_markup() -> None:
    assert rewrite("<p>Ada</p>", saying("Ada", "<b>&")) == "<p>&lt;b&gt;&amp;</p>"


@given(any_html)
def test_without_a_change_a_text_stays_as_it_is(html: str) -> None:
    stored = sanitise(html)
    assert rewrite(stored, lambda line: []) == stored


@given(any_html)
def test_what_is_replaced_is_gone(html: str) -> None:
    changed = rewrite(sanitise(html), lambda line: [Change(*one.span(), "-") for one in re.finditer("[a-z]", line)])
    assert re.search("[a-z]", plain_text(changed)) is None
