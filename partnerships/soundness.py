"""Checks of partnerships and the money between two across rows (DOMAIN §7, invariants 1 to 5)."""
# ruff: noqa: S608  # names of our own tables

from django.utils.translation import gettext_lazy as _

from amif_network.core.findings import last_step, question

from .models import Allocation, Claim, LogEntry, Partnership, PresenceEntry, Signature, YearBudget

NOT_ITS_STATE = _("It stands in the state “%(state)s”, and its log says “%(to_state)s”.")
READ_THE_LOG = _("Read its log and its history, and take the step that is missing on its page.")
COMPARE_WITH_THE_BANK = _("Compare it with the bank's statement, and reverse on its page what was never paid, with the reason.")
# What came in and went out, as the trigger counts it (`models.guards`).
MOVES = """
    SELECT partnership_id, received_on AS day, amount FROM partnerships_allocation
    UNION ALL SELECT partnership_id, reversed_on, -amount FROM partnerships_allocation WHERE reversed_on IS NOT NULL
    UNION ALL SELECT claim.partnership_id, executed_on, -transfer.amount FROM partnerships_transfer transfer
        JOIN partnerships_claim claim ON claim.id = transfer.claim_id WHERE executed_on IS NOT NULL
    UNION ALL SELECT claim.partnership_id, reversed_on, transfer.amount FROM partnerships_transfer transfer
        JOIN partnerships_claim claim ON claim.id = transfer.claim_id WHERE reversed_on IS NOT NULL"""

