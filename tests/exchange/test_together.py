"""Two people, or two clicks, at the same moment; and a file that asks for too much."""

from decimal import Decimal

import pytest

from amif_network.exchange import importing
from amif_network.exchange.models import Importation
from amif_network.exchange.outcome import seal
from projects.models import ProjectFunding
from tests.factories.accounts import UserFactory
from tests.factories.meetings import NOW
from tests.factories.projects import CallFactory, FundingFactory, ProgrammeFactory, ProjectFactory
from tests.racing import at_once

from .sheets import book, looked_at

HEADINGS = ["programme", "call", "project", "source", "year", "asked"]


@pytest.mark.django_db(transaction=True)
def test_a_file_confirmed_twice_at_once_is_imported_once() -> None:
    by = UserFactory(administrator=True)
    project = ProjectFactory(call=CallFactory(programme=ProgrammeFactory(code="amif"), number="42"), code="P1", decreed=True)
    FundingFactory(project=project, asked=Decimal(1))
    importation = looked_at(book(funding=[HEADINGS, ["amif", "42", "P1", "amif", 2026, 5]]), by)
    shown = seal(importation.outcome)

    def confirm() -> str:
        try:
            importing.confirm(importation, shown=shown, by=by, at=NOW)
        except Importation.DoesNotExist:
            return "was done"
        return "imported"

    assert sorted(at_once(confirm, 2)) == ["imported", "was done"]
    assert ProjectFunding.objects.get().asked == 5
    assert project.log.count() == 1
