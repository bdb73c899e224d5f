"""The audit itself: colours are measured once, but each new pair of them is."""

import pytest
from playwright.sync_api import Browser

from . import audit

PAGE = """<!doctype html><html lang="fr"><head><title>Essai</title><style>
    :root { color-scheme: light dark; } body { color: #000; background: #fefefd; } .pale { color: %s; }
    @media (prefers-color-scheme: dark) { body { color: #fff; background: #010102; } .pale { color: %s; } }
    </style></head><body><main><h1>Essai</h1><p>Un texte <em class="pale">pâle</em></p>%s</main></body></html>"""
WHITE = '<p style="background: #fff">Sur du blanc, <em class="pale">pâle encore</em></p>'


@pytest.mark.parametrize(("light", "dark", "theme"), [("#c9c9c8", "#fffffe", "light"), ("#000001", "#333432", "dark")])
def test_pale_words_are_found_in_their_theme(browser: Browser, light: str, dark: str, theme: str) -> None:
    page = browser.new_page()
    page.set_content(PAGE % (light, dark, ""))
    [fault] = audit.themes(page)
    assert fault.startswith(f"{theme}: color-contrast: em")
    page.close()


def test_known_colours_are_measured_again_on_another_ground(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(PAGE % ("#c8c9c9", "#fffefe", ""))
    assert len(audit.colours(page)) == 1
    page.set_content(PAGE % ("#c8c9c9", "#fffefe", ""))
    assert audit.colours(page) == []
    page.set_content(PAGE % ("#c8c9c9", "#fffefe", WHITE))
    assert len(audit.colours(page)) == 1
    page.close()
