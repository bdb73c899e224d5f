"""What the journeys have in common: mails and their links, buttons, downloads, and the words of a PDF."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.smtp import MailServer

DOCUMENTS = Path(__file__).parent.parent / "meetings" / "importing" / "documents"
# Milliseconds for a PDF on a machine that does much else.
PATIENCE = 60_000
LINK = re.compile(r"https?://\S+")
Open = Callable[..., Page]


def last_mail(smtp: MailServer, address: str) -> str:
    """Return the text of the last mail to an address."""
    return str(smtp.to(address)[-1].get_body(("plain",)).get_content())


def follow(page: Page, mail: str) -> None:
    """Open the first address of a mail."""
    found = LINK.search(mail)
    assert found, mail
    page.goto(found[0])


def submit(page: Page, *, confirmed: bool = False) -> None:
    """Press the button of the page's last form, and say yes where it asks."""
    page.locator("main form:not([hidden]) button[type=submit]").last.click()
    if confirmed:
        page.locator("#confirm-dialog [value=yes]").click()


def downloaded(page: Page, link: Locator, *, keys: bool = False) -> bytes:
    """Save what a link leads to, as Chromium does on Alt+click or Alt+Enter, and return the file."""
    with page.expect_download(timeout=PATIENCE) as download:
        link.press("Alt+Enter") if keys else link.click(modifiers=["Alt"])
    return Path(download.value.path()).read_bytes()


def words_of(pdf: bytes) -> str:
    """Return the text of a PDF with single spaces; its first bytes say that it is one."""
    assert pdf[:5] == b"%PDF-"
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return re.sub(r"\s+", " ", read.stdout.decode())


def cell_of(page: Page, heading: str, lang: str) -> Locator:
    """Return the text in `lang` of the section whose row has `heading` in one of its languages."""
    row = page.locator(".row").filter(has=page.get_by_role("heading", name=heading))
    return row.locator(f"[data-language={lang}]")


def expect_state(cell: Locator, words: str) -> None:
    """Wait until a text stands towards the other language as `words` say."""
    expect(cell.locator(".cell__state")).to_contain_text(words)


AT_THE_END = """box => {
  const {focusNode, focusOffset} = getSelection();
  const rest = document.createRange();
  rest.selectNodeContents(box);
  if (!focusNode || !box.contains(focusNode)) return false;
  rest.setStart(focusNode, focusOffset);
  return !rest.toString().trim();
}"""
# ProseMirror puts its own selection back 20 milliseconds after it got the focus: what a hand does comes later.
AFTER_THE_FOCUS = 60


def to_the_end(box: Locator) -> None:
    """Put the caret at the end of a text in the editor, like a hand that comes after the editor has settled."""
    box.focus()
    box.page.wait_for_timeout(AFTER_THE_FOCUS)
    box.press("Control+End")
    box.page.wait_for_function(AT_THE_END, arg=box.element_handle())
