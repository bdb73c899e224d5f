"""What the database refuses across rows (DOMAIN §7): the last guard, after the sentences of the actions.

A refusal names its rule as a violated check constraint, so that a test and the log tell which one it was. Each function locks
the row whose sum it reads: under READ COMMITTED the sum is then read anew, so two writers at once cannot both pass.
"""

from typing import Any

import pgtrigger

BEFORE_WRITING = {"when": pgtrigger.Before, "operation": pgtrigger.Insert | pgtrigger.Update}
AFTER_WRITING = {"when": pgtrigger.After, "operation": pgtrigger.Insert | pgtrigger.Update}


def _rules(*checks: tuple[str, str], first: str = "", answer: str = "NEW") -> str:
    """Return the body of a trigger: run `first`, refuse a row in the name of the first check whose condition holds."""
    refusals = (
        f"IF {condition} THEN RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation', CONSTRAINT = '{name}'; END IF;"
        for name, condition in checks
    )
    return " ".join([first, *refusals, f"RETURN {answer};"])


def _rule(name: str, condition: str, *, first: str = "", answer: str = "NEW") -> str:
    """Return the body of a trigger with one check."""
    return _rules((name, condition), first=first, answer=answer)


_WITHOUT_SIDES = """{state} NOT IN ('idea', 'abandoned') AND (
    NOT EXISTS (SELECT FROM partnerships_party WHERE partnership_id = {pk} AND role = 'host')
    OR NOT EXISTS (SELECT FROM partnerships_party WHERE partnership_id = {pk} AND role = 'partner'))"""

_SIGNED_BY_SOME = """{state} = 'signed' AND (
    NOT EXISTS (SELECT FROM partnerships_agreement WHERE partnership_id = {pk})
    OR EXISTS (
        SELECT FROM partnerships_party party WHERE party.partnership_id = {pk} AND NOT EXISTS (
            SELECT FROM partnerships_signature WHERE party_id = party.id AND agreement_id = (
                SELECT id FROM partnerships_agreement WHERE partnership_id = {pk} ORDER BY version DESC LIMIT 1))))"""


def _agreed_by_all(name: str, operation: pgtrigger.Operation, *, state: str, pk: str, **more: Any) -> pgtrigger.Trigger:
    """Return the guard that a partnership has both sides, and is signed only when all signed the text that stands (DOMAIN §7)."""
    where = {"state": state, "pk": pk}
    checks = (
        ("partnership_has_host_and_partner", _WITHOUT_SIDES.format(**where)),
        ("partnership_signed_by_all", _SIGNED_BY_SOME.format(**where)),
    )
    declare, first = more.pop("declare", None), more.pop("first", "")
    return pgtrigger.Trigger(
        name=name, when=pgtrigger.After, operation=operation, declare=declare, func=_rules(*checks, first=first, **more)
    )


AGREED_BY_ALL = _agreed_by_all("partnership_agreed_by_all", pgtrigger.Insert | pgtrigger.Update, state="NEW.state", pk="NEW.id")
# The same when a party comes or goes, or another text is written.
_ITS_STATE = (
    "SELECT id, state INTO subject, formal FROM partnerships_partnership WHERE id = {row}.partnership_id FOR NO KEY UPDATE;"
)
_SUBJECT: dict[str, Any] = {"state": "formal", "pk": "subject", "declare": [("subject", "bigint"), ("formal", "text")]}
AGREED_WITH_A_NEW_PARTY = _agreed_by_all(
    "party_comes_before_signing", pgtrigger.Insert, first=_ITS_STATE.format(row="NEW"), **_SUBJECT
)
AGREED_WITHOUT_A_PARTY = _agreed_by_all(
    "party_stays_while_agreed", pgtrigger.Update | pgtrigger.Delete, first=_ITS_STATE.format(row="OLD"), **_SUBJECT
)
AGREED_TEXT = _agreed_by_all("agreement_is_signed_by_all", pgtrigger.Insert, first=_ITS_STATE.format(row="NEW"), **_SUBJECT)


