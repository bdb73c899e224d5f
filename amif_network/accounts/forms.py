"""How a person signs in, and what they may change of their own account."""

from typing import Any, ClassVar

from allauth.account.forms import LoginForm
from django import forms

from .models import User


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
