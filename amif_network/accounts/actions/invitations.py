"""Invite somebody of an organisation, and let whom the invitation reached make the account."""

import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amif_network.core.bilingual import in_both
from amif_network.directory.models import Affiliation, Person

from ..access_log import note
from ..models import AccessKind, Invitation, User
from ..models.invitation import digest_of


class InvitationClosed(ValidationError):
    """The invitation leads in no more: it expired, was used or withdrawn, or its person has an account by now."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("This invitation does not hold any more."), code="closed")


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
    if not locked.stands_at(at):
        raise InvitationClosed
    user = _new_account(locked, person, password)
    _employ(locked, person, timezone.localdate(at))
    locked.accepted_at, locked.user = at, user
    locked.save(update_fields=["accepted_at", "user"])
    role, organisation = user.get_role_display, locked.organisation
    said = in_both(lambda: _("Invitation accepted: %(role)s, %(organisation)s") % {"role": role(), "organisation": organisation})
    note(AccessKind.ACCESS, by=user, about=user, subject=said, at=at)
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
