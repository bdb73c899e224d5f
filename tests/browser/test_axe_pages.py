"""Every page for every role in both languages and both themes: nothing for axe, the policy or a narrow screen to find."""

import pytest
from playwright.sync_api import Page

from . import audit
from .pages import pages
from .scene import Scene, address

# The tests only look: what they see was built, and is emptied again, by the fixture `scene`.
pytestmark = [pytest.mark.long, pytest.mark.django_db]

SIGNED_OUT = {
    "sign in": ("account_login",),
    "forgotten": ("account_reset_password",),
    "forgotten, sent": ("account_reset_password_done",),
    "password chosen": ("account_reset_password_from_key_done",),
    "wrong key": ("account_reset_password_from_key", "abc", "set-password"),
    "no sign-up": ("account_signup",),
    "no access": ("account_inactive",),
    "sign-in stopped": ("socialaccount_login_cancelled",),
}
# The pages of a role are looked at in parts, so that the workers of the test run share them evenly.
PARTS = 4
# The language in which every page is opened with its scripts.
OPENED_IN = "fr"
# A preview is the document itself, in its own language.
LANGUAGE_OF = {"preview fr": "fr", "preview nl": "nl", "preview both": "fr", "preview of what is approved": "fr"}


def opened(page: Page, target: str, *, put: bool) -> list[str]:
    """Open a page, or put it in the place of the one before; return what is wrong with the answer."""
    if put:
        answer = audit.put(page, target)
        return [] if answer["status"] == 200 else [f"{answer['status']} {target}"]
    response = page.goto(target)
    return [] if response and response.ok and page.url == target else [f"{response and response.status} {page.url}"]


def found_on(page: Page, portal: str, addresses: dict[str, str], lang: str) -> dict[str, list[str]]:
    """Open each address and return what is wrong there, by the name of the page; nothing for pages without a fault.

    Scripts do the same in both languages: in Dutch a page is put in the place of the one before, and those do not run again.
    """
    found: dict[str, list[str]] = {}
    for name, target in addresses.items():
        with audit.complaints(page) as said:
            status = opened(page, f"{portal}{target}", put=lang != OPENED_IN and name != next(iter(addresses)))
            faults = [*status, *audit.faults(page, LANGUAGE_OF.get(name, lang))]
        if faults := faults + said:
            found[name] = faults
    return found


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("lang", ["fr", "nl"])
@pytest.mark.parametrize("role", ["administrator", "coordinator", "member", "observer"])
def test_every_page_of_a_role_is_without_fault(page_of, scene: Scene, portal: str, role: str, lang: str, part: int) -> None:
    addresses = dict(list(pages(scene, role, lang).items())[part::PARTS])
    assert addresses
    assert found_on(page_of(role), portal, addresses, lang) == {}


@pytest.mark.parametrize("lang", ["fr", "nl"])
def test_pages_before_the_sign_in_are_without_fault(page_of, portal: str, lang: str) -> None:
    addresses = {name: address(*target, lang=lang) for name, target in SIGNED_OUT.items()}
    assert found_on(page_of(""), portal, addresses, lang) == {}
