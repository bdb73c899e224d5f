"""From a section of the minutes to what three CPAS answer a call, and what becomes of it; each page in both languages."""

import datetime
import os
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from meetings.models import Section
from projects.models import Call, ExpressionOfInterest, Scenario
from tests.factories.directory import OrganisationFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory, MinutesFactory, SectionFactory
from tests.factories.projects import (
    BudgetLineFactory,
    CallDateFactory,
    CallFactory,
    EnvelopeFactory,
    FundingFactory,
    InterestFactory,
    ProjectFactory,
)

from . import audit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def section(host, partner, host_member) -> Section:
    """A section of the minutes of a meeting that was held, to which host and partner came."""
    held = MeetingFactory(held=True, date=timezone.localdate() - datetime.timedelta(days=3))
    AttendanceFactory(meeting=held, person=host_member.person, organisation=host)
    AttendanceFactory(meeting=held, organisation=partner)
    OrganisationFactory(short_fr="CPAS de Mons", short_nl="OCMW Bergen")
    return SectionFactory(minutes=MinutesFactory(meeting=held), label="1.", fr=("Appel", "<p>Trois CPAS répondent.</p>"))


@pytest.fixture
def call(host, partner) -> Call:
    """An announced call with a vague opening, money, and a project that asks too much of it; the partner hesitated before."""
    call = CallFactory(number="42", title_fr="Activation", title_nl="Activering")
    CallDateFactory(call=call, vague=True)
    EnvelopeFactory(call=call, amount=Decimal(60000))
    EnvelopeFactory(call=call, pod_mi=True)
    project = ProjectFactory(call=call, lead=host)
    BudgetLineFactory(project=project)
    FundingFactory(project=project)
    FundingFactory(project=project, source="pod_mi", asked=Decimal(20000))
    InterestFactory(call=call, organisation=partner, answer="undecided", reason_code="timing")
    return call


def faults(page: Page, name: str) -> list[str]:
    """Return what is wrong with the page in French and in Dutch."""
    found, french = [], page.url
    for lang in ("fr", "nl"):
        page.goto(french.replace("/fr/", f"/{lang}/"))
        if folder := os.environ.get("INTEREST_PICTURES"):
            page.screenshot(path=f"{folder}/{name}-{lang}.png", full_page=True)
        found += [f"{name} {lang}: {fault}" for fault in audit.faults(page, lang)]
    page.goto(french)
    return found


def test_three_answers_are_noted_from_a_section_which_says_what_it_fed(
    open_as, live_server, french_coordinator, host_member, section, call
) -> None:
    found: list[str] = []
    page = open_as(french_coordinator, f"/fr/meetings/{section.minutes.meeting_id}/minutes/")
    with audit.complaints(page) as said:
        page.locator(".row__menu summary").press("Enter")
        page.locator(f'a[href*="from-minutes/answers/?section={section.uuid}"]').press("Enter")
        expect(page.locator(".poll__row")).to_have_count(5)
        found += faults(page, "poll")
        page.locator("[name=form-0-answer]").select_option("partnership")
        page.locator("[name=form-0-partner]").fill("CPAS de Charleroi")
        page.locator("[name=form-1-answer]").select_option("interested")
        page.locator("[name=form-2-organisation]").fill("CPAS de Mons")
        page.locator("[name=form-2-answer]").select_option("not_interested")
    # A refused form is a 422, which Chromium notes as a complaint of its own.
    page.get_by_role("button", name="Enregistrer").last.click()
    expect(page.locator(".error-summary")).to_be_focused()
    found += [f"refused poll: {fault}" for fault in audit.faults(page, "fr")]
    with audit.complaints(page) as said_at_last:
        page.locator("[name=form-2-reason_code]").select_option("staff")
        page.locator("[data-amif-add]").click()
        expect(page.locator("[name=form-5-organisation]")).to_be_focused()
        page.get_by_role("button", name="Enregistrer").last.click()
        for name in ("CPAS de Binche", "CPAS de Charleroi", "CPAS de Mons"):
            expect(page.locator(".fed")).to_contain_text(name)
        found += faults(page, "workspace")
        page.locator(".fed a").click()
        expect(page.locator(".interest-grid tbody tr")).to_have_count(3)
        for place in ("interests/", "scenarios/new/", f"interest/?organisation={call.interests.first().organisation_id}", ""):
            page.goto(f"{live_server.url}/fr/calls/{call.pk}/{place}")
            found += faults(page, f"call-{place.split('?')[0].replace('/', '-')}")
        page.goto(f"{live_server.url}/fr/calls/from-minutes/date/?section={section.uuid}")
        found += faults(page, "from-minutes")
    assert ExpressionOfInterest.objects.in_force().filter(section=section).count() == 3

    with audit.complaints(page) as said_of_scenario:
        page.goto(f"{live_server.url}/fr/calls/{call.pk}/scenarios/new/")
        page.locator("[name=form-0-amif]").fill("50.000,00")
        page.locator("[name=name]").fill("Prudent")
        page.locator("[name=save]").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Prudent")
        found += faults(page, "scenario")
        page.goto(f"{live_server.url}/fr/calls/{call.pk}/scenarios/")
        found += faults(page, "scenarios")
    assert Scenario.objects.get().lines.get(source="amif").amount == 50000

    member = open_as(host_member, f"/fr/calls/{call.pk}/interest/")
    with audit.complaints(member) as said_to_member:
        found += faults(member, "own-interest")
        member.locator("[name=answer][value=undecided]").check()
        member.locator("[name=reason]").fill("On attend le budget")
        member.get_by_role("button", name="Enregistrer").click()
        expect(member.get_by_role("main")).to_contain_text("On attend le budget")
        found += faults(member, "own-answers")
    assert found + said + said_at_last + said_of_scenario + said_to_member == []
