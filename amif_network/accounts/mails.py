"""The mails about accounts, each in the language of the person who gets it."""

from allauth.account.forms import ResetPasswordForm
from allauth.core.context import request_context
from django.http import HttpRequest
from django.utils import translation

from .models import User


def invite(user: User, *, request: HttpRequest) -> None:
    """Send `user` the link under which they choose a password; `request` says under which address the portal is reached.

    Raises OSError when the mail server cannot be reached or refuses the mail.
    """
    with translation.override(user.language), request_context(request):
        form = ResetPasswordForm({"email": user.email})
        assert form.is_valid()
        form.save(request)
