"""The form of a meeting, and the filters of the list of meetings."""

import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language
from amif_network.core.collisions import CollisionForm
from amif_network.core.combobox import Typed
from amif_network.core.formats import format_date
from amif_network.core.forms import DateInput
from amif_network.core.inputs import DateField, LineField, TimeField
from amif_network.directory.boxes import Box, person_box, resolve_people

from ..models import Meeting
from ..models.meeting import TITLE_MISSING, MeetingQuerySet
from ..wording import StepWords
from .agenda_templates import template_field

ENDS_TOO_EARLY = _("The meeting cannot end before it starts.")
# The network meets two or three times a year: this is more than ten years back.
PREVIOUS_OFFERED = 40
FIRST_YEAR, LAST_YEAR = 2000, 2100


def likely(date: datetime.date) -> datetime.date:
    """Return the date of a meeting. Raises ValidationError where a finger slipped in the year."""
    if not FIRST_YEAR <= date.year <= LAST_YEAR:
        raise forms.ValidationError(
            _("The year must lie between %(first)d and %(last)d.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
        )
    return date


class PreviousField(forms.ModelChoiceField):
    """An earlier meeting, told apart by its date."""

    def label_from_instance(self, obj: Meeting) -> str:
        """Say the date before the title."""
        return f"{format_date(obj.date, active_language())} – {obj.title}"


class MeetingForm(CollisionForm):
    """Everything about a meeting except its agenda, its attendance and its state."""

    title_fr = LineField(label=_("Title in French"), max_length=250, required=False)
    title_nl = LineField(label=_("Title in Dutch"), max_length=250, required=False)
    date = DateField(label=_("Date"), widget=DateInput)
    starts_at = TimeField(label=_("Start"), required=False)
    ends_at = TimeField(label=_("End"), required=False)
    place_fr = LineField(label=_("Place in French"), max_length=250, required=False)
    place_nl = LineField(label=_("Place in Dutch"), max_length=250, required=False)
    link = forms.URLField(
        label=_("Link to take part"),
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text=_("Shown to those invited until the meeting has been held."),
    )
    chair = person_box(_("Chair"))
    minute_taker = person_box(_("Minute-taker"))
    previous = PreviousField(label=_("Previous meeting"), queryset=Meeting.objects.none(), required=False)
    agenda_title_fr = LineField(label=_("Heading of the agenda in French"), max_length=150, required=False)
    agenda_title_nl = LineField(label=_("Heading of the agenda in Dutch"), max_length=150, required=False)

    class Meta:
        model = Meeting
        fields = (
            "title_fr", "title_nl", "series", "date", "starts_at", "ends_at", "mode", "place_fr", "place_nl", "link",
            "chair", "minute_taker", "previous", "agenda_title_fr", "agenda_title_nl", "agenda_numbered",
        )  # fmt: skip
        help_texts = {"agenda_numbered": _("Otherwise only numbers typed in the agenda are printed.")}
        labels = {"mode": _("Form"), "series": _("Series"), "agenda_numbered": _("Number the topics of the agenda automatically")}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meeting = self.instance
        mode, previous = self.fields["mode"], self.fields["previous"]
        assert isinstance(mode, forms.ChoiceField)
        assert isinstance(previous, PreviousField)
        mode.choices = [("", _("not yet known")), *Meeting.Mode.choices]
        previous.queryset = _earlier_meetings(meeting, user)
        previous.empty_label = _("none")
        for name in ("chair", "minute_taker"):
            self.fields[name].widget.on = meeting.date.isoformat() if meeting.date else ""
            self.initial[name] = Typed.of(getattr(meeting, name))

    def clean_date(self) -> datetime.date:
        """Refuse a slip of the finger in the year."""
        return likely(self.cleaned_data["date"])

    def clean(self) -> dict[str, Any]:
        """Turn names into people; say at the field itself what the meeting lacks or what contradicts another field."""
        values = super().clean() or self.cleaned_data
        date, previous = values.get("date"), values.get("previous")
        resolve_people([Box(self, "chair"), Box(self, "minute_taker")], date or timezone.localdate())
        titles = {"title_fr", "title_nl"}
        if not titles & self.errors.keys() and not any(values.get(name) for name in titles):
            self.add_error("title_fr", TITLE_MISSING)
        start, end = values.get("starts_at"), values.get("ends_at")
        if start and end and end < start:
            self.add_error("ends_at", ENDS_TOO_EARLY)
        if date and previous and previous.date > date:
            self.add_error("previous", _("The previous meeting took place on a later day."))
        return values

    def values(self) -> dict[str, Any]:
        """Return the fields of the meeting, for the actions."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class NewMeetingForm(MeetingForm):
    """A meeting to be planned, whose agenda may be written from a template."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"] = template_field()


