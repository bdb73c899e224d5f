"""What the clipboard of other programs becomes in the editor, with the shapes they really put there."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from .audit import complaints

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.browser.editor_page")]

CLIPBOARD = Path(__file__).parent / "clipboard"
PASTE = """([target, html]) => {
  const box = document.getElementById(target), data = new DataTransfer();
  box.focus();
  data.setData("text/html", html);
  data.setData("text/plain", "x");
  box.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""
# What the status line says is kept and left out, in the language of the person who pastes. The text itself is in
# clipboard/stored/, a block a line.
SAID = {
    "google_docs": ("fr", "titres, listes, tableaux, liens", ""),
    "google_docs_fr": ("fr", "titres, listes, tableaux, liens", ""),
    "google_docs_nl": ("nl", "titels, lijsten, tabellen", ""),
    "google_docs_page_nl": ("nl", "titels, lijsten, voetnoten", ""),
    "hostile": ("fr", "", "images"),
    "libreoffice": ("fr", "titres, listes, notes de bas de page", ""),
    "word365_fr_lists": ("fr", "titres, listes, notes de bas de page", ""),
    "word365_fr_review": ("fr", "listes, liens", "mots supprimés en suivi des modifications, commentaires, images"),
    "word365_nl_numbers": ("nl", "titels, lijsten, voetnoten", ""),
    "word365_nl_tables": ("nl", "lijsten, tabellen, voetnoten", ""),
    "word_fr": ("fr", "titres, listes, tableaux, liens, notes de bas de page", "commentaires, images"),
    "word_nl": ("nl", "lijsten", "bij het bijhouden van wijzigingen verwijderde woorden"),
    "word_web_fr": ("fr", "titres, listes, liens", ""),
    "word_web_nl": ("nl", "titels, lijsten, tabellen", "bij het bijhouden van wijzigingen verwijderde woorden"),
}
SENTENCES = {
    "fr": (
        "Collé depuis un autre programme : la structure est conservée, les polices et les couleurs ne le sont pas.",
        " Conservé : {}.",
        " Laissé de côté : {}.",
    ),
    "nl": (
        "Geplakt uit een ander programma: de structuur blijft, lettertypes en kleuren niet.",
        " Behouden: {}.",
        " Weggelaten: {}.",
    ),
}


class Words(HTMLParser):
    """Counts the words of HTML, without those that the writer did not write: numbers of lists and notes, deletions, comments."""

    VOID = ("br", "col", "hr", "img", "link", "meta")
    NOT_WRITTEN = re.compile(
        r"mso-list:\s*ignore|mso-element:comment-list|MsoCommentReference|Mso(?:Foot|End)noteReference|^#(?:ftnt|sdfootnote)",
        re.IGNORECASE,
    )

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[bool] = []
        self.found: Counter[str] = Counter()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            unwritten = any(self.NOT_WRITTEN.search(value or "") for name, value in attrs if name in ("class", "href", "style"))
            self.open.append(tag in ("head", "style", "script", "del") or unwritten)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.open):
            self.found.update(re.findall(r"\w+", data))


@pytest.fixture
def open_empty(live_server, browser: Browser) -> Iterator[Callable[[str], Page]]:
    """Return a function that opens an empty page in a language; the browser has nothing to complain about."""
    context = ExitStack()

    def open_page(lang: str) -> Page:
        page = context.enter_context(browser.new_context(locale=f"{lang}-BE")).new_page()
        said.append(context.enter_context(complaints(page)))
        page.goto(live_server.url)
        expect(page.locator("[role=toolbar]")).to_have_count(2)
        return page

    said: list[list[str]] = []
    with context:
        yield open_page
    assert said == [[]]


@pytest.fixture
def empty_page(open_empty: Callable[[str], Page]) -> Page:
    return open_empty("fr")


def received(page: Page) -> str:
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#received")).not_to_be_empty()
    return page.evaluate("JSON.parse(document.getElementById('received').textContent).first")


@pytest.mark.parametrize("program", SAID)
def test_the_structure_stays_and_the_looks_go(open_empty: Callable[[str], Page], program: str) -> None:
    lang, kept, dropped = SAID[program]
    html = (CLIPBOARD / f"{program}.html").read_text(encoding="utf-8")
    page = open_empty(lang)
    page.evaluate(PASTE, ["id_first", html])
    first, of_kept, of_dropped = SENTENCES[lang]
    sentence = first + (of_kept.format(kept) if kept else "") + (of_dropped.format(dropped) if dropped else "")
    expect(page.get_by_role("status").first).to_have_text(sentence)
    assert page.evaluate("window.hit ?? null") is None
    stored = received(page)
    assert stored == "".join((CLIPBOARD / "stored" / f"{program}.html").read_text(encoding="utf-8").splitlines())
    assert Words(html).found - Words(stored).found == Counter()


def test_every_clipboard_is_tried() -> None:
    assert sorted(SAID) == sorted(path.stem for path in CLIPBOARD.glob("*.html"))


def test_what_is_copied_from_the_editor_itself_is_pasted_as_it_is(empty_page: Page) -> None:
    own = '<p data-pm-slice="1 1 []">Le <span lang="nl">OCMW</span><span data-fn="">Note</span></p>'
    empty_page.evaluate(PASTE, ["id_first", own])
    expect(empty_page.get_by_role("status").first).to_be_empty()
    assert received(empty_page) == '<p>Le <span lang="nl">OCMW</span><span data-fn="">Note</span></p>'


def test_whatever_is_pasted_into_a_footnote_becomes_one_line(empty_page: Page) -> None:
    empty_page.locator("#id_first").click()
    empty_page.keyboard.type("mot")
    empty_page.locator("[data-tool=footnote]").first.click()
    target = empty_page.get_by_role("dialog").get_by_role("textbox").get_attribute("id")
    empty_page.evaluate(PASTE, [target, (CLIPBOARD / "word_nl.html").read_text()])
    empty_page.keyboard.press("Enter")
    assert (
        received(empty_page)
        == '<p>mot<span data-fn="">Welkom Rondvraag Planning Varia Het OCMW <strong>vindt</strong> dit goed. Eerste</span></p>'
    )
