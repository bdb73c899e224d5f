"""The envelopes of a call, saved as a whole."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language, in_both
from amif_network.core.fingerprint import Overtaken, fingerprint
from amif_network.core.money import format_euros, format_percent
from amif_network.core.workflow import advance

from ..models import Call, Envelope
from ..models.choices import Edit, LogSubject
from ..workflow import CALL
from .steps import locked_call, log

# A source has one envelope for each purpose: this names it.
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Promised:
    """An envelope as it shall be."""

    source: str
    source_name: str
    purpose: str
    amount: Decimal
    ceiling: Decimal | None = None
    base: str = Envelope.Base.TOTAL
    period_start: datetime.date | None = None
    period_end: datetime.date | None = None
    note_fr: str = ""
    note_nl: str = ""


COLUMNS = ("amount", "ceiling", "base", "period_start", "period_end", "note_fr", "note_nl")


def shown(envelopes: Iterable[Envelope]) -> str:
    """Return the fingerprint of envelopes as an editor shows them."""
    return fingerprint([[*key_of(one), *(getattr(one, name) for name in COLUMNS)] for one in envelopes])


def key_of(one: Envelope | Promised) -> Key:
    """Return what tells one envelope of a call from the others."""
    return (one.source, one.source_name, one.purpose)


@transaction.atomic
def save_envelopes(call: Call, promised: Sequence[Promised], *, base: str, by: User, at: datetime.datetime) -> Call:
    """Make `promised` the envelopes of the call, as they stood at the fingerprint `base`.

    The log keeps what stood there before. Raises Overtaken when somebody else changed them since, ValidationError for one that
    is not right, WrongState or PermissionDenied as `core.workflow.advance`.
    """
    locked = locked_call(call, by=by)
    before, after = advance(CALL, "edit", locked, by=by)
    standing = list(locked.envelopes.all())
    if shown(standing) != base:
        raise Overtaken
    existing = {key_of(one): one for one in standing}
    wanted = {key_of(one): one for one in promised}
    words = in_both(lambda: in_words(standing))
    for key in existing.keys() - wanted.keys():
        existing[key].delete()
    for one in wanted.values():
        _write(locked, one, existing)
    if shown(locked.envelopes.all()) != base:
        log(locked, LogSubject.ENVELOPE, Edit.CHANGE, before, after, by=by, at=at, words=words)
    return locked


def _write(call: Call, promised: Promised, existing: Mapping[Key, Envelope]) -> None:
    """Create or change one envelope."""
    found = existing.get(key_of(promised))
    row = Envelope(
        pk=found.pk if found else None, call=call, source=promised.source, source_name=promised.source_name,
        purpose=promised.purpose, amount=promised.amount, ceiling=promised.ceiling, base=promised.base,
        period_start=promised.period_start, period_end=promised.period_end, note_fr=promised.note_fr, note_nl=promised.note_nl,
    )  # fmt: skip
    row._state.adding = found is None
    row.full_clean()
    row.save()


def in_words(envelopes: Iterable[Envelope]) -> str:
    """Write envelopes down, a line for each, as the log keeps them."""
    lang = active_language()
    lines = []
    for one in envelopes:
        ceiling = f", ≤ {format_percent(one.ceiling, lang)} ({one.get_base_display()})" if one.ceiling else ""
        lines.append(f"{one}: {format_euros(one.amount, lang)}{ceiling}")
    return "\n".join(lines)
