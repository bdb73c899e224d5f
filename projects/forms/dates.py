"""The form of a date of a call: an exact day, or a range with the words that were used."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language
from amif_network.core.collisions import CollisionForm
from amif_network.core.formats import format_date, format_date_range
from amif_network.core.forms import send
from amif_network.core.inputs import LineField, TimeField
from meetings.forms.registers import WordsField, day_field
from meetings.models import Meeting

from ..actions.dates import When, Why
from ..days import is_likely, year_unlikely
from ..models import Call, CallDate
from ..models.choices import DateKind
from ..vague import probable_range

# The network meets two or three times a year.
MEETINGS_OFFERED = 20
REASON_MISSING = gettext_lazy("Say why the date moves, in French or in Dutch.")


class MeetingField(forms.ModelChoiceField):
    """A meeting, told apart by its date."""

    def label_from_instance(self, obj: Meeting) -> str:
        """Say the date before the title."""
        return f"{format_date(obj.date, active_language())} – {obj.title}"


class DateForm(CollisionForm):
    """A version of a date. `needs_reason`: it moves one that is known.

    `proposal` says which days the words probably mean, where no day was given: they stand in the boxes, to be confirmed.
    """

    proposal = ""

    earliest = day_field(gettext_lazy("On, or not before"))
    latest = day_field(gettext_lazy("Not after"), help_text=gettext_lazy("Only where the day is not certain."))
    time = TimeField(label=gettext_lazy("Time"), required=False, help_text=gettext_lazy("Only on an exact day."))
    words_fr = LineField(label=gettext_lazy("In words, in French"), required=False, max_length=150)
    words_nl = LineField(label=gettext_lazy("In words, in Dutch"), required=False, max_length=150)
    reason_fr = WordsField(label=gettext_lazy("Reason, in French"))
    reason_nl = WordsField(label=gettext_lazy("Reason, in Dutch"))
    meeting = MeetingField(label=gettext_lazy("Said at the meeting"), queryset=Meeting.objects.none(), required=False)

    class Meta:
        model = CallDate
        fields: tuple[str, ...] = ("earliest", "latest", "time", "words_fr", "words_nl", "reason_fr", "reason_nl", "meeting")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Meeting.objects.visible_to(user).order_by("-date", "-pk")
        named: int = self.instance.meeting_id or self.initial.get("meeting") or 0
        meeting = self.fields["meeting"]
        assert isinstance(meeting, MeetingField)
        latest = offered.values("pk")[:MEETINGS_OFFERED]
        meeting.queryset = offered.filter(pk__in=latest) | offered.filter(pk=named)
        meeting.empty_label = _("no meeting")
        if self.instance.pk and self.instance.is_exact:
            # An exact day is one day: what is changed in one box need not be changed in two.
            self.initial["latest"] = None
        self.fields["words_fr"].widget.attrs["placeholder"] = "mi-octobre"
        self.fields["words_nl"].widget.attrs["placeholder"] = "half oktober"

    def is_valid(self) -> bool:
        """True when it can be kept as it was typed; days that were proposed are confirmed first."""
        return super().is_valid() and not self.proposal

    @property
    def needs_reason(self) -> bool:
        """True for what replaces a date that is known already."""
        return bool(self.instance.replaces_id)

    def clean(self) -> dict[str, Any]:
        """Say at the field itself what is missing or contradicts another; propose the days that words mean."""
        values = super().clean() or self.cleaned_data
        words = values.get("words_fr") or values.get("words_nl") or ""
        if not {"earliest", "latest"} & self.errors.keys():
            if values.get("earliest") is None:
                self._propose_days(words, values.get("latest"))
            else:
                values["latest"] = values.get("latest") or values["earliest"]
                self._check_days(values, words)
        if self.needs_reason and not values.get("reason_fr") and not values.get("reason_nl"):
            self.add_error("reason_fr", REASON_MISSING)
        return values

    def _propose_days(self, words: str, latest: Any) -> None:
        """Fill in the days that the words probably mean, to be confirmed; ask for them where the words say too little."""
        meant = probable_range(words, timezone.localdate()) if latest is None else None
        if meant is None:
            self.add_error("earliest", _("Give the day, or the first day on which it can be."))
            return
        data = self._sent()
        send(data, self.add_prefix("earliest"), meant[0].isoformat())
        send(data, self.add_prefix("latest"), meant[1].isoformat())
        self.data = data
        days = format_date_range(*meant, active_language())
        self.proposal = _("“%(words)s” probably means: %(days)s.") % {"words": words, "days": days}

    def _check_days(self, values: dict[str, Any], words: str) -> None:
        first, last = values["earliest"], values["latest"]
        for name in ("earliest", "latest"):
            if not is_likely(values[name]):
                self.add_error(name, year_unlikely())
        if last < first:
            self.add_error("latest", _("The latest date cannot come before the earliest."))
        elif last > first and not words:
            self.add_error("words_fr", _("Say in words when it will be, in French or in Dutch: “mid-October”."))
        elif last == first and words:
            self.add_error("latest", _("An exact day has no words: give the last possible day too, or clear the words."))
        elif last > first and values.get("time"):
            self.add_error("time", _("Only an exact day has a time."))

    def _post_clean(self) -> None:
        """The action checks the whole version; here what was typed was checked field by field, with sentences of its own."""

    def when(self) -> When:
        """Return when it is, for the actions."""
        return When(**{name: self.cleaned_data[name] for name in ("earliest", "latest", "time", "words_fr", "words_nl")})

    def why(self, section: Any = None) -> Why:
        """Return why and where it was said, for the actions; `section` counts as long as its meeting is the one chosen."""
        values = self.cleaned_data
        meeting = values["meeting"]
        same = section is not None and meeting is not None and section.minutes.meeting_id == meeting.pk
        return Why(values["reason_fr"], values["reason_nl"], meeting, section if same else None)


class NewDateForm(DateForm):
    """A date that the call does not have yet: what happens then is chosen too."""

    kind = forms.ChoiceField(label=gettext_lazy("What happens"))

    class Meta(DateForm.Meta):
        fields = ("kind", *DateForm.Meta.fields)

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = set(call.dates.values_list("kind", flat=True)) - {DateKind.INFO_SESSION}
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [choice for choice in DateKind.choices if choice[0] not in known]
        kind.error_messages["invalid_choice"] = _("The call already has such a date: move that one.")
