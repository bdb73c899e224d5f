"""Money flows as it comes in: budgets, allocations, transfers; each refusal names its figures and its day in both languages."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from amif_network.core.fingerprint import Overtaken
from amif_network.core.workflow import CommentRequired, WrongState
from amif_network.outbox.models import OutgoingMail
from partnerships.actions import allocations, budgets, claims, transfers
from partnerships.models import Allocation, BudgetHeading, Claim, LogEntry, Transfer, YearBudget
from partnerships.moves import moves_of
from projects.actions import payments
from tests.factories.partnerships import AllocationFactory, ClaimFactory, PartnershipFactory, TransferFactory
from tests.factories.projects import PaymentFactory

from .conftest import AT, SITE, address, day, euros
from .test_deciding import refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim(budget):
    return ClaimFactory(budget=budget, accepted_whole=True)


@pytest.fixture
def payment(partnership):
    """10 000 euros of the authority, on the 5th of March."""
    return PaymentFactory(project=partnership.project, amount=euros("10000"), received_on=day(3, 5))


def transfer(claim, amount, on, reference="V"):
    return Transfer(claim=claim, amount=euros(amount), reference=f"{reference}{amount}{on}", ordered_on=on)


def execute(claim, amount, on, by):
    return transfers.order(transfer(claim, amount, on), executed_on=on, by=by, at=AT, site=SITE)


def figures_of(refuse, field, french, dutch):
    """Check that a refusal names its figures in both languages."""
    for lang, figures in (("fr", french), ("nl", dutch)):
        with override(lang), pytest.raises(ValidationError) as error:
            refuse()
        text = refusal(error, field)
        assert [figure for figure in figures if figure not in text] == []


# Allocations.


@pytest.mark.parametrize(("amount", "right"), [("0", False), ("9999.99", True), ("10000.00", True), ("10000.01", False)])
def test_a_payment_is_allocated_up_to_its_cent(partnership, payment, host_member, amount, right):
    def allocate():
        return allocations.allocate(partnership, payment=payment, amount=euros(amount), by=host_member, at=AT)

    if right:
        assert (allocate().received_on, allocations.left_of(payment)) == (day(3, 5), euros("10000") - euros(amount))
    else:
        figures_of(allocate, "amount", ["10 000,00 €"], ["€ 10.000,00"])


def test_a_payment_of_elsewhere_or_reversed_is_not_allocated(partnership, payment, host_member, french_coordinator):
    with pytest.raises(ValidationError):
        allocations.allocate(partnership, payment=PaymentFactory(), amount=euros("1"), by=host_member, at=AT)
    payments.reverse(payment, reason="Erreur", on=day(3, 6), by=french_coordinator, at=AT)
    with pytest.raises(ValidationError):
        allocations.allocate(partnership, payment=payment, amount=euros("1"), by=host_member, at=AT)
    assert Allocation.objects.count() == 0


def test_an_allocated_payment_is_not_reversed(signed_in, partnership, payment, host_member, french_coordinator):
    allocation = allocations.allocate(partnership, payment=payment, amount=euros("4000"), by=host_member, at=AT)
    for lang, figure in (("fr", "4 000,00 €"), ("nl", "€ 4.000,00")):
        with override(lang), pytest.raises(ValidationError) as error:
            payments.reverse(payment, reason="Erreur", on=day(3, 6), by=french_coordinator, at=AT)
        text = error.value.messages[0].replace("\xa0", " ").replace("\u202f", " ")
        assert figure in text
        assert partnership.code in text
    allocations.take_back(allocation, reason="Autre partenariat", on=day(3, 6), by=host_member, at=AT)
    assert payments.reverse(payment, reason="Erreur", on=day(3, 6), by=french_coordinator, at=AT).amount == euros("-10000")


def test_an_allocation_is_taken_back_once_with_a_reason_after_its_day(payment, partnership, host_member):
    allocation = allocations.allocate(partnership, payment=payment, amount=euros("1"), by=host_member, at=AT)
    with pytest.raises(CommentRequired):
        allocations.take_back(allocation, reason=" ", on=day(3, 5), by=host_member, at=AT)
    figures_of(
        lambda: allocations.take_back(allocation, reason="–", on=day(3, 4), by=host_member, at=AT),
        "on", ["5 mars 2026"], ["5 maart 2026"],
    )  # fmt: skip
    allocations.take_back(allocation, reason="–", on=day(3, 5), by=host_member, at=AT)
    with pytest.raises(ValidationError):
        allocations.take_back(allocation, reason="–", on=day(3, 6), by=host_member, at=AT)


# Transfers.


@pytest.mark.parametrize(("amount", "right"), [("11874.99", True), ("11875.00", True), ("11875.01", False), ("0", False)])
def test_transfers_stay_within_what_was_accepted(claim, host_member, amount, right):
    def order():
        return transfers.order(transfer(claim, amount, day(4)), by=host_member, at=AT, site=SITE)

    if right:
        assert order().state == "ordered"
    else:
        figures_of(order, "amount", ["11 875,00 €"], ["€ 11.875,00"])


@pytest.mark.parametrize(
    ("amount", "on", "right"),
    [
        ("10000.00", day(3, 5), True),
        ("9999.99", day(3, 6), True),
        ("10000.01", day(3, 5), False),
        ("0.01", day(3, 4), False),
    ],
)
def test_what_goes_on_had_come_in_by_that_day(claim, payment, host_member, amount, on, right):
    AllocationFactory(partnership=claim.partnership, payment=payment)
    if right:
        execute(claim, amount, on, host_member)
        claim.refresh_from_db()
        assert claim.state == "part_paid"
        return
    free = "10 000,00 €" if on == day(3, 5) else "0,00 €"
    dutch = "€ 10.000,00" if on == day(3, 5) else "€ 0,00"
    figures_of(
        lambda: execute(claim, amount, on, host_member),
        "executed_on", [free, f"{on.day} mars 2026"], [dutch, f"{on.day} maart 2026"],
    )  # fmt: skip
    assert Transfer.objects.count() == 0


@pytest.mark.parametrize(("amount", "right"), [("2000.00", True), ("2000.01", False)])
def test_a_back_dated_transfer_leaves_what_went_on_later(claim, payment, host_member, amount, right):
    AllocationFactory(partnership=claim.partnership, payment=payment)
    execute(claim, "8000", day(6), host_member)
    if right:
        assert execute(claim, amount, day(4), host_member).executed_on == day(4)
    else:
        figures_of(
            lambda: execute(claim, amount, day(4), host_member),
            "executed_on", ["1er avril 2026", "2 000,00 €", "1er juin 2026"], ["1 april 2026", "€ 2.000,00", "1 juni 2026"],
        )  # fmt: skip


@pytest.mark.parametrize(("on", "right"), [(day(5, 31), False), (day(6, 1), False), (day(7, 1), True)])
def test_an_allocation_whose_money_went_on_is_not_taken_back(claim, payment, host_member, on, right):
    allocation = AllocationFactory(partnership=claim.partnership, payment=payment)
    sent = execute(claim, "8000", day(6), host_member)

    def take_back():
        return allocations.take_back(allocation, reason="Erreur", on=on, by=host_member, at=AT)

    if not right:
        figures_of(take_back, "on", ["8 000,00 €", "1er juin 2026"], ["€ 8.000,00", "1 juni 2026"])
        return
    with pytest.raises(ValidationError):
        take_back()
    transfers.reverse(sent, reason="Retour", on=day(7), by=host_member, at=AT, site=SITE)
    assert take_back().reversed_on == on


def test_a_claim_follows_its_transfers(claim, host_member, partner_member):
    AllocationFactory(partnership=claim.partnership, payment__project=claim.partnership.project)
    states = []
    first = transfers.order(transfer(claim, "5000", day(4)), by=host_member, at=AT, site=SITE)
    for change in (
        lambda: transfers.execute(first, on=day(4, 2), by=host_member, at=AT, site=SITE),
        lambda: execute(claim, "6875", day(4, 3), host_member),
        lambda: transfers.reverse(first, reason="Mauvais compte", on=day(4, 9), by=host_member, at=AT, site=SITE),
        lambda: transfers.reverse(Transfer.objects.latest("pk"), reason="–", on=day(4, 9), by=host_member, at=AT, site=SITE),
    ):
        change()
        claim.refresh_from_db()
        states.append(claim.state)
    assert states == ["part_paid", "paid", "part_paid", "accepted"]
    assert OutgoingMail.objects.filter(to=partner_member.email).count() == 4
    assert sum(move.amount for move in moves_of(claim.partnership_id)) == euros("37500")


def test_a_failed_transfer_frees_the_claim_and_goes_no_further(claim, host_member):
    ordered = transfers.order(transfer(claim, "11875", day(4)), by=host_member, at=AT, site=SITE)
    with pytest.raises(ValidationError):
        transfers.order(transfer(claim, "0.01", day(4)), by=host_member, at=AT, site=SITE)
    with pytest.raises(ValidationError):
        transfers.fail(ordered, reason="Compte clôturé", on=day(3, 31), by=host_member, at=AT, site=SITE)
    with pytest.raises(CommentRequired):
        transfers.fail(ordered, reason="", on=day(4, 2), by=host_member, at=AT, site=SITE)
    transfers.fail(ordered, reason="Compte clôturé", on=day(4, 2), by=host_member, at=AT, site=SITE)
    with pytest.raises(WrongState):
        transfers.execute(ordered, on=day(4, 3), by=host_member, at=AT, site=SITE)
    assert transfers.order(transfer(claim, "11875", day(4, 3)), by=host_member, at=AT, site=SITE).pk


def test_nothing_more_goes_on_for_an_advance_that_a_balance_settled(budget, claim, host_member):
    AllocationFactory(partnership=claim.partnership, payment__project=claim.partnership.project)
    ClaimFactory(budget=budget, balance=True, costs=euros("20000"), claimed=euros("20000"), accepted_whole=True)
    with pytest.raises(ValidationError):
        execute(claim, "1", day(4), host_member)
    Claim.objects.filter(kind="balance").update(state="rejected", accepted=None)
    assert execute(claim, "1", day(4), host_member).state == "executed"


# Budgets.


def headings(*amounts):
    return [BudgetHeading(heading="salary", amount=euros(amount)) for amount in amounts]


def save_budget(party, by, amount, *parts, base=None):
    shown = budgets.shown(YearBudget.objects.filter(party=party, year=2026).first())
    return budgets.save(
        party, 2026, amount=amount and euros(amount), headings=headings(*parts), base=base or shown, by=by, at=AT
    )  # fmt: skip


@pytest.mark.parametrize(
    ("amount", "parts", "total"),
    [
        ("47500", (), "47500"), (None, ("40000", "7500"), "47500"), ("47500", ("40000", "7500"), "47500"),
        ("47500.01", ("40000", "7500"), None), (None, (), None),
    ],
)  # fmt: skip
def test_headings_add_up_to_the_budget(party, host_member, amount, parts, total):
    if total:
        assert save_budget(party, host_member, amount, *parts).amount == euros(total)
    else:
        with pytest.raises(ValidationError):
            save_budget(party, host_member, amount, *parts)


@pytest.mark.parametrize(("amount", "right"), [("11875.00", True), ("11874.99", False)])
def test_a_budget_holds_what_was_accepted(claim, host_member, amount, right):
    if right:
        assert save_budget(claim.party, host_member, amount).rev == 2
    else:
        figures_of(lambda: save_budget(claim.party, host_member, amount), "amount", ["11 875,00 €"], ["€ 11.875,00"])


def test_who_saves_a_budget_second_sees_the_first(signed_in, budget, host_member, partner_member, other_partner_member):
    client, url = signed_in(host_member), address("budget", budget.partnership_id, 2026)
    base = client.get(url).context["form"]["base"].value()
    data = {
        "base": base, "amount": "", "form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0",
        "form-0-heading": "salary", "form-0-amount": "40 000,00", "form-1-heading": "travel", "form-1-amount": "x",
    }  # fmt: skip
    assert client.post(url, data).status_code == 422
    data["form-1-amount"] = "500"
    more = client.post(url, data | {"more": "1"})
    assert more.context["formset"].total_form_count() > 2
    assert client.post(url, data).status_code == 302
    late = client.post(url, data | {"form-1-amount": "600"})
    assert late.status_code == 409
    assert 'value="600"' in late.text
    budget.refresh_from_db()
    assert (budget.amount, budget.headings.count()) == (euros("40500"), 2)
    assert [signed_in(user).get(url).status_code for user in (partner_member, other_partner_member)] == [403, 403]
    with pytest.raises(Overtaken):
        save_budget(budget.party, host_member, "1", base=base)


# Pages.


def test_money_flows_from_page_to_page(signed_in, claim, payment, host_member):
    client, key = signed_in(host_member), claim.partnership_id
    allocate = address("allocation-new", key)
    proposed = client.get(allocate).context["form"]
    assert proposed["amount"].value().replace("\u202f", " ").replace("\xa0", " ") == "10 000,00 €"
    assert client.post(allocate, {"payment": payment.pk, "amount": "10 000,01"}).status_code == 422
    assert client.post(allocate, {"payment": payment.pk, "amount": "10 000,00"}).status_code == 302
    url = address("transfer-new", key, claim.pk)
    data = {"amount": "10 000,01", "reference": "V1", "ordered_on": "2026-03-05", "executed_on": "2026-03-05"}
    refused = client.post(url, data)
    assert refused.status_code == 422
    assert 'value="10 000,01"' in refused.text
    assert client.post(url, data | {"amount": "6 000", "executed_on": ""}).status_code == 302
    ordered = Transfer.objects.get()
    execute_url = address("transfer-step", key, ordered.pk, "execute")
    assert client.post(execute_url, {"executed_on": "2026-03-04"}).status_code == 422
    assert client.post(execute_url, {"executed_on": "2026-03-06"}).status_code == 302
    assert client.post(execute_url, {"executed_on": "2026-03-06"}).status_code == 302
    back = address("allocation-reverse", key, Allocation.objects.get().pk)
    assert client.post(back, {"on": "2026-03-07", "reason": "Erreur"}).status_code == 422
    reverse_url = address("transfer-step", key, ordered.pk, "reverse")
    assert client.post(reverse_url, {"reversed_on": "2026-03-07", "reason": "Retour"}).status_code == 302
    assert client.post(back, {"on": "2026-03-07", "reason": "Erreur"}).status_code == 302
    logged = LogEntry.objects.order_by("pk").values_list("subject", "action")
    assert list(logged) == [
        ("allocation", "record"), ("transfer", "record"), ("transfer", "execute"), ("claim", "pay_part"),
        ("transfer", "reverse"), ("claim", "pay_none"), ("allocation", "withdraw"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("host_member", 200),
        ("french_coordinator", 200),
        ("partner_member", 403),
        ("other_partner_member", 404),
        ("outsider_member", 404),
        ("observer", 404),
    ],
)
def test_only_the_host_moves_money(request, signed_in, claim, who, expected):
    client, key = signed_in(request.getfixturevalue(who)), claim.partnership_id
    ordered = TransferFactory(claim=claim, amount=euros("1"))
    urls = [address("transfer-new", key, claim.pk), address("transfer-step", key, ordered.pk, "fail")]
    assert [client.get(url).status_code for url in urls] == [expected, expected]
    # The allocation is of the partnership, which every partner of it sees.
    of_partnership = 403 if who == "other_partner_member" else expected
    allocation = AllocationFactory(partnership=claim.partnership, payment__project=claim.partnership.project)
    urls = [address("allocation-new", key), address("allocation-reverse", key, allocation.pk)]
    assert [client.get(url).status_code for url in urls] == [of_partnership, of_partnership]
    assert client.delete(urls[0]).status_code == 405


def test_another_partnership_is_not_reached_through_its_neighbour(signed_in, claim, host_member):
    elsewhere = TransferFactory(claim__budget__partnership=PartnershipFactory())
    client = signed_in(host_member)
    assert client.get(address("transfer-step", claim.partnership_id, elsewhere.pk, "fail")).status_code == 404
    assert client.get(address("claim", claim.partnership_id, elsewhere.claim_id)).status_code == 404
    assert claims.said(claim)
