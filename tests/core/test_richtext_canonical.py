"""Two versions are the same when nothing changed that a reader would see."""

import hashlib

import pytest

from amif_network.core.richtext import canonical, content_hash, with_footnotes


@pytest.mark.parametrize(
    "same",
    [
        "<p>Le budget : 11 875 €</p>",
        "<p>Le budget\u00a0: 11\u202f875\u00a0€</p>",
        "<p>Le budget :\r\n11 875 €</p>\r\n",
        "<div>Le budget : <span>11 875 €</span></div>",
        "<p style='x'>Le  budget\u2009: 11&nbsp;875 €<br></p>",
    ],
)
def test_white_space_and_wrapping_make_no_difference(same: str) -> None:
    assert canonical(same) == "<p>Le budget : 11 875 €</p>"
    assert content_hash("Titre\u00a01 ", same) == content_hash("Titre 1", "<p>Le budget : 11 875 €</p>")


@pytest.mark.parametrize(
    "other",
    [
        "<p>Le budget : 11 876 €</p>",
        "<p>Le <em>budget</em> : 11 875 €</p>",
        "<p>Le budget<br>: 11 875 €</p>",
        "<h3>Le budget : 11 875 €</h3>",
        "<p>Le budget : 11 875 €<span data-fn>n</span></p>",
        "<p>Le budget : 11 <span lang=nl>875</span> €</p>",
    ],
)
def test_what_a_reader_sees_makes_a_difference(other: str) -> None:
    assert content_hash("", other) != content_hash("", "<p>Le budget : 11 875 €</p>")


def test_the_heading_counts_and_is_no_part_of_the_text() -> None:
    assert content_hash("a", "<p>b</p>") != content_hash("b", "<p>b</p>")
    assert content_hash("", "<p>a</p><p>b</p>") != content_hash("a", "<p>b</p>")


def test_the_hash_is_a_sha256_of_the_canonical_form() -> None:
    assert content_hash("É", "<p>x</p>") == hashlib.sha256("É\n<p>x</p>".encode()).hexdigest()


def test_footnotes_are_numbered_and_link_back() -> None:
    shown = with_footnotes("<p>a<span data-fn>un <b>1</b></span> b<span data-fn>deux</span></p>", "s-7")
    assert shown.html == (
        '<p>a<sup class="note-ref"><a id="s-7-ref-1" href="#s-7-note-1" role="doc-noteref">1</a></sup> b'
        '<sup class="note-ref"><a id="s-7-ref-2" href="#s-7-note-2" role="doc-noteref">2</a></sup></p>'
    )
    assert [tuple(note) for note in shown.notes] == [
        (1, "s-7-note-1", "s-7-ref-1", "un <strong>1</strong>"),
        (2, "s-7-note-2", "s-7-ref-2", "deux"),
    ]


@pytest.mark.parametrize("prefix", ["", "7", 'x"y', "a b"])
def test_a_prefix_that_is_no_id_is_refused(prefix: str) -> None:
    with pytest.raises(ValueError, match="cannot begin an element id"):
        with_footnotes("<p>a</p>", prefix)
