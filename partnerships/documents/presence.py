"""The sheet of a month of presence, to be printed and signed: relevé des prestations, prestatiestaat."""

import datetime
from decimal import Decimal

from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from amif_network.core.bilingual import Localised, localised
from amif_network.core.formats import WORDINGS, format_date
from amif_network.core.workdays import name_of_holiday
from projects.documents.sheet import sheet_html

from ..models.choices import Place
from ..months import HALVES, off_plan, worked
from ..presence import Month
from ..presence_wording import days, differences, half_days, month_name


def presence_html(month: Month, lang: str, *, at: datetime.datetime) -> str:
    """Return the sheet of a month in `lang`; absence is printed without a reason, as none is asked."""
    partnership, statement = month.immersion.partnership, month.statement
    with translation.override(lang):
        total = worked(month.entered.values())
        context = {
            "facts": _facts(month, lang),
            "rows": _rows(month, lang),
            "totals": [row for row in month.totals(month.entered) if any(row[2:])],
            "worked": _("%(half_days)s, that is %(days)s") % {"half_days": half_days(total), "days": days(Decimal(total) / 2)},
            "differences": differences(off_plan(month.plan, month.entered)),
            "host": partnership.parties.select_related("organisation").get(role="host").organisation.name_in(lang),
            "employer": month.immersion.employer.organisation.name_in(lang),
            "statement": statement,
        }
        kind = _("Statement of presence, %(month)s") % {"month": month_name(statement.month, lang)}
    title = localised(partnership, "title", lang)
    return sheet_html("documents/partnerships/presence.html", context, lang=lang, title=title, kind=kind, at=at)


def presence_name(month: Month, lang: str) -> str:
    """Return the name of the file: "releve-des-prestations-pa001-2026-03-fr.pdf"."""
    with translation.override(lang):
        words = slugify(_("statement of presence"))
    return f"{words}-{slugify(month.immersion.partnership.code) or 'x'}-{month.statement.month:%Y-%m}-{lang}.pdf"


def _facts(month: Month, lang: str) -> list[tuple[str, Localised]]:
    """Return whose presence this is and where the month stands; empty facts are left out."""
    immersion, statement = month.immersion, month.statement
    submitted, confirmed = statement.submitted_at, statement.confirmed_at
    first, last = (format_date(day, lang) for day in (immersion.starts_on, immersion.ends_on))
    facts = [
        (_("Partnership"), str(immersion.partnership.code)),
        (_("Agent"), str(immersion.agent or _("vacant"))),
        (_("Employer"), immersion.employer.organisation.name_in(lang)),
        (_("Line manager"), str(immersion.line_manager or "")),
        (_("Mentor at the host"), str(immersion.mentor or "")),
        (_("Immersion"), f"{first} – {last}"),
        (_("State"), str(statement.get_state_display())),
        (_("Submitted on"), format_date(timezone.localdate(submitted), lang) if submitted else ""),
        (_("Confirmed on"), format_date(timezone.localdate(confirmed), lang) if confirmed else ""),
        (_("Confirmed by"), str(statement.confirmed_by or "")),
    ]
    return [(term, Localised(value, lang)) for term, value in facts if value]


def _rows(month: Month, lang: str) -> list[tuple[str, list[tuple[str, str]], str]]:
    """Return the days that are planned or entered, or are holidays of a week: day, the two halves with what differs, note."""
    labels, weekdays = dict(Place.choices), WORDINGS[lang].weekdays
    rows = []
    for day in month.days:
        slots = [(day, half) for half in HALVES]
        holiday = name_of_holiday(day, lang)
        if not holiday and not any(slot in month.entered or slot in month.plan for slot in slots):
            continue
        halves = []
        for slot in slots:
            place, plan = month.entered.get(slot, ""), month.plan.get(slot, "")
            off = _("planned: %(place)s") % {"place": labels[plan]} if plan and plan != place else ""
            halves.append((str(labels.get(place, "–")), off))
        rows.append((f"{weekdays[day.weekday()]} {day.day}", halves, holiday))
    return rows
