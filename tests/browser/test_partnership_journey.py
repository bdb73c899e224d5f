"""A partnership between a Dutch-speaking partner and a French-speaking host: claims, a month of presence, evaluations."""

import datetime
import re
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from amif_network.accounts.models import User
from amif_network.core.money import format_euros
from amif_network.directory.models import Organisation
from partnerships.models import Claim, Evaluation, Immersion, Partnership, Party, PlannedHalfDay, Transfer
from tests.factories.accounts import UserFactory
from tests.factories.directory import AffiliationFactory, OrganisationFactory
from tests.factories.partnerships import (
    ImmersionFactory,
    PartnershipFactory,
    PartyFactory,
    PresencePlanFactory,
    YearBudgetFactory,
    host_of,
    partner_of,
)
from tests.factories.projects import PaymentFactory, ProjectFactory
from tests.smtp import MailServer

from .steps import Open, follow, last_mail, submit

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]

PARTNER = "gent@example.org"
COMMENT = "Le premier mois ne coûte que la moitié."
CONDITION = "als de vergaderdagen vooraf vastliggen"
LESSON_FR = "Un agenda commun dès le premier jour."
LESSON_NL = "Een gedeelde agenda vanaf de eerste dag."


@pytest.fixture
def dutch_member() -> User:
    """Somebody of the partner."""
    gent = OrganisationFactory(short_fr="CPAS de Gand", short_nl="OCMW Gent", dutch_speaking=True, in_network=True)
    person = AffiliationFactory(organisation=gent).person
    return UserFactory(member=True, language="nl", email=PARTNER, person=person)


@pytest.fixture
def partnership(host: Organisation, dutch_member: User) -> Partnership:
    """It has run since the first day of last month, in which an agent was at the host from Monday to Wednesday."""
    last = timezone.localdate().replace(day=1) - datetime.timedelta(days=1)
    first = last.replace(day=1)
    ends, project = first.replace(year=first.year + 1), ProjectFactory(lead=host, decreed=True)
    made = PartnershipFactory(project=project, parties=False, starts_on=first, ends_on=ends)
    PartyFactory(partnership=made, organisation=host, host=True)
    PartyFactory(partnership=made, organisation=dutch_member.organisations().get())
    YearBudgetFactory(partnership=made, year=first.year, amount=Decimal(40_000))
    immersion = ImmersionFactory(partnership=made, starts_on=first, ends_on=last)
    plan = PresencePlanFactory(immersion=immersion)
    for day in (1, 2, 3):
        for half in ("am", "pm"):
            PlannedHalfDay.objects.create(plan=plan, weekday=day, half=half, place="host")
    return made


def test_from_a_claim_to_what_both_sides_learned(
    open_as: Open,
    smtp: MailServer,
    partnership: Partnership,
    host_member: User,
    dutch_member: User,
    french_coordinator: User,
    outsider_member: User,
) -> None:
    partner = open_as(dutch_member, f"/nl/partnerships/{partnership.pk}/")
    claim = _file_in_three_clicks(partner)
    host = open_as(host_member, "/fr/partnerships/")
    _return(host, smtp)
    _correct(partner, smtp)
    _accept(host, smtp, claim)
    _pay_part(open_as(french_coordinator, f"/fr/partnerships/{partnership.pk}/"), partnership)
    _transfer_at_most_that(host, claim)
    _submit_the_month(partner, partnership)
    _confirm_the_month(host, partnership)
    _claim_the_balance(partner, partnership)
    _evaluate(partner, partner_of(partnership), would_redo="yes_if", condition_nl=CONDITION, sentence=LESSON_NL)
    expect(_main(partner)).not_to_contain_text(LESSON_FR)
    _evaluate(host, host_of(partnership), would_redo="yes", sentence=LESSON_FR)
    _compare(host, partner, partnership)
    _is_nothing_to_others(open_as(outsider_member, "/fr/partnerships/"), partnership, claim)


def _main(page: Page) -> Locator:
    return page.get_by_role("main")


def _go(page: Page, path: str) -> None:
    """Open another page of the partnerships in the language the person reads."""
    page.goto(page.url.partition("/partnerships/")[0] + f"/partnerships/{path}")


def _step(page: Page, action: str, comment: str = "") -> None:
    """Take a step by its button and the page that says what it means."""
    page.locator(f"main a[href$='/step/{action}/']").first.click()
    if comment:
        page.locator("[name=comment]").fill(comment)
    submit(page)
    page.wait_for_url(lambda url: "/step/" not in url)


def _file_in_three_clicks(page: Page) -> Claim:
    """Everything is proposed: from the page of the partnership to a submitted claim."""
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    page.locator("main a[href$='/claims/new/']").first.click()
    page.locator("main a[href*='kind=advance']").click()
    expect(page.locator("[name=claimed]")).not_to_have_value("")
    page.locator("main button[name=submit]").click()
    page.wait_for_url(re.compile(r"/nl/partnerships/\d+/claims/\d+/$"))
    claim = Claim.objects.get()
    assert (claim.state, claim.kind, claim.claimed) == ("submitted", "advance", 10_000)
    expect(_main(page)).to_contain_text(format_euros(Decimal(10_000), "nl"))
    return claim


def _return(page: Page, smtp: MailServer) -> None:
    follow(page, last_mail(smtp, "host@example.org"))
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    _step(page, "return", COMMENT)
    assert Claim.objects.get().state == "returned"


