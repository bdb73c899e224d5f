"""The form of the meeting that follows another: its own fields, and what it takes over."""

import uuid as uuids
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..carry_over import Proposal, Take
from ..models import Meeting
from .agenda_templates import template_field
from .meeting import MeetingForm

GROUPS = {
    Take.APPROVAL: _("Approval of minutes"),
    Take.PROMISE: _("Open promises"),
    Take.SIGNAL: _("Open signals"),
    Take.TOPIC: _("Topics that were not discussed"),
    Take.IDEA: _("Planned ideas"),
    Take.FIXED: _("What every agenda has"),
}
# What the next meeting has in common with the last one; a link to take part is made anew for every meeting.
KEPT = (
    "title_fr", "title_nl", "series", "starts_at", "ends_at", "mode", "place_fr", "place_nl", "chair", "minute_taker",
    "agenda_title_fr", "agenda_title_nl",
)  # fmt: skip


class Keys(forms.MultipleChoiceField):
    """The keys of what was ticked, whether it is proposed any more or not."""

    def valid_value(self, value: str) -> bool:
        """Leave it to the form to say that a proposal is gone."""
        return True


class NextMeetingForm(MeetingForm):
    """A meeting that follows `previous`, proposed as the last one was."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1000)
    taken = Keys(required=False)
    invite = forms.BooleanField(
        label=_("Put everybody who works for a member of the network on that day on the list"), required=False, initial=True
    )

    def __init__(
        self, *args: Any, previous: Meeting, following: Sequence[Meeting], proposals: Sequence[Proposal], **kwargs: Any
    ) -> None:
        kept = {name: getattr(previous, name) for name in KEPT}
        super().__init__(*args, instance=Meeting(agenda_numbered=True, **kept), **kwargs)
        del self.fields["previous"]
        self.fields["template"] = template_field(_("Its rows stand for what every agenda has, below."))
        self.last, self.proposals = previous, proposals
        self.initial.update(
            uid=uuids.uuid4(),
            seen=",".join(str(one.pk) for one in following),
            taken=[one.key for one in proposals if one.ticked],
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a day before the last meeting, and what is not proposed any more."""
        values = super().clean()
        date, known = values.get("date"), {one.key for one in self.proposals}
        if date and date < self.last.date:
            self.add_error("date", _("The previous meeting took place on a later day."))
        if not set(values.get("taken", ())) <= known:
            raise ValidationError(_("What can be taken over has changed meanwhile. Look at the list below once more, then save."))
        return values

    @property
    def groups(self) -> list[tuple[Any, list[tuple[Proposal, bool]]]]:
        """The proposals by kind, each with whether it is ticked."""
        ticked = set(self["taken"].value() or ())
        by_kind: dict[Take, list[tuple[Proposal, bool]]] = defaultdict(list)
        for one in self.proposals:
            by_kind[one.take].append((one, one.key in ticked))
        return [(label, by_kind[take]) for take, label in GROUPS.items() if by_kind[take]]

    def chosen(self) -> list[Proposal]:
        """Return what was ticked."""
        keys = set(self.cleaned_data["taken"])
        return [one for one in self.proposals if one.key in keys]

    def known(self) -> list[int]:
        """Return the keys of the meetings that the person knew to follow the previous one already."""
        return [int(key) for key in self.cleaned_data["seen"].split(",") if key.isascii() and key.isdigit()]

    def see(self, following: Sequence[Meeting]) -> None:
        """Note that the person is shown `following` now, and decides with them in view."""
        data = self._sent()
        data["seen"] = ",".join(str(one.pk) for one in following)
        self.data = data

    def values(self) -> dict[str, Any]:
        """Return the fields of the meeting, for the actions; the previous meeting is no choice."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.fields}
