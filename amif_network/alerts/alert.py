"""An alert: what is not as it should be, since when, who must act, and where (DOMAIN §8).

Alerts are computed from what stands on a day and never stored, so that a run that was missed changes nothing. They hold no
words but message texts and plain values: each reader gets them in their own language.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from amif_network.core.bilingual import Localised, active_language, localised
from amif_network.core.formats import format_date, format_list
from amif_network.core.money import format_euros

# For rules, which say the same thousands of times in one pass: one lazy text of each message will do.
message = cache(gettext_lazy)


class Severity(TextChoices):
    """How much an alert presses; each is more than the one before it."""

    INFO = "info", pgettext_lazy("severity", "for information")
    WARN = "warn", pgettext_lazy("severity", "attention")
    HIGH = "high", pgettext_lazy("severity", "urgent")
    CRITICAL = "critical", pgettext_lazy("severity", "critical")


RANKS = {severity: rank for rank, severity in enumerate(Severity)}


class Side(TextChoices):
    """Who must act."""

    HOST = "host", _("the host")
    PARTNER = "partner", _("the partner")
    BOTH = "both", _("both sides")
    LEAD = "lead", _("the organisation that leads the project")
    ORGANISATION = "organisation", _("the organisation")
    COORDINATION = "coordination", _("the coordination of the network")
    AUTHORITY = "authority", _("the authority of the fund")


class Name(NamedTuple):
    """A name or title in both languages; the other one stands in for a missing one."""

    name_fr: str
    name_nl: str

    def shown(self) -> Localised:
        """Return it in the language of the page."""
        return localised(self, "name", active_language())

    def __str__(self) -> str:
        return self.shown().text


class Page(NamedTuple):
    """A page, by the name of its view, and the section of it that matters."""

    view: str
    args: tuple[Any, ...] = ()
    fragment: str = ""

    @property
    def url(self) -> str:
        """The address, in the language of the page."""
        return reverse(self.view, args=self.args) + (f"#{self.fragment}" if self.fragment else "")


class Step(NamedTuple):
    """What comes next: the words of a link, and where it leads."""

    label: Lazy
    page: Page


class Subject(NamedTuple):
    """What an alert is about: its kind and key, its code (which is no language's), its title and its page."""

    kind: str
    pk: int
    code: str
    title: Name
    page: Page

    @property
    def key(self) -> str:
        """The name under which mutes know it."""
        return f"{self.kind}:{self.pk}"

    @property
    def label(self) -> str:
        """How a link to it is called: its code, else its title."""
        return self.code or str(self.title)


class Kind(TextChoices):
    """Of what an alert speaks."""

    PARTNERSHIP = "partnership", _("partnerships")
    CALL = "call", _("calls for projects")
    PROJECT = "project", _("projects")
    MEETING = "meeting", _("meetings")


class Alert(NamedTuple):
    """One thing that needs attention. `said` takes the `values` it names; `detail` tells alerts of one code and subject apart.

    A named tuple, as all that it is made of: thousands come out of one pass.
    """

    code: str
    severity: Severity
    side: Side
    subject: Subject
    said: Lazy
    since: datetime.date
    values: Mapping[str, Any] = MappingProxyType({})
    step: Step | None = None
    detail: str = ""
    # The organisations of the side, where they are known by name.
    who: Sequence[Name] = ()
    amount: Decimal | None = None
    # The reader acts for the side that must act.
    mine: bool = False
    # Keys of the people in charge on that side, who get the mail; none: everybody who acts for it.
    readers: frozenset[int] = frozenset()

    @property
    def key(self) -> str:
        """The name of this alert, the same on every day on which it holds."""
        return ":".join(part for part in (self.code, self.subject.key, self.detail) if part)

    @property
    def sentence(self) -> str:
        """What is wrong, in the language of the page."""
        words = in_words(self.said, self.values)
        return words[:1].upper() + words[1:]

    @property
    def actor(self) -> str:
        """Who must act, by name where it is known."""
        if not self.who:
            return str(self.side.label)
        return format_list([str(name) for name in self.who], active_language())

    @property
    def rank(self) -> int:
        """How much it presses, as a number to compare."""
        return RANKS[self.severity]


def in_words(said: Lazy | str, values: Mapping[str, Any]) -> str:
    """Put values into a text, dates and amounts of euros written as the language of the page writes them."""
    lang = active_language()
    return str(said) % {name: _written(value, lang) for name, value in values.items()} if values else str(said)


def _written(value: Any, lang: str) -> str:
    if isinstance(value, datetime.date):
        return format_date(value, lang)
    return format_euros(value, lang) if isinstance(value, Decimal) else str(value)


def worst_first(alerts: Iterable[Alert]) -> list[Alert]:
    """Sort alerts: what presses most first, then what has lasted longest."""
    return sorted(alerts, key=lambda one: (-RANKS[one.severity], one.since, one.code, one.subject.pk, one.detail))


def by_days(days: int, *steps: tuple[int, Severity]) -> Severity | None:
    """Return the severity that `days` have reached: the last of the `steps` (days, severity), in rising order; None before."""
    reached = None
    for least, severity in steps:
        if days >= least:
            reached = severity
    return reached
