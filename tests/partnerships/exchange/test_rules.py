"""What a file may not do: what is signed, decided and paid changes by steps that all sides see."""

import datetime
from decimal import Decimal

import pytest
from django.utils.translation import override

from partnerships.models import Allocation, Claim, Partnership, Transfer
from tests.exchange.sheets import book, changes, confirmed, looked_at, refusals
from tests.factories.partnerships import (
    AgreementFactory,
    AllocationFactory,
    ClaimFactory,
    PartnershipFactory,
    TransferFactory,
    YearBudgetFactory,
    partner_of,
)
from tests.factories.projects import PaymentFactory


@pytest.fixture
def partnership(db) -> Partnership:
    return PartnershipFactory(code="P-001", title_fr="Accueil", title_nl="")


@pytest.fixture
def claim(partnership) -> Claim:
    return ClaimFactory(budget=YearBudgetFactory(partnership=partnership), accepted_whole=True, reference="C1")


def of_partner(partnership: Partnership, *more: object) -> list[object]:
    return [partnership.code, partner_of(partnership).organisation.code, *more]


def test_a_title_changes_and_is_shown_before(partnership, administrator) -> None:
    data = book(partnerships=[["partnership", "title_nl"], ["P-001", "Onthaal"]])
    assert changes(looked_at(data, administrator)) == [(2, "title_nl", "", "Onthaal")]
    confirmed(data, administrator)
    partnership.refresh_from_db()
    assert (partnership.title_fr, partnership.title_nl, partnership.rev) == ("Accueil", "Onthaal", 2)


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("fr", "L’état d’un partenariat change sur sa page, pas par une importation."),
        ("nl", "De status van een partnerschap verandert op zijn pagina, niet door een import."),
    ],
)
def test_a_state_does_not_change(partnership, administrator, lang, sentence) -> None:
    with override(lang):
        tried = looked_at(book(partnerships=[["partnership", "state"], ["P-001", "signed"]]), administrator)
    assert refusals(tried) == [(2, "state", sentence)]


def test_a_new_partnership_needs_its_paper(administrator) -> None:
    headings = ["partnership", "title_fr", "forms", "starts_on", "ends_on", "state"]
    row = ["P-9", "Neuf", "coaching", "2026-01-01", "2026-12-31"]
    for state in ("negotiating", "signed"):
        tried = looked_at(book(partnerships=[headings, [*row, state]]), administrator)
        assert [(number, column) for number, column, _sentence in refusals(tried)] == [(2, "state")]
    confirmed(book(partnerships=[headings, [*row, "idea"]]), administrator)
    assert Partnership.objects.get(code="P-9").state == "idea"


def test_money_is_never_changed(claim, administrator) -> None:
    partnership = claim.partnership
    payment = PaymentFactory(project=partnership.project, amount=Decimal("20000"), received_on=datetime.date(2026, 3, 1))
    allocation = AllocationFactory(partnership=partnership, payment=payment, amount=Decimal("15000"))
    transfer = TransferFactory(claim=claim, reference="V1", amount=Decimal("100"))
    text = AgreementFactory(partnership=partnership)
    for sheet, headings, row, column in (
        ("allocations", ["partnership", "payment", "amount"], ["P-001", payment.reference, 1], "amount"),
        (
            "transfers",
            ["partnership", "partner", "claim", "reference", "amount"],
            of_partner(partnership, "C1", "V1", 1),
            "amount",
        ),
        (
            "transfers",
            ["partnership", "partner", "claim", "reference", "state"],
            of_partner(partnership, "C1", "V1", "failed"),
            "state",
        ),
        ("claims", ["partnership", "partner", "reference", "accepted"], of_partner(partnership, "C1", 1), "accepted"),
        ("claims", ["partnership", "partner", "reference", "state"], of_partner(partnership, "C1", "paid"), "state"),
        ("agreements", ["partnership", "version", "text_fr"], ["P-001", 1, "Autre"], "text_fr"),
        ("parties", ["partnership", "organisation", "role"], of_partner(partnership, "host"), "role"),
    ):
        tried = looked_at(book(**{sheet: [headings, row]}), administrator)
        assert [(number, name) for number, name, _sentence in refusals(tried)] == [(2, column)], sheet
    for record in (allocation, transfer, claim, text):
        before = {name: value for name, value in vars(record).items() if not name.startswith("_")}
        record.refresh_from_db()
        assert {name: vars(record)[name] for name in before} == before


def test_a_claim_that_was_decided_is_closed(claim, administrator) -> None:
    data = book(claims=[["partnership", "partner", "reference", "note"], of_partner(claim.partnership, "C1", "Autre")])
    with override("fr"):
        [(number, _column, sentence)] = refusals(looked_at(data, administrator))
    assert number == 2
    assert "acceptée" in sentence


def test_new_money_follows_the_rules_of_its_pages(claim, administrator) -> None:
    partnership = claim.partnership
    payment = PaymentFactory(project=partnership.project, amount=Decimal("500"), received_on=datetime.date(2026, 3, 1))
    good = {
        "allocations": [["partnership", "payment", "amount"], ["P-001", payment.reference, "400,00"]],
        "claims": [
            ["partnership", "partner", "year", "kind", "reference", "starts_on", "ends_on", "claimed"],
            of_partner(partnership, 2026, "interim", "C2", "2026-04-01", "2026-06-30", 900),
        ],
        "transfers": [
            ["partnership", "partner", "claim", "reference", "amount", "ordered_on"],
            of_partner(partnership, "C1", "V9", 50, "2026-02-02"),
        ],
    }
    confirmed(book(**good), administrator)
    assert (Allocation.objects.get().amount, Claim.objects.get(reference="C2").state) == (Decimal("400.00"), "draft")
    assert (Transfer.objects.get().state, Transfer.objects.get().amount) == ("ordered", Decimal("50.00"))
    bad = {
        "allocations": [["partnership", "payment", "number", "amount"], ["P-001", payment.reference, 2, "100,01"]],
        "claims": [
            ["partnership", "partner", "year", "kind", "reference", "starts_on", "ends_on", "claimed"],
            of_partner(partnership, 2026, "interim", "C3", "2026-04-01", "2027-06-30", 900),
        ],
        "transfers": [
            ["partnership", "partner", "claim", "reference", "amount", "ordered_on"],
            of_partner(partnership, "C1", "V10", 11875, "2026-02-02"),
        ],
    }
    assert [(number, column) for number, column, _sentence in refusals(looked_at(book(**bad), administrator))] == [
        (2, "amount"), (2, "ends_on"), (2, "amount"),
    ]  # fmt: skip


def test_what_does_not_exist_is_named(partnership, administrator) -> None:
    tried = looked_at(
        book(
            parties=[["partnership", "organisation", "role"], ["P-7", partner_of(partnership).organisation.code, "partner"]],
            claims=[
                ["partnership", "partner", "year", "kind", "reference", "starts_on", "ends_on", "claimed"],
                of_partner(partnership, 2031, "interim", "C3", "2026-04-01", "2026-06-30", 900),
            ],
            transfers=[
                ["partnership", "partner", "claim", "reference", "amount", "ordered_on"],
                of_partner(partnership, "CX", "V1", 1, "2026-02-02"),
            ],
        ),
        administrator,
    )
    sentences = " ".join(sentence for _number, _column, sentence in refusals(tried))
    assert [text in sentences for text in ("P-7", "2031", "CX")] == [True, True, True]
