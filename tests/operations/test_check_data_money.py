# ruff: noqa: S608  # keys of our own records
"""Partnerships, projects and their money are checked across rows, whatever the triggers should have refused."""

import pytest

from partnerships.actions.steps import log as partnership_log
from projects.actions.steps import log as project_log
from tests.factories.partnerships import (
    AgreementFactory,
    AllocationFactory,
    ClaimFactory,
    PartnershipFactory,
    PresenceEntryFactory,
    SignatureFactory,
    TransferFactory,
    host_of,
)
from tests.factories.projects import (
    NOW,
    CallDateFactory,
    CallFactory,
    DecreeLineFactory,
    EnvelopeFactory,
    FundingFactory,
    PaymentFactory,
    ProjectFactory,
)
from tests.operations.test_check_data import found

pytestmark = pytest.mark.django_db


@pytest.fixture
def transfer():
    claim = ClaimFactory(accepted_whole=True)
    AllocationFactory(partnership=claim.partnership)
    return TransferFactory(claim=claim, executed=True)


def only(check: str) -> str:
    (line,) = found(check)
    return line


def test_a_transfer_above_what_came_in_is_named(transfer, break_with):
    claim = transfer.claim
    break_with("DELETE FROM partnerships_allocation")
    assert only("transfers") == (
        f"[transfers] partnerships.Partnership {claim.partnership_id} “{claim.partnership.code}”: "
        f"On {transfer.executed_on} more was transferred to partners than had come in: {transfer.amount} euros too much. "
        "Compare it with the bank's statement, and reverse on its page what was never paid, with the reason."
    )


def test_transfers_above_what_was_accepted_are_named(transfer, break_with):
    claim = transfer.claim
    break_with(f"UPDATE partnerships_transfer SET amount = {claim.accepted} + 1")
    assert f"Its transfers come to {claim.accepted + 1} euros, and accepted were {claim.accepted}." in only("claims")


def test_claims_above_their_budget_are_named(transfer, break_with):
    claim = transfer.claim
    break_with("UPDATE partnerships_yearbudget SET amount = 1")
    assert f"The claims accepted on it come to {claim.accepted} euros, and it holds 1.00." in only("budgets")


def test_a_payment_shared_out_twice_is_named(break_with):
    allocation = AllocationFactory()
    paid = allocation.payment.amount
    break_with(f"UPDATE partnerships_allocation SET amount = {paid} + 1")
    line = only("allocations")
    assert line.startswith(f"[allocations] partnerships.Allocation {allocation.pk} “")
    assert f"With others it shares out {paid + 1} euros of a payment of {paid}, or of one that was reversed." in line


def test_a_partnership_without_its_host_is_named(break_with):
    partnership = PartnershipFactory()
    break_with(
        f"DELETE FROM partnerships_party WHERE id = {host_of(partnership).pk}",
        "UPDATE partnerships_partnership SET state = 'negotiating'",
    )
    assert only("sides").startswith(f"[sides] partnerships.Partnership {partnership.pk} “{partnership.code}”: ")


def test_a_text_that_changed_under_its_signature_is_named(break_with):
    signature = SignatureFactory(agreement=AgreementFactory())
    break_with("UPDATE partnerships_agreement SET text_hash = repeat('0', 64)")
    assert only("signatures").startswith(f"[signatures] partnerships.Signature {signature.pk} “")


def test_a_partnership_that_only_counts_as_signed_is_named(break_with):
    partnership = PartnershipFactory()
    break_with("UPDATE partnerships_partnership SET state = 'signed'")
    assert only("signed").startswith(f"[signed] partnerships.Partnership {partnership.pk} “{partnership.code}”: ")


def test_a_half_day_outside_its_immersion_is_named(break_with):
    entry = PresenceEntryFactory()
    break_with("UPDATE partnerships_presenceentry SET day = '1999-01-04'")
    assert only("presence").startswith(f"[presence] partnerships.PresenceEntry {entry.pk} “")


def test_steps_of_a_claim_that_is_gone_are_named(transfer, break_with):
    claim = transfer.claim
    row = partnership_log(claim.partnership, "claim", "change", by=claim.created_by, at=NOW, about=claim)
    break_with(f"UPDATE partnerships_logentry SET subject_pk = {claim.pk + 1000} WHERE id = {row.pk}")
    assert only("claim-log").startswith(f"[claim-log] partnerships.LogEntry {row.pk} “")


@pytest.mark.parametrize("check", ["partnership-states", "claim-states"])
def test_a_state_that_no_step_led_to_is_named(transfer, check):
    claim = transfer.claim
    subject, record = ("claim", claim) if check == "claim-states" else ("partnership", claim.partnership)
    partnership_log(claim.partnership, subject, "step", "before", "elsewhere", by=claim.created_by, at=NOW, about=record)
    assert f"It stands in the state “{record.state}”, and its log says “elsewhere”." in only(check)


@pytest.mark.parametrize("check", ["call-states", "project-states"])
def test_a_state_of_a_call_or_project_that_no_step_led_to_is_named(french_coordinator, check):
    project = ProjectFactory()
    of_project = {"project": project} if check == "project-states" else {}
    subject = check.removesuffix("-states")
    project_log(project.call, subject, "step", "before", "elsewhere", by=french_coordinator, at=NOW, **of_project)
    record = project if of_project else project.call
    assert f"It stands in the state “{record.state}”, and its log says “elsewhere”." in only(check)


def test_an_envelope_that_was_shared_out_twice_is_named(break_with):
    project = ProjectFactory(decreed=True)
    funding = FundingFactory(project=project, granted=500)
    envelope = EnvelopeFactory(call=project.call, source=funding.source, source_name=funding.source_name, amount=400)
    line = only("envelopes")
    assert line.startswith(f"[envelopes] projects.Envelope {envelope.pk} “")
    assert "Its projects were granted 500.00 euros, and it holds 400.00." in line


def test_a_decree_for_a_project_of_another_call_is_named(break_with):
    line = DecreeLineFactory()
    other = CallFactory()
    break_with(f"UPDATE projects_ministerialdecree SET call_id = {other.pk} WHERE id = {line.decree_id}")
    assert only("decrees").startswith(f"[decrees] projects.DecreeLine {line.pk} “")


def test_a_reversal_of_another_sum_is_named(break_with):
    payment = PaymentFactory()
    reversal = PaymentFactory(project=payment.project, reverses=payment, amount=-payment.amount, reason="Erreur")
    break_with(f"UPDATE projects_authoritypayment SET amount = amount - 1 WHERE id = {reversal.pk}")
    assert only("reversals").startswith(f"[reversals] projects.AuthorityPayment {reversal.pk} “")


def test_a_date_that_replaces_another_ones_is_named(break_with):
    first, other = CallDateFactory(), CallDateFactory()
    moved = f"version = 2, replaces_id = {first.pk}, reason_fr = 'x', reason_nl = 'x'"
    break_with(f"UPDATE projects_calldate SET {moved} WHERE id = {other.pk}")
    assert only("dates").startswith(f"[dates] projects.CallDate {other.pk} “")