def party_of_it(name: str, column: str = "party_id") -> pgtrigger.Trigger:
    """Return the guard that a row of a partnership names one of its own parties."""
    own = "SELECT FROM partnerships_party WHERE id = NEW.{column} AND partnership_id = NEW.partnership_id"
    return pgtrigger.Trigger(name=name, **BEFORE_WRITING, func=_rule(name, f"NOT EXISTS ({own.format(column=column)})"))


DECIDED_BY_A_PARTY = pgtrigger.Trigger(
    name="council_decision_of_a_party",
    **BEFORE_WRITING,
    func=_rule(
        "council_decision_of_a_party",
        """NOT EXISTS (SELECT FROM partnerships_agreement agreement
            JOIN partnerships_party party ON party.partnership_id = agreement.partnership_id
            WHERE agreement.id = NEW.agreement_id AND party.id = NEW.party_id)""",
    ),
)

AFTER_ITS_PREDECESSOR = pgtrigger.Trigger(
    name="partnership_after_its_predecessor",
    **AFTER_WRITING,
    func=_rule(
        "partnership_renewed_after_its_end",
        """EXISTS (SELECT FROM partnerships_partnership before
            WHERE before.id = NEW.predecessor_id AND (before.ends_on IS NULL OR before.ends_on >= NEW.starts_on))
        OR EXISTS (SELECT FROM partnerships_partnership after
            WHERE after.predecessor_id = NEW.id AND (NEW.ends_on IS NULL OR after.starts_on <= NEW.ends_on))""",
    ),
)

SIGNED_TEXT_STAYS = pgtrigger.Trigger(
    name="agreement_signed_text_stays",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func=_rule("agreement_signed_text_stays", "EXISTS (SELECT FROM partnerships_signature WHERE agreement_id = OLD.id)"),
)

SIGNATURE_OF_THE_TEXT = pgtrigger.Trigger(
    name="signature_of_the_text",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func=_rule(
        "signature_of_the_text",
        """NOT EXISTS (SELECT FROM partnerships_agreement agreement
            JOIN partnerships_party party ON party.partnership_id = agreement.partnership_id
            WHERE agreement.id = NEW.agreement_id AND party.id = NEW.party_id AND agreement.text_hash = NEW.text_hash)""",
        first="PERFORM FROM partnerships_agreement WHERE id = NEW.agreement_id FOR NO KEY UPDATE;",
    ),
)

EMPLOYER_IS_PARTNER = pgtrigger.Trigger(
    name="immersion_employer_is_partner",
    **BEFORE_WRITING,
    func=_rule(
        "immersion_employer_is_partner",
        """NOT EXISTS (SELECT FROM partnerships_party
            WHERE id = NEW.employer_id AND partnership_id = NEW.partnership_id AND role = 'partner')""",
    ),
)

# The same rules as for half-days and seats (below), when the immersion comes second or moves.
IMMERSION_HOLDS_WHAT_IT_HAS = pgtrigger.Trigger(
    name="immersion_holds_what_it_has",
    **BEFORE_WRITING,
    func=_rules(
        (
            "presence_inside_the_immersion",
            """EXISTS (SELECT FROM partnerships_presenceentry
                WHERE immersion_id = NEW.id AND day NOT BETWEEN NEW.starts_on AND NEW.ends_on)""",
        ),
        (
            "seat_steering_without_the_agent",
            """EXISTS (SELECT FROM partnerships_seatholder holder
                JOIN partnerships_seat seat ON seat.id = holder.seat_id
                JOIN partnerships_committee committee ON committee.id = seat.committee_id
                WHERE committee.partnership_id = NEW.partnership_id AND committee.kind = 'steering'
                AND holder.person_id = NEW.agent_id AND holder.starts_on <= NEW.ends_on
                AND coalesce(holder.ends_on, 'infinity') >= NEW.starts_on)""",
        ),
    ),
)

