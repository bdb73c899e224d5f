"""The host decides on claims: to the cent of the claim and of the budget; a balance, its advances and its months."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import override

from amif_network.accounts.models import User
from amif_network.core.workflow import CommentRequired, WrongState, allowed
from amif_network.outbox.models import OutgoingMail
from partnerships.actions import claims as actions
from partnerships.models import Claim, LogEntry, PresenceStatement, Transfer
from partnerships.money_wording import CLAIM_STEPS, TRANSFER_STEPS
from partnerships.workflow import CLAIM, TRANSFER
from tests.factories.partnerships import (
    AllocationFactory,
    ClaimFactory,
    ImmersionFactory,
    StatementFactory,
    TransferFactory,
)

from .conftest import AT, SITE, address, day, euros

pytestmark = pytest.mark.django_db

PARTNER_OF_CLAIM = {
    "draft": {"edit", "attach", "submit", "withdraw"},
    "submitted": {"attach", "withdraw"},
    "returned": {"edit", "attach", "submit", "withdraw"},
}
HOST_OF_CLAIM = {
    "submitted": {"return", "accept", "reject"},
    "accepted": {"undo", "transfer", "pay_none", "pay_part", "pay_all"},
    "part_paid": {"transfer", "pay_none", "pay_part", "pay_all"},
    "paid": {"pay_none", "pay_part", "pay_all"},
}
HOST_OF_TRANSFER = {"ordered": {"execute", "fail"}, "executed": {"reverse"}}
SIDES = {"host": {"host"}, "partner": {"partner"}, "both": {"host", "partner"}, "none": set[str]()}


def side(row, sides):
    row.is_host, row.is_own = "host" in sides, "partner" in sides
    return row


@pytest.mark.parametrize("role", ["administrator", "coordinator", "member", "observer"])
@pytest.mark.parametrize("sides", SIDES.values(), ids=SIDES)
def test_who_may_do_what_in_which_state(role, sides):
    everything = role in ("administrator", "coordinator")
    acts = {"host", "partner"} if everything else sides if role == "member" else set()
    for state in Claim.State.values:
        expected = (PARTNER_OF_CLAIM.get(state, set()) if "partner" in acts else set()) | (
            HOST_OF_CLAIM.get(state, set()) if "host" in acts else set()
        )
        assert allowed(CLAIM, User(role=role), side(Claim(state=state), sides)) == expected
    for state in Transfer.State.values:
        expected = HOST_OF_TRANSFER.get(state, set()) if "host" in acts else set()
        assert allowed(TRANSFER, User(role=role), side(Transfer(state=state), sides)) == expected


@pytest.mark.parametrize("trait", ["", "submitted", "returned", "rejected", "withdrawn", "accepted_whole", "part_paid", "paid"])
def test_the_page_of_each_step_opens_to_whom_the_table_says(
    signed_in, budget, trait, french_coordinator, host_member, partner_member, other_partner_member, observer
):
    claim = ClaimFactory(budget=budget, **({trait: True} if trait else {}))
    can = {"host": HOST_OF_CLAIM.get(claim.state, set()), "partner": PARTNER_OF_CLAIM.get(claim.state, set())}
    # What was never submitted does not exist for the host.
    of_host = can["host"] if claim.submitted_at else None
    people = {
        french_coordinator: can["host"] | can["partner"], host_member: of_host, partner_member: can["partner"],
        other_partner_member: None, observer: None,
    }  # fmt: skip
    for user, steps in people.items():
        client = signed_in(user)
        for step in CLAIM_STEPS:
            expected = 404 if steps is None else 200 if step in steps else 403
            assert client.get(address("claim-step", claim.partnership_id, claim.pk, step)).status_code == expected


def test_steps_have_words(signed_in, french_coordinator, budget):
    assert set(CLAIM_STEPS) <= set(CLAIM)
    assert set(TRANSFER_STEPS) == set(TRANSFER)
    claim = ClaimFactory(budget=budget)
    assert signed_in(french_coordinator).get(address("claim-step", claim.partnership_id, claim.pk, "pay_all")).status_code == 404


def refusal(error: pytest.ExceptionInfo, field: str) -> str:
    (text,) = error.value.message_dict[field]
    return text.replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(("amount", "right"), [("0", False), ("0.01", True), ("11875.00", True), ("11875.01", False)])
def test_the_host_accepts_at_most_what_is_claimed(budget, host_member, amount, right):
    claim = ClaimFactory(budget=budget, submitted=True)
    if right:
        accepted = actions.accept(claim, amount=euros(amount), by=host_member, at=AT, site=SITE)
        assert (accepted.state, accepted.accepted) == ("accepted", euros(amount))
        return
    for lang, figure in (("fr", "11 875,00 €"), ("nl", "€ 11.875,00")):
        with override(lang), pytest.raises(ValidationError) as error:
            actions.accept(claim, amount=euros(amount), by=host_member, at=AT, site=SITE)
        assert figure in refusal(error, "amount")


@pytest.mark.parametrize(("amount", "right"), [("7500.00", True), ("7500.01", False)])
def test_what_is_accepted_in_a_year_stays_in_its_budget(budget, host_member, amount, right):
    ClaimFactory(budget=budget, accepted_whole=True, claimed=euros("40000"))
    claim = ClaimFactory(budget=budget, submitted=True, kind="interim", claimed=euros("9000"))
    if right:
        assert actions.accept(claim, amount=euros(amount), by=host_member, at=AT, site=SITE).accepted == euros(amount)
        return
    for lang, figures in (
        ("fr", ("47 500,00 €", "40 000,00 €", "7 500,00 €")),
        ("nl", ("€ 47.500,00", "€ 40.000,00", "€ 7.500,00")),
    ):
        with override(lang), pytest.raises(ValidationError) as error:
            actions.accept(claim, amount=euros(amount), by=host_member, at=AT, site=SITE)
        assert all(figure in refusal(error, "amount") for figure in figures)
    claim.refresh_from_db()
    assert claim.state == "submitted"


def test_a_claim_goes_back_and_forth_and_both_are_told(signed_in, budget, host_member, partner_member):
    claim = ClaimFactory(budget=budget, submitted=True)
    client, url = signed_in(host_member), address("claim-step", claim.partnership_id, claim.pk, "return")
    assert client.post(url, {"comment": ""}).status_code == 422
    assert client.post(url, {"comment": "Le chèque-repas manque."}).status_code == 302
    assert client.post(url, {"comment": "Le chèque-repas manque."}).status_code == 302
    actions.submit(Claim.objects.get(), by=partner_member, at=AT, site=SITE)
    actions.move(Claim.objects.get(), "return", comment="Encore.", by=host_member, at=AT, site=SITE)
    sent = list(OutgoingMail.objects.order_by("pk").values_list("to", flat=True))
    assert sent == [partner_member.email, host_member.email, partner_member.email]
    assert not any("chèque" in mail.text for mail in OutgoingMail.objects.all())
    assert list(LogEntry.objects.order_by("pk").values_list("action", "comment")) == [
        ("return", "Le chèque-repas manque."), ("submit", ""), ("return", "Encore."),
    ]  # fmt: skip


def test_the_host_accepts_less_on_the_page(signed_in, budget, host_member, partner_member):
    claim = ClaimFactory(budget=budget, submitted=True)
    client, url = signed_in(host_member), address("claim-step", claim.partnership_id, claim.pk, "accept", lang="nl")
    assert client.get(url).context["form"]["amount"].value() == "€\xa011.875,00"
    too_much = client.post(url, {"amount": "11.875,01", "comment": ""})
    assert too_much.status_code == 422
    assert 'value="11.875,01"' in too_much.text
    assert client.post(url, {"amount": "10.000,00", "comment": "Zonder reiskosten"}).status_code == 302
    claim.refresh_from_db()
    assert (claim.state, claim.accepted) == ("accepted", euros("10000"))
    assert OutgoingMail.objects.get().to == partner_member.email
    actions.undo(claim, comment="Erreur", by=host_member, at=AT)
    claim.refresh_from_db()
    assert (claim.state, claim.accepted, claim.decided_at) == ("submitted", None, None)


def test_an_acceptance_with_an_ordered_transfer_stays(budget, host_member):
    claim = ClaimFactory(budget=budget, accepted_whole=True)
    TransferFactory(claim=claim)
    with pytest.raises(ValidationError):
        actions.undo(claim, comment="Erreur", by=host_member, at=AT)
    with pytest.raises(CommentRequired):
        actions.undo(ClaimFactory(budget=budget, accepted_whole=True), comment=" ", by=host_member, at=AT)


@pytest.fixture
def paid_advance(budget):
    """11 875 euros of an advance, transferred on the 1st of April; 1 000 of another were reversed."""
    claim = ClaimFactory(budget=budget, paid=True)
    AllocationFactory(partnership=budget.partnership)
    TransferFactory(claim=claim, executed=True)
    back = ClaimFactory(
        budget=budget, accepted_whole=True, kind="interim", claimed=euros("1000"), starts_on=day(4), ends_on=day(6)
    )
    TransferFactory(claim=back, state="reversed", executed_on=day(4), reversed_on=day(4, 2), reason="erreur")
    return claim


def balance(budget, costs="46000.00", **values):
    return Claim(
        **{
            "partnership": budget.partnership, "party": budget.party, "budget": budget, "kind": "balance", "reference": "SOLDE",
            "starts_on": day(1), "ends_on": day(12, 31), "costs": euros(costs), **values,
        }
    )  # fmt: skip


@pytest.mark.parametrize(("costs", "claimed"), [("11875.00", None), ("11875.01", "0.01"), ("46000.00", "34125.00")])
def test_a_balance_takes_executed_advances_off(budget, paid_advance, partner_member, costs, claimed):
    if claimed:
        filed = actions.file(balance(budget, costs), by=partner_member, at=AT, site=SITE, submit=True)
        assert (filed.deducted, filed.claimed) == (euros("11875"), euros(claimed))
        return
    for lang, figure in (("fr", "11 875,00 €"), ("nl", "€ 11.875,00")):
        with override(lang), pytest.raises(ValidationError) as error:
            actions.file(balance(budget, costs), by=partner_member, at=AT, site=SITE)
        assert figure in refusal(error, "costs")


@pytest.mark.parametrize(("starts_on", "taken_off"), [(day(1, 1), "11875"), (day(1, 2), "0")])
def test_only_advances_that_begin_in_the_period_are_taken_off(budget, paid_advance, partner_member, starts_on, taken_off):
    filed = actions.file(balance(budget, starts_on=starts_on), by=partner_member, at=AT)
    assert filed.deducted == euros(taken_off)


def test_two_balances_of_the_same_days_are_refused(budget, partner_member):
    actions.file(balance(budget, ends_on=day(6, 30)), by=partner_member, at=AT)
    with pytest.raises(ValidationError):
        actions.file(balance(budget, reference="2", starts_on=day(6, 30)), by=partner_member, at=AT)
    assert actions.file(balance(budget, reference="2", starts_on=day(7)), by=partner_member, at=AT).pk


def test_an_advance_paid_meanwhile_is_noticed_when_the_balance_is_accepted(budget, host_member, partner_member):
    advance = ClaimFactory(budget=budget, accepted_whole=True, claimed=euros("1000"))
    filed = actions.file(balance(budget), by=partner_member, at=AT, site=SITE, submit=True)
    AllocationFactory(partnership=budget.partnership)
    TransferFactory(claim=advance, amount=euros("400"))
    with override("fr"), pytest.raises(ValidationError, match="400,00"):
        actions.accept(filed, amount=euros("1"), by=host_member, at=AT, site=SITE)
    advance.transfers.update(state="executed", executed_on=day(4))
    for lang, figure in (("fr", "45 600,00 €"), ("nl", "€ 45.600,00")):
        with override(lang), pytest.raises(ValidationError) as error:
            actions.accept(filed, amount=euros("45600.01"), by=host_member, at=AT, site=SITE)
        assert figure in refusal(error, "amount")
    assert actions.accept(filed, amount=euros("45600"), by=host_member, at=AT, site=SITE).state == "accepted"
    late = ClaimFactory(budget=budget, submitted=True, kind="interim", claimed=euros("1"), starts_on=day(5), ends_on=day(5))
    with pytest.raises(ValidationError):
        actions.accept(late, amount=euros("1"), by=host_member, at=AT, site=SITE)


def test_a_balance_waits_for_the_months_or_says_why_not(budget, host_member, partner_member):
    immersion = ImmersionFactory(partnership=budget.partnership, employer=budget.party, starts_on=day(2, 10), ends_on=day(4, 5))
    StatementFactory(immersion=immersion, month=day(2), confirmed=True)
    march = StatementFactory(immersion=immersion, month=day(3), submitted=True)
    filed = actions.file(balance(budget), by=partner_member, at=AT)
    for lang, months in (("fr", "mars 2026 et avril 2026"), ("nl", "maart 2026 en april 2026")):
        with override(lang), pytest.raises(ValidationError) as error:
            actions.submit(filed, by=partner_member, at=AT, site=SITE)
        assert months in refusal(error, "override_reason")
    filed.override_reason = "L'agent était en formation."
    actions.change(filed, by=partner_member, at=AT, site=SITE, submit=True)
    actions.accept(filed, amount=euros("46000"), by=host_member, at=AT, site=SITE)
    assert list(PresenceStatement.objects.order_by("month").values_list("state", flat=True)) == ["locked", "submitted"]
    march.refresh_from_db()
    assert LogEntry.objects.filter(action="lock").count() == 1


def test_an_acceptance_taken_back_opens_the_months_it_locked(budget, host_member):
    immersion = ImmersionFactory(partnership=budget.partnership, employer=budget.party, starts_on=day(1), ends_on=day(6, 30))
    for number in range(1, 7):
        StatementFactory(immersion=immersion, month=day(number), confirmed=True)
    first, second = (
        ClaimFactory(
            budget=budget,
            submitted=True,
            kind="balance",
            costs=euros("900"),
            claimed=euros("900"),
            starts_on=day(*one),
            ends_on=day(*two),
        )
        for one, two in (((1, 1), (3, 15)), ((3, 16), (6, 30)))
    )
    for claim in (first, second):
        actions.accept(claim, amount=euros("900"), by=host_member, at=AT, site=SITE)
    actions.undo(first, comment="Erreur", by=host_member, at=AT)
    states = list(PresenceStatement.objects.order_by("month").values_list("state", flat=True))
    # Half of March belongs to the other balance, which stands.
    assert states == ["confirmed", "confirmed", "locked", "locked", "locked", "locked"]
    assert LogEntry.objects.filter(action="unlock", from_state="locked", to_state="confirmed").count() == 2


def test_what_is_no_longer_confirmed_stops_the_acceptance(budget, host_member, partner_member):
    immersion = ImmersionFactory(partnership=budget.partnership, employer=budget.party, starts_on=day(3), ends_on=day(3, 31))
    statement = StatementFactory(immersion=immersion, month=day(3), confirmed=True)
    filed = actions.file(balance(budget), by=partner_member, at=AT, site=SITE, submit=True)
    PresenceStatement.objects.filter(pk=statement.pk).update(state="open")
    with pytest.raises(ValidationError):
        actions.accept(filed, amount=euros("1"), by=host_member, at=AT, site=SITE)
    PresenceStatement.objects.filter(pk=statement.pk).update(state="locked")
    assert actions.accept(filed, amount=euros("1"), by=host_member, at=AT, site=SITE).state == "accepted"


@pytest.mark.parametrize("action", ["accept", "return", "reject"])
def test_partners_do_not_decide(budget, partner_member, action):
    claim = ClaimFactory(budget=budget, submitted=True)
    with pytest.raises(PermissionDenied):
        if action == "accept":
            actions.accept(claim, amount=euros("1"), by=partner_member, at=AT, site=SITE)
        else:
            actions.move(claim, action, comment="–", by=partner_member, at=AT, site=SITE)
    with pytest.raises(WrongState):
        actions.accept(ClaimFactory(budget=budget), amount=euros("1"), by=partner_member, at=AT, site=SITE)


def test_the_log_is_read_in_both_languages(budget, host_member):
    claim = ClaimFactory(budget=budget, submitted=True, reference="DC-9", starts_on=datetime.date(2026, 1, 1))
    actions.accept(claim, amount=euros("1000"), by=host_member, at=AT, site=SITE)
    entry = LogEntry.objects.get()
    assert "1 000,00 €" in entry.words_fr.replace("\xa0", " ").replace("\u202f", " ")
    assert "€ 1.000,00" in entry.words_nl.replace("\xa0", " ")
    assert entry.party == budget.party
