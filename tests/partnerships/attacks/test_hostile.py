"""Hostile addresses, days and readers: what is not theirs is not there, what cannot be is refused with a sentence."""

import datetime

import pytest
from django.urls import reverse

from amif_network.directory.models import Organisation
from partnerships.actions import evidence
from partnerships.forms.immersions import ImmersionForm
from partnerships.models import Claim, Evaluation, Immersion, Partnership, Transfer
from tests.factories.accounts import UserFactory
from tests.factories.directory import AffiliationFactory
from tests.factories.meetings import NOW, MeetingFactory, MinutesFactory, SectionFactory
from tests.factories.partnerships import (
    AllocationFactory,
    ClaimFactory,
    CommitteeFactory,
    EvaluationFactory,
    ImmersionFactory,
    PartnershipFactory,
    PartyFactory,
    SeatFactory,
    TransferFactory,
    YearBudgetFactory,
    host_of,
    partner_of,
)
from tests.meetings.pages import sent_by, words
from tests.partnerships.pages import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership(host: Organisation, partner: Organisation) -> Partnership:
    """A partnership of the host with its partner and a second one, which has a claim, a transfer and an immersion."""
    found = PartnershipFactory(project__lead=host, parties=False)
    PartyFactory(partnership=found, organisation=host, host=True)
    PartyFactory(partnership=found, organisation=partner)
    PartyFactory(partnership=found)
    Partnership.objects.filter(pk=found.pk).update(state="negotiating")
    return found


@pytest.fixture
def transfer(partnership: Partnership) -> Transfer:
    """Of the second partner."""
    second = partnership.parties.order_by("pk").last()
    claim = ClaimFactory(budget=YearBudgetFactory(partnership=partnership, party=second), accepted_whole=True)
    return TransferFactory(claim=claim)


def pages_between_two(partnership: Partnership, transfer: Transfer) -> list[str]:
    """Return addresses of forms about rows between the host and the second partner, below `partnership`."""
    claim, pk = transfer.claim, partnership.pk
    immersion = ImmersionFactory(partnership=claim.partnership, employer=claim.party)
    return [
        address("claim-edit", pk, claim.pk), address("claim-attach", pk, claim.pk),
        address("claim-step", pk, claim.pk, "withdraw"), address("transfer-new", pk, claim.pk),
        address("transfer-step", pk, transfer.pk, "execute"), address("immersion-edit", pk, immersion.pk),
        address("plan", pk, immersion.pk), address("presence", pk, immersion.pk, 2026, 3),
        address("statement-step", pk, immersion.pk, 2026, 3, "submit"),
    ]  # fmt: skip


def answers(client, pages: list[str]) -> dict[str, int]:
    """Return what is answered but "not found", to reading and to sending."""
    found = {page: {client.get(page).status_code, client.post(page).status_code} for page in pages}
    return {page: statuses for page, statuses in found.items() if statuses != {404}}


def test_what_lies_between_two_is_not_there_for_another_partner(signed_in, partner_member, observer, partnership, transfer):
    lead = UserFactory(member=True, person=AffiliationFactory().person)
    for user in (partner_member, observer, lead):
        assert answers(signed_in(user), pages_between_two(partnership, transfer)) == {}
    client, claim = signed_in(partner_member), transfer.claim
    assert client.get(address("claim", partnership.pk, claim.pk)).status_code == 404
    read = [address("partnership", partnership.pk), address("money", partnership.pk), address("claims"), reverse("alerts:alerts")]
    for page in read:
        shown = words(client.get(page))
        assert [told for told in (claim.reference, transfer.reference) if told in shown] == []


def test_a_row_of_one_partnership_is_not_found_below_another(signed_in, french_coordinator, partnership, transfer):
    other = PartnershipFactory()
    foreign = [
        *pages_between_two(other, transfer),
        address("allocation-reverse", other.pk, AllocationFactory(partnership=partnership).pk),
        address("committee-edit", other.pk, CommitteeFactory(partnership=partnership).pk),
        address("evaluation-edit", other.pk, EvaluationFactory(partnership=partnership, shared_at=NOW).pk),
        address("commitments", other.pk, host_of(partnership).pk),
        address("party-people", other.pk, host_of(partnership).pk),
    ]
    assert answers(signed_in(french_coordinator), foreign) == {}


def test_a_seat_of_another_committee_becomes_a_new_one_here(signed_in, host_member, partnership):
    theirs = SeatFactory(label_fr="Siège d'ailleurs", label_nl="")
    committee = CommitteeFactory(partnership=partnership)
    client, page = signed_in(host_member), address("seats", partnership.pk, committee.pk)
    sent = sent_by(client.get(page)) | {"form-0-row": theirs.pk, "form-0-label_fr": "Siège volé"}
    assert client.post(page, sent).status_code == 302
    theirs.refresh_from_db()
    assert (theirs.label_fr, [str(one.label) for one in committee.seats.all()]) == ("Siège d'ailleurs", ["Siège volé"])


