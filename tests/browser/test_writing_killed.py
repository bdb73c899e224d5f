"""The server is killed in the middle of saves and started again: every word arrives, once."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from amif_network.accounts.models import User

from . import writing
from .killable import KillableServer

pytestmark = pytest.mark.django_db(transaction=True)
# A browser that dies does not tell its pages; registered first, this keeps the news from everybody after it.
NO_GOOD_BYE = """for (const name of ["pagehide", "beforeunload", "visibilitychange"])
  addEventListener(name, (event) => event.stopImmediatePropagation(), true);"""


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KillableServer]:
    serving = KillableServer(tmp_path_factory.mktemp("server") / "log")
    yield serving
    serving.kill()


@pytest.fixture
def server(db, process: KillableServer) -> KillableServer:
    """A server that runs as the test begins."""
    if process.process is None:
        process.start()
    return process


def test_no_word_is_lost_when_the_server_is_killed_while_it_saves(
    open_as, french_coordinator: User, server: KillableServer
) -> None:
    section, typed = writing.section_with(), [writing.marker() for _ in range(5)]
    page = open_as(french_coordinator, writing.minutes_of(section), server=server.url)
    box = writing.open_editor(page)
    alert = writing.editor_of(page).get_by_role("alert")
    writing.add(box, typed[0], 0)
    writing.wait_until_saved(page)
    with page.expect_request("**/save/"):
        writing.add(box, typed[1], 0)
    # The save has left the browser; whether it arrived, nobody knows.
    server.kill()
    writing.add(box, typed[2], 1)
    expect(alert.locator("[data-message=unreachable]")).to_be_visible()
    writing.expect_in_the_journal(page, typed[2])
    writing.add(box, typed[3], 0)
    server.start()
    writing.add(box, typed[4], 2)
    writing.wait_until_saved(page)
    expect(alert).to_be_empty()
    writing.expect_empty_journal(page)
    standing = writing.standing(section)
    assert [writing.times(word, standing) for word in typed] == [1, 1, 1, 1, 1]


def test_when_the_browser_dies_the_words_come_back(open_as, french_coordinator: User) -> None:
    section, word = writing.section_with(), writing.marker()
    page = open_as(french_coordinator, "/healthz")
    beside = open_as(french_coordinator, "/healthz", beside=page)
    address = page.url.removesuffix("/healthz") + writing.minutes_of(section)
    page.add_init_script(NO_GOOD_BYE)
    page.bring_to_front()
    page.goto(address)
    page.route("**/save/", lambda route: route.abort())
    writing.add(writing.open_editor(page), word)
    writing.expect_in_the_journal(beside, word)
    assert word not in writing.standing(section)
    page.close()
    beside.goto(address)
    expect(beside.locator("#writing-recovered [data-message=recovered]")).to_be_visible()
    # It says what it found at once, and saves it in the same breath: the journal is empty when the portal has it.
    writing.expect_empty_journal(beside)
    assert writing.missing([word], section, "fr") == []
