"""The whole life of one meeting, with seven people: convened, held, reviewed, approved, published and corrected."""

import re
from collections.abc import Iterator
from hashlib import sha256

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from amif_network.accounts.models import User
from meetings.actions.translating import confirm_translation
from meetings.models import Attendance, Edition, Meeting, Remark, ReviewRequest, Section, SectionText
from tests.factories.directory import AffiliationFactory, OrganisationFactory
from tests.factories.meetings import AgendaItemFactory, AttendanceFactory, MeetingFactory
from tests.smtp import MailServer

from . import audit
from .steps import Open, downloaded, follow, last_mail, submit, to_the_end, words_of

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def gent_address() -> str:
    return "noor@ocmw.example"


@pytest.fixture
def meeting(host, host_member, partner, partner_member, gent_address: str) -> Meeting:
    """A planned meeting of today; the person of Ghent has an e-mail address and no account."""
    meeting = MeetingFactory(
        date=timezone.localdate(), mode="hybrid", title_fr="Rencontre de mars", title_nl="Bijeenkomst van maart"
    )
    gent = OrganisationFactory(short_fr="CPAS de Gand", short_nl="OCMW Gent", language_regime="nl")
    noor = AffiliationFactory(
        organisation=gent, person__given_name="Noor", person__email=gent_address, person__preferred_language="nl"
    )
    for person, organisation in ((host_member.person, host), (partner_member.person, partner), (noor.person, gent)):
        AttendanceFactory(meeting=meeting, person=person, organisation=organisation, status=Attendance.Status.UNKNOWN)
    for position, (fr, nl) in enumerate([("Budget", "Begroting"), ("Calendrier", "Kalender")], 1):
        AgendaItemFactory(meeting=meeting, position=position, label=f"{position}.", title_fr=fr, title_nl=nl)
    return meeting


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    """Somebody who never signed in."""
    context = browser.new_context(viewport=audit.WIDE)
    yield context.new_page()
    context.set_offline(True)
    context.close()


def test_from_the_convocation_to_an_erratum(
    open_as: Open,
    visitor: Page,
    smtp: MailServer,
    meeting: Meeting,
    gent_address: str,
    french_coordinator: User,
    dutch_coordinator: User,
    host_member: User,
    partner_member: User,
    outsider_member: User,
    observer: User,
) -> None:
    coordinator = open_as(french_coordinator, f"/fr/meetings/{meeting.pk}/convocation/")
    _convene(coordinator, smtp, meeting, gent_address)
    _answer_the_convocation(visitor, open_as(host_member, f"/fr/meetings/{meeting.pk}/reply/"), smtp, meeting, gent_address)
    _hold_and_write(coordinator, meeting)
    _send_round(coordinator, smtp, meeting, gent_address)
    _review(
        visitor, open_as(partner_member, "/fr/meetings/reviews/"), open_as(outsider_member, "/fr/"), smtp, meeting, gent_address
    )
    _settle(coordinator, smtp, meeting, gent_address)
    _translate(open_as(dutch_coordinator, "/nl/"), meeting, dutch_coordinator)
    _approve_and_publish(coordinator, smtp, meeting, host_member)
    _read_without_account(visitor, smtp, gent_address)
    _read(open_as(host_member, "/fr/"), open_as(observer, "/fr/"), meeting)
    _correct(coordinator, meeting)


def _convene(page: Page, smtp: MailServer, meeting: Meeting, gent_address: str) -> None:
    page.locator("[name=message_fr]").fill("Au plaisir de vous y voir.")
    page.locator("[data-amif-confirm]").click()
    # The answer leads back to the same address: what is awaited is that it came.
    with page.expect_navigation(url=re.compile(rf"/meetings/{meeting.pk}/(convocation/)?$")):
        page.locator("#confirm-dialog [value=yes]").click()
    assert Meeting.objects.get().state == "convened"
    (invitation,) = smtp.to(gent_address)
    assert "Begroting" in last_mail(smtp, gent_address)
    calendars = [part.get_content() for part in invitation.walk() if part.get_content_type() == "text/calendar"]
    assert len(calendars) == 1
    assert "METHOD:REQUEST" in str(calendars[0])


def _answer_the_convocation(gent: Page, host: Page, smtp: MailServer, meeting: Meeting, gent_address: str) -> None:
    follow(gent, last_mail(smtp, gent_address))
    expect(gent.locator("html")).to_have_attribute("lang", "nl")
    gent.locator("[name=answer][value=excused]").check()
    gent.locator("[name=reason]").fill("Opleiding op dezelfde dag")
    submit(gent)
    expect(gent.locator("#answer + p")).to_be_visible()
    host.locator("[name=answer][value=online]").check()
    submit(host)
    expect(host.locator("#answer + p")).to_be_visible()
    rows = {
        one.organisation.short_nl: (one.status, one.remote, one.excuse)
        for one in meeting.attendances.select_related("organisation")
    }
    assert rows["OCMW Gent"] == ("excused", False, "Opleiding op dezelfde dag")
    assert rows["OCMW Charleroi"] == ("present", True, "")


