"""How a person signs in, and what they may change of their own account."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from allauth.account.forms import AddEmailForm, LoginForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from .models import MailRhythm, User

# Of a passkey or security key.
NAME_LENGTH = 60


class SignInForm(LoginForm):  # type: ignore[misc]
    """E-mail address and password, each said once: the page itself links to the forgotten password, after the button."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class ChangeAddressForm(AddEmailForm):  # type: ignore[misc]
    """Another e-mail address, which leads in once it is confirmed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["email"]
        field.label = _("New e-mail address")
        field.validators.append(MaxLengthValidator(User._meta.get_field("email").max_length or 254))
        field.widget.attrs.pop("placeholder", None)


class AnswerOfKey:
    """What a key answered, from whoever sent it: what is none gets the same words as a wrong code."""

    def clean_credential(self) -> Any:
        """Read the answer; the parsers of fido2 know more ways to fail than django-allauth does."""
        with _wrong_answers_said():
            return super().clean_credential()  # type: ignore[misc]


class KeySecondForm(AnswerOfKey, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A key as the second step."""


class KeyAloneForm(AnswerOfKey, LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey instead of a password."""


class KeyAgainForm(AnswerOfKey, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A key that says who one is, again."""


@contextmanager
def _wrong_answers_said() -> Iterator[None]:
    """Turn what a parser stumbles over into a sentence."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, struct.error, InvalidSignature) as error:
        raise get_adapter().validation_error("incorrect_code") from error


class AddKeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A passkey, or a key that only serves as the second step."""

    def clean(self) -> dict[str, Any]:
        """Check what the new key says of itself."""
        with _wrong_answers_said():
            cleaned: dict[str, Any] = super().clean()
        return cleaned

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_the_key(self.fields["name"])
        passwordless = self.fields["passwordless"]
        passwordless.initial = True
        passwordless.label = _("Sign in with it without a password")
        passwordless.help_text = _(
            "The device then checks your fingerprint, your face or a code. Without this tick it only serves after the password."
        )


class RenameKeyForm(EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey or key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_the_key(self.fields["name"])


def _name_the_key(field: forms.Field) -> None:
    field.label = _("Name")
    field.help_text = _("So that you know it again, such as: my phone.")
    field.widget.attrs["maxlength"] = NAME_LENGTH
    field.validators.append(MaxLengthValidator(NAME_LENGTH))


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