_CLOSED_MONTH = """EXISTS (SELECT FROM partnerships_presencestatement
    WHERE immersion_id = {row}.immersion_id AND month = date_trunc('month', {row}.day)::date AND state <> 'open')"""

PRESENCE_IN_AN_OPEN_MONTH = pgtrigger.Trigger(
    name="presence_in_an_open_month",
    **BEFORE_WRITING,
    func=_rules(
        (
            "presence_inside_the_immersion",
            """NOT EXISTS (SELECT FROM partnerships_immersion
                WHERE id = NEW.immersion_id AND NEW.day BETWEEN starts_on AND ends_on)""",
        ),
        ("presence_month_is_closed", _CLOSED_MONTH.format(row="NEW")),
    ),
)

PRESENCE_STAYS_IN_A_CLOSED_MONTH = pgtrigger.Trigger(
    name="presence_stays_in_a_closed_month",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func=_rule(
        "presence_month_is_closed",
        _CLOSED_MONTH.format(row="OLD"),
        answer="CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END",
    ),
)

STEERING_WITHOUT_THE_AGENT = pgtrigger.Trigger(
    name="seat_steering_without_the_agent",
    **BEFORE_WRITING,
    func=_rule(
        "seat_steering_without_the_agent",
        """EXISTS (SELECT FROM partnerships_seat seat
            JOIN partnerships_committee committee ON committee.id = seat.committee_id
            JOIN partnerships_immersion immersion ON immersion.partnership_id = committee.partnership_id
            WHERE seat.id = NEW.seat_id AND committee.kind = 'steering' AND immersion.agent_id = NEW.person_id
            AND immersion.starts_on <= coalesce(NEW.ends_on, 'infinity') AND immersion.ends_on >= NEW.starts_on)""",
    ),
)

CLAIM_OF_A_PARTNER = pgtrigger.Trigger(
    name="claim_of_a_partner",
    **BEFORE_WRITING,
    func=_rule(
        "claim_within_its_budget_year",
        """NOT EXISTS (SELECT FROM partnerships_yearbudget budget JOIN partnerships_party party ON party.id = budget.party_id
            WHERE budget.id = NEW.budget_id AND budget.party_id = NEW.party_id AND budget.partnership_id = NEW.partnership_id
            AND party.partnership_id = NEW.partnership_id AND party.role = 'partner'
            AND extract(year FROM NEW.starts_on) = budget.year AND extract(year FROM NEW.ends_on) = budget.year)""",
    ),
)

ACCEPTED_WITHIN_BUDGET = pgtrigger.Trigger(
    name="claim_accepted_within_budget",
    **AFTER_WRITING,
    condition=pgtrigger.Q(new__accepted__isnull=False),
    func=_rule(
        "claim_accepted_within_budget",
        """(SELECT sum(accepted) FROM partnerships_claim WHERE budget_id = NEW.budget_id)
            > (SELECT amount FROM partnerships_yearbudget WHERE id = NEW.budget_id)""",
        first="PERFORM FROM partnerships_yearbudget WHERE id = NEW.budget_id FOR NO KEY UPDATE;",
    ),
)

BUDGET_COVERS_ACCEPTED = pgtrigger.Trigger(
    name="year_budget_covers_accepted",
    when=pgtrigger.After,
    operation=pgtrigger.Update,
    func=_rule(
        "year_budget_covers_accepted",
        "NEW.amount < (SELECT coalesce(sum(accepted), 0) FROM partnerships_claim WHERE budget_id = NEW.id)",
    ),
)

