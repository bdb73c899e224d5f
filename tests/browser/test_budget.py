"""What the main pages cost a reader: bytes, hosts, jumps while loading, and scripts that hold the page."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Response

from partnerships.models import Claim, Partnership
from projects.models import Call

from .scene import Scene, address

pytestmark = [pytest.mark.long, pytest.mark.django_db]
# Bytes of a document as it is sent, without compression: attachments and pictures are no part of it.
MOST_BYTES = 100_000
# Google's limit of "good" for the cumulative layout shift.
MOST_SHIFT = 0.1
# Scripts that hold the first paint: the one that chooses the theme.
BLOCKING = {"/static/js/theme-init.js"}
# A page may know nothing of the places it is sent to: shifts are noted from before its first element.
NOTE_SHIFTS = """() => {
    window.amifShift = 0;
    new PerformanceObserver((list) => {
        for (const one of list.getEntries()) if (!one.hadRecentInput) window.amifShift += one.value;
    }).observe({type: "layout-shift", buffered: true});
}"""
BLOCKS = """() => [...document.querySelectorAll("script[src]")].filter((one) => !one.type && !one.defer && !one.async)
    .map((one) => new URL(one.src).pathname)"""


def main_pages(scene: Scene) -> list[tuple[str, str, tuple[Any, ...]]]:
    """The twenty pages that are opened most: who opens them, and their addresses."""
    partnership = Partnership.objects.get(code="CHA-BIN")
    claim = Claim.objects.filter(partnership=partnership).order_by("pk")[0]
    return [
        ("coordinator", "home:home", ()),
        ("member", "home:home", ()),
        ("member", "home:work", ()),
        ("member", "home:guide", ("member",)),
        ("coordinator", "meetings:list", ()),
        ("coordinator", "meetings:meeting", (scene.draft.pk,)),
        ("coordinator", "meetings:workspace", (scene.draft.pk,)),
        ("coordinator", "meetings:review-board", (scene.reviewed.pk,)),
        ("coordinator", "meetings:translations", ()),
        ("member", "meetings:reviews", ()),
        ("member", "meetings:registers", ()),
        ("member", "projects:calls", ()),
        ("member", "projects:call", (Call.objects.order_by("-pk")[0].pk,)),
        ("member", "partnerships:partnerships", ()),
        ("member", "partnerships:partnership", (partnership.pk,)),
        ("member", "partnerships:claim", (partnership.pk, claim.pk)),
        ("coordinator", "alerts:alerts", ()),
        ("member", "directory:organisations", ()),
        ("coordinator", "access:accounts", ()),
        ("coordinator", "reports:overview", ()),
    ]


def cost(page: Page, portal: str, target: str) -> dict[str, Any]:
    """Open a page, and return where it passes its budget; nothing for a page that keeps to it."""
    answers: list[Response] = []
    # A function of ours: Playwright marks the ones that listen, and a method of a list cannot be marked.
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108
    document = page.goto(f"{portal}{target}", wait_until="networkidle")
    assert document is not None
    found = {
        "status": document.status if document.status != 200 else 0,
        "bytes": max(len(document.body()) - MOST_BYTES, 0),
        "other hosts": sorted({one.url for one in answers if not one.url.startswith((portal, "blob:"))}),
        "failed": sorted({one.url for one in answers if one.status >= 400}),
        "shift": shift if (shift := page.evaluate("() => window.amifShift")) >= MOST_SHIFT else 0,
        "blocking": sorted(set(page.evaluate(BLOCKS)) - BLOCKING),
    }
    return {name: value for name, value in found.items() if value}


def test_every_main_page_keeps_to_its_budget(scene: Scene, portal: str, context_of: Any) -> None:
    found = {}
    for role, name, args in main_pages(scene):
        context: BrowserContext = context_of(role)
        page = context.new_page()
        page.add_init_script(f"({NOTE_SHIFTS})()")
        if passed := cost(page, portal, address(name, *args, lang="fr")):
            found[f"{role} {name}"] = passed
        page.close()
    assert found == {}
