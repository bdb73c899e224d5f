"""A person in Chromium: writes in one tab without ever pressing Save, reads lists in another, while nodes die under both."""

import threading
from collections import Counter
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Error, Page, expect, sync_playwright

# Milliseconds: between two words, and that the last ones may take to arrive.
PAUSE = 400
LAST_WORDS = 90_000
NUMBER = 99
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@dataclass
class Person:
    """Somebody who is signed in at `origin`, with the page of a text and of a list."""

    origin: str
    session: str
    text: str
    reading: str
    typed: list[str] = field(default_factory=list)
    pages: int = 0
    # What a page answered instead, by status; "none": the connection broke.
    missed: Counter[str] = field(default_factory=Counter)

    def work(self, ending: threading.Event) -> None:
        """Write and read until told to end, then wait until every word is saved. Raises AssertionError where one is not."""
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
            try:
                context = browser.new_context(ignore_https_errors=True)
                context.add_cookies([{"name": "sessionid", "value": self.session, "url": self.origin}])
                self._write(context, ending)
            finally:
                browser.close()

    def _write(self, context: BrowserContext, ending: threading.Event) -> None:
        page, other = context.new_page(), context.new_page()
        self._open(page, self.text)
        box = page.locator("[contenteditable=true]").first
        box.click()
        while not ending.is_set():
            word = f"mot{NUMBER}x{len(self.typed)}"
            page.keyboard.type(f" {word}")
            self.typed.append(word)
            if len(self.typed) % 3 == 0:
                self._open(other, self.reading)
            page.wait_for_timeout(PAUSE)
        expect(page.locator("[data-amif-writing-status]")).to_have_attribute("data-state", "settled", timeout=LAST_WORDS)

    def _open(self, page: Page, address: str) -> None:
        """Open a page; press Reload until it is there, as a person does."""
        while True:
            self.pages += 1
            try:
                answer = page.goto(self.origin + address)
            except Error:
                self.missed["none"] += 1
            else:
                if answer is not None and answer.status == 200:
                    return
                self.missed[str(answer.status if answer else "none")] += 1
            page.wait_for_timeout(PAUSE)
