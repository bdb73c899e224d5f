"""What an import may change, and what it refuses in words: the rules of the app, row by row."""

import datetime
from decimal import Decimal

import pytest

from amif_network.exchange import importing
from amif_network.exchange.outcome import seal
from amif_network.exchange.working import Refused
from projects.models import AuthorityPayment, BudgetLine, Call, CallDate, DecreeLine, LogEntry, Project, ProjectFunding
from tests.exchange.sheets import book, changes, confirmed, looked_at, refusals
from tests.factories.projects import (
    CallDateFactory,
    CallFactory,
    DecreeFactory,
    EnvelopeFactory,
    FundingFactory,
    PaymentFactory,
    ProgrammeFactory,
    ProjectFactory,
)

KEY = ["amif", "42"]
PROJECT = [*KEY, "P1"]
FUNDING = ["programme", "call", "project", "source", "year", "asked"]
PAYMENTS = ["programme", "call", "project", "reference", "kind", "amount", "received_on", "reverses", "reason"]


@pytest.fixture
def call(db) -> Call:
    return CallFactory(programme=ProgrammeFactory(code="amif"), number="42")


@pytest.fixture
def project(call, host) -> Project:
    return ProjectFactory(call=call, code="P1", lead=host, decreed=True)


def test_amounts_and_dates_are_read_as_people_type_them(project, administrator) -> None:
    rows = [
        ["programme", "call", "project", "reference", "kind", "amount", "received_on"],
        [*PROJECT, "A1", "avance", "47 500,00 €", "17/08/2021"],
        [*PROJECT, "A2", "voorschot", "€ 1.250,5", datetime.datetime(2021, 8, 18)],
        [*PROJECT, "A3", "advance", 0.1 + 0.2, "2021-08-19"],
    ]
    confirmed(book(payments=rows), administrator)
    found = AuthorityPayment.objects.order_by("reference").values_list("kind", "amount", "received_on")
    assert list(found) == [
        ("advance", Decimal("47500.00"), datetime.date(2021, 8, 17)),
        ("advance", Decimal("1250.50"), datetime.date(2021, 8, 18)),
        ("advance", Decimal("0.30"), datetime.date(2021, 8, 19)),
    ]


def test_a_value_that_cannot_be_read_names_row_column_and_value(project, administrator) -> None:
    rows = [FUNDING, [*PROJECT, "amif", 2026, 5], [*PROJECT, "amiif", "vingt", "beaucoup"]]
    importation = looked_at(book(funding=rows), administrator)
    assert refusals(importation) == [(3, "source", "“amiif” is not one of: amif, pod_mi, own, other.")]
    rows[2] = [*PROJECT, "own", 2026, "beaucoup"]
    assert [found[:2] for found in refusals(looked_at(book(funding=rows), administrator))] == [(3, "asked")]
    rows[2] = [*PROJECT, "own", 2026, "-5"]
    assert [found[1] for found in refusals(looked_at(book(funding=rows), administrator))] == [""]


def test_a_change_says_old_and_new_and_is_logged(project, administrator) -> None:
    funding = FundingFactory(project=project, asked=Decimal(75000))
    data = book(funding=[FUNDING, [*PROJECT, "amif", 2026, 80000]])
    assert changes(looked_at(data, administrator)) == [(2, "asked", "75000.00", "80000.00")]
    funding.refresh_from_db()
    assert funding.asked == 75000
    confirmed(data, administrator, "corrections.xlsx")
    funding.refresh_from_db()
    assert funding.asked == 80000
    entry = LogEntry.objects.get(project=project)
    assert (entry.action, entry.comment) == ("correct", "corrections.xlsx")
    # In the words of each reader: the row, and the title of the column without its hints.
    assert with_spaces(entry.words_fr) == "FAMI 2026\ndemandé : 75 000,00 € → 80 000,00 €"
    assert with_spaces(entry.words_nl) == "AMIF 2026\ngevraagd: € 75.000,00 → € 80.000,00"


