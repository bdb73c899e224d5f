"""A real Chromium: the one of the system, started without what reaches out to the network."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from amif_network.accounts.models import User
from tests.emptying import empty_database

from . import audit
from .scene import Scene, build_scene
from .traffic import Traffic

# Playwright keeps an event loop in the thread of the tests, which Django would take for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# A machine that does much else at a time answers slowly; what is right comes at once where it is quiet.
expect.set_options(timeout=30_000)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let tests that look at the one full portal come last, after those that empty the database: nobody empties it under them."""
    items.sort(key=lambda item: "portal" in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def browser(browser: Browser) -> Iterator[Browser]:
    """While Playwright's event loop runs, Django opens connections of their own for it, which nobody else would close."""
    yield browser
    connections.close_all()


@pytest.fixture(scope="session")
def traffic() -> Traffic:
    return Traffic()


@pytest.fixture(autouse=True)
def nothing_on_its_way(traffic: Traffic) -> Iterator[None]:
    """Set up before any page and ended after all are closed: the database is emptied only when the server is silent."""
    yield
    traffic.wait_for_the_end()


@pytest.fixture(scope="module")
def scene(browser: Browser, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """The full portal, built once for the tests of a module and emptied after them: they only look at it."""
    with django_db_blocker.unblock():
        try:
            yield build_scene()
        finally:
            empty_database()
            connections.close_all()


@pytest.fixture(scope="module")
def portal(scene: Scene) -> Iterator[str]:
    """The address of a server for `scene`; unlike pytest-django's it does not empty the database after each test."""
    server = LiveServer("localhost")
    yield server.url
    server.stop()


@pytest.fixture
def open_as(live_server, browser: Browser, signed_in) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page as a user: in a browser of their own, or in another tab of `beside`."""
    contexts: list[BrowserContext] = []

    def open_page(user: User, path: str, *, beside: Page | None = None, server: str = live_server.url) -> Page:
        if beside is None:
            contexts.append(browser.new_context(viewport=audit.WIDE))
            session = signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
            contexts[-1].add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server}])
        page = (beside.context if beside else contexts[-1]).new_page()
        page.goto(server + path)
        return page

    yield open_page
    for context in contexts:
        # What a page says as it closes would reach a server that has no database any more.
        context.set_offline(True)
        context.close()


@pytest.fixture(scope="module")
def context_of(browser: Browser, scene: Scene, portal: str) -> Iterator[Callable[[str], BrowserContext]]:
    """Return a function that gives the browser of a person with a role ("" is nobody), the same each time."""
    contexts: dict[str, BrowserContext] = {}

    def context(role: str) -> BrowserContext:
        if role not in contexts:
            contexts[role] = browser.new_context(viewport=audit.WIDE, reduced_motion="reduce")
            if role:
                contexts[role].add_cookies([{"name": "sessionid", "value": scene.sessions[role], "url": portal}])
        return contexts[role]

    yield context
    for opened in contexts.values():
        opened.close()


@pytest.fixture
def page_of(context_of: Callable[[str], BrowserContext]) -> Iterator[Callable[[str], Page]]:
    """Return a function that opens a fresh page for a role."""
    opened: list[Page] = []

    def page(role: str) -> Page:
        opened.append(context_of(role).new_page())
        return opened[-1]

    yield page
    for one in opened:
        one.close()
