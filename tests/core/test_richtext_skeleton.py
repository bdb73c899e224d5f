"""The structure of a text: what a translation starts from."""

import pytest
from hypothesis import given, settings

from amif_network.core.richtext import plain_text, sanitise
from amif_network.core.richtext.skeleton import skeleton
from tests.core.richtext_strategies import any_html


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<p>Une phrase.</p>", ""),
        ("<h3>Budget</h3><p>Une phrase.</p><h4>Détail</h4>", "<h3>Budget</h3><h4>Détail</h4>"),
        ("<h3>Budget<span data-fn>source</span></h3>", "<h3>Budget</h3>"),
        ("<ul><li>un</li><li>deux</li></ul>", "<ul><li></li><li></li></ul>"),
        ("<ol start=3><li>un<ul><li>a</li></ul></li></ol>", '<ol start="3"><li><ul><li></li></ul></li></ol>'),
        ("<blockquote><p>Une phrase.</p></blockquote>", ""),
        ("<blockquote><ul><li>un</li></ul></blockquote>", "<blockquote><ul><li></li></ul></blockquote>"),
    ],
)
def test_headings_stay_sentences_go_lists_are_emptied(html, kept):
    assert skeleton(html) == sanitise(kept)


def test_tables_keep_their_headers_and_numbers():
    table = (
        "<table><caption>Montants</caption><tr><th>Année</th><th>Montant</th><th>Remarque</th></tr>"
        "<tr><td>2026</td><td>11 875,00 €</td><td>{remark}</td></tr>"
        "<tr><td>12/03/2026</td><td>12 %</td><td>{other}</td></tr></table>"
    )
    assert skeleton(table.format(remark="Préfinancé par Binche", other="3 agents")) == sanitise(table.format(remark="", other=""))


@settings(max_examples=100, deadline=None)
@given(any_html)
def test_a_skeleton_is_a_stored_text_without_new_words(html):
    bare = skeleton(html)
    assert bare == sanitise(bare)
    assert skeleton(bare) == bare
    # A footnote between two letters leaves them together: what stays, stays in its order.
    before = iter(plain_text(html))
    assert all(character in before for character in plain_text(bare) if not character.isspace())
