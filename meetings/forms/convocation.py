"""The forms of a convocation: what goes with it, and how it is answered."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from amif_network.core.inputs import refuse_control_characters, room
from amif_network.directory.models import Person

from ..actions.replying import Answer, answer_of, deputies
from ..models import Attendance, Meeting
from ..models.choices import MeetingMode

LINES = forms.Textarea(attrs={"rows": 4})
MOST = 3000


def _clean_lines(text: str) -> str:
    refuse_control_characters(text.replace("\r", "").replace("\n", " "))
    return text


class MessageForm(forms.Form):
    """A message that stands above the facts of the mail, in one or both languages."""

    message_fr = forms.CharField(label=_("Message in French"), required=False, max_length=MOST, widget=LINES)
    message_nl = forms.CharField(label=_("Message in Dutch"), required=False, max_length=MOST, widget=LINES)

    def clean_message_fr(self) -> str:
        """Refuse what nobody can have typed."""
        return _clean_lines(self.cleaned_data["message_fr"])

    def clean_message_nl(self) -> str:
        """Refuse what nobody can have typed."""
        return _clean_lines(self.cleaned_data["message_nl"])


class UpdateForm(MessageForm):
    """The same for a change, which may put the answers given so far in question."""

    ask_again = forms.BooleanField(
        label=_("Ask those who answered once more"),
        required=False,
        initial=True,
        help_text=_("Their answers were about another moment or place: they count as not yet known again."),
    )


class ReplyForm(forms.Form):
    """Coming, online, excused with a reason, or replaced by a colleague."""

    answer = forms.ChoiceField(label=_("Do you come?"), choices=Answer.choices, widget=forms.RadioSelect)
    deputy = forms.ModelChoiceField(
        label=_("Who comes in your place"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("nobody"),
        help_text=_("Only if a colleague comes in your place; the convocation goes to them."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=room(Attendance, "excuse"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed if you cannot come. Only the coordinators read it."),
    )

    def __init__(self, data: QueryDict | None, *, attendance: Attendance, meeting: Meeting) -> None:
        """Offer what fits the form of the meeting, and the colleagues of the person."""
        before = {"answer": answer_of(attendance), "deputy": attendance.replaced_by_id, "reason": attendance.excuse}
        super().__init__(data, initial=before)
        attendance.meeting = meeting
        colleagues = deputies(attendance)
        deputy, answer = self.fields["deputy"], self.fields["answer"]
        assert isinstance(deputy, forms.ModelChoiceField)
        assert isinstance(answer, forms.ChoiceField)
        deputy.queryset = Person.objects.filter(pk__in=[one.pk for one in colleagues]).order_by("sort_key", "pk")
        hidden = {Answer.ONLINE} if meeting.mode == MeetingMode.IN_PERSON else set()
        if not colleagues:
            hidden.add(Answer.REPLACED)
            del self.fields["deputy"]
        answer.choices = [choice for choice in Answer.choices if choice[0] not in hidden]

    def clean_reason(self) -> str:
        """Keep it on one line, as lists show it."""
        text = " ".join(self.cleaned_data["reason"].split())
        refuse_control_characters(text)
        return text

    def clean(self) -> dict[str, Any]:
        """Ask for what the answer needs."""
        values = super().clean() or self.cleaned_data
        if values.get("answer") == Answer.EXCUSED and not values.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Please give a reason."))
        if values.get("answer") == Answer.REPLACED and not values.get("deputy") and "deputy" not in self.errors:
            self.add_error("deputy", _("Choose a colleague of your organisation."))
        return values
