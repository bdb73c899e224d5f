"""Ten errands in both languages, each within its budget of presses (docs/usability.md)."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from amif_network.accounts.models import User
from meetings.models import ReviewRequest

from . import audit
from .scene import Scene, session_of
from .walk import ERRANDS, Walk

pytestmark = pytest.mark.long
DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "usability.md"


@pytest.fixture(scope="module", params=["fr", "nl"])
def lang(request: pytest.FixtureRequest, scene: Scene, django_db_blocker: DjangoDbBlocker) -> str:
    """The language of a walk; what was answered in the other one is asked again, where the server sees it."""
    with django_db_blocker.unblock():
        ReviewRequest.objects.filter(organisation__code="cpas-58002", state="answered").update(
            state="awaited", answered_at=None, answered_by=None, answered_name="", channel="", recorded_by=None
        )
    return str(request.param)


@pytest.fixture(scope="module")
def sessions(scene: Scene, django_db_blocker: DjangoDbBlocker) -> dict[str, str]:
    """The key of a session of everybody who runs an errand."""
    with django_db_blocker.unblock():
        return {who: session_of(User.objects.get(email=f"{who}@demo.example")) for who in {one.who for one in ERRANDS}}


def test_every_errand_is_done_within_its_budget(lang: str, sessions: dict[str, str], browser: Browser, portal: str) -> None:
    """Each begins at the first page, in a browser that has seen nothing."""
    found = {}
    for errand in ERRANDS:
        with browser.new_context(viewport=audit.WIDE, reduced_motion="reduce") as context:
            context.add_cookies([{"name": "sessionid", "value": sessions[errand.who], "url": portal}])
            page = context.new_page()
            page.goto(f"{portal}/{lang}/")
            walk = Walk(page, lang)
            errand.run(walk)
            found[errand.name] = walk.presses
    assert {name: number for name, number in found.items() if number > budgets()[name]} == {}


def test_the_document_names_every_errand_with_its_budget() -> None:
    rows = re.findall(r"^\| `(\w+)` \|.*?\| (\d+) \|", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    assert {name: int(budget) for name, budget in rows} == budgets()


def budgets() -> dict[str, int]:
    return {errand.name: errand.budget for errand in ERRANDS}