def with_spaces(text: str) -> str:
    """Return a text with ordinary spaces for those that do not break."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_columns_that_are_missing_leave_what_they_hold_alone(project, administrator) -> None:
    FundingFactory(project=project, granted=Decimal(9))
    confirmed(book(funding=[FUNDING, [*PROJECT, "amif", 2026, 1]]), administrator)
    assert list(ProjectFunding.objects.values_list("asked", "granted")) == [(1, 9)]


def test_a_published_date_is_not_overwritten(call, administrator) -> None:
    date = CallDateFactory(call=call, earliest=datetime.date(2026, 3, 5))
    rows = [["programme", "call", "kind", "earliest", "latest"], [*KEY, "opening", "2026-03-06", "2026-03-06"]]
    importation = looked_at(book(dates=rows), administrator)
    sentence = "This date is published. Move it with a reason on the page of the call."
    assert refusals(importation) == [(2, "earliest", sentence), (2, "latest", sentence)]
    with pytest.raises(Refused):
        importing.confirm(importation, shown=seal(importation.outcome), by=administrator, at=date.recorded_at)
    assert list(CallDate.objects.values_list("earliest", flat=True)) == [datetime.date(2026, 3, 5)]


def test_a_new_date_of_an_announced_call_waits_for_its_publication(call, administrator) -> None:
    rows = [["programme", "call", "kind", "earliest"], [*KEY, "deadline", "1er avril 2026"]]
    confirmed(book(dates=rows), administrator)
    assert list(CallDate.objects.values_list("kind", "earliest", "latest", "published_at")) == [
        ("deadline", datetime.date(2026, 4, 1), datetime.date(2026, 4, 1), None)
    ]


def test_a_deadline_before_the_opening_is_refused(call, administrator) -> None:
    CallDateFactory(call=call, earliest=datetime.date(2026, 3, 5))
    rows = [["programme", "call", "kind", "earliest"], [*KEY, "deadline", "2026-03-01"]]
    assert [found[:2] for found in refusals(looked_at(book(dates=rows), administrator))] == [(2, "earliest")]


def test_states_follow_the_workflow_not_a_file(call, project, administrator) -> None:
    data = book(
        calls=[["programme", "call", "state"], [*KEY, "archived"]],
        projects=[["programme", "call", "project", "state"], [*PROJECT, "closed"]],
    )
    assert [found[1] for found in refusals(looked_at(data, administrator))] == ["state", "state"]


@pytest.mark.parametrize("state", ["submitted", "selected", "withdrawn"])
def test_payments_go_to_decreed_projects_only(call, host, administrator, state) -> None:
    ProjectFactory(call=call, code="P1", lead=host, **{state: True})
    rows = [PAYMENTS[:7], [*PROJECT, "A1", "advance", 5, "2026-01-02"]]
    [(row, column, sentence)] = refusals(looked_at(book(payments=rows), administrator))
    assert (row, column) == (2, "project")
    assert sentence.startswith("Payments belong to projects with a decree")


def test_a_payment_is_reversed_exactly_and_never_changed(project, administrator) -> None:
    PaymentFactory(project=project, reference="A1", amount=Decimal(100), received_on=datetime.date(2026, 3, 1))
    rows = [PAYMENTS, [*PROJECT, "A1", "advance", 90, "2026-03-01", "", ""]]
    assert [found[1] for found in refusals(looked_at(book(payments=rows), administrator))] == ["amount"]
    rows[1] = [*PROJECT, "A1", "advance", -90, "2026-03-02", "A1", "Erreur"]
    assert [found[1] for found in refusals(looked_at(book(payments=rows), administrator))] == ["amount"]
    rows[1] = [*PROJECT, "A1", "advance", -100, "2026-03-02", "A1", "Erreur"]
    confirmed(book(payments=rows), administrator)
    assert list(AuthorityPayment.objects.standing()) == []


def test_a_decree_line_moves_a_selected_project(call, host, partner, administrator) -> None:
    ProjectFactory(call=call, code="P1", lead=host, selected=True)
    Call.objects.update(state="decided")
    DecreeFactory(call=call, reference="AM 1")
    heading = ["programme", "call", "decree", "project", "organisation", "amount"]
    strange = [*KEY, "AM 1", "P1", partner.code, 5]
    assert [found[1] for found in refusals(looked_at(book(decree_lines=[heading, strange]), administrator))] == ["organisation"]
    confirmed(book(decree_lines=[heading, [*KEY, "AM 1", "P1", host.code, 5]]), administrator)
    assert Project.objects.get().state == "decreed"
    assert DecreeLine.objects.get().amount == 5


def test_more_than_was_asked_is_granted_with_a_reason_elsewhere(project, administrator) -> None:
    FundingFactory(project=project, asked=Decimal(100))
    rows = [[*FUNDING, "granted"], [*PROJECT, "amif", 2026, 100, 101]]
    assert [found[1] for found in refusals(looked_at(book(funding=rows), administrator))] == ["granted"]
    own = [[*FUNDING, "granted"], [*PROJECT, "own", 2026, 100, 100]]
    assert [found[1] for found in refusals(looked_at(book(funding=own), administrator))] == ["granted"]


def test_nobody_edits_the_budget_of_a_closed_project(call, host, administrator) -> None:
    ProjectFactory(call=call, code="P1", lead=host, closed=True, title_fr="Accueil")
    rows = [["programme", "call", "project", "year", "category", "planned"], [*PROJECT, 2026, "staff", 5]]
    [(_row, _column, sentence)] = refusals(looked_at(book(budget=rows), administrator))
    assert "closed" in sentence
    assert not BudgetLine.objects.exists()


def test_a_new_row_needs_what_it_belongs_to(call, administrator) -> None:
    data = book(funding=[FUNDING, [*KEY, "P9", "amif", 2026, 5], ["other", "7", "P9", "amif", 2026, 5]])
    found = refusals(looked_at(data, administrator))
    assert [sentence for _row, _column, sentence in found] == [
        "There is no project “P9” in call 42. Put it on the sheet “projects”.",
        "There is no project “P9” in call 7. Put it on the sheet “projects”.",
    ]


def test_two_rows_about_the_same_are_refused(call, administrator) -> None:
    EnvelopeFactory(call=call)
    rows = [
        ["programme", "call", "source", "purpose", "amount"],
        [*KEY, "amif", "projects", 1],
        [],
        [*KEY, "amif", "projects", 2],
    ]
    importation = looked_at(book(envelopes=rows), administrator)
    assert refusals(importation) == [(4, "", "This row is about the same as row 2.")]


def test_rows_refer_to_rows_of_the_same_file(host, administrator) -> None:
    ProgrammeFactory(code="amif")
    data = book(
        funding=[FUNDING, [*PROJECT, "amif", 2026, 5]],
        projects=[["programme", "call", "project", "lead", "title_fr"], [*PROJECT, "OCMW Charleroi", "Accueil"]],
        calls=[["programme", "call", "title_nl"], [*KEY, "Oproep"]],
    )
    confirmed(data, administrator)
    assert ProjectFunding.objects.get().project.lead == host
    assert (Call.objects.get().state, Project.objects.get().state) == ("draft", "preparation")
