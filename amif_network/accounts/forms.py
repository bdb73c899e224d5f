"""What a person may change of their own account."""

from django import forms

from .models import User


class ProfileForm(forms.ModelForm):
    """The interface language; name and organisation belong to the directory."""

    class Meta:
        model = User
        fields = ("language",)
        widgets = {"language": forms.RadioSelect}
