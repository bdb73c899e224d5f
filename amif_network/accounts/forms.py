"""How a person signs in, and what they may change of their own account."""

from typing import Any, ClassVar

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _

from .models import MailRhythm, User


class SignInForm(LoginForm):  # type: ignore[misc]
    """E-mail address and password, each said once: the page itself links to the forgotten password, after the button."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class ProfileForm(forms.ModelForm):
    """The interface language; name and organisation belong to the directory."""

    class Meta:
        model = User
        fields = ("language",)
        widgets: ClassVar = {"language": forms.RadioSelect}


class MailForm(forms.Form):
    """How a person gets mails: at once or together, with the news of the network or without."""

    rhythm = forms.ChoiceField(
        label=_("Mails that can wait"),
        choices=MailRhythm.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Always at once: convocations, their changes and cancellations, minutes to read, reminders in the last two days, "
            "and everything about signing in."
        ),
    )
    news = forms.BooleanField(
        label=_("Send me news of the network"),
        required=False,
        help_text=_("News is what asks nothing of you: that minutes were published or corrected."),
    )
