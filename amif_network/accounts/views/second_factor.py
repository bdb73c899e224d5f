"""The second step of signing in: what one has set up, what is removed, and what an administrator takes away."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import IndexView
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from amif_network.core.requests import require_form

from .. import second_factor
from ..actions import reset_second_factor
from ..mails import tell_of_reset
from ..models import User


class Overview(IndexView):  # type: ignore[misc] # allauth ships no types
    """Everything that proves who one is beside the password; says so where the role demands a second step."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether a second step has to be set up first."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "due": second_factor.is_due(self.request), "demanded": second_factor.must_have(self.request.user)}


class RemoveKey(RemoveWebAuthnView):  # type: ignore[misc] # allauth ships no types
    """A key is removed, unless it is the last second step of somebody whose role demands one."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Refuse the last one where it is demanded."""
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.object):
            form.add_error(None, adapter.error_messages["cannot_delete_authenticator"])
            refused: HttpResponse = self.form_invalid(form)
            return refused
        removed: HttpResponse = super().form_valid(form)
        return removed


index = Overview.as_view()
remove_key = RemoveKey.as_view()


@require_form
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an administrator take away the second step of somebody who lost it; the person gets a mail about it."""
    assert isinstance(request.user, User)
    if not request.user.is_administrator:
        raise PermissionDenied
    user = get_object_or_404(User, pk=pk)
    if request.method == "POST":
        reset_second_factor(user, by=request.user, at=timezone.now())
        messages.success(
            request, _("%(person)s signs in without a second step now, and can set up a new one.") % {"person": user}
        )
        _tell(request, user)
        return redirect("access:account", pk=user.pk)
    return render(request, "mfa/reset.html", {"person": user, "protected": second_factor.has(user)})


def _tell(request: HttpRequest, user: User) -> None:
    """Send the mail, and say where it could not be sent: what was done stands."""
    try:
        tell_of_reset(user)
    except OSError as error:
        said = _("The mail about it to %(address)s could not be sent: %(error)s.")
        messages.warning(request, said % {"address": user.email, "error": error})
