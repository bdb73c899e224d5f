"""A person's own settings."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from amif_network.core.requests import require_form

from .. import actions
from ..access import frameable
from ..forms import MailForm, ProfileForm
from ..models import AccessEntry, NewsRefusal, User

# Entries of the access log that one sees of one's own account.
LATEST = 10


@require_form
def profile(request: HttpRequest) -> HttpResponse:
    """Show who one is in the portal and what one may choose; take the interface language."""
    assert isinstance(request.user, User)
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        user = form.save()
        with translation.override(user.language):
            messages.success(request, _("Your language is saved."))
            return redirect(reverse("accounts:profile"))
    return _page(request, request.user, form=form)


@require_form
def mails(request: HttpRequest) -> HttpResponse:
    """Let one choose how mails come: each at once or one a day, with news or without."""
    assert isinstance(request.user, User)
    form = MailForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        actions.choose_mails(request.user, **form.cleaned_data, at=timezone.now())
        messages.success(request, _("Your choice of mails is saved."))
        return redirect(f"{reverse('accounts:profile')}#mails")
    return _page(request, request.user, mail_form=form)


def _page(
    request: HttpRequest, user: User, *, form: ProfileForm | None = None, mail_form: MailForm | None = None
) -> HttpResponse:
    key = user.calendar_key
    chosen = {"rhythm": user.mail_rhythm, "news": not NewsRefusal.stands_for(user.email)}
    context = {
        "form": form or ProfileForm(instance=user),
        "mail_form": mail_form or MailForm(initial=chosen),
        "organisations": user.organisations(),
        "entries": AccessEntry.objects.of_account(user).select_related("user__person")[:LATEST],
        "calendar": request.build_absolute_uri(reverse("calendar-feed", args=[key])) if key else "",
    }
    return render(request, "account/profile.html", context)


@require_POST
def renew_calendar(request: HttpRequest) -> HttpResponse:
    """Make the secret address under which the person's calendar program finds the meetings, or another one instead."""
    assert isinstance(request.user, User)
    actions.renew_calendar(request.user)
    messages.success(request, _("Your calendar has a new address. Give it to your calendar program."))
    return redirect(f"{reverse('accounts:profile')}#calendar")


@require_POST
def close_calendar(request: HttpRequest) -> HttpResponse:
    """Withdraw that address."""
    assert isinstance(request.user, User)
    actions.close_calendar(request.user)
    messages.success(request, _("The address of your calendar leads nowhere any more."))
    return redirect(f"{reverse('accounts:profile')}#calendar")


@require_safe
@never_cache
@login_not_required
def session(request: HttpRequest) -> JsonResponse:
    """Tell a page that stayed open whether somebody is signed in, who, and the token its next save needs."""
    person = request.user.pk if request.user.is_authenticated else None
    return JsonResponse({"signed_in": person is not None, "user": person, "csrf": get_token(request)})


@require_safe
@never_cache
@frameable
def signed_in(request: HttpRequest) -> HttpResponse:
    """End a sign-in that took place inside another page, which goes on from here."""
    return render(request, "account/signed_in.html")