def _correct(page: Page, smtp: MailServer) -> None:
    mail = last_mail(smtp, PARTNER)
    # What the host wrote stands behind the sign-in.
    assert COMMENT not in mail
    follow(page, mail)
    expect(_main(page)).to_contain_text(COMMENT)
    page.locator("main a[href$='/edit/']").click()
    page.locator("[name=claimed]").fill("8.000,00")
    page.locator("main button[name=submit]").click()
    page.wait_for_url(re.compile(r"/claims/\d+/$"))
    claim = Claim.objects.get()
    assert (claim.state, claim.claimed) == ("submitted", 8_000)


def _accept(page: Page, smtp: MailServer, claim: Claim) -> None:
    follow(page, last_mail(smtp, "host@example.org"))
    _step(page, "accept")
    claim.refresh_from_db()
    assert (claim.state, claim.accepted) == ("accepted", 8_000)


def _pay_part(page: Page, partnership: Partnership) -> None:
    """The authority has paid 5 000 euros for the project; all of it is meant for this partnership."""
    PaymentFactory(project=partnership.project, amount=Decimal(5_000), received_on=partnership.starts_on)
    page.locator("main a[href$='/allocations/new/']").click()
    expect(page.locator("[name=amount]")).to_have_value(re.compile(r"^5"))
    submit(page)
    page.wait_for_url(lambda url: "/allocations/" not in url)
    assert partnership.allocations.get().amount == 5_000


def _transfer_at_most_that(page: Page, claim: Claim) -> None:
    day = timezone.localdate().isoformat()
    page.reload()
    page.locator("main a[href$='/transfers/new/']").click()
    for amount in ("5.000,01", "5.000,00"):
        page.locator("[name=amount]").fill(amount)
        page.locator("[name=reference]").fill("VIR-1")
        page.locator("[name=executed_on]").fill(day)
        submit(page)
        if amount == "5.000,01":
            expect(_main(page).get_by_role("alert")).to_contain_text(format_euros(Decimal("5000.01"), "fr"))
            assert not Transfer.objects.exists()
    page.wait_for_url(re.compile(r"/claims/\d+/$"))
    claim.refresh_from_db()
    assert (claim.state, Transfer.objects.get().amount) == ("part_paid", 5_000)
    expect(_main(page)).to_contain_text(format_euros(Decimal(3_000), "fr"))


def _month_of(partnership: Partnership) -> str:
    immersion = Immersion.objects.get()
    return f"{partnership.pk}/immersions/{immersion.pk}/presence/{immersion.starts_on.year}/{immersion.starts_on.month}/"


def _submit_the_month(page: Page, partnership: Partnership) -> None:
    """What was planned is taken over, saved, and handed in."""
    _go(page, _month_of(partnership))
    page.locator("button[name=take_over]").click()
    page.locator("main .editor__buttons button[type=submit]").click()
    page.locator("main a[href$='/step/submit/']").wait_for()
    _step(page, "submit")
    statement = Immersion.objects.get().statements.get()
    assert (statement.state, statement.worked_at_host) == ("submitted", statement.planned_at_host)


def _confirm_the_month(page: Page, partnership: Partnership) -> None:
    _go(page, _month_of(partnership))
    _step(page, "confirm")
    assert Immersion.objects.get().statements.get().state == "confirmed"


def _claim_the_balance(page: Page, partnership: Partnership) -> None:
    """The advance that was transferred is taken off the real costs."""
    _go(page, f"{partnership.pk}/claims/new/?kind=balance")
    expect(_main(page)).to_contain_text(format_euros(Decimal(5_000), "nl"))
    page.locator("[name=costs]").fill("12.000,00")
    page.locator("main button[name=submit]").click()
    page.wait_for_url(re.compile(r"/claims/\d+/$"))
    balance = Claim.objects.get(kind="balance")
    assert (balance.state, balance.deducted, balance.claimed) == ("submitted", 5_000, 7_000)


def _evaluate(page: Page, party: Party, *, would_redo: str, sentence: str, condition_nl: str = "") -> None:
    """Write the evaluation of a side in its language, let the network read it, and share it."""
    lang = "fr" if party.role == "host" else "nl"
    _go(page, f"{party.partnership_id}/parties/{party.pk}/evaluations/new/")
    page.locator(f"[name=would_redo][value={would_redo}]").check()
    page.locator("[name=condition_nl]").fill(condition_nl)
    page.locator("[name=for_network]").check()
    page.locator("[name=form-0-theme]").select_option("follow_up")
    page.locator(f"[name=form-0-text_{lang}]").fill(sentence)
    submit(page)
    page.wait_for_url(re.compile(r"/evaluations/\d+/$"))
    page.locator("form[action$='/share/'] button").click()
    expect(page.locator("form[action$='/share/']")).to_have_count(0)
    assert Evaluation.objects.get(party=party).shared_at is not None


def _compare(host: Page, partner: Page, partnership: Partnership) -> None:
    """Both have shared: each reads the other, on the page of the partnership and beside all others."""
    for page, theirs in ((host, LESSON_NL), (partner, LESSON_FR)):
        _go(page, f"{partnership.pk}/")
        expect(_main(page)).to_contain_text(theirs)
        _go(page, "comparison/?theme=follow_up")
        for sentence in (LESSON_FR, LESSON_NL):
            expect(_main(page)).to_contain_text(sentence)


def _is_nothing_to_others(page: Page, partnership: Partnership, claim: Claim) -> None:
    """Another CPAS finds nothing of it."""
    expect(_main(page)).not_to_contain_text(partnership.code)
    base = page.url.partition("/fr/")[0]
    pages = ("", "money/", "status.pdf", f"claims/{claim.pk}/", f"claims/{claim.pk}/edit/", "claims/new/")
    for path in (*pages, _month_of(partnership).partition("/")[2]):
        answer = page.request.get(f"{base}/fr/partnerships/{partnership.pk}/{path}")
        assert answer.status == 404, path
