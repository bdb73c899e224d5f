"""Documents laid out in a process of their own: the same bytes, and bounds that hold."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from amif_network.core.pdf import PdfError, html_to_pdf
from amif_network.core.pdf.apart import PRESS, print_apart
from amif_network.core.pdf.errors import TooDemanding

PAGE = '<!doctype html><html lang="fr"><head><title>Un</title></head><body><h1>Un</h1><p>Deux</p></body></html>'
# Some two hundred pages.
ENDLESS = PAGE.replace("<p>", "<p>" + "Le texte qui ne finit jamais. " * 30_000)


@pytest.fixture(autouse=True)
def bounds(settings: Any) -> Iterator[None]:
    settings.PDF_SECONDS, settings.PDF_MEGABYTES = 50, 1024
    yield
    PRESS.end()


def test_a_document_has_the_bytes_that_it_has_here() -> None:
    assert print_apart(PAGE) == html_to_pdf(PAGE)


def test_one_warm_process_does_all_documents() -> None:
    print_apart(PAGE)
    first = _process()
    print_apart(PAGE)
    assert _process() == first


def test_a_document_that_takes_too_long_is_ended_and_the_next_is_printed(settings: Any) -> None:
    print_apart(PAGE)
    first = _process()
    settings.PDF_SECONDS = 1
    with translation.override("en"), pytest.raises(TooDemanding) as refused:
        print_apart(ENDLESS)
    assert str(refused.value) == (
        "Laying out this document took longer than 1 seconds, and was ended. Divide its longest text or table."
    )
    settings.PDF_SECONDS = 50
    assert print_apart(PAGE) == html_to_pdf(PAGE)
    assert _process() == first


def test_a_document_that_wants_too_much_memory_is_refused(settings: Any) -> None:
    settings.PDF_MEGABYTES = 10
    with translation.override("en"), pytest.raises(TooDemanding) as refused:
        print_apart(PAGE * 20)
    assert str(refused.value) == (
        "Laying out this document needed more memory than it may take (10 MB). Divide its longest text or table."
    )


def test_what_cannot_be_laid_out_says_why() -> None:
    with pytest.raises(PdfError, match=r"A document may not load 'http://elsewhere.example/a.png'"):
        print_apart('<img src="http://elsewhere.example/a.png" alt="a">')


def test_a_warm_process_that_ended_is_begun_anew() -> None:
    print_apart(PAGE)
    first = PRESS.process
    assert first is not None
    first.kill()
    first.wait()
    assert print_apart(PAGE) == html_to_pdf(PAGE)
    assert _process() != first.pid


def test_a_forked_process_leaves_the_warm_one_to_its_parent() -> None:
    print_apart(PAGE)
    first = _process()
    child = os.fork()
    if child == 0:
        os._exit(0 if PRESS.process is None else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert _process() == first
    assert print_apart(PAGE) == html_to_pdf(PAGE)


def test_without_bounds_it_is_done_here(settings: Any) -> None:
    settings.PDF_SECONDS = 0
    assert print_apart(PAGE) == html_to_pdf(PAGE)
    assert PRESS.process is None


def _process() -> int:
    assert PRESS.process is not None
    return PRESS.process.pid
