"""What the small modules of static/js do in the frame of every page, tried on the sign-in page and on one's own account."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from amif_network.accounts.models import User

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def sign_in_page(live_server, page: Page) -> Page:
    page.goto(f"{live_server.url}/fr/accounts/login/")
    return page


@pytest.fixture
def account_page(live_server, page: Page, signed_in, observer: User) -> Page:
    session = signed_in(observer).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page.goto(f"{live_server.url}/fr/profile/")
    return page


def test_the_first_tab_leads_to_the_content(account_page: Page) -> None:
    account_page.keyboard.press("Tab")
    expect(account_page.locator(".skip-link")).to_be_focused()
    account_page.keyboard.press("Enter")
    expect(account_page.locator("main")).to_be_focused()


def test_a_chosen_theme_lasts_and_is_there_before_the_page_is_drawn(sign_in_page: Page) -> None:
    sign_in_page.locator("[data-amif-theme] input[value=dark]").check()
    sign_in_page.reload(wait_until="domcontentloaded")
    assert sign_in_page.locator("html").get_attribute("data-color-scheme") == "dark"
    expect(sign_in_page.locator("[data-amif-theme] input[value=dark]")).to_be_checked()
    assert sign_in_page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(23, 22, 19)"


def test_the_other_language_keeps_the_place_in_the_page(sign_in_page: Page) -> None:
    sign_in_page.evaluate("location.hash = 'id_password'")
    sign_in_page.locator(".language-switch a[hreflang=nl]").click()
    expect(sign_in_page).to_have_url(re.compile(r"/nl/accounts/login/#id_password$"))


def test_the_menu_folds_on_a_phone(account_page: Page) -> None:
    account_page.set_viewport_size(PHONE)
    button, people = account_page.locator("[data-amif-menu]"), account_page.locator("#navigation-list a").last
    expect(people).to_be_hidden()
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(people).to_be_visible()
    people.focus()
    account_page.keyboard.press("Escape")
    expect(people).to_be_hidden()
    expect(button).to_be_focused()


def test_without_javascript_the_menu_stands_open(account_page: Page, live_server, browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE, storage_state=account_page.context.storage_state())
    page = context.new_page()
    page.goto(f"{live_server.url}/fr/profile/")
    expect(page.locator("#navigation-list a").last).to_be_visible()
    expect(page.locator("[data-amif-menu]")).to_be_hidden()
    expect(page.locator("[data-amif-theme]")).to_be_hidden()
    context.close()


def test_a_refused_form_puts_the_focus_on_its_errors(sign_in_page: Page) -> None:
    sign_in_page.locator("[name=login]").fill("nobody@example.org")
    sign_in_page.locator("[name=password]").fill("not the pass phrase")
    sign_in_page.locator("main button[type=submit]").first.click()
    expect(sign_in_page.locator("[data-amif-error-summary]")).to_be_focused()


QUESTION = "document.querySelector('.masthead__account button').dataset.amifConfirm = 'Leave the portal?'"


def test_a_question_before_a_step_can_be_declined(account_page: Page) -> None:
    account_page.evaluate(QUESTION)
    button = account_page.locator(".masthead__account button")
    button.click()
    expect(account_page.locator("dialog")).to_contain_text("Leave the portal?")
    account_page.keyboard.press("Escape")
    expect(account_page.locator("dialog")).to_be_hidden()
    expect(button).to_be_focused()
    assert account_page.url.endswith("/fr/profile/")


def test_a_confirmed_step_is_taken(account_page: Page) -> None:
    account_page.evaluate(QUESTION)
    account_page.locator(".masthead__account button").click()
    account_page.locator("[data-amif-confirm-yes]").click()
    expect(account_page).to_have_url(re.compile(r"/accounts/login/$"))
    expect(account_page.locator(".masthead__account")).to_have_count(0)


def test_nothing_runs_out_of_the_page(account_page: Page) -> None:
    overflow = {}
    for width in (320, 360, 640, 1280):
        account_page.set_viewport_size({"width": width, "height": 800})
        overflow[width] = account_page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow == {320: 0, 360: 0, 640: 0, 1280: 0}


def test_the_browser_finds_nothing_the_policy_forbids(live_server, page: Page, observer: User) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    for address in ("/fr/accounts/login/", "/nl/accounts/password/reset/"):
        page.goto(f"{live_server.url}{address}", wait_until="networkidle")
    page.emulate_media(forced_colors="active", color_scheme="dark")
    page.goto(f"{live_server.url}/fr/accounts/login/", wait_until="networkidle")
    assert complaints == []


def test_unsaved_entries_are_not_lost_by_a_slip(live_server, page: Page, signed_in, french_coordinator: User) -> None:
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    session = signed_in(french_coordinator).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page.goto(f"{live_server.url}/fr/directory/people/new/")
    address = page.url
    page.locator("[name=given_name]").press_sequentially("Umit")
    page.locator("#navigation-list a").first.click(no_wait_after=True)
    expect(page.locator("[name=given_name]")).to_have_value("Umit")
    assert asked == ["beforeunload"]
    assert page.url == address
