"""Forms of committees: the committee, its seats, who holds them, its meetings."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language
from amif_network.core.collisions import CollisionForm
from amif_network.core.combobox import Typed
from amif_network.core.formats import format_date
from amif_network.core.forms import DateInput
from amif_network.core.inputs import DateField, LineField, TimeField
from amif_network.core.rows import RowForm, RowsFormSet, rows_formset
from amif_network.directory.boxes import Box, person_box, resolve_people
from meetings.forms.meeting import ENDS_TOO_EARLY, likely
from meetings.forms.registers import day_field
from meetings.models import Meeting
from projects.actions.budget import Row
from projects.forms.calls import ask_for_title, check_period

from ..models import Committee, Party, Seat, SeatHolder
from ..models.choices import SeatSide
from .immersions import PartyField

MOST_SEATS, MOST_HOLDERS = 30, 100
# Meetings that may be linked: those of the last years.
MOST_MEETINGS = 100


class CommitteeForm(CollisionForm):
    """Who convenes a committee, and how often it meets at least."""

    convened_by = PartyField(label=_("Convened by"), queryset=Party.objects.none(), empty_label=None)
    least_meetings = forms.IntegerField(
        label=_("Meetings a year, at least"),
        min_value=0,
        max_value=12,
        widget=forms.TextInput(attrs={"size": 3, "inputmode": "numeric", "autocomplete": "off", "class": "numeric"}),
    )

    class Meta:
        model = Committee
        fields: tuple[str, ...] = ("convened_by", "least_meetings")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties = Party.objects.filter(partnership=self.instance.partnership).select_related("organisation")
        convened_by = self.fields["convened_by"]
        assert isinstance(convened_by, forms.ModelChoiceField)
        convened_by.queryset = parties.order_by("role", "pk")


class NewCommitteeForm(CommitteeForm):
    """A committee of a kind that the partnership has not got yet."""

    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect)
    field_order = ("kind", "convened_by", "least_meetings")

    class Meta(CommitteeForm.Meta):
        fields = ("kind", "convened_by", "least_meetings")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = set(Committee.objects.filter(partnership=self.instance.partnership).values_list("kind", flat=True))
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [choice for choice in Committee.Kind.choices if choice[0] not in known]


class SeatRowForm(RowForm):
    """A seat."""

    no_content = ("side", "least", "alternates_allowed")

    label_fr = LineField(label=_("Label in French"), max_length=200, required=False)
    label_nl = LineField(label=_("Label in Dutch"), max_length=200, required=False)
    side = forms.ChoiceField(label=_("Side"), choices=SeatSide.choices, required=False)
    least = forms.IntegerField(
        label=_("People, at least"),
        min_value=0,
        max_value=20,
        initial=1,
        required=False,
        widget=forms.TextInput(attrs={"size": 3, "inputmode": "numeric", "autocomplete": "off", "class": "numeric"}),
    )
    alternates_allowed = forms.BooleanField(label=_("A colleague may come instead"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for a label in one language at least."""
        if not self.errors and not self.cleaned_data.get("label_fr") and not self.cleaned_data.get("label_nl"):
            self.add_error("label_fr", _("Name the seat in French or in Dutch."))
        return self.cleaned_data

    def as_row(self) -> Row:
        """Return what the action saves."""
        values = self.cleaned_data
        least = 1 if values["least"] is None else values["least"]
        named = {name: values[name] for name in ("label_fr", "label_nl", "alternates_allowed")}
        return Row(values["row"], {**named, "side": values["side"] or SeatSide.HOST, "least": least})