def _hold_and_write(page: Page, meeting: Meeting) -> None:
    page.goto(page.url.partition("/fr/")[0] + f"/fr/meetings/{meeting.pk}/")
    page.locator(f"form[action$='/{meeting.pk}/step/hold/'] button").click()
    expect(page.get_by_role("link", name="Rédiger le compte rendu")).to_be_visible()
    page.get_by_role("link", name="Rédiger le compte rendu").click()
    page.locator("form[action$='/sections/from-agenda/'] button").click()
    expect(page.locator(".row")).to_have_count(2)
    budget = Section.objects.get(label="1.")
    page.goto(f"{page.url.partition('?')[0].partition('#')[0]}?edit={budget.uuid}.fr")
    box = page.locator("form.cell--editing [contenteditable=true]")
    to_the_end(box)
    box.press_sequentially("Le budget est de 100 euros.")
    page.locator("form.cell--editing button[type=submit]").first.click()
    expect(page.locator("form.cell--editing")).to_have_count(0)
    assert SectionText.objects.get(section=budget, language="fr").html == "<p>Le budget est de 100 euros.</p>"


def _send_round(page: Page, smtp: MailServer, meeting: Meeting, gent_address: str) -> None:
    binche = meeting.attendances.get(organisation__short_fr="CPAS de Binche")
    page.goto(page.url.partition("/fr/")[0] + f"/fr/meetings/{meeting.pk}/minutes/attendance/")
    page.locator(f"#roll-{binche.pk}-present").click()
    expect(page.locator(f"#roll-{binche.pk}-present")).to_have_attribute("aria-pressed", "true")
    page.goto(page.url.partition("/fr/")[0] + f"/fr/meetings/{meeting.pk}/minutes/review/send/")
    before = len(smtp.inbox)
    submit(page)
    page.wait_for_url("**/minutes/review/")
    assert ReviewRequest.objects.count() == 3
    assert len(smtp.inbox) > before
    assert "100 euros" not in "".join(str(mail) for mail in smtp.inbox)


def _review(gent: Page, partner: Page, outsider: Page, smtp: MailServer, meeting: Meeting, gent_address: str) -> None:
    follow(gent, last_mail(smtp, gent_address))
    passage = gent.locator("article.passage", has_text="100 euros")
    passage.locator(".passage__add").click()
    gent.locator("[name=name]").fill("Noor Vandaele")
    gent.locator("[name=kind][value=correction]").check()
    gent.locator("[name=quote]").fill("100 euros")
    gent.locator("[name=proposal]").fill("120 euros")
    gent.locator(".remark-form button[type=submit]").click()
    gent.locator(".reading__send a").click()
    submit(gent)
    expect(gent.locator("#receipt")).to_be_visible()
    assert len(smtp.to(gent_address)) == 3
    own = ReviewRequest.objects.get(organisation__short_fr="CPAS de Binche")
    base = partner.url.partition("/fr/")[0]
    partner.goto(f"{base}/fr/meetings/reviews/{own.pk}/check/")
    submit(partner)
    expect(partner.locator("#receipt")).to_be_visible()
    answer = outsider.goto(f"{base}/fr/meetings/reviews/{own.pk}/")
    assert answer is not None
    assert answer.status == 404


def _settle(page: Page, smtp: MailServer, meeting: Meeting, gent_address: str) -> None:
    board = page.url.partition("/fr/")[0] + f"/fr/meetings/{meeting.pk}/minutes/review/"
    page.goto(board)
    page.locator("form[action$='/incorporate/'] button").click()
    with page.expect_navigation(url=re.compile("/minutes/(review/)?$")):
        page.locator("#confirm-dialog [value=yes]").click()
    remark = Remark.objects.get()
    page.goto(f"{board}remarks/{remark.pk}/")
    page.locator("[name=outcome][value=accepted]").check()
    with page.expect_navigation():
        submit(page)
    remark.refresh_from_db()
    assert (remark.state, remark.outcome) == ("settled", "accepted")
    assert SectionText.objects.get(section=remark.section, language="fr").html == "<p>Le budget est de 120 euros.</p>"
    assert Remark.objects.get().section.translation_state("nl") in ("missing", "outdated")
    assert len(smtp.to(gent_address)) == 4
    by_phone = ReviewRequest.objects.get(state="awaited")
    page.goto(f"{board}requests/{by_phone.pk}/answer/")
    page.locator("[name=who]").fill("Hugo Lambotte")
    page.locator("[name=channel][value=phone]").check()
    page.locator("[name=answer][value=none]").check()
    submit(page)
    page.wait_for_url(re.compile("/review/(requests/[0-9]+/)?$"))
    by_phone.refresh_from_db()
    assert (by_phone.state, by_phone.channel, by_phone.answered_name) == ("answered", "phone", "Hugo Lambotte")