CHECKS = (
    question(
        "transfers",
        Partnership,
        f"""SELECT DISTINCT ON (partnership.id) partnership.id, partnership.code AS name, days.day, -days.cash AS missing FROM (
            SELECT partnership_id, day, sum(sum(amount)) OVER (PARTITION BY partnership_id ORDER BY day) AS cash
            FROM ({MOVES}) AS moves GROUP BY partnership_id, day) AS days
        JOIN partnerships_partnership partnership ON partnership.id = days.partnership_id
        WHERE days.cash < 0 ORDER BY partnership.id, days.day""",
        _("On %(day)s more was transferred to partners than had come in: %(missing)s euros too much."),
        COMPARE_WITH_THE_BANK,
    ),
    question(
        "claims",
        Claim,
        """SELECT claim.id, partnership.code || ' ' || claim.reference AS name, claim.accepted, sum(transfer.amount) AS paid
        FROM partnerships_claim claim JOIN partnerships_partnership partnership ON partnership.id = claim.partnership_id
        JOIN partnerships_transfer transfer ON transfer.claim_id = claim.id AND transfer.state IN ('ordered', 'executed')
        GROUP BY claim.id, partnership.code HAVING sum(transfer.amount) > coalesce(claim.accepted, 0) ORDER BY claim.id""",
        _("Its transfers come to %(paid)s euros, and accepted were %(accepted)s."),
        COMPARE_WITH_THE_BANK,
    ),
    question(
        "budgets",
        YearBudget,
        """SELECT budget.id, partnership.code || ' ' || budget.year AS name, budget.amount, sum(claim.accepted) AS accepted
        FROM partnerships_yearbudget budget JOIN partnerships_partnership partnership ON partnership.id = budget.partnership_id
        JOIN partnerships_claim claim ON claim.budget_id = budget.id
        GROUP BY budget.id, partnership.code HAVING sum(claim.accepted) > budget.amount ORDER BY budget.id""",
        _("The claims accepted on it come to %(accepted)s euros, and it holds %(amount)s."),
        _("Take an acceptance back on the page of its claim, with the reason, or correct the budget."),
    ),
    question(
        "allocations",
        Allocation,
        """SELECT min(allocation.id) AS id, project.code || ' ' || payment.reference AS name, payment.amount,
            sum(allocation.amount) AS allocated
        FROM partnerships_allocation allocation JOIN projects_authoritypayment payment ON payment.id = allocation.payment_id
        JOIN projects_project project ON project.id = payment.project_id
        WHERE allocation.reversed_on IS NULL GROUP BY payment.id, project.code
        HAVING sum(allocation.amount) > CASE WHEN EXISTS (
            SELECT FROM projects_authoritypayment WHERE reverses_id = payment.id) THEN 0 ELSE payment.amount END ORDER BY 1""",
        _("With others it shares out %(allocated)s euros of a payment of %(amount)s, or of one that was reversed."),
        _("Reverse an allocation on the page of the partnership, with the reason."),
    ),
    question(
        "sides",
        Partnership,
        """SELECT id, code AS name FROM partnerships_partnership partnership WHERE state NOT IN ('idea', 'abandoned') AND (
            (SELECT count(*) FROM partnerships_party WHERE partnership_id = partnership.id AND role = 'host') <> 1
            OR NOT EXISTS (SELECT FROM partnerships_party WHERE partnership_id = partnership.id AND role = 'partner'))
        ORDER BY id""",
        _("It has not one host and at least one partner."),
        _("Add the side that is missing on its page."),
    ),
    question(
        "signatures",
        Signature,
        """SELECT signature.id, partnership.code || ' v' || agreement.version AS name FROM partnerships_signature signature
        JOIN partnerships_agreement agreement ON agreement.id = signature.agreement_id
        JOIN partnerships_partnership partnership ON partnership.id = agreement.partnership_id
        JOIN partnerships_party party ON party.id = signature.party_id
        WHERE signature.text_hash <> agreement.text_hash OR party.partnership_id <> partnership.id ORDER BY signature.id""",
        _("It stands under another text than the one that was signed."),
        _("Restore the text from the last backup that holds it, and look into the history for who changed it."),
    ),
    question(
        "signed",
        Partnership,
        """SELECT id, code AS name FROM partnerships_partnership partnership WHERE state = 'signed' AND EXISTS (
            SELECT FROM partnerships_party party WHERE party.partnership_id = partnership.id AND NOT EXISTS (
                SELECT FROM partnerships_signature WHERE party_id = party.id AND agreement_id = (
                    SELECT id FROM partnerships_agreement WHERE partnership_id = partnership.id ORDER BY version DESC LIMIT 1)))
        ORDER BY id""",
        _("It counts as signed, and a party has not signed the text that stands."),
        _("Record the signature that is missing, or send the text back with the reason."),
    ),
    question(
        "presence",
        PresenceEntry,
        """SELECT entry.id, partnership.code || ' ' || entry.day AS name FROM partnerships_presenceentry entry
        JOIN partnerships_immersion immersion ON immersion.id = entry.immersion_id
        JOIN partnerships_partnership partnership ON partnership.id = immersion.partnership_id
        WHERE entry.day NOT BETWEEN immersion.starts_on AND immersion.ends_on ORDER BY entry.id""",
        _("It lies outside the days of its immersion."),
        _("Correct the days of the immersion, or take the half-day out, on its page."),
    ),
    question(
        "claim-log",
        LogEntry,
        """SELECT entry.id, partnership.code || ' ' || entry.action AS name FROM partnerships_logentry entry
        JOIN partnerships_partnership partnership ON partnership.id = entry.partnership_id
        WHERE entry.subject = 'claim' AND entry.subject_pk IS NOT NULL
        AND NOT EXISTS (SELECT FROM partnerships_claim WHERE id = entry.subject_pk) ORDER BY entry.id""",
        _("It tells of a claim that does not exist any more."),
        _("Restore the claim from the last backup that holds it: claims are never deleted."),
    ),
    question(
        "partnership-states",
        Partnership,
        last_step(
            "partnerships_partnership", "id, code AS name, state", "partnerships_logentry", "partnership_id",
            "subject IN ('partnership', 'agreement')",
        ),
        NOT_ITS_STATE,
        READ_THE_LOG,
    ),
    question(
        "claim-states",
        Claim,
        last_step(
            "partnerships_claim", "id, reference AS name, state", "partnerships_logentry", "subject_pk", "subject = 'claim'"
        ),
        NOT_ITS_STATE,
        READ_THE_LOG,
    ),
)  # fmt: skip
