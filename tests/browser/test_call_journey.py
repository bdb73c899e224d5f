"""The whole life of a call: announced, moved by the minutes of a meeting, answered, asked for, decreed, paid."""

import datetime
import io
import re
from decimal import Decimal

import openpyxl
import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from amif_network.accounts.models import User
from amif_network.core.money import format_euros
from amif_network.directory.models import Organisation
from meetings.models import Section
from projects.models import AuthorityPayment, Call, CallDate, ExpressionOfInterest, Project, ProjectFunding
from tests.factories.accounts import UserFactory
from tests.factories.directory import AffiliationFactory, OrganisationFactory
from tests.factories.meetings import MeetingFactory, MinutesFactory, SectionFactory
from tests.factories.projects import ProgrammeFactory
from tests.factories.reading_pdfs import shown_text, tags
from tests.smtp import MailServer

from .steps import Open, downloaded, follow, last_mail, submit

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]

# Vague dates without a year would mean another year in another month: the journey is the same on every day.
YEAR = timezone.localdate().year + 1
REASON_FR = "L'autorité attend encore l'avis de l'Inspection des finances."
REASON_NL = "De autoriteit wacht nog op het advies van de Inspectie van Financiën."
COMMENT = "Précisez combien de personnes le budget paie."
MENDED = "Deux assistants sociaux à mi-temps"


@pytest.fixture
def section(host: Organisation) -> Section:
    """A section of the minutes of a meeting that was held a few days ago."""
    ProgrammeFactory()
    held = MeetingFactory(held=True, date=timezone.localdate() - datetime.timedelta(days=3), title_fr="Rencontre de mars")
    fr = ("Calendrier de l'appel", "<p>L'ouverture de l'appel glisse d'un mois.</p>")
    return SectionFactory(minutes=MinutesFactory(meeting=held), label="1.", fr=fr)


@pytest.fixture
def dutch_member() -> User:
    """Somebody of a Dutch-speaking CPAS of the network."""
    gent = OrganisationFactory(short_fr="CPAS de Gand", short_nl="OCMW Gent", dutch_speaking=True, in_network=True)
    person = AffiliationFactory(organisation=gent).person
    return UserFactory(member=True, language="nl", email="gent@example.org", person=person)


def test_from_a_vague_opening_to_a_payment(
    open_as: Open,
    smtp: MailServer,
    section: Section,
    french_coordinator: User,
    host_member: User,
    dutch_member: User,
    partner_member: User,
) -> None:
    coordinator = open_as(french_coordinator, "/fr/calls/new/")
    call = _announce(coordinator)
    _move_the_opening(coordinator, section, call)
    _read_in_dutch(open_as(dutch_member, "/nl/accounts/profile/"), smtp)
    member = open_as(host_member, "/fr/calls/")
    _read_in_french_and_answer(member, smtp, call)
    project = _prepare_and_submit(member)
    _return(coordinator, smtp, project)
    _mend_and_submit_again(member, smtp, project)
    _decide(coordinator, project)
    _decree_and_pay(coordinator, project)
    _read_what_was_decided(member, project)
    _is_nothing_to_others(open_as(partner_member, f"/fr/calls/{call.pk}/"), project)
    _take_away(coordinator, call, project)


def _go(page: Page, path: str) -> None:
    """Open another page of the portal in the language the person reads."""
    found = re.match(r".+?/(fr|nl)/", page.url)
    assert found, page.url
    page.goto(found[0] + path)


def _fill(page: Page, **values: str) -> None:
    """Type into fields, or choose, by their names."""
    for name, value in values.items():
        field = page.locator(f"[name={name}]:not([type=hidden])")
        field.select_option(value) if field.evaluate("e => e.matches('select')") else field.fill(value)


def _main(page: Page) -> Locator:
    return page.get_by_role("main")


