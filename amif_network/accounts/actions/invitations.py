"""Invite somebody of an organisation, and let whom the invitation reached make the account."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, gettext_noop
from django.utils.translation import gettext as _

from amif_network.core.bilingual import in_both
from amif_network.directory.models import Affiliation, Organisation, Person

from ..access_log import note
from ..models import COORDINATING, AccessKind, Invitation, User
from ..models.invitation import DAYS_VALID, digest_of, new_secret
from ..roles import roles_given_by

VALIDITY = datetime.timedelta(days=DAYS_VALID)


class InvitationClosed(ValidationError):
    """The invitation leads in no more: it expired, was used or withdrawn, or its person has an account by now."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("This invitation does not hold any more."), code="closed")


@transaction.atomic
def invite(
    person: Person, *, organisation: Organisation, email: str, role: str, language: str, by: User, at: datetime.datetime
) -> tuple[Invitation, str]:
    """Invite somebody of the directory, and return the invitation with the secret of its link, which is kept nowhere.

    Raises PermissionDenied for a role that `by` may not give, ValidationError where person or address has an account or the
    person an invitation already.
    """
    if role not in roles_given_by(by):
        raise PermissionDenied
    locked = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    _refuse_known(locked, email)
    secret = new_secret()
    invitation = Invitation(
        person=locked, organisation=organisation, email=email.lower(), role=role, language=language, digest=digest_of(secret),
        invited_by=by, invited_at=at, expires_at=at + VALIDITY,
    )  # fmt: skip
    invitation.full_clean()
    invitation.save(force_insert=True)
    _note(invitation, gettext_noop("Invited: %(person)s, %(role)s, %(organisation)s"), by=by, at=at)
    return invitation, secret


def _refuse_known(person: Person, email: str) -> None:
    """Raise ValidationError where the person or the address has an account, or the person's data were erased."""
    if person.is_removed:
        raise person.refusal()
    if User.objects.filter(person=person).exists():
        raise ValidationError(_("This person has an account already. Open it instead of inviting."), code="known")
    if User.objects.filter(email__iexact=email).exists():
        raise ValidationError({"email": _("Another account has this address already.")})


@transaction.atomic
def resend(invitation: Invitation, *, by: User, at: datetime.datetime) -> tuple[Invitation, str]:
    """Renew the secret of an invitation and its fourteen days: the link before leads nowhere any more.

    Raises PermissionDenied for a role that `by` may not give, InvitationClosed for one that was accepted or withdrawn.
    """
    locked = _locked(invitation, by)
    secret = new_secret()
    locked.digest, locked.expires_at = digest_of(secret), at + VALIDITY
    locked.save(update_fields=["digest", "expires_at"])
    _note(locked, gettext_noop("Invitation sent again: %(person)s, %(role)s, %(organisation)s"), by=by, at=at)
    return locked, secret


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User, at: datetime.datetime) -> Invitation:
    """Let the link of an invitation lead nowhere any more. Raises as `resend` does."""
    locked = _locked(invitation, by)
    _revoke(locked, by=by, at=at)
    return locked


def withdraw_what_leads(inviter: User, *, by: User | None, at: datetime.datetime) -> None:
    """Withdraw the invitations into roles that lead the network which somebody sent who may not give these roles any more.

    They would outlive the right by fourteen days, at an address of the inviter's choice. Those of members and observers stand.
    """
    roles = set(COORDINATING)
    if User.objects.with_access(timezone.localdate(at)).filter(pk=inviter.pk).exists():
        roles -= set(roles_given_by(inviter))
    waiting = Invitation.objects.filter(invited_by=inviter, accepted_at=None, revoked_at=None, role__in=roles)
    for invitation in waiting.select_for_update(of=("self",)).select_related("person", "organisation").order_by("pk"):
        _revoke(invitation, by=by, at=at)


def _revoke(invitation: Invitation, *, by: User | None, at: datetime.datetime) -> None:
    invitation.revoked_at, invitation.revoked_by = at, by
    invitation.save(update_fields=["revoked_at", "revoked_by"])
    _note(invitation, gettext_noop("Invitation withdrawn: %(person)s, %(role)s, %(organisation)s"), by=by, at=at)


def _locked(invitation: Invitation, by: User) -> Invitation:
    locked = Invitation.objects.select_for_update(of=("self",)).select_related("person", "organisation").get(pk=invitation.pk)
    if locked.role not in roles_given_by(by):
        raise PermissionDenied
    if locked.accepted_at or locked.revoked_at or locked.person.is_removed:
        raise InvitationClosed
    return locked


def _note(invitation: Invitation, words: str, *, by: User | None, at: datetime.datetime, about: User | None = None) -> None:
    """Write into the log, in both languages, what became of an invitation."""

    def say() -> str:
        role = invitation.get_role_display()
        return gettext(words) % {"person": invitation.person, "role": role, "organisation": invitation.organisation}

    note(AccessKind.ACCESS, by=by, about=about, subject=in_both(say), at=at)


def standing_invitation(secret: str, at: datetime.datetime) -> Invitation | None:
    """Return the invitation whose link holds `secret`, with its person and organisation, if it may be accepted at `at`."""
    found = Invitation.objects.standing(at).filter(digest=digest_of(secret))
    return found.select_related("person", "organisation").first()


@transaction.atomic
def accept(invitation: Invitation, *, at: datetime.datetime, password: str | None = None) -> User:
    """Make the account of whom the invitation reached, once, and return it.

    The invited address counts as confirmed: the secret was sent there alone. Without a password (a federal sign-in) none
    leads in. Raises InvitationClosed where it does not stand, or its person or address has an account by now.
    """
    locked = Invitation.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=invitation.pk)
    person = Person.objects.select_for_update().get(pk=locked.person_id)
    if not locked.stands_at(at) or person.is_removed:
        raise InvitationClosed
    user = _new_account(locked, person, password)
    _employ(locked, person, timezone.localdate(at))
    locked.accepted_at, locked.user = at, user
    locked.save(update_fields=["accepted_at", "user"])
    _note(locked, gettext_noop("Invitation accepted: %(person)s, %(role)s, %(organisation)s"), by=user, at=at, about=user)
    return user


def _new_account(invitation: Invitation, person: Person, password: str | None) -> User:
    """Create the account. The database says whether person or address has one, also of two who ask at once."""
    administers = invitation.role == "administrator"
    rights = {"role": invitation.role, "is_staff": administers, "is_superuser": administers}
    try:
        with transaction.atomic():
            user = User.objects.create_user(invitation.email, password, person=person, language=invitation.language, **rights)
    except IntegrityError as error:
        raise InvitationClosed from error
    user.confirm_address()
    return user


def _employ(invitation: Invitation, person: Person, today: datetime.date) -> None:
    """Note that the person works there from today on, unless that is known; an end noted for today is taken back."""
    there = Affiliation.objects.filter(person=person, organisation=invitation.organisation)
    known = there.valid_on(today).order_by("-valid_to").first()
    if known is None:
        later = there.filter(valid_from__gt=today, function_fr="", function_nl="").order_by("valid_from").first()
        end = later.valid_from - datetime.timedelta(days=1) if later else None
        Affiliation.objects.create(person=person, organisation=invitation.organisation, valid_from=today, valid_to=end)
    elif known.valid_to == today:
        known.valid_to = None
        known.save(update_fields=["valid_to"])
