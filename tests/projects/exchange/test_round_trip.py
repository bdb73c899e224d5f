"""What leaves the portal comes back: unchanged where nothing changed, whole where everything was lost."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection

from amif_network.accounts.models import User
from amif_network.exchange import exporting, importing
from amif_network.exchange.models import Importation
from amif_network.exchange.outcome import seal
from projects.exchange.scope import Scope
from projects.models import Call, CallDate, Programme, Project
from tests.factories.directory import AffiliationFactory, OrganisationFactory, PersonFactory
from tests.factories.meetings import NOW
from tests.factories.projects import (
    BudgetLineFactory,
    CallDateFactory,
    CallFactory,
    DecreeFactory,
    DecreeLineFactory,
    EnvelopeFactory,
    FundingFactory,
    PaymentFactory,
    ProgrammeFactory,
    ProjectFactory,
    SupplementFactory,
)

LATER = NOW + datetime.timedelta(days=30)


@pytest.fixture
def call(host, partner, db) -> Call:
    """A decided call with every kind of row, and values that spreadsheets like to spoil."""
    programme = ProgrammeFactory(code="amif-2021", title_fr="AMIF 2021-2027", title_nl="AMIF 2021-2027")
    call = CallFactory(
        programme=programme,
        number="042",
        decided=True,
        managing_body=host,
        title_fr="=1+1 pour l'accueil",
        title_nl="'@ons onthaal",
        summary_fr="Première ligne\nseconde ligne ; « fin »",
        channel_address="https://example.org/depot",
        period_start=datetime.date(2026, 1, 1),
    )
    CallDateFactory(call=call, time=datetime.time(9, 30))
    CallDateFactory(call=call, kind="deadline", vague=True, earliest=datetime.date(2026, 4, 1), latest=datetime.date(2026, 4, 20))
    for day in (3, 12):
        CallDateFactory(call=call, kind="info_session", earliest=datetime.date(2026, 2, day))
    EnvelopeFactory(call=call, note_fr="-")
    EnvelopeFactory(call=call, pod_mi=True, note_nl="+ saldo")
    contact = AffiliationFactory(organisation=host, person=PersonFactory(given_name="Odile", family_name="Wauters")).person
    project = ProjectFactory(call=call, lead=host, contact=contact, code="007", decreed=True, summary_fr="\t=SOMME(A1)")
    FundingFactory(project=project, granted=Decimal("70000.10"))
    FundingFactory(project=project, source="other", source_name="Province", asked=Decimal("0.01"))
    BudgetLineFactory(project=project, description="mi-temps")
    BudgetLineFactory(project=project, description="mi-temps", planned=Decimal("12.30"), actual=Decimal("11.00"), eligible=False)
    BudgetLineFactory(
        project=project, category="travel", method="unit_cost", units=3, unit_price=Decimal("7.35"), planned=Decimal("22.05")
    )
    SupplementFactory(project=project, partner=partner)
    DecreeLineFactory(project=project, decree=DecreeFactory(call=call, reference="AM 2026/1"))
    paid = PaymentFactory(project=project, reference="IBZ 1")
    PaymentFactory(project=project, reference="IBZ 1", reverses=paid, amount=-paid.amount, reason="Versé deux fois")
    ProjectFactory(call=call, lead=partner, code="@8")
    return call


def everything(user: User) -> dict[str, list[tuple[object, ...]]]:
    """Return what every table says, without its own headings."""
    return {written.name: list(written.lines()) for written in Scope.everything(user).written()}


def file(user: User, form: str) -> bytes:
    return exporting.export(Scope.everything(user), form).data()


def wipe() -> None:
    """Empty every table of the app, as if a new portal began."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE projects_programme CASCADE")


@pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
def test_importing_an_export_changes_nothing(call, administrator, form) -> None:
    before = everything(administrator)
    assert all(before.values())
    importation = importing.receive(data=file(administrator, form), filename="tout", by=administrator, at=LATER)
    rows = sum(len(table) for table in before.values())
    assert importation.outcome["counts"] == {"new": 0, "changed": 0, "same": rows, "refused": 0}
    assert everything(administrator) == before


@pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
def test_an_empty_portal_is_filled_by_an_export(call, administrator, form) -> None:
    before, exported = everything(administrator), file(administrator, form)
    wipe()
    assert not Programme.objects.exists()
    importation = importing.receive(data=exported, filename="tout", by=administrator, at=LATER)
    assert importation.outcome["counts"]["refused"] == 0
    assert not Importation.objects.get(pk=importation.pk).confirmed_at
    importing.confirm(importation, shown=seal(importation.outcome), by=administrator, at=LATER)
    assert everything(administrator) == before
    assert CallDate.objects.filter(published_at=None).count() == 0
    assert Project.objects.get(code="007").contact.family_name == "Wauters"


def test_the_preview_itself_saves_nothing(call, administrator) -> None:
    data = file(administrator, "xlsx")
    wipe()
    importation = importing.receive(data=data, filename="tout.xlsx", by=administrator, at=LATER)
    assert importation.outcome["counts"]["new"] > 15
    assert not Programme.objects.exists()
    assert OrganisationFactory._meta.model.objects.count() == 2
