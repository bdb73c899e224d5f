"""Any text passes through the editor unchanged, and no hostile one does anything in it."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings, strategies
from playwright.sync_api import Page, expect

from amif_network.core.richtext import sanitise
from tests.core.richtext_attacks import ATTACKS, assert_harmless
from tests.core.richtext_strategies import blocks_html

from .audit import complaints

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.browser.editor_page")]

# Set a text, which the editor settles as it would any other change, and read it as the form would send it.
PASS_THROUGH = """(html) => {
  const {editor} = document.querySelector("[data-amif-editor]");
  editor.commands.setContent(stored.fromStored(html));
  return stored.storedText(editor);
}"""
# Change a text in many places, one after the other, and compare each time what is put together from the pieces that are
# known with what the whole document says; the steps (kind, two places from 0 to 1) at which they differ.
EDIT = """([html, steps]) => {
  const {editor} = document.querySelector("[data-amif-editor]");
  editor.commands.setContent(stored.fromStored(html));
  stored.storedText(editor);
  const differs = ([kind, a, b]) => {
    const {tr, doc, schema} = editor.state;
    const [from, to] = [Math.min(a, b), Math.max(a, b)].map((share) => Math.round(share * doc.content.size));
    if (kind === "type") tr.insertText("mot", from);
    else if (kind === "delete") tr.deleteRange(from, to);
    else if (kind === "bold") tr.addMark(from, to, schema.marks.bold.create());
    else if (kind === "swap" && doc.childCount > 1) {
      tr.delete(0, doc.firstChild.nodeSize).insert(tr.doc.content.size, doc.firstChild);
    }
    if (tr.docChanged) editor.view.dispatch(tr);
    if (kind === "undo") editor.commands.undo();
    return stored.storedText(editor) !== stored.toStored(editor.getHTML()).replace(/^<p><\\/p>$/, "");
  };
  return steps.filter(differs);
}"""
KINDS = ["type", "delete", "bold", "swap", "undo"]
SHARES = strategies.floats(0, 1)
STEPS = strategies.lists(strategies.tuples(strategies.sampled_from(KINDS), SHARES, SHARES), min_size=1, max_size=12)
MODULE = (
    "import(document.querySelector('script[src*=\"editor/index\"]').src.replace('index', 'stored'))"
    ".then((module) => { window.stored = module; })"
)
PASTE_ALL = """(payloads) => {
  const box = document.querySelector("[role=textbox]");
  for (const html of payloads) {
    const data = new DataTransfer();
    data.setData("text/html", html);
    box.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
  }
  return window.hit ?? null;
}"""


@pytest.fixture
def editor_page(live_server, page: Page) -> Iterator[Page]:
    with complaints(page) as said:
        page.goto(live_server.url)
        expect(page.locator("[role=toolbar]")).to_have_count(2)
        yield page
    assert said == []


def test_whatever_is_stored_passes_through_the_editor_unchanged(editor_page: Page) -> None:
    editor_page.evaluate(MODULE)

    @settings(max_examples=60, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(blocks_html.map(sanitise))
    def passes(stored: str) -> None:
        assert sanitise(editor_page.evaluate(PASS_THROUGH, stored)) == stored

    passes()


def test_a_text_put_together_from_its_pieces_is_the_whole_text(editor_page: Page) -> None:
    editor_page.evaluate(MODULE)
    captioned = "<table><caption>Budget</caption><tr><td>1</td></tr></table>"

    @settings(max_examples=40, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(blocks_html.map(sanitise), STEPS)
    def is_whole(stored: str, steps: list[tuple[str, float, float]]) -> None:
        assert editor_page.evaluate(EDIT, [captioned + stored + captioned, [list(step) for step in steps]]) == []

    is_whole()


def test_no_attack_does_anything_when_it_is_pasted(editor_page: Page) -> None:
    payloads = [payload for payload in ATTACKS if len(payload) < 10_000]
    assert editor_page.evaluate(PASTE_ALL, payloads) is None
    editor_page.wait_for_timeout(200)
    assert editor_page.evaluate("window.hit ?? null") is None
    assert_harmless(sanitise(editor_page.evaluate("new FormData(document.forms[0]).get('first')")))


def test_no_attack_does_anything_when_it_is_shown(editor_page: Page) -> None:
    shown = [sanitise(payload) for payload in ATTACKS]
    editor_page.evaluate(
        "(all) => { for (const html of all) document.querySelector('main').insertAdjacentHTML('beforeend', html); }", shown
    )
    editor_page.wait_for_timeout(200)
    assert editor_page.evaluate("window.hit ?? null") is None
