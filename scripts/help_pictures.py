"""Make the pictures of the guides (static/help/) from a portal that runs with the demo.

`python scripts/help_pictures.py http://127.0.0.1:8000`, after `make run`: each page in both languages, light, 960 by 600.
"""

import io
import sys
import tomllib
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "amif_network" / "home" / "data" / "guide.toml"
PICTURES = ROOT / "static" / "help"
SIZE = ViewportSize(width=960, height=600)
QUALITY = 70
# Who looks, and at which page, by the name of the picture.
VIEWS = {
    "home": ("binche", ""),
    "meetings": ("coordination.fr", "meetings/"),
    "reviews": ("charleroi", "meetings/reviews/"),
    "claims": ("binche", "partnerships/claims/"),
    "calls": ("charleroi", "calls/"),
    "translations": ("coordination.fr", "meetings/translations/"),
    "access": ("coordination.fr", "access/"),
    "manage": ("admin", "manage/"),
}
PASSWORD = "demo-reseau-netwerk"  # noqa: S105  # of the invented people of the demo


def named() -> set[str]:
    """Return the names of the pictures that the guides show."""
    chapters: list[dict[str, Any]] = tomllib.loads(GUIDE.read_text(encoding="utf-8"))["chapters"]
    return {one["picture"]["name"] for one in chapters if "picture" in one}


def signed_in(browser: Browser, site: str, user: str) -> Page:
    """Return a page of a browser in which a person of the demo is signed in."""
    page = browser.new_context(viewport=SIZE, color_scheme="light", locale="fr").new_page()
    page.goto(f"{site}/fr/accounts/login/")
    page.fill("[name=login]", f"{user}@demo.example")
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(f"{site}/*/")
    return page


def take(page: Page, address: str, file: Path) -> None:
    """Write the picture of a page as WebP."""
    page.goto(address)
    with Image.open(io.BytesIO(page.screenshot())) as image:
        image.save(file, "WEBP", quality=QUALITY, method=6)


def main(site: str) -> None:
    """Take every picture in both languages."""
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        for user in sorted({VIEWS[name][0] for name in named()}):
            page = signed_in(browser, site, user)
            for name in sorted(one for one in named() if VIEWS[one][0] == user):
                for lang in ("fr", "nl"):
                    take(page, f"{site}/{lang}/{VIEWS[name][1]}", PICTURES / f"{name}-{lang}.webp")
            page.context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
