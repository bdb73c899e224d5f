"""Presence in words: half-days, what differs from the plan, what a month waits for, and what its steps are called."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from amif_network.core.bilingual import active_language
from amif_network.core.formats import WORDINGS, format_date
from projects.wording.calls import StepWords

from .models import Immersion, PresenceStatement
from .months import OffPlan, Pattern, Slot, within
from .workflow import STATEMENT

# How the states of a month look: tone and icon of their chip.
LOOKS = {
    PresenceStatement.State.OPEN: ("warning", "circle"),
    PresenceStatement.State.SUBMITTED: ("info", "arrow-right"),
    PresenceStatement.State.CONFIRMED: ("success", "check"),
    PresenceStatement.State.LOCKED: ("neutral", "lock"),
}


@dataclass(frozen=True, slots=True)
class StatementStepWords(StepWords):
    """A step of a month by its name in the workflow."""

    @property
    def needs_comment(self) -> bool:
        """True when the step asks for a reason."""
        return STATEMENT[self.name].comment_required


# In the order of their buttons. What locks a month is the acceptance of a balance, nobody's button.
STATEMENT_STEPS = {
    step.name: step
    for step in (
        StatementStepWords(
            "submit",
            gettext_lazy("Submit the month"),
            gettext_lazy("The host checks the half-days and confirms them, or returns them. You can no longer change them then."),
            gettext_lazy("The month is submitted to the host."),
            "arrow-right",
        ),
        StatementStepWords(
            "confirm",
            gettext_lazy("Confirm the month"),
            gettext_lazy("You confirm where the agent was. The half-days of this month can no longer be changed."),
            gettext_lazy("The month is confirmed."),
            "check",
        ),
        StatementStepWords(
            "return",
            gettext_lazy("Return the month with a comment"),
            gettext_lazy("The employer gets the month back in hand, changes what you ask for, and submits it again."),
            gettext_lazy("The month is returned to the employer."),
            "arrow-left",
        ),
        StatementStepWords(
            "reopen",
            gettext_lazy("Open the month again"),
            gettext_lazy("The employer can change the half-days again and submits the month anew."),
            gettext_lazy("The month is open again."),
            "history",
        ),
    )
}


def month_name(month: datetime.date, lang: str = "") -> str:
    """Write a month: "mars 2026", "maart 2026"."""
    return f"{WORDINGS[lang or active_language()].months[month.month - 1]} {month.year}"


def half_days(count: int) -> str:
    """Write a number of half-days."""
    return ngettext("%(count)d half-day", "%(count)d half-days", count) % {"count": count}


def days(value: Decimal) -> str:
    """Write a number of days, halves included: "3 days", "3.5 days"."""
    written = number_format(value.normalize() if value % 1 else int(value))
    return ngettext("%(days)s day", "%(days)s days", 1 if value <= 1 else 2) % {"days": written}


def slot_in_words(slot: Slot) -> str:
    """Write a half-day: "2 March 2026, morning"."""
    day, half = slot
    words = {"am": _("morning"), "pm": _("afternoon")}[half]
    return _("%(day)s, %(half)s") % {"day": format_date(day, active_language(), weekday=True), "half": words}


def slots_in_words(slots: list[Slot], most: int = 6) -> str:
    """Write some half-days, at most `most` of them by name."""
    named, left = "; ".join(slot_in_words(slot) for slot in slots[:most]), len(slots) - most
    more = ngettext("%(named)s; and %(count)d more", "%(named)s; and %(count)d more", left)
    return named if left <= 0 else more % {"named": named, "count": left}


FEWER = ngettext_lazy(
    "%(count)d half-day fewer at the host than planned.", "%(count)d half-days fewer at the host than planned.", "count"
)
MORE = ngettext_lazy(
    "%(count)d half-day more at the host than planned.", "%(count)d half-days more at the host than planned.", "count"
)
ABSENT = ngettext_lazy("%(count)d planned half-day absent.", "%(count)d planned half-days absent.", "count")
ELSEWHERE = ngettext_lazy(
    "%(count)d half-day spent elsewhere than planned.", "%(count)d half-days spent elsewhere than planned.", "count"
)
UNSAID = ngettext_lazy("%(count)d planned half-day has no place yet.", "%(count)d planned half-days have no place yet.", "count")


def differences(found: OffPlan) -> list[str]:
    """Say how a month differs from its plan; nothing where it does not."""
    counted = (
        (FEWER if found.at_host < 0 else MORE, abs(found.at_host)),
        (ABSENT, found.absent),
        (ELSEWHERE, found.elsewhere),
        (UNSAID, len(found.unsaid)),
    )
    return [text % {"count": count} for text, count in counted if count]


def agreed(immersion: Immersion) -> str:
    """Write how many days a week were agreed: "3 to 4 days", "3 days"."""
    if immersion.days_least == immersion.days_most:
        return days(immersion.days_most)
    least = number_format(immersion.days_least.normalize() if immersion.days_least % 1 else int(immersion.days_least))
    return _("%(least)s to %(most)s") % {"least": least, "most": days(immersion.days_most)}


def plan_in_words(pattern: Pattern, immersion: Immersion) -> tuple[str, bool]:
    """Say how many days a week the plan gives the host, against what was agreed, and whether that is in order."""
    verdict = within(pattern, immersion.days_least, immersion.days_most)
    text = {
        -1: _("The plan gives the host %(planned)s a week: fewer than agreed (%(agreed)s)."),
        0: _("The plan gives the host %(planned)s a week, as agreed (%(agreed)s)."),
        1: _("The plan gives the host %(planned)s a week: more than agreed (%(agreed)s)."),
    }[verdict]
    return text % {"planned": days(Decimal(pattern.at_host) / 2), "agreed": agreed(immersion)}, verdict == 0
