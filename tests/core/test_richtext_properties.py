"""What holds for every rich text, however it was made."""

import re
import unicodedata
from collections import Counter

import nh3
from hypothesis import example, given, settings
from hypothesis import strategies as st

from amif_network.core.plaintext import from_plain, to_plain
from amif_network.core.richtext import canonical, content_hash, plain_text, sanitise, with_footnotes
from amif_network.core.richtext.reader import TAGS
from tests.core.richtext_attacks import assert_harmless
from tests.core.richtext_strategies import any_html, any_text, blocks_html, soup

WORDS = st.integers(min_value=0, max_value=999).map(lambda number: f" mot{number} ")


@given(any_html)
@settings(max_examples=100, deadline=None)
def test_the_stored_form_of_a_stored_form_is_itself(html: str) -> None:
    assert sanitise(sanitise(html)) == sanitise(html)


@given(any_html)
@settings(max_examples=100, deadline=None)
def test_a_browser_reads_what_was_stored(html: str) -> None:
    """An HTML5 parser finds nothing to repair in the stored form: what was checked is what is shown."""
    stored = sanitise(html)
    attributes = {"a": {"href", "rel"}, "span": {"lang", "data-fn"}, "ol": {"start", "type"}}
    cells = {"td": {"colspan", "rowspan"}, "th": {"scope", "colspan", "rowspan"}}
    as_parsed = nh3.clean(stored, tags=TAGS, attributes=attributes | cells, link_rel=None)
    assert _same_order(as_parsed.replace("&nbsp;", "\u00a0")) == _same_order(stored)


def _same_order(html: str) -> Counter[str]:
    """Return the pieces between tags and attributes; parsers may order attributes as they like."""
    return Counter(html.replace(">", "> ").replace("<", " <").split(" "))


@given(any_html)
@settings(max_examples=75, deadline=None)
def test_what_is_stored_is_harmless(html: str) -> None:
    assert_harmless(sanitise(html))
    assert_harmless(with_footnotes(html, "n").html, on_screen=True)


@given(soup(WORDS))
@settings(max_examples=100, deadline=None)
def test_no_word_is_lost(html: str) -> None:
    text = html
    for mark in "<>":
        text = text.replace(mark, f" {mark} ")
    written = Counter(word for word in text.split() if word.startswith("mot"))
    assert (
        Counter(word for word in plain_text(html).replace("[", " ").replace("]", " ").split() if word.startswith("mot"))
        == written
    )


@given(any_html)
@settings(max_examples=100, deadline=None)
def test_the_plain_notation_loses_nothing(html: str) -> None:
    assert from_plain(to_plain(html)) == sanitise(html)


@given(any_text | st.text(alphabet="*_{}[]()|\\#->+=^:.•1a \nnl", max_size=60))
@settings(max_examples=150, deadline=None)
@example("[^ [^ a] b")
@example("**a *b** c*")
@example("|-\n| a\n\n  - b\n\n| c |")
def test_whatever_is_typed_in_the_notation_comes_back(text: str) -> None:
    """Typed text has one stored form, and its notation leads back to that form."""
    stored = from_plain(text)
    assert sanitise(stored) == stored
    assert from_plain(to_plain(stored)) == stored
    assert to_plain(from_plain(to_plain(stored))) == to_plain(stored)


@given(
    st.lists(
        WORDS | st.sampled_from(["*", "**", "[", "](", "[^", "{nl: ", "}", "|", "|-\n", "- ", "1. ", "> ", "\n", "\n\n", "  "]),
        max_size=30,
    )
)
@settings(max_examples=100, deadline=None)
def test_no_typed_word_is_lost(parts: list[str]) -> None:
    typed = Counter(word for word in " ".join(parts).split() if word.startswith("mot"))
    shown = plain_text(from_plain(" ".join(parts)))
    assert Counter(word for word in shown.replace("[", " ").replace("]", " ").split() if word.startswith("mot")) == typed


@given(blocks_html, st.sampled_from(["\r\n", "\u00a0", "\u202f", " \n "]))
@settings(max_examples=75, deadline=None)
def test_kinds_of_white_space_change_no_hash(html: str, space: str) -> None:
    respaced = re.sub(r">[^<]+", lambda text: text[0].replace(" ", space), sanitise(html))
    assert content_hash("Titre 1", respaced) == content_hash(f"Titre{space}1", html)


@given(any_html)
@settings(max_examples=75, deadline=None)
def test_saving_without_change_changes_no_hash(html: str) -> None:
    stored = sanitise(html)
    assert content_hash("", stored) == content_hash("", html)
    assert content_hash("", sanitise(stored)) == content_hash("", stored)
    assert canonical(canonical(html)) == canonical(html)
    assert content_hash("", unicodedata.normalize("NFD", stored.replace("\u0338", ""))) == content_hash(
        "", stored.replace("\u0338", "")
    )
