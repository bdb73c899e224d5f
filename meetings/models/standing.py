"""How the two texts of a section stand towards each other, told by the database: for lists over many minutes.

The rules are those of `Section.translation_state`, written once more as SQL; tests hold both together.
"""

from collections.abc import Sequence

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.expressions import RawSQL

from .text import WORD_PATTERN, TranslationState

# The keys of the sections that were removed, and of all that stands below them. Django has no recursive queries.
GONE = RawSQL(
    """
    WITH RECURSIVE gone (id) AS (
        SELECT id FROM meetings_section WHERE removed_at IS NOT NULL
        UNION
        SELECT child.id FROM meetings_section child JOIN gone ON child.parent_id = gone.id
    )
    SELECT id FROM gone
    """,
    (),
)


def gone_from(minutes: Sequence[int]) -> RawSQL:
    """Return the keys that `GONE` has of the sections of these minutes: to look through those of all costs more than to count."""
    return RawSQL(
        """
        WITH RECURSIVE gone (id) AS (
            SELECT id FROM meetings_section WHERE removed_at IS NOT NULL AND minutes_id = ANY(%s)
            UNION
            SELECT child.id FROM meetings_section child JOIN gone ON child.parent_id = gone.id
        )
        SELECT id FROM gone
        """,
        (minutes,),
    )


def its_state(mine: str, theirs: str) -> Case:
    """Return the state of the text joined as `mine` towards the one joined as `theirs`; either may be missing."""
    return Case(
        When(_empty(mine) & _empty(theirs), then=Value(TranslationState.NOT_NEEDED)),
        When(_empty(theirs), then=Value(TranslationState.OK)),
        When(_lacks_part(mine, theirs), then=Value(TranslationState.MISSING)),
        # The other side is the one that waits.
        When(_lacks_part(theirs, mine), then=Value(TranslationState.OK)),
        When(_changed(mine, theirs) & _changed(theirs, mine), then=Value(TranslationState.DIVERGED)),
        When(_changed(mine, theirs), then=Value(TranslationState.OUTDATED)),
        When(_unconfirmed(mine, theirs), then=Value(TranslationState.UNCONFIRMED)),
        default=Value(TranslationState.OK),
        output_field=CharField(),
    )


def _no_heading(side: str) -> Q:
    return Q(**{f"{side}__isnull": True}) | Q(**{f"{side}__heading": ""})


def _body(side: str) -> Q:
    return Q(**{f"{side}__html__regex": WORD_PATTERN})


def _no_body(side: str) -> Q:
    return Q(**{f"{side}__isnull": True}) | ~_body(side)


def _empty(side: str) -> Q:
    return _no_heading(side) & _no_body(side)


def _lacks_part(side: str, other: str) -> Q:
    """A heading, or words below it, that `other` has and `side` has not."""
    return Q(**{f"{other}__heading__gt": ""}) & _no_heading(side) | _body(other) & _no_body(side)


def _changed(mine: str, theirs: str) -> Q:
    """`theirs` is not what `mine` was compared with."""
    return Q(**{f"{mine}__based_on_hash__gt": ""}) & ~Q(**{f"{mine}__based_on_hash": F(f"{theirs}__hash")})


def _unconfirmed(mine: str, theirs: str) -> Q:
    """Never compared, or translated and not yet said to be complete."""
    never_compared = Q(**{f"{mine}__based_on_hash": "", f"{theirs}__based_on_hash": ""})
    return never_compared | Q(**{f"{mine}__based_on_hash__gt": "", f"{mine}__confirmed_at__isnull": True})
