"""A forgotten password: the mail with the link to choose another."""

from typing import Any

from allauth.account.views import PasswordResetView
from django.http import HttpResponse
from django.utils.translation import gettext as _


class ForgottenPassword(PasswordResetView):  # type: ignore[misc] # allauth ships no types
    """Asks for the address, known or not; where the mail cannot be sent, that is said and what was typed stays."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Send the mail, the same for every address."""
        try:
            sent: HttpResponse = super().form_valid(form)
        except OSError as error:
            said = _("The mail could not be sent: %(error)s. Try again in a few minutes.")
            form.add_error(None, said % {"error": error})
            refused: HttpResponse = self.form_invalid(form)
            refused.status_code = 503
            return refused
        return sent


forgotten = ForgottenPassword.as_view()
