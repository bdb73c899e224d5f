"""Every way to sign in, in a real browser: a passkey of the device, the code of an app, a provider on loopback."""

import pytest
from playwright.sync_api import Page, expect

from tests.accounts.provider import configured, provider
from tests.accounts.second_steps import code, with_app
from tests.factories.accounts import PASSWORD

from . import audit

pytestmark = pytest.mark.django_db(transaction=True)

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(browser, live_server):
    context = browser.new_context(viewport=audit.WIDE, base_url=live_server.url)
    yield context.new_page()
    context.set_offline(True)
    context.close()


def device(page: Page) -> None:
    """Give the browser a device that knows keys and says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def sign_in(page: Page, email: str) -> None:
    """Type address and password."""
    page.goto("/fr/accounts/login/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main [type=submit]").first.click()


def sign_out(page: Page) -> None:
    """Leave by the button of the masthead."""
    page.locator("[data-amif-sign-out]").click()
    page.wait_for_url("**/login/**")


def test_a_coordinator_has_to_set_up_a_passkey_and_signs_in_with_it_alone(page, settings, french_coordinator) -> None:
    settings.MFA_REQUIRED_ROLES = ["coordinator"]
    device(page)
    with audit.complaints(page) as said:
        sign_in(page, french_coordinator.email)
        page.wait_for_url("**/accounts/2fa/")
        page.locator("main a[href$='/webauthn/add/']").click()
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main [type=submit]").first.click()
        page.locator("[name=name]").fill("Portable")
        page.locator("form[data-amif-passkey] [type=submit]").click()
        page.wait_for_url("**/recovery-codes/")
        expect(page.locator(".codes li")).to_have_count(10)
        sign_out(page)
        page.locator("form[data-amif-passkey] [type=submit]").click()
        page.wait_for_url("**/fr/")
        expect(page.locator(".masthead__account")).to_be_visible()
    assert said == []


def test_a_passkey_is_the_second_step_after_the_password_too(page, host_member) -> None:
    device(page)
    sign_in(page, host_member.email)
    page.goto("/fr/accounts/2fa/webauthn/add/")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main [type=submit]").first.click()
    page.locator("form[data-amif-passkey] [name=passwordless]").uncheck()
    page.locator("form[data-amif-passkey] [type=submit]").click()
    page.wait_for_url("**/recovery-codes/")
    sign_out(page)
    sign_in(page, host_member.email)
    page.wait_for_url("**/2fa/authenticate/")
    assert audit.faults(page, "fr") == []
    page.locator("form[data-amif-passkey] [type=submit]").click()
    page.wait_for_url("**/fr/")


def test_a_device_that_does_not_answer_is_said_and_a_code_leads_in_instead(page, host_member) -> None:
    with_app(host_member)
    sign_in(page, host_member.email)
    page.wait_for_url("**/2fa/authenticate/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new DOMException('no', 'NotAllowedError')) }")
    page.locator("form[data-amif-passkey] [type=submit]").click()
    expect(page.locator("[data-message=cancelled]")).to_be_visible()
    page.locator("[name=code]").fill(code())
    page.locator("main [type=submit]").first.click()
    page.wait_for_url("**/fr/")


def test_a_browser_without_keys_is_told_so(page, host_member) -> None:
    page.add_init_script("delete window.PublicKeyCredential")
    page.goto("/fr/accounts/login/")
    expect(page.locator("form[data-amif-passkey]")).to_be_hidden()
    sign_in(page, host_member.email)
    page.wait_for_url("**/fr/")
    page.goto("/fr/accounts/2fa/webauthn/add/")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main [type=submit]").first.click()
    expect(page.locator("[data-amif-passkey-unknown]")).to_be_visible()
    expect(page.locator("form[data-amif-passkey]")).to_be_hidden()


def test_a_person_links_a_provider_and_comes_in_by_it(page, settings, host_member) -> None:
    with provider() as address:
        found = configured(address)
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": found.apps}}
        settings.SECURE_CSP = {**settings.SECURE_CSP, "form-action": ["'self'", *found.origins]}
        sign_in(page, host_member.email)
        page.wait_for_url("**/fr/")
        page.goto("/fr/accounts/reauthenticate/")
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main [type=submit]").first.click()
        page.wait_for_url("**/fr/")
        page.goto("/fr/accounts/3rdparty/")
        page.locator("main form[action$='/oidc/federal/'] [type=submit]").click()
        page.locator("[name=sub]").first.fill("subject-1")
        page.get_by_role("button", name="Authorize", exact=True).click()
        page.wait_for_url("**/accounts/3rdparty/")
        expect(page.locator("main h2").first).to_have_text("Fedlogin")
        assert audit.faults(page, "fr") == []
        sign_out(page)
        page.locator("main form[action$='/oidc/federal/'] [type=submit]").click()
        page.locator("[name=sub]").first.fill("subject-1")
        page.get_by_role("button", name="Authorize", exact=True).click()
        page.wait_for_url("**/fr/")
        expect(page.locator(".masthead__account")).to_be_visible()