ALLOCATION_WITHIN_PAYMENT = pgtrigger.Trigger(
    name="allocation_within_payment",
    **AFTER_WRITING,
    func=_rules(
        (
            "allocation_of_a_payment_of_the_project",
            """NOT EXISTS (SELECT FROM projects_authoritypayment payment
                JOIN partnerships_partnership partnership ON partnership.project_id = payment.project_id
                WHERE payment.id = NEW.payment_id AND partnership.id = NEW.partnership_id
                AND payment.reverses_id IS NULL AND payment.received_on = NEW.received_on)""",
        ),
        (
            "allocation_within_payment",
            """(SELECT coalesce(sum(amount), 0) FROM partnerships_allocation
                WHERE payment_id = NEW.payment_id AND reversed_on IS NULL)
            > (SELECT CASE WHEN EXISTS (SELECT FROM projects_authoritypayment WHERE reverses_id = NEW.payment_id)
                THEN 0 ELSE amount END FROM projects_authoritypayment WHERE id = NEW.payment_id)""",
        ),
        first="PERFORM FROM projects_authoritypayment WHERE id = NEW.payment_id FOR NO KEY UPDATE;",
    ),
)

# What had come in less what had gone out, day by day: below zero on any day breaks the rule.
_OVERDRAWN = """EXISTS (SELECT FROM (
    SELECT sum(sum(amount)) OVER (ORDER BY day) AS cash FROM (
        SELECT received_on AS day, amount FROM partnerships_allocation WHERE partnership_id = subject
        UNION ALL SELECT reversed_on, -amount FROM partnerships_allocation
            WHERE partnership_id = subject AND reversed_on IS NOT NULL
        UNION ALL SELECT executed_on, -transfer.amount FROM partnerships_transfer transfer
            JOIN partnerships_claim claim ON claim.id = transfer.claim_id
            WHERE claim.partnership_id = subject AND executed_on IS NOT NULL
        UNION ALL SELECT reversed_on, transfer.amount FROM partnerships_transfer transfer
            JOIN partnerships_claim claim ON claim.id = transfer.claim_id
            WHERE claim.partnership_id = subject AND reversed_on IS NOT NULL
    ) AS moves GROUP BY day
) AS days WHERE cash < 0)"""

_LOCK_THE_PARTNERSHIP = "PERFORM FROM partnerships_partnership WHERE id = subject FOR NO KEY UPDATE;"

_PARTNERSHIP_OF_THE_CLAIM = "SELECT partnership_id INTO subject FROM partnerships_claim WHERE id = NEW.claim_id;"

ALLOCATION_COVERS_TRANSFERS = pgtrigger.Trigger(
    name="allocation_covers_transfers",
    when=pgtrigger.After,
    operation=pgtrigger.Update,
    declare=[("subject", "bigint")],
    func=_rule(
        "transfers_within_receipts",
        _OVERDRAWN,
        first="subject := NEW.partnership_id; " + _LOCK_THE_PARTNERSHIP,
    ),
)

TRANSFER_WITHIN_RECEIPTS = pgtrigger.Trigger(
    name="transfer_within_receipts",
    **AFTER_WRITING,
    condition=pgtrigger.Q(new__executed_on__isnull=False),
    declare=[("subject", "bigint")],
    func=_rule(
        "transfers_within_receipts",
        _OVERDRAWN,
        first=" ".join((_PARTNERSHIP_OF_THE_CLAIM, _LOCK_THE_PARTNERSHIP)),
    ),
)

CLAIM_COVERS_TRANSFERS = pgtrigger.Trigger(
    name="claim_covers_transfers",
    when=pgtrigger.After,
    operation=pgtrigger.Update,
    func=_rule(
        "transfer_within_claim",
        """(SELECT sum(amount) FROM partnerships_transfer WHERE claim_id = NEW.id AND state IN ('ordered', 'executed'))
            > coalesce(NEW.accepted, 0)""",
    ),
)

TRANSFER_WITHIN_CLAIM = pgtrigger.Trigger(
    name="transfer_within_claim",
    **AFTER_WRITING,
    func=_rule(
        "transfer_within_claim",
        """(SELECT sum(amount) FROM partnerships_transfer WHERE claim_id = NEW.claim_id AND state IN ('ordered', 'executed'))
            > (SELECT coalesce(accepted, 0) FROM partnerships_claim WHERE id = NEW.claim_id)""",
        first="PERFORM FROM partnerships_claim WHERE id = NEW.claim_id FOR NO KEY UPDATE;",
    ),
)