@pytest.mark.parametrize("year", [0, 1, 9999, 10**30])
def test_a_month_that_no_immersion_holds_is_not_there(signed_in, host_member, partnership, year):
    immersion = ImmersionFactory(partnership=partnership)
    for name in ("presence", "presence-sheet"):
        assert signed_in(host_member).get(address(name, partnership.pk, immersion.pk, year, 1)).status_code == 404


@pytest.mark.parametrize(("first", "last"), [("0001-01-01", "9999-12-31"), ("9999-12-31", "9999-12-31")])
def test_days_of_years_that_cannot_be_are_refused_with_a_sentence(signed_in, partner_member, partnership, first, last):
    YearBudgetFactory(partnership=partnership, party=partner_of(partnership))
    ImmersionFactory(partnership=partnership)
    client, page = signed_in(partner_member), address("claim-new", partnership.pk) + "?kind=balance"
    answer = client.post(page, {"reference": "DC-1", "starts_on": first, "ends_on": last, "costs": "1000"})
    assert (answer.status_code, "2013" in words(answer) or "L’année doit" in words(answer)) == (422, True)
    assert not Claim.objects.exists()


def test_an_evaluation_is_of_a_day_that_can_be(signed_in, partner_member, partnership):
    page = address("evaluation-new", partnership.pk, partner_of(partnership).pk)
    client = signed_in(partner_member)
    sent = sent_by(client.get(page)) | {"would_redo": "yes"}
    for impossible in ("0001-01-01", "9999-12-31"):
        assert client.post(page, sent | {"as_of": impossible}).status_code == 422
    assert not Evaluation.objects.exists()
    assert client.post(page, sent | {"as_of": "2026-06-30"}).status_code == 302
    assert Evaluation.objects.get().as_of == datetime.date(2026, 6, 30)


def test_a_note_about_unpublished_minutes_stays_with_the_coordination(
    signed_in, french_coordinator, host_member, partner_member, partnership
):
    section = SectionFactory(minutes=MinutesFactory(meeting=MeetingFactory(held=True)), fr="Confidentiel")
    evidence.attach(partnership, section=section, note="Le CPAS hésite à continuer", by=french_coordinator, at=NOW)
    page = address("partnership", partnership.pk)
    assert "Le CPAS hésite à continuer" in words(signed_in(french_coordinator).get(page))
    for user in (host_member, partner_member):
        assert "hésite" not in words(signed_in(user).get(page))


def test_a_reason_with_what_no_sheet_can_hold_is_refused(signed_in, host_member, partnership):
    page = address("partnership-step", partnership.pk, "abandon")
    assert signed_in(host_member).post(page, {"comment": "Trop loin\x07"}).status_code == 422
    partnership.refresh_from_db()
    assert partnership.state == "negotiating"


def test_a_step_out_of_turn_and_a_second_sending_change_nothing(signed_in, host_member, partnership, transfer):
    client, claim = signed_in(host_member), transfer.claim
    draft, returned = ClaimFactory(budget=claim.budget), ClaimFactory(budget=claim.budget, returned=True)
    accept = [address("claim-step", partnership.pk, one.pk, "accept") for one in (draft, returned)]
    assert [client.post(page, {"amount": "1000"}).status_code for page in accept] == [404, 403]
    again = address("transfer-new", partnership.pk, claim.pk)
    sent = {"amount": "1", "reference": transfer.reference, "ordered_on": "2026-04-01"}
    assert client.post(again, sent).status_code == 422
    fail = address("transfer-step", partnership.pk, transfer.pk, "fail")
    noted = {"failed_on": "2026-04-02", "reason": "Compte clos"}
    assert [client.post(fail, noted).status_code for _time in range(2)] == [302, 302]
    execute = address("transfer-step", partnership.pk, transfer.pk, "execute")
    assert client.post(execute, {"executed_on": "2026-04-03"}).status_code == 403
    draft.refresh_from_db()
    returned.refresh_from_db()
    assert (draft.state, returned.state, list(Transfer.objects.values_list("state", flat=True))) == (
        "draft",
        "returned",
        ["failed"],
    )


@pytest.mark.parametrize("days", ["1e30", "99999999999999999999999", "NaN", "-0.5", "3.25"])
def test_days_a_week_that_no_week_has_are_refused_with_a_sentence(db, days):
    blank = Immersion(partnership=PartnershipFactory())
    form = ImmersionForm({"days_least": days}, instance=blank, user=UserFactory(coordinator=True))
    assert form.errors["days_least"]
