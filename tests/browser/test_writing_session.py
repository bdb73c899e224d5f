"""The session ends in the middle of a sentence: writing goes on, signing in happens in place, nothing is left to others."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from amif_network.accounts.models import User
from meetings.models import Section
from tests.factories.accounts import PASSWORD

from . import writing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def section(db) -> Section:
    return writing.section_with()


def sign_in(page: Page, email: str) -> None:
    """Sign in inside the page that stayed open."""
    page.locator("[data-amif-sign-in]").first.click()
    frame = page.frame_locator(".writing-sign-in iframe")
    frame.locator("[name=login]").fill(email)
    frame.locator("[name=password]").fill(PASSWORD)
    frame.locator("main [type=submit]").first.click()
    expect(page.locator(".writing-sign-in")).to_have_count(0)


def test_saving_goes_on_after_signing_in_in_place(open_as, section: Section, french_coordinator: User) -> None:
    page = open_as(french_coordinator, writing.minutes_of(section))
    box = writing.open_editor(page)
    words = [writing.marker() for _ in range(4)]
    writing.add(box, words[0])
    writing.wait_until_saved(page)
    Session.objects.all().delete()
    writing.add(box, words[1])
    alert = writing.editor_of(page).get_by_role("alert")
    expect(alert.locator("[data-message=signed-out]")).to_be_visible()
    writing.add(box, words[2])
    sign_in(page, french_coordinator.email)
    writing.wait_until_saved(page)
    expect(alert).to_be_empty()
    writing.add(box, words[3])
    writing.editor_of(page).locator(".toolbar [type=submit]").first.click()
    expect(writing.editor_of(page)).to_have_count(0)
    assert [writing.times(word, writing.standing(section)) for word in words] == [1, 1, 1, 1]
    assert writing.journal(page) == []


def test_a_second_step_that_became_compulsory_is_said_and_nothing_is_lost(
    open_as, section: Section, french_coordinator: User, settings
) -> None:
    page = open_as(french_coordinator, writing.minutes_of(section))
    box = writing.open_editor(page)
    settings.MFA_REQUIRED_ROLES = ["coordinator"]
    word = writing.marker()
    writing.add(box, word)
    told = writing.editor_of(page).get_by_role("alert").locator("[data-message=second-factor]")
    expect(told.get_by_role("link")).to_have_attribute("href", "/fr/accounts/2fa/")
    assert word in box.inner_text()
    assert [word in entry["html"] for entry in writing.journal(page)] == [True]
    settings.MFA_REQUIRED_ROLES = []
    writing.wait_until_saved(page)
    assert writing.times(word, writing.standing(section)) == 1


def test_words_are_never_saved_under_the_name_of_somebody_else(
    open_as, section: Section, french_coordinator: User, dutch_coordinator: User
) -> None:
    page = open_as(french_coordinator, writing.minutes_of(section))
    box = writing.open_editor(page)
    Session.objects.all().delete()
    word = writing.marker()
    writing.add(box, word)
    expect(writing.editor_of(page).locator("[data-message=signed-out]")).to_be_visible()
    other = open_as(dutch_coordinator, "/healthz", beside=page)
    other.goto(page.url.partition("/fr/")[0] + "/fr/accounts/login/")
    other.locator("[name=login]").fill(dutch_coordinator.email)
    other.locator("[name=password]").fill(PASSWORD)
    other.locator("main [type=submit]").first.click()
    other.wait_for_url(lambda url: "login" not in url)
    # As when the network comes back. A tab that is looked at again tries by itself too, under the hand that clicks.
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(writing.editor_of(page).locator("[data-message=other-user]")).to_be_visible()
    assert word not in writing.versions(section)
    assert word in box.inner_text()
    assert [entry["user"] for entry in writing.journal(page)] == [str(french_coordinator.pk)]
    # The other one sees nothing of it in the same browser.
    other.goto(page.url)
    expect(other.locator("#writing-recovered")).to_be_hidden()


def test_signing_out_asks_before_it_deletes_words_that_were_not_sent(open_as, section: Section, french_coordinator: User) -> None:
    page = open_as(french_coordinator, writing.minutes_of(section))
    page.route("**/save/", lambda route: route.abort())
    word = writing.marker()
    writing.add(writing.open_editor(page), word)
    expect(writing.editor_of(page).locator("[data-message=unreachable]")).to_be_visible()
    out = page.locator("[data-amif-sign-out]")
    question = page.locator("#confirm-dialog")
    out.click()
    question.locator("[value=no]").click()
    assert word in str(writing.journal(page))
    out.click()
    question.locator("[value=yes]").click()
    page.wait_for_url("**/login/**")
    assert writing.journal(page) == []


def test_signing_out_with_everything_saved_asks_nothing(open_as, section: Section, french_coordinator: User) -> None:
    page = open_as(french_coordinator, writing.minutes_of(section))
    word = writing.marker()
    writing.add(writing.open_editor(page), word)
    page.locator("[data-amif-sign-out]").click()
    page.wait_for_url("**/login/**")
    assert writing.missing([word], section, "fr") == []
    assert writing.journal(page) == []
