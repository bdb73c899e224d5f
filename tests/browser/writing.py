"""What the tests of writing have in common: minutes, people in browsers of their own, marker words and where they are."""

import re
import uuid
from collections.abc import Iterable

from playwright.sync_api import Locator, Page, expect

from meetings.models import Section, SectionRevision, SectionText
from tests.factories.meetings import MinutesFactory, SectionFactory

from .steps import cell_of

READ_JOURNAL = """async () => {
  const opened = indexedDB.open("amif-writing", 1);
  opened.onupgradeneeded = () => opened.result.createObjectStore("entries", {keyPath: "key"});
  await new Promise((resolve, reject) => { opened.onsuccess = resolve; opened.onerror = reject; });
  const all = opened.result.transaction("entries").objectStore("entries").getAll();
  await new Promise((resolve) => { all.onsuccess = resolve; });
  opened.result.close();
  const parked = Object.entries(localStorage).filter(([name]) => name.startsWith("amif-writing:"));
  return [...all.result, ...parked.map(([, value]) => JSON.parse(value))];
}"""
IN_THE_JOURNAL = f"async (word) => JSON.stringify(await ({READ_JOURNAL})()).includes(word)"
PARAGRAPHS = "<p>Un.</p><p>Deux.</p><p>Trois.</p>"


def section_with(html: str = PARAGRAPHS) -> Section:
    """Return a section of minutes in draft with a French and a Dutch text."""
    return SectionFactory(minutes=MinutesFactory(), label="1.", fr=("Budget", html), nl=("Begroting", html))


def minutes_of(section: Section, lang: str = "fr") -> str:
    """Return the path of the workspace."""
    return f"/{lang}/meetings/{section.minutes.meeting_id}/minutes/"


def marker() -> str:
    """Return a word that stands nowhere else."""
    return f"mot{uuid.uuid4().hex[:10]}"


def editor_of(page: Page, lang: str = "fr") -> Locator:
    return page.locator(f"form.cell--editing[data-language={lang}]")


def text_of(page: Page, lang: str = "fr") -> Locator:
    """Return the box one writes in, once it is there."""
    box = editor_of(page, lang).locator("[contenteditable=true]").first
    expect(box).to_be_visible()
    return box


def open_editor(page: Page, lang: str = "fr") -> Locator:
    """Open the editor of one language and return the box one writes in."""
    cell = cell_of(page, "Begroting" if lang == "nl" else "Budget", lang)
    cell.locator(".cell__actions a").first.click()
    return text_of(page, lang)


def add(box: Locator, words: str, paragraph: int = -1) -> None:
    """Type words at the end of a paragraph, like a hand."""
    box.locator("> p").nth(paragraph).click()
    box.press("End")
    box.page.keyboard.type(" " + words)


def wait_until_saved(page: Page, lang: str = "fr") -> None:
    """Wait until an editor says that everything it holds is saved."""
    line = editor_of(page, lang).locator("[data-amif-writing-status]")
    expect(line).to_have_attribute("data-state", "settled")


def journal(page: Page) -> list[dict[str, object]]:
    """Return what is kept on the device, in the database of the browser and beside it."""
    entries: list[dict[str, object]] = page.evaluate(f"({READ_JOURNAL})()")
    return entries


def expect_in_the_journal(page: Page, word: str) -> None:
    """Wait until a word is kept on the device. (`wait_for_function` does not wait for what a promise says.)"""
    for _ in range(100):
        if page.evaluate(IN_THE_JOURNAL, word):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{word} is not in the journal: {journal(page)}")


def expect_empty_journal(page: Page) -> None:
    """Wait until the portal has acknowledged everything."""
    for _ in range(100):
        if not journal(page):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"still in the journal: {journal(page)}")


def missing(words: Iterable[str], section: Section, lang: str, *pages: Page) -> list[str]:
    """Return the words that stand neither in the text nor in a conflict that a page shows."""
    text = SectionText.objects.filter(section=section, language=lang).first()
    seen = f"{text.heading} {text.html}" if text else ""
    for page in pages:
        for conflict in page.locator(f".cell--conflict[data-language={lang}]").all():
            seen += conflict.inner_text()
    return [word for word in words if word not in seen]


def versions(section: Section, lang: str = "fr") -> str:
    """Return the words of all versions of a text, those set aside included."""
    found = SectionRevision.objects.filter(text__section=section, text__language=lang)
    return " ".join(f"{one.heading} {one.html}" for one in found)


def standing(section: Section, lang: str = "fr") -> str:
    return SectionText.objects.get(section=section, language=lang).html


def times(word: str, text: str) -> int:
    """Return how often a marker stands in a text: once, if nothing was doubled."""
    return len(re.findall(re.escape(word), text))
