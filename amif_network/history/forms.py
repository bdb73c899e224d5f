"""The filters of the history and of the access log, in their addresses; what is not understood filters nothing."""

import datetime
from itertools import groupby
from typing import Any

from django import forms
from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import AccessEntry, AccessKind, User
from amif_network.core.forms import DateInput
from amif_network.core.inputs import LineField

from . import origins
from .reading import KINDS
from .searching import speaking_of


def _start(day: datetime.date) -> datetime.datetime:
    """Return when a day begins where the network is."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


class DaysFilter(forms.Form):
    """From which day, until which."""

    since = forms.DateField(label=_("From"), required=False, widget=DateInput)
    until = forms.DateField(label=_("Until"), required=False, widget=DateInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_valid()

    @property
    def active(self) -> bool:
        """True when some filter is set."""
        return any(self.cleaned_data.get(name) for name in self.fields)

    def days(self, column: str) -> Q:
        """Return the condition that `column` lies in these days."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        condition = Q(**{f"{column}__gte": _start(since)}) if since else Q()
        return condition & Q(**{f"{column}__lt": _start(until + datetime.timedelta(days=1))}) if until else condition


def _kinds() -> list[tuple[Any, Any]]:
    """Return the kinds of records by the part of the portal they belong to."""
    parts = [
        (apps.get_app_config(label).verbose_name, [(kind._meta.label_lower, capfirst(kind._meta.verbose_name)) for kind in kinds])
        for label, kinds in groupby(KINDS, key=lambda kind: kind._meta.app_label)
    ]
    return [("", _("everything")), *parts]


class HistoryFilter(DaysFilter):
    """Which changes."""

    q = LineField(label=_("Words in the record"), required=False, max_length=100)
    who = LineField(label=_("Who (name or e-mail)"), required=False, max_length=100)
    how = forms.ChoiceField(label=_("How"), required=False, choices=[("", _("in any way")), *origins.KINDS])
    kind = forms.ChoiceField(label=_("Kind of record"), required=False, choices=_kinds)

    field_order = ("q", "who", "how", "kind", "since", "until")

    def conditions(self, user: User) -> dict[type[Model], Q]:
        """Return the condition of the events that pass, by kind of record; the reader decides what words can be found."""
        values = self.cleaned_data
        condition = self.days("pgh_created_at")
        if who := values.get("who"):
            condition &= origins.named(who)
        if how := values.get("how"):
            condition &= origins.made_by(how)
        kinds = [kind for kind in KINDS if values.get("kind") in (None, "", kind._meta.label_lower)]
        if not values.get("q"):
            return dict.fromkeys(kinds, condition)
        spoken = speaking_of(values["q"], user)
        return {kind: condition & spoken[kind] for kind in kinds if kind in spoken} or {kinds[0]: Q(pk__in=[])}


class AccessFilter(DaysFilter):
    """Which entries of the access log."""

    who = LineField(label=_("Who (name or e-mail)"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("What"), required=False, choices=[("", _("everything")), *AccessKind.choices])

    field_order = ("who", "kind", "since", "until")

    def applied(self, entries: QuerySet[AccessEntry]) -> QuerySet[AccessEntry]:
        """Return those of `entries` that pass the filters."""
        found = entries.filter(self.days("at"))
        if kind := self.cleaned_data.get("kind"):
            found = found.filter(kind=kind)
        if who := self.cleaned_data.get("who"):
            found = found.filter(origins.known_as(who, "user__") | origins.known_as(who, "about__"))
        return found
