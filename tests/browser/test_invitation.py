"""From a mail to signed in, in Dutch: somebody is invited, chooses a password, and comes back with it."""

import pytest
from playwright.sync_api import Browser, Page, expect

from amif_network.accounts.models import Invitation, User
from tests.factories.accounts import PASSWORD
from tests.factories.directory import AffiliationFactory, OrganisationFactory, PersonFactory
from tests.smtp import MailServer

from . import audit
from .steps import Open, follow, last_mail, submit

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "lisa@example.org"


def test_somebody_is_invited_and_comes_in(
    live_server, open_as: Open, browser: Browser, smtp: MailServer, dutch_coordinator: User
) -> None:
    person = PersonFactory(given_name="Lisa", family_name="Asselman", email=ADDRESS, preferred_language="nl")
    AffiliationFactory(person=person, organisation=OrganisationFactory(short_nl="OCMW Ninove", dutch_speaking=True))
    _invite(open_as(dutch_coordinator, f"/nl/directory/people/{person.pk}/"))
    context = browser.new_context(viewport=audit.NARROW, locale="nl")
    page = context.new_page()
    _accept(page, last_mail(smtp, ADDRESS))
    _come_back(page, live_server.url)
    context.close()
    assert Invitation.objects.get().user == User.objects.get(email=ADDRESS, person=person, role="member")


def _invite(page: Page) -> None:
    """The coordinator finds the person, and sends what the form proposes."""
    page.locator("a[href$='/invite/']").click()
    expect(page.locator("[name=email]")).to_have_value(ADDRESS)
    submit(page)
    expect(page.locator(".messages")).to_contain_text(ADDRESS)


def _accept(page: Page, mail: str) -> None:
    """The invited person opens the mail, mistypes the password once, then is in."""
    follow(page, mail)
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    assert audit.faults(page, "nl") == []
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("[name=password2]").fill("something else entirely")
    submit(page)
    expect(page.locator("[data-invalid]").first).to_be_visible()
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("[name=password2]").fill(PASSWORD)
    submit(page)
    expect(page.locator("h1")).to_contain_text("Lisa Asselman")


def _come_back(page: Page, server: str) -> None:
    """After signing out, address and password lead in again."""
    page.goto(f"{server}/nl/accounts/logout/")
    submit(page)
    expect(page.locator("[name=login]")).to_be_visible()
    page.locator("[name=login]").fill(ADDRESS)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    expect(page.locator("h1")).to_contain_text("Lisa Asselman")
