"""Sources of the index that belong to partnerships: evaluations that were shared, claims, versions of agreements."""
# ruff: noqa: S608  # put together from names of our own tables; nothing that anybody typed

from .source import LANGUAGES, NOBODY, Source, Watch, in_any, joined, keys_of, own, said

EVALUATIONS = Source(
    "evaluation",
    "partnerships_evaluation",
    f"""
    SELECT one.id, '', one.partnership_id, said.lang, '', partnership.code || ' – ' || {in_any("partnership.title")},
        {joined((said("one.added_value"), said("one.condition"), "items.words"))},
        one.as_of, one.would_redo, {keys_of("party.organisation_id")}
    FROM partnerships_evaluation one
    JOIN partnerships_party party ON party.id = one.party_id
    JOIN partnerships_partnership partnership ON partnership.id = one.partnership_id
    CROSS JOIN {LANGUAGES}
    CROSS JOIN LATERAL (
        SELECT string_agg({said("item.text")}, E'\\n' ORDER BY item.position, item.id) AS words
        FROM partnerships_evaluationitem item WHERE item.evaluation_id = one.id
    ) items
    WHERE one.id = ANY (keys) AND one.shared_at IS NOT NULL
    """,
    (
        own("partnerships_evaluation"),
        Watch("partnerships_evaluationitem", "SELECT {row}.evaluation_id"),
        Watch(
            "partnerships_partnership",
            "SELECT one.id FROM partnerships_evaluation one WHERE one.partnership_id = {row}.id",
            ("code", "title_fr", "title_nl"),
            updates_only=True,
        ),
    ),
)  # fmt: skip

# What people wrote about a claim on its way, such as why it was returned, stands in the log: who reads the claim reads it there.
CLAIMS = Source(
    "claim",
    "partnerships_claim",
    f"""
    SELECT claim.id, '', claim.partnership_id, '', partnership.code || ' – ' || claim.reference, '',
        {joined(("claim.note", "claim.override_reason", "steps.words"))},
        coalesce(claim.submitted_at, claim.created_at)::date, claim.state, {keys_of("party.organisation_id")}
    FROM partnerships_claim claim
    JOIN partnerships_party party ON party.id = claim.party_id
    JOIN partnerships_partnership partnership ON partnership.id = claim.partnership_id
    CROSS JOIN LATERAL (
        SELECT string_agg(step.comment, E'\\n' ORDER BY step.id) AS words FROM partnerships_logentry step
        WHERE step.partnership_id = claim.partnership_id AND step.subject = 'claim' AND step.subject_pk = claim.id
            AND step.comment > ''
    ) steps
    WHERE claim.id = ANY (keys)
    """,
    (
        own("partnerships_claim"),
        Watch("partnerships_logentry", "SELECT {row}.subject_pk WHERE {row}.subject = 'claim' AND {row}.subject_pk IS NOT NULL"),
        Watch(
            "partnerships_partnership",
            "SELECT claim.id FROM partnerships_claim claim WHERE claim.partnership_id = {row}.id",
            ("code",),
            updates_only=True,
        ),
    ),
)

AGREEMENTS = Source(
    "agreement",
    "partnerships_agreement",
    f"""
    SELECT one.id, one.version::text, one.partnership_id, said.lang, partnership.code || ' – v' || one.version,
        {in_any("partnership.title")}, {said("one.text")}, one.written_at::date, '', {NOBODY}
    FROM partnerships_agreement one
    JOIN partnerships_partnership partnership ON partnership.id = one.partnership_id
    CROSS JOIN {LANGUAGES}
    WHERE one.id = ANY (keys) AND {said("one.text")} > ''
    """,
    (
        own("partnerships_agreement", "text_fr", "text_nl"),
        Watch(
            "partnerships_partnership",
            "SELECT one.id FROM partnerships_agreement one WHERE one.partnership_id = {row}.id",
            ("code", "title_fr", "title_nl"),
            updates_only=True,
        ),
    ),
)
