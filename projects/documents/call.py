"""The sheet of a call: what it is, its dates with everything that moved, its envelopes and templates."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import Localised, localised
from amif_network.core.formats import format_date, format_time
from meetings.models import Meeting

from ..envelopes import balances, in_words
from ..models import Call, CallDate
from ..timetable import Line, lines
from ..wording.dates import days_in_words
from ..workflow import answering
from .sheet import sheet_html


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedDate:
    """One version of a date: the vague words it had, the days, since when it was known, why it moved and where that was said."""

    words: Localised
    days: str
    published: str
    reason: Localised
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLine:
    """A date of the call: the version that holds, and those that it replaced, the newest first."""

    kind: str
    holds: PrintedDate
    earlier: Sequence[PrintedDate]
    announced: bool


def call_html(call: Call, user: User, lang: str, *, at: datetime.datetime) -> str:
    """Return the sheet as `user` may read it; `call` is loaded by `for_detail`."""
    money = balances(call, user)
    with translation.override(lang):
        context = {
            "call": call,
            "phase": call.phase(timezone.localdate(at)).label,
            "facts": _facts(call, lang),
            "summary": localised(call, "summary", lang),
            "dates": _dates(call, user, lang),
            "balances": [(one, localised(one.envelope, "note", lang)) for one in money],
            "sums": answering(user, call),
            "withheld": answering(user, call) and not all(one.is_told for one in money),
            "money_words": in_words(money, sums=answering(user, call)),
            "templates": [(one, localised(one, "note", lang)) for one in call.templates.all()],
        }
        kind = _("Call %(number)s") % {"number": call.number}
    return sheet_html("documents/projects/call.html", context, lang=lang, title=localised(call, "title", lang), kind=kind, at=at)


def _facts(call: Call, lang: str) -> list[tuple[str, Localised]]:
    """Return what is known of the call beside its dates; empty facts are left out."""
    body = call.managing_body.name_in(lang) if call.managing_body else ""
    first, last = (format_date(day, lang) if day else "…" for day in (call.period_start, call.period_end))
    period = f"{first} – {last}" if call.period_start or call.period_end else ""
    facts = [
        (_("Programme"), localised(call.programme, "title", lang)),
        (_("Managing body"), Localised(body, lang)),
        (_("How to submit"), localised(call, "channel", lang)),
        (_("Address of the platform"), Localised(call.channel_address, lang)),
        (_("The projects run"), Localised(period, lang)),
    ]
    return [(term, value) for term, value in facts if value.text]


def _dates(call: Call, user: User, lang: str) -> list[PrintedLine]:
    """Return the dates in the order of a timetable. Of a meeting that does not exist for the reader nothing is said."""
    found = lines(CallDate.objects.visible_to(user).filter(call=call).for_history())
    named = [one.section.minutes.meeting_id if one.section else one.meeting_id for line in found for one in line.versions]
    days = dict(Meeting.objects.visible_to(user).filter(pk__in=[key for key in named if key]).values_list("pk", "date"))
    return [_line(line, days, lang) for line in found]


def _line(line: Line, days: dict[int, datetime.date], lang: str) -> PrintedLine:
    return PrintedLine(
        kind=str(line.shown.get_kind_display()),
        holds=_version(line.shown, days, lang),
        earlier=[_version(one, days, lang) for one in line.earlier],
        announced=line.current is not None,
    )


def _version(date: CallDate, days: dict[int, datetime.date], lang: str) -> PrintedDate:
    meeting = date.section.minutes.meeting_id if date.section else date.meeting_id
    day = days.get(meeting) if meeting else None
    published = timezone.localtime(date.published_at) if date.published_at else None
    return PrintedDate(
        words=localised(date, "words", lang),
        days=days_in_words(date, lang),
        published=f"{format_date(published.date(), lang)}, {format_time(published.time(), lang)}" if published else "",
        reason=localised(date, "reason", lang),
        said=_("meeting of %(day)s") % {"day": format_date(day, lang)} if day else "",
    )
