"""What projects ask and were granted is one figure: on the pages, on the sheets, and in the workbook."""

from decimal import Decimal

import pytest

from amif_network.core.money import format_euros
from projects import documents
from projects.models import Call, Project
from tests.exchange.sheets import read
from tests.factories.meetings import NOW
from tests.factories.projects import EnvelopeFactory, FundingFactory, ProjectFactory
from tests.projects.pages import address

from .test_sheets import flat

ASKED, GRANTED = Decimal("102075.01"), Decimal("80000.00")


@pytest.fixture
def asking(call: Call, project: Project) -> Project:
    """The project adds 10 000 € itself, and its supplement is granted in part; a second one asks 500 € more."""
    FundingFactory(project=project, source="own", asked=Decimal("10000.00"))
    project.supplements.update(asked=Decimal("12000.00"), granted=Decimal("10000.00"))
    EnvelopeFactory(call=call, source="amif", purpose="supplement")
    FundingFactory(project=ProjectFactory(call=call, code="CHA-2", submitted=True), asked=Decimal("500.00"))
    return project


def shown(amount: Decimal) -> str:
    return flat(format_euros(amount, "fr"))


def test_lists_pages_and_sheets_say_the_same(asking, french_coordinator, signed_in) -> None:
    client = signed_in(french_coordinator)
    call = Call.objects.for_detail(french_coordinator).get()
    for page in (client.get("/fr/calls/projects/"), client.get(call.get_absolute_url())):
        words = flat(page.text)
        for amount in (ASKED, ASKED + 500, GRANTED):
            assert shown(amount) in words
    funding = flat(documents.funding_html(call, french_coordinator, "fr", at=NOW))
    assert f"{shown(ASKED)} {shown(GRANTED)}" in funding
    assert shown(ASKED + 500) in funding
    found = Project.objects.visible_to(french_coordinator).for_detail().get(pk=asking.pk)
    for words in (
        flat(documents.project_html(found, french_coordinator, "fr", at=NOW)),
        flat(client.get(asking.get_absolute_url()).text),
    ):
        assert shown(ASKED) in words
        assert shown(GRANTED) in words


def test_the_rows_of_the_workbook_come_to_the_same(asking, french_coordinator, signed_in) -> None:
    data = signed_in(french_coordinator).get(address("project-export", asking.pk, "xlsx")).getvalue()
    sheets = read(data)
    rows = [dict(zip(sheets[name][0], row, strict=True)) for name in ("funding", "supplements") for row in sheets[name][1:]]
    others = [row for row in rows if row.get("source") != "own"]
    assert sum(Decimal(str(row["asked"])) for row in others) == ASKED
    assert sum(Decimal(str(row["granted"] or 0)) for row in others) == GRANTED


def test_the_own_contribution_is_paid_and_neither_asked_nor_granted(asking, french_coordinator) -> None:
    call = Call.objects.for_detail(french_coordinator).get()
    words = flat(documents.funding_html(call, french_coordinator, "fr", at=NOW))
    assert shown(Decimal("10000.00")) in words
    assert shown(ASKED + 10000) not in words
