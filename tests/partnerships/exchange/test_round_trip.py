"""Partnerships with their paper and their money leave the portal and come back: unchanged, or whole where all was lost."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection

from amif_network.exchange import importing
from amif_network.exchange.outcome import seal
from partnerships.exchange import SUBJECT
from partnerships.models import LogEntry, Partnership
from tests.exchange.sheets import file_of, looked_at, refusals, said
from tests.factories.directory import PersonFactory
from tests.factories.meetings import NOW
from tests.factories.partnerships import (
    AgreementFactory,
    AllocationFactory,
    BudgetHeadingFactory,
    ClaimFactory,
    PartnershipFactory,
    PartyFactory,
    SignatureFactory,
    TransferFactory,
    YearBudgetFactory,
    partner_of,
)
from tests.factories.projects import PaymentFactory

LATER = NOW + datetime.timedelta(days=60)


def day(month: int, number: int = 1) -> datetime.date:
    return datetime.date(2026, month, number)


@pytest.fixture
def partnership(db) -> Partnership:
    """A signed partnership with everything that money does, and its renewal, which is still an idea."""
    one = PartnershipFactory(
        code="P-001", title_fr="=SOMME(A1)", objective_nl="Eén\ntwee", forms=["coaching", "immersion"], with_supplement=True
    )
    PartyFactory(partnership=one, owner=PersonFactory(given_name="Odile", family_name="Wauters"))
    for version in (1, 2):
        text = AgreementFactory(partnership=one, version=version, text_fr="Texte." * version * 900)
        for party in one.parties.all()[: 1 if version == 1 else 9]:
            SignatureFactory(agreement=text, party=party, signed_on=day(version), signatory=PersonFactory())
    Partnership.objects.filter(pk=one.pk).update(state="signed")
    one.refresh_from_db()
    budget = YearBudgetFactory(partnership=one, party=partner_of(one), amount=Decimal("40000"))
    for amount in ("25000.50", "14999.50"):
        BudgetHeadingFactory(budget=budget, heading="salary", description="", amount=Decimal(amount))
    payment = PaymentFactory(project=one.project, reference="IBZ 7", amount=Decimal("30000"), received_on=day(3))
    AllocationFactory(partnership=one, payment=payment, amount=Decimal("9000"), reversed_on=day(4), reason="Erreur")
    AllocationFactory(partnership=one, payment=payment, amount=Decimal("20000.01"))
    ClaimFactory(budget=budget, withdrawn=True, reference="C1")
    claim = ClaimFactory(budget=budget, accepted_whole=True, reference="C1", note="-")
    TransferFactory(
        claim=claim,
        reference="V1",
        amount=Decimal("100"),
        ordered_on=day(4),
        state="failed",
        failed_on=day(5),
        reason="Compte clos",
    )
    TransferFactory(
        claim=claim, reference="V2", amount=Decimal("200"), ordered_on=day(4), state="reversed", executed_on=day(5),
        reversed_on=day(6), reason="Deux fois",
    )  # fmt: skip
    TransferFactory(
        claim=claim, reference="@V3", amount=Decimal("300.10"), ordered_on=day(4), state="executed", executed_on=day(5)
    )
    ClaimFactory(budget=budget, reference="C2")
    PartnershipFactory(
        code="P-002", parties=False, project=None, call=None, predecessor=one, state="idea", starts_on=datetime.date(2027, 1, 1),
        ends_on=None,
    )  # fmt: skip
    return one


def wipe() -> None:
    """Empty the tables of partnerships alone: the projects and their payments stay."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE partnerships_partnership CASCADE")


@pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
def test_importing_an_export_changes_nothing(partnership, administrator, form) -> None:
    before = said(SUBJECT, administrator)
    assert all(before.values())
    importation = looked_at(file_of(SUBJECT, administrator, form), administrator, "tout")
    rows = sum(len(table) for table in before.values())
    assert importation.outcome["counts"] == {"new": 0, "changed": 0, "same": rows, "refused": 0}


@pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
def test_an_empty_portal_is_filled_by_an_export(partnership, administrator, form) -> None:
    before, exported = said(SUBJECT, administrator), file_of(SUBJECT, administrator, form)
    wipe()
    importation = looked_at(exported, administrator, "tout")
    assert refusals(importation) == []
    importing.confirm(importation, shown=seal(importation.outcome), by=administrator, at=LATER)
    assert said(SUBJECT, administrator) == before
    restored = Partnership.objects.get(code="P-001")
    assert (restored.state, restored.successor.code) == ("signed", "P-002")
    assert LogEntry.objects.filter(partnership=restored, action="import").count() > 10
