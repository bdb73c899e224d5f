"""From when to when somebody was at a meeting, by the items of its agenda."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import AgendaItem, Attendance


class TimesForm(forms.Form):
    """For which item somebody arrived, after which one they left."""

    arrived_for = forms.ModelChoiceField(
        label=_("Arrived for"), queryset=AgendaItem.objects.none(), required=False, empty_label=_("the beginning")
    )
    left_after = forms.ModelChoiceField(
        label=_("Left after"), queryset=AgendaItem.objects.none(), required=False, empty_label=_("the end")
    )

    def __init__(self, *args: Any, attendance: Attendance, **kwargs: Any) -> None:
        """Offer the items of the meeting's agenda."""
        before = {"arrived_for": attendance.arrived_for, "left_after": attendance.left_after}
        super().__init__(*args, **{"initial": before, **kwargs})
        items = AgendaItem.objects.filter(meeting=attendance.meeting_id).order_by("position", "pk")
        for name in ("arrived_for", "left_after"):
            self.fields[name].queryset = items  # type: ignore[attr-defined]
