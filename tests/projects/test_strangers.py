"""What strangers, observers, partners and members try with addresses, filters and forms of others' calls and projects."""

import datetime
import io

import pytest
from openpyxl import load_workbook

from projects.actions.budget import FUNDINGS, LINES, Table
from projects.models import Call, Project
from tests.factories.directory import OrganisationFactory
from tests.factories.meetings import NOW
from tests.factories.projects import (
    BudgetLineFactory,
    CallDateFactory,
    CallFactory,
    DecreeFactory,
    DecreeLineFactory,
    EnvelopeFactory,
    FundingFactory,
    InterestFactory,
    PaymentFactory,
    ProjectFactory,
    SupplementFactory,
)
from tests.factories.reading_pdfs import shown_text

from .pages import address

SECRET = "Zwijgplicht"
# Days that nobody was told of yet, as pages, tables and sheets write them.
UNTOLD = ("2027-09-09", "9 septembre 2027", "2028-08-08", "8 août 2028")
HUGE = 10**25
STAFF = {"category": "staff", "method": "unit_cost", "year": 2026, "units": "2", "unit_price": "3", "eligible": "on"}


@pytest.fixture
def call(db: None) -> Call:
    """An announced call: its deadline was told and moves to a day that was not, its start was never told."""
    found = CallFactory(number="77", title_fr="Ouvert", title_nl="Open")
    first = CallDateFactory(call=found, kind="deadline", earliest=datetime.date(2027, 3, 5))
    CallDateFactory(
        call=found, kind="deadline", earliest=datetime.date(2027, 9, 9), series=first.series, version=2, replaces=first,
        reason_fr=SECRET, unpublished=True,
    )  # fmt: skip
    CallDateFactory(call=found, kind="start", earliest=datetime.date(2028, 8, 8), unpublished=True)
    return found


@pytest.fixture
def draft(db: None) -> Call:
    found = CallFactory(draft=True, number=SECRET, title_fr=SECRET)
    EnvelopeFactory(call=found, note_fr=SECRET)
    CallDateFactory(call=found, kind="deadline", earliest=datetime.date(2027, 9, 9), unpublished=True)
    return found


@pytest.fixture
def theirs(call: Call) -> Project:
    """A decreed project of another organisation with everything a project has; that organisation said no first."""
    found = ProjectFactory(call=call, lead=OrganisationFactory(), code=SECRET, title_fr=SECRET, decreed=True)
    FundingFactory(project=found)
    BudgetLineFactory(project=found, description=SECRET)
    PaymentFactory(project=found, reference=SECRET)
    DecreeLineFactory(project=found, decree=DecreeFactory(call=call, reference=SECRET))
    InterestFactory(call=call, organisation=found.lead, no=True, reason=SECRET)
    return found


@pytest.fixture
def own(host) -> Project:
    return ProjectFactory(lead=host, code="OWN")


def said(response) -> str:
    """Return what a page, a workbook or a sheet says."""
    data = response.getvalue()
    if data.startswith(b"PK"):
        book = load_workbook(io.BytesIO(data))
        return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    return shown_text(data) if data.startswith(b"%PDF") else data.decode()


def rows(*shown, base: str = "") -> dict[str, object]:
    """Return what a set of rows sends."""
    sent: dict[str, object] = {"form-TOTAL_FORMS": len(shown), "form-INITIAL_FORMS": 0, "base": base}
    return sent | {f"form-{place}-{name}": value for place, row in enumerate(shown) for name, value in row.items()}


def standing(table: Table, project: Project) -> str:
    return table.fingerprint(table.of(project))


@pytest.mark.parametrize("who", ["host_member", "observer"])
def test_no_page_file_or_filter_tells_of_drafts_untold_days_and_projects_of_others(
    request, signed_in, call, draft, theirs, who
) -> None:
    client = signed_in(request.getfixturevalue(who))
    key, part = call.pk, SECRET[:6]
    for page in (
        "/fr/", address("calls"), address("calls") + f"?q={part}", address("calls") + "?phase=draft",
        address("calls") + f"?programme={draft.programme_id}", address("call", key), address("call-sheet", key),
        address("interest", key), address("funding-sheet", key), address("projects"),
        address("projects") + f"?call={key}&state=decreed&organisation={theirs.lead_id}", address("call-export", key, "xlsx"),
        address("calls-export", "xlsx") + f"?q={part}", address("projects-export", "xlsx"),
    ):  # fmt: skip
        response = client.get(page)
        assert response.status_code == 200 or (who, response.status_code) == ("observer", 403), page
        text = said(response)
        assert [word for word in (SECRET, *UNTOLD) if word in text] == [], page


