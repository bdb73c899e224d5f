"""Forms of immersions: the immersion itself, and the weekly plan."""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import User
from amif_network.core.collisions import CollisionForm
from amif_network.core.combobox import Typed
from amif_network.directory.boxes import Box, person_box, resolve_people
from meetings.forms.registers import WordsField, day_field
from projects.forms.calls import check_period

from ..actions.immersions import outside
from ..models import Immersion, Party
from ..models.choices import Half, Place, Role
from ..months import Pattern
from .presence import WORDS

HALF = Decimal("0.5")
WEEKDAYS = (
    (1, _("Monday")),
    (2, _("Tuesday")),
    (3, _("Wednesday")),
    (4, _("Thursday")),
    (5, _("Friday")),
    (6, _("Saturday")),
    (7, _("Sunday")),
)
# What is planned is work: nobody plans an absence.
PLANNED_PLACES = [(value, label) for value, label in WORDS.items() if value != Place.ABSENT]


class PartyField(forms.ModelChoiceField):
    """A party, by the name of its organisation."""

    def label_from_instance(self, obj: Party) -> str:
        """Name the organisation alone."""
        return str(obj.organisation)


class DaysField(forms.DecimalField):
    """A number of days a week, in halves."""

    widget = forms.TextInput(attrs={"size": 4, "inputmode": "decimal", "autocomplete": "off", "class": "numeric"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=5, max_digits=2, decimal_places=1, localize=True, **kwargs)

    def run_validators(self, value: Any) -> None:
        """Refuse what no half-days make up, once it lies within the week: a huge number has no remainder to look at."""
        super().run_validators(value)
        if value is not None and value % HALF:
            raise ValidationError(_("Count in half days: 3 or 3.5."))


class ImmersionForm(CollisionForm):
    """Who works where, under whom, how long and how often. A member of a partner names its own organisation only."""

    employer = PartyField(label=_("Employer"), queryset=Party.objects.none(), empty_label=None)
    agent = person_box(_("Agent"), help_text=_("Leave it empty while nobody is recruited: the place is vacant then."))
    line_manager = person_box(_("Line manager at the employer"))
    mentor = person_box(_("Mentor at the host"))
    starts_on = day_field(_("First day"), required=True)
    ends_on = day_field(_("Last day"), required=True)
    days_least = DaysField(label=_("Days a week at the host, at least"))
    days_most = DaysField(label=_("Days a week at the host, at most"))
    tasks_fr = WordsField(label=_("Tasks in French"), rows=4)
    tasks_nl = WordsField(label=_("Tasks in Dutch"), rows=4)

    people = ("agent", "line_manager", "mentor")

    class Meta:
        model = Immersion
        fields = (
            "employer", "agent", "line_manager", "mentor", "starts_on", "ends_on", "days_least", "days_most", "tasks_fr",
            "tasks_nl",
        )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partnership = self.instance.partnership
        partners = Party.objects.filter(partnership=partnership, role=Role.PARTNER).select_related("organisation")
        if not (user.is_coordinating or partnership.is_host):
            partners = partners.filter(organisation__in=user.organisations().values("pk"))
        employer = self.fields["employer"]
        assert isinstance(employer, forms.ModelChoiceField)
        employer.queryset = partners
        for name in self.people:
            self.initial[name] = Typed.of(getattr(self.instance, name))

    def clean(self) -> dict[str, Any]:
        """Put people in place of their names; ask for days in order."""
        values = super().clean() or self.cleaned_data
        resolve_people([Box(self, name) for name in self.people], values.get("starts_on") or timezone.localdate())
        check_period(self, "starts_on", "ends_on")
        least, most = values.get("days_least"), values.get("days_most")
        if least is not None and most is not None and least > most:
            self.add_error("days_most", _("The most cannot be less than the least."))
        return values


class PlanRow(NamedTuple):
    """A weekday with the boxes of its two halves."""

    name: Any
    boxes: list[Any]


class PlanForm(forms.Form):
    """From which day on the agent is where, half-day by half-day of a week."""

    starts_on = day_field(_("Holds from"), required=True)
    base = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, immersion: Immersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.immersion = immersion
        halves = dict(Half.choices)
        for weekday, name in WEEKDAYS:
            for half in Half.values:
                label = _("%(weekday)s, %(half)s") % {"weekday": name, "half": halves[half]}
                places = [("", "–"), *PLANNED_PLACES]
                self.fields[f"{weekday}-{half}"] = forms.ChoiceField(label=label, choices=places, required=False)

    def rows(self) -> Iterator[PlanRow]:
        """Yield the weekdays with their boxes."""
        for weekday, name in WEEKDAYS:
            yield PlanRow(name, [self[f"{weekday}-{half}"] for half in Half.values])

    def clean_starts_on(self) -> datetime.date:
        """Refuse a day outside the immersion."""
        day: datetime.date = self.cleaned_data["starts_on"]
        if not self.immersion.starts_on <= day <= self.immersion.ends_on:
            raise ValidationError(outside(self.immersion))
        return day

    def pattern(self) -> Pattern:
        """Return the plan as typed."""
        values = self.cleaned_data
        places = {(day, half): values[f"{day}-{half}"] for day, _name in WEEKDAYS for half in Half.values}
        return Pattern(values["starts_on"], {key: place for key, place in places.items() if place})


def plan_initial(pattern: Pattern | None, starts_on: datetime.date, base: str) -> dict[str, Any]:
    """Return what the form of a plan shows first: the pattern that holds so far, from `starts_on` on."""
    places = pattern.places if pattern else {}
    return {"starts_on": starts_on, "base": base, **{f"{day}-{half}": place for (day, half), place in places.items()}}
