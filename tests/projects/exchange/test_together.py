"""Two people, or two clicks, at the same moment; and a file that asks for too much."""

from decimal import Decimal

import pytest

from projects.exchange import importing
from projects.exchange.errors import UnreadableTable
from projects.models import Importation, ProjectFunding
from tests.factories.accounts import UserFactory
from tests.factories.meetings import NOW
from tests.factories.projects import CallFactory, FundingFactory, ProgrammeFactory, ProjectFactory
from tests.racing import at_once

from .sheets import book, looked_at

HEADINGS = ["programme", "call", "project", "source", "year", "asked"]


@pytest.mark.django_db(transaction=True)
def test_a_file_confirmed_twice_at_once_is_imported_once() -> None:
    by = UserFactory(coordinator=True)
    project = ProjectFactory(call=CallFactory(programme=ProgrammeFactory(code="amif"), number="42"), code="P1", decreed=True)
    FundingFactory(project=project, asked=Decimal(1))
    importation = looked_at(book(funding=[HEADINGS, ["amif", "42", "P1", "amif", 2026, 5]]), by)
    shown = importing.seal(importation.outcome)

    def confirm() -> str:
        try:
            importing.confirm(importation, shown=shown, by=by, at=NOW)
        except Importation.DoesNotExist:
            return "was done"
        return "imported"

    assert sorted(at_once(confirm, 2)) == ["imported", "was done"]
    assert ProjectFunding.objects.get().asked == 5
    assert project.log.count() == 1


def test_a_file_that_changes_too_much_is_refused_as_a_whole(french_coordinator, monkeypatch) -> None:
    ProgrammeFactory(code="amif")
    rows = [["programme", "call", "title_fr"], *(["amif", str(number), "Appel"] for number in range(4))]
    monkeypatch.setattr("projects.exchange.tables.base.MOST_CHANGES", 3)
    with pytest.raises(UnreadableTable) as refused:
        looked_at(book(calls=rows), french_coordinator)
    assert refused.value.code == "too_many_changes"
    assert not Importation.objects.exists()