def _announce(page: Page) -> Call:
    _fill(page, number="101", title_fr="Accueil et activation", title_nl="Onthaal en activering")
    submit(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("101 – Accueil et activation")
    call = Call.objects.get()
    for kind, fr, nl in (("opening", "mi-septembre", "half september"), ("deadline", "fin novembre", "eind november")):
        _go(page, f"calls/{call.pk}/dates/new/")
        _fill(page, kind=kind, words_fr=f"{fr} {YEAR}", words_nl=f"{nl} {YEAR}")
        submit(page)
        # The portal proposes the days that the words mean; nothing is saved before somebody confirms them.
        expect(page.locator("[name=latest]")).not_to_have_value("")
        submit(page)
        expect(_main(page)).to_contain_text(f"{fr} {YEAR}")
    _go(page, f"calls/{call.pk}/envelopes/")
    _fill(page, **{"form-0-source": "amif", "form-0-amount": "1.300.000,00"})
    submit(page)
    page.wait_for_url(f"**/fr/calls/{call.pk}/")
    _go(page, f"calls/{call.pk}/step/announce/")
    submit(page)
    page.wait_for_url(f"**/fr/calls/{call.pk}/")
    call.refresh_from_db()
    opening = call.dates.get(kind="opening")
    assert (call.state, opening.earliest, opening.latest) == (
        "announced", datetime.date(YEAR, 9, 10), datetime.date(YEAR, 9, 20)
    )  # fmt: skip
    assert opening.published_at is not None
    return call


def _move_the_opening(page: Page, section: Section, call: Call) -> None:
    _go(page, f"meetings/{section.minutes.meeting_id}/minutes/")
    page.locator(".row__menu summary").click()
    page.locator(f'a[href*="from-minutes/date/?section={section.uuid}"]').click()
    page.locator(f"a[href*='/dates/{call.dates.get(kind='opening').pk}/move/']").click()
    _fill(page, words_fr=f"mi-octobre {YEAR}", words_nl=f"half oktober {YEAR}")
    _fill(page, reason_fr=REASON_FR, reason_nl=REASON_NL)
    submit(page)
    expect(page.locator("[name=earliest]")).not_to_have_value("")
    submit(page)
    page.wait_for_url("**/publish/")
    expect(_main(page)).to_contain_text("gent@example.org (en néerlandais)")
    submit(page)
    page.wait_for_url(f"**/fr/calls/{call.pk}/")
    expect(_main(page)).to_contain_text(REASON_FR)
    moved = CallDate.objects.get(replaces__isnull=False)
    assert (moved.section, moved.earliest, moved.latest) == (
        section, datetime.date(YEAR, 10, 10), datetime.date(YEAR, 10, 20)
    )  # fmt: skip
    _go(page, f"meetings/{section.minutes.meeting_id}/minutes/")
    expect(page.locator(".fed")).to_contain_text(f"mi-octobre {YEAR}")


def _read_in_dutch(page: Page, smtp: MailServer) -> None:
    """The mail and the page say in Dutch what changed and why; once the page was seen, nothing is unread."""
    assert len(smtp.to("gent@example.org")) == 1
    mail = last_mail(smtp, "gent@example.org")
    for words in (f"half september {YEAR}", f"half oktober {YEAR}", REASON_NL):
        assert words in mail
    assert "octobre" not in mail
    with page.expect_response("**/opened/"):
        follow(page, mail)
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    news = page.locator(".call-news")
    expect(news.locator("del")).to_contain_text(f"half september {YEAR}")
    expect(news.locator("strong")).to_contain_text(f"half oktober {YEAR}")
    expect(news).to_contain_text(REASON_NL)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("101 – Onthaal en activering")
    expect(news).to_have_count(0)


def _read_in_french_and_answer(page: Page, smtp: MailServer, call: Call) -> None:
    mail = last_mail(smtp, "host@example.org")
    assert REASON_FR in mail
    assert REASON_NL not in mail
    # The list of calls, which is open, marks the call until somebody of the organisation has opened it.
    expect(_main(page)).to_contain_text("1 date modifiée")
    with page.expect_response("**/opened/"):
        follow(page, mail)
    expect(page.locator(".call-news")).to_contain_text(REASON_FR)
    _go(page, f"calls/{call.pk}/interest/")
    page.locator("[name=answer][value=interested]").check()
    submit(page)
    expect(_main(page)).to_contain_text("CPAS de Charleroi")
    assert ExpressionOfInterest.objects.get().answer == "interested"


def _prepare_and_submit(page: Page) -> Project:
    call = Call.objects.get()
    _go(page, f"calls/{call.pk}/projects/new/")
    _fill(page, code="CHA-1", title_fr="Un guichet pour tous", title_nl="Eén loket voor iedereen")
    submit(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("CHA-1")
    page.locator(".needs-you a[href$='/budget/']").click()
    _fill(page, **{"form-0-category": "staff", "form-0-year": str(YEAR), "form-0-planned": "100.000,00"})
    submit(page)
    page.wait_for_url("**/fr/calls/projects/*/")
    page.locator(".needs-you a[href$='/funding/']").click()
    _fill(page, **{"form-0-source": "amif", "form-0-year": str(YEAR), "form-0-asked": "75.000,00"})
    submit(page)
    page.wait_for_url("**/fr/calls/projects/*/")
    project = Project.objects.get()
    _go(page, f"calls/projects/{project.pk}/step/submit/")
    # Nobody pays 25 000 euros of the budget yet: the project cannot be submitted, and it is said why.
    expect(_main(page).get_by_role("alert")).to_be_visible()
    expect(_main(page)).to_contain_text(format_euros(Decimal(25000), "fr"))
    _go(page, f"calls/projects/{project.pk}/funding/")
    page.locator("[data-amif-add]").click()
    _fill(page, **{"form-1-source": "own", "form-1-year": str(YEAR), "form-1-asked": "25.000,00"})
    submit(page)
    page.wait_for_url("**/fr/calls/projects/*/")
    _step(page, project, "submit")
    assert Project.objects.get().state == "submitted"
    return project


def _step(page: Page, project: Project, action: str, comment: str = "") -> None:
    """Take a step by the button on the page of the project, and the page that says what it means."""
    page.locator(f"main a[href$='/step/{action}/']").click()
    page.locator("[name=comment]").fill(comment)
    submit(page)
    page.wait_for_url(f"**/calls/projects/{project.pk}/")


def _return(page: Page, smtp: MailServer, project: Project) -> None:
    mail = last_mail(smtp, "coordinator.fr@example.org")
    follow(page, mail)
    _step(page, project, "return", COMMENT)
    assert Project.objects.get().state == "returned"


def _mend_and_submit_again(page: Page, smtp: MailServer, project: Project) -> None:
    mail = last_mail(smtp, "host@example.org")
    assert COMMENT not in mail
    follow(page, mail)
    expect(_main(page)).to_contain_text(COMMENT)
    _go(page, f"calls/projects/{project.pk}/budget/")
    page.locator("[name=form-0-description]").fill(MENDED)
    submit(page)
    page.wait_for_url(f"**/fr/calls/projects/{project.pk}/")
    expect(_main(page)).to_contain_text(MENDED)
    _step(page, project, "submit")
    assert Project.objects.get().state == "submitted"
    assert project.log.filter(from_state="returned", to_state="submitted").count() == 1


def _decide(page: Page, project: Project) -> None:
    """The authority selects the project and grants a little less than was asked."""
    page.reload()
    _step(page, project, "select")
    page.locator("main a[href$='/step/grant/']").first.click()
    # The own contribution is the lead's: nobody grants it.
    fund, own = ProjectFunding.objects.order_by("source")
    expect(page.locator(f"[name=funding-{own.pk}]")).to_have_count(0)
    _fill(page, **{f"funding-{fund.pk}": "70.000,00"})
    submit(page)
    page.wait_for_url(f"**/calls/projects/{project.pk}/")
    fund.refresh_from_db()
    assert (fund.source, fund.asked, fund.granted) == ("amif", 75000, 70000)


def _decree_and_pay(page: Page, project: Project) -> None:
    day = timezone.localdate()
    _go(page, f"calls/{project.call_id}/step/select/")
    submit(page)
    _go(page, f"calls/{project.call_id}/decrees/new/")
    _fill(page, **{"reference": f"AM {YEAR}/12", "signed_on": day.isoformat()})
    page.locator(f"[name=amount-{project.pk}-{project.lead_id}]").fill("70.000,00")
    submit(page)
    page.wait_for_url(f"**/fr/calls/{project.call_id}/")
    _go(page, f"calls/projects/{project.pk}/payments/new/")
    _fill(page, kind="advance", amount="35.000,00", received_on=day.isoformat(), reference="IBZ-4711")
    submit(page)
    page.wait_for_url(f"**/calls/projects/{project.pk}/")
    assert AuthorityPayment.objects.get().amount == 35000


def _read_what_was_decided(page: Page, project: Project) -> None:
    page.reload()
    for words in (f"AM {YEAR}/12", "IBZ-4711", *(format_euros(Decimal(one), "fr") for one in (70000, 35000))):
        expect(_main(page)).to_contain_text(words)


def _is_nothing_to_others(page: Page, project: Project) -> None:
    """Another CPAS reads the call, and not that the project exists."""
    expect(page.get_by_role("heading", level=1)).to_contain_text("Accueil et activation")
    expect(_main(page)).not_to_contain_text("CHA-1")
    base = page.url.partition("/fr/")[0]
    for path in ("", "sheet.pdf", "export/xlsx/", "budget/"):
        answer = page.request.get(f"{base}/fr/calls/projects/{project.pk}/{path}")
        assert answer.status == 404, path


def _take_away(page: Page, call: Call, project: Project) -> None:
    """The sheets in both languages and the workbook are files that open."""
    page.reload()
    for lang, title in (("fr", "Un guichet pour tous"), ("nl", "Eén loket voor iedereen")):
        sheet = downloaded(page, page.locator(f"main a[href$='sheet.pdf?lang={lang}']"))
        text = " ".join(shown_text(sheet).split())
        assert tags(sheet).lang == lang
        for words in (title, _plain(format_euros(Decimal(70000), lang)), f"AM {YEAR}/12", "IBZ-4711"):
            assert words in text
    rows = _rows(downloaded(page, page.locator("main a[href$='/export/xlsx/']")))
    # Amounts are numbers, with which one can reckon: text would not be equal to them.
    assert [(row["source"], row["asked"], row["granted"]) for row in rows["funding"]] == [
        ("amif", 75000, 70000), ("own", 25000, None)
    ]  # fmt: skip
    assert [(row["description"], row["planned"]) for row in rows["budget"]] == [(MENDED, 100000)]
    assert [(row["decree"], row["amount"]) for row in rows["decree_lines"]] == [(f"AM {YEAR}/12", 70000)]
    assert [(row["reference"], row["amount"]) for row in rows["payments"]] == [("IBZ-4711", 35000)]
    _go(page, f"calls/{call.pk}/")
    sheet = downloaded(page, page.locator("main a[href$='/sheet.pdf?lang=nl']").first)
    assert tags(sheet).lang == "nl"
    text = " ".join(shown_text(sheet).split())
    for words in (f"half september {YEAR}", f"half oktober {YEAR}", REASON_NL):
        assert words in text
    rows = _rows(downloaded(page, page.locator("main a[href$='/export/xlsx/']")))
    assert [(row["source"], row["amount"]) for row in rows["envelopes"]] == [("amif", 1300000)]
    assert [(row["kind"], row["words_fr"]) for row in rows["dates"]] == [
        ("opening", f"mi-octobre {YEAR}"), ("deadline", f"fin novembre {YEAR}")
    ]  # fmt: skip


def _plain(amount: str) -> str:
    """Write an amount with ordinary spaces, as the text of a PDF is read here."""
    return " ".join(amount.split())


def _rows(workbook: bytes) -> dict[str, list[dict[str, object]]]:
    """Return the rows of each sheet of a workbook, by the headings of their columns."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    found = {}
    for sheet in book:
        head, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(map(str, head), row, strict=True)) for row in rows]
    return found
