"""The filters of the registers, in their address; what is not understood filters nothing."""

import datetime
from typing import Any

from django import forms
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from amif_network.core.bilingual import active_language
from amif_network.core.formats import format_date
from amif_network.directory.models import Organisation

from ..models import Idea, Meeting, PendingContribution, Promise, Signal

ALL = "all"
ORGANISATIONS: dict[type, tuple[str, ...]] = {
    Promise: ("owed_by", "asked_by"),
    Signal: ("asked_by",),
    Idea: ("organisation",),
    PendingContribution: ("organisations",),
}
SORTINGS = ("due", "-due", "meeting", "-meeting")


class RegisterFilter(forms.Form):
    """Which entries of one register: by default those that are still open."""

    state = forms.ChoiceField(label=_("State"), required=False)
    organisation = forms.TypedChoiceField(label=_("Organisation"), required=False, coerce=int, empty_value=None)
    meeting = forms.TypedChoiceField(label=_("Meeting"), required=False, coerce=int, empty_value=None)
    overdue = forms.BooleanField(label=_("Only what is overdue"), required=False)
    sort = forms.ChoiceField(required=False, widget=forms.HiddenInput, choices=[(key, key) for key in SORTINGS])

    def __init__(self, *args: Any, entries: Any, **kwargs: Any) -> None:
        """Offer the states of the register, and the organisations and meetings of `entries`, all that the person sees."""
        super().__init__(*args, **kwargs)
        self.entries = entries
        self.model: Any = entries.model
        self.path = "minutes__meeting" if self.model is PendingContribution else "meeting"
        states = self.model.State.choices if hasattr(self.model, "State") else []
        self._offer("state", [("", _("still open")), (ALL, _("all states")), *states])
        self._offer("organisation", [("", _("all organisations")), *self._organisations()])
        self._offer("meeting", [("", _("all meetings")), *self._meetings()])
        if self.model is not Promise:
            del self.fields["overdue"]
        self.is_valid()

    @property
    def sorting(self) -> str:
        """The sorting in use; the register's own where none is chosen."""
        chosen: str = self.cleaned_data.get("sort") or ""
        return "" if "due" in chosen and self.model is not Promise else chosen

    @property
    def active(self) -> bool:
        """True when some filter is set."""
        return any(self.cleaned_data.get(name) for name in ("state", "organisation", "meeting", "overdue"))

    def applied(self, today: datetime.date) -> Any:
        """Return the entries that pass the filters, sorted and loaded for the list."""
        values, found = self.cleaned_data, self.entries
        state = values.get("state")
        if values.get("overdue"):
            found = found.overdue(today)
        elif not state:
            found = found.open()
        elif state != ALL:
            found = found.filter(state=state)
        if values.get("organisation"):
            found = found.concerning(values["organisation"])
        if values.get("meeting"):
            found = found.filter(**{self.path: values["meeting"]})
        return self._sorted(found.for_list())

    def _sorted(self, found: Any) -> Any:
        sort = self.sorting
        if sort.endswith("meeting"):
            day = f"{self.path}__date"
            return found.order_by(f"-{day}" if sort.startswith("-") else day, "pk")
        if sort == "-due":
            return found.order_by(F("due").desc(nulls_last=True), "-meeting__date", "pk")
        return found

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _organisations(self) -> list[tuple[int, str]]:
        keys = [self.entries.order_by().values(name) for name in ORGANISATIONS[self.model]]
        named = Organisation.objects.filter(pk__in=keys[0].union(*keys[1:]) if keys[1:] else keys[0])
        return [(one.pk, str(one)) for one in named.by_name(active_language())]

    def _meetings(self) -> list[tuple[int, str]]:
        meetings = Meeting.objects.filter(pk__in=self.entries.order_by().values(self.path)).order_by("-date", "-pk")
        return [(one.pk, f"{format_date(one.date, active_language())} – {one.title}") for one in meetings]
