"""The overview of interest: who answers a call what, as a list by organisation with the counts before it."""

import datetime
from dataclasses import dataclass

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from amif_network.core.bilingual import localised
from amif_network.core.formats import format_date

from ..models import Call
from ..models.choices import Certainty
from ..polls import Count, Line, counts, lines
from .sheet import sheet_html


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedAnswer:
    """An organisation and what it says: empty where it said nothing."""

    organisation: str
    answer: str
    partner: str
    to_confirm: bool
    reason: str
    # What the organisation wrote, in its own words: quoted, never translated.
    quote: str
    said_on: str


def interests_html(call: Call, lang: str, *, at: datetime.datetime) -> str:
    """Return the sheet, for coordinating users only."""
    today = timezone.localdate(at)
    with translation.override(lang):
        found = lines(call, since=today, today=today)
        numbers: list[Count] = [count for count in counts(found) if count.number]
        context = {"call": call, "counts": numbers, "asked": len(found), "answers": [_answer(line, lang) for line in found]}
        kind = _("Interest in call %(number)s") % {"number": call.number}
    return sheet_html(
        "documents/projects/interests.html", context, lang=lang, title=localised(call, "title", lang), kind=kind, at=at
    )


def _answer(line: Line, lang: str) -> PrintedAnswer:
    said = line.interest
    return PrintedAnswer(
        organisation=line.organisation.name_in(lang),
        answer=str(said.get_answer_display()) if said else "",
        partner=said.partner.name_in(lang) if said and said.partner else "",
        to_confirm=bool(said and said.certainty == Certainty.TO_CONFIRM),
        reason=str(said.get_reason_code_display()) if said and said.reason_code else "",
        quote=said.reason if said else "",
        said_on=format_date(said.stated_on, lang) if said else "",
    )