@pytest.mark.parametrize("who", ["host_member", "observer"])
def test_what_is_hidden_is_not_found(request, signed_in, draft, theirs, who) -> None:
    client = signed_in(request.getfixturevalue(who))
    of_draft = ("call", "call-sheet", "funding-sheet", "interest", "interests", "poll", "scenarios", "call-edit", "project-new")
    of_project = ("project", "project-sheet", "funding", "budget", "supplements", "accounts", "payment-new", "document-attach")
    pages = [address(name, draft.pk) for name in of_draft] + [address(name, theirs.pk) for name in of_project]
    pages += [address("call-export", draft.pk, "csv"), address("project-export", theirs.pk, "csv")]
    pages += [address("project-step", theirs.pk, "grant"), address("payment-reverse", theirs.pk, theirs.payments.get().pk)]
    assert [page for page in pages if client.get(page).status_code != 404] == []


def test_a_key_that_no_row_can_have_is_not_found(signed_in, french_coordinator, call, theirs) -> None:
    client = signed_in(french_coordinator)
    pages = [address(name, HUGE) for name in ("call", "project", "project-sheet", "programme-edit")]
    pages += [address(name, call.pk, HUGE) for name in ("date-move", "scenario", "template-edit", "template-file")]
    pages += [address(name, theirs.pk, HUGE) for name in ("document", "payment-reverse")]
    pages += [address("document", HUGE, 1), address("template-file", HUGE, 1)]
    pages += [address("interest", call.pk) + f"?organisation={2**63}"]
    assert [page for page in pages if client.get(page).status_code != 404] == []


def test_filters_of_nonsense_filter_nothing(signed_in, french_coordinator, call) -> None:
    client = signed_in(french_coordinator)
    pages = [address("calls") + query for query in (f"?programme={HUGE}&page={HUGE}", "?q=%00&phase=%00&page=-1")]
    pages += [address("projects") + query for query in (f"?call={HUGE}&organisation={HUGE}&state=x", "?call=%00&page=x")]
    pages += [address("interests", call.pk) + f"?answer=%00&since={day}" for day in ("0001-01-01", "9999-12-31", "x")]
    assert [page for page in pages if client.get(page).status_code != 200] == []


def test_a_row_of_another_project_is_not_taken_over(signed_in, host_member, theirs, own) -> None:
    row, before = theirs.fundings.get(), list(theirs.fundings.values())
    FundingFactory(project=own)
    sent = {"row": row.pk, "id": row.pk, "project": theirs.pk, "source": "amif", "year": 2026, "asked": "1", "granted": "9"}
    client = signed_in(host_member)
    assert client.post(address("funding", own.pk), rows(sent, base=standing(FUNDINGS, own))).status_code == 302
    assert list(theirs.fundings.values()) == before
    assert list(own.fundings.values_list("asked", "granted")) == [(1, None)]


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "1e30", "-1", "9" * 13, "9" * 500, "0,001", "１", "1\0", "+1", "=1+1"])
def test_an_amount_that_is_none_is_refused(signed_in, host_member, own, amount) -> None:
    sent = rows({"source": "amif", "year": 2026, "asked": amount}, base=standing(FUNDINGS, own))
    assert signed_in(host_member).post(address("funding", own.pk), sent).status_code == 422


def test_a_negative_zero_is_zero(signed_in, host_member, own) -> None:
    sent = rows({"source": "amif", "year": 2026, "asked": "-0"}, base=standing(FUNDINGS, own))
    assert signed_in(host_member).post(address("funding", own.pk), sent).status_code == 302
    assert str(own.fundings.get().asked) == "0.00"


@pytest.mark.parametrize("field", ["units", "unit_price", "year"])
@pytest.mark.parametrize("number", ["sNaN", "Infinity", "-0", "1e-400", "1e999999", "9" * 500, "1\0"])
def test_a_number_that_is_none_is_refused(signed_in, host_member, own, field, number) -> None:
    sent = rows(STAFF | {field: number}, base=standing(LINES, own))
    assert signed_in(host_member).post(address("budget", own.pk), sent).status_code == 422


