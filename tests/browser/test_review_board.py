"""A coordinator sends minutes round, records an answer, works a remark in and compares; each page in both languages."""

import pytest
from playwright.sync_api import Page, expect

from meetings.models import Circulation, Meeting, Remark, ReviewRequest, SectionText
from tests.factories.directory import OrganisationFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory, MinutesFactory, SectionFactory
from tests.factories.review import RemarkFactory

from . import audit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def meeting(host, host_member, partner, partner_member) -> Meeting:
    """A meeting with draft minutes: one organisation present, one excused, and one of which nobody can be mailed."""
    held = MeetingFactory(held=True, title_fr="Rencontre de mars", title_nl="Bijeenkomst van maart")
    AttendanceFactory(meeting=held, person=host_member.person, organisation=host)
    AttendanceFactory(meeting=held, person=partner_member.person, organisation=partner, status="excused")
    AttendanceFactory(meeting=held, organisation=OrganisationFactory(short_fr="CPAS de Nulle-Part"))
    minutes = MinutesFactory(meeting=held)
    SectionFactory(
        minutes=minutes, label="1.",
        fr=("Accueil", "<p>Le CPAS accueille <strong>six agents</strong> en mai.</p>"), nl=("Onthaal", "<p>Zes medewerkers.</p>"),
    )  # fmt: skip
    return held


def faults(page: Page, name: str) -> list[str]:
    """Return what is wrong with the page in French and in Dutch."""
    found, french = [], page.url
    for lang in ("fr", "nl"):
        page.goto(french.replace("/fr/", f"/{lang}/"))
        found += [f"{name} {lang}: {fault}" for fault in audit.faults(page, lang)]
    page.goto(french)
    return found


def test_a_round_from_sending_to_the_outcome(open_as, french_coordinator, host, meeting) -> None:
    page = open_as(french_coordinator, f"/fr/meetings/{meeting.pk}/minutes/")
    with audit.complaints(page) as said:
        page.get_by_role("link", name="Envoyer en relecture").press("Enter")
        found = faults(page, "send")
        expect(page.locator("main")).to_contain_text("personne ne peut y recevoir de courriel")
        page.locator("main form button[type=submit]").press("Enter")
        expect(page.locator("table.board tbody tr")).to_have_count(3)
        asked = ReviewRequest.objects.get(organisation=host)
        RemarkFactory(
            request=asked, section=meeting.minutes.sections.get(), kind="correction", quote="six agents",
            proposal="sept agents", text="", sent=True,
        )  # fmt: skip
        page.reload()
        found += faults(page, "board")
        page.get_by_role("link", name="CPAS de Binche").click()
        found += faults(page, "request")
        page.get_by_role("link", name="Noter sa réponse").click()
        page.locator("[name=who]").fill("Anouk Delvaux")
        page.locator("[name=channel][value=phone]").check()
        page.locator("[name=answer][value=none]").check()
        found += audit.faults(page, "fr")
        page.get_by_role("button", name="Noter la réponse").click()
        expect(page.locator(".page-header")).to_contain_text("pas de remarques")
        page.goto(page.url.split("requests/")[0])
        page.get_by_role("link", name="correction").click()
        page.get_by_role("button", name="Intégrer les remarques").click()
        page.get_by_role("link", name="correction").click()
        found += faults(page, "remark")
        page.locator("[name=outcome][value=accepted]").check()
        page.get_by_role("button", name="Enregistrer la suite").click()
        expect(page.locator("#outcome")).to_be_visible()
        found += faults(page, "outcome")
        page.goto(page.url.split("remarks/")[0])
        page.get_by_role("link", name="Modifications depuis ce tour").click()
        expect(page.locator("ins")).to_contain_text("sept")
        found += faults(page, "changes")
    assert (found, said) == ([], [])
    assert Circulation.objects.get().requests.count() == 3
    assert Remark.objects.get().outcome == "accepted"
    assert "<strong>sept agents</strong>" in SectionText.objects.get(language="fr").html


def test_a_round_is_sent_without_scripts_on_a_narrow_screen(browser, live_server, signed_in, french_coordinator, meeting) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=audit.NARROW)
    session = signed_in(french_coordinator).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/nl/meetings/{meeting.pk}/minutes/review/")
    page.get_by_role("link", name="Ter nalezing verzenden").click()
    page.locator("main form button[type=submit]").click()
    page.get_by_role("button", name="De opmerkingen verwerken").click()
    expect(page.locator(".page-header")).to_contain_text("opmerkingen")
    context.close()
    meeting.minutes.refresh_from_db()
    assert meeting.minutes.state == "incorporating"
