"""The usability walk: ten things people come for, done by visible links and buttons alone, and how many presses each takes.

A press is a click on a link or a button; typing into a field that is there, and choosing in it, is none.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from .steps import downloaded


@dataclass
class Walk:
    """Somebody who came in at the first page, and counts."""

    page: Page
    lang: str
    presses: int = 0

    def follow(self, part: str, within: str = "body") -> None:
        """Click the first visible link whose address holds `part`, in the whole page or in a part of it."""
        self._press(self.page.locator(f"{within} a[href*='{part}']").filter(visible=True).first)

    def read(self, words: str) -> None:
        """Click the link that says `words`."""
        self._press(self.page.get_by_role("link", name=words).first)

    def press(self, name: str) -> None:
        """Press the button with this name in its form."""
        self._press(self.page.locator(f"main button[name={name}], main button[value={name}]").first)

    def go_on(self) -> None:
        """Press the button of the last form of the page, and say yes where it asks."""
        self._press(self.page.locator("main form:not([hidden]) button[type=submit]").filter(visible=True).last)

    def search(self) -> None:
        """Press the button of the search in the header."""
        self._press(self.page.locator("header form:has(input[name=q]) button[type=submit]"))

    def _press(self, target: Locator) -> None:
        target.click()
        self.presses += 1
        self.page.wait_for_load_state()


@dataclass(frozen=True)
class Errand:
    """What somebody comes for: who, in at most how many presses, and how it is done."""

    name: str
    who: str
    budget: int
    run: Callable[[Walk], None]


def _official_pdf(walk: Walk) -> None:
    """The last official minutes in Dutch: from the French page by way of the other language."""
    if walk.lang == "fr":
        walk.follow("/nl/")
    file = downloaded(walk.page, walk.page.locator("section[aria-labelledby=published] a[hreflang=nl]").first)
    walk.presses += 1
    assert file[:5] == b"%PDF-"


def _review(walk: Walk) -> None:
    walk.follow("/meetings/reviews/", within="main")
    walk.follow("/check/")
    walk.go_on()
    expect(walk.page).not_to_have_url(re.compile("/check/"))


def _claim(walk: Walk) -> None:
    walk.follow("/claims/new/")
    walk.press("submit")
    expect(walk.page.locator("main .message, [data-amif-messages], main [role=status]").first).to_be_visible()


def _why_it_moved(walk: Walk) -> None:
    """The day on which the call opens stands on the first page; why it moved stands a click away."""
    walk.follow("#date-")
    expect(walk.page.locator("main")).to_contain_text("2026")


def _missing_translations(walk: Walk) -> None:
    walk.follow("/meetings/translations/")
    expect(walk.page.locator("main table tbody tr").first).to_be_visible()


def _who_is_silent(walk: Walk) -> None:
    walk.follow("/minutes/review/")
    expect(walk.page.locator("main table tbody tr").first).to_be_visible()


def _invitation(walk: Walk) -> None:
    walk.follow("/directory/people/")
    walk.read("De Backer" if walk.lang == "fr" else "Goethals")
    walk.follow("/invite/")
    walk.go_on()
    expect(walk.page).to_have_url(re.compile(r"/access/invitations/"))


def _money_to_come(walk: Walk) -> None:
    """The amount stands on the first page; the claim it belongs to is a click away."""
    expect(walk.page.locator("section[aria-labelledby=waits]")).to_contain_text("€")
    walk.follow("/claims/")


def _annual_report(walk: Walk) -> None:
    walk.follow("/reports/")
    walk.follow("/reports/annual/")
    walk.go_on()
    expect(walk.page.locator("h1")).to_be_visible()


def _said_about(walk: Walk) -> None:
    walk.page.locator("header input[name=q]").fill("CPAS")
    walk.search()
    expect(walk.page.locator("main mark").first).to_be_visible()


ERRANDS = (
    Errand("pdf", "binche", 2, _official_pdf),
    Errand("review", "binche", 3, _review),
    Errand("claim", "binche", 3, _claim),
    Errand("date", "charleroi", 2, _why_it_moved),
    Errand("translation", "coordination.nl", 2, _missing_translations),
    Errand("silent", "coordination.fr", 2, _who_is_silent),
    Errand("invitation", "admin", 4, _invitation),
    Errand("money", "binche", 2, _money_to_come),
    Errand("report", "admin", 3, _annual_report),
    Errand("search", "charleroi", 1, _said_about),
)