def _earlier_meetings(meeting: Meeting, user: User) -> MeetingQuerySet:
    """Return the latest meetings that may precede `meeting`, and the one that is noted."""
    others = Meeting.objects.visible_to(user).exclude(pk=meeting.pk)
    earlier = others.filter(date__lte=meeting.date) if meeting.date else others
    latest = earlier.order_by("-date", "-pk").values("pk")[:PREVIOUS_OFFERED]
    return others.filter(Q(pk__in=latest) | Q(pk=meeting.previous_id)).order_by("-date", "-pk")


class MeetingFilter(forms.Form):
    """The filters of the list, in its address; what is not understood filters nothing."""

    q = LineField(label=_("Title or place"), required=False, max_length=100)
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all states")), *Meeting.State.choices])
    series = forms.ChoiceField(label=_("Series"), required=False, choices=[("", _("all series")), *Meeting.Series.choices])
    size = forms.TypedChoiceField(
        label=_("Per page"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[(number, str(number)) for number in (25, 50, 100)],
    )
    sort = forms.ChoiceField(
        required=False, widget=forms.HiddenInput, choices=[(key, key) for key in ("date", "-date", "title", "-title")]
    )

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = self.fields["year"]
        assert isinstance(year, forms.ChoiceField)
        year.choices = [("", _("all years")), *((number, str(number)) for number in years)]
        self.is_valid()

    @property
    def sorting(self) -> str:
        """The sorting in use."""
        return self.cleaned_data.get("sort") or "-date"

    @property
    def by_date(self) -> bool:
        """True when the list runs along the calendar, year by year."""
        return self.sorting.endswith("date")

    @property
    def page_size(self) -> int:
        """How many lines a page has."""
        return self.cleaned_data.get("size") or 25

    @property
    def active(self) -> bool:
        """True when some filter is set."""
        return any(self.cleaned_data.get(name) for name in ("q", "year", "state", "series"))

    def applied(self, meetings: MeetingQuerySet) -> MeetingQuerySet:
        """Return those of `meetings` that pass the filters, sorted."""
        values = self.cleaned_data
        if values.get("q"):
            meetings = meetings.search(values["q"])
        if values.get("year"):
            meetings = meetings.in_year(values["year"])
        meetings = meetings.filter(**{name: values[name] for name in ("state", "series") if values.get(name)})
        return _sorted(meetings, self.sorting)


def _sorted(meetings: MeetingQuerySet, sort: str) -> MeetingQuerySet:
    ordered = meetings.by_title(active_language()) if sort.endswith("title") else meetings.order_by("-date", "-pk")
    return ordered.reverse() if sort in ("date", "-title") else ordered


class StepForm(forms.Form):
    """The comment that goes into the log with a step; some steps cannot do without."""

    comment = forms.CharField(label=_("Comment"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, words: StepWords, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if words.needs_comment:
            self.fields["comment"].required = True
            self.fields["comment"].label = _("Reason")
            self.fields["comment"].error_messages["required"] = _("Please give a reason.")
