"""Files that would break the portal, or mislead who reads what came in: each is refused in words, at its row and column."""

import io
import zipfile

import pytest

from amif_network.exchange.errors import UnreadableTable
from projects.models import Call, Project
from tests.exchange.sheets import book, confirmed, looked_at, refusals, text, upload
from tests.factories.projects import CallFactory, PaymentFactory, ProgrammeFactory, ProjectFactory

KEY = ["amif", "42"]
PROJECT = [*KEY, "P1"]
CALLS = ["programme", "call", "title_fr", "state", "announced_at"]
DATES = ["programme", "call", "kind", "earliest", "latest", "published_at"]
FUNDING = ["programme", "call", "project", "source", "year", "asked"]
PAYMENTS = ["programme", "call", "project", "reference", "kind", "amount", "received_on"]
ANNOUNCED = [*KEY, "Appel", "announced", "2026-01-01"]
PAYMENT = [*PROJECT, "A1", "advance", "5.00", "2021-08-17"]


@pytest.fixture
def project(host) -> Project:
    call = CallFactory(programme=ProgrammeFactory(code="amif"), number="42")
    return ProjectFactory(call=call, code="P1", lead=host, decreed=True)


def places(data: bytes, by, name: str = "table.xlsx") -> list[tuple[int, str]]:
    """Return the rows and columns that are refused."""
    return [(row, column) for row, column, _sentence in refusals(looked_at(data, by, name))]


@pytest.mark.parametrize("amount", [1e30, 1e300, 10**29, -1e30, 1e-30, "NaN", "Infinity", "1e30", "9" * 400, "１２", True])
def test_a_number_that_no_amount_can_be_is_refused(project, administrator, amount) -> None:
    assert places(book(funding=[FUNDING, [*PROJECT, "amif", 2026, amount]]), administrator) == [(2, "asked")]


@pytest.mark.parametrize("place", range(len(PAYMENTS)))
def test_a_character_that_no_database_holds_is_refused_wherever_it_stands(project, administrator, place) -> None:
    row = [*PAYMENT]
    row[place] += "\0"
    # Among enough plain text, lest the file as a whole be taken for none.
    plain = [[*PROJECT, f"B{number}", *PAYMENT[4:]] for number in range(60)]
    with pytest.raises(UnreadableTable, match=f"{'ABCDEFG'[place]}62 holds an invisible character"):
        looked_at(text([PAYMENTS, *plain, row]), administrator, "payments.csv")


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-30", "9999-12-31"])
def test_a_day_that_no_call_can_have_is_refused(administrator, day) -> None:
    ProgrammeFactory(code="amif")
    data = book(calls=[CALLS, ANNOUNCED], dates=[DATES, [*KEY, "opening", day, "", "2026-01-01"]])
    assert (2, "earliest") in places(data, administrator)


@pytest.mark.parametrize("moment", ["0001-01-01", "0001-01-01T00:00+14:00", "9999-12-31", "9999-12-31T23:59-12:00"])
def test_a_moment_that_no_call_can_have_is_refused(administrator, moment) -> None:
    ProgrammeFactory(code="amif")
    assert places(book(calls=[CALLS, [*ANNOUNCED[:-1], moment]]), administrator) == [(2, "announced_at")]


def test_a_draft_has_no_published_dates(administrator) -> None:
    ProgrammeFactory(code="amif")
    data = book(
        calls=[CALLS, [*KEY, "Appel", "draft", ""]],
        dates=[DATES, [*KEY, "opening", "2026-05-05", "", "2026-01-01"]],
    )
    assert places(data, administrator) == [(2, "published_at")]


@pytest.mark.parametrize(
    ("state", "announced", "sentence"),
    [
        ("announced", "", "Say since when the call is announced."),
        ("draft", "2026-01-01", "A draft was never announced."),
    ],
)
def test_a_state_that_contradicts_its_day_is_refused_in_words(administrator, state, announced, sentence) -> None:
    ProgrammeFactory(code="amif")
    importation = looked_at(book(calls=[CALLS, [*KEY, "Appel", state, announced]]), administrator)
    assert refusals(importation) == [(2, "", sentence)]


def test_a_submitted_project_without_its_day_is_refused_in_words(project, administrator) -> None:
    columns = ["programme", "call", "project", "lead", "title_fr", "state"]
    importation = looked_at(book(projects=[columns, [*KEY, "P2", project.lead.code, "T", "submitted"]]), administrator)
    assert refusals(importation) == [(2, "", "Say when the project was submitted.")]


def test_a_line_stays_one_line_and_a_summary_keeps_its_breaks(administrator) -> None:
    ProgrammeFactory(code="amif")
    columns = ["programme", "call", "title_fr", "channel_fr", "summary_fr"]
    confirmed(book(calls=[columns, ["amif", "4\n2", "Un\nappel", "Par\u202ela\r\nposte", "Un\ndeux"]]), administrator)
    found = Call.objects.values_list("number", "title_fr", "channel_fr", "summary_fr").get()
    assert found == ("4 2", "Un appel", "Parla poste", "Un\ndeux")


def test_a_text_that_no_cell_could_hold_again_is_refused(project, administrator) -> None:
    columns = ["programme", "call", "project", "lead", "title_fr", "summary_fr"]
    data = text([columns, [*PROJECT, project.lead.code, "T", "é" * 4001]])
    assert places(data, administrator, "projects.csv") == [(2, "summary_fr")]


def test_money_that_has_yet_to_come_is_refused(project, administrator) -> None:
    data = book(payments=[PAYMENTS, [*PAYMENT[:-1], "2026-03-03"], [*PROJECT, "A2", "advance", "5.00", "2026-03-02"]])
    assert places(data, administrator) == [(2, "received_on")]
    decrees = book(decrees=[["programme", "call", "decree", "signed_on"], [*KEY, "AM", "2026-03-03"]])
    assert places(decrees, administrator) == [(2, "signed_on")]


def test_a_payment_is_not_reversed_before_it_came(project, administrator) -> None:
    PaymentFactory(project=project, reference="A1", amount="5.00", received_on="2026-02-02")
    columns = [*PAYMENTS, "reverses", "reason"]
    for day, refused in (("2026-02-01", [(2, "received_on")]), ("2026-02-02", [])):
        data = book(payments=[columns, [*PROJECT, "A1", "advance", "-5.00", day, "A1", "Erreur"]])
        assert places(data, administrator) == refused


def test_entities_behind_a_long_comment_are_not_unfolded(project, administrator, signed_in) -> None:
    levels = b"".join(b'<!ENTITY %c "%s">' % (98 + one, b"&%c;" % (97 + one) * 50) for one in range(6))
    bomb = b"<!DOCTYPE a [<!ENTITY a '" + b"lol" * 50 + b"'>" + levels + b"]>"
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" '
    sheet += b't="inlineStr"><is><t>&g;</t></is></c></row></sheetData></worksheet>'
    part = b'<?xml version="1.0"?><!--' + b"x" * 5000 + b"-->" + bomb + sheet
    old, out = zipfile.ZipFile(io.BytesIO(book(funding=[FUNDING]))), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, part if name == "xl/worksheets/sheet1.xml" else old.read(name))
    page = upload(signed_in(administrator), out.getvalue())
    assert page.status_code == 422
    assert "file" in page.context["form"].errors
