"""Every address that Django knows, as everybody who may open it sees it, in both languages: nothing for axe to find.

`test_axe_pages` opens the pages of a portal in full use; here nothing is left out. The addresses, and who may open which, are
those of `tests/permissions`. A page is fetched and put in the place of the one before: stylesheets and axe are loaded once, and
what somebody saw already in this language, mark for mark, is not looked at again.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import Browser, Page
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from tests.emptying import empty_database
from tests.permissions.furnished import Portal, furnished
from tests.permissions.scene import ROLES
from tests.permissions.walk import of_administration, places, written

from . import audit

pytestmark = [pytest.mark.long, pytest.mark.django_db]

# Who looks at all that they may open; others look at what none of these may.
WALKERS = ("coordinator", "host", "observer", "anonymous")
# Files, feeds, fragments and data for scripts; what is a page of another host's making.
NO_PAGES = re.compile(
    r"-sheet$|-export$|-pdf$|:docx$|calendar|:document$|:attachment$|file$|:file$|-options$|-check$|-times$|:next$|healthz$|readyz$|^api:"
    r"|:session$|:edition$|:edition-link$|:status-reports?$|notation$|:signed-in$"
)
PARTS = 4


@pytest.fixture(scope="module")
def two_sides(browser: Browser, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Portal]:
    """An object for every address, built once for this module and emptied after it."""
    with django_db_blocker.unblock():
        try:
            yield furnished()
        finally:
            empty_database()
            connections.close_all()


@pytest.fixture(scope="module")
def shown(browser: Browser, two_sides: Portal) -> Iterator[Callable[[str, str], tuple[Page, dict[str, object]]]]:
    """Return a function that shows what a role is answered at an address, all of them on one page of a browser."""
    server, context = LiveServer("localhost"), browser.new_context(viewport=audit.WIDE, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{server.url}/fr/accounts/login/")
    who = ""

    def show(role: str, path: str) -> tuple[Page, dict[str, object]]:
        nonlocal who
        if role != who:
            context.clear_cookies()
            if role in two_sides.sessions:
                cookie = {"name": settings.SESSION_COOKIE_NAME, "value": two_sides.sessions[role], "url": server.url}
                context.add_cookies([cookie])  # type: ignore[list-item]
            who = role
        return page, audit.put(page, path)

    yield show
    context.close()
    server.stop()


def looked_at(cells: list[str]) -> list[str]:
    """Return the roles that open an address, as far as others do not see the same."""
    opening = [role for role, cell in zip(ROLES, cells, strict=False) if cell.startswith("page|")]
    return [role for role in WALKERS if role in opening] or opening[:1]


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("lang", ["fr", "nl"])
def test_every_address_is_without_fault(shown, two_sides: Portal, lang: str, part: int) -> None:
    table, found = written(), {}
    every = [one for one in places(two_sides.sides) if not (of_administration(one) or one.whose.startswith("other"))]
    walk = [
        (role, place)
        for place in every
        for role in looked_at(table.get(place.key, []))
        if not NO_PAGES.search(place.name)
    ]  # fmt: skip
    for role, place in sorted(walk, key=lambda one: one[0])[part::PARTS]:
        page, answer = shown(role, place.path.replace("/fr/", f"/{lang}/", 1))
        faults = [] if (answer["page"], answer["status"]) == (True, 200) else [str(answer)]
        if answer["fresh"]:
            faults += [*audit.frame(page, page.evaluate("document.documentElement.lang")), *audit.themes(page)]
        if faults:
            found[role, place.key] = faults
    assert found == {}