def test_the_largest_amounts_add_up_and_what_is_larger_is_refused(signed_in, host_member, own) -> None:
    client = signed_in(host_member)
    most = {"category": "equipment", "method": "actual", "year": 2026, "planned": "999999999999,99", "eligible": "on"}
    lines = [most | {"description": str(number)} for number in range(3)]
    rate = {"category": "indirect", "method": "flat_rate", "year": 2026, "rate": "100", "rate_base": "direct", "eligible": "on"}
    base = standing(LINES, own)
    assert client.post(address("budget", own.pk), rows(*lines, rate, base=base)).status_code == 422
    assert client.post(address("budget", own.pk), rows(*lines, base=base)).status_code == 302
    pages = (address("project", own.pk), address("project-sheet", own.pk), address("projects"))
    assert [client.get(page).status_code for page in pages] == [200, 200, 200]


def test_a_member_sets_neither_lead_nor_call_nor_state(signed_in, host_member, call, draft, partner, own) -> None:
    client = signed_in(host_member)
    sent = {"lead": partner.pk, "code": "X", "title_fr": "T", "call": draft.pk, "state": "decreed", "submitted_at": "2026-01-01"}
    assert client.post(address("project-new", draft.pk), sent).status_code == 404
    assert client.post(address("project-new", call.pk), sent).status_code == 422
    assert client.post(address("project-new", call.pk), sent | {"lead": own.lead_id}).status_code == 302
    made = Project.objects.get(code="X")
    assert (made.call, made.lead, made.state, made.submitted_at) == (call, own.lead, "preparation", None)
    steps = ("select", "reserve", "grant", "return", "refuse", "reconsider", "report", "close")
    refused = [client.post(address("project-step", made.pk, step), {"comment": "x"}).status_code for step in steps]
    assert set(refused) == {403}


def test_a_member_answers_for_nobody_else_and_on_no_other_day(signed_in, host_member, call, host, partner) -> None:
    client, page = signed_in(host_member), address("interest", call.pk)
    sent = {"answer": "interested", "certainty": "stated", "organisation": partner.pk, "stated_on": "2001-01-01", "base": 0}
    assert client.post(f"{page}?organisation={partner.pk}", sent).status_code == 404
    assert client.post(f"{page}?section=1&meeting=1", sent).status_code == 302
    answer = call.interests.get()
    assert (answer.organisation, answer.stated_on.year > 2001, answer.section, answer.meeting) == (host, True, None, None)


def test_a_partner_sees_a_project_once_submitted_and_changes_nothing(signed_in, partner_member, partner, own) -> None:
    client = signed_in(partner_member)
    SupplementFactory(project=own, partner=partner)
    assert client.get(own.get_absolute_url()).status_code == 404
    Project.objects.update(state="submitted", submitted_at=NOW)
    assert client.get(own.get_absolute_url()).status_code == 200
    pages = ("project-edit", "funding", "budget", "supplements", "accounts", "document-attach")
    assert {client.post(address(page, own.pk), {}).status_code for page in pages} == {403}
    steps = [address("project-step", own.pk, step) for step in ("submit", "withdraw")]
    assert {client.post(step, {"comment": "x"}).status_code for step in steps} == {403}


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30", "\0"])
def test_a_day_that_nothing_can_be_on_is_refused(signed_in, french_coordinator, theirs, day) -> None:
    client, call = signed_in(french_coordinator), theirs.call
    payment = {"kind": "advance", "amount": "5", "received_on": day, "reference": "A"}
    answer = {"answer": "interested", "certainty": "stated", "stated_on": day}
    envelope = {"source": "amif", "amount": "5", "period_start": day}
    assert client.post(address("payment-new", theirs.pk), payment).status_code == 422
    assert client.post(address("interest", call.pk) + f"?organisation={theirs.lead_id}", answer).status_code == 422
    assert client.post(address("date-new", call.pk), {"kind": "opening", "earliest": day}).status_code == 422
    assert client.post(address("envelopes", call.pk), rows(envelope)).status_code == 422