class BaseSeatFormSet(RowsFormSet):
    """The seats of a committee, in their order."""

    def __init__(self, *args: Any, committee: Committee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.committee = committee

    def as_rows(self) -> list[Row]:
        """Return what the action saves, with the place of each."""
        rows = [form.as_row() for form in self.kept()]
        return [Row(row.pk, {**row.values, "position": place}) for place, row in enumerate(rows, 1)]


class HolderRowForm(RowForm):
    """A person in a seat, from a day on."""

    no_content = ("seat",)

    seat = forms.TypedChoiceField(label=_("Seat"), coerce=int, required=False)
    person = person_box(_("Person"))
    starts_on = day_field(_("First day"), required=True)
    ends_on = day_field(_("Last day"))

    def __init__(self, *args: Any, seats: Sequence[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seat = self.fields["seat"]
        assert isinstance(seat, forms.ChoiceField)
        seat.choices = [(one.pk, str(one)) for one in seats]

    def clean(self) -> dict[str, Any]:
        """Ask for a seat and a person, and for days in order."""
        for name, refusal in (("seat", _("Choose a seat.")), ("person", _("Name the person."))):
            value = self.cleaned_data.get(name)
            if name not in self.errors and not (value.text if isinstance(value, Typed) else value):
                self.add_error(name, refusal)
        check_period(self, "starts_on", "ends_on")
        return self.cleaned_data

    def as_row(self) -> Row:
        """Return what the action saves."""
        values = self.cleaned_data
        days = {"starts_on": values["starts_on"], "ends_on": values["ends_on"]}
        return Row(values["row"], {"seat_id": values["seat"], "person": values["person"], **days})


class BaseHolderFormSet(RowsFormSet):
    """Who holds the seats of a committee."""

    def __init__(self, *args: Any, committee: Committee, **kwargs: Any) -> None:
        super().__init__(*args, form_kwargs={"seats": list(committee.seats.all())}, **kwargs)

    def clean(self) -> None:
        """Put people in place of their names."""
        resolve_people([Box(form, "person") for form in self.kept()], timezone.localdate())

    def as_rows(self) -> list[Row]:
        """Return what the action saves."""
        return [form.as_row() for form in self.kept()]


SeatFormSet = rows_formset(SeatRowForm, BaseSeatFormSet, limit=MOST_SEATS)
HolderFormSet = rows_formset(HolderRowForm, BaseHolderFormSet, limit=MOST_HOLDERS)


def seat_rows(seats: Sequence[Seat]) -> list[dict[str, Any]]:
    """Return seats as initial values."""
    columns = ("label_fr", "label_nl", "side", "least", "alternates_allowed")
    return [{"row": seat.pk, **{name: getattr(seat, name) for name in columns}} for seat in seats]


def holder_rows(holders: Sequence[SeatHolder]) -> list[dict[str, Any]]:
    """Return holders as initial values."""
    return [
        {
            "row": one.pk, "seat": one.seat_id, "person": Typed.of(one.person), "starts_on": one.starts_on,
            "ends_on": one.ends_on,
        }
        for one in holders
    ]  # fmt: skip


class CommitteeMeetingForm(forms.ModelForm):
    """When and where a committee meets; agenda, list and minutes follow in the meeting itself."""

    title_fr = LineField(label=_("Title in French"), max_length=250, required=False)
    title_nl = LineField(label=_("Title in Dutch"), max_length=250, required=False)
    date = DateField(label=_("Date"), widget=DateInput)
    starts_at = TimeField(label=_("Start"), required=False)
    ends_at = TimeField(label=_("End"), required=False)
    place_fr = LineField(label=_("Place in French"), max_length=250, required=False)
    place_nl = LineField(label=_("Place in Dutch"), max_length=250, required=False)

    class Meta:
        model = Meeting
        fields = ("title_fr", "title_nl", "date", "starts_at", "ends_at", "mode", "place_fr", "place_nl")
        labels = {"mode": _("Form")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mode = self.fields["mode"]
        assert isinstance(mode, forms.ChoiceField)
        mode.choices = [("", _("not yet known")), *Meeting.Mode.choices]

    def clean_date(self) -> datetime.date:
        """Refuse a slip of the finger in the year."""
        return likely(self.cleaned_data["date"])

    def clean(self) -> dict[str, Any]:
        """Ask for a title, and for times in order."""
        values = super().clean() or self.cleaned_data
        ask_for_title(self)
        start, end = values.get("starts_at"), values.get("ends_at")
        if start and end and end < start:
            self.add_error("ends_at", ENDS_TOO_EARLY)
        return values


class MeetingField(forms.ModelChoiceField):
    """A meeting, told apart by its day."""

    def label_from_instance(self, obj: Meeting) -> str:
        """Say the day before the title."""
        return f"{format_date(obj.date, active_language())} – {obj.title}"


class LinkForm(forms.Form):
    """Which meeting of the portal was one of this committee."""

    meeting = MeetingField(label=_("Meeting"), queryset=Meeting.objects.none())

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = Meeting.objects.visible_to(user).filter(series=Meeting.Series.COMMITTEE, committee_meeting=None)
        latest = free.order_by("-date", "-pk").values("pk")[:MOST_MEETINGS]
        meeting = self.fields["meeting"]
        assert isinstance(meeting, forms.ModelChoiceField)
        meeting.queryset = Meeting.objects.filter(pk__in=latest).order_by("-date", "-pk")
