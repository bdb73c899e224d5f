"""Inviting somebody, and the page behind the link of an invitation."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from amif_network.core.requests import posted, require_form, site_of
from amif_network.core.signed_pages import Door, by_link
from amif_network.directory.models import Person

from .. import actions, mails
from ..forms_access import AcceptForm, InviteForm
from ..models import Invitation, InvitationQuerySet, InvitationState, User
from ..models.invitation import DAYS_VALID, digest_of
from ..roles import coordinator, roles_given_by

DOOR = Door("invitation", "accounts/invitation_unknown.html")


@require_form
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite somebody of the directory."""
    user = coordinator(request)
    person = get_object_or_404(Person.objects.visible_to(user), pk=pk)
    works_for = list(person.affiliations.valid_on(timezone.localdate()).select_related("organisation"))
    form = InviteForm(posted(request), person=person, by=user, works_for=works_for)
    if request.method == "POST" and form.is_valid():
        try:
            invitation, secret = actions.invite(person, **form.cleaned_data, by=user, at=timezone.now())
        except ValidationError as error:
            form.refuse(error)
        else:
            _send(request, invitation, secret)
            return redirect(invitation)
    account = User.objects.filter(person=person).first()
    standing = Invitation.objects.filter(person=person, accepted_at=None, revoked_at=None).first()
    context = {"form": form, "person": person, "account": account, "standing": standing, "days": DAYS_VALID}
    return render(request, "accounts/invite.html", context, status=422 if form.errors else 200)


@require_safe
def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one invitation: to whom, as what, and what became of it."""
    user = coordinator(request)
    found = get_object_or_404(_visible(user), pk=pk)
    now = timezone.now()
    open_still = found.accepted_at is None and found.revoked_at is None
    may = open_still and found.role in roles_given_by(user)
    context = {"invitation": found, "state": found.state_at(now), "can": {"resend", "withdraw"} if may else set()}
    return render(request, "accounts/invitation.html", context)


@require_POST
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an invitation again, with a new link."""
    user = coordinator(request)
    found = get_object_or_404(_visible(user), pk=pk)
    try:
        renewed, secret = actions.resend(found, by=user, at=timezone.now())
    except actions.InvitationClosed as error:
        messages.error(request, error.messages[0])
    else:
        _send(request, renewed, secret)
    return redirect(found)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw an invitation."""
    user = coordinator(request)
    found = get_object_or_404(_visible(user), pk=pk)
    try:
        actions.withdraw(found, by=user, at=timezone.now())
    except actions.InvitationClosed as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("The invitation is withdrawn. Its link leads nowhere any more."))
    return redirect(found)


def _visible(user: User) -> InvitationQuerySet:
    return Invitation.objects.visible_to(user).select_related("person", "organisation", "invited_by__person", "user__person")


def _send(request: HttpRequest, invitation: Invitation, secret: str) -> None:
    """Send the mail, and say whether it went out; the invitation stands in either case."""
    try:
        mails.invite(invitation, secret, site=site_of(request))
    except OSError as error:
        said = _("The invitation stands, but the mail to %(address)s could not be sent: %(error)s. Send it again.")
        messages.error(request, said % {"address": invitation.email, "error": error})
    else:
        messages.success(request, _("The invitation was sent to %(address)s.") % {"address": invitation.email})


def _behind(secret: str) -> Invitation | None:
    """Return the invitation of a link, whatever became of it: who holds its secret may know."""
    return Invitation.objects.filter(digest=digest_of(secret)).select_related("person", "organisation").first()


@by_link(DOOR, _behind, "GET", "HEAD", "POST")
def accept(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """Let whom the invitation reached choose a password, make the account and lead in. To open the page changes nothing."""
    state = invitation.state_at(timezone.now())
    if state != InvitationState.STANDING:
        return _closed(request, state)
    if request.user.is_authenticated:
        here = reverse("access:accept", args=[token])
        status = 409 if request.method == "POST" else 200
        return render(request, "accounts/accept_signed_in.html", {"invitation": invitation, "here": here}, status=status)
    form = AcceptForm(posted(request), invitation=invitation)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.accept(invitation, at=timezone.now(), password=form.cleaned_data["password1"])
        except actions.InvitationClosed:
            invitation.refresh_from_db()
            return _closed(request, invitation.state_at(timezone.now()))
        led_in: HttpResponse = perform_login(request, user, email_verification="mandatory", redirect_url=reverse("home:home"))
        return led_in
    context = {"invitation": invitation, "form": form, "token": token, "frame_languages": ("fr", "nl")}
    return render(request, "accounts/accept.html", context, status=422 if form.errors else 200)


def _closed(request: HttpRequest, state: str) -> HttpResponse:
    """Say in which way an invitation does not lead in any more."""
    return render(request, "accounts/invitation_closed.html", {"state": state, "frame_languages": ("fr", "nl")}, status=410)
