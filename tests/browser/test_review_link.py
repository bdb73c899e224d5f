"""From the mail to the answer: an organisation without an account reads, remarks and sends, in either language."""

import datetime
import re
from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from playwright.sync_api import Browser, Page, expect

from amif_network.accounts.models import User
from amif_network.directory.models import Organisation
from amif_network.outbox.models import OutgoingMail
from meetings.actions.review.circulating import circulate
from meetings.models import Remark, ReviewRequest
from tests.factories.accounts import UserFactory
from tests.factories.directory import AffiliationFactory, OrganisationFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory, MinutesFactory, SectionFactory
from tests.factories.review import RemarkFactory

from . import audit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def brussels(db) -> Organisation:
    """An organisation of two languages, with one person and no account."""
    return OrganisationFactory(short_fr="CPAS de Bruxelles", short_nl="OCMW Brussel", language_regime="nl_fr")


@pytest.fixture
def mailed(live_server, brussels: Organisation, french_coordinator: User) -> str:
    """The address in the mail that asks the organisation to read the minutes."""
    meeting = MeetingFactory(held=True, title_fr="Rencontre de mars", title_nl="Bijeenkomst van maart")
    AttendanceFactory(meeting=meeting, person=AffiliationFactory(organisation=brussels).person, organisation=brussels)
    minutes = MinutesFactory(meeting=meeting)
    SectionFactory(
        minutes=minutes,
        label="1.",
        fr=("Budget", "<p>Le budget est connu.</p>"),
        nl=("Begroting", "<p>Het budget is bekend.</p>"),
    )  # fmt: skip
    SectionFactory(
        minutes=minutes, label="2.", organisation=brussels,
        fr=("Bruxelles", "<p>Deux agents sont <strong>engagés</strong> en mai.</p>"),
        nl=("Brussel", "<p>Twee medewerkers starten in mei.</p>"),
    )  # fmt: skip
    circulate(
        minutes, deadline=timezone.localdate() + datetime.timedelta(days=14), message_fr="Merci de relire.",
        message_nl="Graag nalezen.", by=french_coordinator, at=timezone.now(), site=live_server.url,
    )  # fmt: skip
    found = re.search(r"https?://\S+", OutgoingMail.objects.get(topic="circulation").text)
    assert found is not None
    return found[0]


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    """A page of somebody who never signed in."""
    context = browser.new_context(viewport=audit.WIDE)
    yield context.new_page()
    context.close()


SELECT = """(words) => {
    const block = [...document.querySelectorAll("[data-amif-quotable] p")].find((one) => one.textContent.includes(words));
    const range = document.createRange();
    range.selectNodeContents(block);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
}"""


def test_from_the_mail_to_the_receipt(visitor: Page, mailed: str, brussels: Organisation) -> None:
    with audit.complaints(visitor) as said:
        visitor.goto(mailed)
        expect(visitor.locator("#own ~ article").first).to_contain_text("Deux agents sont engagés en mai.")
        assert audit.faults(visitor, "fr") == []
        visitor.evaluate(SELECT, "Deux agents")
        visitor.locator(".passage--own .passage__add").click()
        expect(visitor.locator("[name=quote]")).to_have_value("Deux agents sont engagés en mai.")
        visitor.locator("[name=name]").fill("Anouk Delvaux")
        visitor.locator("[name=text]").fill("En juin, pas en mai.")
        assert audit.faults(visitor, "fr") == []
        visitor.locator(".remark-form button[type=submit]").click()
        expect(visitor.locator(".remark")).to_contain_text("En juin, pas en mai.")
        assert audit.faults(visitor, "fr") == []
        visitor.locator(".reading__send a").click()
        expect(visitor.locator("[name=name]")).to_have_value("Anouk Delvaux")
        assert audit.faults(visitor, "fr") == []
        visitor.locator("main form button[type=submit]").click()
        expect(visitor.locator("#receipt")).to_be_visible()
        visitor.locator(".language-switch a[hreflang=nl]").click()
        expect(visitor.locator("html")).to_have_attribute("lang", "nl")
        assert audit.faults(visitor, "nl") == []
    assert said == []
    review, remark = ReviewRequest.objects.get(organisation=brussels), Remark.objects.get()
    assert (review.state, review.answered_name, review.opened_at is not None) == ("answered", "Anouk Delvaux", True)
    assert (remark.state, remark.quote, remark.text) == ("sent", "Deux agents sont engagés en mai.", "En juin, pas en mai.")


def test_what_was_typed_is_there_again_after_a_way_round(visitor: Page, mailed: str) -> None:
    visitor.goto(f"{mailed}?on=all")
    visitor.locator("[name=text]").fill("Écrit avant la coupure")
    visitor.goto(mailed)
    visitor.goto(f"{mailed}?on=all")
    expect(visitor.locator("[name=text]")).to_have_value("Écrit avant la coupure")


def test_without_scripts_the_answer_goes_out_too(browser: Browser, mailed: str, brussels: Organisation) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=audit.NARROW)
    page = context.new_page()
    page.goto(mailed)
    page.locator(".reading__send a").click()
    page.locator("[name=name]").fill("Anouk Delvaux")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("#receipt")).to_be_visible()
    context.close()
    review = ReviewRequest.objects.get(organisation=brussels)
    assert (review.state, review.opened_at) == ("answered", None)


@pytest.mark.parametrize("lang", ["fr", "nl"])
def test_the_pages_behind_an_account_are_for_everybody(
    open_as, mailed: str, brussels: Organisation, french_coordinator: User, lang: str
) -> None:
    review = ReviewRequest.objects.get(organisation=brussels)
    section = review.circulation.minutes.sections.get(label="1.")
    RemarkFactory(request=review, section=section, settled=True, answer_fr="Corrigé.", quote="budget", proposal="x" * 200)
    RemarkFactory(request=review, section=section, text="Encore une ébauche")
    member = UserFactory(member=True, person=AffiliationFactory(organisation=brussels).person)
    with translation.override(lang):
        addresses = [reverse("home:home"), reverse("meetings:reviews"), reverse("meetings:review", args=[review.pk])]
    page = open_as(member, addresses[0])
    assert [fault for target in addresses for fault in audited(page, target, lang)] == []
    page.locator(".remark__tools button").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page = open_as(french_coordinator, addresses[1])
    assert [fault for target in addresses[1:] for fault in audited(page, target, lang)] == []
    expect(page.locator("#links ~ ul")).to_contain_text("@example.org")


def audited(page: Page, target: str, lang: str) -> list[str]:
    """Go to a page and return what is wrong with it."""
    page.goto(urljoin(page.url, target))
    return [f"{target}: {fault}" for fault in audit.faults(page, lang)]