def _translate(page: Page, meeting: Meeting, dutch: User) -> None:
    budget = Section.objects.get(label="1.")
    page.goto(page.url.partition("/nl/")[0] + f"/nl/meetings/{meeting.pk}/minutes/?edit={budget.uuid}.nl")
    box = page.locator("form.cell--editing [contenteditable=true]")
    to_the_end(box)
    box.press_sequentially("Het budget bedraagt 120 euro.")
    page.locator("form.cell--editing [name=confirm]").click()
    expect(page.locator("form.cell--editing")).to_have_count(0)
    calendar = Section.objects.get(label="2.")
    confirm_translation(calendar, lang="nl", by=dutch, at=timezone.now())
    assert {Section.objects.get(pk=one.pk).translation_state("nl") for one in (budget, calendar)} == {"ok"}


def _approve_and_publish(page: Page, smtp: MailServer, meeting: Meeting, host_member: User) -> None:
    minutes = page.url.partition("/fr/")[0] + f"/fr/meetings/{meeting.pk}/minutes/"
    page.goto(f"{minutes}approve/")
    submit(page)
    page.wait_for_url("**/publish/")
    before = len(smtp.to(host_member.email))
    submit(page)
    page.wait_for_url("**/editions/")
    assert Edition.objects.count() == 6
    assert len(smtp.to(host_member.email)) == before + 1
    expect(page.locator("#version-1")).to_contain_text("Version 1.0")


def _read_without_account(page: Page, smtp: MailServer, gent_address: str) -> None:
    """The link of the mail opens the very edition, also for whoever never signed in."""
    links = re.findall(r"http\S+/edition/\S+/", last_mail(smtp, gent_address))
    found = [sha256(page.request.get(link).body()).hexdigest() for link in links]
    inside = Edition.objects.filter(audience="internal", language__in=["nl", "both"])
    assert sorted(found) == sorted(inside.values_list("sha256", flat=True))


def _read(host: Page, observer: Page, meeting: Meeting) -> None:
    base = host.url.partition("/fr/")[0]
    inside, outside = (
        Edition.objects.get(language="fr", audience="internal"),
        Edition.objects.get(language="fr", audience="public"),
    )
    host.goto(f"{base}/fr/meetings/{meeting.pk}/editions/{inside.pk}/read/")
    expect(host.locator("main")).to_contain_text("Le budget est de 120 euros.")
    observer.goto(f"{base}/fr/meetings/{meeting.pk}/editions/")
    assert observer.locator(f"a[href$='/editions/{inside.pk}/']").count() == 0
    pdf = downloaded(observer, observer.locator(f"a[href$='/editions/{outside.pk}/']").first)
    assert "Version publique" in words_of(pdf)
    observer.goto(f"{base}/fr/meetings/genuine/")
    observer.locator("#file").set_input_files([{"name": "edition.pdf", "mimeType": "application/pdf", "buffer": pdf}])
    expect(observer.locator("main")).to_contain_text("authentique")


def _correct(page: Page, meeting: Meeting) -> None:
    minutes = page.url.partition("/fr/")[0] + f"/fr/meetings/{meeting.pk}/minutes/"
    page.goto(f"{minutes}correct/")
    page.locator("[name=comment]").fill("Une date manquait.")
    page.locator("[name=erratum_fr]").fill("La date de paiement est ajoutée.")
    page.locator("[name=erratum_nl]").fill("De betaaldatum is toegevoegd.")
    submit(page)
    page.wait_for_url(re.compile(rf"/meetings/{meeting.pk}/minutes/(\?.*)?$"))
    page.goto(f"{minutes}approve/")
    if page.locator("[name=override]").count():
        page.locator("[name=override]").fill("Correction d'une date.")
    submit(page)
    page.wait_for_url("**/publish/")
    submit(page)
    page.wait_for_url("**/editions/")
    assert Edition.objects.count() == 12
    second = Edition.objects.get(version=2, language="nl", audience="internal")
    text = words_of(bytes(second.pdf))
    assert "Erratum: De betaaldatum is toegevoegd." in text
    expect(page.locator("#version-2")).to_contain_text("Version 1.1")
    expect(page.locator("#version-1")).to_contain_text("remplacée")
