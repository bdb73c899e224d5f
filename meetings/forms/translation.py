"""Whom to ask for a translation."""

from typing import Any

from django import forms
from django.db.models import Case, Value, When
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import Role, User
from amif_network.core.inputs import refuse_control_characters

COORDINATING = (Role.COORDINATOR, Role.ADMINISTRATOR)
LONGEST_NOTE = 1000


class AssigneeField(forms.ModelChoiceField):
    """A person, with the language they use the portal in."""

    def label_from_instance(self, obj: User) -> str:
        """Say the language after the name."""
        return f"{obj} ({obj.get_language_display()})"


class AskForm(forms.Form):
    """To whom the request for a translation goes."""

    assignee = AssigneeField(
        label=_("Asked of"),
        queryset=User.objects.none(),
        help_text=_("This person gets a mail with a link to the text, unless it is yourself."),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[refuse_control_characters],
        help_text=_("Stands in the mail. Do not copy anything from the minutes."),
    )
    # The open request that the person saw, which this one replaces.
    instead_of = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**63 - 1)

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        """Offer the people who write minutes, those of the language `lang` first."""
        super().__init__(*args, **kwargs)
        own_first = Case(When(language=lang, then=Value(0)), default=Value(1))
        people = User.objects.filter(is_active=True, role__in=COORDINATING).select_related("person")
        self.fields["assignee"].queryset = people.order_by(own_first, "person__family_name", "email")  # type: ignore[attr-defined]
