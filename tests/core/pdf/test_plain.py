"""Files taken apart and written again: the notation of PDF, and what happens to files that are none of ours."""

import io
import re

import pikepdf
import pytest

from amif_network.core.pdf import PdfError, html_to_pdf
from amif_network.core.pdf.plain import Plain, compose, read
from amif_network.core.pdf.values import (
    Ref,
    byte_string,
    decoded,
    integer,
    number_of,
    numbered,
    parse,
    references,
    renumbered,
    text_string,
    word,
    written,
)
from tests.factories.reading_pdfs import complaints, pages

PAGE = '<!doctype html><html lang="fr"><head><title>Un</title></head><body><h1>Voir 5 0 R (a)</h1><p>Deux</p></body></html>'


def test_a_value_is_read_and_written_the_same() -> None:
    text = rb"<</Kids [3 0 R 4 0 R]/Count 2 /Title (a \) b) /ID [<00ff> <feff0041>] /Open true /In <</S /GoTo>> /At -1.5>>"
    value = parse(text)
    assert value == {
        b"/Kids": [Ref(3), Ref(4)],
        b"/Count": b"2",
        b"/Title": rb"(a \) b)",
        b"/ID": [b"<00ff>", b"<feff0041>"],
        b"/Open": b"true",
        b"/In": {b"/S": b"/GoTo"},
        b"/At": b"-1.5",
    }
    assert parse(written(value)) == value


@pytest.mark.parametrize("text", [b"", b"<</A 1", b"[1 2", b">>", b"1 2", b"<</A>>"])
def test_what_is_no_value_is_refused(text: bytes) -> None:
    with pytest.raises(PdfError):
        parse(text)


@pytest.mark.parametrize("said", [b"", b"(as in 7 0 R)"])
def test_references_get_other_numbers_and_words_stay(said: bytes) -> None:
    texts = [b"<</A 7 0 R /B [12 0 R 7 0 R]>>", b"[" + said + b" 12 0 R]"]
    assert renumbered(texts, {b"7": b"107 0 R", b"12": b"3 0 R"}) == [
        b"<</A 107 0 R /B [3 0 R 107 0 R]>>",
        b"[" + said + b" 3 0 R]",
    ]
    assert references(texts[1]) == [12]


def test_a_number_tree_gives_lists_and_single_references() -> None:
    assert numbered(b"<</Nums [0 [3 0 R 4 0 R] 1 5 0 R 12 [6 0 R]]>>") == [(0, b"[3 0 R 4 0 R]"), (1, b"5 0 R"), (12, b"[6 0 R]")]


def test_strings_stand_for_their_bytes() -> None:
    assert decoded(rb"(a\(b\)\\ \101\n)") == b"a(b)\\ A\n"
    assert decoded(byte_string(b"1/note")) == b"1/note"
    assert decoded(text_string("Août")).decode("utf-16") == "Août"


def test_a_wrong_kind_of_value_is_named_as_a_fault_of_the_file() -> None:
    for wanted, value in ((number_of, b"1"), (word, Ref(1)), (integer, b"/A")):
        with pytest.raises(PdfError):
            wanted(value)
    plain = Plain(texts={1: b"[1]", 2: b"<<>>"})
    for wanted_, number in ((plain.dictionary, 1), (plain.array, 2), (plain.dictionary, 3)):
        with pytest.raises(PdfError):
            wanted_(Ref(number))


def test_a_file_taken_apart_and_written_says_the_same_and_keeps_the_rules() -> None:
    before = html_to_pdf(PAGE)
    after = compose(read(before))
    assert pages(after) == pages(before)
    assert complaints(after) == []
    assert compose(read(before)) == after
    assert pikepdf.open(io.BytesIO(after)).check_pdf_syntax() == []


@pytest.mark.parametrize("mode", list(pikepdf.ObjectStreamMode))
def test_a_file_in_another_notation_is_the_same_file(mode: pikepdf.ObjectStreamMode) -> None:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(html_to_pdf(PAGE))) as pdf:
        pdf.save(buffer, object_stream_mode=mode)
    assert pages(compose(read(buffer.getvalue()))) == pages(html_to_pdf(PAGE))


def test_what_is_no_pdf_is_refused() -> None:
    whole = html_to_pdf(PAGE)
    for data in (b"", b"not a PDF", b"startxref\n0\n%%EOF"):
        with pytest.raises(PdfError, match=r"no PDF"):
            read(data)
    # A table that lies about its place is mended from the objects themselves.
    lying = re.sub(rb"startxref\n\d+", b"startxref\n1", whole)
    assert pages(compose(read(lying))) == pages(whole)
